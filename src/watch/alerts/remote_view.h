// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "watch/alerts/alert_instance.h"
#include "watch/alerts/silence.h"

namespace nocturne::alerts {

/// What a source says that keeps alerts and silences itself, as an Alertmanager does.
struct RemoteView
{
    using Mutes = std::unordered_map<model::LabelSet, std::vector<Mute>, model::LabelSetHash>;

    std::vector<AlertInstance> active; ///< as AlertBoard::report() takes them
    /// What keeps alerts with these labels quiet there: its own, and those of our rules, which it was told of.
    Mutes mutes = {};
    std::vector<Silence> silences = {};
};

/// What a person wants to become of a silence that lives elsewhere. Kept until its source has done it.
struct SilenceOrder
{
    std::string source;
    Silence silence; ///< as it shall be; with the id it has there
    bool expire = false;
    std::string who;
    Timestamp at = 0;

    bool operator==(const SilenceOrder&) const = default;
};

/// By the ids of alerts or silences of this board.
using Deliveries = std::map<std::string, Delivery>;

} // namespace nocturne::alerts
