// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace nocturne {

/// Whether `text` is well-formed UTF-8 (Unicode 15, table 3-7): no overlong forms, no surrogates.
bool isValidUtf8(std::string_view text);

/// `text` made fit for one line of a message or a log: at most `maxBytes`, cut at a character, control characters
/// and invalid bytes as `\x1b`.
std::string printable(std::string_view text, std::size_t maxBytes = 200);

/// The candidate nearest to `word` by edit distance, for "did you mean"; empty when none is near.
template <typename Range>
std::string_view nearest(std::string_view word, const Range& candidates);

/// ASCII alone, whatever the locale; all other bytes are left as they are.
constexpr char asciiLower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
constexpr char asciiUpper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }
constexpr bool isAsciiLetter(char c) { return asciiLower(c) >= 'a' && asciiLower(c) <= 'z'; }
constexpr bool isAsciiDigit(char c) { return c >= '0' && c <= '9'; }
std::string asciiLower(std::string_view text);
std::string asciiUpper(std::string_view text);
bool equalsIgnoringCase(std::string_view a, std::string_view b);

/// `text` without the bytes of `blanks` at both ends.
std::string_view trimmed(std::string_view text, std::string_view blanks = " \t");

/// Levenshtein distance in bytes.
std::size_t editDistance(std::string_view a, std::string_view b);

template <typename Range>
std::string_view nearest(std::string_view word, const Range& candidates)
{
    std::string_view best;
    std::size_t bestDistance = word.size() / 3 + 2; // beyond that a hint would mislead
    for (std::string_view candidate : candidates) {
        const auto distance = editDistance(word, candidate);
        if (distance < bestDistance) {
            bestDistance = distance;
            best = candidate;
        }
    }
    return best;
}

} // namespace nocturne
