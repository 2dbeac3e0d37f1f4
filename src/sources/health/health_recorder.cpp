// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/health/health_recorder.h"

#include <algorithm>
#include <utility>

#include "sources/health/health_series.h"

namespace nocturne::health {

namespace {

model::LabelSet seriesLabels(const CheckOptions& check)
{
    model::LabelSetBuilder labels;
    for (const auto& [name, value] : check.labels)
        labels.set(name, value);
    return labels.set("job", "health").set("instance", check.name).build();
}

} // namespace

HealthRecorder::HealthRecorder(storage::Appendable& store, const CheckOptions& check)
    : m_store(store)
    , m_type(check.type)
    , m_labels(seriesLabels(check))
{}

void HealthRecorder::put(storage::Appender& appender, std::string_view metric, std::string_view labelName,
                         std::string_view labelValue, Timestamp time, double value)
{
    auto key = std::string(metric) + '\xff' + std::string(labelValue);
    auto known = m_series.find(key);
    if (known == m_series.end()) {
        model::LabelSetBuilder labels(m_labels);
        labels.set(model::kMetricName, metric);
        if (!labelName.empty())
            labels.set(labelName, labelValue);
        known = m_series.emplace(std::move(key), Series{labels.build()}).first;
    }
    auto& series = known->second;
    series.round = m_round;
    const auto ref = appender.append(series.ref, series.labels, {time, value});
    if (!ref)
        return; // the store is full; it counts that itself
    series.ref = *ref;
    series.last = time;
    series.live = true;
}

void HealthRecorder::endOthers(storage::Appender& appender, Timestamp time)
{
    for (auto entry = m_series.begin(); entry != m_series.end();) {
        auto& series = entry->second;
        if (series.round == m_round) {
            ++entry;
            continue;
        }
        if (series.live)
            std::ignore =
                appender.append(series.ref, series.labels, {std::max(time, series.last + 1), model::kStaleMarker});
        entry = m_series.erase(entry);
    }
}

Result<storage::CommitStats> HealthRecorder::record(const ProbeResult& result, Timestamp time)
{
    const auto appender = m_store.appender();
    if (m_round++ == 0)
        describe(*appender);
    const auto& phases = result.phases;
    put(*appender, "probe_duration_seconds", {}, {}, time, phases.total);
    for (const auto& [phase, seconds] : phasesOf(m_type, phases)) {
        put(*appender, "probe_phase_seconds", "phase", phase, time, seconds);
        if (isHttp(m_type))
            put(*appender, "probe_http_duration_seconds", "phase", phase, time, seconds);
    }
    if (result.state != HealthState::Disabled)
        put(*appender, "probe_success", {}, {}, time, result.state == HealthState::Down ? 0 : 1);
    if (result.httpStatus != 0)
        put(*appender, "probe_http_status_code", {}, {}, time, result.httpStatus);
    if (result.certificateEnds)
        put(*appender, "probe_ssl_earliest_cert_expiry", {}, {}, time,
            static_cast<double>(*result.certificateEnds) / 1000);
    if (result.components) {
        put(*appender, "health_up", {}, {}, time, valueOf(result.state));
        for (const auto& component : *result.components) {
            put(*appender, "health_component_up", "component", component.name, time, valueOf(component.state));
            if (component.seconds)
                put(*appender, "health_component_duration_seconds", "component", component.name, time,
                    *component.seconds);
        }
    }
    for (const auto& reading : result.readings)
        put(*appender, reading.metric, reading.labelName, reading.labelValue, time, reading.value);
    endOthers(*appender, time);
    return appender->commit();
}

Result<storage::CommitStats> HealthRecorder::end(Timestamp time)
{
    const auto appender = m_store.appender();
    ++m_round;
    endOthers(*appender, time);
    return appender->commit();
}

void HealthRecorder::describe(storage::Appender& appender)
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
