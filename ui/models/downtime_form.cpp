// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/downtime_form.h"

#include <algorithm>

#include <QDateTime>
#include <QLocale>
#include <QTimeZone>

#include "ui/models/downtime_words.h"
#include "ui/models/outside_text.h"
#include "ui/models/typed_time.h"

using namespace Qt::StringLiterals;

namespace nocturne::ui {

namespace {

constexpr Timestamp kMinute = 60'000;
constexpr int kUsualMinutes = 120;
constexpr int kShownWindows = 3;

} // namespace

DowntimeForm::DowntimeForm(alerts::AlertBoard& board, AlertListModel& list, QObject* parent)
    : MatcherForm(board, list, parent)
{
    DowntimeForm::resetTimes();
}

void DowntimeForm::resetTimes()
{
    m_startText.clear();
    m_minutes = kUsualMinutes;
    m_endText.clear();
    m_flexibleMinutes = 0;
    m_every = 0;
    m_weekdays.clear();
    m_lastDayText.clear();
    m_zone = QTimeZone::systemTimeZoneId().toStdString();
}

void DowntimeForm::startLike(const QString& id, bool change)
{
    const auto downtimes = board().downtimes();
    const auto found = std::ranges::find(*downtimes, id.toStdString(), &alerts::Downtime::id);
    if (found == downtimes->end())
        return startEmpty();
    startWith(found->matchers, found->comment);
    const auto length = found->first.end - found->first.start;
    if (change || found->first.start > now())
        m_startText = timeToType(found->first.start);
    m_minutes = length % kMinute == 0 ? static_cast<int>(length / kMinute) : 0;
    if (m_minutes == 0)
        m_endText = timeToType(found->first.end);
    m_flexibleMinutes = static_cast<int>(found->duration.count() / kMinute);
    m_every = static_cast<int>(found->recurrence.every);
    m_weekdays = found->recurrence.weekdays;
    if (found->recurrence.until)
        m_lastDayText = QDateTime::fromMSecsSinceEpoch(*found->recurrence.until).toString(u"yyyy-MM-dd"_s);
    if (change) {
        setSubject(found->id);
        m_zone = found->zone;
    }
    emit changed();
}

template <typename T>
void DowntimeForm::set(T& member, const T& value)
{
    if (member == value)
        return;
    member = value;
    emit changed();
}

void DowntimeForm::setStartText(const QString& text) { set(m_startText, text); }

void DowntimeForm::setMinutes(int minutes)
{
    if (minutes > 0)
        m_endText.clear();
    set(m_minutes, std::max(0, minutes));
}

void DowntimeForm::setEndText(const QString& text)
{
    m_minutes = text.trimmed().isEmpty() ? kUsualMinutes : 0;
    set(m_endText, text);
}

void DowntimeForm::setFlexibleMinutes(int minutes) { set(m_flexibleMinutes, std::max(0, minutes)); }

void DowntimeForm::setEvery(int every) { set(m_every, std::clamp(every, 0, 3)); }

void DowntimeForm::setLastDayText(const QString& text) { set(m_lastDayText, text); }

QVariantList DowntimeForm::weekdays() const
{
    QVariantList out;
    for (const int day : {1, 2, 3, 4, 5, 6, 0})
        out.append(QVariantMap{{u"day"_s, day},
                               {u"word"_s, DowntimeWords::weekday(day)},
                               {u"chosen"_s, std::ranges::find(m_weekdays, day) != m_weekdays.end()}});
    return out;
}

void DowntimeForm::toggleWeekday(int day)
{
    if (day < 0 || day > 6)
        return;
    const auto found = std::ranges::find(m_weekdays, day);
    if (found == m_weekdays.end())
        m_weekdays.push_back(day);
    else
        m_weekdays.erase(found);
    std::ranges::sort(m_weekdays);
    emit changed();
}

// A start that is typed and has passed is that of one that is changed.
Timestamp DowntimeForm::startsAt() const
{
    return m_startText.trimmed().isEmpty() ? now() : typedTime(m_startText, now()).value_or(0);
}

Timestamp DowntimeForm::endsAt() const
{
    return m_minutes > 0 ? startsAt() + m_minutes * kMinute : typedTime(m_endText, startsAt()).value_or(0);
}

std::optional<Timestamp> DowntimeForm::lastMoment() const
{
    const auto day = QDate::fromString(m_lastDayText.trimmed(), u"yyyy-MM-dd"_s);
    return day.isValid() ? std::optional(day.endOfDay().toMSecsSinceEpoch()) : std::nullopt;
}

alerts::Downtime DowntimeForm::plan() const
{
    alerts::Downtime plan;
    plan.id = subject();
    plan.matchers = matchers();
    plan.first = {startsAt(), endsAt()};
    plan.duration = std::chrono::minutes(m_flexibleMinutes);
    plan.recurrence.every = static_cast<alerts::Recurrence::Every>(m_every);
    if (plan.recurrence.every == alerts::Recurrence::Every::Week)
        plan.recurrence.weekdays = m_weekdays;
    if (plan.recurrence.every != alerts::Recurrence::Every::Once)
        plan.recurrence.until = lastMoment();
    plan.zone = m_zone;
    plan.createdBy = list().userName();
    plan.comment = comment().trimmed().toStdString();
    return plan;
}

QString DowntimeForm::timeError() const
{
    if (startsAt() == 0)
        return tr("Write the start as 17:30 or 2026-03-14 17:30");
    if (endsAt() == 0)
        return tr("Write the end as 17:30 or 2026-03-14 17:30");
    if (m_every != 0 && !m_lastDayText.trimmed().isEmpty() && !lastMoment())
        return tr("Write the last day as 2026-03-14");
    const auto checked = alerts::checkDowntime(plan(), now());
    if (!checked)
        return outsideText(checked.error().message, 200);
    return alerts::windowFrom(plan(), now()) ? QString() : tr("No window of it is yet to come");
}

QStringList DowntimeForm::windows() const
{
    QStringList out;
    const auto planned = plan();
    if (planned.first.start == 0 || planned.first.end <= planned.first.start)
        return out;
    Timestamp from = now();
    for (int i = 0; i < kShownWindows; ++i) {
        const auto window = alerts::windowFrom(planned, from);
        if (!window)
            break;
        out.append(DowntimeWords::window(*window));
        from = window->end;
        if (planned.recurrence.every == alerts::Recurrence::Every::Once)
            break;
    }
    return out;
}

int DowntimeForm::accept() { return isAcceptable() ? list().planDowntime(plan(), isConfirmed()) : 0; }

} // namespace nocturne::ui
