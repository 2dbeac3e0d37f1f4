// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/core/clock.h"
#include "base/core/result.h"
#include "watch/dashboards/json_value.h"

namespace nocturne::server {

/// Reads the JSON body of a request. Fails as dashboards::parseJson() does.
Result<dashboards::JsonValue> parseBody(std::string_view body);

/// Takes the members of one JSON object by name and type. The first fault is kept and the rest reads as if missing: ask
/// fault() at the end. `null` is as if missing; a member that nobody knows is left alone.
class JsonReader
{
public:
    /// `value` outlives this; one that is no object is a fault.
    explicit JsonReader(const dashboards::JsonValue& value);

    bool has(std::string_view name) const { return member(name) != nullptr; }
    std::string text(std::string_view name);
    bool flag(std::string_view name, bool fallback = false);
    std::optional<double> number(std::string_view name);
    /// Seconds since 1970, or RFC 3339; 0 where it is missing.
    Timestamp time(std::string_view name);
    /// `1h30m`, or seconds; nothing where it is missing.
    std::optional<std::chrono::milliseconds> span(std::string_view name);
    std::vector<std::string> texts(std::string_view name);
    /// An object of texts.
    std::vector<std::pair<std::string, std::string>> pairs(std::string_view name);
    /// The items of an array; null where it is missing.
    const std::vector<dashboards::JsonValue>* items(std::string_view name);

    Result<void> fault() const;

private:
    const dashboards::JsonValue* member(std::string_view name) const;
    const dashboards::JsonValue* typed(std::string_view name, dashboards::JsonValue::Type type);
    void complain(std::string_view name, std::string_view what);

    const dashboards::JsonValue& m_value;
    std::optional<Error> m_fault;
};

} // namespace nocturne::server
