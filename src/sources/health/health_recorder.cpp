// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/health/health_recorder.h"

#include <algorithm>
#include <array>
#include <utility>

namespace nocturne::health {

using model::MetricType;

namespace {

struct Family
{
    std::string_view metric;
    std::string_view help;
    std::string_view unit;
};

constexpr std::array<Family, 15> kFamilies = {{
    {"probe_success", "Whether the check passed", ""},
    {"probe_duration_seconds", "How long the check took", "seconds"},
    {"probe_phase_seconds", "How long a phase of the check took", "seconds"},
    {"probe_http_duration_seconds", "How long a phase of the request took, over all redirects", "seconds"},
    {"probe_http_status_code", "HTTP status of the answer", ""},
    {"probe_ssl_earliest_cert_expiry", "When the first certificate of the chain ends, in Unix time", ""},
    {"health_up", "Worst of the service's word and its components: 1 up, 0.5 degraded, 0 down", ""},
    {"health_component_up", "State of a component: 1 up, 0.5 degraded, 0 down", ""},
    {"health_component_duration_seconds", "How long the component's own check took", "seconds"},
    {"probe_value", "What the check measured: per cent, seconds of age, or the query's value", ""},
    {"probe_disk_free_bytes", "What users of the file system may still write", "bytes"},
    {"probe_memory_available_bytes", "Memory that programs can still have", "bytes"},
    {"probe_table_rows", "Rows of a table", ""},
    {"probe_perfdata", "A number that a plugin told", ""},
    {"probe_exit_code", "Exit code of the plugin", ""},
}};

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
    if (m_type == CheckType::Tcp) {
        put(*appender, "probe_phase_seconds", "phase", "resolve", time, phases.dns);
        put(*appender, "probe_phase_seconds", "phase", "connect", time, phases.connect);
    }
    if (isHttp(m_type)) {
        const std::array<std::pair<std::string_view, double>, 5> all = {{{"resolve", phases.dns},
                                                                         {"connect", phases.connect},
                                                                         {"tls", phases.tls},
                                                                         {"processing", phases.firstByte},
                                                                         {"transfer", phases.transfer}}};
        for (const auto& [phase, seconds] : all) {
            put(*appender, "probe_phase_seconds", "phase", phase, time, seconds);
            put(*appender, "probe_http_duration_seconds", "phase", phase, time, seconds);
        }
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
    for (const auto& family : kFamilies)
        appender.describe(family.metric, {MetricType::Gauge, std::string(family.help), std::string(family.unit)});
}

} // namespace nocturne::health
