// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/notify/times.h"

#include <array>
#include <chrono>
#include <cstdio>

namespace nocturne::notify {

namespace {

using namespace std::chrono;

constexpr std::array<const char*, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<const char*, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

struct Parts
{
    year_month_day date;
    hh_mm_ss<milliseconds> clock;
    unsigned weekday;
};

Parts partsOf(Timestamp time)
{
    const sys_time<milliseconds> point{milliseconds(time)};
    const auto day = floor<days>(point);
    return {year_month_day(day), hh_mm_ss<milliseconds>(point - day), weekday(day).c_encoding()};
}

template <typename... Values>
std::string formatted(const char* format, Values... values)
{
    std::array<char, 80> text{};
    std::snprintf(text.data(), text.size(), format, values...); // NOLINT: formats are literals of this file
    return text.data();
}

} // namespace

std::string rfc3339(Timestamp time)
{
    const auto p = partsOf(time);
    return formatted("%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", int{p.date.year()}, unsigned{p.date.month()},
                     unsigned{p.date.day()}, static_cast<int>(p.clock.hours().count()),
                     static_cast<int>(p.clock.minutes().count()), static_cast<int>(p.clock.seconds().count()),
                     static_cast<int>(p.clock.subseconds().count()));
}

std::string mailDate(Timestamp time)
{
    const auto p = partsOf(time);
    return formatted("%s, %02u %s %04d %02d:%02d:%02d +0000", kDays.at(p.weekday), unsigned{p.date.day()},
                     kMonths.at(unsigned{p.date.month()} - 1), int{p.date.year()},
                     static_cast<int>(p.clock.hours().count()), static_cast<int>(p.clock.minutes().count()),
                     static_cast<int>(p.clock.seconds().count()));
}

std::string readableTime(Timestamp time)
{
    const auto p = partsOf(time);
    return formatted("%04d-%02u-%02u %02d:%02d:%02d UTC", int{p.date.year()}, unsigned{p.date.month()},
                     unsigned{p.date.day()}, static_cast<int>(p.clock.hours().count()),
                     static_cast<int>(p.clock.minutes().count()), static_cast<int>(p.clock.seconds().count()));
}

} // namespace nocturne::notify
