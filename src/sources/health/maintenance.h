// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/core/clock.h"
#include "watch/alerts/downtime.h"

namespace nocturne::health {

/// Planned work on what a check looks at: for good, or in windows as downtimes of alerts have them. Their matchers and
/// makers say nothing here.
struct Maintenance
{
    bool always = false;
    std::vector<alerts::Downtime> windows;

    bool isPlanned() const { return always || !windows.empty(); }
    bool operator==(const Maintenance&) const = default;
};

/// A maintenance that is going on.
struct PlannedWork
{
    std::string reason;
    Timestamp end = 0; ///< 0: without an end

    bool operator==(const PlannedWork&) const = default;
};

/// What is going on at `now`; of several the one that lasts longest.
std::optional<PlannedWork> workAt(const Maintenance& maintenance, Timestamp now);
/// The same for downtimes of alerts.
std::optional<PlannedWork> longestOf(const std::vector<const alerts::Downtime*>& downtimes, Timestamp now);

} // namespace nocturne::health
