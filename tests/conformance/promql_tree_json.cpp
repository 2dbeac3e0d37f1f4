// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "promql_tree_json.h"

#include <QJsonArray>
#include <cmath>

#include "base/core/number.h"
#include "base/core/text.h"
#include "engine/promql/functions.h"

namespace nocturne::test {

using namespace promql;

namespace {

QString toQString(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

QString key(const char* name) { return QString::fromLatin1(name); }

QJsonArray textsToJson(const std::vector<std::string>& texts)
{
    QJsonArray array;
    for (const auto& text : texts)
        array.append(textToJson(text));
    return array;
}

QJsonObject node(const char* name) { return {{key("node"), QString::fromLatin1(name)}}; }

void putShift(QJsonObject& object, const TimeShift& shift)
{
    object[key("offset_ms")] = static_cast<double>(shift.offset.count());
    object[key("original_offset_expr")] = toJson(shift.offsetExpr.get());
    if (!shift.at)
        return;
    if (shift.at->kind == AtModifier::Kind::Time)
        object[key("at_ms")] = static_cast<double>(shift.at->time);
    else
        object[key("at")] = key(shift.at->kind == AtModifier::Kind::Start ? "start" : "end");
}

QJsonObject selectorToJson(const VectorSelector& selector)
{
    auto object = node("VectorSelector");
    QJsonArray matchers;
    for (const auto& matcher : selector.matchers) {
        matchers.append(QJsonArray{textToJson(matcher.name()), toQString(model::toString(matcher.op())),
                                   textToJson(matcher.value())});
    }
    object[key("name")] = textToJson(selector.name);
    object[key("label_matchers")] = matchers;
    putShift(object, selector.shift);
    return object;
}

QJsonObject subqueryToJson(const SubqueryExpr& subquery)
{
    auto object = node("SubqueryExpr");
    object[key("expr")] = toJson(subquery.expr.get());
    object[key("range_ms")] = static_cast<double>(subquery.window.count());
    object[key("range_expr")] = toJson(subquery.windowExpr.get());
    object[key("step_ms")] = static_cast<double>(subquery.step.count());
    object[key("step_expr")] = toJson(subquery.stepExpr.get());
    putShift(object, subquery.shift);
    return object;
}

QJsonObject matchingToJson(const VectorMatching& matching)
{
    static constexpr std::array<const char*, 4> kCards = {"one-to-one", "many-to-one", "one-to-many", "many-to-many"};
    auto object = node("VectorMatching");
    object[key("card")] = key(kCards[static_cast<std::size_t>(matching.card)]);
    object[key("matching_labels")] = textsToJson(matching.labels);
    object[key("on")] = matching.on;
    object[key("include")] = textsToJson(matching.include);
    return object;
}

QJsonObject binaryToJson(const BinaryExpr& binary)
{
    auto object = node("BinaryExpr");
    object[key("op")] = toQString(toString(binary.op));
    object[key("lhs")] = toJson(binary.lhs.get());
    object[key("rhs")] = toJson(binary.rhs.get());
    object[key("return_bool")] = binary.returnBool;
    if (binary.matching)
        object[key("vector_matching")] = matchingToJson(*binary.matching);
    return object;
}

QJsonObject aggregateToJson(const AggregateExpr& aggregate)
{
    auto object = node("AggregateExpr");
    object[key("op")] = toQString(toString(aggregate.op));
    object[key("expr")] = toJson(aggregate.expr.get());
    object[key("param")] = toJson(aggregate.param.get());
    object[key("grouping")] = textsToJson(aggregate.grouping);
    object[key("without")] = aggregate.without;
    return object;
}

QJsonObject durationToJson(const DurationExpr& duration)
{
    auto object = node("DurationExpr");
    object[key("op")] = toQString(toString(duration.op));
    object[key("lhs")] = toJson(duration.lhs.get());
    object[key("rhs")] = toJson(duration.rhs.get());
    object[key("wrapped")] = duration.wrapped;
    return object;
}

QJsonObject numberToObject(const NumberLiteral& number)
{
    auto object = node("NumberLiteral");
    object[key("val")] = numberToJson(number.value);
    object[key("duration")] = number.isDuration;
    return object;
}

QJsonObject callToJson(const Call& call)
{
    auto object = node("Call");
    QJsonArray args;
    for (const auto& arg : call.args)
        args.append(toJson(arg.get()));
    object[key("func")] = toQString(call.function->name);
    object[key("args")] = args;
    return object;
}

bool isZero(const QJsonValue& value)
{
    return value.isNull() || value == QJsonValue(key("one-to-one")) || value == QJsonValue(false) ||
           value == QJsonValue(0) || value == QJsonValue(QString()) || value == QJsonValue(QJsonArray());
}

} // namespace

QJsonValue toJson(const Expr* expr)
{
    if (expr == nullptr)
        return QJsonValue::Null;
    switch (expr->kind()) {
    case NodeKind::NumberLiteral:
        return numberToObject(as<NumberLiteral>(*expr));
    case NodeKind::StringLiteral: {
        auto object = node("StringLiteral");
        object[key("val")] = textToJson(as<StringLiteral>(*expr).value);
        return object;
    }
    case NodeKind::VectorSelector:
        return selectorToJson(as<VectorSelector>(*expr));
    case NodeKind::MatrixSelector: {
        const auto& matrix = as<MatrixSelector>(*expr);
        auto object = node("MatrixSelector");
        object[key("vector_selector")] = selectorToJson(*matrix.selector);
        object[key("range_ms")] = static_cast<double>(matrix.window.count());
        object[key("range_expr")] = toJson(matrix.windowExpr.get());
        return object;
    }
    case NodeKind::Subquery:
        return subqueryToJson(as<SubqueryExpr>(*expr));
    case NodeKind::Binary:
        return binaryToJson(as<BinaryExpr>(*expr));
    case NodeKind::Aggregate:
        return aggregateToJson(as<AggregateExpr>(*expr));
    case NodeKind::Call:
        return callToJson(as<Call>(*expr));
    case NodeKind::Paren: {
        auto object = node("ParenExpr");
        object[key("expr")] = toJson(as<ParenExpr>(*expr).expr.get());
        return object;
    }
    case NodeKind::Unary: {
        auto object = node("UnaryExpr");
        object[key("op")] = key(as<UnaryExpr>(*expr).negative ? "-" : "+");
        object[key("expr")] = toJson(as<UnaryExpr>(*expr).expr.get());
        return object;
    }
    case NodeKind::Duration:
        return durationToJson(as<DurationExpr>(*expr));
    }
    return QJsonValue::Null;
}

QJsonValue withoutZeros(const QJsonValue& tree)
{
    if (tree.isArray()) {
        QJsonArray array;
        for (const auto& value : tree.toArray())
            array.append(withoutZeros(value));
        return array;
    }
    if (!tree.isObject())
        return tree;
    QJsonObject object;
    const auto fields = tree.toObject();
    for (auto field = fields.begin(); field != fields.end(); ++field) {
        if (!isZero(field.value()))
            object[field.key()] = withoutZeros(field.value());
    }
    return object;
}

QJsonValue textToJson(const std::string& text)
{
    if (isValidUtf8(text))
        return QString::fromStdString(text);
    const auto encoded = QByteArray::fromStdString(text).toBase64();
    return QJsonObject{{key("base64"), QString::fromLatin1(encoded)}};
}

std::string textFromJson(const QJsonValue& value)
{
    if (!value.isObject())
        return value.toString().toStdString();
    return QByteArray::fromBase64(value.toObject()[key("base64")].toString().toLatin1()).toStdString();
}

QJsonValue numberToJson(double value)
{
    return std::isfinite(value) ? QJsonValue(value) : QJsonValue(QString::fromStdString(formatNumber(value)));
}

} // namespace nocturne::test
