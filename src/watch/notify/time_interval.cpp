// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/notify/time_interval.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <exception>
#include <optional>

#include <date/tz.h>

#include "base/core/text.h"

namespace nocturne::notify {

namespace {

using namespace std::chrono;

constexpr std::array<std::string_view, 7> kWeekdays = {"sunday",   "monday", "tuesday", "wednesday",
                                                       "thursday", "friday", "saturday"};
constexpr std::array<std::string_view, 12> kMonths = {"january",   "february", "march",    "april",
                                                      "may",       "june",     "july",     "august",
                                                      "september", "october",  "november", "december"};

/// Null where there is none; the library throws.
const date::time_zone* zoneOf(const std::string& location)
{
    try {
        return location == "Local" ? date::current_zone() : date::locate_zone(location.empty() ? "UTC" : location);
    } catch (const std::exception&) {
        return nullptr;
    }
}

struct LocalTime
{
    int year = 0;
    int month = 0;
    int day = 0;
    int daysInMonth = 0;
    int weekday = 0;
    int minute = 0; ///< of the day
};

LocalTime localTime(Timestamp time, const std::string& location)
{
    const date::sys_time<milliseconds> utc{milliseconds(time)};
    const auto* zone = zoneOf(location);
    const auto local = zone == nullptr ? date::local_time<milliseconds>{utc.time_since_epoch()} : zone->to_local(utc);
    const auto midnight = date::floor<date::days>(local);
    const date::year_month_day date{midnight};
    const date::year_month_day_last last{date.year() / date.month() / date::last};
    return {int{date.year()},
            static_cast<int>(unsigned{date.month()}),
            static_cast<int>(unsigned{date.day()}),
            static_cast<int>(unsigned{last.day()}),
            static_cast<int>(date::weekday{midnight}.c_encoding()),
            static_cast<int>(floor<minutes>(local - midnight).count())};
}

bool isIn(const std::vector<NumberRange>& ranges, int number)
{
    return ranges.empty() || std::ranges::any_of(ranges, [&](const NumberRange& range) {
               return range.first <= number && number <= range.last;
           });
}

bool isInDays(const std::vector<NumberRange>& ranges, const LocalTime& time)
{
    const auto fromStart = [&](int day) { return day < 0 ? time.daysInMonth + day + 1 : day; };
    return ranges.empty() || std::ranges::any_of(ranges, [&](const NumberRange& range) {
               return fromStart(range.first) <= time.day && time.day <= fromStart(range.last);
           });
}

bool isInTimes(const std::vector<MinuteRange>& ranges, int minute)
{
    return ranges.empty() || std::ranges::any_of(ranges, [&](const MinuteRange& range) {
               return range.begin <= minute && minute < range.end;
           });
}

std::optional<int> numberOf(std::string_view text)
{
    int number = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && stop == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

template <typename Names>
std::optional<int> indexOf(const Names& names, std::string_view text)
{
    const auto found = std::ranges::find(names, asciiLower(text));
    return found == names.end() ? std::nullopt : std::optional(static_cast<int>(found - names.begin()));
}

/// `A` or `A:B`, each end read by `one`.
template <typename One>
Result<NumberRange> rangeOf(std::string_view text, std::string_view what, One one)
{
    const auto colon = text.find(':');
    const auto first = one(trimmed(text.substr(0, colon)));
    const auto last = colon == std::string_view::npos ? first : one(trimmed(text.substr(colon + 1)));
    if (!first || !last)
        return fail(Error::Kind::InvalidInput, '"' + printable(text, 60) + "\" is no range of " + std::string(what));
    if (*first > *last && (*first < 0) == (*last < 0)) {
        return fail(Error::Kind::InvalidInput,
                    '"' + printable(text, 60) + "\" ends before it begins: write it as two ranges");
    }
    return NumberRange{*first, *last};
}

} // namespace

bool TimeInterval::contains(Timestamp time) const
{
    const auto local = localTime(time, location);
    return isIn(years, local.year) && isIn(months, local.month) && isInDays(daysOfMonth, local) &&
           isIn(weekdays, local.weekday) && isInTimes(times, local.minute);
}

bool NamedInterval::contains(Timestamp time) const
{
    return std::ranges::any_of(times, [&](const TimeInterval& interval) { return interval.contains(time); });
}

Result<int> parseMinute(std::string_view text)
{
    const bool isShaped = text.size() == 5 && text[2] == ':';
    const auto hour = isShaped ? numberOf(text.substr(0, 2)) : std::nullopt;
    const auto minute = isShaped ? numberOf(text.substr(3)) : std::nullopt;
    const bool isTime =
        hour && minute && *hour >= 0 && *minute >= 0 && *minute < 60 && (*hour < 24 || (*hour == 24 && *minute == 0));
    if (!isTime)
        return fail(Error::Kind::InvalidInput,
                    '"' + printable(text, 60) + "\" is no time of day: write 09:00, and 24:00 for the end of the day");
    return *hour * 60 + *minute;
}

Result<NumberRange> parseWeekdays(std::string_view text)
{
    return rangeOf(text, "weekdays: write monday:friday, or sunday",
                   [](std::string_view word) { return indexOf(kWeekdays, word); });
}

Result<NumberRange> parseDaysOfMonth(std::string_view text)
{
    return rangeOf(text, "days of the month: write 1:5, or -1 for the last one", [](std::string_view word) {
        const auto day = numberOf(word);
        return day && *day != 0 && *day >= -31 && *day <= 31 ? day : std::nullopt;
    });
}

Result<NumberRange> parseMonths(std::string_view text)
{
    return rangeOf(text, "months: write january:march, or 1:3", [](std::string_view word) -> std::optional<int> {
        if (const auto index = indexOf(kMonths, word))
            return *index + 1;
        const auto month = numberOf(word);
        return month && *month >= 1 && *month <= 12 ? month : std::nullopt;
    });
}

Result<NumberRange> parseYears(std::string_view text)
{
    return rangeOf(text, "years: write 2026:2030", [](std::string_view word) {
        const auto year = numberOf(word);
        return year && *year >= 0 && *year <= 9999 ? year : std::nullopt;
    });
}

bool isLocation(const std::string& name) { return zoneOf(name) != nullptr; }

} // namespace nocturne::notify
