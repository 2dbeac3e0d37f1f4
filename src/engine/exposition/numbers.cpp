// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/exposition/numbers.h"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "base/core/number.h"

namespace nocturne::exposition {

namespace {

constexpr Timestamp kLast = std::numeric_limits<Timestamp>::max();

Timestamp saturated(double ms)
{
    if (ms >= 9223372036854775807.0)
        return kLast;
    if (ms <= -9223372036854775808.0)
        return -kLast;
    return static_cast<Timestamp>(ms);
}

/// Milliseconds of `digits[.digits]`, without a sign; std::nullopt for any other notation.
std::optional<Timestamp> plainDecimal(std::string_view text)
{
    const auto point = text.find('.');
    const auto whole = text.substr(0, point);
    const auto fraction = point == std::string_view::npos ? std::string_view() : text.substr(point + 1);
    if (whole.empty() && fraction.empty())
        return std::nullopt;
    Timestamp ms = 0;
    bool overflow = false;
    const auto take = [&](char digit) {
        overflow = overflow || __builtin_mul_overflow(ms, 10, &ms) || __builtin_add_overflow(ms, digit - '0', &ms);
        return scan::isDigit(digit);
    };
    for (const char c : whole) {
        if (!take(c))
            return std::nullopt;
    }
    for (std::size_t i = 0; i < 3; ++i)
        take(i < fraction.size() ? fraction[i] : '0');
    for (const char c : fraction) {
        if (!scan::isDigit(c))
            return std::nullopt;
    }
    return overflow ? kLast : ms;
}

/// Whether the shortest form of `text` is `text`: a plain decimal of few digits without needless zeros, with a point.
bool isNormalised(std::string_view text)
{
    if (text.size() < 3 || text.size() > 16)
        return false;
    const auto point = text.find('.');
    if (point == std::string_view::npos || point == 0 || point > 6 || point + 1 == text.size())
        return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (i != point && !scan::isDigit(text[i]))
            return false;
    }
    if (text[0] == '0' && (point != 1 || text.substr(1, 5) == ".0000"))
        return false;
    return text.back() != '0' || (text.size() == point + 2);
}

bool isShortWhole(std::string_view text)
{
    if (text.empty() || text.size() > 6 || (text[0] == '0' && text.size() > 1))
        return false;
    for (const char c : text) {
        if (!scan::isDigit(c))
            return false;
    }
    return true;
}

/// As strconv.FormatFloat(value, 'g', -1, 64) in Go, and `.0` after whole numbers.
void appendShortest(std::string& out, double value)
{
    if (!std::isfinite(value)) {
        appendNumber(out, value);
        return;
    }
    std::array<char, 40> digits; // NOLINT: filled by to_chars
    auto* const first = digits.data();
    auto* last = std::to_chars(first, first + digits.size(), value, std::chars_format::scientific).ptr;
    const auto scientific = scan::view(first, last);
    const auto e = scientific.rfind('e');
    int exponent = 0;
    std::from_chars(first + e + 2, last, exponent);
    if (scientific[e + 1] == '-')
        exponent = -exponent;
    if (exponent < -4 || exponent >= 6) {
        out += scientific;
        return;
    }
    last = std::to_chars(first, first + digits.size(), value, std::chars_format::fixed).ptr;
    const auto fixed = scan::view(first, last);
    out += fixed;
    if (fixed.find('.') == std::string_view::npos)
        out += ".0";
}

} // namespace

std::optional<Timestamp> readSeconds(std::string_view text)
{
    const bool negative = text.starts_with('-');
    if (const auto ms = plainDecimal(text.substr(negative ? 1 : 0)))
        return negative ? -*ms : *ms;
    const auto seconds = parseNumber(text);
    if (!seconds || !std::isfinite(*seconds))
        return std::nullopt;
    return saturated(*seconds * 1000);
}

void appendSeconds(std::string& out, Timestamp ms)
{
    const auto magnitude = ms < 0 ? 0 - static_cast<std::uint64_t>(ms) : static_cast<std::uint64_t>(ms);
    if (ms < 0)
        out += '-';
    out += std::to_string(magnitude / 1000);
    const auto fraction = std::to_string(1000 + magnitude % 1000); // NOLINT: three digits after the leading one
    out += '.';
    out.append(fraction, 1);
}

std::string_view normalisedBound(std::string& buffer, std::string_view text)
{
    if (isNormalised(text))
        return text;
    const auto start = buffer.size();
    if (isShortWhole(text)) {
        buffer += text;
        buffer += ".0";
    } else if (const auto number = parseNumber(text)) {
        appendShortest(buffer, *number);
    } else {
        return text;
    }
    return std::string_view(buffer).substr(start);
}

} // namespace nocturne::exposition
