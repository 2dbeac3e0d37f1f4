// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "engine/promql/eval_budget.h"
#include "engine/promql/functions.h"
#include "engine/storage/roll_up.h"

namespace nocturne::promql {

/// Whether windows made of whole buckets tell what `function` needs.
bool worksOnRollUps(FunctionId function);

/// What comes of computing a function from roll-ups.
enum class RollUpOutcome {
    Exact,   ///< as from samples: min, max, counts, rates bit for bit, sums to 1e-12
    Inexact, ///< as good as roll-ups can tell: large sums that nearly cancel out, many resets of fractions
};

/// Computes one value for each window (edge - rangeMs, edge], kAbsent where there is none. `edges` ascend; they and
/// rangeMs are multiples of the length of the buckets, which ascend in time. Fails with Cancelled.
Result<RollUpOutcome> computeFromRollUps(FunctionId function, std::span<const storage::RollUp> buckets,
                                         std::span<const Timestamp> edges, std::int64_t rangeMs, const Budget& budget,
                                         std::span<double> out);

} // namespace nocturne::promql
