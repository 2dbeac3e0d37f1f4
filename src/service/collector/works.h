// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include <QObject>
#include <QTimer>

#include "base/net/http_client.h"
#include "base/net/smtp_client.h"
#include "engine/query/query_service.h"
#include "service/collector/append_rate.h"
#include "service/collector/desktop_facts.h"
#include "service/collector/notify_board.h"
#include "service/collector/notify_options.h"
#include "service/collector/own_metrics.h"
#include "service/collector/qt_event_loop.h"
#include "service/collector/sample_store.h"
#include "service/collector/source_board.h"
#include "service/collector/topic_demand.h"
#include "service/server/server.h"
#include "sources/health/health_monitor.h"
#include "sources/prometheus/remote_write.h"
#include "sources/scrape/scrape_manager.h"
#include "sources/streams/stream_client.h"
#include "sources/system/system_source.h"
#include "watch/alerts/alert_board.h"
#include "watch/logs/file_tail.h"
#include "watch/logs/journal_tail.h"
#include "watch/rules/rule_engine.h"

namespace nocturne::collector {

/// What the works are to do.
struct WorksPlan
{
    std::vector<rules::RuleGroup> ruleGroups;
    std::vector<scrape::JobOptions> jobs;
    health::HealthOptions checks;
    std::vector<streams::StreamOptions> streams;
    system::Options system;
    std::vector<logs::FileTail::Options> logFiles;
    bool journal = true;
    bool ownMetrics = true;
    rules::RuleSettings ruleSettings;
    std::optional<NotifyOptions> notify; ///< none: nobody is told of alerts
    std::vector<prometheus::RemoteWriteOptions> remoteWrite;
    std::string remoteWriteFolder;         ///< of its queues; empty: in memory
    std::optional<server::Options> server; ///< none: nothing is served
    bool takesRemoteWrite = false;
};

/// Everything with a timer or a socket: sources, rule clock, tails. Lives on the collector thread, where begin() and
/// all other calls but the constructor belong; deleted there, it ends all series of its sources.
class Works : public QObject
{
    Q_OBJECT

public:
    /// Borrowed; all outlive the works.
    struct Surroundings
    {
        query::QueryService& queries;
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

    /// Fails with InvalidInput when a scrape job has an impossible target, and as the server does.
    Result<void> begin(WorksPlan plan);
    /// How the display of this program goes, where there is one.
    void noteDesktop(DesktopFacts facts);
    /// What tells people; null where nobody is told.
    notify::Notifier* notifier() { return m_notifier.get(); }
    void refresh(SourceKind kind, const std::string& group, const std::string& name);
    /// Where the server listens; 0 where there is none.
    int serverPort() const { return m_server ? m_server->port() : 0; }
    /// Called once a second with the state of all rules.
    void onRules(std::function<void(std::vector<rules::GroupStatus>)> listener);

private:
    /// Where other threads leave jobs for this one, as long as it is there.
    struct Gate
    {
        std::mutex mutex;
        Works* works;
    };

    void every(std::chrono::milliseconds interval, std::function<void()> job);
    Result<void> beginRemoteWrite(const WorksPlan& plan);
    void pollLogs();
    void gather();
    void followDemand();
    Result<void> tell(NotifyOptions options);
    void publishNotify();
    void endRemovedStreams();
    void noteBlindTargets();
    OwnFacts ownFacts() const;
    void writeOwnMetrics();
    Result<void> serve(server::Options options, bool takesRemoteWrite);

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
    std::unique_ptr<scrape::ScrapeManager> m_scrapes;
    std::unique_ptr<health::HealthMonitor> m_checks;
    std::vector<std::unique_ptr<streams::StreamClient>> m_streams;
    std::unique_ptr<rules::RuleEngine> m_rules;
    std::vector<std::unique_ptr<logs::FileTail>> m_tails;
    std::vector<std::optional<Error>> m_tailErrors;
    std::unique_ptr<logs::JournalTail> m_journal;
    std::unique_ptr<OwnMetrics> m_own;
    AppendRate m_rate;
    std::unique_ptr<server::Facts> m_facts;
    std::unique_ptr<server::Server> m_server; // before all that it tells of ends
    std::function<void(std::vector<rules::GroupStatus>)> m_onRules;
};

} // namespace nocturne::collector
