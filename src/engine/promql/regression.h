// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/core/clock.h"
#include "engine/promql/running_sums.h"

namespace nocturne::promql {

/// A straight line: a value at the origin and a change per second.
struct Line
{
    double slope = 0;
    double intercept = 0;
};

/// Least squares through samples, seen from `origin`: the definition, sample by sample, as Prometheus computes it.
Line regression(std::span<const Timestamp> times, std::span<const double> values, Timestamp origin);

/// Least squares through any run of a series in constant time.
///
/// The sums carry twice the digits of a double, so that the line is at least as exact as that of regression(). Where
/// rounding there could change more than the 12th digit of the answer, and for values that are not finite, there is
/// no answer here and regression() has to give its own.
class RunningRegression
{
public:
    RunningRegression(std::span<const Timestamp> times, std::span<const double> values);

    /// The slope of the samples [first, last), at least two.
    std::optional<double> slope(std::uint32_t first, std::uint32_t last) const;
    /// The line through them at `seconds` after `origin`.
    std::optional<double> at(std::uint32_t first, std::uint32_t last, Timestamp origin, double seconds) const;

private:
    struct Fit
    {
        double slope = 0; ///< per second
        double meanValue = 0;
        double meanTime = 0;      ///< seconds after the origin
        double slopeRounding = 0; ///< what regression() may be off by
    };

    bool isConstant(std::uint32_t first, std::uint32_t last) const { return m_runStart[last - 1] <= first; }
    Fit fit(std::uint32_t first, std::uint32_t last, Timestamp origin) const;

    std::span<const Timestamp> m_times;
    std::span<const double> m_values;
    bool m_isUsable = true;
    std::vector<std::uint32_t> m_runStart; // where the run of equal values began that each sample belongs to
    std::vector<std::int64_t> m_x;         // sums from the start, like the others
    std::vector<double> m_magnitude;       // of values, without their signs
    RunningSums m_xx;
    RunningSums m_y;
    RunningSums m_xy;
};

} // namespace nocturne::promql
