// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Durations, in brackets and behind `offset`:
//
//   duration = sign-expr { (+ | - | * | / | % | ^) duration }       usual precedences
//   sign     = (+ | -) duration-of-powers | primary
//   primary  = number | 5m | step() | range() | min_of(duration, duration) | max_of(...) | ( duration )
//   offset   = [+ | -] primary
//
// An offset ends with its primary: `a offset 1m + 1m` adds a minute's worth of seconds to the values of `a`.
#include <algorithm>
#include <cmath>

#include "base/core/duration.h"
#include "engine/promql/number_literal.h"
#include "engine/promql/parser_impl.h"

namespace nocturne::promql {

namespace {

constexpr double kMaxSeconds = 9223372036.854775; // 2^63 ns
constexpr int kPowerPrecedence = 3;

struct Operator
{
    DurationExpr::Op op;
    int precedence;
};

std::optional<Operator> durationOperator(TokenKind kind)
{
    switch (kind) {
    case TokenKind::Plus:
        return Operator{DurationExpr::Op::Add, 1};
    case TokenKind::Minus:
        return Operator{DurationExpr::Op::Sub, 1};
    case TokenKind::Star:
        return Operator{DurationExpr::Op::Mul, 2};
    case TokenKind::Slash:
        return Operator{DurationExpr::Op::Div, 2};
    case TokenKind::Percent:
        return Operator{DurationExpr::Op::Mod, 2};
    case TokenKind::Caret:
        return Operator{DurationExpr::Op::Pow, kPowerPrecedence};
    default:
        return std::nullopt;
    }
}

bool startsDuration(TokenKind kind)
{
    switch (kind) {
    case TokenKind::Number:
    case TokenKind::Duration:
    case TokenKind::Step:
    case TokenKind::Range:
    case TokenKind::MinOf:
    case TokenKind::MaxOf:
    case TokenKind::LeftParen:
        return true;
    default:
        return false;
    }
}

bool isZero(const Expr& expr)
{
    const auto* const literal = tryAs<NumberLiteral>(&expr);
    return literal != nullptr && literal->value == 0;
}

} // namespace

ExprPtr Parser::positiveDuration()
{
    auto expr = duration(1);
    const auto* const literal = tryAs<NumberLiteral>(expr.get());
    if (literal == nullptr)
        return expr;
    if (literal->value <= 0)
        return fail(expr->range, "duration must be greater than 0");
    if (std::llround(literal->value * 1000) == 0)
        return fail(expr->range, "duration must be at least 1ms");
    return expr;
}

ExprPtr Parser::offsetDuration()
{
    const auto sign = current();
    const bool signedOffset = accept(TokenKind::Plus) || accept(TokenKind::Minus);
    if (!startsDuration(current().kind))
        return unexpected("offset", "duration");
    auto expr = durationPrimary();
    if (!expr || !signedOffset)
        return expr;
    return negated(sign, std::move(expr));
}

ExprPtr Parser::duration(int minPrecedence)
{
    const Nesting nesting(*this);
    if (nesting.tooDeep()) {
        m_height = kMaxDepth + 1;
        tooHigh(current().range);
        return nullptr;
    }
    auto lhs = durationSign();
    while (lhs) {
        const auto op = durationOperator(current().kind);
        if (!op || op->precedence < minPrecedence)
            break;
        const int lhsHeight = m_height;
        const auto token = take();
        auto rhs = duration(op->op == DurationExpr::Op::Pow ? op->precedence : op->precedence + 1);
        if (!rhs)
            return nullptr;
        m_height = std::max(lhsHeight, m_height) + 1;
        lhs = durationBinary(op->op, token, std::move(lhs), std::move(rhs));
    }
    return lhs;
}

ExprPtr Parser::durationBinary(DurationExpr::Op op, const Token& token, ExprPtr lhs, ExprPtr rhs)
{
    if (op == DurationExpr::Op::Div && isZero(*rhs))
        return fail(token.range, "division by zero");
    if (op == DurationExpr::Op::Mod && isZero(*rhs))
        return fail(token.range, "modulo by zero");
    auto expr = std::make_unique<DurationExpr>();
    expr->op = op;
    expr->range = {lhs->range.begin, rhs->range.end};
    expr->lhs = std::move(lhs);
    expr->rhs = std::move(rhs);
    if (!needDurationExpressions(expr->range) || tooHigh(expr->range))
        return nullptr;
    return expr;
}

ExprPtr Parser::durationSign()
{
    const auto sign = current();
    if (!accept(TokenKind::Plus) && !accept(TokenKind::Minus))
        return durationPrimary();
    auto operand = duration(kPowerPrecedence);
    if (!operand)
        return nullptr;
    return negated(sign, std::move(operand));
}

/// `operand` under a sign: folded into a number, dropped where it is a plus.
ExprPtr Parser::negated(const Token& sign, ExprPtr operand)
{
    const bool negative = sign.kind == TokenKind::Minus;
    const SourceRange range{sign.range.begin, operand->range.end};
    if (operand->kind() == NodeKind::NumberLiteral) {
        auto& literal = as<NumberLiteral>(*operand);
        literal.value = negative ? -literal.value : literal.value;
        literal.range = range;
        return operand;
    }
    if (!negative)
        return operand;
    auto expr = std::make_unique<DurationExpr>();
    expr->op = DurationExpr::Op::Sub;
    expr->rhs = std::move(operand);
    expr->range = range;
    ++m_height;
    return tooHigh(range) ? nullptr : std::move(expr);
}

ExprPtr Parser::durationPrimary()
{
    const auto token = current();
    if (token.kind == TokenKind::Number || token.kind == TokenKind::Duration) {
        m_height = 1;
        auto literal = durationLiteral();
        if (literal && !(std::abs(as<NumberLiteral>(*literal).value) <= kMaxSeconds))
            return fail(token.range, "duration out of range");
        return literal;
    }
    if (!startsDuration(token.kind)) {
        const bool quoted = token.kind == TokenKind::String;
        return unexpected("duration expression", quoted ? "duration without quotes" : "duration such as 5m");
    }
    take();
    if (token.kind == TokenKind::LeftParen) {
        auto inner = duration(1);
        if (inner && !accept(TokenKind::RightParen))
            return unclosed(token, ")", "duration expression");
        return inner ? wrapped(token, std::move(inner)) : nullptr;
    }
    auto expr = std::make_unique<DurationExpr>();
    const auto opening = current();
    if (!accept(TokenKind::LeftParen))
        return unexpected("duration expression", "\"(\"");
    m_height = 0;
    if (token.kind == TokenKind::Step || token.kind == TokenKind::Range) {
        expr->op = token.kind == TokenKind::Step ? DurationExpr::Op::Step : DurationExpr::Op::Range;
    } else {
        expr->op = token.kind == TokenKind::MinOf ? DurationExpr::Op::MinOf : DurationExpr::Op::MaxOf;
        expr->lhs = duration(1);
        const int height = m_height;
        if (!expr->lhs)
            return nullptr;
        if (!accept(TokenKind::Comma))
            return unexpected("duration expression", "\",\"");
        expr->rhs = duration(1);
        if (!expr->rhs)
            return nullptr;
        m_height = std::max(height, m_height);
    }
    if (!accept(TokenKind::RightParen))
        return unclosed(opening, ")", "duration expression");
    ++m_height;
    expr->range = {token.range.begin, lastEnd()};
    if (!needDurationExpressions(expr->range) || tooHigh(expr->range))
        return nullptr;
    return expr;
}

/// Parentheses are a mark on the node they enclose; around a number they make one, `+ 5`, to carry it.
ExprPtr Parser::wrapped(const Token& opening, ExprPtr inner)
{
    const SourceRange range{opening.range.begin, lastEnd()};
    if (!needDurationExpressions(range))
        return nullptr;
    if (inner->kind() == NodeKind::NumberLiteral) {
        auto expr = std::make_unique<DurationExpr>();
        expr->op = DurationExpr::Op::Add;
        expr->rhs = std::move(inner);
        inner = std::move(expr);
        ++m_height;
    }
    as<DurationExpr>(*inner).wrapped = true;
    inner->range = range;
    return tooHigh(range) ? nullptr : std::move(inner);
}

ExprPtr Parser::durationLiteral()
{
    const auto token = take();
    const auto text = textOf(token);
    auto literal = std::make_unique<NumberLiteral>();
    literal->range = token.range;
    literal->isDuration = token.kind == TokenKind::Duration;
    if (literal->isDuration)
        literal->value = static_cast<double>(parseDuration(text)->count()) / 1000;
    else
        literal->value = *parseNumberLiteral(text);
    return literal;
}

bool Parser::needDurationExpressions(SourceRange range)
{
    if (m_options.durationExpressions)
        return true;
    fail(range, "arithmetic in a duration is not enabled: switch duration expressions on to use it");
    return false;
}

} // namespace nocturne::promql
