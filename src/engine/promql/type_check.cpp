// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/promql/type_check.h"

#include <algorithm>

#include "engine/promql/functions.h"

namespace nocturne::promql {

namespace {

using Verdict = std::optional<ParseError>;

Verdict wrong(SourceRange range, std::string message)
{
    return ParseError{Error{Error::Kind::InvalidInput, std::move(message), {}}, range};
}

std::string quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

/// How to get from one type to another, where there is a usual way.
std::string cure(ValueType wanted, const Expr& got)
{
    const auto type = typeOf(got);
    if (wanted == ValueType::Matrix && got.kind() == NodeKind::VectorSelector)
        return ": add a range such as [5m]";
    if (wanted == ValueType::Matrix && type == ValueType::Vector)
        return ": make it a subquery such as (...)[5m:]";
    if (wanted == ValueType::Vector && type == ValueType::Matrix)
        return ": leave the range out, or wrap it in rate() or another function over a range";
    if (wanted == ValueType::Vector && type == ValueType::Scalar)
        return ": wrap it in vector()";
    if (wanted == ValueType::Scalar && type == ValueType::Vector)
        return ": wrap it in scalar()";
    return {};
}

Verdict expectType(const Expr& expr, ValueType wanted, const std::string& context)
{
    const auto got = typeOf(expr);
    if (got == wanted)
        return {};
    return wrong(expr.range, "expected type " + std::string(toString(wanted)) + " in " + context + ", got " +
                                 std::string(toString(got)) + cure(wanted, expr));
}

Verdict checkMatching(BinaryExpr& expr, bool vectors)
{
    auto& matching = *expr.matching;
    if (matching.on) {
        for (const auto& label : matching.include) {
            if (std::ranges::find(matching.labels, label) != matching.labels.end())
                return wrong(expr.range, "label " + quoted(label) + " must not occur in ON and GROUP clause at once");
        }
    }
    const bool fills = matching.fillLeft || matching.fillRight;
    if (!vectors) {
        if (!matching.labels.empty() || fills)
            return wrong(expr.range, "vector matching only allowed between instant vectors");
        expr.matching.reset();
        return {};
    }
    if (!isSetOperator(expr.op))
        return {};
    if (matching.card != MatchCard::OneToOne && matching.card != MatchCard::ManyToMany)
        return wrong(expr.range, "no grouping allowed for " + quoted(toString(expr.op)) + " operation");
    if (fills)
        return wrong(expr.range, "no fill modifier allowed for " + quoted(toString(expr.op)) + " operation");
    matching.card = MatchCard::ManyToMany;
    return {};
}

Verdict checkBinary(BinaryExpr& expr)
{
    if (auto error = checkTypes(*expr.lhs))
        return error;
    if (auto error = checkTypes(*expr.rhs))
        return error;
    const auto lhs = typeOf(*expr.lhs);
    const auto rhs = typeOf(*expr.rhs);
    for (const auto& side : {expr.lhs.get(), expr.rhs.get()}) {
        const auto type = typeOf(*side);
        if (type != ValueType::Scalar && type != ValueType::Vector) {
            return wrong(side->range, "binary expression must contain only scalar and instant vector types, got " +
                                          std::string(toString(type)) + cure(ValueType::Vector, *side));
        }
    }
    if (expr.returnBool && !isComparison(expr.op))
        return wrong(expr.opRange, "bool modifier can only be used on comparison operators");
    const bool scalars = lhs == ValueType::Scalar && rhs == ValueType::Scalar;
    if (isComparison(expr.op) && !expr.returnBool && scalars) {
        return wrong(expr.opRange, "comparisons between scalars must use BOOL modifier: write " +
                                       std::string(toString(expr.op)) + " bool");
    }
    if (auto error = checkMatching(expr, lhs == ValueType::Vector && rhs == ValueType::Vector))
        return error;
    if (isSetOperator(expr.op) && (lhs == ValueType::Scalar || rhs == ValueType::Scalar)) {
        return wrong(expr.range,
                     "set operator " + quoted(toString(expr.op)) + " not allowed in binary scalar expression");
    }
    return {};
}

Verdict checkAggregate(const AggregateExpr& expr)
{
    if (expr.param) {
        if (auto error = checkTypes(*expr.param))
            return error;
    }
    if (auto error = checkTypes(*expr.expr))
        return error;
    if (expr.param) {
        const auto wanted = expr.op == AggregateOp::CountValues ? ValueType::String : ValueType::Scalar;
        if (auto error = expectType(*expr.param, wanted, "aggregation parameter"))
            return error;
    }
    return expectType(*expr.expr, ValueType::Vector, "aggregation expression");
}

std::string argumentCountMessage(const Call& call)
{
    const auto& function = *call.function;
    const auto got = std::to_string(call.args.size());
    const auto count = [](std::size_t n) { return std::to_string(n) + " argument(s) in call to "; };
    if (function.variadic == 0)
        return "expected " + count(function.args.size()) + quoted(function.name) + ", got " + got;
    const bool tooFew = call.args.size() < function.minArgs();
    return std::string("expected at ") + (tooFew ? "least " : "most ") +
           count(tooFew ? function.minArgs() : function.maxArgs()) + quoted(function.name) + ", got " + got;
}

/// info() takes label matchers as its second argument, written as a selector without a name.
Verdict checkInfo(Call& call)
{
    if (call.args.size() < 2)
        return {};
    auto& labels = *call.args[1];
    if (labels.kind() != NodeKind::VectorSelector)
        return wrong(labels.range, "expected label selectors only, such as {data=~\".+\"}");
    auto& selector = as<VectorSelector>(labels);
    if (!selector.name.empty())
        return wrong(labels.range, "expected label selectors only, got vector selector instead");
    selector.isLabelFilter = true;
    return {};
}

Verdict checkCall(Call& call)
{
    const auto& function = *call.function;
    if (call.args.size() < function.minArgs() || call.args.size() > function.maxArgs())
        return wrong(call.range, argumentCountMessage(call));
    if (function.id == FunctionId::Info) {
        if (auto error = checkInfo(call))
            return error;
    }
    for (std::size_t i = 0; i < call.args.size(); ++i) {
        if (auto error = checkTypes(*call.args[i]))
            return error;
        if (auto error = expectType(*call.args[i], function.argType(i), "call to function " + quoted(function.name)))
            return error;
    }
    return {};
}

Verdict checkSelector(const VectorSelector& selector)
{
    if (!selector.name.empty()) {
        const auto isName = [](const model::Matcher& matcher) { return matcher.name() == model::kMetricName; };
        const auto given = std::ranges::find_if(selector.matchers, isName);
        if (given != selector.matchers.end() - 1) {
            return wrong(selector.range, "metric name must not be set twice: " + quoted(selector.name) + " or " +
                                             quoted(given->value()));
        }
        return {};
    }
    if (selector.isLabelFilter)
        return {};
    const bool selective =
        std::ranges::any_of(selector.matchers, [](const model::Matcher& matcher) { return !matcher.matchesEmpty(); });
    if (!selective)
        return wrong(selector.range, "vector selector must contain at least one non-empty matcher");
    return {};
}

Verdict checkUnary(const UnaryExpr& expr)
{
    if (auto error = checkTypes(*expr.expr))
        return error;
    const auto type = typeOf(*expr.expr);
    if (type == ValueType::Scalar || type == ValueType::Vector)
        return {};
    return wrong(expr.range, "unary expression only allowed on expressions of type scalar or instant vector, got " +
                                 quoted(toString(type)));
}

Verdict checkSubquery(const SubqueryExpr& expr)
{
    if (auto error = checkTypes(*expr.expr))
        return error;
    const auto type = typeOf(*expr.expr);
    if (type == ValueType::Vector)
        return {};
    return wrong(expr.range,
                 "subquery is only allowed on instant vector, got " + std::string(toString(type)) + " instead");
}

} // namespace

std::optional<ParseError> checkTypes(Expr& expr)
{
    switch (expr.kind()) {
    case NodeKind::NumberLiteral:
    case NodeKind::StringLiteral:
    case NodeKind::Duration:
        return {};
    case NodeKind::VectorSelector:
        return checkSelector(as<VectorSelector>(expr));
    case NodeKind::MatrixSelector:
        return checkSelector(*as<MatrixSelector>(expr).selector);
    case NodeKind::Subquery:
        return checkSubquery(as<SubqueryExpr>(expr));
    case NodeKind::Binary:
        return checkBinary(as<BinaryExpr>(expr));
    case NodeKind::Aggregate:
        return checkAggregate(as<AggregateExpr>(expr));
    case NodeKind::Call:
        return checkCall(as<Call>(expr));
    case NodeKind::Paren:
        return checkTypes(*as<ParenExpr>(expr).expr);
    case NodeKind::Unary:
        return checkUnary(as<UnaryExpr>(expr));
    }
    return {};
}

} // namespace nocturne::promql
