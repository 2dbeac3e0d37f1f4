// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/templates/escape.h"

#include <array>
#include <cstdint>
#include <cstdio>

#include "watch/templates/utf8.h"

namespace nocturne::templates {

namespace {

std::string_view htmlEntity(char c)
{
    switch (c) {
    case '\0':
        return "\xef\xbf\xbd";
    case '"':
        return "&#34;";
    case '\'':
        return "&#39;";
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    default:
        return {};
    }
}

std::string hex(const char* format, std::uint32_t number)
{
    std::array<char, 16> buffer{};
    std::snprintf(buffer.data(), buffer.size(), format, number); // NOLINT: formats of this file
    return buffer.data();
}

std::string jsRune(Rune rune)
{
    if (rune.code == '\\' || rune.code == '\'' || rune.code == '"')
        return std::string("\\") + static_cast<char>(rune.code);
    const bool isMarkup = rune.code == '<' || rune.code == '>' || rune.code == '&' || rune.code == '=';
    if (isMarkup || !(rune.code == ' ' || isVisible(rune.code)))
        return hex("\\u%04X", rune.code);
    std::string text;
    appendRune(text, rune.code);
    return text;
}

} // namespace

std::string escapeHtml(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        const auto entity = htmlEntity(c);
        out += entity.empty() ? std::string_view(&c, 1) : entity;
    }
    return out;
}

std::string escapeHtmlElement(std::string_view text)
{
    std::string out;
    for (const char c : escapeHtml(text))
        out += c == '+' ? std::string("&#43;") : std::string(1, c);
    return out;
}

std::string escapeJs(std::string_view text)
{
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const auto rune = runeAt(text, at);
        out += jsRune(rune);
        at += rune.bytes;
    }
    return out;
}

std::string escapeQuery(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        const bool isPlain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                             c == '_' || c == '.' || c == '~';
        if (isPlain)
            out += c;
        else
            out += c == ' ' ? "+" : hex("%%%02X", static_cast<unsigned char>(c));
    }
    return out;
}

} // namespace nocturne::templates
