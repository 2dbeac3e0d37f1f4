// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/promql/number_literal.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>

#include "base/core/number.h"

namespace nocturne::promql {

namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }

bool isWord(std::string_view text, std::string_view lower)
{
    return std::ranges::equal(text, lower, {}, [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
}

/// Takes out the underscores, which must stand between digits, or between `0x` and a digit.
std::optional<std::string> withoutSeparators(std::string_view text, bool hexadecimal)
{
    const auto isDigitHere = [&](std::size_t i) {
        if (i >= text.size())
            return false;
        const char c = text[i];
        return isDigit(c) || (hexadecimal && ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')));
    };
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '_') {
            plain += text[i];
            continue;
        }
        const bool behindPrefix = hexadecimal && i == 2;
        if (i == 0 || !(behindPrefix || isDigitHere(i - 1)) || !isDigitHere(i + 1))
            return std::nullopt;
    }
    return plain;
}

std::optional<double> parseInteger(std::string_view digits, int base)
{
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
    if (error != std::errc{} || end != digits.data() + digits.size())
        return std::nullopt;
    return static_cast<double>(value);
}

} // namespace

std::optional<double> parseNumberLiteral(std::string_view text)
{
    if (isWord(text, "inf") || isWord(text, "nan"))
        return nocturne::parseNumber(text);
    const bool hexadecimal = text.starts_with("0x") || text.starts_with("0X");
    const auto plain = withoutSeparators(text, hexadecimal);
    if (!plain || plain->empty() || !(isDigit(plain->front()) || plain->front() == '.'))
        return std::nullopt;
    if (hexadecimal)
        return plain->size() > 2 && (*plain)[2] != '-' ? parseInteger(std::string_view(*plain).substr(2), 16)
                                                       : std::nullopt;
    if (plain->size() > 1 && plain->front() == '0') {
        if (const auto octal = parseInteger(*plain, 8))
            return octal;
    }
    return nocturne::parseNumber(*plain);
}

std::string printNumber(double value)
{
    if (!std::isfinite(value) || value == 0)
        return std::signbit(value) && value == 0 ? "-0" : formatNumber(value);
    const double magnitude = std::abs(value);
    std::array<char, 64> buffer; // NOLINT: filled by to_chars
    const auto format = [&](std::chars_format kind) {
        const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, kind);
        return std::string(buffer.data(), error == std::errc{} ? end : buffer.data());
    };
    // Rounding cannot carry the shortest text over these borders: it reads back to the same double.
    const bool scientific = magnitude < 1e-4 || magnitude >= 1e6;
    return format(scientific ? std::chars_format::scientific : std::chars_format::fixed);
}

} // namespace nocturne::promql
