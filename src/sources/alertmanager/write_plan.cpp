// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/alertmanager/write_plan.h"

#include <algorithm>
#include <cstdlib>
#include <set>

namespace nocturne::alertmanager {

namespace {

using alerts::Silence;
using Kind = WriteStep::Kind;

constexpr Timestamp kSame = 1000; // Alertmanagers round, and clocks differ

bool isNear(Timestamp a, Timestamp b) { return std::abs(a - b) < kSame; }

/// Of those with one key the one that holds longest; the others are superfluous.
const HeldSilence* longest(const std::vector<HeldSilence>& held, const std::string& key)
{
    const HeldSilence* best = nullptr;
    for (const auto& one : held) {
        if (one.key == key && (best == nullptr || one.silence.endsAt > best->silence.endsAt))
            best = &one;
    }
    return best;
}

Timestamp wantedEnd(const WantedSilence& wanted, Timestamp now, Timestamp lease)
{
    if (!wanted.isLease)
        return wanted.silence.endsAt;
    const auto end = now + lease;
    return wanted.silence.endsAt == 0 ? end : std::min(end, wanted.silence.endsAt);
}

/// Whether what is there will do for now.
bool suffices(const WantedSilence& wanted, const Silence& held, Timestamp now, Timestamp lease)
{
    if (held.comment != wanted.silence.comment || held.createdBy != wanted.silence.createdBy)
        return false;
    const auto end = wantedEnd(wanted, now, lease);
    if (isNear(held.endsAt, end))
        return true;
    return wanted.isLease && held.endsAt < end && held.endsAt - now > lease / 3;
}

} // namespace

std::vector<WriteStep> planWrites(const std::vector<WantedSilence>& wanted, const std::vector<HeldSilence>& held,
                                  Timestamp now, std::chrono::milliseconds lease)
{
    std::vector<WriteStep> steps;
    std::set<std::string> kept; // ids
    for (const auto& one : wanted) {
        const auto end = wantedEnd(one, now, lease.count());
        if (end <= now)
            continue;
        auto next = one.silence;
        next.endsAt = end;
        const auto* there = longest(held, one.key);
        const bool isSame = there != nullptr && there->silence.matchers == next.matchers;
        if (isSame) {
            kept.insert(there->silence.id);
            if (suffices(one, there->silence, now, lease.count()))
                continue;
            next.id = there->silence.id;
            next.startsAt = there->silence.startsAt; // another start would make another silence
        } else if (one.isLease) {
            next.startsAt = now;
        }
        steps.push_back({Kind::Put, one.key, std::move(next)});
    }
    for (const auto& one : held) {
        if (!kept.contains(one.silence.id))
            steps.push_back({Kind::Expire, one.key, one.silence});
    }
    return steps;
}

std::string markedComment(const std::string& comment, const std::string& whose, const std::string& key)
{
    return comment + (comment.empty() ? "" : " ") + "[nocturne:" + whose + ":" + key + "]";
}

std::optional<std::string> keyInComment(std::string_view comment, const std::string& whose)
{
    const auto mark = "[nocturne:" + whose + ":";
    const auto at = comment.rfind(mark);
    if (at == std::string_view::npos || !comment.ends_with(']'))
        return std::nullopt;
    const auto key = comment.substr(at + mark.size());
    return std::string(key.substr(0, key.size() - 1));
}

std::optional<std::string> foreignAcknowledgement(std::string_view comment, std::string_view ackPrefix)
{
    bool isTaken = false;
    const auto mark = comment.rfind("[nocturne:");
    if (mark != std::string_view::npos && comment.ends_with(']')) {
        const auto key = comment.find(':', mark + std::string_view("[nocturne:").size());
        isTaken = key != std::string_view::npos && comment.substr(key + 1).starts_with("ack:");
        comment = comment.substr(0, mark);
    }
    for (const std::string_view prefix : {ackPrefix, std::string_view("Acknowledged: "), std::string_view("ACK!")}) {
        if (prefix.empty() || !comment.starts_with(prefix))
            continue;
        isTaken = true;
        comment.remove_prefix(prefix.size());
        break;
    }
    if (!isTaken)
        return std::nullopt;
    while (comment.starts_with(' '))
        comment.remove_prefix(1);
    while (comment.ends_with(' '))
        comment.remove_suffix(1);
    return std::string(comment);
}

alerts::Matchers leaseMatchers(const model::LabelSet& labels)
{
    alerts::Matchers stable;
    alerts::Matchers all;
    bool saysWhich = false;
    for (auto& suggested : alerts::suggestMatchers(labels)) {
        all.push_back(suggested.matcher);
        if (!suggested.taken)
            continue;
        saysWhich = saysWhich || (suggested.matcher.name() != "alertname" && suggested.matcher.name() != "severity");
        stable.push_back(std::move(suggested.matcher));
    }
    return saysWhich ? stable : all;
}

} // namespace nocturne::alertmanager
