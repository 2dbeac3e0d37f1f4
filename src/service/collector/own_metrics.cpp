// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/collector/own_metrics.h"

#include <algorithm>
#include <fstream>

#include <sys/resource.h>
#include <unistd.h>

#include "base/core/number.h"
#include "engine/exposition/writer.h"

namespace nocturne::collector {

namespace {

using model::MetricType;

struct OwnSample
{
    std::vector<std::pair<std::string, std::string>> labels;
    double value = 0;
};

struct OwnFamily
{
    std::string name;
    MetricType type = MetricType::Gauge;
    std::string help;
    std::vector<OwnSample> samples;
};

} // namespace

/// The metrics of one moment, in the order in which they were named first.
class OwnMetrics::Families
{
public:
    using Labels = std::initializer_list<model::Label>;

    void counter(std::string_view name, std::string_view help, Labels labels, double value)
    {
        add(name, MetricType::Counter, help, labels, value);
    }
    void gauge(std::string_view name, std::string_view help, Labels labels, double value)
    {
        add(name, MetricType::Gauge, help, labels, value);
    }
    const std::vector<OwnFamily>& all() const { return m_families; }

    void addHead(const tsdb::HeadStats& head);
    void addExemplars(const tsdb::ExemplarStats& exemplars);
    void addStore(const tsdb::StoreStats& store, tsdb::StoreHealth::State state);
    void addProcess();
    void addStream(const std::string& name, const streams::StreamStats& stats);
    void addTimes(std::string_view what, const std::string& help, const std::string& stream,
                  const streams::TimeHistogram& times);
    void addHttp(const server::HttpStats& stats);
    void addReceived(const remote_write::ReceiverStats& stats);
    void addCustom(const custom::Stats& stats);
    void addSent(const prometheus::RemoteWriteStats& stats);
    void addAlertmanager(const alertmanager::SourceHealth& health);
    void addBurstlet(const std::string& name, const burstlet::Stats& stats);
    void addEngine(const prometheus::EngineStatus& status);
    void addSentAlerts(const std::vector<alertmanager::SenderStats>& all);
    void addRules(const std::vector<rules::GroupStatus>& groups);
    void addNotify(const notify::NotifierStats& stats, Timestamp now);
    void addDesktop(const DesktopFacts& desktop);
    void addLogs(const logs::LogStoreStats& logs);

private:
    void add(std::string_view name, MetricType type, std::string_view help, Labels labels, double value)
    {
        auto family = std::ranges::find(m_families, name, &OwnFamily::name);
        if (family == m_families.end())
            family = m_families.insert(m_families.end(), {std::string(name), type, std::string(help), {}});
        OwnSample sample{{}, value};
        for (const auto& label : labels)
            sample.labels.emplace_back(label.name, label.value);
        family->samples.push_back(std::move(sample));
    }

