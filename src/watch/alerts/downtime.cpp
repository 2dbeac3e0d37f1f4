// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/alerts/downtime.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include <date/date.h>
#include <date/tz.h>

namespace nocturne::alerts {

namespace {

using Every = Recurrence::Every;
using std::chrono::milliseconds;
using LocalTime = date::local_time<milliseconds>;
using SysTime = date::sys_time<milliseconds>;

constexpr std::array<std::pair<Every, std::string_view>, 4> kWords = {
    {{Every::Once, "once"}, {Every::Day, "day"}, {Every::Week, "week"}, {Every::Month, "month"}}};

/// Null when the system has no such zone. The library throws, and nothing may leave this file.
const date::time_zone* zoneOf(const std::string& name)
{
    try {
        return date::locate_zone(name.empty() ? "UTC" : name);
    } catch (const std::runtime_error&) {
        return nullptr;
    }
}

LocalTime toLocal(const date::time_zone& zone, Timestamp time) { return zone.to_local(SysTime(milliseconds(time))); }

/// The moment at which the wall clock shows `local`: of two the first, and for a time that is left out the change.
Timestamp toSystem(const date::time_zone& zone, LocalTime local)
{
    const auto info = zone.get_info(local);
    if (info.result == date::local_info::nonexistent)
        return std::chrono::duration_cast<milliseconds>(info.first.end.time_since_epoch()).count();
    return (local.time_since_epoch() - info.first.offset).count();
}

/// The day of the `n`th window after the first, where there is one.
std::optional<date::local_days> dayOf(const Downtime& downtime, date::local_days first, int n)
{
    if (downtime.recurrence.every != Every::Month)
        return first + date::days(n);
    const date::year_month_day base(first);
    const auto month = base.year() / base.month() + date::months(n);
    const auto day = month / base.day();
    return day.ok() ? std::optional(date::local_days(day)) : std::nullopt;
}

bool isOnWeekday(const Downtime& downtime, date::local_days first, date::local_days day)
{
    if (downtime.recurrence.every != Every::Week)
        return true;
    const auto weekday = static_cast<int>(date::weekday(day).c_encoding());
    const auto& days = downtime.recurrence.weekdays;
    return days.empty() ? date::weekday(day) == date::weekday(first) : std::ranges::find(days, weekday) != days.end();
}

std::optional<TimeWindow> recurring(const Downtime& downtime, const date::time_zone& zone, Timestamp time)
{
    const auto start = toLocal(zone, downtime.first.start);
    const auto length = toLocal(zone, downtime.first.end) - start; // by the wall clock
    const auto first = date::floor<date::days>(start);
    const auto timeOfDay = start - LocalTime(first);
    const auto daysSince = (date::floor<date::days>(toLocal(zone, time) - length) - first).count() - 1;
    const bool isMonthly = downtime.recurrence.every == Every::Month;
    const auto from = std::max<std::int64_t>(0, isMonthly ? daysSince / 31 - 1 : daysSince);
    // A weekday comes within eight days, a 29th, 30th or 31st within nine years at the latest.
    const int most = isMonthly ? 9 * 12 + 3 : 16;
    for (int n = 0; n < most + static_cast<int>(daysSince / 1000); ++n) {
        const auto day = dayOf(downtime, first, static_cast<int>(from) + n);
        if (!day || !isOnWeekday(downtime, first, *day))
            continue;
        const auto local = LocalTime(*day) + timeOfDay;
        const TimeWindow window{toSystem(zone, local), toSystem(zone, local + length)};
        if (downtime.recurrence.until && window.start > *downtime.recurrence.until)
            return std::nullopt;
        if (window.end > time && window.end > window.start)
            return window;
    }
    return std::nullopt;
}

std::chrono::hours shortestDistance(const Recurrence& recurrence)
{
    switch (recurrence.every) {
    case Every::Day:
        return std::chrono::hours(24);
    case Every::Week:
        return std::chrono::hours(recurrence.weekdays.size() > 1 ? 24 : 24 * 7);
    case Every::Month:
        return std::chrono::hours(24 * 28);
    case Every::Once:
        break;
    }
    return kLongestSilence;
}

/// "2026-03-14 22:00"
std::optional<LocalTime> localTimeFrom(std::string_view text)
{
    constexpr std::string_view kForm = "0000-00-00 00:00";
    const auto fits = [](char c, char form) { return form == '0' ? c >= '0' && c <= '9' : c == form; };
    if (text.size() != kForm.size() || !std::equal(text.begin(), text.end(), kForm.begin(), fits))
        return std::nullopt;
    const auto number = [&](std::size_t at, std::size_t digits) {
        int value = 0;
        for (const char c : text.substr(at, digits))
            value = 10 * value + (c - '0');
        return value;
    };
    const auto day = date::year(number(0, 4)) / number(5, 2) / number(8, 2);
    if (!day.ok() || number(11, 2) > 23 || number(14, 2) > 59)
        return std::nullopt;
    return LocalTime(date::local_days(day)) + std::chrono::hours(number(11, 2)) + std::chrono::minutes(number(14, 2));
}

} // namespace

std::string_view toString(Every every)
{
    const auto* const found = std::ranges::find(kWords, every, [](const auto& entry) { return entry.first; });
    return found == kWords.end() ? "once" : found->second;
}

std::optional<Every> recurrenceFrom(std::string_view word)
{
    const auto* const found = std::ranges::find(kWords, word, [](const auto& entry) { return entry.second; });
    return found == kWords.end() ? std::nullopt : std::optional(found->first);
}

Result<void> checkDowntime(const Downtime& downtime, Timestamp now)
{
    const auto refuse = [](std::string why) -> Result<void> { return fail(Error::Kind::InvalidInput, std::move(why)); };
    const bool isOnce = downtime.recurrence.every == Every::Once;
    // The rules for matchers, names and lengths are those of a silence over the first window.
    const Silence alike{
        "", downtime.matchers, downtime.first.start, downtime.first.end, downtime.createdBy, downtime.comment};
    if (auto checked = checkSilence(alike, isOnce ? now : downtime.first.start); !checked) {
        auto message = checked.error().message;
        for (auto at = message.find("silence"); at != std::string::npos; at = message.find("silence", at))
            message.replace(at, 7, "downtime");
        return refuse(std::move(message));
    }
    if (downtime.duration.count() < 0)
        return refuse("the duration of a flexible downtime is less than nothing");
    if (downtime.isFlexible() && downtime.duration > milliseconds(kLongestSilence))
        return refuse("a flexible downtime lasts a year at most");
    if (zoneOf(downtime.zone) == nullptr)
        return refuse("the time zone \"" + downtime.zone.substr(0, 64) +
                      "\" is not known here: write it as in Europe/Berlin");
    for (const int day : downtime.recurrence.weekdays) {
        if (day < 0 || day > 6)
            return refuse("weekdays are 0, Sunday, to 6, Saturday");
    }
    if (milliseconds(downtime.first.end - downtime.first.start) > shortestDistance(downtime.recurrence))
        return refuse("the window is longer than the time until it comes again");
    return {};
}

std::optional<TimeWindow> windowFrom(const Downtime& downtime, Timestamp time)
{
    std::optional<TimeWindow> window;
    if (downtime.recurrence.every == Every::Once || time < downtime.first.end) {
        if (time < downtime.first.end)
            window = downtime.first;
    } else if (const auto* zone = zoneOf(downtime.zone)) {
        window = recurring(downtime, *zone, time);
    }
    if (window && downtime.cancelledAt != 0 && window->start >= downtime.cancelledAt)
        return std::nullopt;
    return window;
}

std::optional<Timestamp> endOfEffect(const Downtime& downtime, Timestamp time)
{
    std::optional<Timestamp> end;
    if (downtime.isFlexible()) {
        const auto over = downtime.triggeredAt + downtime.duration.count();
        if (downtime.triggeredAt != 0 && downtime.triggeredAt <= time && time < over)
            end = over;
    } else if (const auto window = windowFrom(downtime, time); window && window->contains(time)) {
        end = window->end;
    }
    if (end && downtime.cancelledAt != 0)
        end = std::min(*end, downtime.cancelledAt);
    return end && *end > time ? end : std::nullopt;
}

Result<Timestamp> momentByClock(std::string_view text, const std::string& zone)
{
    const auto* known = zoneOf(zone);
    if (known == nullptr)
        return fail(Error::Kind::InvalidInput,
                    "the time zone \"" + zone.substr(0, 64) + "\" is not known here: write it as in Europe/Berlin");
    const auto local = localTimeFrom(text);
    if (!local)
        return fail(Error::Kind::InvalidInput, "write a day and a time, as in 2026-03-14 22:00");
    return toSystem(*known, *local);
}

std::string clockText(Timestamp time, const std::string& zone)
{
    const auto* known = zoneOf(zone);
    const auto local = known != nullptr ? toLocal(*known, time) : LocalTime(milliseconds(time));
    return date::format("%Y-%m-%d %H:%M", date::floor<std::chrono::minutes>(local));
}

bool isInEffect(const Downtime& downtime, Timestamp time) { return endOfEffect(downtime, time).has_value(); }

bool awaitsProblem(const Downtime& downtime, Timestamp time)
{
    if (!downtime.isFlexible() || (downtime.cancelledAt != 0 && time >= downtime.cancelledAt))
        return false;
    const auto window = windowFrom(downtime, time);
    return window && window->contains(time) && downtime.triggeredAt < window->start;
}

} // namespace nocturne::alerts
