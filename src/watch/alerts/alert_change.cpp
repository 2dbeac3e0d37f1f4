// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/alerts/alert_change.h"

#include <algorithm>
#include <array>
#include <utility>

namespace nocturne::alerts {

namespace {

using Kind = AlertChange::Kind;

constexpr std::array<std::pair<Kind, std::string_view>, 19> kWords = {{
    {Kind::Pending, "pending"},
    {Kind::Forgotten, "forgotten"},
    {Kind::Fired, "fired"},
    {Kind::Resolved, "resolved"},
    {Kind::SeverityRose, "severity rose"},
    {Kind::SeverityFell, "severity fell"},
    {Kind::Unverified, "unverified"},
    {Kind::Verified, "verified"},
    {Kind::Acknowledged, "acknowledged"},
    {Kind::AcknowledgementEnded, "acknowledgement ended"},
    {Kind::Snoozed, "snoozed"},
    {Kind::SnoozeEnded, "snooze ended"},
    {Kind::Muted, "muted"},
    {Kind::Unmuted, "unmuted"},
    {Kind::Escalated, "escalated"},
    {Kind::FlappingBegan, "flapping began"},
    {Kind::FlappingEnded, "flapping ended"},
    {Kind::Seen, "seen"},
    {Kind::Commented, "commented"},
}};

} // namespace

std::string_view toString(AlertChange::Kind kind)
{
    const auto* const found = std::ranges::find(kWords, kind, [](const auto& entry) { return entry.first; });
    return found == kWords.end() ? "pending" : found->second;
}

AlertChange::Kind changeKind(std::string_view word)
{
    const auto* const found = std::ranges::find(kWords, word, [](const auto& entry) { return entry.second; });
    return found == kWords.end() ? Kind::Pending : found->first;
}

} // namespace nocturne::alerts
