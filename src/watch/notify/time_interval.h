// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/core/clock.h"
#include "base/core/result.h"

namespace nocturne::notify {

/// From `first` to `last`, both included. Days of the month count from the end where negative: -1 is the last one.
struct NumberRange
{
    int first = 0;
    int last = 0;

    bool operator==(const NumberRange&) const = default;
};

/// Minutes of the day, `end` excluded; 24:00 is 1440.
struct MinuteRange
{
    int begin = 0;
    int end = 0;

    bool operator==(const MinuteRange&) const = default;
};

/// A recurring time: every kind of condition that is given has to hold, one of its ranges each.
/// By the local wall time of `location`, so that it follows daylight saving.
/// Source: Alertmanager, timeinterval/timeinterval.go.
struct TimeInterval
{
    std::vector<MinuteRange> times;
    std::vector<NumberRange> weekdays;    ///< 0 is Sunday
    std::vector<NumberRange> daysOfMonth; ///< 1 to 31, or -31 to -1
    std::vector<NumberRange> months;      ///< 1 to 12
    std::vector<NumberRange> years;
    std::string location = {}; ///< of the time zone database; empty: UTC; "Local": this computer's

    bool contains(Timestamp time) const;
    bool operator==(const TimeInterval&) const = default;
};

/// A name and its times; it holds when one of them does.
struct NamedInterval
{
    std::string name;
    std::vector<TimeInterval> times;

    bool contains(Timestamp time) const;
    bool operator==(const NamedInterval&) const = default;
};

/// The readers of each kind of condition, as `alertmanager.yml` writes them. They fail with InvalidInput.
/// "09:00"
Result<int> parseMinute(std::string_view text);
/// "monday:friday", "saturday"
Result<NumberRange> parseWeekdays(std::string_view text);
/// "1:5", "-3:-1"
Result<NumberRange> parseDaysOfMonth(std::string_view text);
/// "january:march", "5:8"
Result<NumberRange> parseMonths(std::string_view text);
/// "2026:2030"
Result<NumberRange> parseYears(std::string_view text);
/// Whether the computer knows the time zone.
bool isLocation(const std::string& name);

} // namespace nocturne::notify
