// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/health/group.h"

#include <algorithm>
#include <utility>

namespace nocturne::health {

Group::Group(MemberContext& context, GroupOptions options)
    : m_context(context)
    , m_options(std::move(options))
    , m_recorder(context.store, m_options)
{
    m_status.isGroup = true;
    m_status.name = m_options.name;
    m_status.address = toString(m_options.aggregation);
    m_status.labels = m_recorder.labels();
    m_status.interval = m_options.interval;
    m_status.stateSince = context.clock.now();
}

std::optional<PlannedWork> Group::work() const
{
    auto work = workAt(m_options.maintenance, m_context.clock.now());
    if (!work)
        work = m_groupWork;
    return !work && m_context.plannedWork ? m_context.plannedWork(m_status.labels) : work;
}

std::vector<MemberState> Group::states() const
{
    std::vector<MemberState> states;
    states.reserve(m_members.size());
    for (const auto* member : m_members)
        states.push_back({member->name(), member->status().state});
    return states;
}

void Group::look()
{
    const auto now = m_context.clock.now();
    const auto members = states();
    const auto verdict = judgeGroup(m_options, members);
    const auto planned = work();
    const auto state = planned ? HealthState::Maintenance : verdict.state;
    const bool isOther = state != m_status.state;
    std::vector<ComponentStatus> parts;
    for (const auto* member : m_members)
        parts.push_back(
            {member->name(), member->status().state, member->status().lastError, member->status().lastSeconds});
    const bool isDue = now - m_recordedAt >= m_options.interval.count();
    if (!isOther && !isDue && parts == m_status.parts)
        return;
    m_status.parts = std::move(parts);
    m_status.lastError = verdict.complaint;
    m_status.maintenance = planned ? planned->reason : std::string();
    m_status.maintenanceEnd = planned ? planned->end : 0;
    m_status.reason = state == HealthState::Down ? "not_ready" : state == HealthState::Degraded ? "degraded" : "";
    m_status.lastAttempt = now;
    m_status.lastSuccess = state == HealthState::Up || state == HealthState::Degraded ? now : m_status.lastSuccess;
    if (isOther) {
        if (state == HealthState::Down || m_status.state == HealthState::Down)
            m_context.logger.log(LogLevel::Warning, "health",
                                 "group " + m_options.name + " is " + std::string(toString(state)) +
                                     (verdict.complaint.empty() ? "" : ": " + verdict.complaint));
        m_status.state = state;
        m_status.stateSince = now;
    }
    if (isOther || isDue) {
        m_recordedAt = now;
        keep(m_recorder.record(state, verdict.score, members, now));
    }
    if (isOther)
        m_context.settled();
}

void Group::end() { keep(m_recorder.end(m_context.clock.now())); }

HealthState Group::measured(bool isStrict) const
{
    std::vector<MemberState> states;
    for (const auto* member : m_members) {
        const bool isDown = member->isOut() || (isStrict && member->isFailing());
        const auto shown = member->status().state;
        states.push_back({member->name(), isDown ? HealthState::Down : isMeasured(shown) ? shown : HealthState::Up});
    }
    return judgeGroup(m_options, states).state;
}

bool Group::isOut() const { return measured(false) == HealthState::Down; }

bool Group::isFailing() const { return measured(true) == HealthState::Down; }

void Group::verifySince(Clock::Monotonic time)
{
    for (auto* member : m_members)
        member->verifySince(time);
}

bool Group::isVerifiedSince(Clock::Monotonic time) const
{
    return std::ranges::all_of(m_members, [&](const Member* member) { return member->isVerifiedSince(time); });
}

void Group::keep(const Result<storage::CommitStats>& stored)
{
    if (!stored) {
        m_context.logger.log(LogLevel::Error, "health", "group " + m_options.name + ": " + stored.error().message);
        return;
    }
    m_status.samples = stored->stored;
    m_status.seriesAdded = stored->seriesAdded;
}

} // namespace nocturne::health
