// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/exposition/format.h"
#include "engine/remote_write/receiver.h"
#include "engine/tsdb/head.h"
#include "engine/tsdb/store_health.h"
#include "service/collector/config_status.h"
#include "service/collector/desktop_facts.h"
#include "service/collector/source_status.h"
#include "service/server/http_server.h"
#include "sources/alertmanager/alert_sender.h"
#include "sources/alertmanager/alertmanager_source.h"
#include "sources/burstlet/burstlet_source.h"
#include "sources/custom/custom_metrics.h"
#include "sources/prometheus/engine.h"
#include "sources/prometheus/remote_writer.h"
#include "sources/streams/stream_status.h"
#include "sources/system/series_writer.h"
#include "watch/logs/log_store.h"
#include "watch/notify/notifier.h"
#include "watch/rules/rule_status.h"

namespace nocturne::collector {

/// What the program knows of itself, gathered once in a while.
struct OwnFacts
{
    Timestamp now = 0;
    tsdb::HeadStats head;
    tsdb::ExemplarStats exemplars;
    std::optional<tsdb::StoreStats> store; ///< nothing when samples are in memory alone
    tsdb::StoreHealth::State storeState = tsdb::StoreHealth::State::Good;
    std::vector<SourceStatus> sources;
    std::map<std::string, streams::StreamStats> streams;
    std::vector<rules::GroupStatus> ruleGroups;
    std::size_t firingAlerts = 0;
    logs::LogStoreStats logs;
    std::optional<notify::NotifierStats> notify; ///< where somebody is told of alerts
    std::optional<DesktopFacts> desktop;         ///< where the program has a display
    std::optional<server::HttpStats> http;       ///< where there is a server
    remote_write::ReceiverStats received;
    custom::Stats custom;
    std::vector<prometheus::RemoteWriteStats> remoteWrite;
    std::vector<alertmanager::SourceHealth> alertmanagers;
    std::map<std::string, burstlet::Stats> burstlets;
    std::vector<prometheus::EngineStatus> engines;
    std::vector<alertmanager::SenderStats> sentAlerts;
    ConfigStatus config;
};

/// Writes Nocturne's own metrics into its store, under job="nocturne", as any other source does.
/// Lives on the collector thread.
class OwnMetrics
{
public:
    OwnMetrics(storage::Appendable& store, const std::string& instance);

    /// Notes failures of sources by reason; called whenever their state was gathered.
    void count(const std::vector<SourceStatus>& sources);
    void write(const OwnFacts& facts, Timestamp now);
    /// The same, as an exposition.
    std::string exposition(const OwnFacts& facts, exposition::Format format) const;

private:
    class Families;
    Families familiesOf(const OwnFacts& facts) const;

    system::SeriesWriter m_writer;
    std::map<std::string, std::uint64_t> m_failuresBefore;            ///< by source
    std::map<std::pair<std::string, std::string>, double> m_failures; ///< by kind and reason
};

} // namespace nocturne::collector
