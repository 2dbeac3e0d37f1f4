// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/server/tree_json.h"

#include <array>

#include "base/core/number.h"
#include "engine/promql/functions.h"

namespace nocturne::server {

using namespace promql;

namespace {

void writeTexts(JsonWriter& json, const std::vector<std::string>& texts)
{
    json.beginArray();
    for (const auto& text : texts)
        json.text(text);
    json.endArray();
}

void writeMatchers(JsonWriter& json, const std::vector<model::Matcher>& matchers)
{
    json.beginArray();
    for (const auto& matcher : matchers) {
        json.beginObject().key("name").text(matcher.name()).key("value").text(matcher.value());
        json.key("type").text(model::toString(matcher.op())).endObject();
    }
    json.endArray();
}

void writeShift(JsonWriter& json, const TimeShift& shift)
{
    json.key("offset").integer(shift.offset.count());
    const bool isTime = shift.at && shift.at->kind == AtModifier::Kind::Time;
    json.key("timestamp");
    isTime ? json.integer(shift.at->time) : json.null();
    json.key("startOrEnd");
    if (!shift.at || isTime)
        json.null();
    else
        json.text(shift.at->kind == AtModifier::Kind::Start ? "start" : "end");
}

void writeSelector(JsonWriter& json, const VectorSelector& selector)
{
    json.key("name").text(selector.name);
    json.key("matchers");
    writeMatchers(json, selector.matchers);
    writeShift(json, selector.shift);
    json.key("anchored").boolean(selector.mode == RangeMode::Anchored);
    json.key("smoothed").boolean(selector.mode == RangeMode::Smoothed);
}

void writeOptional(JsonWriter& json, const Expr* expr)
{
    if (expr == nullptr)
        json.null();
    else
        writeTree(json, *expr);
}

void writeMatching(JsonWriter& json, const std::optional<VectorMatching>& matching)
{
    static constexpr std::array<std::string_view, 4> kCards = {"one-to-one", "many-to-one", "one-to-many",
                                                               "many-to-many"};
    if (!matching) {
        json.null();
        return;
    }
    json.beginObject().key("card").text(kCards.at(static_cast<std::size_t>(matching->card)));
    json.key("labels");
    writeTexts(json, matching->labels);
    json.key("on").boolean(matching->on).key("include");
    writeTexts(json, matching->include);
    json.endObject();
}

void writeFunction(JsonWriter& json, const Function& function)
{
    static constexpr std::array<std::string_view, 5> kTypes = {"none", "scalar", "string", "vector", "matrix"};
    const auto wordOf = [](ValueType type) {
        switch (type) {
        case ValueType::Scalar:
            return kTypes[1];
        case ValueType::String:
            return kTypes[2];
        case ValueType::Vector:
            return kTypes[3];
        case ValueType::Matrix:
            return kTypes[4];
        default:
            return kTypes[0];
        }
    };
    json.beginObject().key("name").text(function.name).key("argTypes").beginArray();
    for (const auto type : function.args)
        json.text(wordOf(type));
    json.endArray().key("variadic").integer(function.variadic);
    json.key("returnType").text(wordOf(function.returns)).endObject();
}

void writeBinary(JsonWriter& json, const BinaryExpr& binary)
{
    json.key("type").text("binaryExpr").key("op").text(toString(binary.op)).key("lhs");
    writeTree(json, *binary.lhs);
    json.key("rhs");
    writeTree(json, *binary.rhs);
    json.key("matching");
    writeMatching(json, binary.matching);
    json.key("bool").boolean(binary.returnBool);
}

void writeAggregation(JsonWriter& json, const AggregateExpr& aggregate)
{
    json.key("type").text("aggregation").key("op").text(toString(aggregate.op)).key("expr");
    writeTree(json, *aggregate.expr);
    json.key("param");
    writeOptional(json, aggregate.param.get());
    json.key("grouping");
    writeTexts(json, aggregate.grouping);
    json.key("without").boolean(aggregate.without);
}

void writeCall(JsonWriter& json, const Call& call)
{
    json.key("type").text("call").key("func");
    writeFunction(json, *call.function);
    json.key("args").beginArray();
    for (const auto& arg : call.args)
        writeTree(json, *arg);
    json.endArray();
}

void writeSubquery(JsonWriter& json, const SubqueryExpr& subquery)
{
    json.key("type").text("subquery").key("expr");
    writeTree(json, *subquery.expr);
    json.key("range").integer(subquery.window.count()).key("step").integer(subquery.step.count());
    writeShift(json, subquery.shift);
}

void writeDuration(JsonWriter& json, const DurationExpr& duration)
{
    json.key("type").text("durationExpr").key("op").text(toString(duration.op)).key("lhs");
    writeOptional(json, duration.lhs.get());
    json.key("rhs");
    writeOptional(json, duration.rhs.get());
    json.key("wrapped").boolean(duration.wrapped);
}

void writeMembers(JsonWriter& json, const Expr& expr)
{
    switch (expr.kind()) {
    case NodeKind::NumberLiteral:
        json.key("type").text("numberLiteral").key("val").plainValue(as<NumberLiteral>(expr).value);
        return;
    case NodeKind::StringLiteral:
        json.key("type").text("stringLiteral").key("val").text(as<StringLiteral>(expr).value);
        return;
    case NodeKind::VectorSelector:
        json.key("type").text("vectorSelector");
        writeSelector(json, as<VectorSelector>(expr));
        return;
    case NodeKind::MatrixSelector:
        json.key("type").text("matrixSelector").key("range").integer(as<MatrixSelector>(expr).window.count());
        writeSelector(json, *as<MatrixSelector>(expr).selector);
        return;
    case NodeKind::Subquery:
        writeSubquery(json, as<SubqueryExpr>(expr));
        return;
    case NodeKind::Binary:
        writeBinary(json, as<BinaryExpr>(expr));
        return;
    case NodeKind::Aggregate:
        writeAggregation(json, as<AggregateExpr>(expr));
        return;
    case NodeKind::Call:
        writeCall(json, as<Call>(expr));
        return;
    case NodeKind::Paren:
        json.key("type").text("parenExpr").key("expr");
        writeTree(json, *as<ParenExpr>(expr).expr);
        return;
    case NodeKind::Unary:
        json.key("type").text("unaryExpr").key("op").text(as<UnaryExpr>(expr).negative ? "-" : "+").key("expr");
        writeTree(json, *as<UnaryExpr>(expr).expr);
        return;
    case NodeKind::Duration:
        writeDuration(json, as<DurationExpr>(expr));
        return;
    }
}

} // namespace

void writeTree(JsonWriter& json, const Expr& expr)
{
    json.beginObject();
    writeMembers(json, expr);
    json.endObject();
}

} // namespace nocturne::server
