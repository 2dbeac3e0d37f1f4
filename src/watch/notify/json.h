// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace nocturne::notify {

/// Writes one JSON value into a text. Keys and values come in order; commas are set as needed. Text that is not UTF-8
/// has its bad bytes replaced by U+FFFD.
///
///     JsonWriter json;
///     json.object([&] { json.key("a").number(1); });
class JsonWriter
{
public:
    JsonWriter& key(std::string_view name);
    JsonWriter& text(std::string_view value);
    JsonWriter& number(std::int64_t value);
    /// Infinities and NaN, which JSON has not, as texts.
    JsonWriter& number(double value);
    JsonWriter& boolean(bool value);
    JsonWriter& texts(const std::map<std::string, std::string>& values);
    template <typename Inside>
    JsonWriter& object(Inside inside)
    {
        return nested('{', inside, '}');
    }
    template <typename Inside>
    JsonWriter& array(Inside inside)
    {
        return nested('[', inside, ']');
    }

    const std::string& result() const { return m_out; }
    std::string take() { return std::move(m_out); }

private:
    template <typename Inside>
    JsonWriter& nested(char open, Inside inside, char close)
    {
        separate();
        m_out += open;
        m_needsComma = false;
        inside();
        m_out += close;
        m_needsComma = true;
        return *this;
    }
    void separate();

    std::string m_out;
    bool m_needsComma = false;
};

/// `text` as well-formed UTF-8, each bad byte as U+FFFD.
std::string wellFormed(std::string_view text);

} // namespace nocturne::notify
