// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/burstlet/recorder.h"

#include <algorithm>
#include <array>
#include <utility>

namespace nocturne::burstlet {

namespace {

using model::MetricType;

constexpr Timestamp kOldest = Timestamp{9} * 60 * 1000; // a store takes samples that are ten minutes late
constexpr std::size_t kMostSeries = 10'000;             // of one group

struct Family
{
    std::string_view metric;
    MetricType type;
    std::string_view help;
};

constexpr std::array<Family, 24> kFamilies = {{
    {"burstlet_cpu_usage_percent", MetricType::Gauge, "CPU usage"},
    {"burstlet_cpu_cores", MetricType::Gauge, "Processor cores"},
    {"burstlet_load_average", MetricType::Gauge, "Load average"},
    {"burstlet_memory_bytes", MetricType::Gauge, "Memory by state"},
    {"burstlet_disk_bytes", MetricType::Gauge, "Disk space by state"},
    {"burstlet_network_bytes_total", MetricType::Counter, "Network I/O"},
    {"burstlet_process_memory_bytes", MetricType::Gauge, "Resident memory of the process"},
    {"burstlet_process_cpu_percent", MetricType::Gauge, "CPU usage of the process"},
    {"burstlet_process_uptime_seconds", MetricType::Gauge, "Age of the process"},
    {"burstlet_requests_total", MetricType::Counter, "Requests by endpoint"},
    {"burstlet_requests_by_method_total", MetricType::Counter, "The same requests by method"},
    {"burstlet_requests_by_status_total", MetricType::Counter, "The same requests by status"},
    {"burstlet_errors_total", MetricType::Counter, "Errors by type"},
    {"burstlet_response_time_milliseconds", MetricType::Gauge, "Quantiles of the response time"},
    {"burstlet_response_time_average_milliseconds", MetricType::Gauge, "Mean response time"},
    {"burstlet_active_users", MetricType::Gauge, "Active users"},
    {"burstlet_active_sessions", MetricType::Gauge, "Active sessions"},
    {"burstlet_health_check_up", MetricType::Gauge, "1 while the check passes"},
    {"burstlet_health_check_response_milliseconds", MetricType::Gauge, "How long the check took"},
    {"burstlet_alerts_active", MetricType::Gauge, "Alert events that nobody resolved"},
    {"burstlet_log_entries_total", MetricType::Counter, "Log entries taken over"},
    {"burstlet_dashboards", MetricType::Gauge, "Dashboards that there are"},
    {"burstlet_health_status", MetricType::Gauge, "1 healthy, 0.5 degraded, 0 unhealthy"},
    {"burstlet_up", MetricType::Gauge, "Whether the monitoring module answers"},
}};

} // namespace

Recorder::Recorder(storage::Appendable& store, const Clock& clock, model::LabelSet labels)
    : m_store(store)
    , m_clock(clock)
    , m_labels(std::move(labels))
{}

Result<void> Recorder::record(Group group, const std::vector<Reading>& readings)
{
    describe();
    const auto appender = m_store.appender();
    const auto now = m_clock.now();
    append(*appender, group, now, readings);
    endUnseen(*appender, group, now);
    return commit(*appender);
}

Result<void> Recorder::recordRows(Group group, const std::vector<Row>& rows, Timestamp skew)
{
    describe();
    const auto appender = m_store.appender();
    const auto now = m_clock.now();
    auto& newest = m_newest[group];
    for (const auto& row : rows) {
        const auto time = row.time ? std::min(*row.time - skew, now) : now;
        if (time <= newest || time < now - kOldest)
            continue;
        newest = time;
        append(*appender, group, time, row.readings);
        endUnseen(*appender, group, time);
    }
    return commit(*appender);
}

void Recorder::append(storage::Appender& appender, Group group, Timestamp time, const std::vector<Reading>& readings)
{
    ++m_round;
    auto& all = m_series[group];
    for (const auto& reading : readings) {
        model::LabelSetBuilder labels;
        for (const auto& [name, value] : reading.labels)
            labels.set(name, value);
        for (const auto& label : m_labels)
            labels.set(label.name, label.value);
        const auto key = labels.set(model::kMetricName, reading.metric).build();
        auto known = all.find(key);
        if (known == all.end()) {
            if (all.size() == kMostSeries)
                continue;
            known = all.emplace(key, Series()).first;
        }
        auto& series = known->second;
        series.seen = m_round;
        if (time <= series.floor)
            continue;
        const auto ref = appender.append(series.ref, key, {time, reading.value});
        if (!ref)
            continue; // the store is full; it counts that itself
        series.ref = *ref;
        series.floor = time;
        series.isOpen = true;
    }
}

/// A series that ended is kept in mind for its floor as long as there is room for it.
void Recorder::endUnseen(storage::Appender& appender, Group group, Timestamp time)
{
    auto& all = m_series[group];
    const bool isCrowded = all.size() > kMostSeries / 2;
    for (auto one = all.begin(); one != all.end();) {
        auto& [labels, series] = *one;
        if (series.seen != m_round && std::exchange(series.isOpen, false)) {
            const auto end = std::max(time, series.floor + 1);
            if (appender.append(series.ref, labels, {end, model::kStaleMarker}))
                series.floor = end;
        }
        one = isCrowded && !series.isOpen && series.seen != m_round ? all.erase(one) : std::next(one);
    }
}

Result<void> Recorder::end(Group group)
{
    ++m_round;
    const auto appender = m_store.appender();
    endUnseen(*appender, group, m_clock.now());
    return commit(*appender);
}

Result<void> Recorder::commit(storage::Appender& appender)
{
    const auto stats = appender.commit();
    if (!stats)
        return tl::unexpected(stats.error());
    m_stats.samples += stats->stored;
    m_stats.seriesAdded += stats->seriesAdded;
    return {};
}

void Recorder::describe()
{
    if (std::exchange(m_isDescribed, true))
        return;
    const auto appender = m_store.appender();
    for (const auto& family : kFamilies)
        appender->describe(family.metric, {family.type, std::string(family.help), {}});
}

} // namespace nocturne::burstlet
