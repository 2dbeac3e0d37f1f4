// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QString>

#include "watch/alerts/downtime.h"

namespace nocturne::ui {

/// Plans of downtimes in words, in the language and time zone of the reader. GUI thread.
class DowntimeWords
{
    Q_DECLARE_TR_FUNCTIONS(DowntimeWords)

public:
    /// "Tue"; 0 is Sunday.
    static QString weekday(int day);
    /// "3/14/26 22:00 to 23:00"
    static QString window(const alerts::TimeWindow& window);
    /// "fixed", "flexible, 2 h from the first problem", each with "every Mon, Wed" where it recurs.
    static QString kind(const alerts::Downtime& downtime);
};

} // namespace nocturne::ui
