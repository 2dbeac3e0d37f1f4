// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/server/parameters.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "base/core/duration.h"
#include "base/core/number.h"
#include "base/core/text.h"
#include "base/core/utf8.h"

namespace nocturne::server {

namespace {

constexpr double kFarthestMs = 9007199254740992.0; // 2^53: beyond, milliseconds in doubles are no longer whole

std::string quoted(std::string_view text) { return '"' + printable(text, 64) + '"'; }

tl::unexpected<Error> invalid(std::string message) { return fail(Error::Kind::InvalidInput, std::move(message)); }

/// Reads digits of a fixed width off the front.
std::optional<int> takeDigits(std::string_view& text, std::size_t width)
{
    int value = 0;
    if (text.size() < width)
        return std::nullopt;
    const auto [end, error] = std::from_chars(text.data(), text.data() + width, value);
    if (error != std::errc{} || end != text.data() + width || text.front() == '-')
        return std::nullopt;
    text.remove_prefix(width);
    return value;
}

bool take(std::string_view& text, char c)
{
    if (text.empty() || (text.front() | 0x20) != (c | 0x20))
        return false;
    text.remove_prefix(1);
    return true;
}

/// The fraction behind seconds, in ms, rounded down.
std::optional<int> takeFraction(std::string_view& text)
{
    if (!take(text, '.'))
        return 0;
    int ms = 0;
    std::size_t digits = 0;
    for (; digits < text.size() && text[digits] >= '0' && text[digits] <= '9'; ++digits)
        ms = digits < 3 ? ms * 10 + (text[digits] - '0') : ms;
    for (auto width = digits; width < 3; ++width)
        ms *= 10;
    text.remove_prefix(digits);
    return digits == 0 ? std::nullopt : std::optional(ms);
}

/// Minutes east of Greenwich: `Z`, `+01:00`.
std::optional<int> takeZone(std::string_view& text)
{
    if (take(text, 'Z'))
        return 0;
    if (text.empty() || (text.front() != '+' && text.front() != '-'))
        return std::nullopt;
    const int sign = text.front() == '-' ? -1 : 1;
    text.remove_prefix(1);
    const auto hours = takeDigits(text, 2);
    const bool colon = take(text, ':');
    const auto minutes = takeDigits(text, 2);
    if (!hours || !colon || !minutes || *hours > 23 || *minutes > 59)
        return std::nullopt;
    return sign * (*hours * 60 + *minutes);
}

/// RFC 3339: `2015-07-01T20:10:51.781Z`.
std::optional<Timestamp> parseDate(std::string_view text)
{
    const auto year = takeDigits(text, 4);
    const bool firstDash = take(text, '-');
    const auto month = takeDigits(text, 2);
    const bool secondDash = take(text, '-');
    const auto day = takeDigits(text, 2);
    const bool letter = take(text, 'T');
    const auto hour = takeDigits(text, 2);
    const bool firstColon = take(text, ':');
    const auto minute = takeDigits(text, 2);
    const bool secondColon = take(text, ':');
    const auto second = takeDigits(text, 2);
    if (!year || !firstDash || !month || !secondDash || !day || !letter || !hour || !firstColon || !minute ||
        !secondColon || !second)
        return std::nullopt;
    const auto fraction = takeFraction(text);
    const auto zone = takeZone(text);
    const std::chrono::year_month_day date(std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day)));
    if (!fraction || !zone || !text.empty() || !date.ok() || *hour > 23 || *minute > 59 || *second > 59)
        return std::nullopt;
    const auto days = std::chrono::sys_days(date).time_since_epoch();
    const auto seconds = std::chrono::seconds(days) + std::chrono::hours(*hour) +
                         std::chrono::minutes(*minute - *zone) + std::chrono::seconds(*second);
    return std::chrono::milliseconds(seconds).count() + *fraction;
}

std::optional<std::int64_t> millisecondsOf(double seconds)
{
    const double ms = std::round(seconds * 1000);
    return std::isfinite(ms) && std::abs(ms) <= kFarthestMs ? std::optional(static_cast<std::int64_t>(ms))
                                                            : std::nullopt;
}

} // namespace

