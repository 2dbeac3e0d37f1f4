// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/core/result.h"

namespace nocturne::dashboards {

struct JsonMember;

/// A JSON document that remembers where in the text each value stood, for files that people write.
struct JsonValue
{
    enum class Type { Null, Boolean, Number, String, Array, Object };

    Type type = Type::Null;
    bool boolean = false;
    double number = 0;
    std::string text;
    std::vector<JsonValue> items;
    std::vector<JsonMember> members; ///< in the order of the text, names unique
    std::size_t offset = 0;          ///< byte in the text where the value starts
};

/// One name and value of an object.
struct JsonMember
{
    std::string name;
    JsonValue value;
    std::size_t offset = 0; ///< byte in the text where the name starts
};

/// "object", "number"
std::string_view toString(JsonValue::Type type);

/// Reads RFC 8259 JSON, strictly: no comments, no trailing commas, no duplicate names, valid UTF-8, at most
/// 4 MiB and 32 levels deep. Fails with InvalidInput or LimitExceeded at line and column.
Result<JsonValue> parseJson(std::string_view text);

/// Appends `text` in double quotes with the escapes JSON asks for.
void appendJsonString(std::string& out, std::string_view text);

} // namespace nocturne::dashboards
