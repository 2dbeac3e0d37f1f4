// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/downtime_words.h"

#include <QDateTime>
#include <QLocale>
#include <QStringList>

#include "ui/models/outside_text.h"
#include "ui/models/wording.h"

using namespace Qt::StringLiterals;

namespace nocturne::ui {

namespace {

QString recurrence(const alerts::Downtime& downtime)
{
    using Every = alerts::Recurrence::Every;
    const auto first = QDateTime::fromMSecsSinceEpoch(downtime.first.start);
    switch (downtime.recurrence.every) {
    case Every::Once:
        return {};
    case Every::Day:
        return DowntimeWords::tr("every day");
    case Every::Week: {
        QStringList days;
        for (const int day : downtime.recurrence.weekdays)
            days.append(DowntimeWords::weekday(day));
        if (days.isEmpty())
            days.append(DowntimeWords::weekday(first.date().dayOfWeek() % 7));
        return DowntimeWords::tr("every %1").arg(days.join(u", "_s));
    }
    case Every::Month:
        return DowntimeWords::tr("every month on day %1").arg(Wording::count(first.date().day()));
    }
    return {};
}

} // namespace

QString DowntimeWords::weekday(int day)
{
    return QLocale().standaloneDayName(day == 0 ? 7 : day, QLocale::ShortFormat);
}

QString DowntimeWords::window(const alerts::TimeWindow& window)
{
    const auto start = QDateTime::fromMSecsSinceEpoch(window.start);
    const auto end = QDateTime::fromMSecsSinceEpoch(window.end);
    const auto time = [](const QDateTime& at) { return at.toString(u"HH:mm"_s); };
    const auto day = [](const QDateTime& at) {
        return weekday(at.date().dayOfWeek() % 7) + u' ' + QLocale().toString(at.date(), QLocale::ShortFormat);
    };
    const QString until = start.date() == end.date() ? time(end) : day(end) + u' ' + time(end);
    return tr("%1 to %2").arg(day(start) + u' ' + time(start), until);
}

QString DowntimeWords::kind(const alerts::Downtime& downtime)
{
    const QString kind = downtime.isFlexible()
                             ? tr("flexible, %1 from the first problem").arg(Wording::span(downtime.duration.count()))
                             : tr("fixed");
    const QString again = recurrence(downtime);
    return again.isEmpty() ? kind : tr("%1, %2").arg(kind, again);
}

} // namespace nocturne::ui
