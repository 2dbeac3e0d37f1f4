// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <vector>

#include "base/core/clock.h"
#include "watch/dashboards/units.h"

namespace nocturne::dashboards {

/// A value axis: where it starts and ends, and the marks on it.
struct AxisPlan
{
    double min = 0;
    double max = 1;
    double step = 0.5;
    std::vector<double> ticks; ///< ascending, from min to max, both round unless they were fixed

    bool operator==(const AxisPlan&) const = default;
};

/// What a panel fixes; the rest follows the data.
struct AxisBounds
{
    double min = 0;
    double max = 0;
    bool minFixed = false;
    bool maxFixed = false;
};

/// Round marks for values within `data`, about `lines` of them (at least two): 1, 2, 2.5, 5 times a power of ten;
/// powers of two for bytes; seconds, minutes, hours and days for time, whose values are `secondsPerUnit` seconds each.
/// Zero is on the axis unless the data are far from it and spread little. Not finite or empty data give 0..1.
AxisPlan planAxis(double dataMin, double dataMax, int lines, StepFamily family, double secondsPerUnit = 1,
                  AxisBounds fixed = {});

/// Marks of a time axis, at most `most` of them, on round local times.
struct TimeAxisPlan
{
    std::chrono::milliseconds step{0};
    std::vector<Timestamp> ticks;

    bool operator==(const TimeAxisPlan&) const = default;
};
TimeAxisPlan planTimeAxis(Timestamp start, Timestamp end, int most, std::chrono::milliseconds utcOffset = {});

} // namespace nocturne::dashboards
