// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/collector/collector.h"

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <fstream>
#include <mutex>

#include <QThread>

#include "base/core/worker_pool.h"
#include "base/secrets/keychain_secrets.h"
#include "engine/query/local_query_service.h"
#include "service/collector/noted_queries.h"
#include "service/collector/notify_options.h"
#include "service/collector/sample_store.h"
#include "service/collector/source_board.h"
#include "service/collector/source_options.h"
#include "service/collector/topic_demand.h"
#include "service/collector/works.h"

namespace nocturne::collector {

namespace {

Result<std::string> contentOf(const std::string& path, std::size_t maxBytes)
{
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return fail(Error::Kind::NotFound, "cannot read the rule file " + path);
    std::string text(maxBytes + 1, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(file.gcount()));
    if (text.size() > maxBytes) {
        return fail(Error::Kind::LimitExceeded, "the rule file " + path + " is larger than the " +
                                                    std::to_string(maxBytes) +
                                                    " bytes of limits.config_bytes: split it or raise the limit");
    }
    return text;
}

query::LocalQueryOptions queryOptions(const config::Configuration& configuration)
{
    auto options = query::LocalQueryOptions::from(configuration.limits);
    options.features = enabledFeatures(configuration);
    return options;
}

/// Nocturne's own log: into the store of logs and, where asked for, to standard error.
SinkLogger::Sink logSink(logs::LogStore& store, bool alsoToStandardError)
{
    return [&store, alsoToStandardError](const LogEntry& entry) {
        if (alsoToStandardError)
            std::fprintf(stderr, "%s %s: %s\n", std::string(toString(entry.level)).c_str(),
                         entry.room.c_str(), // NOLINT
                         entry.message.c_str());
        logs::LogRecord record;
        record.time = entry.time;
        record.level = entry.level;
        record.service = "nocturne";
        record.source = "nocturne";
        record.message = entry.message;
        record.fields["room"] = entry.room;
        store.add(std::move(record));
    };
}

} // namespace

Result<std::vector<rules::RuleGroup>> loadRuleGroups(const std::vector<std::string>& patterns, std::size_t maxBytes,
                                                     promql::ParserOptions parser)
{
    std::vector<rules::RuleGroup> groups;
    for (const auto& pattern : patterns) {
        for (const auto& path : expandGlob(pattern)) {
            const auto text = contentOf(path, maxBytes);
            if (!text)
                return tl::unexpected(text.error());
            auto file = rules::readRuleFile(*text, path, {.parser = parser});
            if (file.findings.hasErrors())
                return fail(Error::Kind::InvalidInput, path + ":" + file.findings.firstError().text());
            groups.insert(groups.end(), std::make_move_iterator(file.groups.begin()),
                          std::make_move_iterator(file.groups.end()));
        }
    }
    return groups;
}

namespace {

/// What is left of a plan when samples are only looked at: the server.
WorksPlan lookingOn(WorksPlan plan)
{
    WorksPlan rest;
    rest.system.enabled = false;
    rest.journal = false;
    rest.ownMetrics = false;
    rest.ruleSettings = std::move(plan.ruleSettings);
    rest.server = std::move(plan.server);
    return rest;
}

} // namespace

/// What lives on any thread; the rest is Works. Members end in reverse: first those that use the others.
struct Collector::Parts
{
    CollectorOptions options;
    const Clock& clock;
    logs::LogStore logStore;
    SinkLogger logger;
    alerts::AlertBoard board;
    SampleStore store;
    remote_write::Receiver receiver;
    WorkerPool pool;
    query::LocalQueryService localQueries;
    TopicDemand demand;
    NotedQueries queries;
    SourceBoard sources;
    NotifyBoard notifyBoard;
    QThread thread;
    Works* works = nullptr; // lives on `thread`
    int serverPort = 0;
    bool isOpen = false;
    mutable std::mutex ruleMutex;
    std::vector<rules::GroupStatus> ruleGroups;

    Parts(CollectorOptions given, const Clock& hands)
        : options(std::move(given))
        , clock(hands)
        , logger(clock, options.logLevel, logSink(logStore, options.logToStandardError))
        , board(clock, boardOptions(options.configuration.notifications))
        , store(options.configuration, options.dataFolder, clock, logger, options.readOnly)
        , receiver(store, clock, {.limits = options.configuration.limits})
        , localQueries(store, pool, clock, queryOptions(options.configuration))
        , demand(clock)
        , queries(localQueries, demand)
        , sources([this](SourceKind kind, const std::string& group, const std::string& name) {
            post([this, kind, group, name] { works->refresh(kind, group, name); });
        })
        , notifyBoard([this](NotifyBoard::Job job) {
            post([this, job = std::move(job)] {
                if (works->notifier() != nullptr)
                    job(*works->notifier());
            });
        })
    {}

