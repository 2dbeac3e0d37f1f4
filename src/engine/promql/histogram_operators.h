// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/promql/annotations.h"
#include "engine/promql/ast.h"
#include "engine/promql/eval_columns.h"

namespace nocturne::promql {

/// An arithmetic, comparison or trim operator on two elements of which at least one may be a native histogram: the
/// result, or an absent element where there is none. Comparisons without `bool` keep the left element. Annotates what
/// does not go together. Semantics of Prometheus 3.14, promql/engine.go, vectorElemBinop.
///
/// Neither element is absent; `binary` says what is annotated and where.
Element applyToElements(const BinaryExpr& binary, const Element& lhs, const Element& rhs, Annotations& annotations);

/// Whether the operator is about histograms alone: `</` and `>/`.
bool isTrim(BinaryOp op);

} // namespace nocturne::promql
