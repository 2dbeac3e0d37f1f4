// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/promql/annotations.h"
#include "engine/promql/ast.h"
#include "engine/promql/eval_columns.h"

namespace nocturne::promql {

/// An arithmetic or comparison operator between two instant vectors. May take columns' values away.
///
/// Labels are matched once per series; what is forbidden (two elements of one group on the "one" side, two matches of
/// one element) is forbidden only where both are present at one step. Fails with InvalidInput then.
Result<Columns> combineMatched(const BinaryExpr& binary, Columns& lhs, Columns& rhs, std::size_t steps,
                               Annotations& annotations);

/// `and`, `or` and `unless`. May take columns' values away.
Columns combineSets(const BinaryExpr& binary, Columns& lhs, Columns& rhs, std::size_t steps);

/// The trim operators are about native histograms: floats fall out, with an info.
void informOfTrim(Annotations& annotations, const BinaryExpr& binary);

} // namespace nocturne::promql
