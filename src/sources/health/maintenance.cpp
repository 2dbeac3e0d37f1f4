// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/health/maintenance.h"

namespace nocturne::health {

namespace {

void take(const alerts::Downtime& downtime, Timestamp now, std::optional<PlannedWork>& longest)
{
    const auto end = alerts::endOfEffect(downtime, now);
    if (end && (!longest || *end > longest->end))
        longest = PlannedWork{downtime.comment, *end};
}

} // namespace

std::optional<PlannedWork> workAt(const Maintenance& maintenance, Timestamp now)
{
    if (maintenance.always)
        return PlannedWork{};
    std::optional<PlannedWork> longest;
    for (const auto& window : maintenance.windows)
        take(window, now, longest);
    return longest;
}

std::optional<PlannedWork> longestOf(const std::vector<const alerts::Downtime*>& downtimes, Timestamp now)
{
    std::optional<PlannedWork> longest;
    for (const auto* downtime : downtimes)
        take(*downtime, now, longest);
    return longest;
}

} // namespace nocturne::health
