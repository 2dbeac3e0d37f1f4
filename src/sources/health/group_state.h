// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "sources/health/health_options.h"

namespace nocturne::health {

/// A member as its group sees it.
struct MemberState
{
    std::string name;
    HealthState state = HealthState::Waiting;

    bool operator==(const MemberState&) const = default;
};

/// What the members of a group make of it.
struct GroupVerdict
{
    HealthState state = HealthState::Unknown;
    double score = 0;      ///< share of the weights of counted members that is up, 0 to 1; degraded is half up
    std::string complaint; ///< names the members that are not up; empty where the group is

    bool operator==(const GroupVerdict&) const = default;
};

/// Judges a group. Only members that are up, degraded or down count: what is in maintenance, unreachable, disabled,
/// waiting or unknown is no failure and no success; but a group is up only where it were not down if all that is
/// unknown were: then it is Unknown, or Degraded where it were that. A quorum of so many leaves over the rest of all
/// members, and the group is down when more than these are down; so it is, too, when none is up. A group of which no
/// member counts is Maintenance, Unreachable or Disabled where all its members are, Waiting while one of them waits,
/// else Unknown.
GroupVerdict judgeGroup(const GroupOptions& group, const std::vector<MemberState>& members);

} // namespace nocturne::health
