// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/server/measurement_body.h"

#include <algorithm>

#include "base/core/text.h"
#include "service/server/json_reader.h"

namespace nocturne::server {

namespace {

using custom::Kind;
using custom::Measurement;
using dashboards::JsonValue;

constexpr std::size_t kMost = 1000;

tl::unexpected<Error> refuse(std::string message) { return fail(Error::Kind::InvalidInput, std::move(message)); }

Result<Kind> kindOf(const std::string& type, const std::string& operation)
{
    if (!operation.empty() && operation != "inc" && operation != "set" && operation != "observe")
        return refuse("\"operation\": inc, set or observe is wanted");
    if (const auto kind = custom::kindFrom(type))
        return *kind;
    if (!type.empty() || operation.empty())
        return refuse("\"type\": counter, gauge, histogram, summary or set is wanted");
    return operation == "inc" ? Kind::Counter : operation == "set" ? Kind::Gauge : Kind::Histogram;
}

/// Whether a metric of this kind can be told of in this way.
bool fits(Kind kind, const std::string& operation)
{
    const bool isObserved = kind == Kind::Histogram || kind == Kind::Summary;
    return operation.empty() || (operation == "inc" && (kind == Kind::Counter || kind == Kind::Gauge)) ||
           (operation == "set" && kind == Kind::Gauge) || (operation == "observe" && (isObserved || kind == Kind::Set));
}

Result<void> readBuckets(JsonReader& reader, std::vector<double>& buckets)
{
    const auto* items = reader.items("buckets");
    for (std::size_t i = 0; items != nullptr && i < items->size(); ++i) {
        if ((*items)[i].type != JsonValue::Type::Number)
            return refuse("\"buckets\": numbers are wanted");
        buckets.push_back((*items)[i].number);
    }
    return {};
}

Result<Measurement> readOne(const JsonValue& value)
{
    JsonReader reader(value);
    const auto operation = reader.text("operation");
    const auto type = reader.text("type");
    Measurement measurement;
    measurement.name = reader.text("name");
    measurement.labels = reader.pairs(reader.has("labels") ? "labels" : "tags");
    measurement.member = reader.text("member");
    measurement.help = reader.text("help");
    const auto number = reader.number("value");
    if (reader.flag("clampAtZero"))
        measurement.atLeast = 0;
    if (auto fault = reader.fault(); !fault)
        return tl::unexpected(fault.error());
    if (auto read = readBuckets(reader, measurement.buckets); !read)
        return tl::unexpected(read.error());
    const auto kind = kindOf(type, operation);
    if (!kind)
        return tl::unexpected(kind.error());
    if (!fits(*kind, operation))
        return refuse("a " + std::string(toString(*kind)) + " is not told of by \"" + operation + '"');
    measurement.kind = *kind;
    measurement.relative = *kind == Kind::Gauge && operation == "inc";
    const bool needsValue = *kind != Kind::Set && *kind != Kind::Counter && !measurement.relative;
    if (needsValue && !number)
        return refuse("\"value\": a number is wanted");
    measurement.value = number.value_or(*kind == Kind::Set ? 0 : 1);
    if (auto checked = custom::check(measurement); !checked)
        return tl::unexpected(checked.error());
    return measurement;
}

} // namespace

Result<std::vector<Measurement>> readMeasurements(std::string_view body)
{
    const auto value = parseBody(body);
    if (!value)
        return tl::unexpected(value.error());
    const auto* items = value->type == JsonValue::Type::Array ? &value->items : nullptr;
    const auto list = std::ranges::find(value->members, "metrics", &dashboards::JsonMember::name);
    if (list != value->members.end() && list->value.type == JsonValue::Type::Array)
        items = &list->value.items;
    if (items != nullptr && items->size() > kMost)
        return fail(Error::Kind::LimitExceeded,
                    "more than " + std::to_string(kMost) + " measurements: send them in several requests");
    std::vector<Measurement> all;
    for (std::size_t i = 0; items == nullptr ? i == 0 : i < items->size(); ++i) {
        auto one = readOne(items == nullptr ? *value : (*items)[i]);
        if (!one)
            return tl::unexpected(items == nullptr ? one.error()
                                                   : one.error().within("measurement " + std::to_string(i + 1)));
        all.push_back(std::move(*one));
    }
    return all;
}

} // namespace nocturne::server
