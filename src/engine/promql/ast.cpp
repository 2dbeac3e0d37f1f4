// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/promql/ast.h"

#include <array>

#include "engine/promql/functions.h"

namespace nocturne::promql {

namespace {

ValueType typeOfBinary(const BinaryExpr& binary)
{
    const bool scalars = typeOf(*binary.lhs) == ValueType::Scalar && typeOf(*binary.rhs) == ValueType::Scalar;
    return scalars ? ValueType::Scalar : ValueType::Vector;
}

} // namespace

const Expr& withoutParens(const Expr& expr)
{
    const Expr* inner = &expr;
    while (inner->kind() == NodeKind::Paren)
        inner = as<ParenExpr>(*inner).expr.get();
    return *inner;
}

ValueType typeOf(const Expr& expr)
{
    switch (expr.kind()) {
    case NodeKind::NumberLiteral:
        return ValueType::Scalar;
    case NodeKind::StringLiteral:
        return ValueType::String;
    case NodeKind::VectorSelector:
    case NodeKind::Aggregate:
        return ValueType::Vector;
    case NodeKind::MatrixSelector:
    case NodeKind::Subquery:
        return ValueType::Matrix;
    case NodeKind::Binary:
        return typeOfBinary(as<BinaryExpr>(expr));
    case NodeKind::Call:
        return as<Call>(expr).function->returns;
    case NodeKind::Paren:
        return typeOf(*as<ParenExpr>(expr).expr);
    case NodeKind::Unary:
        return typeOf(*as<UnaryExpr>(expr).expr);
    case NodeKind::Duration:
        return ValueType::None;
    }
    return ValueType::None;
}

std::string_view toString(ValueType type)
{
    switch (type) {
    case ValueType::None:
        return "none";
    case ValueType::Scalar:
        return "scalar";
    case ValueType::String:
        return "string";
    case ValueType::Vector:
        return "instant vector";
    case ValueType::Matrix:
        return "range vector";
    }
    return "none";
}

std::string_view toString(RangeMode mode)
{
    switch (mode) {
    case RangeMode::Plain:
        return {};
    case RangeMode::Anchored:
        return "anchored";
    case RangeMode::Smoothed:
        return "smoothed";
    }
    return {};
}

std::string_view toString(BinaryOp op)
{
    static constexpr std::array<std::string_view, 18> kNames = {
        "+", "-", "*", "/", "%", "^", "atan2", "==", "!=", "<", "<=", ">", ">=", "</", ">/", "and", "or", "unless"};
    return kNames[static_cast<std::size_t>(op)];
}

std::string_view toString(AggregateOp op)
{
    static constexpr std::array<std::string_view, 14> kNames = {
        "avg", "bottomk", "count",    "count_values", "group",  "limit_ratio", "limitk",
        "max", "min",     "quantile", "stddev",       "stdvar", "sum",         "topk"};
    return kNames[static_cast<std::size_t>(op)];
}

std::string_view toString(DurationExpr::Op op)
{
    static constexpr std::array<std::string_view, 10> kNames = {"+", "-",    "*",     "/",      "%",
                                                                "^", "step", "range", "min_of", "max_of"};
    return kNames[static_cast<std::size_t>(op)];
}

bool isComparison(BinaryOp op) { return op >= BinaryOp::Equal && op <= BinaryOp::GreaterEqual; }

bool isSetOperator(BinaryOp op) { return op >= BinaryOp::And; }

bool takesParameter(AggregateOp op)
{
    switch (op) {
    case AggregateOp::Bottomk:
    case AggregateOp::CountValues:
    case AggregateOp::LimitRatio:
    case AggregateOp::Limitk:
    case AggregateOp::Quantile:
    case AggregateOp::Topk:
        return true;
    default:
        return false;
    }
}

std::vector<const Expr*> childrenOf(const Expr& expr)
{
    switch (expr.kind()) {
    case NodeKind::MatrixSelector:
        return {as<MatrixSelector>(expr).selector.get()};
    case NodeKind::Subquery:
        return {as<SubqueryExpr>(expr).expr.get()};
    case NodeKind::Binary:
        return {as<BinaryExpr>(expr).lhs.get(), as<BinaryExpr>(expr).rhs.get()};
    case NodeKind::Paren:
        return {as<ParenExpr>(expr).expr.get()};
    case NodeKind::Unary:
        return {as<UnaryExpr>(expr).expr.get()};
    case NodeKind::Aggregate: {
        const auto& aggregate = as<AggregateExpr>(expr);
        if (aggregate.param)
            return {aggregate.param.get(), aggregate.expr.get()};
        return {aggregate.expr.get()};
    }
    case NodeKind::Call: {
        std::vector<const Expr*> children;
        for (const auto& arg : as<Call>(expr).args)
            children.push_back(arg.get());
        return children;
    }
    default:
        return {};
    }
}

} // namespace nocturne::promql
