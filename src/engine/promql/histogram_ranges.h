// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "engine/promql/eval_budget.h"
#include "engine/promql/eval_columns.h"
#include "engine/promql/range_functions.h"
#include "engine/promql/range_series.h"

namespace nocturne::promql {

/// A series with its windows: the floats of it ready for a kernel, and all of it.
struct MixedRange
{
    const WindowedSeries& floats;
    const RangeSeries& series;
};

/// How samples lie in a window (from, to], for the extrapolation of rate(), increase() and delta().
struct SampledRange
{
    Timestamp from = 0;
    Timestamp to = 0;
    Timestamp first = 0; ///< sample
    Timestamp last = 0;
    std::size_t count = 0;

    /// What a difference between first and last sample has to be multiplied with: to the edge of the window where a
    /// sample would be expected there, else by half an interval; a counter never below zero.
    double factor(double difference, double firstValue, bool isCounter) const;
    /// The same where the counter is known to have begun at `start`, within the window.
    double factorFromStart(Timestamp start) const;
};

SampledRange sampledRange(std::span<const Timestamp> times, Window window, Timestamp edge, std::int64_t rangeMs);
/// Whether the first sample's start can stand in for a sample of zero.
bool startsWithin(const SampledRange& range, const StartedAt& first);

/// Makes the elements of a function over ranges at steps whose window holds histograms; `made` has what the kernel
/// makes of the floats alone. Semantics and annotations after Prometheus 3.14, promql/functions.go. Fails as `budget`
/// does when the query is stopped.
Result<void> addHistograms(FunctionId function, const MixedRange& range, const RangeNotes& notes, const Budget& budget,
                           Column& made);

/// Adds up histograms of a window; null where they do not go together. `isMean` divides by their number, by a running
/// mean where the sum would be infinite.
model::HistogramPtr sumOfHistograms(std::span<const model::HistogramPtr> histograms, bool isMean,
                                    const RangeNotes& notes);

} // namespace nocturne::promql
