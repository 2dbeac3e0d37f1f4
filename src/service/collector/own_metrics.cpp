// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/collector/own_metrics.h"

#include <fstream>

#include <sys/resource.h>
#include <unistd.h>

namespace nocturne::collector {

namespace {

using model::MetricType;

void writeCounter(system::SeriesWriter& out, std::string_view metric, std::string_view help,
                  std::initializer_list<model::Label> labels, double value)
{
    out.describe(metric, MetricType::Counter, help);
    out.write(metric, labels, value);
}

void writeGauge(system::SeriesWriter& out, std::string_view metric, std::string_view help,
                std::initializer_list<model::Label> labels, double value)
{
    out.describe(metric, MetricType::Gauge, help);
    out.write(metric, labels, value);
}

void writeHead(system::SeriesWriter& out, const tsdb::HeadStats& head)
{
    const auto number = [](auto value) { return static_cast<double>(value); };
    writeGauge(out, "nocturne_head_series", "Series in memory.", {}, number(head.series));
    writeGauge(out, "nocturne_head_chunks", "Sealed chunks in memory.", {}, number(head.chunks));
    writeGauge(out, "nocturne_head_samples", "Samples in memory.", {}, number(head.samples));
    writeGauge(out, "nocturne_head_sample_bytes", "Bytes of samples in memory.", {}, number(head.sampleBytes));
    writeCounter(out, "nocturne_samples_appended_total", "Samples stored.", {}, number(head.samplesAppended));
    writeCounter(out, "nocturne_series_created_total", "Series created.", {}, number(head.seriesCreated));
    const std::string_view dropped = "nocturne_samples_dropped_total";
    const std::string_view help = "Samples that came in and were not stored.";
    writeCounter(out, dropped, help, {{"reason", "out_of_order"}}, number(head.samplesOutOfOrder));
    writeCounter(out, dropped, help, {{"reason", "duplicate"}}, number(head.samplesDuplicate));
    writeCounter(out, dropped, help, {{"reason", "out_of_bounds"}}, number(head.samplesOutOfBounds));
    writeCounter(out, dropped, help, {{"reason", "series_limit"}}, number(head.seriesRefused));
}

void writeProcess(system::SeriesWriter& out)
{
    rusage usage = {};
    if (getrusage(RUSAGE_SELF, &usage) == 0) {
        const auto seconds = [](const timeval& time) {
            return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
        };
        writeCounter(out, "process_cpu_seconds_total", "User and system CPU time spent, in seconds.", {},
                     seconds(usage.ru_utime) + seconds(usage.ru_stime));
    }
    std::ifstream statm("/proc/self/statm");
    double pages = 0;
    double resident = 0;
    if (statm >> pages >> resident) {
        writeGauge(out, "process_resident_memory_bytes", "Resident memory size in bytes.", {},
                   resident * static_cast<double>(sysconf(_SC_PAGESIZE)));
    }
}

void writeStream(system::SeriesWriter& out, const std::string& name, const streams::StreamStats& stats)
{
    const auto count = [&](std::string_view result, std::uint64_t value) {
        writeCounter(out, "nocturne_stream_messages_total", "Messages of streams by what became of them.",
                     {{"stream", name}, {"result", result}}, static_cast<double>(value));
    };
    count("metrics", stats.metricsMessages);
    count("subscribed", stats.subscribedMessages);
    count("alert", stats.alertMessages);
    count("unknown", stats.unknownMessages);
    count("bad", stats.badMessages);
    writeCounter(out, "nocturne_stream_connections_total", "Connections of streams made.", {{"stream", name}},
                 static_cast<double>(stats.connections));
}

void writeRules(system::SeriesWriter& out, const std::vector<rules::GroupStatus>& groups)
{
    double missed = 0;
    for (const auto& group : groups) {
        const auto name = group.file + ";" + group.name; // as Prometheus' label rule_group
        double evaluations = 0;
        double failures = 0;
        for (const auto& rule : group.rules) {
            evaluations += static_cast<double>(rule.evaluations);
            failures += static_cast<double>(rule.failures);
        }
        missed += static_cast<double>(group.missed);
        const std::initializer_list<model::Label> labels = {{"rule_group", name}};
        writeCounter(out, "nocturne_rule_evaluations_total", "Rules evaluated.", labels, evaluations);
        writeCounter(out, "nocturne_rule_evaluation_failures_total", "Rules that could not be evaluated.", labels,
                     failures);
        writeCounter(out, "nocturne_rule_group_iterations_missed_total",
                     "Evaluations of a group left out, since the one before had not ended.", labels,
                     static_cast<double>(group.missed));
        writeGauge(out, "nocturne_rule_group_last_duration_seconds", "Duration of the last evaluation of a group.",
                   labels, group.lastSeconds);
        writeGauge(out, "nocturne_rule_group_last_evaluation_timestamp_seconds", "When a group was evaluated last.",
                   labels, static_cast<double>(group.lastEvaluation) / 1000);
        writeGauge(out, "nocturne_rule_group_interval_seconds", "How often a group is evaluated.", labels,
                   std::chrono::duration<double>(group.interval).count());
        writeGauge(out, "nocturne_rule_group_rules", "Rules of a group.", labels,
                   static_cast<double>(group.rules.size()));
    }
    writeCounter(out, "nocturne_rule_evaluations_missed_total", "Evaluations of rule groups left out.", {}, missed);
}

} // namespace

OwnMetrics::OwnMetrics(storage::Appendable& store, const std::string& instance)
    : m_writer(store, model::LabelSet{{"job", "nocturne"}, {"instance", instance}})
{}

void OwnMetrics::count(const std::vector<SourceStatus>& sources)
{
    for (const auto& source : sources) {
        const auto kind = std::string(toString(source.kind));
        auto& before = m_failuresBefore[kind + "\n" + source.group + "\n" + source.name];
        if (source.failures > before)
            m_failures[{kind, source.reason}] += static_cast<double>(source.failures - before);
        before = source.failures;
    }
}

void OwnMetrics::write(const OwnFacts& facts, Timestamp now)
{
    m_writer.begin(now);
    writeHead(m_writer, facts.head);
    writeProcess(m_writer);
    for (const auto& [key, failures] : m_failures) {
        writeCounter(m_writer, "nocturne_source_failures_total", "Attempts at sources that failed, by what was wrong.",
                     {{"kind", key.first}, {"reason", key.second}}, failures);
    }
    std::map<std::pair<std::string_view, std::string_view>, double> states;
    for (const auto& source : facts.sources)
        states[{toString(source.kind), toString(source.state)}] += 1;
    for (const auto& [key, number] : states)
        writeGauge(m_writer, "nocturne_sources", "Sources by kind and state.",
                   {{"kind", key.first}, {"state", key.second}}, number);
    for (const auto& [name, stats] : facts.streams)
        writeStream(m_writer, name, stats);
    writeRules(m_writer, facts.ruleGroups);
    writeGauge(m_writer, "nocturne_alerts_firing", "Alerts firing now.", {}, static_cast<double>(facts.firingAlerts));
    writeGauge(m_writer, "nocturne_log_records", "Log records in memory.", {}, static_cast<double>(facts.logRecords));
    writeGauge(m_writer, "up", "Whether the source could be read.", {}, 1);
    (void)m_writer.end();
}

} // namespace nocturne::collector
