// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include <QObject>
#include <QTimer>

#include "base/net/http_client.h"
#include "base/net/smtp_client.h"
#include "engine/query/query_service.h"
#include "engine/query/source_router.h"
#include "service/collector/alertmanager_options.h"
#include "service/collector/append_rate.h"
#include "service/collector/config_status.h"
#include "service/collector/config_watch.h"
#include "service/collector/desktop_facts.h"
#include "service/collector/log_desk.h"
#include "service/collector/log_sources.h"
#include "service/collector/notify_board.h"
#include "service/collector/own_metrics.h"
#include "service/collector/qt_event_loop.h"
#include "service/collector/sample_store.h"
#include "service/collector/source_board.h"
#include "service/collector/topic_demand.h"
#include "service/collector/works_plan.h"
#include "sources/custom/statsd_listener.h"
#include "sources/health/health_monitor.h"
#include "sources/health/uptime.h"
#include "sources/prometheus/engine.h"
#include "sources/prometheus/remote_write.h"
#include "sources/scrape/scrape_manager.h"
#include "sources/streams/stream_client.h"
#include "sources/system/system_source.h"
#include "watch/alerts/alert_board.h"
#include "watch/alerts/pushed_alerts.h"
#include "watch/rules/rule_engine.h"

namespace nocturne::collector {

/// Everything with a timer or a socket: sources, rule clock, tails. Lives on the collector thread, where begin() and
/// all other calls but the constructor belong; deleted there, it ends all series of its sources.
class Works : public QObject
{
    Q_OBJECT

public:
    /// Borrowed; all outlive the works.
    struct Surroundings
    {
        query::QueryService& queries; ///< of the local store, for the API
        query::SourceRouter& router;
        LogDesk& logDesk;
        const TopicDemand& demand;
        SampleStore& store;
        alerts::AlertBoard& board;
        logs::LogStore& logs;
        SourceBoard& sources;
        NotifyBoard& notifyBoard;
        remote_write::Receiver& receiver;
        WorkerPool& pool;
        const Clock& clock;
        Logger& log;
    };

    explicit Works(Surroundings surroundings);
    ~Works() override;

    /// Fails as the server does.
    Result<void> begin(WorksPlan plan);
    /// Takes another plan by difference: what stays as it is goes on undisturbed. Of a plan's system, log files and
    /// server the first one counts. Fails as remote write's queues and the notifier's state do; all else is taken then.
    Result<void> apply(WorksPlan plan);
    /// What became of the configuration, for the API and metrics.
    void setConfigStatus(ConfigStatus status, std::string shownConfiguration);
    /// Called when a file of the configuration changed. Before begin().
    void onConfigChange(std::function<void()> listener) { m_onConfigChange = std::move(listener); }
    /// Called for POST /-/reload. Before begin().
    void onReload(server::LifecycleApi::Reload reload) { m_onReload = std::move(reload); }
    void setFlags(std::map<std::string, std::string> flags) { m_flags = std::move(flags); }
    /// How the display of this program goes, where there is one.
    void noteDesktop(DesktopFacts facts);
    /// What tells people; null where nobody is told.
    notify::Notifier* notifier() { return m_notifier.get(); }
    void refresh(SourceKind kind, const std::string& group, const std::string& name);
    /// Where the server listens; 0 where there is none.
    int serverPort() const { return m_server ? m_server->port() : 0; }
    /// Evaluates these rules from now on; those that did not change go on.
    void setRules(std::vector<rules::RuleGroup> groups, rules::RuleSettings settings);
    /// Called once a second with the state of all rules.
    void onRules(std::function<void(std::vector<rules::GroupStatus>)> listener);

private:
    /// Where other threads leave jobs for this one, as long as it is there.
    struct Gate
    {
        std::mutex mutex;
        Works* works;
    };

    /// Runs a job on the works' thread, later; drops it when they have ended. For any thread.
    std::function<void(std::function<void()>)> poster() const;
    void every(std::chrono::milliseconds interval, std::function<void()> job);
    Result<void> beginCustom(const WorksPlan& plan);
    void openMetricFile(const std::string& folder);
    void keepCustom();
    Result<void> setRemoteWrite(const WorksPlan& plan);
    void setStreams(std::vector<streams::StreamOptions> wanted);
    void setEngines(std::vector<prometheus::EngineOptions> wanted);
    void setLokis(std::vector<loki::Options> wanted);
    void gather();
    void followDemand();
    Result<void> tell(NotifyOptions options);
    Result<void> beginAlertmanagers(std::vector<AlertmanagerOptions> plan);
    void beginBurstlets(std::vector<burstlet::SourceOptions> plan);
    void beginAlerting(AlertingOptions plan);
    void publishNotify();
    void beginChecks(health::HealthOptions plan);
    std::optional<health::PlannedWork> plannedWork(const model::LabelSet& labels) const;
    void endRemovedStreams();
    void noteBlindTargets();
    OwnFacts ownFacts() const;
    void writeOwnMetrics();
    Result<void> serve(WorksPlan& plan, notify::Route route);
    void beginBackups(const WorksPlan& plan);
    server::AlertApi alertApi(const WorksPlan& plan, notify::Route route);

    Surroundings m_around;
    std::shared_ptr<Gate> m_gate = std::make_shared<Gate>();
    std::unique_ptr<QtEventLoop> m_loop;
    std::unique_ptr<net::HttpClient> m_http;
    std::unique_ptr<net::SmtpClient> m_smtp;
    std::unique_ptr<notify::Notifier> m_notifier;
    notify::NotifierStats m_publishedNotify;
    std::optional<DesktopFacts> m_desktop;
    PosixIo m_io;
    std::unique_ptr<prometheus::RemoteWrite> m_remoteWrite;
    std::unique_ptr<system::SystemSource> m_system;
    std::unique_ptr<custom::CustomMetrics> m_custom;
    std::string m_customFault; // why custom metrics are not on disk
    std::unique_ptr<custom::StatsdListener> m_statsd;
    std::unique_ptr<scrape::ScrapeManager> m_scrapes;
    std::unique_ptr<health::HealthMonitor> m_checks;
    std::unique_ptr<health::UptimeReader> m_uptimes;
    std::vector<std::unique_ptr<streams::StreamClient>> m_streams;
    std::vector<std::unique_ptr<alertmanager::AlertmanagerSource>> m_alertmanagers;
    std::vector<std::unique_ptr<burstlet::BurstletSource>> m_burstlets;
    std::unique_ptr<scrape::OAuth2Tokens> m_tokens; // of the engines
    std::vector<std::unique_ptr<prometheus::Engine>> m_engines;
    std::vector<std::unique_ptr<loki::Loki>> m_lokis;
    std::unique_ptr<alertmanager::AlertSender> m_sender; // before the rules, which tell it, ends
    std::unique_ptr<rules::RuleEngine> m_rules;
    std::unique_ptr<LogSources> m_logSources;
    std::unique_ptr<OwnMetrics> m_own;
    AppendRate m_rate;
    std::shared_ptr<alerts::PushedAlerts> m_pushed;
    ConfigStatus m_configStatus;
    std::string m_shownConfiguration;
    std::map<std::string, std::string> m_flags;
    std::unique_ptr<ConfigWatch> m_configWatch;
    std::function<void()> m_onConfigChange;
    server::LifecycleApi::Reload m_onReload;
    std::unique_ptr<server::Facts> m_facts;
    std::unique_ptr<server::Server> m_server; // before all that it tells of ends
    std::function<void(std::vector<rules::GroupStatus>)> m_onRules;
};

} // namespace nocturne::collector