Result<Timestamp> parseTime(std::string_view text)
{
    if (const auto seconds = parseNumber(text)) {
        if (const auto ms = millisecondsOf(*seconds))
            return *ms;
    } else if (const auto date = parseDate(text)) {
        return *date;
    }
    return invalid("cannot parse " + quoted(text) + " to a valid timestamp");
}

Result<std::chrono::milliseconds> parseSpan(std::string_view text)
{
    if (const auto seconds = parseNumber(text)) {
        if (const auto ms = millisecondsOf(*seconds))
            return std::chrono::milliseconds(*ms);
        return invalid("cannot parse " + quoted(text) + " to a valid duration. It overflows int64");
    }
    const auto duration = parseDuration(text);
    if (!duration)
        return invalid("cannot parse " + quoted(text) + " to a valid duration");
    return *duration;
}

Error invalidParameter(std::string_view name, const Error& why)
{
    return {Error::Kind::InvalidInput, "invalid parameter \"" + std::string(name) + "\": " + why.message};
}

Result<Timestamp> timeParameter(const Form& form, std::string_view name, std::optional<Timestamp> fallback)
{
    const auto text = form.get(name);
    if (text.empty() && fallback)
        return *fallback;
    return parseTime(text).map_error([&](const Error& error) { return invalidParameter(name, error); });
}

Result<std::optional<std::chrono::milliseconds>> spanParameter(const Form& form, std::string_view name)
{
    const auto text = form.get(name);
    if (text.empty())
        return std::nullopt;
    return parseSpan(text)
        .map([](std::chrono::milliseconds span) { return std::optional(span); })
        .map_error([&](const Error& error) { return invalidParameter(name, error); });
}

Result<std::size_t> limitParameter(const Form& form, std::string_view name)
{
    const auto text = form.get(name);
    if (text.empty())
        return std::size_t{0};
    std::int64_t limit = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), limit);
    if (error != std::errc{} || end != text.data() + text.size())
        return tl::unexpected(
            invalidParameter(name, {Error::Kind::InvalidInput, "cannot parse " + quoted(text) + " to a valid limit"}));
    if (limit < 0)
        return tl::unexpected(invalidParameter(name, {Error::Kind::InvalidInput, "limit must be non-negative"}));
    return static_cast<std::size_t>(limit);
}

Result<bool> flagParameter(const Form& form, std::string_view name)
{
    static constexpr std::array<std::string_view, 6> kTrue = {"1", "t", "T", "true", "True", "TRUE"};
    static constexpr std::array<std::string_view, 7> kFalse = {"", "0", "f", "F", "false", "False", "FALSE"};
    const auto text = form.get(name);
    if (std::ranges::find(kTrue, text) != kTrue.end())
        return true;
    if (std::ranges::find(kFalse, text) != kFalse.end())
        return false;
    return tl::unexpected(
        invalidParameter(name, {Error::Kind::InvalidInput, "cannot parse " + quoted(text) + " to true or false"}));
}

namespace {

/// `U__a_2e_b` is `a.b`; nothing where the notation is broken.
std::optional<std::string> unescaped(std::string_view name)
{
    std::string out;
    for (name.remove_prefix(3); !name.empty();) {
        if (name.front() != '_') {
            out += name.front();
            name.remove_prefix(1);
            continue;
        }
        const auto end = name.find('_', 1);
        if (end == std::string_view::npos)
            return std::nullopt;
        const auto digits = name.substr(1, end - 1);
        name.remove_prefix(end + 1);
        if (digits.empty()) {
            out += '_';
            continue;
        }
        std::uint32_t code = 0;
        const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
        if (error != std::errc{} || stop != digits.data() + digits.size() || !isCharacter(code))
            return std::nullopt;
        appendUtf8(out, code);
    }
    return out;
}

} // namespace

Result<std::string> labelNameFromPath(std::string_view segment)
{
    auto name = percentDecoded(segment, false);
    if (!name)
        return name;
    if (name->starts_with("U__"))
        *name = unescaped(*name).value_or(*name);
    if (name->empty() || !isValidUtf8(*name) || name->find('\0') != std::string::npos)
        return invalid("invalid label name: " + quoted(*name));
    return name;
}

} // namespace nocturne::server
