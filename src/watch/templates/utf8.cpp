// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/templates/utf8.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

#include "base/core/utf8.h"

namespace nocturne::templates {

namespace {

constexpr std::uint32_t kReplacement = 0xfffd;

struct Block
{
    std::uint32_t first;
    std::uint32_t last;
};

// Letters and digits up to U+024F one by one, then blocks without letters.
constexpr std::array<Block, 6> kLatinLetters = {
    {{0xaa, 0xaa}, {0xb5, 0xb5}, {0xba, 0xba}, {0xc0, 0xd6}, {0xd8, 0xf6}, {0xf8, 0x24f}}};
constexpr std::array<Block, 9> kNoLetters = {{{0x2000, 0x206f},
                                              {0x20a0, 0x20ff},
                                              {0x2190, 0x2bff},
                                              {0x2e00, 0x2e7f},
                                              {0x3000, 0x3004},
                                              {0x3008, 0x3020},
                                              {0xd800, 0xf8ff},
                                              {0xfe10, 0xfe6f},
                                              {0x1f000, 0x1faff}}};

template <typename Blocks>
bool isIn(const Blocks& blocks, std::uint32_t code)
{
    return std::ranges::any_of(blocks, [&](const Block& b) { return code >= b.first && code <= b.last; });
}

bool isLetter(std::uint32_t code)
{
    if (code < 0x80)
        return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z');
    if (code < 0x250)
        return isIn(kLatinLetters, code);
    return code != kReplacement && code <= 0x10ffff && !isIn(kNoLetters, code);
}

bool isDigit(std::uint32_t code) { return code >= '0' && code <= '9'; }

template <typename Change>
std::string mapped(std::string_view text, Change change)
{
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const auto rune = runeAt(text, at);
        appendRune(out, change(rune.code));
        at += rune.bytes;
    }
    return out;
}

} // namespace

Rune runeAt(std::string_view text, std::size_t at)
{
    const auto length = utf8Length(text.substr(at));
    return length == 0 ? Rune{kReplacement, 1} : Rune{decodeUtf8(text.substr(at, length)), length};
}

void appendRune(std::string& out, std::uint32_t code) { appendUtf8(out, isCharacter(code) ? code : kReplacement); }

std::size_t runeCount(std::string_view text)
{
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); at += runeAt(text, at).bytes)
        ++count;
    return count;
}

std::string runeName(Rune rune)
{
    std::array<char, 16> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "U+%04X", rune.code); // NOLINT: fixed format
    std::string name = buffer.data();
    if (isVisible(rune.code)) {
        name += " '";
        appendRune(name, rune.code);
        name += "'";
    }
    return name;
}

bool isWordRune(Rune rune) { return rune.code == '_' || isDigit(rune.code) || isLetter(rune.code); }

bool isVisible(std::uint32_t code)
{
    if (code < 0x20 || (code >= 0x7f && code <= 0xa0) || code == 0xad)
        return false;
    const bool isBlank = (code >= 0x2000 && code <= 0x200f) || (code >= 0x2028 && code <= 0x202f) ||
                         (code >= 0x205f && code <= 0x206f) || code == 0x1680 || code == 0x3000 || code == 0xfeff;
    return !isBlank && !(code >= 0xd800 && code <= 0xf8ff);
}

std::uint32_t upperRune(std::uint32_t code)
{
    if ((code >= 'a' && code <= 'z') || (code >= 0xe0 && code <= 0xfe && code != 0xf7))
        return code - 0x20;
    if (code == 0xff)
        return 0x178;
    if ((code >= 0x100 && code <= 0x137 && code != 0x131) || (code >= 0x14a && code <= 0x177))
        return code & ~1U;
    if ((code >= 0x139 && code <= 0x148) || (code >= 0x179 && code <= 0x17e))
        return code % 2 == 0 ? code - 1 : code;
    if (code >= 0x3b1 && code <= 0x3c9 && code != 0x3c2)
        return code - 0x20;
    if (code >= 0x430 && code <= 0x44f)
        return code - 0x20;
    return code >= 0x450 && code <= 0x45f ? code - 0x50 : code;
}

std::uint32_t lowerRune(std::uint32_t code)
{
    if ((code >= 'A' && code <= 'Z') || (code >= 0xc0 && code <= 0xde && code != 0xd7))
        return code + 0x20;
    if (code == 0x178)
        return 0xff;
    if ((code >= 0x100 && code <= 0x137 && code != 0x130) || (code >= 0x14a && code <= 0x177))
        return code | 1U;
    if ((code >= 0x139 && code <= 0x148) || (code >= 0x179 && code <= 0x17e))
        return code % 2 == 1 ? code + 1 : code;
    if (code >= 0x391 && code <= 0x3a9 && code != 0x3a2)
        return code + 0x20;
    if (code >= 0x410 && code <= 0x42f)
        return code + 0x20;
    return code >= 0x400 && code <= 0x40f ? code + 0x50 : code;
}

std::string toUpper(std::string_view text) { return mapped(text, upperRune); }
std::string toLower(std::string_view text) { return mapped(text, lowerRune); }

std::string toTitle(std::string_view text)
{
    bool isWithinWord = false;
    bool wasMiddle = false;
    return mapped(text, [&](std::uint32_t code) {
        const bool isMiddle = code == '\'' || code == '.' || code == ':' || code == 0xb7 || code == 0x2019;
        std::uint32_t out = code;
        if (isLetter(code)) {
            out = isWithinWord ? code : upperRune(code);
            isWithinWord = true;
        } else if ((isMiddle && wasMiddle) || (!isMiddle && !isDigit(code) && code != '_')) {
            isWithinWord = false;
        }
        wasMiddle = isMiddle;
        return out;
    });
}

} // namespace nocturne::templates
