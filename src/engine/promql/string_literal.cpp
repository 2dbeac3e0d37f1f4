// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/promql/string_literal.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "base/core/utf8.h"

namespace nocturne::promql {

namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }

int hexValue(char c)
{
    if (isDigit(c))
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/// One escape sequence: how long it is, and the byte or rune that it stands for.
struct Escape
{
    std::size_t length = 0;
    std::uint32_t value = 0;
    bool isRune = false;
};

std::optional<Escape> numericEscape(std::string_view text, std::size_t skip, std::size_t digits, std::uint32_t base,
                                    bool isRune)
{
    if (text.size() < skip + digits)
        return std::nullopt;
    std::uint32_t value = 0;
    for (std::size_t i = skip; i < skip + digits; ++i) {
        const int digit = hexValue(text[i]);
        if (digit < 0 || static_cast<std::uint32_t>(digit) >= base)
            return std::nullopt;
        value = value * base + static_cast<std::uint32_t>(digit);
    }
    if (isRune ? !isCharacter(value) : value > 0xff)
        return std::nullopt;
    return Escape{skip + digits, value, isRune};
}

/// The escape at the front of `text`, which starts with the backslash, in a literal opened by `quoteMark`.
std::optional<Escape> readEscape(std::string_view text, char quoteMark)
{
    if (text.size() < 2)
        return std::nullopt;
    const char c = text[1];
    if (c == quoteMark || c == '\\')
        return Escape{2, static_cast<unsigned char>(c), false};
    switch (c) {
    case 'a':
        return Escape{2, 0x07, false};
    case 'b':
        return Escape{2, 0x08, false};
    case 'f':
        return Escape{2, 0x0c, false};
    case 'n':
        return Escape{2, 0x0a, false};
    case 'r':
        return Escape{2, 0x0d, false};
    case 't':
        return Escape{2, 0x09, false};
    case 'v':
        return Escape{2, 0x0b, false};
    case 'x':
        return numericEscape(text, 2, 2, 16, false);
    case 'u':
        return numericEscape(text, 2, 4, 16, true);
    case 'U':
        return numericEscape(text, 2, 8, 16, true);
    default:
        return numericEscape(text, 1, 3, 8, false);
    }
}

/// Characters that are there but not seen, or turn the direction of those around them.
bool isInvisible(std::uint32_t rune)
{
    return (rune >= 0x80 && rune <= 0xa0) || rune == 0xad || (rune >= 0x200b && rune <= 0x200f) ||
           (rune >= 0x2028 && rune <= 0x202e) || (rune >= 0x2060 && rune <= 0x206f) || rune == 0xfeff;
}

void appendHex(std::string& out, std::string_view prefix, std::uint32_t value, unsigned digits)
{
    out += prefix;
    for (unsigned i = digits; i-- > 0;)
        out += "0123456789abcdef"[(value >> (4 * i)) & 0xfU];
}

void appendEscaped(std::string& out, std::uint32_t rune, std::string_view sequence)
{
    constexpr std::string_view kNamed = "\a\b\t\n\v\f\r";
    if (rune == '"' || rune == '\\') {
        out += '\\';
        out += static_cast<char>(rune);
    } else if (rune >= 0x07 && rune <= 0x0d) {
        out += '\\';
        out += "abtnvfr"[kNamed.find(static_cast<char>(rune))];
    } else if (rune < 0x20 || rune == 0x7f) {
        appendHex(out, "\\x", rune, 2);
    } else if (isInvisible(rune)) {
        appendHex(out, "\\u", rune, 4);
    } else {
        out += sequence;
    }
}

} // namespace

std::size_t escapeLength(std::string_view text, char quoteMark)
{
    const auto escape = readEscape(text, quoteMark);
    return escape ? escape->length : 0;
}

std::string unquote(std::string_view literal)
{
    const char mark = literal.front();
    auto body = literal.substr(1, literal.size() - 2);
    if (mark == '`')
        return std::string(body);
    std::string text;
    while (!body.empty()) {
        std::size_t length = 1;
        if (body.front() != '\\') {
            text += body.front();
        } else if (const auto escape = readEscape(body, mark)) {
            length = escape->length;
            if (escape->isRune)
                appendUtf8(text, escape->value);
            else
                text += static_cast<char>(escape->value);
        }
        body.remove_prefix(length);
    }
    return text;
}

std::string quote(std::string_view text)
{
    std::string out = "\"";
    while (!text.empty()) {
        const auto length = utf8Length(text);
        if (length == 0)
            appendHex(out, "\\x", static_cast<unsigned char>(text.front()), 2);
        else
            appendEscaped(out, decodeUtf8(text.substr(0, length)), text.substr(0, length));
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    out += '"';
    return out;
}

} // namespace nocturne::promql
