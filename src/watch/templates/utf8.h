// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace nocturne::templates {

/// One character of UTF-8 text. A byte that is none is U+FFFD, as in Go.
struct Rune
{
    std::uint32_t code = 0;
    std::size_t bytes = 1;
};

/// The character at byte `at`, which must lie within `text`.
Rune runeAt(std::string_view text, std::size_t at);
void appendRune(std::string& out, std::uint32_t code);
std::size_t runeCount(std::string_view text);
/// "U+00A0" and, where it can be seen, the character in quotes.
std::string runeName(Rune rune);

/// Whether names may hold it: a letter, a digit, an underscore. Beyond Latin, Greek and Cyrillic by blocks.
bool isWordRune(Rune rune);
/// Whether it can be seen, so that %q prints it as it is.
bool isVisible(std::uint32_t code);

/// Simple case mapping of ASCII, Latin-1, Latin Extended-A, Greek and Cyrillic; others are their own.
std::uint32_t upperRune(std::uint32_t code);
std::uint32_t lowerRune(std::uint32_t code);
std::string toUpper(std::string_view text);
std::string toLower(std::string_view text);
/// The first letter of each word in upper case, the others as they are. Source: golang.org/x/text/cases, Title with
/// NoLower: apostrophes, colons and full stops within a word do not end it.
std::string toTitle(std::string_view text);

} // namespace nocturne::templates
