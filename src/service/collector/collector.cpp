// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/collector/collector.h"

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <future>
#include <mutex>
#include <semaphore>

#include <QCoreApplication>
#include <QEvent>
#include <QThread>

#include "base/core/worker_pool.h"
#include "base/secrets/keychain_secrets.h"
#include "engine/query/local_query_service.h"
#include "service/collector/command_line.h"
#include "service/collector/noted_queries.h"
#include "service/collector/notify_options.h"
#include "service/collector/sample_store.h"
#include "service/collector/source_board.h"
#include "service/collector/source_options.h"
#include "service/collector/topic_demand.h"
#include "service/collector/works.h"
#include "service/collector/works_plan.h"
#include "service/config/explain.h"
#include "watch/rules/rule_import.h"

namespace nocturne::collector {

namespace {

constexpr std::chrono::seconds kLongestReload{20};

Result<std::string> contentOf(const std::string& path, std::size_t maxBytes)
{
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return fail(Error::Kind::NotFound, "cannot read the rule file " + path);
    std::string text(maxBytes + 1, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(file.gcount()));
    if (file.bad()) // a folder, or a disk that fails: not the end of the file
        return fail(Error::Kind::Unavailable, "cannot read the rule file " + path + " to its end");
    if (text.size() > maxBytes) {
        return fail(Error::Kind::LimitExceeded, "the rule file " + path + " is larger than the " +
                                                    std::to_string(maxBytes) +
                                                    " bytes of limits.config_bytes: split it or raise the limit");
    }
    return text;
}

alerts::AlertBoard::Options boardOptionsOf(const config::Configuration& configuration)
{
    auto options = boardOptions(configuration.notifications);
    options.severityMaps = severityMaps(configuration);
    return options;
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
            if (file.findings.hasErrors()) // perhaps one of another system
                file = rules::readForeignRules(*text, path, {.parser = parser}).value_or(std::move(file));
            if (file.findings.hasErrors())
                return fail(Error::Kind::InvalidInput, path + ":" + file.findings.firstError().text());
            groups.insert(groups.end(), std::make_move_iterator(file.groups.begin()),
                          std::make_move_iterator(file.groups.end()));
        }
    }
    return groups;
}

