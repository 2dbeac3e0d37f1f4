// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/promql/ast.h"
#include "engine/promql/functions.h"

namespace nocturne::promql {

using MathFunction = double (*)(double);

/// A function of one number: abs, ceil, ..., and the date functions on seconds since 1970 in UTC (year, hour, ...).
/// Null for every other function.
MathFunction mathFunction(FunctionId function);

/// Whether the function is about a date, and so takes the evaluation time where it has no argument.
bool isDateFunction(FunctionId function);

/// Between clamp bounds and for min_of and max_of: NaN when either is NaN, unless the other is the infinity that is
/// sought (math.Min and math.Max of Go).
double smallerOf(double a, double b);
double largerOf(double a, double b);

/// `v` rounded to a multiple of `nearest`, ties upwards.
double roundTo(double v, double nearest);

/// An arithmetic operator, or 1 and 0 for a comparison. Precondition: neither set nor trim operator.
double applyBinary(BinaryOp op, double lhs, double rhs);

} // namespace nocturne::promql
