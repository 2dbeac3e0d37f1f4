// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/test_templates.h"

#include <optional>

#include <simdjson.h>

#include "base/core/number.h"
#include "base/core/text.h"
#include "watch/templates/template.h"

namespace nocturne::cli {

namespace {

using simdjson::dom::element;
using templates::Value;

constexpr Timestamp kNow = 1'353'755'652'000;
constexpr std::string_view kExternalUrl = "http://testhost:9090/path/prefix";

std::string textOf(const element& json, std::string_view key)
{
    std::string_view text;
    return json[key].get(text) == simdjson::SUCCESS ? std::string(text) : std::string();
}

double numberOf(const element& json)
{
    std::string_view text;
    if (json.get(text) == simdjson::SUCCESS)
        return parseNumber(text).value_or(0); // "+Inf", "NaN"
    double number = 0;
    return json.get(number) == simdjson::SUCCESS ? number : 0;
}

Value histogramOf(const element& json)
{
    const auto number = [&](std::string_view key) {
        element value;
        return json[key].get(value) == simdjson::SUCCESS ? numberOf(value) : 0;
    };
    model::FloatHistogram histogram;
    histogram.count = number("count");
    histogram.sum = number("sum");
    return templates::histogramValue(histogram);
}

Value sampleOf(const element& json)
{
    std::vector<model::Label> labels;
    simdjson::dom::object object;
    if (json["labels"].get(object) == simdjson::SUCCESS) {
        for (const auto& [name, value] : object)
            labels.push_back({name, value.get_string().value_unsafe()});
    }
    element histogram;
    if (json["histogram"].get(histogram) == simdjson::SUCCESS)
        return templates::sampleValue(model::LabelSet(std::move(labels)), histogramOf(histogram));
    element value;
    const double number = json["value"].get(value) == simdjson::SUCCESS ? numberOf(value) : 0;
    return templates::sampleValue(model::LabelSet(std::move(labels)), Value::number(number));
}

/// One value of the Go type `type`.
Value scalarOf(std::string_view type, const element& json)
{
    if (type == "string")
        return Value::text(std::string(json.get_string().value_unsafe()));
    if (type == "bool")
        return Value::boolean(json.get_bool().value_unsafe());
    if (type.starts_with("float"))
        return Value::number(numberOf(json));
    std::uint64_t positive = 0;
    std::int64_t number = 0;
    if (type.starts_with("uint"))
        return json.get(positive) == simdjson::SUCCESS ? Value::unsignedInteger(positive) : Value();
    return json.get(number) == simdjson::SUCCESS ? Value::integer(number) : Value();
}

Value inputOf(const element& json)
{
    const auto type = textOf(json, "type");
    if (type == "sample")
        return sampleOf(json);
    element value;
    if (json["value"].get(value) != simdjson::SUCCESS)
        return {};
    if (!type.starts_with("[]"))
        return scalarOf(type, value);
    templates::List list{type, {}};
    for (const auto item : value.get_array())
        list.items.push_back(scalarOf(std::string_view(type).substr(2), item));
    return Value::list(std::move(list));
}

templates::Expansion expansionOf(const element& json)
{
    templates::Expansion expansion;
    element part;
    templates::Map empty;
    empty.typeName = "map[string]interface {}";
    expansion.data = json["input"].get(part) == simdjson::SUCCESS ? inputOf(part) : Value::map(std::move(empty));
    expansion.html = json["html"].get_bool().error() == simdjson::SUCCESS && json["html"].get_bool().value_unsafe();
    expansion.environment.now = kNow;
    expansion.environment.externalUrl = kExternalUrl;
    if (json["options"].get(part) == simdjson::SUCCESS) {
        for (const auto option : part.get_array())
            expansion.missingKeyFails =
                expansion.missingKeyFails || option.get_string().value_unsafe() == "missingkey=error";
    }
    std::vector<Value> samples;
    if (json["query_result"].get(part) == simdjson::SUCCESS) {
        for (const auto sample : part.get_array())
            samples.push_back(sampleOf(sample));
    }
    expansion.environment.query = [vector = templates::vectorValue(std::move(samples))](const std::string&) {
        return vector;
    };
    return expansion;
}

/// What is wrong with one case; empty when it passes.
std::string judge(const element& json)
{
    templates::TemplateOptions options;
    options.name = "test";
    const auto parsed = templates::Template::parse(textOf(json, "template"), options);
    const auto output =
        parsed ? parsed->expand(expansionOf(json)) : Result<std::string>(tl::unexpected(parsed.error()));
    std::string_view expected;
    if (json["output"].get(expected) != simdjson::SUCCESS)
        return output ? "expected an error, got \"" + printable(*output) + "\"" : "";
    if (!output)
        return "expected \"" + printable(expected) + "\", failed: " + output.error().text();
    return *output == expected ? "" : "expected \"" + printable(expected) + "\", got \"" + printable(*output) + "\"";
}

} // namespace

TestReport runTemplateCases(std::string_view lines, std::string name)
{
    TestReport report;
    report.name = std::move(name);
    simdjson::dom::parser parser;
    for (int line = 1; !lines.empty(); ++line) {
        const auto text = lines.substr(0, lines.find('\n'));
        lines.remove_prefix(std::min(text.size() + 1, lines.size()));
        if (text.find_first_not_of(" \t\r") == std::string_view::npos)
            continue;
        element json;
        const auto error = parser.parse(simdjson::padded_string(text)).get(json);
        if (error != simdjson::SUCCESS || !json.is_object()) {
            report.failures.push_back({line, "", "expected one JSON object a line"});
            report.isBroken = true;
            continue;
        }
        if (auto difference = judge(json); difference.empty())
            ++report.passed;
        else
            report.failures.push_back({line, textOf(json, "template"), std::move(difference)});
    }
    return report;
}

} // namespace nocturne::cli
