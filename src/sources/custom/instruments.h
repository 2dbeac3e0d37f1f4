// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <unordered_set>
#include <variant>
#include <vector>

#include "base/core/clock.h"
#include "sources/custom/measurement.h"

namespace nocturne::custom {

/// The upper bounds of classic buckets; the last, +Inf, is not among them.
using Bounds = std::vector<double>;

struct Counter
{
    double total = 0;
    void take(const Measurement& measurement) { total += measurement.value * measurement.weight; }
    std::vector<double> state() const { return {total}; }
    bool restore(std::span<const double> state);
};

struct Gauge
{
    double value = 0;
    void take(const Measurement& measurement);
    std::vector<double> state() const { return {value}; }
    bool restore(std::span<const double> state);
};

/// Counts per bucket and below it, as the text formats have them.
class Histogram
{
public:
    explicit Histogram(const Bounds& bounds)
        : m_bounds(&bounds)
        , m_counts(bounds.size() + 1)
    {}

    void take(const Measurement& measurement);
    const Bounds& bounds() const { return *m_bounds; }
    /// How many lay at or below each bound, and in the end all.
    std::vector<double> cumulative() const;
    double sum() const { return m_sum; }
    /// The numbers it is made of: how many in each bucket, the last beyond all bounds, and the sum.
    std::vector<double> state() const;
    bool restore(std::span<const double> state);

private:
    const Bounds* m_bounds; // of its family
    std::vector<double> m_counts;
    double m_sum = 0;
};

/// Quantiles of what was observed lately, exact over the newest `kKept` observations.
class Summary
{
public:
    static constexpr std::size_t kKept = 1024;
    static constexpr std::chrono::minutes kWindow{10};

    void take(const Measurement& measurement, Clock::Monotonic now);
    /// NaN where nothing was observed within the window.
    double quantile(double phi, Clock::Monotonic now);
    double count() const { return m_count; }
    double sum() const { return m_sum; }
    /// Count and sum; what was observed lately is not among them.
    std::vector<double> state() const { return {m_count, m_sum}; }
    bool restore(std::span<const double> state);

private:
    struct Observation
    {
        Clock::Monotonic at;
        double value;
    };

    std::deque<Observation> m_recent;
    double m_count = 0;
    double m_sum = 0;
};

/// How many different members were seen since the last collection; bounded, more are counted once in all.
class Set
{
public:
    static constexpr std::size_t kMaxMembers = 10'000;

    void take(const Measurement& measurement);
    /// The size, and begins anew.
    double collect();
    /// None: a set begins anew at each collection.
    static std::vector<double> state() { return {}; }
    static bool restore(std::span<const double> state) { return state.empty(); }

private:
    std::unordered_set<std::string> m_members;
};

using Instrument = std::variant<Counter, Gauge, Histogram, Summary, Set>;

/// The finite numbers that `instrument` goes on from after a restart.
std::vector<double> stateOf(const Instrument& instrument);
/// Puts it where `state` of one like it was; false, and nothing changed, where it is of another kind.
bool restoreState(Instrument& instrument, std::span<const double> state);

} // namespace nocturne::custom
