// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/health/group_state.h"

#include <algorithm>
#include <cmath>

#include "base/core/text.h"

namespace nocturne::health {

namespace {

using Members = std::vector<MemberState>;

std::size_t countOf(const Members& members, HealthState state)
{
    return static_cast<std::size_t>(std::ranges::count(members, state, &MemberState::state));
}

double weightOf(const GroupOptions& group, const std::string& member)
{
    const auto given = std::ranges::find(group.weights, member, &std::pair<std::string, double>::first);
    return given == group.weights.end() ? 1 : given->second;
}

double scoreOf(const GroupOptions& group, const Members& members)
{
    double all = 0;
    double up = 0;
    for (const auto& member : members) {
        if (!isMeasured(member.state))
            continue;
        const auto weight = weightOf(group, member.name);
        all += weight;
        up += weight * valueOf(member.state);
    }
    return all > 0 ? up / all : 0;
}

HealthState worstOf(const Members& members)
{
    auto state = HealthState::Up;
    for (const auto& member : members) {
        if (isMeasured(member.state))
            state = worse(state, member.state);
    }
    return state;
}

HealthState byQuorum(const GroupOptions& group, const Members& members)
{
    const auto all = static_cast<double>(members.size());
    const auto wanted = std::min(all, group.isQuorumPercent ? std::ceil(all * group.quorum / 100) : group.quorum);
    const auto down = countOf(members, HealthState::Down);
    const bool isNoneUp = countOf(members, HealthState::Up) + countOf(members, HealthState::Degraded) == 0;
    if (isNoneUp || static_cast<double>(down) > all - wanted)
        return HealthState::Down;
    return worstOf(members) == HealthState::Up ? HealthState::Up : HealthState::Degraded;
}

HealthState byWeight(const GroupOptions& group, double score)
{
    const auto percent = score * 100;
    const auto holds = [&](std::optional<double> limit) { return !limit || percent > *limit; };
    if (!holds(group.thresholds.critical))
        return HealthState::Down;
    return group.thresholds.warning ? (holds(group.thresholds.warning) ? HealthState::Up : HealthState::Degraded)
                                    : (percent < 100 ? HealthState::Degraded : HealthState::Up);
}

/// Of members of which none counts.
HealthState withoutMeasure(const Members& members)
{
    for (const auto state : {HealthState::Maintenance, HealthState::Unreachable, HealthState::Disabled}) {
        if (!members.empty() && countOf(members, state) == members.size())
            return state;
    }
    return countOf(members, HealthState::Waiting) > 0 ? HealthState::Waiting : HealthState::Unknown;
}

std::string complaintOf(const Members& members)
{
    std::string text;
    for (const auto state :
         {HealthState::Down, HealthState::Degraded, HealthState::Unreachable, HealthState::Unknown}) {
        for (const auto& member : members) {
            if (member.state == state)
                text += (text.empty() ? "" : ", ") + member.name + " is " + std::string(toString(state));
        }
    }
    return printable(text, 500);
}

/// By those that count, of which there are some.
HealthState measuredState(const GroupOptions& group, const Members& members)
{
    switch (group.aggregation) {
    case GroupOptions::Aggregation::Worst:
        return worstOf(members);
    case GroupOptions::Aggregation::Quorum:
        return byQuorum(group, members);
    case GroupOptions::Aggregation::Weighted:
        break;
    }
    return byWeight(group, scoreOf(group, members));
}

/// What is unknown may be down: a group that is up has to be so even then.
HealthState notUpWhileBlind(const GroupOptions& group, Members members)
{
    for (auto& member : members) {
        if (member.state == HealthState::Unknown)
            member.state = HealthState::Down;
    }
    const auto atWorst = measuredState(group, members);
    return atWorst == HealthState::Down ? HealthState::Unknown : atWorst;
}

} // namespace

std::string_view toString(GroupOptions::Aggregation aggregation)
{
    switch (aggregation) {
    case GroupOptions::Aggregation::Worst:
        return "worst";
    case GroupOptions::Aggregation::Quorum:
        return "quorum";
    case GroupOptions::Aggregation::Weighted:
        return "weighted";
    }
    return "worst";
}

GroupVerdict judgeGroup(const GroupOptions& group, const Members& members)
{
    GroupVerdict verdict;
    verdict.complaint = complaintOf(members);
    if (std::ranges::none_of(members, isMeasured, &MemberState::state)) {
        verdict.state = withoutMeasure(members);
        return verdict;
    }
    verdict.score = scoreOf(group, members);
    verdict.state = measuredState(group, members);
    if (verdict.state == HealthState::Up)
        verdict.state = notUpWhileBlind(group, members);
    if (verdict.state == HealthState::Up)
        verdict.complaint.clear();
    return verdict;
}

} // namespace nocturne::health
