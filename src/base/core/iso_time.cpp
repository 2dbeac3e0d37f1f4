// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// date "T" time [ "." digits ] [ "Z" | ( "+" | "-" ) hh [":"] mm ]
#include "base/core/iso_time.h"

#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>

namespace nocturne {

namespace {

/// Takes digits and marks from the front of a text.
class Reader
{
public:
    explicit Reader(std::string_view text)
        : m_rest(text)
    {}

    bool atEnd() const { return m_rest.empty(); }
    bool take(char c)
    {
        if (m_rest.empty() || m_rest.front() != c)
            return false;
        m_rest.remove_prefix(1);
        return true;
    }
    bool takeDigit(int& digit)
    {
        if (m_rest.empty() || m_rest.front() < '0' || m_rest.front() > '9')
            return false;
        digit = m_rest.front() - '0';
        m_rest.remove_prefix(1);
        return true;
    }
    bool takeNumber(int digits, int& number)
    {
        number = 0;
        for (int i = 0; i < digits; ++i) {
            int digit = 0;
            if (!takeDigit(digit))
                return false;
            number = number * 10 + digit;
        }
        return true;
    }

private:
    std::string_view m_rest;
};

bool readDate(Reader& reader, std::chrono::sys_days& day)
{
    int year = 0;
    int month = 0;
    int dayOfMonth = 0;
    if (!reader.takeNumber(4, year) || !reader.take('-') || !reader.takeNumber(2, month) || !reader.take('-') ||
        !reader.takeNumber(2, dayOfMonth))
        return false;
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(dayOfMonth))};
    day = date;
    return date.ok() && year >= 1970 && year < 3000;
}

bool readTimeOfDay(Reader& reader, Timestamp& milliseconds)
{
    int hour = 0;
    int minute = 0;
    int second = 0;
    if (!reader.takeNumber(2, hour) || !reader.take(':') || !reader.takeNumber(2, minute))
        return false;
    if (reader.take(':') && !reader.takeNumber(2, second))
        return false;
    int fraction = 0;
    if (reader.take('.')) {
        int digit = 0;
        int weight = 100;
        if (!reader.takeDigit(digit))
            return false;
        do {
            fraction += digit * weight;
            weight /= 10;
        } while (reader.takeDigit(digit));
    }
    milliseconds = ((hour * 60 + minute) * 60 + second) * Timestamp{1000} + fraction;
    return hour < 24 && minute < 60 && second <= 60;
}

bool readZone(Reader& reader, Timestamp& offset)
{
    offset = 0;
    if (reader.atEnd() || reader.take('Z') || reader.take('z'))
        return true;
    const bool east = reader.take('+');
    if (!east && !reader.take('-'))
        return false;
    int hours = 0;
    int minutes = 0;
    if (!reader.takeNumber(2, hours))
        return false;
    const bool colon = reader.take(':');
    if ((colon || !reader.atEnd()) && !reader.takeNumber(2, minutes))
        return false;
    offset = (hours * 60 + minutes) * Timestamp{60'000} * (east ? 1 : -1);
    return hours < 24 && minutes < 60;
}

} // namespace

std::optional<Timestamp> parseIsoTime(std::string_view text)
{
    Reader reader(text);
    std::chrono::sys_days day;
    Timestamp timeOfDay = 0;
    Timestamp offset = 0;
    if (!readDate(reader, day) || !(reader.take('T') || reader.take(' ')) || !readTimeOfDay(reader, timeOfDay) ||
        !readZone(reader, offset) || !reader.atEnd())
        return std::nullopt;
    return std::chrono::milliseconds(day.time_since_epoch()).count() + timeOfDay - offset;
}

std::string isoTimeText(Timestamp time)
{
    namespace chrono = std::chrono;
    const chrono::sys_time<chrono::seconds> moment =
        chrono::floor<chrono::seconds>(chrono::sys_time<chrono::milliseconds>(chrono::milliseconds(time)));
    const auto day = chrono::floor<chrono::days>(moment);
    const chrono::year_month_day date(day);
    const chrono::hh_mm_ss clock(moment - day);
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                  static_cast<int>(clock.seconds().count()));
    return text.data();
}

std::optional<Timestamp> timeFromNumber(double number)
{
    constexpr double kFirstMilliseconds = 1e11;  // as seconds that is the year 5138
    constexpr double kLast = 32'503'680'000'000; // the year 3000
    const double milliseconds = number >= kFirstMilliseconds ? number : number * 1000;
    if (!std::isfinite(number) || milliseconds <= 0 || milliseconds >= kLast)
        return std::nullopt;
    return static_cast<Timestamp>(milliseconds);
}

} // namespace nocturne
