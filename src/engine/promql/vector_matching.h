// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/promql/annotations.h"
#include "engine/promql/ast.h"
#include "engine/promql/eval_budget.h"
#include "engine/promql/eval_columns.h"

namespace nocturne::promql {

struct MatchingAxis
{
    std::size_t steps = 0;
    bool delayedNameRemoval = false; ///< `bool` leaves the metric name to the end of the query
};

/// An arithmetic, comparison or trim operator between two instant vectors.
///
/// Labels are matched once per series; what is forbidden (two elements of one group on the "one" side, two matches of
/// one element) is forbidden only where both are present at one step. Where a fill modifier gives a value for the other
/// side, elements without a match are matched with that. Fails with InvalidInput then, and as `budget` does; the result
/// is held by `hold`.
Result<Columns> combineMatched(const BinaryExpr& binary, const Columns& lhs, const Columns& rhs, MatchingAxis axis,
                               const Budget& budget, Annotations& annotations, Hold& hold);

/// `{a="b", c="d"}`, the metric name among the labels: how Prometheus names series in its errors.
std::string describe(const model::LabelSet& labels);

/// `and`, `or` and `unless`. Takes the columns' values away. Fails as `budget` does.
Result<Columns> combineSets(const BinaryExpr& binary, Columns& lhs, Columns& rhs, std::size_t steps,
                            const Budget& budget);

} // namespace nocturne::promql
