// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/promql/printer.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <vector>

#include "base/core/duration.h"
#include "engine/promql/functions.h"
#include "engine/promql/number_literal.h"
#include "engine/promql/string_literal.h"

namespace nocturne::promql {

namespace {

std::string labelName(const std::string& name) { return model::isClassicLabelName(name) ? name : quote(name); }

std::string labelList(const std::vector<std::string>& labels)
{
    std::string text = "(";
    for (const auto& label : labels) {
        if (text.size() > 1)
            text += ", ";
        text += labelName(label);
    }
    return text + ")";
}

std::string numberText(const NumberLiteral& literal)
{
    if (!literal.isDuration)
        return printNumber(literal.value);
    return formatDuration(std::chrono::milliseconds(std::llround(literal.value * 1000)));
}

std::string durationText(const Expr& expr)
{
    if (const auto* literal = tryAs<NumberLiteral>(&expr))
        return numberText(*literal);
    const auto& duration = as<DurationExpr>(expr);
    const auto op = std::string(toString(duration.op));
    std::string text;
    switch (duration.op) {
    case DurationExpr::Op::Step:
    case DurationExpr::Op::Range:
        text = op + "()";
        break;
    case DurationExpr::Op::MinOf:
    case DurationExpr::Op::MaxOf:
        text = op + "(" + durationText(*duration.lhs) + ", " + durationText(*duration.rhs) + ")";
        break;
    default:
        if (duration.lhs)
            text = durationText(*duration.lhs) + " " + op + " " + durationText(*duration.rhs);
        else
            text = (duration.op == DurationExpr::Op::Sub ? "-" : "") + durationText(*duration.rhs);
    }
    return duration.wrapped ? "(" + text + ")" : text;
}

std::string durationText(std::chrono::milliseconds number, const ExprPtr& expr)
{
    return expr ? durationText(*expr) : formatDuration(number);
}

std::string atText(const AtModifier& at)
{
    if (at.kind != AtModifier::Kind::Time)
        return at.kind == AtModifier::Kind::Start ? " @ start()" : " @ end()";
    const auto magnitude = std::llabs(at.time);
    auto fraction = std::to_string(magnitude % 1000);
    fraction.insert(0, 3 - fraction.size(), '0');
    return std::string(" @ ") + (at.time < 0 ? "-" : "") + std::to_string(magnitude / 1000) + "." + fraction;
}

std::string shiftText(const TimeShift& shift)
{
    std::string text = shift.at ? atText(*shift.at) : std::string();
    if (shift.offsetExpr || shift.offset.count() != 0)
        text += " offset " + durationText(shift.offset, shift.offsetExpr);
    return text;
}

std::string modeText(RangeMode mode)
{
    return mode == RangeMode::Plain ? std::string() : " " + std::string(toString(mode));
}

/// Name and matchers. These are sorted, so that two ways to write a selector print alike.
std::string selectorText(const VectorSelector& selector)
{
    std::vector<std::string> texts;
    for (const auto& matcher : selector.matchers) {
        const bool isName = matcher.op() == model::Matcher::Op::Equal && matcher.name() == model::kMetricName &&
                            matcher.value() == selector.name && !selector.name.empty();
        if (!isName)
            texts.push_back(labelName(matcher.name()) + std::string(model::toString(matcher.op())) +
                            quote(matcher.value()));
    }
    std::ranges::sort(texts);
    std::string text = selector.name;
    if (texts.empty())
        return text.empty() ? "{}" : text;
    text += '{';
    for (std::size_t i = 0; i < texts.size(); ++i)
        text += (i > 0 ? "," : "") + texts[i];
    return text + "}";
}

std::string subqueryTail(const SubqueryExpr& subquery)
{
    std::string text = "[" + durationText(subquery.window, subquery.windowExpr) + ":";
    if (subquery.stepExpr || subquery.step.count() != 0)
        text += durationText(subquery.step, subquery.stepExpr);
    return text + "]" + shiftText(subquery.shift);
}

std::string fillText(const VectorMatching& matching)
{
    const auto& left = matching.fillLeft;
    const auto& right = matching.fillRight;
    if (left && right && *left == *right)
        return " fill (" + printNumber(*left) + ")";
    return (left ? " fill_left (" + printNumber(*left) + ")" : std::string()) +
           (right ? " fill_right (" + printNumber(*right) + ")" : std::string());
}

/// The operator with its modifiers: `== bool on (a) group_left (b)`.
std::string operatorText(const BinaryExpr& expr)
{
    std::string text(toString(expr.op));
    if (expr.returnBool)
        text += " bool";
    if (!expr.matching)
        return text;
    const auto& matching = *expr.matching;
    const bool grouped = matching.card == MatchCard::ManyToOne || matching.card == MatchCard::OneToMany;
    if (matching.on || !matching.labels.empty() || grouped)
        text += (matching.on ? " on " : " ignoring ") + labelList(matching.labels);
    if (grouped) {
        text += matching.card == MatchCard::ManyToOne ? " group_left " : " group_right ";
        text += labelList(matching.include);
    }
    return text + fillText(matching);
}

/// The aggregation up to its parenthesis: `sum by (a) `, `sum`.
std::string aggregationHead(const AggregateExpr& expr)
{
    std::string text(toString(expr.op));
    if (expr.without)
        text += " without " + labelList(expr.grouping) + " ";
    else if (!expr.grouping.empty())
        text += " by " + labelList(expr.grouping) + " ";
    return text;
}

std::string printCall(const Call& call)
{
    std::string text = std::string(call.function->name) + "(";
    for (std::size_t i = 0; i < call.args.size(); ++i)
        text += (i > 0 ? ", " : "") + print(*call.args[i]);
    return text + ")";
}

std::string printMatrix(const MatrixSelector& matrix)
{
    return selectorText(*matrix.selector) + "[" + durationText(matrix.window, matrix.windowExpr) + "]" +
           modeText(matrix.selector->mode) + shiftText(matrix.selector->shift);
}

std::string printAggregate(const AggregateExpr& expr)
{
    const auto param = expr.param ? print(*expr.param) + ", " : std::string();
    return aggregationHead(expr) + "(" + param + print(*expr.expr) + ")";
}

class PrettyPrinter
{
public:
    explicit PrettyPrinter(std::size_t width)
        : m_width(width)
    {}

