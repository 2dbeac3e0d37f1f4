// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/notify/json.h"

#include <array>
#include <cmath>
#include <cstdio>

#include "base/core/number.h"
#include "base/core/text.h"
#include "base/core/utf8.h"

namespace nocturne::notify {

namespace {

void appendString(std::string& out, std::string_view text)
{
    out += '"';
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out.append(1, '\\').append(1, c);
        } else if (c == '\n') {
            out += "\\n";
        } else if (byte < 0x20 || byte == 0x7f) {
            std::array<char, 8> escape{};
            std::snprintf(escape.data(), escape.size(), "\\u%04x", static_cast<unsigned>(byte)); // NOLINT: fixed format
            out += escape.data();
        } else {
            out += c;
        }
    }
    out += '"';
}

} // namespace

std::string wellFormed(std::string_view text)
{
    if (isValidUtf8(text))
        return std::string(text);
    std::string out;
    while (!text.empty()) {
        const auto length = utf8Length(text);
        if (length == 0)
            out += "\xef\xbf\xbd";
        else
            out += text.substr(0, length);
        text.remove_prefix(length == 0 ? 1 : length);
    }
    return out;
}

void JsonWriter::separate()
{
    if (m_needsComma)
        m_out += ',';
    m_needsComma = true;
}

JsonWriter& JsonWriter::key(std::string_view name)
{
    text(name);
    m_out += ':';
    m_needsComma = false;
    return *this;
}

JsonWriter& JsonWriter::text(std::string_view value)
{
    separate();
    appendString(m_out, wellFormed(value));
    return *this;
}

JsonWriter& JsonWriter::number(std::int64_t value)
{
    separate();
    m_out += std::to_string(value);
    return *this;
}

JsonWriter& JsonWriter::number(double value)
{
    if (!std::isfinite(value))
        return text(formatNumber(value));
    separate();
    m_out += formatNumber(value);
    return *this;
}

JsonWriter& JsonWriter::boolean(bool value)
{
    separate();
    m_out += value ? "true" : "false";
    return *this;
}

JsonWriter& JsonWriter::texts(const std::map<std::string, std::string>& values)
{
    return object([&] {
        for (const auto& [name, value] : values)
            key(name).text(value);
    });
}

} // namespace nocturne::notify
