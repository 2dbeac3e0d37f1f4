// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/core/clock.h"
#include "engine/model/label_set.h"
#include "engine/model/sample.h"

namespace nocturne::query {

/// An absent value in a column. A NaN that was measured has other bits, so the two stay apart.
inline constexpr double kAbsent = std::bit_cast<double>(std::uint64_t{0x7ff80000000000ff});
inline bool isAbsent(double v) { return std::bit_cast<std::uint64_t>(v) == std::bit_cast<std::uint64_t>(kAbsent); }

enum class ValueType { Scalar, String, Vector, Matrix };

/// Numbers about one evaluation.
struct QueryStats
{
    std::size_t series = 0;      ///< series selected
    std::size_t samples = 0;     ///< samples decoded
    std::size_t peakSamples = 0; ///< most held at once
    double queueSeconds = 0;     ///< waiting for a worker
    double evalSeconds = 0;

    bool operator==(const QueryStats&) const = default;
};

/// One series of a result: a value for each step of the common axis, kAbsent where there is none.
struct ResultSeries
{
    model::LabelSet labels;
    std::vector<double> values;
};

/// The answer to a query: columns, not objects. Immutable once made; travels as std::shared_ptr<const QueryResult>.
///
/// A range query has times.size() steps and a Matrix. An instant query has one step and a Vector, Scalar or String;
/// an instant query of a range selector has a Matrix whose axis holds the union of all sample times.
struct QueryResult
{
    ValueType type = ValueType::Vector;
    std::vector<Timestamp> times;     ///< the axis, ascending
    std::vector<ResultSeries> series; ///< sorted by label set; an instant vector keeps the order of sort()
    std::string text;                 ///< of a String
    std::vector<std::string> warnings;
    std::vector<std::string> infos;
    QueryStats stats;
};

} // namespace nocturne::query
