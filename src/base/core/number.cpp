// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/core/number.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>

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

char* put(char* out, std::string_view text) { return std::ranges::copy(text, out).out; }

/// Writes "1.25e+17" without exponent: its digits and then zeros.
char* putPadded(char* out, std::string_view scientific)
{
    const auto e = scientific.find('e');
    std::size_t exponent = 0;
    std::from_chars(scientific.data() + e + 2, scientific.data() + scientific.size(), exponent);
    auto digits = scientific.substr(0, e);
    if (digits.front() == '-') {
        *out++ = '-';
        digits.remove_prefix(1);
    }
    const auto fraction = digits.size() > 2 ? digits.substr(2) : std::string_view();
    *out++ = digits.front();
    out = put(out, fraction);
    const auto zeros = exponent - fraction.size();
    std::memset(out, '0', zeros);
    return out + zeros;
}

/// Writes millionths as a decimal without trailing zeros: 1250000 is "1.25".
char* putMillionths(char* out, std::int64_t millionths)
{
    constexpr std::int64_t kMillion = 1'000'000;
    const auto magnitude = std::abs(millionths);
    if (millionths < 0)
        *out++ = '-';
    out = std::to_chars(out, out + kMaxNumberBytes / 2, magnitude / kMillion).ptr;
    auto rest = magnitude % kMillion;
    if (rest == 0)
        return out;
    *out++ = '.';
    char* const last = out + 6;
    for (char* p = last; p != out; rest /= 10)
        *--p = static_cast<char>('0' + rest % 10);
    out = last;
    while (out[-1] == '0')
        --out;
    return out;
}

/// Whole numbers and short decimals, which most measured values are. A decimal of at most 15 digits that reads back to
/// the double is the shortest one: no two such decimals share a double. nullptr where `value` is none.
char* putShort(char* out, double value)
{
    constexpr double kManyDigits = 1e15;
    const double magnitude = std::abs(value);
    if (!(magnitude < kManyDigits) || (value == 0 && std::signbit(value)))
        return nullptr;
    const auto whole = static_cast<std::int64_t>(value);
    if (static_cast<double>(whole) == value)
        return std::to_chars(out, out + kMaxNumberBytes, whole).ptr;
    constexpr double kMillion = 1e6;
    const double scaled = value * kMillion;
    if (std::abs(scaled) >= kManyDigits)
        return nullptr;
    const auto millionths = static_cast<std::int64_t>(scaled + std::copysign(0.5, scaled));
    return millionths != 0 && static_cast<double>(millionths) / kMillion == value ? putMillionths(out, millionths)
                                                                                  : nullptr;
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

char* writeNumber(char* out, double value)
{
    if (char* const end = putShort(out, value))
        return end;
    if (std::isnan(value))
        return put(out, "NaN");
    if (std::isinf(value))
        return put(out, value > 0 ? "+Inf" : "-Inf");
    const double magnitude = std::abs(value);
    const bool scientific = magnitude != 0 && (magnitude < 1e-6 || magnitude >= 1e21);
    const bool padded = magnitude >= kExactIntegers && !scientific;
    if (!padded) {
        return std::to_chars(out, out + kMaxNumberBytes, value,
                             scientific ? std::chars_format::scientific : std::chars_format::fixed)
            .ptr;
    }
    std::array<char, kMaxNumberBytes> buffer; // NOLINT: filled by to_chars
    const auto* const end =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::scientific).ptr;
    return putPadded(out, {buffer.data(), static_cast<std::size_t>(end - buffer.data())});
}

void appendNumber(std::string& out, double value)
{
    std::array<char, kMaxNumberBytes> buffer; // NOLINT: filled by writeNumber
    const char* const end = writeNumber(buffer.data(), value);
    out.append(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
}

std::string formatNumber(double value)
{
    std::string text;
    appendNumber(text, value);
    return text;
}

} // namespace nocturne
