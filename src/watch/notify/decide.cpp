// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Firing and not told, worse than told, or given back: a message. Told and over: a message. Else after the repeat
// interval. Source of the shape: Alertmanager, notify.DedupStage.needsUpdate.
#include <algorithm>

#include "base/net/url.h"
#include "watch/notify/dispatch_group.h"

namespace nocturne::notify {

namespace {

/// Since when the cooldown of an alert is over; nothing when it is, or does not count.
std::optional<Monotonic> coolingUntil(const Memory& memory, const std::string& fingerprint, Monotonic now,
                                      const DecisionRules& rules)
{
    const auto last = memory.notices.find(fingerprint);
    if (last == memory.notices.end() || last->second + rules.cooldown <= now)
        return std::nullopt;
    return last->second + rules.cooldown;
}

void wakeAt(Decision& decision, Monotonic time)
{
    decision.lookAgain = decision.lookAgain ? std::min(*decision.lookAgain, time) : time;
}

/// Whether the firing alert alone is reason for a message.
bool isNews(Decision& decision, const TrackedAlert& tracked, const Memory& memory, Monotonic now,
            const DecisionRules& rules)
{
    const auto told = memory.entry.told.find(tracked.alert.fingerprint);
    if (told != memory.entry.told.end())
        return told->second.wasHeld || tracked.alert.severity > told->second.alert.severity;
    if (const auto until = coolingUntil(memory, tracked.alert.fingerprint, now, rules)) {
        wakeAt(decision, *until);
        return false;
    }
    return true;
}

/// Sorts one alert that was told and is over; returns whether it is reason for a message.
bool takeEnded(Decision& decision, const TrackedAlert& tracked, Monotonic now, const DecisionRules& rules)
{
    const auto& fingerprint = tracked.alert.fingerprint;
    if (tracked.isMuted && !tracked.isGone)
        return false; // told once the silence is over
    if (tracked.isMuted || !decision.integration->sendResolved) {
        decision.silentlyEnded.insert(fingerprint);
        decision.isChanged = true;
        return false;
    }
    if (tracked.resolvedSince + rules.resolveDelay > now) {
        wakeAt(decision, tracked.resolvedSince + rules.resolveDelay);
        return false;
    }
    decision.resolved.push_back(tracked.alert);
    return true;
}

} // namespace

NotifiedAlert notified(const alerts::AlertInstance& instance, const std::string& externalUrl)
{
    NotifiedAlert alert;
    alert.fingerprint = alerts::fingerprint(instance.labels);
    alert.labels = instance.labels;
    for (const auto& [name, text] : instance.annotations)
        alert.annotations.emplace(name, text);
    alert.isFiring = instance.state == alerts::AlertState::Firing;
    alert.severity = instance.severity;
    alert.startsAt = instance.firedAt != 0 ? instance.firedAt : instance.activeAt;
    alert.endsAt = alert.isFiring ? 0 : instance.resolvedAt;
    alert.value = instance.value;
    if (!instance.expression.empty()) // as Prometheus writes it, strutil.TableLinkForExpression
        alert.generatorUrl = externalUrl + "/graph?g0.expr=" + net::urlEncoded(instance.expression) + "&g0.tab=1";
    return alert;
}

Decision decide(const Integration& integration, Group& group, const Memory& memory, Monotonic now,
                const DecisionRules& rules)
{
    Decision decision;
    decision.integration = &integration;
    decision.group = &group;
    for (const auto& [fingerprint, tracked] : group.alerts) {
        const auto told = memory.entry.told.find(fingerprint);
        const bool wasTold = told != memory.entry.told.end();
        if (tracked->isTellable()) {
            decision.isMessage = isNews(decision, *tracked, memory, now, rules) || decision.isMessage;
            decision.firing.push_back(tracked->alert);
        } else if (!tracked->alert.isFiring && wasTold) {
            decision.isMessage = takeEnded(decision, *tracked, now, rules) || decision.isMessage;
        } else if (tracked->isHeld && wasTold && !told->second.wasHeld) {
            decision.newlyHeld.insert(fingerprint);
            decision.isChanged = true;
        }
    }
    const bool isRepeat = !decision.firing.empty() && memory.at && *memory.at + group.route->repeatInterval <= now;
    if (isRepeat && !memory.entry.told.empty())
        decision.isMessage = true;
    if (decision.isMessage)
        decision.isChanged = true;
    return decision;
}

void remember(Memory& memory, const Decision& decision, const std::string& key, Monotonic now, Timestamp wall,
              std::chrono::milliseconds cooldown)
{
    auto& entry = memory.entry;
    for (const auto& fingerprint : decision.silentlyEnded)
        entry.told.erase(fingerprint);
    for (const auto& fingerprint : decision.newlyHeld)
        entry.told.at(fingerprint).wasHeld = true;
    if (key.empty())
        return;
    if (entry.told.empty())
        entry.thread = key;
    for (const auto& alert : decision.firing) {
        entry.told.insert_or_assign(alert.fingerprint, Told{alert, false});
        memory.notices[alert.fingerprint] = now;
    }
    for (const auto& alert : decision.resolved) {
        entry.told.erase(alert.fingerprint);
        memory.notices[alert.fingerprint] = now;
    }
    std::erase_if(memory.notices, [&](const auto& notice) {
        return !entry.told.contains(notice.first) && notice.second + cooldown <= now;
    });
    memory.at = now;
    entry.at = wall;
    entry.escalation = decision.group->escalation;
    entry.receiver = decision.integration->receiver;
}

} // namespace nocturne::notify
