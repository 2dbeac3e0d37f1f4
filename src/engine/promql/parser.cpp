// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Expressions, lowest precedence first:
//
//   expr      = unary { operator modifiers expr }           or | and unless | comparisons | + - | * / % atan2 | ^
//   modifiers = [bool] [(on | ignoring) (labels) [(group_left | group_right) [(labels)]]] {fill}
//   unary     = (+ | -) expr-of-powers | postfix             ^ binds tighter than a sign, and to the right
//   postfix   = primary { [range] | [range:step] | offset duration | @ time | anchored | smoothed }
//   primary   = ( expr ) | number | string | call | aggregation | selector
#include "engine/promql/parser.h"

#include <algorithm>
#include <cmath>

#include "base/core/text.h"
#include "engine/promql/features.h"
#include "engine/promql/number_literal.h"
#include "engine/promql/parser_impl.h"
#include "engine/promql/string_literal.h"
#include "engine/promql/type_check.h"

namespace nocturne::promql {

namespace {

constexpr int kPowerPrecedence = 6;

struct Operator
{
    BinaryOp op;
    int precedence;
};

std::optional<Operator> binaryOperator(TokenKind kind)
{
    switch (kind) {
    case TokenKind::Or:
        return Operator{BinaryOp::Or, 1};
    case TokenKind::And:
        return Operator{BinaryOp::And, 2};
    case TokenKind::Unless:
        return Operator{BinaryOp::Unless, 2};
    case TokenKind::EqualEqual:
        return Operator{BinaryOp::Equal, 3};
    case TokenKind::NotEqual:
        return Operator{BinaryOp::NotEqual, 3};
    case TokenKind::Less:
        return Operator{BinaryOp::Less, 3};
    case TokenKind::LessEqual:
        return Operator{BinaryOp::LessEqual, 3};
    case TokenKind::Greater:
        return Operator{BinaryOp::Greater, 3};
    case TokenKind::GreaterEqual:
        return Operator{BinaryOp::GreaterEqual, 3};
    case TokenKind::TrimUpper:
        return Operator{BinaryOp::TrimUpper, 3};
    case TokenKind::TrimLower:
        return Operator{BinaryOp::TrimLower, 3};
    case TokenKind::Plus:
        return Operator{BinaryOp::Add, 4};
    case TokenKind::Minus:
        return Operator{BinaryOp::Sub, 4};
    case TokenKind::Star:
        return Operator{BinaryOp::Mul, 5};
    case TokenKind::Slash:
        return Operator{BinaryOp::Div, 5};
    case TokenKind::Percent:
        return Operator{BinaryOp::Mod, 5};
    case TokenKind::Atan2:
        return Operator{BinaryOp::Atan2, 5};
    case TokenKind::Caret:
        return Operator{BinaryOp::Pow, kPowerPrecedence};
    default:
        return std::nullopt;
    }
}

AggregateOp aggregateOperator(TokenKind kind)
{
    return static_cast<AggregateOp>(static_cast<int>(kind) - static_cast<int>(TokenKind::Avg));
}

bool isExperimental(AggregateOp op) { return op == AggregateOp::Limitk || op == AggregateOp::LimitRatio; }

/// The function or aggregation that `name` may have been meant to be; one that goes on where `name` ends comes first.
std::string_view nearestFunction(std::string_view name)
{
    std::vector<std::string_view> known;
    for (const auto& function : functions())
        known.push_back(function.name);
    for (int i = 0; i <= static_cast<int>(AggregateOp::Topk); ++i)
        known.push_back(toString(static_cast<AggregateOp>(i)));
    std::stable_partition(known.begin(), known.end(), [name](std::string_view candidate) {
        return candidate.starts_with(name) && candidate.size() <= name.size() + 2;
    });
    return nearest(name, known);
}

bool isFill(TokenKind kind) { return kind >= TokenKind::Fill && kind <= TokenKind::FillRight; }

} // namespace

Parser::Parser(std::string_view text, ParserOptions options)
    : m_text(text)
    , m_options(options)
{
    if (text.size() > kMaxExpressionBytes) {
        m_tokens.push_back({TokenKind::EndOfInput, LexicalError::None, {0, 0}});
        fail({0, 0}, "expression is longer than " + std::to_string(kMaxExpressionBytes) + " bytes",
             Error::Kind::LimitExceeded);
        return;
    }
    m_tokens = tokenize(text);
    std::erase_if(m_tokens, [](const Token& token) { return token.kind == TokenKind::Comment; });
}

ExprPtr Parser::parseWhole()
{
    if (m_error)
        return nullptr;
    if (at(TokenKind::EndOfInput))
        return fail({0, 0}, "no expression found in input");
    auto expr = binary(1);
    if (expr && !at(TokenKind::EndOfInput))
        return unexpected({}, {});
    if (!expr)
        return nullptr;
    if (auto error = checkTypes(*expr))
        return fail(error->range, error->error.message);
    return expr;
}

std::unique_ptr<VectorSelector> Parser::parseSelectorOnly()
{
    if (m_error)
        return nullptr;
    if (!canBeMetricName(current().kind) && !at(TokenKind::LeftBrace))
        return unexpected({}, "series selector");
    auto selector = vectorSelector();
    if (selector && !at(TokenKind::EndOfInput))
        return fail({current().range.begin, m_text.size()},
                    "expected a bare series selector, unexpected " + describe(current()));
    if (!selector)
        return nullptr;
    if (auto error = checkTypes(*selector))
        return fail(error->range, error->error.message);
    return selector;
}

Token Parser::take()
{
    const auto token = current();
    if (m_at + 1 < m_tokens.size())
        ++m_at;
    return token;
}

bool Parser::accept(TokenKind kind)
{
    if (!at(kind))
        return false;
    take();
    return true;
}

bool Parser::tooHigh(SourceRange range)
{
    if (m_height <= kMaxDepth)
        return false;
    fail(range, "expression is nested deeper than " + std::to_string(kMaxDepth) + " levels",
         Error::Kind::LimitExceeded);
    return true;
}

ExprPtr Parser::binary(int minPrecedence)
{
    const Nesting nesting(*this);
    if (nesting.tooDeep()) {
        m_height = kMaxDepth + 1;
        tooHigh(current().range);
        return nullptr;
    }
    auto lhs = unary();
    while (lhs) {
        const auto op = binaryOperator(current().kind);
        if (!op || op->precedence < minPrecedence)
            break;
        auto expr = std::make_unique<BinaryExpr>();
        const int lhsHeight = m_height;
        expr->op = op->op;
        expr->opRange = take().range;
        if (!binaryModifiers(*expr))
            return nullptr;
        expr->opRange.end = lastEnd();
        const bool toTheRight = op->op == BinaryOp::Pow;
        expr->rhs = binary(toTheRight ? op->precedence : op->precedence + 1);
        if (!expr->rhs)
            return nullptr;
        expr->range = {lhs->range.begin, expr->rhs->range.end};
        expr->lhs = std::move(lhs);
        m_height = std::max(lhsHeight, m_height) + 1;
        if (tooHigh(expr->range))
            return nullptr;
        lhs = std::move(expr);
    }
    return lhs;
}

ExprPtr Parser::unary()
{
    if (!at(TokenKind::Plus) && !at(TokenKind::Minus))
        return postfix();
    const auto sign = take();
    const bool negative = sign.kind == TokenKind::Minus;
    auto operand = binary(kPowerPrecedence);
    if (!operand)
        return nullptr;
    const SourceRange range{sign.range.begin, operand->range.end};
    if (operand->kind() == NodeKind::NumberLiteral) {
        auto& literal = as<NumberLiteral>(*operand);
        literal.value = negative ? -literal.value : literal.value;
        literal.range = range;
        return operand;
    }
    auto expr = std::make_unique<UnaryExpr>();
    expr->negative = negative;
    expr->expr = std::move(operand);
    expr->range = range;
    ++m_height;
    return tooHigh(range) ? nullptr : std::move(expr);
}

ExprPtr Parser::postfix()
{
    auto expr = primary();
    while (expr) {
        bool good = true;
        switch (current().kind) {
        case TokenKind::LeftBracket:
            expr = rangeOrSubquery(std::move(expr));
            break;
        case TokenKind::Offset:
            good = offsetModifier(*expr);
            break;
        case TokenKind::At:
            good = atModifier(*expr);
            break;
        case TokenKind::Anchored:
        case TokenKind::Smoothed:
            good = rangeModeModifier(*expr);
            break;
        default:
            return expr;
        }
        if (!good)
            return nullptr;
    }
    return nullptr;
}

ExprPtr Parser::primary()
{
    m_height = 1;
    const auto kind = current().kind;
    const auto next = following().kind;
    switch (kind) {
    case TokenKind::LeftParen:
        return paren();
    case TokenKind::Number:
    case TokenKind::Duration:
        return number();
    case TokenKind::String:
        return string();
    case TokenKind::LeftBrace:
        return vectorSelector();
    default:
        break;
    }
    if (isAggregation(kind) && (next == TokenKind::LeftParen || next == TokenKind::By || next == TokenKind::Without))
        return aggregate();
    const bool callable = kind == TokenKind::Identifier || (kind >= TokenKind::Start && kind <= TokenKind::MaxOf);
    if (callable && next == TokenKind::LeftParen && textOf(current()).find(':') == std::string_view::npos)
        return call();
    if (canBeMetricName(kind))
        return vectorSelector();
    return unexpected({}, {});
}

ExprPtr Parser::paren()
{
    const auto opening = take();
    auto expr = std::make_unique<ParenExpr>();
    expr->expr = binary(1);
    if (!expr->expr)
        return nullptr;
    if (!accept(TokenKind::RightParen))
        return unclosed(opening, ")", {});
    expr->range = {opening.range.begin, lastEnd()};
    ++m_height;
    return tooHigh(expr->range) ? nullptr : std::move(expr);
}

ExprPtr Parser::number()
{
    m_height = 1;
    return durationLiteral();
}

ExprPtr Parser::string()
{
    auto expr = std::make_unique<StringLiteral>();
    expr->range = current().range;
    expr->value = unquote(textOf(take()));
    return expr;
}

ExprPtr Parser::call()
{
    const auto nameToken = take();
    const auto name = textOf(nameToken);
    auto expr = std::make_unique<Call>();
    expr->function = findFunction(name);
    if (expr->function == nullptr) {
        const auto meant = nearestFunction(name);
        return fail(nameToken.range, "unknown function " + quote(printable(name)) +
                                         (meant.empty() ? "" : ": did you mean " + quote(meant) + "?"));
    }
    if (expr->function->experimental && !m_options.experimentalFunctions) {
        return fail(nameToken.range, "function " + quote(name) + " is experimental: switch on the feature " +
                                         std::string(kExperimentalFunctions) + " to use it");
    }
    if (!arguments(expr->args))
        return nullptr;
    expr->range = {nameToken.range.begin, lastEnd()};
    ++m_height;
    return tooHigh(expr->range) ? nullptr : std::move(expr);
}

bool Parser::arguments(std::vector<ExprPtr>& args)
{
    const auto opening = take();
    int height = 0;
    m_height = 0;
    if (accept(TokenKind::RightParen))
        return true;
    while (true) {
        auto arg = binary(1);
        if (!arg)
            return false;
        height = std::max(height, m_height);
        args.push_back(std::move(arg));
        if (accept(TokenKind::RightParen))
            break;
        const auto comma = current();
        if (!accept(TokenKind::Comma))
            return unclosed(opening, ")", "arguments") != nullptr;
        if (at(TokenKind::RightParen))
            return fail(comma.range, "trailing commas not allowed in function call args") != nullptr;
    }
    m_height = height;
    return true;
}

ExprPtr Parser::aggregate()
{
    auto expr = std::make_unique<AggregateExpr>();
    const auto opToken = take();
    expr->op = aggregateOperator(opToken.kind);
    if (isExperimental(expr->op) && !m_options.experimentalFunctions) {
        return fail(opToken.range, "aggregation " + quote(toString(expr->op)) +
                                       " is experimental: switch on the feature " +
                                       std::string(kExperimentalFunctions) + " to use it");
    }
    const auto modifier = [&]() -> bool {
        if (!at(TokenKind::By) && !at(TokenKind::Without))
            return true;
        expr->without = take().kind == TokenKind::Without;
        return grouping(expr->grouping);
    };
    const bool groupedBefore = !at(TokenKind::LeftParen);
    if (!modifier())
        return nullptr;
    if (!at(TokenKind::LeftParen))
        return unexpected("aggregation", "\"(\"");
    std::vector<ExprPtr> args;
    if (!arguments(args))
        return nullptr;
    const int height = m_height + 1;
    if (!groupedBefore && !modifier())
        return nullptr;
    expr->range = {opToken.range.begin, lastEnd()};
    const std::size_t wanted = takesParameter(expr->op) ? 2 : 1;
    if (args.size() != wanted) {
        return fail(expr->range, "wrong number of arguments for aggregate expression provided, expected " +
                                     std::to_string(wanted) + ", got " + std::to_string(args.size()));
    }
    expr->expr = std::move(args.back());
    if (wanted == 2)
        expr->param = std::move(args.front());
    m_height = height;
    return tooHigh(expr->range) ? nullptr : std::move(expr);
}

bool Parser::grouping(std::vector<std::string>& labels)
{
    const auto opening = current();
    if (!accept(TokenKind::LeftParen))
        return unexpected("grouping opts", "\"(\"") != nullptr;
    while (!accept(TokenKind::RightParen)) {
        if (at(TokenKind::EndOfInput))
            return unclosed(opening, ")", "grouping opts") != nullptr;
        const bool isName = (at(TokenKind::Identifier) && textOf(current()).find(':') == std::string_view::npos) ||
                            isKeyword(current().kind);
        if (!isName && !at(TokenKind::String))
            return unexpected("grouping opts", "label") != nullptr;
        const auto token = take();
        labels.push_back(token.kind == TokenKind::String ? unquote(textOf(token)) : std::string(textOf(token)));
        if (!accept(TokenKind::Comma) && !at(TokenKind::RightParen))
            return unexpected("grouping opts", "\",\" or \")\"") != nullptr;
    }
    return true;
}

bool Parser::binaryModifiers(BinaryExpr& expr)
{
    VectorMatching matching;
    expr.returnBool = accept(TokenKind::Bool);
    if (at(TokenKind::On) || at(TokenKind::Ignoring)) {
        matching.on = take().kind == TokenKind::On;
        if (!grouping(matching.labels))
            return false;
        if (at(TokenKind::GroupLeft) || at(TokenKind::GroupRight)) {
            const bool left = take().kind == TokenKind::GroupLeft;
            matching.card = left ? MatchCard::ManyToOne : MatchCard::OneToMany;
            if (at(TokenKind::LeftParen) && !grouping(matching.include))
                return false;
        }
    }
    while (isFill(current().kind) && following().kind == TokenKind::LeftParen) {
        if (!fillModifier(matching))
            return false;
    }
    expr.matching = std::move(matching);
    return true;
}

bool Parser::fillModifier(VectorMatching& matching)
{
    const auto modifier = take();
    if (!m_options.fillModifiers)
        return fail(modifier.range, "fill modifiers are experimental: switch on the feature " +
                                        std::string(kFillModifiers) + " to use them") != nullptr;
    const auto opening = take();
    const auto value = signedNumber("fill modifier");
    if (!value)
        return false;
    if (!accept(TokenKind::RightParen))
        return unclosed(opening, ")", "fill modifier") != nullptr;
    const bool left = modifier.kind != TokenKind::FillRight;
    const bool right = modifier.kind != TokenKind::FillLeft;
    if ((left && matching.fillLeft) || (right && matching.fillRight))
        return fail(modifier.range, "fill value may not be set multiple times") != nullptr;
    if (left)
        matching.fillLeft = *value;
    if (right)
        matching.fillRight = *value;
    return true;
}

std::optional<double> Parser::signedNumber(std::string_view context)
{
    const bool negative = at(TokenKind::Minus);
    if (negative || at(TokenKind::Plus))
        take();
    if (!at(TokenKind::Number) && !at(TokenKind::Duration)) {
        unexpected(context, context == "@" ? "timestamp" : "number");
        return std::nullopt;
    }
    const auto literal = durationLiteral();
    if (!literal)
        return std::nullopt;
    const double value = as<NumberLiteral>(*literal).value;
    return negative ? -value : value;
}

} // namespace nocturne::promql
