// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/rules/template.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <ctime>

namespace nocturne::rules {

namespace {

/// %.4g of Go, which prints what C prints for these magnitudes.
std::string fourDigits(double value)
{
    std::array<char, 64> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "%.4g", value); // NOLINT: fixed format
    return buffer.data();
}

} // namespace

std::string goNumber(double value)
{
    if (std::isnan(value))
        return "NaN";
    if (std::isinf(value))
        return value > 0 ? "+Inf" : "-Inf";
    // %v is %g with the shortest digits, which write an exponent below 1e-4 and from 1e6 on.
    const double magnitude = std::abs(value);
    const bool scientific = magnitude != 0 && (magnitude < 1e-4 || magnitude >= 1e6);
    std::array<char, 64> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                   scientific ? std::chars_format::scientific : std::chars_format::fixed);
    return {buffer.data(), end.ptr};
}

std::string humanize(double value)
{
    if (value == 0 || std::isnan(value) || std::isinf(value))
        return value == 0 ? "0" : goNumber(value);
    std::string_view prefix;
    if (std::abs(value) >= 1) {
        for (const std::string_view next : {"k", "M", "G", "T", "P", "E", "Z", "Y"}) {
            if (std::abs(value) < 1000)
                break;
            prefix = next;
            value /= 1000;
        }
    } else {
        for (const std::string_view next : {"m", "u", "n", "p", "f", "a", "z", "y"}) {
            if (std::abs(value) >= 1)
                break;
            prefix = next;
            value *= 1000;
        }
    }
    return fourDigits(value) + std::string(prefix);
}

std::string humanize1024(double value)
{
    if (std::isnan(value) || std::isinf(value))
        return goNumber(value);
    std::string_view prefix;
    for (const std::string_view next : {"ki", "Mi", "Gi", "Ti", "Pi", "Ei", "Zi", "Yi"}) {
        if (std::abs(value) < 1024)
            break;
        prefix = next;
        value /= 1024;
    }
    return fourDigits(value) + std::string(prefix);
}

std::string humanizeDuration(double seconds)
{
    if (std::isnan(seconds) || std::isinf(seconds))
        return goNumber(seconds);
    if (seconds == 0)
        return "0s";
    if (std::abs(seconds) >= 1) {
        const std::string sign = seconds < 0 ? "-" : "";
        const double total = std::abs(seconds);
        const auto duration = static_cast<long long>(total);
        const long long s = duration % 60;
        const long long m = duration / 60 % 60;
        const long long h = duration / 3600 % 24;
        const long long d = duration / 86400;
        const auto text = [](long long count, const char* unit) { return std::to_string(count) + unit; };
        if (d != 0)
            return sign + text(d, "d ") + text(h, "h ") + text(m, "m ") + text(s, "s");
        if (h != 0)
            return sign + text(h, "h ") + text(m, "m ") + text(s, "s");
        if (m != 0)
            return sign + text(m, "m ") + text(s, "s");
        return sign + fourDigits(total) + "s";
    }
    std::string_view prefix;
    for (const std::string_view next : {"m", "u", "n", "p", "f", "a", "z", "y"}) {
        if (std::abs(seconds) >= 1)
            break;
        prefix = next;
        seconds *= 1000;
    }
    return fourDigits(seconds) + std::string(prefix) + "s";
}

std::string humanizePercentage(double ratio) { return fourDigits(ratio * 100) + "%"; }

std::string humanizeTimestamp(double seconds)
{
    if (std::isnan(seconds) || std::isinf(seconds) || std::abs(seconds) > 1e11)
        return goNumber(seconds);
    const auto time = static_cast<std::time_t>(std::floor(seconds));
    std::tm parts{};
    gmtime_r(&time, &parts);
    std::array<char, 64> buffer{};
    std::strftime(buffer.data(), buffer.size(), "%Y-%m-%d %H:%M:%S", &parts);
    std::string text = buffer.data();
    const auto ms = static_cast<int>(std::lround((seconds - std::floor(seconds)) * 1000));
    if (ms > 0 && ms < 1000) {
        auto fraction = std::to_string(1000 + ms).substr(1);
        while (fraction.ends_with('0'))
            fraction.pop_back();
        text += "." + fraction;
    }
    return text + " +0000 UTC";
}

} // namespace nocturne::rules
