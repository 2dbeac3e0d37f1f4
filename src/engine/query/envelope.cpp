// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/query/envelope.h"

#include <algorithm>
#include <utility>

#include "engine/promql/parser.h"
#include "engine/promql/printer.h"

namespace nocturne::query {

namespace {

using std::chrono::milliseconds;

constexpr std::int64_t kMaxWindows = 50'000; // each is a value held for each series

promql::ExprPtr withoutParens(promql::ExprPtr expr)
{
    while (expr->kind() == promql::NodeKind::Paren)
        expr = std::move(promql::as<promql::ParenExpr>(*expr).expr);
    return expr;
}

/// `x` as `x[step]`; empty where its window does not move with the steps.
std::string overSteps(std::unique_ptr<promql::VectorSelector> selector, milliseconds step)
{
    if (selector->shift.at || selector->mode != promql::RangeMode::Plain)
        return {};
    promql::MatrixSelector range;
    range.selector = std::move(selector);
    range.window = step;
    return promql::print(range);
}

/// The range that `call` looks at, where it has one and else numbers at most.
const promql::MatrixSelector* soleRange(const promql::Call& call)
{
    const promql::MatrixSelector* range = nullptr;
    for (const auto& arg : call.args) {
        const auto& inner = promql::withoutParens(*arg);
        if (inner.kind() == promql::NodeKind::NumberLiteral)
            continue;
        if (range != nullptr || inner.kind() != promql::NodeKind::MatrixSelector)
            return nullptr;
        range = &promql::as<promql::MatrixSelector>(inner);
    }
    return range;
}

/// `rate(x[1m])` as `rate(x[1m])[step:1m]`; empty where nothing lies between its windows, or too many do.
std::string overWindows(promql::ExprPtr expr, milliseconds step, milliseconds span)
{
    const auto* range = soleRange(promql::as<promql::Call>(*expr));
    if (range == nullptr || range->windowExpr || range->selector->shift.at)
        return {};
    const auto window = range->window;
    if (window.count() <= 0 || window >= step || (span + step) / window > kMaxWindows)
        return {};
    promql::SubqueryExpr windows;
    windows.expr = std::move(expr);
    windows.window = step;
    windows.step = window;
    return promql::print(windows);
}

} // namespace

std::optional<EnvelopeExpressions> envelopeOf(const std::string& expression, milliseconds step, milliseconds span)
{
    auto parsed = promql::parse(expression, promql::ParserOptions::all());
    if (!parsed || step.count() <= 0)
        return std::nullopt;
    auto expr = withoutParens(std::move(*parsed));
    std::string range;
    if (expr->kind() == promql::NodeKind::VectorSelector) {
        auto* selector = static_cast<promql::VectorSelector*>(expr.release()); // its kind was looked at
        range = overSteps(std::unique_ptr<promql::VectorSelector>(selector), step);
    } else if (expr->kind() == promql::NodeKind::Call) {
        range = overWindows(std::move(expr), step, span);
    }
    if (range.empty())
        return std::nullopt;
    return EnvelopeExpressions{"min_over_time(" + range + ")", "max_over_time(" + range + ")"};
}

} // namespace nocturne::query