namespace {

constexpr Timestamp kSaidAgain = 60'000; // ms: the same refusal of a configuration is logged again

/// A job on its way to another thread, which it runs on once.
class NextJob final : public QObject
{
public:
    NextJob(std::function<void()> job, std::binary_semaphore& done)
        : m_job(std::move(job))
        , m_done(done)
    {}
    bool event(QEvent* event) override
    {
        if (event->type() != QEvent::User)
            return QObject::event(event);
        m_job();
        deleteLater();
        m_done.release();
        return true;
    }

private:
    std::function<void()> m_job;
    std::binary_semaphore& m_done;
};

/// Runs `job` on a thread before all that waits there, and waits for it. Under load scrapes and rules queue up on the
/// collector thread: who ends it does not wait for those.
void runNext(QThread& thread, std::function<void()> job)
{
    std::binary_semaphore done{0};
    auto* next = new NextJob(std::move(job), done); // NOLINT: deletes itself
    next->moveToThread(&thread);
    QCoreApplication::postEvent(next, new QEvent(QEvent::User), Qt::HighEventPriority); // NOLINT: the queue owns it
    done.acquire();
}

/// What is left of a plan when samples are only looked at: the server.
WorksPlan lookingOn(WorksPlan plan)
{
    WorksPlan rest;
    rest.system.enabled = false;
    rest.logSources.journal = false;
    rest.ownMetrics = false;
    rest.ruleSettings = std::move(plan.ruleSettings);
    rest.engines = std::move(plan.engines);
    rest.lokis = std::move(plan.lokis);
    rest.server = std::move(plan.server);
    rest.readOnly = true;
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
    query::SourceRouter router;
    LogDesk logDesk;
    SourceBoard sources;
    NotifyBoard notifyBoard;
    QThread thread;
    Works* works = nullptr; // lives on `thread`
    int serverPort = 0;
    bool isOpen = false;
    mutable std::mutex ruleMutex;
    std::vector<rules::GroupStatus> ruleGroups;
    std::atomic<bool> isStopping = false;
    std::atomic<int> reloads = 0;   ///< waiting or under way
    std::mutex reloadMutex;         ///< one at a time
    mutable std::mutex configMutex; ///< guards what follows
    ConfigStatus status;
    Timestamp refusalLogged = 0;
    config::Configuration current;             ///< in force, but for what waits for the next start
    std::vector<rules::RuleGroup> otherGroups; ///< of files that the window does not write
    rules::RuleSettings ruleSettings;
    PosixIo io;
    std::unique_ptr<rules::RuleBook> book;
    secrets::KeychainSecrets deskKeychain;
    std::unique_ptr<SourceDesk> desk;

    Parts(CollectorOptions given, const Clock& hands)
        : options(std::move(given))
        , clock(hands)
        , logger(clock, options.logLevel, logSink(logStore, options.logToStandardError))
        , board(clock, boardOptionsOf(options.configuration))
        , store(options.configuration, options.dataFolder, clock, logger, options.readOnly)
        , receiver(store, clock, {.limits = options.configuration.limits})
        , localQueries(store, pool, clock, queryOptions(options.configuration))
        , demand(clock)
        , queries(localQueries, demand)
        , router(queries)
        , sources([this](SourceKind kind, const std::string& group, const std::string& name) {
            post([this, kind, group, name] { works->refresh(kind, group, name); });
        })
        , notifyBoard([this](NotifyBoard::Job job) {
            post([this, job = std::move(job)] {
                if (works->notifier() != nullptr)
                    job(*works->notifier());
            });
        })
        , current(options.configuration)
    {}

    PlanSources planSources() const
    {
        return {options.extraRuleFiles, options.configFile,  options.dataFolder,
                options.version,        options.ownRuleFile, options.lifecycle};
    }
    secrets::SecretStore& keychain(secrets::SecretStore& desktop) const
    {
        return options.keychain ? *options.keychain : desktop;
    }

    /// One reading of the configuration, on a thread of the pool.
    Result<void> readAnew()
    {
        if (options.readOnly)
            return fail(Error::Kind::InvalidInput, "samples are only looked at: there is nothing to reload");
        auto read = options.readConfiguration ? options.readConfiguration()
                                              : Result<config::Configuration>(options.configuration);
        if (!read)
            return tl::unexpected(read.error());
        secrets::KeychainSecrets desktop;
        auto plan = makePlan(*read, planSources(), keychain(desktop));
        if (!plan)
            return tl::unexpected(plan.error());
        plan->notifyChanged = read->notifications != current.notifications;
        keepRules(*plan);
        demand.setRules(plan->ruleGroups);
        Result<void> applied;
        QMetaObject::invokeMethod(
            works, [&] { applied = works->apply(std::move(*plan)); }, Qt::BlockingQueuedConnection);
        if (applied) {
            auto policies = boardOptionsOf(*read);
            board.setPolicies(
                {std::move(policies.inhibitRules), std::move(policies.severityMaps), std::move(policies.escalations)});
        }
        const std::lock_guard lock(configMutex);
        status.later = sectionsForLater(options.configuration, *read);
        current = std::move(*read);
        return applied;
    }

    /// Notes how a reading ended, for the API and the log. A file that was seen to be wrong when it was written is
    /// read again by who asks for it right after: what is wrong with it is logged once.
    void noteReload(const Result<void>& result)
    {
        ConfigStatus told;
        bool isNews = true;
        {
            const std::lock_guard lock(configMutex);
            isNews = result || status.error != result.error().text() || clock.now() - refusalLogged >= kSaidAgain;
            if (isNews && !result)
                refusalLogged = clock.now();
            status.succeeded = result.has_value();
            status.error = result ? "" : result.error().text();
            if (result)
                status.lastSuccess = clock.now();
            told = status;
        }
        std::string later;
        for (const auto& section : told.later)
            later += (later.empty() ? "; after the next start also: " : ", ") + section;
        if (result)
            logger.log(LogLevel::Info, "config", "the configuration was read anew" + later);
        else
            logger.log(isNews ? LogLevel::Error : LogLevel::Debug, "config",
                       "the configuration of before stays in force: " + told.error);
        auto shown = result ? config::explain(current) : std::string();
        post([this, told, shown = std::move(shown)] { works->setConfigStatus(told, shown); });
    }

    /// Waits for the reload under way; none begins any more.
    void endReloads()
    {
        isStopping = true;
        while (reloads.load() != 0) // its part on the collector thread still runs
            QThread::msleep(5);
    }

    /// Keeps what a plan says of rules, for when the window's own change.
    void keepRules(const WorksPlan& plan)
    {
        const std::lock_guard lock(configMutex);
        otherGroups = groupsBeside(plan.ruleGroups, options.ownRuleFile);
        ruleSettings = plan.ruleSettings;
    }

    /// Evaluates `groups` of the window's own file from now on, beside all others.
    void useOwnRules(std::vector<rules::RuleGroup> groups)
    {
        std::vector<rules::RuleGroup> all;
        rules::RuleSettings settings;
        {
            const std::lock_guard lock(configMutex);
            all = otherGroups;
            settings = ruleSettings;
        }
        all.insert(all.end(), std::make_move_iterator(groups.begin()), std::make_move_iterator(groups.end()));
        demand.setRules(all);
        post([this, all = std::move(all), settings = std::move(settings)]() mutable {
            works->setRules(std::move(all), std::move(settings));
        });
    }

    /// Logs that cannot be kept on disk are kept in memory: all else goes on.
    void openLogs()
    {
        if (options.dataFolder.empty() || options.readOnly)
            return;
        std::string damaged;
        auto opened =
            logs::LogArchive::open(archiveOptions(options.configuration, options.dataFolder), clock.now(), &damaged)
                .and_then(
                    [this](std::unique_ptr<logs::LogArchive> archive) { return logStore.attach(std::move(archive)); });
        if (!damaged.empty())
            logger.log(LogLevel::Error, "logs", "the log records on disk were damaged: they are in " + damaged);
        if (!opened)
            logger.log(LogLevel::Error, "logs",
                       "log records stay in memory, as they cannot be kept on disk: " + opened.error().message);
    }

    void openRuleBook()
    {
        if (options.ownRuleFile.empty() || options.readOnly)
            return;
        const rules::RuleBook::Options bookOptions{options.configuration.limits.configBytes,
                                                   enabledFeatures(options.configuration).parser};
        book = std::make_unique<rules::RuleBook>(io, options.ownRuleFile, bookOptions,
                                                 [this](std::vector<rules::RuleGroup> made) -> Result<void> {
                                                     useOwnRules(std::move(made));
                                                     return {};
                                                 });
    }

    void openDesk(std::function<void(std::function<void(Result<void>)>)> reload)
    {
        const auto waiting = [reload = std::move(reload)]() -> Result<void> {
            auto done = std::make_shared<std::promise<Result<void>>>();
            auto result = done->get_future();
            reload([done](Result<void> outcome) { done->set_value(std::move(outcome)); });
            if (result.wait_for(kLongestReload) != std::future_status::ready)
                return fail(Error::Kind::Timeout, "the configuration was not read anew in time");
            return result.get();
        };
        desk = std::make_unique<SourceDesk>(
            io,
            SourceDesk::Options{options.configFile,
                                options.readOnly ? std::string() : addedRulesFolder(options.dataFolder),
                                options.readOnly},
            SourceDesk::Doors{[this] {
                                  const std::lock_guard lock(configMutex);
                                  return current;
                              },
                              [this]() -> secrets::SecretStore& { return keychain(deskKeychain); }, waiting,
                              [this] { return serverPort; }});
    }

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
    secrets::KeychainSecrets desktop;
    auto made = makePlan(m_parts->options.configuration, m_parts->planSources(), m_parts->keychain(desktop));
    if (!made)
        return tl::unexpected(made.error());
    auto plan = std::move(*made);
    if (m_parts->options.readOnly)
        plan = lookingOn(std::move(plan));
    m_parts->demand.setRules(plan.ruleGroups);
    m_parts->keepRules(plan);
    m_parts->openRuleBook();
    m_parts->openDesk([this](auto done) { reload(std::move(done)); });
    m_parts->works = new Works({m_parts->queries, m_parts->router, m_parts->logDesk, m_parts->demand, m_parts->store,
                                m_parts->board, m_parts->logStore, m_parts->sources, m_parts->notifyBoard,
                                m_parts->receiver, m_parts->pool, m_parts->clock, m_parts->logger});
    m_parts->works->onRules([parts = m_parts.get()](std::vector<rules::GroupStatus> status) {
        const std::lock_guard lock(parts->ruleMutex);
        parts->ruleGroups = std::move(status);
    });
    m_parts->works->onConfigChange([this] { reload(); });
    m_parts->works->onReload([this](std::function<void(Result<void>)> done) { reload(std::move(done)); });
    m_parts->works->setFlags(m_parts->options.flags);
    m_parts->status.file = m_parts->options.configFile;
    m_parts->status.lastSuccess = m_parts->clock.now();
    m_parts->works->setConfigStatus(m_parts->status, config::explain(m_parts->options.configuration));
    m_parts->isStopping = false;
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
    m_parts->endReloads();
    runNext(m_parts->thread, [works = m_parts->works] { delete works; }); // NOLINT: on its thread
    m_parts->works = nullptr;
    m_parts->thread.quit();
    m_parts->thread.wait();
}

void Collector::close()
{
    stop();
    m_parts->store.close();
}

void Collector::reload(std::function<void(Result<void>)> done)
{
    if (m_parts->works == nullptr || m_parts->isStopping)
        return;
    ++m_parts->reloads;
    m_parts->pool.submit([parts = m_parts.get(), done = std::move(done)](std::stop_token) {
        Result<void> result = fail(Error::Kind::Cancelled, "the program ends");
        {
            const std::lock_guard lock(parts->reloadMutex);
            if (!parts->isStopping) {
                result = parts->readAnew();
                parts->noteReload(result);
            }
        }
        if (done)
            done(result);
        --parts->reloads;
    });
}

ConfigStatus Collector::configStatus() const
{
    const std::lock_guard lock(m_parts->configMutex);
    return m_parts->status;
}

SourceDesk* Collector::sourceDesk() { return m_parts->desk.get(); }
rules::RuleBook* Collector::ruleBook() { return m_parts->book.get(); }
query::QueryService& Collector::queries() { return m_parts->router; }
alerts::AlertBoard& Collector::alerts() { return m_parts->board; }
logs::LogStore& Collector::logs() { return m_parts->logStore; }
logs::LogSources& Collector::logSources() { return m_parts->logDesk; }
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
    auto opened = m_parts->store.open().and_then([this] {
        return m_parts->board.open(m_parts->options.dataFolder, m_parts->logger, m_parts->options.readOnly);
    });
    if (opened)
        m_parts->openLogs();
    m_parts->isOpen = opened.has_value();
    const auto& options = m_parts->options;
    if (opened && !options.readOnly && !options.dataFolder.empty()) {
        std::error_code ignored; // it is there to be watched; without it no rules are added, which says why itself
        const auto folder = addedRulesFolder(options.dataFolder);
        if (std::filesystem::create_directory(folder, ignored))
            std::filesystem::permissions(folder, std::filesystem::perms::owner_all, ignored);
    }
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
