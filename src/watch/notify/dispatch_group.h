// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "watch/notify/dispatcher.h"

/// What the dispatcher keeps of alerts and groups. Private to this room.
namespace nocturne::notify {

using Monotonic = Clock::Monotonic;

/// One label set, of whichever sources report it.
struct TrackedAlert
{
    NotifiedAlert alert;
    bool isHeld = false;       ///< fires, and somebody has it, silenced it or put it off
    bool isMuted = false;      ///< silenced, inhibited or in downtime
    bool isGhost = false;      ///< was told before the restart and has not been seen since
    bool isGone = false;       ///< the board does not list it any more
    Monotonic resolvedSince{}; ///< first seen resolved
    std::uint64_t seenIn = 0;  ///< the update it was last part of
    std::vector<const Route*> routes;
    bool isRouted = false;  ///< in the groups of all its routes
    bool isGrouped = false; ///< in any group

    /// Somebody is to be told that it fires.
    bool isTellable() const { return alert.isFiring && !isHeld && !isGhost; }
};

/// Alerts that are told together.
struct Group
{
    const Route* route = nullptr;
    std::shared_ptr<const Route> ownRoute; ///< of an escalation
    std::string escalation;                ///< "policy/2"
    std::string key;                       ///< as Alertmanager writes it
    model::LabelSet labels;
    Monotonic next{};
    bool hasFlushed = false;
    std::map<std::string, TrackedAlert*> alerts; ///< by fingerprint
};

/// NoticeEntry by the monotonic clock.
struct Memory
{
    NoticeEntry entry;
    std::optional<Monotonic> at; ///< nothing: never
    std::map<std::string, Monotonic> notices;
};

/// What is to be done for one integration and one group.
struct Decision
{
    const Integration* integration = nullptr;
    Group* group = nullptr;
    bool isMessage = false;
    bool isChanged = false; ///< the entry has to be written
    std::vector<NotifiedAlert> firing;
    std::vector<NotifiedAlert> resolved;
    std::set<std::string> silentlyEnded; ///< told, over, and not to be said
    std::set<std::string> newlyHeld;
    std::optional<Monotonic> lookAgain; ///< sooner than the group interval
};

/// What the settings ask of one decision.
struct DecisionRules
{
    std::chrono::milliseconds cooldown{0};
    std::chrono::milliseconds resolveDelay{0};
};

/// What the board says of one alert, as messages know it; its link leads to `externalUrl`.
NotifiedAlert notified(const alerts::AlertInstance& instance, const std::string& externalUrl);

/// Holds the alerts of a group against what was told. Changes nothing.
Decision decide(const Integration& integration, Group& group, const Memory& memory, Monotonic now,
                const DecisionRules& rules);

/// The memory after the message `key` (empty: none was needed) of `decision`.
void remember(Memory& memory, const Decision& decision, const std::string& key, Monotonic now, Timestamp wall,
              std::chrono::milliseconds cooldown);

} // namespace nocturne::notify
