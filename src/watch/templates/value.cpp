// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/templates/value.h"

namespace nocturne::templates {

namespace {

constexpr std::string_view kSampleType = "*template.sample";
constexpr std::string_view kVectorType = "template.queryResult";

} // namespace

const std::string& Value::asText() const
{
    const auto* html = std::get_if<Html>(&m_data);
    return html != nullptr ? html->text : std::get<std::string>(m_data);
}

bool Value::isTrue() const
{
    switch (kind()) {
    case Kind::Absent:
        return false;
    case Kind::Bool:
        return asBool();
    case Kind::Int:
        return asInt() != 0;
    case Kind::Uint:
        return asUint() != 0;
    case Kind::Float:
        return asFloat() != 0;
    case Kind::String:
    case Kind::Html:
        return !asText().empty();
    case Kind::List:
        return !asList().items.empty();
    case Kind::Map:
        return asMap().isStruct || !asMap().entries.empty();
    case Kind::Time:
    case Kind::Span:
        return true; // pointers, in Go
    }
    return false;
}

std::string Value::typeName() const
{
    switch (kind()) {
    case Kind::Absent:
        return "<nil>";
    case Kind::Bool:
        return "bool";
    case Kind::Int:
        return "int";
    case Kind::Uint:
        return "uint";
    case Kind::Float:
        return "float64";
    case Kind::String:
        return "string";
    case Kind::Html:
        return "template.HTML";
    case Kind::List:
        return asList().typeName;
    case Kind::Map:
        return asMap().typeName;
    case Kind::Time:
        return "*time.Time";
    case Kind::Span:
        return "*time.Duration";
    }
    return "";
}

Value labelsValue(const model::LabelSet& labels)
{
    Map map;
    map.typeName = "map[string]string";
    map.isOfText = true;
    for (const auto label : labels)
        map.entries.emplace(label.name, Value::text(std::string(label.value)));
    return Value::map(std::move(map));
}

Value histogramValue(const model::FloatHistogram& histogram)
{
    const auto numbers = [](const std::vector<double>& from) {
        List list{"[]float64", {}};
        for (const double number : from)
            list.items.push_back(Value::number(number));
        return Value::list(std::move(list));
    };
    Map map;
    map.typeName = "*histogram.FloatHistogram";
    map.isStruct = true;
    map.entries = {{"Schema", Value::integer(histogram.schema)},
                   {"ZeroThreshold", Value::number(histogram.zeroThreshold)},
                   {"ZeroCount", Value::number(histogram.zeroCount)},
                   {"Count", Value::number(histogram.count)},
                   {"Sum", Value::number(histogram.sum)},
                   {"PositiveBuckets", numbers(histogram.positive.counts)},
                   {"NegativeBuckets", numbers(histogram.negative.counts)},
                   {"CustomValues", numbers(histogram.customValues)}};
    map.text = histogram.toString();
    return Value::map(std::move(map));
}

Value sampleValue(const model::LabelSet& labels, Value value)
{
    Map map;
    map.typeName = kSampleType;
    map.isStruct = true;
    map.entries.emplace("Labels", labelsValue(labels));
    map.entries.emplace("Value", std::move(value));
    return Value::map(std::move(map));
}

bool isSample(const Value& value) { return value.kind() == Value::Kind::Map && value.asMap().typeName == kSampleType; }

Value vectorValue(std::vector<Value> samples) { return Value::list({std::string(kVectorType), std::move(samples)}); }

bool isVector(const Value& value)
{
    return value.kind() == Value::Kind::List && value.asList().typeName == kVectorType;
}

} // namespace nocturne::templates
