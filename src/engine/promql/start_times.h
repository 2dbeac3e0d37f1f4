// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "engine/promql/eval_budget.h"
#include "engine/promql/functions.h"
#include "engine/promql/histogram_ranges.h"

namespace nocturne::promql {

/// Whether the counter was reset between two neighbouring samples, as their starts tell. A start at the sample before
/// is one of a delta, unless nothing was known of that sample's own start. Source: Prometheus 3.14,
/// promql/functions.go, isStartTimestampReset.
bool isReset(const StartedAt& previous, const StartedAt& current);
/// Whether the second start contradicts the samples: it lies before the first sample, but is not its start.
bool overlaps(const StartedAt& previous, const StartedAt& current);

/// The starts of the samples at `times`, 0 where none is known; empty when none is known at all.
std::vector<Timestamp> startsOf(std::span<const Timestamp> times, std::span<const model::StartTime> known);

/// rate(), increase(), irate() and resets() of floats, in windows without histograms, by the starts of counters too.
/// Leaves `made` as it is for other functions. Fails as `budget` does when the query is stopped.
Result<void> applyStartTimes(FunctionId function, const MixedRange& range, const RangeNotes& notes,
                             const Budget& budget, Column& made);

} // namespace nocturne::promql
