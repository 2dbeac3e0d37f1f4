// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <unordered_set>

#include <QObject>
#include <QTimer>

#include "base/core/clock.h"
#include "ui/desktop/sound_player.h"
#include "watch/alerts/alert_list.h"

namespace nocturne::ui {

/// What is heard of alerts at this display.
struct SoundRules
{
    bool isOn = false;
    double volume = 0.7;                ///< 0 to 1
    std::chrono::seconds repeat{30};    ///< as long as nobody notices; 0: once
    std::array<QString, 5> sounds = {}; ///< by alerts::Severity; empty: none
    std::string user = {};
    bool isQuietTime = false; ///< critical ones alone are heard
};

/// Makes itself heard when an alert asks for somebody, and again until somebody noticed: acknowledged, silenced, put
/// off, resolved, or the sound muted. The worst alert chooses the sound. At most one sound in ten seconds, however many
/// alerts there are. GUI thread.
class SoundAlarm : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::seconds kShortestPause{10};

    /// Both outlive it.
    SoundAlarm(const Clock& clock, SoundPlayer& player, QObject* parent = nullptr);

    /// Plays what is due.
    void update(const alerts::AlertList& alerts, const SoundRules& rules);
    /// No sound for so long; zero ends it.
    void mute(std::chrono::minutes time);
    bool isMuted() const;
    /// By the wall clock; 0: it is not muted.
    Timestamp mutedUntil() const;

signals:
    void muteChanged();
    /// update() is to be called, since time went by.
    void lookRequested();

private:
    const Clock& m_clock;
    SoundPlayer& m_player;
    std::unordered_set<std::string> m_heard; ///< occurrences that ask, and were heard at least once
    std::optional<Clock::Monotonic> m_playedAt;
    std::optional<Clock::Monotonic> m_mutedUntil;
    QTimer m_look;
};

} // namespace nocturne::ui
