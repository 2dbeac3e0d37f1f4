// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/health/availability.h"

namespace nocturne::health {

namespace {

constexpr std::string_view kAvailable = "health_check_available";

} // namespace

Availability::Availability(std::chrono::milliseconds interval, bool isPlanned)
    : m_interval(interval.count())
    , m_tellsMaintenance(isPlanned)
{}

void Availability::put(SeriesWriter& series, storage::Appender& appender, Timestamp time,
                       std::optional<HealthState> counted, bool isInMaintenance)
{
    if (counted) {
        const bool isUp = *counted != HealthState::Down;
        // Retries come at shorter intervals and would weigh more; a tenth is for beats that are not exact.
        if (m_written != isUp || time - m_writtenAt >= m_interval - m_interval / 10) {
            series.put(appender, kAvailable, time, isUp ? 1 : 0);
            m_writtenAt = time;
            m_written = isUp;
        } else {
            series.keep(kAvailable);
        }
    } else {
        m_written.reset();
        series.endOne(appender, kAvailable, time);
    }
    m_tellsMaintenance = m_tellsMaintenance || isInMaintenance;
    if (m_tellsMaintenance)
        series.put(appender, "health_check_maintenance", time, isInMaintenance ? 1 : 0);
}

} // namespace nocturne::health
