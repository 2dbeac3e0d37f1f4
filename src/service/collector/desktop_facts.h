// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace nocturne::collector {

/// How telling the person at this display goes, as the interface says it: for metrics and the log.
struct DesktopFacts
{
    bool hasNotifications = false; ///< a notification service answers
    bool isAsking = false;         ///< and that is not known yet
    std::string notificationFault;
    std::uint64_t shown = 0;  ///< notifications, those that changed in place among them
    std::uint64_t failed = 0; ///< that the service refused or did not answer
    std::uint64_t soundsPlayed = 0;
    std::uint64_t soundsFailed = 0;
    std::string soundFault;

    bool operator==(const DesktopFacts&) const = default;
};

} // namespace nocturne::collector
