// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/core/number.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>

namespace nocturne {

namespace {

constexpr double kNormalNan = std::bit_cast<double>(std::uint64_t{0x7ff8000000000001});

bool isDigit(char c) { return c >= '0' && c <= '9'; }

/// from_chars reports both ends of the range alike: tells "too small" by the decimal place of the first digit that is
/// not zero. `digits` are a well-formed number without sign.
bool isTiny(std::string_view digits)
{
    const auto e = std::min(digits.find_first_of("eE"), digits.size());
    const auto mantissa = digits.substr(0, e);
    const auto point = std::min(mantissa.find('.'), mantissa.size());
    const auto leading = mantissa.find_first_of("123456789");
    auto place = static_cast<std::int64_t>(point) - static_cast<std::int64_t>(leading); // 1.5 has place 1, 0.5 place -1
    if (e < digits.size()) {
        auto text = digits.substr(e + 1);
        const bool negative = text.front() == '-';
        if (!isDigit(text.front()))
            text.remove_prefix(1);
        std::int64_t exponent = 0;
        for (const char c : text)
            exponent = std::min<std::int64_t>(exponent * 10 + (c - '0'), std::int64_t{1} << 40U);
        place += negative ? -exponent : exponent;
    }
    return place < 0;
}

constexpr double kExactIntegers = 9007199254740992.0; // 2^53: beyond it to_chars prints digits that mean nothing

/// Writes "1.25e+17" without exponent: its digits and then zeros.
void appendPadded(std::string& out, std::string_view scientific)
{
    const auto e = scientific.find('e');
    std::size_t exponent = 0;
    std::from_chars(scientific.data() + e + 2, scientific.data() + scientific.size(), exponent);
    auto digits = scientific.substr(0, e);
    if (digits.front() == '-') {
        out += '-';
        digits.remove_prefix(1);
    }
    const auto fraction = digits.size() > 2 ? digits.substr(2) : std::string_view();
    out += digits.front();
    out += fraction;
    out.append(exponent - fraction.size(), '0');
}

} // namespace

std::optional<double> parseNumber(std::string_view text)
{
    bool negative = false;
    auto digits = text;
    if (!digits.empty() && (digits.front() == '+' || digits.front() == '-')) {
        negative = digits.front() == '-';
        digits.remove_prefix(1);
    }
    if (digits.empty() || digits.front() == '-' || digits.front() == '+')
        return std::nullopt;
    double value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (end != digits.data() + digits.size())
        return std::nullopt; // also "nan(payload)", which stops at nothing we accept below
    if (error == std::errc::result_out_of_range) {
        if (!isTiny(digits))
            return std::nullopt;
        value = 0;
    } else if (error != std::errc{} || digits.back() == ')') {
        return std::nullopt;
    }
    if (std::isnan(value))
        return digits.size() == text.size() ? std::optional(kNormalNan) : std::nullopt; // "-NaN" is none
    return negative ? -value : value;
}

void appendNumber(std::string& out, double value)
{
    if (std::isnan(value)) {
        out += "NaN";
        return;
    }
    if (std::isinf(value)) {
        out += value > 0 ? "+Inf" : "-Inf";
        return;
    }
    const double magnitude = std::abs(value);
    const bool scientific = magnitude != 0 && (magnitude < 1e-6 || magnitude >= 1e21);
    const bool padded = magnitude >= kExactIntegers && !scientific;
    std::array<char, 64> buffer; // NOLINT: filled by to_chars
    const auto [end, error] =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                      scientific || padded ? std::chars_format::scientific : std::chars_format::fixed);
    const std::string_view text(buffer.data(), error == std::errc{} ? end : buffer.data());
    if (padded)
        appendPadded(out, text);
    else
        out += text;
}

std::string formatNumber(double value)
{
    std::string text;
    appendNumber(text, value);
    return text;
}

} // namespace nocturne
