// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/promql/duration_expression.h"

#include <algorithm>
#include <cmath>

namespace nocturne::promql {

namespace {

constexpr double kMaxSeconds = 9223372036.0; // 2^63 ns

double inSeconds(std::chrono::milliseconds duration) { return static_cast<double>(duration.count()) / 1000; }

Result<double> seconds(const Expr& expr, const DurationContext& context);

Result<double> combine(DurationExpr::Op op, double lhs, double rhs)
{
    using Op = DurationExpr::Op;
    switch (op) {
    case Op::Add:
        return lhs + rhs;
    case Op::Sub:
        return lhs - rhs;
    case Op::Mul:
        return lhs * rhs;
    case Op::Div:
        if (rhs == 0)
            return fail(Error::Kind::InvalidInput, "division by zero");
        return lhs / rhs;
    case Op::Mod:
        if (rhs == 0)
            return fail(Error::Kind::InvalidInput, "modulo by zero");
        return std::fmod(lhs, rhs);
    case Op::Pow:
        return std::pow(lhs, rhs);
    case Op::MinOf:
        return std::min(lhs, rhs);
    case Op::MaxOf:
        return std::max(lhs, rhs);
    case Op::Step:
    case Op::Range:
        break;
    }
    return fail(Error::Kind::Internal, "no operation of a duration expression");
}

Result<double> secondsOf(const DurationExpr& expr, const DurationContext& context)
{
    if (expr.op == DurationExpr::Op::Step)
        return inSeconds(context.step);
    if (expr.op == DurationExpr::Op::Range)
        return inSeconds(context.range);
    auto rhs = seconds(*expr.rhs, context);
    if (!rhs)
        return rhs;
    if (!expr.lhs)
        return expr.op == DurationExpr::Op::Sub ? -*rhs : *rhs;
    auto lhs = seconds(*expr.lhs, context);
    return lhs ? combine(expr.op, *lhs, *rhs) : lhs;
}

Result<double> seconds(const Expr& expr, const DurationContext& context)
{
    if (const auto* number = tryAs<NumberLiteral>(&expr))
        return number->value;
    return secondsOf(as<DurationExpr>(expr), context);
}

} // namespace

Result<std::chrono::milliseconds> evaluateDuration(const Expr& expr, const DurationContext& context, DurationUse use)
{
    const auto value = seconds(expr, context);
    if (!value)
        return tl::unexpected(value.error());
    if (!(std::abs(*value) <= kMaxSeconds))
        return fail(Error::Kind::InvalidInput, "duration out of range");
    if (use != DurationUse::Offset && *value <= 0)
        return fail(Error::Kind::InvalidInput, "duration must be greater than 0");
    return std::chrono::milliseconds(std::llround(*value * 1000));
}

Result<std::chrono::milliseconds> offsetOf(const TimeShift& shift, const DurationContext& context)
{
    if (!shift.offsetExpr)
        return shift.offset;
    return evaluateDuration(*shift.offsetExpr, context, DurationUse::Offset);
}

Result<std::chrono::milliseconds> windowOf(const MatrixSelector& selector, const DurationContext& context)
{
    if (!selector.windowExpr)
        return selector.window;
    return evaluateDuration(*selector.windowExpr, context, DurationUse::Window);
}

Result<std::chrono::milliseconds> windowOf(const SubqueryExpr& subquery, const DurationContext& context)
{
    if (!subquery.windowExpr)
        return subquery.window;
    return evaluateDuration(*subquery.windowExpr, context, DurationUse::Window);
}

Result<std::chrono::milliseconds> stepOf(const SubqueryExpr& subquery, const DurationContext& context)
{
    if (!subquery.stepExpr)
        return subquery.step;
    return evaluateDuration(*subquery.stepExpr, context, DurationUse::Step);
}

} // namespace nocturne::promql
