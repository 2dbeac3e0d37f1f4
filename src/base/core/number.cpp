// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/core/number.h"

#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>

namespace nocturne {

namespace {

constexpr double kNormalNan = std::bit_cast<double>(std::uint64_t{0x7ff8000000000001});

/// from_chars reports both ends of the range alike: tells "too small" by the sign of the decimal exponent.
bool isTiny(std::string_view digits)
{
    const auto e = digits.find_first_of("eE");
    if (e != std::string_view::npos && e + 1 < digits.size())
        return digits[e + 1] == '-';
    return digits.starts_with("0") || digits.starts_with(".");
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
        return kNormalNan;
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
    std::array<char, 64> buffer; // NOLINT: filled by to_chars
    const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                            scientific ? std::chars_format::scientific : std::chars_format::fixed);
    out.append(buffer.data(), error == std::errc{} ? end : buffer.data());
}

std::string formatNumber(double value)
{
    std::string text;
    appendNumber(text, value);
    return text;
}

} // namespace nocturne
