// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

#include "base/core/result.h"
#include "engine/promql/ast.h"

namespace nocturne::promql {

/// What step() and range() mean in a duration expression. Both are 0 in an instant query.
struct DurationContext
{
    std::chrono::milliseconds step{0};  ///< of the query
    std::chrono::milliseconds range{0}; ///< end - start of the query
};

/// What a duration may be used for: a window and a step must be over 0, an offset may be anything.
enum class DurationUse { Window, Step, Offset };

/// Computes a duration expression (offsetExpr, windowExpr, stepExpr), rounded to milliseconds.
///
/// Fails with InvalidInput on division or modulo by zero, a value that is out of range, or one not over 0 where
/// `use` needs that. The place of the error is left unset: `expr.range` is where to point.
Result<std::chrono::milliseconds> evaluateDuration(const Expr& expr, const DurationContext& context, DurationUse use);

/// The computed values: the expression where there is one, else the literal.
Result<std::chrono::milliseconds> offsetOf(const TimeShift& shift, const DurationContext& context);
Result<std::chrono::milliseconds> windowOf(const MatrixSelector& selector, const DurationContext& context);
Result<std::chrono::milliseconds> windowOf(const SubqueryExpr& subquery, const DurationContext& context);
/// 0 where the subquery names no step.
Result<std::chrono::milliseconds> stepOf(const SubqueryExpr& subquery, const DurationContext& context);

} // namespace nocturne::promql
