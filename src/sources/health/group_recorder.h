// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "sources/health/availability.h"
#include "sources/health/group_state.h"

namespace nocturne::health {

/// Turns what a group is into samples:
///
/// - `health_group_up`: 1 up, 0.5 degraded, 0 down; ends while it is none of them
/// - `health_group_score`: share of the weights that is up; ends with the former
/// - `health_group_members{state}`: how many members are up, degraded, down, unreachable, in maintenance, anything else
/// - `health_check_available`, `health_check_maintenance`: as a check has them
///
/// Used on one thread.
class GroupRecorder
{
public:
    GroupRecorder(storage::Appendable& store, const GroupOptions& group);

    /// Fails as the store does.
    Result<storage::CommitStats> record(HealthState state, double score, const std::vector<MemberState>& members,
                                        Timestamp time);
    /// Ends all series.
    Result<storage::CommitStats> end(Timestamp time);

    const model::LabelSet& labels() const { return m_series.labels(); }

private:
    storage::Appendable& m_store;
    SeriesWriter m_series;
    Availability m_availability;
    bool m_isDescribed = false;
};

} // namespace nocturne::health
