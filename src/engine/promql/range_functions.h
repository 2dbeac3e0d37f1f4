// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/core/clock.h"
#include "engine/promql/functions.h"

namespace nocturne::promql {

/// The samples [first, last) of a series.
struct Window
{
    std::uint32_t first = 0;
    std::uint32_t last = 0;

    std::uint32_t size() const { return last - first; }
    bool operator==(const Window&) const = default;
};

/// One series and the window of each step, moving forward in time.
struct WindowedSeries
{
    std::span<const Timestamp> times; ///< ascending; staleness markers left out
    std::span<const double> values;
    std::span<const Window> windows;       ///< one a step
    std::span<const Timestamp> edges;      ///< right edge of each window
    std::int64_t rangeMs = 0;              ///< a window is (edge - range, edge]
    std::span<const Timestamp> steps;      ///< evaluation times; other than the edges under offset and @
    std::span<const double> parameters[2]; ///< scalar arguments in order, a value for each step
};

/// Computes one value for each window, kAbsent where there is none.
using RangeKernel = void (*)(const WindowedSeries& series, std::span<double> out);

/// The kernel of a function of one range vector and scalars; null for every other function.
/// absent_over_time is not among them: it is about all series at once.
RangeKernel rangeKernel(FunctionId function);

/// Whether the function keeps the metric name.
bool keepsMetricName(FunctionId function);

/// For each edge the samples in (edge - range, edge]. `edges` ascending.
void findWindows(std::span<const Timestamp> times, std::span<const Timestamp> edges, std::int64_t rangeMs,
                 std::vector<Window>& windows);

} // namespace nocturne::promql