    std::vector<OwnFamily> m_families;
};

void OwnMetrics::Families::addHead(const tsdb::HeadStats& head)
{
    const auto number = [](auto value) { return static_cast<double>(value); };
    gauge("nocturne_head_series", "Series in memory.", {}, number(head.series));
    gauge("nocturne_head_chunks", "Sealed chunks in memory.", {}, number(head.chunks));
    gauge("nocturne_head_samples", "Samples in memory.", {}, number(head.samples));
    gauge("nocturne_head_sample_bytes", "Bytes of samples in memory.", {}, number(head.sampleBytes));
    counter("nocturne_samples_appended_total", "Samples stored.", {}, number(head.samplesAppended));
    counter("nocturne_series_created_total", "Series created.", {}, number(head.seriesCreated));
    const std::string_view dropped = "nocturne_samples_dropped_total";
    const std::string_view help = "Samples that came in and were not stored.";
    counter(dropped, help, {{"reason", "out_of_order"}}, number(head.samplesOutOfOrder));
    counter(dropped, help, {{"reason", "duplicate"}}, number(head.samplesDuplicate));
    counter(dropped, help, {{"reason", "out_of_bounds"}}, number(head.samplesOutOfBounds));
    counter(dropped, help, {{"reason", "series_limit"}}, number(head.seriesRefused));
}

void OwnMetrics::Families::addExemplars(const tsdb::ExemplarStats& exemplars)
{
    const auto number = [](auto value) { return static_cast<double>(value); };
    gauge("nocturne_exemplars", "Exemplars kept.", {}, number(exemplars.held));
    gauge("nocturne_exemplars_limit", "Exemplars kept at most.", {}, number(exemplars.capacity));
    gauge("nocturne_exemplar_series", "Series with exemplars.", {}, number(exemplars.series));
    counter("nocturne_exemplars_appended_total", "Exemplars stored.", {}, number(exemplars.stored));
    const std::string_view dropped = "nocturne_exemplars_dropped_total";
    const std::string_view help = "Exemplars that came in and were not stored.";
    counter(dropped, help, {{"reason", "out_of_order"}}, number(exemplars.outOfOrder));
    counter(dropped, help, {{"reason", "duplicate"}}, number(exemplars.duplicate));
    counter(dropped, help, {{"reason", "refused"}}, number(exemplars.refused));
}

void OwnMetrics::Families::addStore(const tsdb::StoreStats& store, tsdb::StoreHealth::State state)
{
    const auto number = [](auto value) { return static_cast<double>(value); };
    gauge("nocturne_tsdb_blocks", "Blocks on disk.", {}, number(store.blocks));
    gauge("nocturne_tsdb_block_bytes", "Bytes of all blocks.", {}, number(store.blockBytes));
    gauge("nocturne_tsdb_block_samples", "Samples in blocks.", {}, number(store.blockSamples));
    gauge("nocturne_tsdb_log_bytes", "Bytes of the write-ahead log since the last checkpoint.", {},
          number(store.logBytes));
    gauge("nocturne_tsdb_oldest_time_seconds", "Time of the oldest sample in blocks; 0 without.", {},
          number(store.oldestTime) / 1e3);
    gauge("nocturne_tsdb_replay_seconds", "How long reading the log took at the start.", {}, store.replaySeconds);
    gauge("nocturne_tsdb_sync_seconds", "How long the last sync of the log took.", {}, store.lastSyncSeconds);
    counter("nocturne_tsdb_checkpoints_total", "Checkpoints made.", {}, number(store.checkpoints));
    counter("nocturne_tsdb_merges_total", "Merges of blocks.", {}, number(store.merges));
    counter("nocturne_tsdb_blocks_dropped_total", "Blocks dropped by age, size or lack of room.", {},
            number(store.blocksDropped));
    counter("nocturne_tsdb_write_failures_total", "Writes to the data directory that failed.", {},
            number(store.writeFailures));
    counter("nocturne_tsdb_damages_total", "Pieces of files found damaged.", {}, number(store.damages));
    using State = tsdb::StoreHealth::State;
    for (const auto known : {State::Good, State::ReadOnly, State::LowSpace, State::DiskFull, State::Failing})
        gauge("nocturne_tsdb_state", "1 for the state that the store is in.", {{"state", tsdb::toString(known)}},
              known == state ? 1 : 0);
}

void OwnMetrics::Families::addProcess()
{
    rusage usage = {};
    if (getrusage(RUSAGE_SELF, &usage) == 0) {
        const auto seconds = [](const timeval& time) {
            return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
        };
        counter("process_cpu_seconds_total", "User and system CPU time spent, in seconds.", {},
                seconds(usage.ru_utime) + seconds(usage.ru_stime));
    }
    std::ifstream statm("/proc/self/statm");
    double pages = 0;
    double resident = 0;
    if (statm >> pages >> resident) {
        gauge("process_resident_memory_bytes", "Resident memory size in bytes.", {},
              resident * static_cast<double>(sysconf(_SC_PAGESIZE)));
    }
}

void OwnMetrics::Families::addStream(const std::string& name, const streams::StreamStats& stats)
{
    const auto count = [&](std::string_view result, std::uint64_t value) {
        counter("nocturne_stream_messages_total", "Messages of streams by what became of them.",
                {{"stream", name}, {"result", result}}, static_cast<double>(value));
    };
    count("metrics", stats.metricsMessages);
    count("subscribed", stats.subscribedMessages);
    count("alert", stats.alertMessages);
    count("unknown", stats.unknownMessages);
    count("bad", stats.badMessages);
    const auto number = [](auto value) { return static_cast<double>(value); };
    const auto dropped = [&](std::string_view reason, std::uint64_t value) {
        counter("nocturne_stream_dropped_total", "What streams told and was not kept.",
                {{"stream", name}, {"reason", reason}}, number(value));
    };
    dropped("bad_field", stats.badFields + stats.droppedRows);
    dropped("late", stats.droppedLate + stats.recorded.lateMessages);
    dropped("replaced", stats.droppedReplaced);
    dropped("series_limit", stats.droppedSeriesLimit);
    dropped("binary", stats.droppedBinary);
    counter("nocturne_stream_connections_total", "Connections of streams made.", {{"stream", name}},
            number(stats.connections));
    counter("nocturne_stream_attempts_total", "Connections of streams tried.", {{"stream", name}},
            number(stats.attempts));
    counter("nocturne_stream_losses_total", "Connections of streams lost.", {{"stream", name}}, number(stats.losses));
    counter("nocturne_stream_samples_total", "Samples of streams stored.", {{"stream", name}},
            number(stats.recorded.samples));
    counter("nocturne_stream_log_records_total", "Log records of streams.", {{"stream", name}},
            number(stats.logRecords));
    counter("nocturne_stream_received_bytes_total", "Bytes of messages of streams.", {{"stream", name}},
            number(stats.bytes));
    gauge("nocturne_stream_series", "Series made of the messages of a mapped stream.", {{"stream", name}},
          number(stats.series));
    addTimes("rtt", "Round trips of our own pings", name, stats.roundTrip);
    addTimes("lag", "How much older messages are than their arrival", name, stats.lag);
}

void OwnMetrics::Families::addTimes(std::string_view what, const std::string& help, const std::string& stream,
                                    const streams::TimeHistogram& times)
{
    if (times.count == 0)
        return;
    const auto base = "nocturne_stream_" + std::string(what) + "_seconds";
    gauge(base + "_last", help + ", the last one.", {{"stream", stream}}, times.last);
    std::uint64_t below = 0;
    for (std::size_t i = 0; i < times.counts.size(); ++i) {
        below += times.counts[i];
        const auto bound = i < times.kBounds.size() ? formatNumber(times.kBounds[i]) : std::string("+Inf");
        counter(base + "_bucket", help + ", by length.", {{"stream", stream}, {"le", bound}},
                static_cast<double>(below));
    }
    counter(base + "_sum", help + ", all together.", {{"stream", stream}}, times.sum);
    counter(base + "_count", help + ", how many.", {{"stream", stream}}, static_cast<double>(times.count));
}

void OwnMetrics::Families::addHttp(const server::HttpStats& stats)
{
    const auto number = [](auto value) { return static_cast<double>(value); };
    for (const auto& [key, answers] : stats.answers) {
        counter("nocturne_http_requests_total", "Requests answered, by route and status.",
                {{"handler", key.first}, {"code", std::to_string(key.second)}}, number(answers));
    }
    counter("nocturne_http_requests_refused_total", "Requests malformed, too large, too slow or not let in.", {},
            number(stats.requestsRefused));
    counter("nocturne_http_clients_gone_total", "Clients that left before their answer.", {},
            number(stats.clientsGone));
    gauge("nocturne_http_requests_in_flight", "Requests being answered.", {}, number(stats.requests));
    gauge("nocturne_http_connections", "Connections open.", {}, number(stats.connections));
    counter("nocturne_http_connections_total", "Connections accepted.", {}, number(stats.connectionsAccepted));
    counter("nocturne_http_connections_refused_total", "Connections over the limits.", {},
            number(stats.connectionsRefused));
}

void OwnMetrics::Families::addReceived(const remote_write::ReceiverStats& stats)
{
    const auto number = [](auto value) { return static_cast<double>(value); };
    counter("nocturne_remote_write_received_requests_total", "Requests of remote write.", {}, number(stats.requests));
    counter("nocturne_remote_write_received_requests_malformed_total", "Requests of which nothing could be read.", {},
            number(stats.requestsMalformed));
    const auto stored = [&](std::string_view type, std::uint64_t count) {
        counter("nocturne_remote_write_received_samples_total", "Samples that came by remote write and are stored.",
                {{"type", type}}, number(count));
    };
    stored("float", stats.samples);
    stored("histogram", stats.histograms);
    stored("exemplar", stats.exemplars);
    const auto dropped = [&](std::string_view reason, std::uint64_t count) {
        counter("nocturne_remote_write_dropped_samples_total",
                "Samples that came by remote write and are not stored, by what was wrong.", {{"reason", reason}},
                number(count));
    };
    dropped("invalid", stats.invalid);
    dropped("out_of_order", stats.outOfOrder);
    dropped("duplicate", stats.duplicates);
    dropped("out_of_bounds", stats.outOfBounds);
    dropped("series_limit", stats.seriesRefused);
}

void OwnMetrics::Families::addCustom(const custom::Stats& stats)
{
    if (stats.taken + stats.refused == 0)
        return;
    const auto number = [](auto value) { return static_cast<double>(value); };
    counter("nocturne_custom_measurements_total", "Measurements of custom metrics that were taken.", {},
            number(stats.taken));
    counter("nocturne_custom_measurements_refused_total", "Lines and measurements that were not taken.", {},
            number(stats.refused));
    gauge("nocturne_custom_series", "Sets of labels that custom metrics have.", {}, number(stats.series));
}

void OwnMetrics::Families::addBurstlet(const std::string& name, const burstlet::Stats& stats)
{
    const Labels labels{{"burstlet", name}};
    const auto number = [](auto value) { return static_cast<double>(value); };
    counter("nocturne_burstlet_polls_total", "Times a Burstlet was asked.", labels, number(stats.rounds));
    counter("nocturne_burstlet_request_failures_total", "Requests to it that failed.", labels,
            number(stats.requestFailures));
    gauge("nocturne_burstlet_alert_events", "Its alert events that are not resolved.", labels, number(stats.alerts));
    counter("nocturne_burstlet_acknowledgements_total", "Acknowledgements told there.", labels,
            number(stats.acknowledged));
    counter("nocturne_burstlet_acknowledgement_failures_total", "Acknowledgements that could not be told.", labels,
            number(stats.refused));
    gauge("nocturne_burstlet_undelivered", "Alerts that people have here and it does not know of.", labels,
          number(stats.undelivered));
}

void OwnMetrics::Families::addEngine(const prometheus::EngineStatus& status)
{
    const Labels labels{{"engine", status.name}};
    gauge("nocturne_engine_up", "Whether a remote engine answers queries.", labels,
          status.state == prometheus::EngineState::Up || status.state == prometheus::EngineState::Degraded ? 1 : 0);
    counter("nocturne_engine_queries_total", "Queries sent to it.", labels, static_cast<double>(status.queries));
    counter("nocturne_engine_query_seconds_total", "From sending each to the end of its answer.", labels,
            status.querySeconds);
    counter("nocturne_engine_failures_total", "Queries and looks at its health that it did not answer.", labels,
            static_cast<double>(status.failures));
}

/// Under Prometheus' own names, so that what draws or alerts on those goes on.
void OwnMetrics::Families::addSent(const prometheus::RemoteWriteStats& stats)
{
    const Labels labels{{"remote_name", stats.name}, {"url", stats.url}};
    const auto count = [&](std::string_view name, std::string_view help, auto value) {
        counter(name, help, labels, static_cast<double>(value));
    };
    const auto seconds = [](Timestamp time) { return static_cast<double>(time) / 1000; };
    count("prometheus_remote_storage_samples_total", "Samples sent to remote storage and taken.", stats.samples);
    count("prometheus_remote_storage_histograms_total", "Native histograms sent and taken.", stats.histograms);
    count("prometheus_remote_storage_exemplars_total", "Exemplars sent and taken.", stats.exemplars);
    count("prometheus_remote_storage_metadata_total", "Metadata entries sent and taken.", stats.metadata);
    count("prometheus_remote_storage_bytes_total", "Bytes of requests, compressed.", stats.bytes);
    count("prometheus_remote_storage_samples_failed_total", "Samples that remote storage refused.",
          stats.samplesFailed);
    count("prometheus_remote_storage_samples_retried_total", "Samples sent again, since an attempt failed.",
          stats.samplesRetried);
    for (const auto& [reason, dropped] : stats.samplesDropped) {
        counter("prometheus_remote_storage_samples_dropped_total", "Samples that were not sent, by reason.",
                {{"reason", reason}, {"remote_name", stats.name}, {"url", stats.url}}, static_cast<double>(dropped));
    }
    gauge("prometheus_remote_storage_samples_pending", "Samples that wait in the queue.", labels,
          static_cast<double>(stats.waiting));
    gauge("prometheus_remote_storage_highest_timestamp_in_seconds", "The newest sample that came to the queue.", labels,
          seconds(stats.newest));
    gauge("prometheus_remote_storage_queue_highest_sent_timestamp_seconds", "The newest sample that was taken.", labels,
          seconds(stats.newestSent));
    count("prometheus_remote_storage_sent_batch_duration_seconds_sum", "Duration of requests.", stats.sendSeconds);
    count("prometheus_remote_storage_sent_batch_duration_seconds_count", "Requests sent.", stats.requests);
    gauge("nocturne_remote_write_queue_bytes", "Bytes of the queue on disk.", labels,
          static_cast<double>(stats.queueBytes));
}

void OwnMetrics::Families::addAlertmanager(const alertmanager::SourceHealth& health)
{
    const Labels labels{{"alertmanager", health.name}};
    const auto number = [](auto value) { return static_cast<double>(value); };
    counter("nocturne_alertmanager_polls_total", "Times an Alertmanager was asked.", labels, number(health.polls));
    counter("nocturne_alertmanager_poll_failures_total", "Times none of its peers answered.", labels,
            number(health.failures));
    counter("nocturne_alertmanager_peer_failures_total", "Times one of its peers did not answer.", labels,
            number(health.peerFailures));
    gauge("nocturne_alertmanager_alerts", "Alerts it had when it answered last.", labels, number(health.alerts));
    gauge("nocturne_alertmanager_silences", "Silences it had when it answered last.", labels, number(health.silences));
    counter("nocturne_alertmanager_writes_total", "Silences made, changed and ended there.", labels,
            number(health.written));
    counter("nocturne_alertmanager_lease_renewals_total", "Acknowledgements renewed there.", labels,
            number(health.renewed));
    counter("nocturne_alertmanager_write_failures_total", "Silences that could not be written there.", labels,
            number(health.refused));
    gauge("nocturne_alertmanager_undelivered", "What people did about its alerts and it does not know.", labels,
          number(health.undelivered));
    for (const auto& peer : health.peers) {
        gauge("nocturne_alertmanager_peer_up", "Whether a peer answered last.",
              {{"alertmanager", health.name}, {"peer", peer.address}}, peer.isAlive ? 1 : 0);
    }
}

/// Under Prometheus' own names, so that what draws or alerts on those goes on.
void OwnMetrics::Families::addSentAlerts(const std::vector<alertmanager::SenderStats>& all)
{
    gauge("prometheus_notifications_alertmanagers_discovered", "Alertmanagers that rules' alerts go to.", {},
          static_cast<double>(all.size()));
    for (const auto& stats : all) {
        const Labels labels{{"alertmanager", stats.address}};
        const auto count = [&](std::string_view name, std::string_view help, auto value) {
            counter(name, help, labels, static_cast<double>(value));
        };
        count("prometheus_notifications_sent_total", "Alerts sent.", stats.sent);
        count("prometheus_notifications_errors_total", "Alerts sent that were not taken.", stats.errors);
        count("prometheus_notifications_dropped_total", "Alerts dropped, not taken or over the queue's capacity.",
              stats.dropped);
        count("prometheus_notifications_latency_seconds_sum", "Duration of requests.", stats.seconds);
        count("prometheus_notifications_latency_seconds_count", "Requests.", stats.requests);
        gauge("prometheus_notifications_queue_length", "Alerts that wait.", labels, static_cast<double>(stats.waiting));
        gauge("prometheus_notifications_queue_capacity", "Alerts that wait at most.", labels,
              static_cast<double>(stats.capacity));
    }
}

void OwnMetrics::Families::addRules(const std::vector<rules::GroupStatus>& groups)
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
        counter("nocturne_rule_evaluations_total", "Rules evaluated.", {{"rule_group", name}}, evaluations);
        counter("nocturne_rule_evaluation_failures_total", "Rules that could not be evaluated.", {{"rule_group", name}},
                failures);
        counter("nocturne_rule_group_iterations_missed_total",
                "Evaluations of a group left out, since the one before had not ended.", {{"rule_group", name}},
                static_cast<double>(group.missed));
        gauge("nocturne_rule_group_last_duration_seconds", "Duration of the last evaluation of a group.",
              {{"rule_group", name}}, group.lastSeconds);
        gauge("nocturne_rule_group_last_evaluation_timestamp_seconds", "When a group was evaluated last.",
              {{"rule_group", name}}, static_cast<double>(group.lastEvaluation) / 1000);
        gauge("nocturne_rule_group_interval_seconds", "How often a group is evaluated.", {{"rule_group", name}},
              std::chrono::duration<double>(group.interval).count());
        gauge("nocturne_rule_group_rules", "Rules of a group.", {{"rule_group", name}},
              static_cast<double>(group.rules.size()));
    }
    counter("nocturne_rule_evaluations_missed_total", "Evaluations of rule groups left out.", {}, missed);
}

