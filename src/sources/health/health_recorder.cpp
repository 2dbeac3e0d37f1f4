// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/health/health_recorder.h"

#include <utility>

#include "sources/health/health_series.h"

namespace nocturne::health {

HealthRecorder::HealthRecorder(storage::Appendable& store, const CheckOptions& check)
    : m_store(store)
    , m_type(check.type)
    , m_series(check.name, check.labels)
    , m_availability(check.interval, check.maintenance.isPlanned())
{}

void HealthRecorder::putState(storage::Appender& appender, Timestamp time, const RecordedState& state)
{
    if (state.counted)
        m_series.put(appender, "health_check_up", time, valueOf(*state.counted));
    else
        m_series.endOne(appender, "health_check_up", time);
    if (state.mayBeUnreachable)
        m_series.put(appender, "health_check_unreachable", time, state.isUnreachable ? 1 : 0);
    m_availability.put(m_series, appender, time, state.counted, state.isInMaintenance);
}

Result<storage::CommitStats> HealthRecorder::recordState(Timestamp time, const RecordedState& state)
{
    const auto appender = m_store.appender();
    putState(*appender, time, state);
    if (state.isBlamedOnParent)
        m_series.endOne(*appender, "probe_success", time);
    return appender->commit();
}

Result<storage::CommitStats> HealthRecorder::record(const ProbeResult& result, Timestamp time,
                                                    const RecordedState& state)
{
    const auto appender = m_store.appender();
    if (!std::exchange(m_isDescribed, true))
        describe(*appender);
    m_series.beginRound();
    const auto put = [&](std::string_view metric, double value, std::string_view label = {},
                         std::string_view labelValue = {}) {
        m_series.put(*appender, metric, time, value, label, labelValue);
    };
    const auto& phases = result.phases;
    put("probe_duration_seconds", phases.total);
    for (const auto& [phase, seconds] : phasesOf(m_type, phases)) {
        put("probe_phase_seconds", seconds, "phase", phase);
        if (isHttp(m_type))
            put("probe_http_duration_seconds", seconds, "phase", phase);
    }
    if (isMeasured(result.state) && !(result.state == HealthState::Down && state.isBlamedOnParent))
        put("probe_success", result.state == HealthState::Down ? 0 : 1);
    if (result.httpStatus != 0)
        put("probe_http_status_code", result.httpStatus);
    if (result.certificateEnds)
        put("probe_ssl_earliest_cert_expiry", static_cast<double>(*result.certificateEnds) / 1000);
    if (result.components) {
        put("health_up", valueOf(result.state));
        for (const auto& component : *result.components) {
            put("health_component_up", valueOf(component.state), "component", component.name);
            if (component.seconds)
                put("health_component_duration_seconds", *component.seconds, "component", component.name);
        }
    }
    for (const auto& reading : result.readings)
        put(reading.metric, reading.value, reading.labelName, reading.labelValue);
    putState(*appender, time, state);
    m_series.endOthers(*appender, time);
    return appender->commit();
}

Result<storage::CommitStats> HealthRecorder::end(Timestamp time)
{
    const auto appender = m_store.appender();
    m_series.beginRound();
    m_series.endOthers(*appender, time);
    return appender->commit();
}

void HealthRecorder::describe(storage::Appender& appender) const
{
    const auto describeAll = [&](std::span<const Family> families) {
        for (const auto& family : families)
            appender.describe(family.metric, {family.type, std::string(family.help), std::string(family.unit)});
    };
    describeAll(commonFamilies());
    if (m_type == CheckType::Redis)
        describeAll(redisFamilies());
}

} // namespace nocturne::health