    /// Runs `job` on the collector thread, later; drops it when that is not running.
    template <typename Job>
    void post(Job job)
    {
        if (works != nullptr)
            QMetaObject::invokeMethod(works, std::move(job), Qt::QueuedConnection);
    }
};

Collector::Collector(CollectorOptions options, const Clock& clock)
    : m_parts(std::make_unique<Parts>(std::move(options), clock))
{
    m_parts->thread.setObjectName(QStringLiteral("collector"));
}

Collector::~Collector() { stop(); }

Result<void> Collector::start()
{
    if (auto opened = openStore(); !opened)
        return opened;
    const auto& configuration = m_parts->options.configuration;
    WorksPlan plan;
    auto patterns = configuration.ruleFiles;
    patterns.insert(patterns.end(), m_parts->options.extraRuleFiles.begin(), m_parts->options.extraRuleFiles.end());
    auto groups = loadRuleGroups(patterns, configuration.limits.configBytes, enabledFeatures(configuration).parser);
    if (!groups)
        return tl::unexpected(groups.error());
    plan.ruleGroups = std::move(*groups);
    // One after the other: the keychain may keep a person waiting, and the first refusal is enough.
    secrets::KeychainSecrets desktop;
    secrets::SecretStore& keychain = m_parts->options.keychain ? *m_parts->options.keychain : desktop;
    auto jobs = scrapeOptions(configuration, keychain);
    if (!jobs)
        return tl::unexpected(jobs.error());
    auto checks = healthOptions(configuration, keychain);
    if (!checks)
        return tl::unexpected(checks.error());
    auto streams = streamOptions(configuration, keychain);
    if (!streams)
        return tl::unexpected(streams.error());
    auto receivers = remoteWriteOptions(configuration, keychain);
    if (!receivers)
        return tl::unexpected(receivers.error());
    auto server = serverOptions(configuration, keychain);
    if (!server)
        return tl::unexpected(server.error());
    plan.jobs = std::move(*jobs);
    plan.checks = std::move(*checks);
    plan.streams = std::move(*streams);
    plan.remoteWrite = std::move(*receivers);
    if (!m_parts->options.dataFolder.empty())
        plan.remoteWriteFolder = m_parts->options.dataFolder + "/remote_write";
    plan.server = std::move(*server);
    if (configuration.notifications.route) {
        auto notify = notifyOptions(configuration.notifications, ruleSettings(configuration).externalUrl, keychain);
        if (!notify)
            return tl::unexpected(notify.error());
        plan.notify = std::move(*notify);
    }
    plan.takesRemoteWrite = configuration.server.takesRemoteWrite;
    if (plan.server)
        plan.server->api.version = m_parts->options.version;
    plan.system = systemOptions(configuration);
    plan.logFiles = logOptions(configuration);
    plan.journal = configuration.logs.journal;
    plan.ruleSettings = ruleSettings(configuration);

    if (m_parts->options.readOnly)
        plan = lookingOn(std::move(plan));
    m_parts->demand.setRules(plan.ruleGroups);
    m_parts->works = new Works({m_parts->queries, m_parts->demand, m_parts->store, m_parts->board, m_parts->logStore,
                                m_parts->sources, m_parts->notifyBoard, m_parts->receiver, m_parts->pool,
                                m_parts->clock, m_parts->logger});
    m_parts->works->onRules([parts = m_parts.get()](std::vector<rules::GroupStatus> status) {
        const std::lock_guard lock(parts->ruleMutex);
        parts->ruleGroups = std::move(status);
    });
    m_parts->works->moveToThread(&m_parts->thread);
    m_parts->thread.start();
    Result<void> started;
    QMetaObject::invokeMethod(
        m_parts->works, [&] { started = m_parts->works->begin(std::move(plan)); }, Qt::BlockingQueuedConnection);
    m_parts->serverPort = started ? m_parts->works->serverPort() : 0;
    if (!started)
        stop();
    return started;
}

void Collector::stop()
{
    if (m_parts->works == nullptr)
        return;
    QMetaObject::invokeMethod(
        m_parts->works, [works = m_parts->works] { delete works; },
        Qt::BlockingQueuedConnection); // NOLINT: on its thread
    m_parts->works = nullptr;
    m_parts->thread.quit();
    m_parts->thread.wait();
}

query::QueryService& Collector::queries() { return m_parts->queries; }
alerts::AlertBoard& Collector::alerts() { return m_parts->board; }
logs::LogStore& Collector::logs() { return m_parts->logStore; }
SourceMonitor& Collector::sources() { return m_parts->sources; }
NotifyMonitor& Collector::notifications() { return m_parts->notifyBoard; }
Logger& Collector::log() { return m_parts->logger; }
tsdb::HeadStats Collector::storeStats() const { return m_parts->store.headStats(); }
tsdb::StoreHealth Collector::storeHealth() const { return m_parts->store.health(); }

Result<void> Collector::openStore()
{
    if (m_parts->isOpen)
        return {};
    // The store of samples first: it holds the lock of the data directory.
    auto opened = m_parts->store.open().and_then(
        [this] { return m_parts->board.open(m_parts->options.dataFolder, m_parts->logger); });
    m_parts->isOpen = opened.has_value();
    return opened;
}

int Collector::serverPort() const { return m_parts->serverPort; }

std::vector<rules::RuleStatus> Collector::rules() const
{
    std::vector<rules::RuleStatus> all;
    for (auto& group : ruleGroups())
        std::ranges::move(group.rules, std::back_inserter(all));
    return all;
}

std::vector<rules::GroupStatus> Collector::ruleGroups() const
{
    const std::lock_guard lock(m_parts->ruleMutex);
    return m_parts->ruleGroups;
}

void Collector::noteDesktop(const DesktopFacts& facts)
{
    m_parts->post([parts = m_parts.get(), facts] { parts->works->noteDesktop(facts); });
}

void Collector::setVisibleExpressions(const std::vector<std::string>& expressions)
{
    m_parts->demand.setVisible(expressions);
}

} // namespace nocturne::collector
