// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Selectors and where in time they look:
//
//   selector = name [{ matchers }] | { matchers }
//   matchers = [matcher {, matcher} [,]]
//   matcher  = (label | string) (= | != | =~ | !~) string | string      a lone string is the metric's name
//   range    = [ duration ]          subquery = [ duration : [duration] ]
//   offset   = offset duration       at = @ ([+ | -] number | start() | end())
#include <algorithm>
#include <cmath>
#include <string>

#include "base/core/text.h"
#include "engine/promql/features.h"
#include "engine/promql/parser_impl.h"
#include "engine/promql/string_literal.h"

namespace nocturne::promql {

namespace {

/// Beyond it, seconds with three digits no longer name each millisecond: about the year 71,000.
constexpr double kMaxAtMilliseconds = 2251799813685248.0; // 2^51

std::optional<model::Matcher::Op> matchOperator(TokenKind kind)
{
    switch (kind) {
    case TokenKind::Assign:
        return model::Matcher::Op::Equal;
    case TokenKind::NotEqual:
        return model::Matcher::Op::NotEqual;
    case TokenKind::RegexMatch:
        return model::Matcher::Op::Regex;
    case TokenKind::RegexNoMatch:
        return model::Matcher::Op::NotRegex;
    default:
        return std::nullopt;
    }
}

/// What offset and @ of `expr` are kept in, or null where it can have none.
TimeShift* shiftOf(Expr& expr)
{
    switch (expr.kind()) {
    case NodeKind::VectorSelector:
        return &as<VectorSelector>(expr).shift;
    case NodeKind::MatrixSelector:
        return &as<MatrixSelector>(expr).selector->shift;
    case NodeKind::Subquery:
        return &as<SubqueryExpr>(expr).shift;
    default:
        return nullptr;
    }
}

/// A duration as parsed, as milliseconds where it is a number, else kept to be computed.
void store(ExprPtr duration, std::chrono::milliseconds& number, ExprPtr& expr)
{
    if (const auto* literal = tryAs<NumberLiteral>(duration.get()))
        number = std::chrono::milliseconds(std::llround(literal->value * 1000));
    else
        expr = std::move(duration);
}

} // namespace

std::unique_ptr<VectorSelector> Parser::vectorSelector()
{
    m_height = 1;
    auto selector = std::make_unique<VectorSelector>();
    const auto begin = current().range.begin;
    if (!at(TokenKind::LeftBrace))
        selector->name = textOf(take());
    if (at(TokenKind::LeftBrace) && !matchers(*selector))
        return nullptr;
    if (!selector->name.empty())
        selector->matchers.push_back(model::Matcher::equal(std::string(model::kMetricName), selector->name));
    selector->range = {begin, lastEnd()};
    return selector;
}

bool Parser::matchers(VectorSelector& selector)
{
    const auto opening = take();
    while (!accept(TokenKind::RightBrace)) {
        if (at(TokenKind::EndOfInput))
            return unclosed(opening, "}", "braces") != nullptr;
        if (!matcher(selector))
            return false;
        if (accept(TokenKind::Comma) || at(TokenKind::RightBrace))
            continue;
        if (at(TokenKind::EndOfInput))
            return unclosed(opening, "}", "braces") != nullptr;
        return unexpected("label matching", "\",\" or \"}\"") != nullptr;
    }
    return true;
}

bool Parser::matcher(VectorSelector& selector)
{
    if (!at(TokenKind::Identifier) && !at(TokenKind::String))
        return unexpected("label matching", "identifier or \"}\"") != nullptr;
    const auto label = take();
    const bool quotedLabel = label.kind == TokenKind::String;
    const auto name = quotedLabel ? unquote(textOf(label)) : std::string(textOf(label));
    const auto op = matchOperator(current().kind);
    if (!op && quotedLabel && (at(TokenKind::Comma) || at(TokenKind::RightBrace))) {
        selector.matchers.push_back(model::Matcher::equal(std::string(model::kMetricName), name));
        return true;
    }
    if (!op)
        return unexpected("label matching", "label matching operator") != nullptr;
    const auto operatorToken = take();
    if (at(TokenKind::Identifier)) {
        const auto value = textOf(current());
        return fail(current().range, "unexpected identifier " + quote(printable(value)) +
                                         " in label matching, expected string: write " + std::string(textOf(label)) +
                                         std::string(textOf(operatorToken)) + quote(printable(value))) != nullptr;
    }
    if (!at(TokenKind::String))
        return unexpected("label matching", "string") != nullptr;
    const auto value = take();
    auto made = model::Matcher::make(*op, name, unquote(textOf(value)));
    if (!made)
        return fail(value.range, made.error().message, made.error().kind) != nullptr;
    selector.matchers.push_back(std::move(*made));
    return true;
}

ExprPtr Parser::rangeOrSubquery(ExprPtr operand)
{
    const auto bracket = take();
    const int height = m_height;
    auto window = positiveDuration();
    if (!window)
        return nullptr;
    if (at(TokenKind::Colon))
        operand = subquery(std::move(operand), bracket, std::move(window));
    else if (at(TokenKind::RightBracket))
        operand = matrix(std::move(operand), bracket, std::move(window));
    else if (at(TokenKind::EndOfInput))
        return unclosed(bracket, "]", "subquery or range");
    else
        return unexpected("subquery or range", "\":\" or \"]\"");
    m_height = std::max(height, m_height) + 1;
    return operand && tooHigh(operand->range) ? nullptr : std::move(operand);
}

ExprPtr Parser::matrix(ExprPtr operand, const Token& bracket, ExprPtr window)
{
    const SourceRange brackets{bracket.range.begin, take().range.end};
    if (operand->kind() != NodeKind::VectorSelector) {
        return fail(brackets, "ranges only allowed for vector selectors: write a subquery such as " +
                                  std::string(m_text.substr(brackets.begin, brackets.end - brackets.begin - 1)) + ":]");
    }
    auto& selector = as<VectorSelector>(*operand);
    if (selector.shift.offset.count() != 0 || selector.shift.offsetExpr)
        return fail(brackets, "no offset modifiers allowed before range: write the offset behind the range");
    if (selector.shift.at)
        return fail(brackets, "no @ modifiers allowed before range: write @ behind the range");
    auto expr = std::make_unique<MatrixSelector>();
    store(std::move(window), expr->window, expr->windowExpr);
    expr->range = {operand->range.begin, lastEnd()};
    operand.release(); // NOLINT(bugprone-unused-return-value): taken over below
    expr->selector.reset(&selector);
    return expr;
}

ExprPtr Parser::subquery(ExprPtr operand, const Token& bracket, ExprPtr window)
{
    auto expr = std::make_unique<SubqueryExpr>();
    store(std::move(window), expr->window, expr->windowExpr);
    const int height = m_height;
    take(); // the colon
    if (!at(TokenKind::RightBracket)) {
        if (at(TokenKind::EndOfInput))
            return unclosed(bracket, "]", "subquery selector");
        auto step = positiveDuration();
        if (!step)
            return nullptr;
        store(std::move(step), expr->step, expr->stepExpr);
    }
    if (at(TokenKind::EndOfInput))
        return unclosed(bracket, "]", "subquery selector");
    if (!accept(TokenKind::RightBracket))
        return unexpected("subquery selector", "\"]\"");
    m_height = std::max(height, m_height);
    expr->range = {operand->range.begin, lastEnd()};
    expr->expr = std::move(operand);
    return expr;
}

bool Parser::offsetModifier(Expr& operand)
{
    const auto keyword = take();
    const int height = m_height;
    auto* const shift = shiftOf(operand);
    if (shift == nullptr) {
        return fail({operand.range.begin, keyword.range.end},
                    "offset modifier must be preceded by an instant vector selector or range vector selector or a "
                    "subquery") != nullptr;
    }
    auto offset = offsetDuration();
    if (!offset)
        return false;
    if (shift->offset.count() != 0 || shift->offsetExpr)
        return fail({operand.range.begin, keyword.range.end}, "offset may not be set multiple times") != nullptr;
    store(std::move(offset), shift->offset, shift->offsetExpr);
    operand.range.end = lastEnd();
    m_height = std::max(height, m_height + 1);
    return !tooHigh(operand.range);
}

bool Parser::atModifier(Expr& operand)
{
    const auto sign = take();
    auto* const shift = shiftOf(operand);
    if (shift == nullptr) {
        return fail({operand.range.begin, sign.range.end}, "@ modifier must be preceded by an instant vector selector "
                                                           "or range vector selector or a subquery") != nullptr;
    }
    AtModifier modifier;
    if (at(TokenKind::Start) || at(TokenKind::End)) {
        modifier.kind = take().kind == TokenKind::Start ? AtModifier::Kind::Start : AtModifier::Kind::End;
        if (!accept(TokenKind::LeftParen) || !accept(TokenKind::RightParen))
            return unexpected("@", "\"()\" behind start or end") != nullptr;
    } else {
        const auto begin = current().range.begin;
        const int height = m_height;
        const auto seconds = signedNumber("@");
        if (!seconds)
            return false;
        m_height = height;
        const double milliseconds = std::round(*seconds * 1000);
        if (!(std::abs(milliseconds) < kMaxAtMilliseconds))
            return fail({begin, lastEnd()}, "timestamp out of bounds for @ modifier") != nullptr;
        modifier.time = static_cast<Timestamp>(milliseconds);
    }
    if (shift->at)
        return fail({operand.range.begin, lastEnd()}, "@ <timestamp> may not be set multiple times") != nullptr;
    shift->at = modifier;
    operand.range.end = lastEnd();
    return true;
}

bool Parser::rangeModeModifier(Expr& operand)
{
    const auto keyword = take();
    const auto word = quote(toString(keyword.kind == TokenKind::Anchored ? RangeMode::Anchored : RangeMode::Smoothed));
    if (!m_options.extendedRangeSelectors) {
        return fail(keyword.range, "modifier " + word + " is experimental: switch on the feature " +
                                       std::string(kExtendedRangeSelectors) + " to use it") != nullptr;
    }
    VectorSelector* selector = nullptr;
    if (operand.kind() == NodeKind::VectorSelector)
        selector = &as<VectorSelector>(operand);
    else if (operand.kind() == NodeKind::MatrixSelector)
        selector = as<MatrixSelector>(operand).selector.get();
    if (selector == nullptr) {
        return fail({operand.range.begin, keyword.range.end},
                    "modifier " + word + " must be preceded by an instant vector selector or range vector selector") !=
               nullptr;
    }
    if (selector->mode != RangeMode::Plain)
        return fail(keyword.range, "only one of anchored and smoothed may be set, and only once") != nullptr;
    selector->mode = keyword.kind == TokenKind::Anchored ? RangeMode::Anchored : RangeMode::Smoothed;
    operand.range.end = lastEnd();
    return true;
}

} // namespace nocturne::promql
