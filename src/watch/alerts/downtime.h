// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "watch/alerts/silence.h"

namespace nocturne::alerts {

/// A stretch of time, [start, end).
struct TimeWindow
{
    Timestamp start = 0;
    Timestamp end = 0;

    bool contains(Timestamp time) const { return start <= time && time < end; }
    bool operator==(const TimeWindow&) const = default;
};

/// Whether and how a downtime comes back.
struct Recurrence
{
    enum class Every { Once, Day, Week, Month };

    Every every = Every::Once;
    std::vector<int> weekdays = {};      ///< of Every::Week: 0 is Sunday; empty: the day of the first window
    std::optional<Timestamp> until = {}; ///< no window starts later

    bool operator==(const Recurrence&) const = default;
};

/// Planned work on what the matchers select: nobody is told, of the end of an alert neither, and the time does not
/// count against its availability.
///
/// Fixed: within the window. Flexible: from the first problem within the window on, for `duration`. What recurs does so
/// by the wall clock of `zone`: it begins at 02:00 in summer and in winter. An hour that the change to summer time
/// leaves out is replaced by the moment of the change; of one that is there twice the first counts; a month without
/// such a day is left out.
struct Downtime
{
    std::string id;
    Matchers matchers;
    TimeWindow first;                      ///< the only window, or the first of those that recur
    std::chrono::milliseconds duration{0}; ///< not 0: flexible
    Recurrence recurrence = {};
    std::string zone; ///< IANA name; empty is UTC
    std::string createdBy;
    std::string comment;
    Timestamp triggeredAt = 0; ///< flexible: when the first problem of the latest window came; 0: not yet
    Timestamp cancelledAt = 0; ///< not 0: over since then

    bool isFlexible() const { return duration.count() > 0; }
    bool matches(const model::LabelSet& labels) const { return model::matchesAll(matchers, labels); }
    bool operator==(const Downtime&) const = default;
};

/// Fails with InvalidInput, in words for the person who fills in the form: as checkSilence() for matchers and texts,
/// and for a zone that the system does not know, windows that overlap, weekdays that there are not.
Result<void> checkDowntime(const Downtime& downtime, Timestamp now);

/// The window that `time` lies in, or the next one; nothing when there is none any more.
std::optional<TimeWindow> windowFrom(const Downtime& downtime, Timestamp time);
/// Whether alerts are muted at `time`: within a window, or for a flexible one while its duration runs.
bool isInEffect(const Downtime& downtime, Timestamp time);
/// When that ends; nothing when it is not in effect.
std::optional<Timestamp> endOfEffect(const Downtime& downtime, Timestamp time);
/// Whether a problem that is there at `time` starts a flexible downtime.
bool awaitsProblem(const Downtime& downtime, Timestamp time);

/// The moment at which the wall clock of `zone` (IANA name; empty is UTC) shows `text`, "2026-03-14 22:00"; of a time
/// that is left out or there twice as Downtime has it. Fails with InvalidInput.
Result<Timestamp> momentByClock(std::string_view text, const std::string& zone);

/// The other way round, to the minute; UTC for a zone that the system does not know.
std::string clockText(Timestamp time, const std::string& zone);

/// "once", "day", "week", "month"
std::string_view toString(Recurrence::Every every);
std::optional<Recurrence::Every> recurrenceFrom(std::string_view word);

} // namespace nocturne::alerts
