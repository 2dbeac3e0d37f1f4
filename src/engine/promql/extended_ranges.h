// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "engine/promql/ast.h"
#include "engine/promql/histogram_ranges.h"

namespace nocturne::promql {

/// A series below an anchored or smoothed range selector. The samples reach back one lookback beyond each window, and
/// forward as much where the range is smoothed.
struct ExtendedRange
{
    const WindowedSeries& floats; ///< its windows are not used
    const RangeSeries& series;
    RangeMode mode = RangeMode::Anchored;
    std::int64_t lookbackMs = 0;
};

/// Empty where `function` may be applied to ranges of `mode`, else why not.
std::string whyNotExtended(FunctionId function, RangeMode mode);

/// rate(), increase(), delta(), resets() and changes() over such ranges: an anchored one begins at the last sample at
/// or before its left edge, a smoothed one at values interpolated at both edges. No extrapolation. Source: Prometheus
/// 3.14, promql/functions.go, extendedRate. Fails as `budget` does when the query is stopped.
Result<void> extendedRange(FunctionId function, const ExtendedRange& range, const RangeNotes& notes,
                           const Budget& budget, Column& made);

/// The samples that such a range itself consists of, with one at each edge.
struct ExtendedSamples
{
    std::vector<Timestamp> times;
    std::vector<double> values;
    std::vector<Timestamp> histogramTimes;
    std::vector<model::HistogramPtr> histograms;
};
ExtendedSamples extendedSamples(const RangeSeries& series, Timestamp from, Timestamp to, bool smoothed,
                                const RangeNotes& notes);

/// The elements of a smoothed instant selector: at each edge, between the samples around it. `series` reaches as far
/// as lookbackMs to both sides. Fails as `budget` does when the query is stopped.
Result<void> smoothedInstants(const RangeSeries& series, std::span<const Timestamp> edges, std::int64_t lookbackMs,
                              const RangeNotes& notes, const Budget& budget, Column& made);

} // namespace nocturne::promql
