// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/core/clock.h"
#include "engine/exposition/byte_scan.h"

namespace nocturne::exposition {

/// Reads a short decimal at `p` and returns where it stops; nullptr when it is not one that two exactly represented
/// numbers and a single rounding give: at most 2^53, at most 22 decimal places either way.
/// After Clinger, "How to read floating point numbers accurately" (PLDI 1990), section 4.
inline const char* readShortDecimal(const char* p, const char* end, double& value)
{
    static constexpr std::array<double, 23> kPowers = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                       1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                                       1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    const bool negative = p != end && *p == '-';
    p += negative ? 1 : 0;
    std::uint64_t mantissa = 0;
    const auto readDigits = [&] {
        const char* const first = p;
        for (; end - p >= 8 && scan::areEightDigits(p); p += 8)
            mantissa = mantissa * 100'000'000 + scan::eightDigits(p);
        for (; p != end && scan::isDigit(*p); ++p)
            mantissa = mantissa * 10 + static_cast<std::uint64_t>(*p - '0'); // wraps harmlessly: too long is refused
        return p - first;
    };
    auto digits = readDigits();
    std::ptrdiff_t exponent = 0;
    if (p != end && *p == '.') {
        ++p;
        exponent = -readDigits();
        digits -= exponent;
    }
    if (digits == 0 || digits > 18)
        return nullptr;
    if (p != end && (*p == 'e' || *p == 'E')) {
        ++p;
        const bool down = p != end && *p == '-';
        if (p != end && (*p == '-' || *p == '+'))
            ++p;
        const char* const first = p;
        std::ptrdiff_t power = 0;
        for (; p != end && p - first < 4 && scan::isDigit(*p); ++p)
            power = power * 10 + (*p - '0');
        if (p == first)
            return nullptr;
        exponent += down ? -power : power;
    }
    if (mantissa > (std::uint64_t{1} << 53U) || exponent < -22 || exponent > 22)
        return nullptr;
    const auto exact = static_cast<double>(mantissa);
    const double magnitude = exponent < 0 ? exact / kPowers[static_cast<std::size_t>(-exponent)]
                                          : exact * kPowers[static_cast<std::size_t>(exponent)];
    value = negative ? -magnitude : magnitude;
    return p;
}

/// Milliseconds from a timestamp of OpenMetrics, in seconds: exact for decimals (never a millisecond short, as a
/// product of doubles can be), what lies below a millisecond cut off, beyond the range of Timestamp the last one.
/// std::nullopt for what is no number, and for NaN and infinities.
std::optional<Timestamp> readSeconds(std::string_view text);

/// `ms` as a timestamp of OpenMetrics: `1520879607.789`.
void appendSeconds(std::string& out, Timestamp ms);

/// A bound (`le`, `quantile`) as Prometheus normalises it: the shortest form as Go's 'g' prints it, with `.0` added to
/// whole numbers; `text` itself when it is no number, or normal already. Else the result is appended to `buffer`, which
/// must have room for text.size() + 32 bytes, and seen there.
/// Source: Prometheus, model/textparse/interface.go and openmetricsparse.go, formatOpenMetricsFloat.
std::string_view normalisedBound(std::string& buffer, std::string_view text);

} // namespace nocturne::exposition
