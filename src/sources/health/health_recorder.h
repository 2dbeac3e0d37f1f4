// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "base/core/clock.h"
#include "engine/storage/appender.h"
#include "sources/health/health_options.h"
#include "sources/health/probe.h"

namespace nocturne::health {

/// Turns the results of one check into samples, all of one attempt at one time:
///
/// - `probe_success`: 1 where the check is up or degraded, 0 where it is down; ends while the check is disabled
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
    Result<storage::CommitStats> record(const ProbeResult& result, Timestamp time);
    /// Ends all series: the check is removed or the program stops.
    Result<storage::CommitStats> end(Timestamp time);

    /// job="health", instance=NAME and the check's own.
    const model::LabelSet& labels() const { return m_labels; }

private:
    struct Series
    {
        model::LabelSet labels;
        storage::SeriesRef ref = 0;
        Timestamp last = 0;
        std::uint64_t round = 0; ///< the last attempt that gave a sample
        bool live = false;
    };

    void put(storage::Appender& appender, std::string_view metric, std::string_view labelName,
             std::string_view labelValue, Timestamp time, double value);
    void endOthers(storage::Appender& appender, Timestamp time);
    void describe(storage::Appender& appender);

    storage::Appendable& m_store;
    CheckType m_type;
    model::LabelSet m_labels;
    std::map<std::string, Series, std::less<>> m_series; // by metric and label value
    std::uint64_t m_round = 0;
};

} // namespace nocturne::health