void OwnMetrics::Families::addNotify(const notify::NotifierStats& stats, Timestamp now)
{
    counter("nocturne_notifications_decided_total", "Messages that were found to be due.", {},
            static_cast<double>(stats.decided));
    gauge("nocturne_notification_groups", "Groups of alerts at hand.", {}, static_cast<double>(stats.groups));
    for (const auto& [integration, one] : stats.integrations) {
        counter("nocturne_notifications_sent_total", "Messages that were taken.", {{"integration", integration}},
                static_cast<double>(one.sent));
        counter("nocturne_notification_attempts_failed_total", "Attempts to send that failed.",
                {{"integration", integration}}, static_cast<double>(one.attemptsFailed));
        counter("nocturne_notifications_failed_total", "Messages that were refused or given up.",
                {{"integration", integration}}, static_cast<double>(one.refused));
        gauge("nocturne_notifications_waiting", "Messages on their way.", {{"integration", integration}},
              static_cast<double>(one.waiting));
        const auto age = one.oldestWaiting == 0 ? 0 : now - one.oldestWaiting;
        gauge("nocturne_notifications_oldest_waiting_seconds", "Age of the oldest message on its way.",
              {{"integration", integration}}, static_cast<double>(age) / 1000);
    }
}

void OwnMetrics::Families::addLogs(const logs::LogStoreStats& logs)
{
    const auto number = [](auto value) { return static_cast<double>(value); };
    gauge("nocturne_log_records", "Log records in memory.", {}, number(logs.records));
    gauge("nocturne_log_bytes", "Bytes of log records in memory.", {}, number(logs.bytes));
    gauge("nocturne_log_disk_records", "Log records on disk, about.", {}, number(logs.onDisk));
    gauge("nocturne_log_disk_bytes", "Bytes of log records on disk.", {}, number(logs.bytesOnDisk));
    counter("nocturne_log_records_lost_total", "Log records that left memory before they were on disk.", {},
            number(logs.lost));
    gauge("nocturne_log_write_failed", "Whether log records cannot be written at the moment.", {}, logs.fault ? 1 : 0);
    for (const auto& tally : logs.tallies)
        counter("nocturne_log_records_total", "Log records that came, by level and service.",
                {{"level", toString(tally.level)}, {"service", tally.service}}, number(tally.count));
}

