// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/silence_form.h"

#include <algorithm>

#include "ui/models/typed_time.h"
#include "ui/models/wording.h"

namespace nocturne::ui {

namespace {

constexpr Timestamp kMinute = 60'000;
constexpr int kUsualMinutes = 60;

} // namespace

SilenceForm::SilenceForm(alerts::AlertBoard& board, AlertListModel& list, QObject* parent)
    : MatcherForm(board, list, parent)
{}

void SilenceForm::resetTimes()
{
    m_startsAt = 0;
    m_minutes = kUsualMinutes;
    m_untilText.clear();
}

void SilenceForm::startLike(const QString& id, bool change)
{
    const auto silences = board().silences();
    const auto found =
        std::ranges::find_if(*silences, [&](const alerts::Silence& silence) { return silence.id == id.toStdString(); });
    if (found == silences->end())
        return startEmpty();
    startWith(found->matchers, found->comment);
    if (change) {
        setSubject(found->id);
        m_startsAt = found->startsAt;
        m_minutes = 0;
        m_untilText = timeToType(found->endsAt);
    }
    emit changed();
}

QString SilenceForm::timeError() const
{
    if (m_minutes <= 0 && !typedTime(m_untilText, now()))
        return tr("Write the end as 17:30 or 2026-03-14 17:30");
    return endsAt() <= now() ? tr("The end has to be in the future") : QString();
}

void SilenceForm::setMinutes(int minutes)
{
    if (minutes == m_minutes)
        return;
    m_minutes = std::max(0, minutes);
    if (m_minutes > 0)
        m_untilText.clear();
    emit changed();
}

void SilenceForm::setUntilText(const QString& text)
{
    if (text == m_untilText)
        return;
    m_untilText = text;
    m_minutes = text.trimmed().isEmpty() ? kUsualMinutes : 0;
    emit changed();
}

Timestamp SilenceForm::endsAt() const
{
    return m_minutes > 0 ? now() + m_minutes * kMinute : typedTime(m_untilText, now()).value_or(0);
}

QString SilenceForm::endText() const
{
    const Timestamp end = endsAt();
    return end == 0 ? QString() : tr("until %1").arg(Wording::moment(end, now()));
}

int SilenceForm::accept()
{
    if (!isAcceptable())
        return 0;
    alerts::Silence silence;
    silence.id = subject();
    silence.matchers = matchers();
    silence.startsAt = m_startsAt;
    silence.endsAt = endsAt();
    silence.comment = comment().trimmed().toStdString();
    return list().silence(std::move(silence), isConfirmed());
}

} // namespace nocturne::ui
