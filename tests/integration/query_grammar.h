// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "engine/model/label_set.h"
#include "engine/model/sample.h"

namespace nocturne::integration {

struct GeneratedSeries
{
    model::LabelSet labels;
    std::vector<model::Sample> samples;
};

/// The series that the queries of QueryGrammar are about: two hours at 15 s of counters with resets, gauges with gaps
/// and NaN, series that come and go (ended by staleness markers), classic histograms. No sample lies on a whole second.
std::vector<GeneratedSeries> grammarSeries(Timestamp start);

/// Makes PromQL expressions that Prometheus 2.42 and 3 understand alike, in every run the same for one seed.
///
/// What would tell apart two right implementations by rounding alone is kept out: sums of values of both signs, whole
/// numbers of sums, topk() among equals. What 2.42 does differently is kept out too; the tests name it.
class QueryGrammar
{
public:
    explicit QueryGrammar(std::uint64_t seed)
        : m_random(seed)
    {}

    /// An expression for a range query (and so for an instant too).
    std::string next();
    /// A range selector or subquery, for an instant query only.
    std::string nextMatrix() { return range("m", 1); }

private:
    using Choices = std::vector<std::string>;

    std::size_t below(std::size_t n) { return m_random() % n; }
    bool oneIn(std::size_t n) { return below(n) == 0; }
    const std::string& anyOf(const Choices& choices) { return choices[below(choices.size())]; }

    std::string any(int depth);
    std::string positive(int depth);
    std::string selector(const std::string& kind);
    std::string matchers(const std::string& metric);
    std::string offset();
    std::string shift();
    std::string range(const std::string& kind, int depth);
    std::string window();
    std::string overTime(const std::string& kind, int depth);
    std::string aggregation(int depth);
    std::string grouping();
    std::string paired(const std::string& op, int depth);
    std::string comparison(int depth);
    std::string setOperation(int depth);
    std::string labelFunction(const std::string& arg);
    std::string histogram();
    std::string number();

    std::mt19937_64 m_random; // its numbers are those of the standard, distributions are not
};

} // namespace nocturne::integration
