// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/alert_parts.h"

#include <algorithm>

#include "base/core/number.h"
#include "engine/promql/printer.h"

namespace nocturne::panels {

namespace {

using promql::BinaryExpr;
using promql::BinaryOp;
using promql::Expr;

/// The number that `expr` is, with its sign.
std::optional<double> numberOf(const Expr& expr)
{
    const Expr& bare = promql::withoutParens(expr);
    if (const auto* literal = promql::tryAs<promql::NumberLiteral>(&bare))
        return literal->value;
    const auto* sign = promql::tryAs<promql::UnaryExpr>(&bare);
    const auto inner = sign == nullptr ? std::nullopt : numberOf(*sign->expr);
    return inner && sign->negative ? -*inner : inner;
}

bool isCondition(const BinaryExpr* binary)
{
    return binary != nullptr && promql::isComparison(binary->op) && !binary->returnBool;
}

AlertPart::Kind kindOf(const BinaryExpr* binary)
{
    if (binary == nullptr)
        return AlertPart::Kind::Value;
    switch (binary->op) {
    case BinaryOp::And:
        return AlertPart::Kind::Both;
    case BinaryOp::Or:
        return AlertPart::Kind::Either;
    case BinaryOp::Unless:
        return AlertPart::Kind::Without;
    default:
        return isCondition(binary) ? AlertPart::Kind::Condition : AlertPart::Kind::Value;
    }
}

void gather(const Expr& expr, int depth, bool excludes, std::vector<AlertPart>& out)
{
    const Expr& bare = promql::withoutParens(expr);
    if (out.size() == kMostAlertParts || numberOf(bare))
        return;
    const auto* binary = promql::tryAs<BinaryExpr>(&bare);
    const auto kind = kindOf(binary);
    out.push_back({kind, depth, promql::print(bare), excludes});
    if (kind == AlertPart::Kind::Condition) {
        out.back().comparison = std::string(promql::toString(binary->op));
        out.back().leftNumber = numberOf(*binary->lhs);
        out.back().rightNumber = numberOf(*binary->rhs);
    }
    if (kind == AlertPart::Kind::Value)
        return;
    gather(*binary->lhs, depth + 1, excludes, out);
    gather(*binary->rhs, depth + 1, excludes != (kind == AlertPart::Kind::Without), out);
}

const BinaryExpr* firstCondition(const Expr& expr)
{
    const auto* binary = promql::tryAs<BinaryExpr>(&promql::withoutParens(expr));
    if (binary == nullptr || isCondition(binary))
        return binary != nullptr && isCondition(binary) ? binary : nullptr;
    if (const auto* left = firstCondition(*binary->lhs))
        return left;
    return firstCondition(*binary->rhs);
}

BinaryOp mirrored(BinaryOp op)
{
    switch (op) {
    case BinaryOp::Less:
        return BinaryOp::Greater;
    case BinaryOp::LessEqual:
        return BinaryOp::GreaterEqual;
    case BinaryOp::Greater:
        return BinaryOp::Less;
    case BinaryOp::GreaterEqual:
        return BinaryOp::LessEqual;
    default:
        return op;
    }
}

} // namespace

std::vector<AlertPart> alertParts(std::string_view expression, const promql::ParserOptions& options)
{
    std::vector<AlertPart> out;
    if (const auto parsed = promql::parse(expression, options))
        gather(**parsed, 0, false, out);
    return out;
}

AlertPicture alertPicture(std::string_view expression, const promql::ParserOptions& options)
{
    const auto parsed = promql::parse(expression, options);
    if (!parsed)
        return {};
    const auto* condition = firstCondition(**parsed);
    if (condition == nullptr)
        return {{promql::print(**parsed)}, {}, {}};
    const auto left = numberOf(*condition->lhs);
    const auto right = numberOf(*condition->rhs);
    AlertPicture picture;
    if (!left)
        picture.expressions.push_back(promql::print(promql::withoutParens(*condition->lhs)));
    if (!right)
        picture.expressions.push_back(promql::print(promql::withoutParens(*condition->rhs)));
    if (left.has_value() == right.has_value())
        return picture;
    picture.threshold = right ? right : left;
    const auto op = right ? condition->op : mirrored(condition->op);
    picture.word = std::string(promql::toString(op)) + " " + formatNumber(*picture.threshold);
    return picture;
}

bool isAbout(const model::LabelSet& series, const model::LabelSet& alert)
{
    return std::all_of(series.begin(), series.end(), [&](const model::Label& label) {
        const auto other = alert.get(label.name);
        return label.name == model::kMetricName || other.empty() || other == label.value;
    });
}

} // namespace nocturne::panels
