// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "sources/health/health_state.h"
#include "sources/health/maintenance.h"
#include "sources/health/series_writer.h"

namespace nocturne::health {

/// Writes `health_check_available`, whose mean over time is the share of time up, and `health_check_maintenance`.
class Availability
{
public:
    /// `interval` is at most one sample's; with `isPlanned` it tells of maintenance before there was any.
    Availability(std::chrono::milliseconds interval, bool isPlanned);

    /// `counted`: the state, where it counts.
    void put(SeriesWriter& series, storage::Appender& appender, Timestamp time, std::optional<HealthState> counted,
             bool isInMaintenance);

private:
    Timestamp m_interval;
    Timestamp m_writtenAt = 0;
    std::optional<bool> m_written;
    bool m_tellsMaintenance;
};

} // namespace nocturne::health
