// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/health/group_recorder.h"

#include <algorithm>
#include <array>
#include <utility>

#include "sources/health/health_series.h"

namespace nocturne::health {

GroupRecorder::GroupRecorder(storage::Appendable& store, const GroupOptions& group)
    : m_store(store)
    , m_series(group.name, group.labels)
    , m_availability(group.interval, group.maintenance.isPlanned())
{}

Result<storage::CommitStats> GroupRecorder::record(HealthState state, double score,
                                                   const std::vector<MemberState>& members, Timestamp time)
{
    constexpr std::array kTold = {HealthState::Up, HealthState::Degraded, HealthState::Down, HealthState::Unreachable,
                                  HealthState::Maintenance};
    const auto appender = m_store.appender();
    if (!std::exchange(m_isDescribed, true)) {
        for (const auto& family : groupFamilies())
            appender->describe(family.metric, {family.type, std::string(family.help), std::string(family.unit)});
    }
    m_series.beginRound();
    auto others = members.size();
    for (const auto told : kTold) {
        const auto count = static_cast<std::size_t>(std::ranges::count(members, told, &MemberState::state));
        m_series.put(*appender, "health_group_members", time, static_cast<double>(count), "state", toString(told));
        others -= count;
    }
    m_series.put(*appender, "health_group_members", time, static_cast<double>(others), "state", "other");
    const auto counted = isMeasured(state) ? std::optional(state) : std::nullopt;
    if (counted) {
        m_series.put(*appender, "health_group_up", time, valueOf(state));
        m_series.put(*appender, "health_group_score", time, score);
    }
    m_availability.put(m_series, *appender, time, counted, state == HealthState::Maintenance);
    m_series.endOthers(*appender, time);
    return appender->commit();
}

Result<storage::CommitStats> GroupRecorder::end(Timestamp time)
{
    const auto appender = m_store.appender();
    m_series.beginRound();
    m_series.endOthers(*appender, time);
    return appender->commit();
}

} // namespace nocturne::health
