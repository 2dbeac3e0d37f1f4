// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/alerts/alert_instance.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>

namespace nocturne::alerts {

std::string_view toString(AlertState state)
{
    switch (state) {
    case AlertState::Inactive:
        return "inactive";
    case AlertState::Pending:
        return "pending";
    case AlertState::Firing:
        return "firing";
    case AlertState::Resolved:
        return "resolved";
    }
    return "inactive";
}

std::string_view toString(Mute::By by)
{
    switch (by) {
    case Mute::By::Silence:
        return "silence";
    case Mute::By::Inhibition:
        return "inhibition";
    case Mute::By::Downtime:
        return "downtime";
    case Mute::By::Acknowledgement:
        return "acknowledgement";
    }
    return "silence";
}

std::string_view toString(Delivery::State state)
{
    switch (state) {
    case Delivery::State::None:
        return "none";
    case Delivery::State::Accepted:
        return "accepted";
    case Delivery::State::Pending:
        return "pending";
    case Delivery::State::Failed:
        return "failed";
    }
    return "none";
}

const Mute* AlertInstance::takenElsewhere() const
{
    const auto found = std::ranges::find(mutedBy, Mute::By::Acknowledgement, &Mute::by);
    return acknowledgement || found == mutedBy.end() ? nullptr : &*found;
}

bool AlertInstance::isSnoozedFor(std::string_view user) const
{
    return std::ranges::any_of(snoozes, [&](const Snooze& snooze) { return snooze.shared || snooze.by == user; });
}

bool AlertInstance::isSnoozedForAll() const { return std::ranges::any_of(snoozes, &Snooze::shared); }

bool AlertInstance::isHeartbeat() const
{
    constexpr std::array<std::string_view, 3> kNames = {"Watchdog", "DeadMansSwitch", "InfoInhibitor"};
    return severityText == "none" && std::ranges::find(kNames, labels.get("alertname")) != kNames.end();
}

std::string fingerprint(const model::LabelSet& labels)
{
    std::uint64_t hash = 14695981039346656037U;
    const auto add = [&](std::string_view text) {
        for (const char c : text)
            hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
        hash = (hash ^ 0xffU) * 1099511628211U;
    };
    for (const auto label : labels) {
        add(label.name);
        add(label.value);
    }
    std::array<char, 17> hex{};
    std::snprintf(hex.data(), hex.size(), "%016llx", static_cast<unsigned long long>(hash)); // NOLINT: fixed format
    return hex.data();
}

} // namespace nocturne::alerts
