// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "base/core/clock.h"
#include "engine/storage/appender.h"
#include "sources/health/availability.h"
#include "sources/health/health_options.h"
#include "sources/health/probe.h"
#include "sources/health/series_writer.h"

namespace nocturne::health {

/// What a check, or a group, is for its series beside the result of the attempt.
struct RecordedState
{
    std::optional<HealthState> counted =
        {};                        ///< hard; none while it is none of up, degraded and down, or in maintenance
    bool mayBeUnreachable = false; ///< it depends on others
    bool isUnreachable = false;
    bool isInMaintenance = false;
    bool isBlamedOnParent = false; ///< the failure of the attempt is not the check's own, or may not be
};

/// Turns the results of one check into samples, all of one attempt at one time:
///
/// - `probe_success`: 1 where the check is up or degraded, 0 where it is down; ends while the check is disabled or
///   unknown, and while its failure is blamed on what it depends on
/// - `health_check_up`: the hard state, 1 up, 0.5 degraded, 0 down, and `health_check_available`: 1 up or degraded, 0
///   down; both end while the check is unreachable, in maintenance, disabled or unknown. The latter has at most one
///   sample an interval, so that its mean over time is the share of time up
/// - `health_check_unreachable`, of checks that depend on others, and `health_check_maintenance`, of those that are or
///   were in maintenance: 1 while it is so, else 0
/// - `probe_duration_seconds`, `probe_phase_seconds{phase=resolve|connect|tls|processing|transfer}`
/// - `probe_http_duration_seconds{phase}`: the same phases of a request, by the name that blackbox_exporter gives them
/// - `probe_http_status_code`, `probe_ssl_earliest_cert_expiry`: where there is one
/// - `health_up`: the worst of what the document says of itself and of all its components; `health_component_up
///   {component}`: those that are kept; 1 up, 0.5 degraded, 0 down
/// - `health_component_duration_seconds{component}`: where the service tells it
///
/// What is not there any more ends with a staleness marker. Used on one thread.
class HealthRecorder
{
public:
    HealthRecorder(storage::Appendable& store, const CheckOptions& check);

    /// Stores the result of the attempt that began at `time`. Fails as the store does.
    Result<storage::CommitStats> record(const ProbeResult& result, Timestamp time, const RecordedState& state);
    /// Stores that the check is in another state, without an attempt. Fails as the store does.
    Result<storage::CommitStats> recordState(Timestamp time, const RecordedState& state);
    /// Ends all series: the check is removed or the program stops.
    Result<storage::CommitStats> end(Timestamp time);

    /// job="health", instance=NAME and the check's own.
    const model::LabelSet& labels() const { return m_series.labels(); }

private:
    void putState(storage::Appender& appender, Timestamp time, const RecordedState& state);
    void describe(storage::Appender& appender) const;

    storage::Appendable& m_store;
    CheckType m_type;
    SeriesWriter m_series;
    Availability m_availability;
    bool m_isDescribed = false;
};

} // namespace nocturne::health
