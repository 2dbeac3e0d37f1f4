// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Reading of JSON from servers whose bodies are not described to the letter: what is absent or of another kind is
// absent, a number may be a text. Who includes this links simdjson.

#include <cmath>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <simdjson.h>

#include "base/core/clock.h"
#include "base/core/iso_time.h"
#include "base/core/json_path.h"
#include "base/core/number.h"

namespace nocturne::json {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

/// A member that is there and not null.
inline std::optional<element> member(const object& from, std::string_view key)
{
    element found;
    if (from.at_key(key).get(found) != simdjson::SUCCESS || found.is_null())
        return std::nullopt;
    return found;
}

/// The first member that is there and not null.
inline std::optional<element> anyMember(const object& from, std::initializer_list<std::string_view> keys)
{
    for (const auto key : keys) {
        if (auto found = member(from, key))
            return found;
    }
    return std::nullopt;
}

/// What one step leads to, null values too.
inline std::optional<element> stepInto(const element& from, const PathStep& step)
{
    object map;
    array list;
    element next;
    if (from.get(map) == simdjson::SUCCESS)
        return map.at_key(step.key).get(next) == simdjson::SUCCESS ? std::optional(next) : std::nullopt;
    if (step.index && from.get(list) == simdjson::SUCCESS)
        return list.at(*step.index).get(next) == simdjson::SUCCESS ? std::optional(next) : std::nullopt;
    return std::nullopt;
}

/// What is at the end of `steps`, null values too.
inline std::optional<element> valueAt(element from, const std::vector<PathStep>& steps)
{
    for (const auto& step : steps) {
        const auto next = stepInto(from, step);
        if (!next)
            return std::nullopt;
        from = *next;
    }
    return from;
}

/// A number, or a text that is one ("123", as PostgreSQL's driver hands over a COUNT). NaN and infinity are no
/// measurement.
inline std::optional<double> numberOf(const element& value)
{
    double number = 0;
    std::string_view text;
    if (value.get(text) == simdjson::SUCCESS) {
        const auto parsed = parseNumber(text);
        if (!parsed)
            return std::nullopt;
        number = *parsed;
    } else if (value.get(number) != simdjson::SUCCESS) {
        return std::nullopt;
    }
    return std::isfinite(number) ? std::optional(number) : std::nullopt;
}

/// A moment as text (parseIsoTime()) or number (timeFromNumber()).
inline std::optional<Timestamp> timeOf(const element& value)
{
    std::string_view text;
    if (value.get(text) == simdjson::SUCCESS) {
        if (auto time = parseIsoTime(text))
            return time;
        const auto number = parseNumber(text);
        return number ? timeFromNumber(*number) : std::nullopt;
    }
    double number = 0;
    return value.get(number) == simdjson::SUCCESS ? timeFromNumber(number) : std::nullopt;
}

/// A text or the digits of a number, cut to `maxBytes` at a character; empty where there is neither.
inline std::string textOf(const std::optional<element>& value, std::size_t maxBytes)
{
    std::string_view text;
    double number = 0;
    if (!value)
        return {};
    if (value->get(text) == simdjson::SUCCESS) {
        if (text.size() > maxBytes) {
            std::size_t end = maxBytes;
            while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U)
                --end;
            text = text.substr(0, end);
        }
        return std::string(text);
    }
    return value->get(number) == simdjson::SUCCESS ? formatNumber(number) : std::string();
}

} // namespace nocturne::json
