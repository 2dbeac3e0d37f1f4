// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/templates/humanize.h"

#include <array>
#include <cmath>
#include <limits>

#include "watch/templates/go_format.h"
#include "watch/templates/methods.h"

namespace nocturne::templates {

namespace {

constexpr std::array<std::string_view, 8> kLarge = {"k", "M", "G", "T", "P", "E", "Z", "Y"};
constexpr std::array<std::string_view, 8> kSmall = {"m", "u", "n", "p", "f", "a", "z", "y"};
constexpr std::array<std::string_view, 8> kBinary = {"ki", "Mi", "Gi", "Ti", "Pi", "Ei", "Zi", "Yi"};

bool isFinite(double value) { return !std::isnan(value) && !std::isinf(value); }

/// A value below one with the prefix that brings it to one or more.
std::string enlarged(double value)
{
    std::string_view prefix;
    for (const auto next : kSmall) {
        if (std::abs(value) >= 1)
            break;
        prefix = next;
        value *= 1000;
    }
    return fourDigits(value) + std::string(prefix);
}

std::string reduced(double value, double base, const std::array<std::string_view, 8>& prefixes)
{
    std::string_view prefix;
    for (const auto next : prefixes) {
        if (std::abs(value) < base)
            break;
        prefix = next;
        value /= base;
    }
    return fourDigits(value) + std::string(prefix);
}

/// What x86-64 makes of a number that does not fit, as Prometheus prints it there.
std::int64_t wholeOf(double value)
{
    return std::abs(value) < 0x1p63 ? static_cast<std::int64_t>(value) : std::numeric_limits<std::int64_t>::min();
}

} // namespace

std::string humanize(double value)
{
    if (value == 0 || !isFinite(value))
        return fourDigits(value);
    return std::abs(value) >= 1 ? reduced(value, 1000, kLarge) : enlarged(value);
}

std::string humanize1024(double value)
{
    return std::abs(value) <= 1 || !isFinite(value) ? fourDigits(value) : reduced(value, 1024, kBinary);
}

std::string humanizeDuration(double seconds)
{
    if (!isFinite(seconds))
        return fourDigits(seconds);
    if (seconds == 0)
        return fourDigits(seconds) + "s";
    if (std::abs(seconds) < 1)
        return enlarged(seconds) + "s";
    const std::string sign = seconds < 0 ? "-" : "";
    const double total = std::abs(seconds);
    const auto whole = wholeOf(total);
    const auto days = whole / 86400;
    const auto hours = whole / 3600 % 24;
    const auto minutes = whole / 60 % 60;
    if (days == 0 && hours == 0 && minutes == 0)
        return sign + fourDigits(total) + "s";
    std::string text = sign;
    if (days != 0)
        text += std::to_string(days) + "d ";
    if (days != 0 || hours != 0)
        text += std::to_string(hours) + "h ";
    return text + std::to_string(minutes) + "m " + std::to_string(whole % 60) + "s";
}

std::string humanizePercentage(double ratio) { return fourDigits(ratio * 100) + "%"; }

Result<Time> timeOf(double seconds)
{
    if (!isFinite(seconds))
        return fail(Error::Kind::InvalidInput, "value is NaN or Inf");
    const double nanoseconds = seconds * 1e9;
    if (std::abs(nanoseconds) >= 0x1p63)
        return fail(Error::Kind::InvalidInput, goNumber(seconds) + " cannot be represented as a nanoseconds timestamp "
                                                                   "since it overflows int64");
    return Time{static_cast<std::int64_t>(nanoseconds) / 1'000'000 * 1'000'000};
}

Result<std::string> humanizeTimestamp(double seconds)
{
    if (!isFinite(seconds))
        return fourDigits(seconds);
    const auto time = timeOf(seconds);
    if (!time)
        return tl::unexpected(time.error());
    return timeText(*time);
}

} // namespace nocturne::templates
