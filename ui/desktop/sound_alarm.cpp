// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/desktop/sound_alarm.h"

#include <algorithm>

#include "ui/desktop/told_groups.h"

namespace nocturne::ui {

namespace {

using std::chrono::milliseconds;

milliseconds upTo(Clock::Monotonic then, Clock::Monotonic now)
{
    return std::max(milliseconds(0), std::chrono::ceil<milliseconds>(then - now));
}

} // namespace

SoundAlarm::SoundAlarm(const Clock& clock, SoundPlayer& player, QObject* parent)
    : QObject(parent)
    , m_clock(clock)
    , m_player(player)
{
    m_look.setSingleShot(true);
    connect(&m_look, &QTimer::timeout, this, [this] {
        if (m_mutedUntil && !isMuted()) {
            m_mutedUntil.reset();
            emit muteChanged();
        }
        emit lookRequested();
    });
}

bool SoundAlarm::isMuted() const { return m_mutedUntil && m_clock.monotonic() < *m_mutedUntil; }

Timestamp SoundAlarm::mutedUntil() const
{
    return isMuted() ? m_clock.now() + upTo(*m_mutedUntil, m_clock.monotonic()).count() : 0;
}

void SoundAlarm::mute(std::chrono::minutes time)
{
    m_mutedUntil.reset();
    if (time.count() > 0)
        m_mutedUntil = m_clock.monotonic() + time;
    emit muteChanged();
    emit lookRequested();
}

void SoundAlarm::update(const alerts::AlertList& alerts, const SoundRules& rules)
{
    m_look.stop();
    const auto now = m_clock.monotonic();
    const TellingRules telling{rules.user, alerts::Severity::Info, {}, rules.isQuietTime};
    std::unordered_set<std::string> asking;
    const alerts::AlertInstance* worst = nullptr;
    bool hasNew = false;
    for (const auto& alert : alerts) {
        if (!rules.isOn || !asksHere(alert, telling) ||
            rules.sounds[static_cast<std::size_t>(alert.severity)].isEmpty())
            continue;
        asking.insert(alert.id);
        hasNew = hasNew || !m_heard.contains(alert.id);
        if (worst == nullptr || alert.severity > worst->severity)
            worst = &alert;
    }
    if (isMuted()) { // what came meanwhile is heard when that is over
        std::erase_if(m_heard, [&](const auto& id) { return !asking.contains(id); });
        m_look.start(upTo(*m_mutedUntil, now));
        return;
    }
    if (worst == nullptr) {
        m_heard.clear();
        return;
    }
    const auto pause = hasNew ? kShortestPause : std::max(rules.repeat, kShortestPause);
    const bool isEver = hasNew || rules.repeat.count() > 0;
    if (isEver && (!m_playedAt || now - *m_playedAt >= pause)) {
        m_playedAt = now;
        m_heard = std::move(asking);
        m_player.play(rules.sounds[static_cast<std::size_t>(worst->severity)], rules.volume);
        if (rules.repeat.count() > 0)
            m_look.start(std::max(rules.repeat, kShortestPause));
    } else if (isEver) {
        m_look.start(upTo(*m_playedAt + pause, now));
    }
}

} // namespace nocturne::ui
