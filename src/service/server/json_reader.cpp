// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/server/json_reader.h"

#include <algorithm>
#include <cmath>

#include "base/core/text.h"
#include "service/server/parameters.h"

namespace nocturne::server {

using dashboards::JsonValue;
using Type = JsonValue::Type;

namespace {

constexpr double kFarthest = 9e12; // seconds

} // namespace

Result<JsonValue> parseBody(std::string_view body)
{
    auto value = dashboards::parseJson(body);
    if (!value)
        return tl::unexpected(Error{Error::Kind::InvalidInput, "the body is no JSON: " + value.error().text()});
    return value;
}

JsonReader::JsonReader(const JsonValue& value)
    : m_value(value)
{
    if (value.type != Type::Object)
        m_fault = Error{Error::Kind::InvalidInput, "an object is wanted"};
}

const JsonValue* JsonReader::member(std::string_view name) const
{
    const auto found = std::ranges::find(m_value.members, name, &dashboards::JsonMember::name);
    return found == m_value.members.end() || found->value.type == Type::Null ? nullptr : &found->value;
}

void JsonReader::complain(std::string_view name, std::string_view what)
{
    if (!m_fault)
        m_fault = Error{Error::Kind::InvalidInput, '"' + std::string(name) + "\": " + std::string(what)};
}

const JsonValue* JsonReader::typed(std::string_view name, Type type)
{
    const auto* value = member(name);
    if (value == nullptr || value->type == type)
        return value;
    complain(name, std::string(toString(type)) + " is wanted");
    return nullptr;
}

std::string JsonReader::text(std::string_view name)
{
    const auto* value = typed(name, Type::String);
    return value == nullptr ? std::string() : value->text;
}

bool JsonReader::flag(std::string_view name, bool fallback)
{
    const auto* value = typed(name, Type::Boolean);
    return value == nullptr ? fallback : value->boolean;
}

std::optional<double> JsonReader::number(std::string_view name)
{
    const auto* value = typed(name, Type::Number);
    return value == nullptr ? std::nullopt : std::optional(value->number);
}

Timestamp JsonReader::time(std::string_view name)
{
    const auto* value = member(name);
    if (value == nullptr)
        return 0;
    if (value->type == Type::Number && std::abs(value->number) < kFarthest)
        return std::llround(value->number * 1000);
    const auto time =
        value->type == Type::String ? parseTime(value->text) : Result<Timestamp>(fail(Error::Kind::InvalidInput, {}));
    if (!time)
        complain(name, "a time is wanted: seconds since 1970, or RFC 3339");
    return time.value_or(0);
}

std::optional<std::chrono::milliseconds> JsonReader::span(std::string_view name)
{
    const auto* value = member(name);
    if (value == nullptr)
        return std::nullopt;
    if (value->type == Type::Number && std::abs(value->number) < kFarthest)
        return std::chrono::milliseconds(std::llround(value->number * 1000));
    const auto span = value->type == Type::String
                          ? parseSpan(value->text)
                          : Result<std::chrono::milliseconds>(fail(Error::Kind::InvalidInput, {}));
    if (!span) {
        complain(name, "a duration is wanted: 1h30m, or seconds");
        return std::nullopt;
    }
    return *span;
}

std::vector<std::string> JsonReader::texts(std::string_view name)
{
    std::vector<std::string> all;
    const auto* values = items(name);
    for (std::size_t i = 0; values != nullptr && i < values->size(); ++i) {
        if ((*values)[i].type == Type::String)
            all.push_back((*values)[i].text);
        else
            complain(name, "texts are wanted");
    }
    return all;
}

std::vector<std::pair<std::string, std::string>> JsonReader::pairs(std::string_view name)
{
    std::vector<std::pair<std::string, std::string>> all;
    const auto* value = typed(name, Type::Object);
    for (std::size_t i = 0; value != nullptr && i < value->members.size(); ++i) {
        const auto& member = value->members[i];
        if (member.value.type == Type::String)
            all.emplace_back(member.name, member.value.text);
        else
            complain(name, "\"" + printable(member.name, 80) + "\" is no text");
    }
    return all;
}

const std::vector<JsonValue>* JsonReader::items(std::string_view name)
{
    const auto* value = typed(name, Type::Array);
    return value == nullptr ? nullptr : &value->items;
}

Result<void> JsonReader::fault() const { return m_fault ? Result<void>(tl::unexpected(*m_fault)) : Result<void>(); }

} // namespace nocturne::server
