// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QString>

#include "base/core/clock.h"

namespace nocturne::ui {

/// How numbers and times are put into words, in the language and locale of the moment. GUI thread.
class Wording
{
    Q_DECLARE_TR_FUNCTIONS(Wording)

public:
    /// "now", "3 s", "12 min", "2 h", "3 d"; one unit, rounded down. `milliseconds` below zero count as zero.
    static QString span(std::int64_t milliseconds);
    /// "3 s ago"; "never" for a stamp of 0.
    static QString age(Timestamp then, Timestamp now);
    /// "3:10", "1:02:07".
    static QString clockSpan(std::int64_t milliseconds);
    /// "09:58:31" today, else with the date; local time.
    static QString moment(Timestamp at, Timestamp now);
    /// "09:58:31.640"
    static QString preciseTime(Timestamp at);
    /// "12 ms", "1.24 s".
    static QString duration(double seconds);
    /// Three significant digits with a metric prefix from thousand on: "7.63", "368", "1.24 k".
    static QString number(double value);
    /// "1,842"
    static QString count(std::int64_t value);
};

} // namespace nocturne::ui