    std::string operator()(const Expr& expr, std::size_t level) const
    {
        const auto oneLine = print(expr);
        if (oneLine.size() <= m_width)
            return indent(level) + oneLine;
        switch (expr.kind()) {
        case NodeKind::Binary:
            return binary(as<BinaryExpr>(expr), level);
        case NodeKind::Aggregate:
            return aggregate(as<AggregateExpr>(expr), level);
        case NodeKind::Call:
            return call(as<Call>(expr), level);
        case NodeKind::Paren:
            return enclosed("", {as<ParenExpr>(expr).expr.get()}, level);
        case NodeKind::Unary:
            return unary(as<UnaryExpr>(expr), level);
        case NodeKind::Subquery:
            return (*this)(*as<SubqueryExpr>(expr).expr, level) + subqueryTail(as<SubqueryExpr>(expr));
        default:
            return indent(level) + oneLine;
        }
    }

private:
    static std::string indent(std::size_t level) { return std::string(2 * level, ' '); }

    std::string enclosed(const std::string& head, const std::vector<const Expr*>& parts, std::size_t level) const
    {
        std::string text = indent(level) + head + "(\n";
        for (std::size_t i = 0; i < parts.size(); ++i)
            text += (*this)(*parts[i], level + 1) + (i + 1 < parts.size() ? ",\n" : "\n");
        return text + indent(level) + ")";
    }

    std::string binary(const BinaryExpr& expr, std::size_t level) const
    {
        return (*this)(*expr.lhs, level + 1) + "\n" + indent(level) + operatorText(expr) + "\n" +
               (*this)(*expr.rhs, level + 1);
    }

    std::string aggregate(const AggregateExpr& expr, std::size_t level) const
    {
        return enclosed(aggregationHead(expr), childrenOf(expr), level);
    }

    std::string call(const Call& expr, std::size_t level) const
    {
        const std::string name(expr.function->name);
        return expr.args.empty() ? indent(level) + name + "()" : enclosed(name, childrenOf(expr), level);
    }

    std::string unary(const UnaryExpr& expr, std::size_t level) const
    {
        const auto operand = (*this)(*expr.expr, level);
        return indent(level) + (expr.negative ? "-" : "+") + operand.substr(operand.find_first_not_of(' '));
    }

    std::size_t m_width;
};

} // namespace

std::string print(const Expr& expr)
{
    switch (expr.kind()) {
    case NodeKind::NumberLiteral:
        return numberText(as<NumberLiteral>(expr));
    case NodeKind::StringLiteral:
        return quote(as<StringLiteral>(expr).value);
    case NodeKind::VectorSelector: {
        const auto& selector = as<VectorSelector>(expr);
        return selectorText(selector) + modeText(selector.mode) + shiftText(selector.shift);
    }
    case NodeKind::MatrixSelector:
        return printMatrix(as<MatrixSelector>(expr));
    case NodeKind::Subquery:
        return print(*as<SubqueryExpr>(expr).expr) + subqueryTail(as<SubqueryExpr>(expr));
    case NodeKind::Binary: {
        const auto& binary = as<BinaryExpr>(expr);
        return print(*binary.lhs) + " " + operatorText(binary) + " " + print(*binary.rhs);
    }
    case NodeKind::Aggregate:
        return printAggregate(as<AggregateExpr>(expr));
    case NodeKind::Call:
        return printCall(as<Call>(expr));
    case NodeKind::Paren:
        return "(" + print(*as<ParenExpr>(expr).expr) + ")";
    case NodeKind::Unary:
        return (as<UnaryExpr>(expr).negative ? "-" : "+") + print(*as<UnaryExpr>(expr).expr);
    case NodeKind::Duration:
        return durationText(expr);
    }
    return {};
}

std::string prettyPrint(const Expr& expr, std::size_t width) { return PrettyPrinter(width)(expr, 0); }

} // namespace nocturne::promql