void OwnMetrics::Families::addDesktop(const DesktopFacts& desktop)
{
    gauge("nocturne_desktop_notifications_available", "Whether a notification service of the desktop answers.", {},
          desktop.hasNotifications ? 1 : 0);
    const auto* notifications = "Notifications of the desktop, by what became of them.";
    counter("nocturne_desktop_notifications_total", notifications, {{"result", "shown"}},
            static_cast<double>(desktop.shown));
    counter("nocturne_desktop_notifications_total", notifications, {{"result", "failed"}},
            static_cast<double>(desktop.failed));
    const auto* sounds = "Sounds of alerts, by what became of them.";
    counter("nocturne_desktop_sounds_total", sounds, {{"result", "played"}}, static_cast<double>(desktop.soundsPlayed));
    counter("nocturne_desktop_sounds_total", sounds, {{"result", "failed"}}, static_cast<double>(desktop.soundsFailed));
}

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

OwnMetrics::Families OwnMetrics::familiesOf(const OwnFacts& facts) const
{
    Families families;
    families.addHead(facts.head);
    families.addExemplars(facts.exemplars);
    if (facts.store)
        families.addStore(*facts.store, facts.storeState);
    families.addProcess();
    for (const auto& [key, failures] : m_failures) {
        families.counter("nocturne_source_failures_total", "Attempts at sources that failed, by what was wrong.",
                         {{"kind", key.first}, {"reason", key.second}}, failures);
    }
    std::map<std::pair<std::string_view, std::string_view>, double> states;
    for (const auto& source : facts.sources)
        states[{toString(source.kind), toString(source.state)}] += 1;
    for (const auto& [key, number] : states)
        families.gauge("nocturne_sources", "Sources by kind and state.", {{"kind", key.first}, {"state", key.second}},
                       number);
    for (const auto& [name, stats] : facts.streams)
        families.addStream(name, stats);
    families.addRules(facts.ruleGroups);
    families.gauge("nocturne_alerts_firing", "Alerts firing now.", {}, static_cast<double>(facts.firingAlerts));
    families.addLogs(facts.logs);
    if (facts.notify)
        families.addNotify(*facts.notify, facts.now);
    if (facts.desktop)
        families.addDesktop(*facts.desktop);
    if (facts.http)
        families.addHttp(*facts.http);
    for (const auto& stats : facts.remoteWrite)
        families.addSent(stats);
    for (const auto& health : facts.alertmanagers)
        families.addAlertmanager(health);
    for (const auto& [name, stats] : facts.burstlets)
        families.addBurstlet(name, stats);
    for (const auto& engine : facts.engines)
        families.addEngine(engine);
    if (!facts.sentAlerts.empty())
        families.addSentAlerts(facts.sentAlerts);
    if (!facts.config.file.empty()) {
        families.gauge("nocturne_config_last_reload_successful",
                       "Whether the configuration file was taken when it was last read.", {},
                       facts.config.succeeded ? 1 : 0);
        families.gauge("nocturne_config_last_reload_success_timestamp_seconds",
                       "When the configuration in force was read.", {},
                       static_cast<double>(facts.config.lastSuccess) / 1000);
    }
    if (facts.received.requests > 0)
        families.addReceived(facts.received);
    families.addCustom(facts.custom);
    return families;
}

namespace {

std::vector<model::Label> viewsOf(const OwnSample& sample)
{
    std::vector<model::Label> views;
    for (const auto& [name, value] : sample.labels)
        views.push_back({name, value});
    return views;
}

} // namespace

void OwnMetrics::write(const OwnFacts& facts, Timestamp now)
{
    auto families = familiesOf(facts);
    families.gauge("up", "Whether the source could be read.", {}, 1);
    m_writer.begin(now);
    for (const auto& family : families.all()) {
        m_writer.describe(family.name, family.type, family.help);
        for (const auto& sample : family.samples)
            m_writer.write(family.name, viewsOf(sample), sample.value);
    }
    (void)m_writer.end();
}

std::string OwnMetrics::exposition(const OwnFacts& facts, exposition::Format format) const
{
    std::string text;
    exposition::Writer writer(text, format);
    const auto families = familiesOf(facts);
    for (const auto& family : families.all()) {
        (void)writer.family(family.name, {family.type, std::string(family.help), ""});
        for (const auto& sample : family.samples)
            (void)writer.series(family.name, viewsOf(sample), sample.value);
    }
    writer.finish();
    return text;
}

} // namespace nocturne::collector
