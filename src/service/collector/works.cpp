// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/collector/works.h"

#include <algorithm>
#include <atomic>
#include <utility>

#include "base/core/text.h"
#include "service/collector/api_facts.h"
#include "service/collector/source_rows.h"
#include "sources/alertmanager/identity.h"
#include "watch/alerts/state_backup.h"

namespace nocturne::collector {

namespace {

using namespace std::chrono_literals;

constexpr auto kRuleTick = 200ms;       // how late a rule group may start
constexpr auto kGatherInterval = 300ms; // displays are told so often at most
constexpr auto kLogInterval = 500ms;
constexpr auto kUptimeInterval = 1s; // how late a share of time up is asked for
constexpr auto kOwnInterval = 5s;
constexpr auto kDemandInterval = 200ms; // how late a stream may be subscribed
constexpr auto kExpireInterval = 1s;
constexpr auto kBackupInterval = 10min;       // how late the nightly backup may be
constexpr auto kAlertmanagerInterval = 250ms; // how late an Alertmanager is told what people did
constexpr auto kEngineInterval = 250ms;       // how late an engine is asked for its health
constexpr auto kNotifyInterval = 500ms;       // displays see what became of a message so late
constexpr auto kRemoteWriteInterval = 500ms;  // what is committed is in the queue after so long

} // namespace

Works::Works(Surroundings surroundings)
    : m_around(surroundings)
{
    m_gate->works = this;
}

Works::~Works()
{
    {
        const std::lock_guard lock(m_gate->mutex);
        m_gate->works = nullptr;
    }
    m_notifier.reset(); // before the sources end: that is no news
    m_server.reset();
    if (m_custom)
        keepCustom();
    m_around.router.setSources({});
    m_engines.clear();
    m_around.logDesk.setSources({});
    m_lokis.clear();
    m_rules.reset();
    // Samples that end series are still to go out.
    m_streams.clear();
    m_burstlets.clear();
    m_logSources.reset();
    m_uptimes.reset();
    if (m_checks)
        m_checks->stop();
    if (m_scrapes)
        m_scrapes->setJobs({});
    m_around.store.setListener(nullptr);
    m_remoteWrite.reset();
}

std::function<void(std::function<void()>)> Works::poster() const
{
    return [gate = m_gate](std::function<void()> job) {
        const std::lock_guard lock(gate->mutex);
        if (gate->works != nullptr)
            QMetaObject::invokeMethod(gate->works, std::move(job), Qt::QueuedConnection);
    };
}

void Works::every(std::chrono::milliseconds interval, std::function<void()> job)
{
    auto* timer = new QTimer(this); // NOLINT: owned by its parent
    connect(timer, &QTimer::timeout, this, std::move(job));
    timer->start(interval);
}

Result<void> Works::begin(WorksPlan plan)
{
    m_loop = std::make_unique<QtEventLoop>();
    m_http = std::make_unique<net::HttpClient>(*m_loop);
    if (auto begun = setRemoteWrite(plan); !begun)
        return begun;
    m_own = std::make_unique<OwnMetrics>(m_around.store, system::hostName());
    if (plan.system.enabled) {
        m_system = std::make_unique<system::SystemSource>(m_around.store, m_around.clock, plan.system);
        (void)m_system->collect();
        every(plan.system.interval, [this] { (void)m_system->collect(); });
    }
    if (auto begun = beginCustom(plan); !begun)
        return begun;
    m_scrapes = std::make_unique<scrape::ScrapeManager>(*m_loop, *m_http, m_around.store, m_around.clock, m_around.log);
    m_scrapes->setJobs(std::move(plan.jobs));
    beginChecks(std::move(plan.checks));
    if (!plan.readOnly)
        setStreams(std::move(plan.streams));
    m_rules = std::make_unique<rules::RuleEngine>(
        m_around.store, m_around.store, m_around.board, m_around.clock, m_around.log,
        [this](std::function<void()> job) { QMetaObject::invokeMethod(this, std::move(job), Qt::QueuedConnection); });
    if (!plan.readOnly) // no source speaks then, and what is known of its alerts stays
        m_rules->setGroups(std::move(plan.ruleGroups), std::move(plan.ruleSettings));
    m_logSources =
        std::make_unique<LogSources>(m_around.logs, m_around.clock, m_around.log, std::move(plan.logSources));
    if (auto begun = m_logSources->begin(); !begun)
        return begun;

    beginAlerting(std::move(plan.alerting));
    if (auto begun = beginAlertmanagers(std::move(plan.alertmanagers)); !begun)
        return begun;
    beginBurstlets(std::move(plan.burstlets));
    m_tokens = std::make_unique<scrape::OAuth2Tokens>(*m_loop, *m_http, m_around.clock);
    setEngines(std::move(plan.engines));
    setLokis(std::move(plan.lokis));
    every(kEngineInterval, [this] {
        for (const auto& loki : m_lokis)
            loki->tick();
        for (const auto& engine : m_engines)
            engine->tick();
    });
    every(kRuleTick, [this] {
        noteBlindTargets(); // before the rules, which would take what is missing for what is over
        m_rules->evaluateDue();
    });
    every(kLogInterval, [this] { m_logSources->poll(); });
    every(kDemandInterval, [this] { followDemand(); });
    every(kGatherInterval, [this] { gather(); });
    m_pushed = std::make_shared<alerts::PushedAlerts>(m_around.board, m_around.clock);
    every(kExpireInterval, [this] {
        m_pushed->tick();
        m_around.board.expire();
    });
    beginBackups(plan);
    const auto route = plan.notify ? plan.notify->plan.dispatch.root : std::optional<notify::Route>();
    if (plan.notify) {
        if (auto told = tell(std::move(*plan.notify)); !told)
            return told;
    }
    m_logSources->poll();
    gather();
    if (plan.ownMetrics) {
        every(kOwnInterval, [this] { writeOwnMetrics(); });
        writeOwnMetrics();
    }
    if (!plan.configFiles.empty()) {
        m_configWatch = std::make_unique<ConfigWatch>(*m_loop, [this] {
            if (m_onConfigChange)
                m_onConfigChange();
        });
        m_configWatch->setFiles(plan.configFiles);
    }
    return plan.server ? serve(plan, route.value_or(notify::Route())) : Result<void>();
}

Result<void> Works::apply(WorksPlan plan)
{
    if (m_configWatch)
        m_configWatch->setFiles(std::move(plan.configFiles));
    m_scrapes->setJobs(std::move(plan.jobs));
    m_checks->apply(std::move(plan.checks));
    m_checks->setUptime(m_uptimes->uptimes());
    setStreams(std::move(plan.streams));
    setEngines(std::move(plan.engines));
    setLokis(std::move(plan.lokis));
    m_rules->setGroups(std::move(plan.ruleGroups), std::move(plan.ruleSettings));
    auto applied = setRemoteWrite(plan);
    if (plan.notifyChanged) {
        m_notifier.reset();
        auto told = plan.notify ? tell(std::move(*plan.notify)) : Result<void>();
        applied = applied.and_then([&] { return told; });
    }
    gather();
    return applied;
}

void Works::setStreams(std::vector<streams::StreamOptions> wanted)
{
    auto old = std::exchange(m_streams, {});
    for (auto& options : wanted) {
        const auto same = std::ranges::find_if(old, [&](const auto& stream) {
            if (!stream)
                return false;
            options.wanted = stream->options().wanted; // which goes by demand, not by configuration
            return stream->options() == options;
        });
        if (same != old.end()) {
            m_streams.push_back(std::move(*same));
            continue;
        }
        options.wanted = m_around.demand.wanted();
        m_streams.push_back(std::make_unique<streams::StreamClient>(std::move(options), m_around.store, m_around.board,
                                                                    m_around.clock, m_around.log, m_http.get(),
                                                                    &m_around.logs));
        m_streams.back()->start();
    }
    old.clear();
    endRemovedStreams();
}

void Works::setEngines(std::vector<prometheus::EngineOptions> wanted)
{
    auto old = std::exchange(m_engines, {});
    query::SourceRouter::Sources sources;
    for (auto& options : wanted) {
        const auto same =
            std::ranges::find_if(old, [&](const auto& engine) { return engine && engine->options() == options; });
        if (same != old.end())
            m_engines.push_back(std::move(*same));
        else
            m_engines.push_back(std::make_unique<prometheus::Engine>(
                prometheus::Engine::Surroundings{*m_loop, *m_http, *m_tokens, m_around.pool, m_around.clock,
                                                 m_around.log, poster()},
                std::move(options)));
        sources.emplace_back(m_engines.back()->options().name, m_engines.back().get());
    }
    m_around.router.setSources(std::move(sources)); // before those that are not wanted any more end
}

void Works::setLokis(std::vector<loki::Options> wanted)
{
    auto old = std::exchange(m_lokis, {});
    std::vector<loki::Loki*> sources;
    for (auto& options : wanted) {
        const auto same =
            std::ranges::find_if(old, [&](const auto& loki) { return loki && loki->options() == options; });
        if (same != old.end())
            m_lokis.push_back(std::move(*same));
        else
            m_lokis.push_back(std::make_unique<loki::Loki>(
                loki::Surroundings{*m_loop, *m_http, *m_tokens, m_around.pool, m_around.clock, m_around.log, poster()},
                std::move(options)));
        sources.push_back(m_lokis.back().get());
    }
    m_around.logDesk.setSources(std::move(sources)); // before those that are not wanted any more end
}

void Works::setConfigStatus(ConfigStatus status, std::string shownConfiguration)
{
    m_configStatus = std::move(status);
    if (!shownConfiguration.empty())
        m_shownConfiguration = std::move(shownConfiguration);
}

Result<void> Works::setRemoteWrite(const WorksPlan& plan)
{
    if (m_remoteWrite)
        return m_remoteWrite->setReceivers(plan.remoteWrite);
    if (plan.remoteWrite.empty())
        return {};
    const auto metadata = [this]() -> std::map<std::string, model::Metadata> {
        const auto querier = m_around.store.querier(0, 0);
        auto known = querier ? (*querier)->metadata({}) : tl::unexpected(querier.error());
        return known ? std::move(*known) : std::map<std::string, model::Metadata>();
    };
    m_remoteWrite = std::make_unique<prometheus::RemoteWrite>(
        prometheus::RemoteWriter::Surroundings{*m_loop, *m_http, m_around.clock, m_around.log, metadata}, m_io,
        plan.remoteWriteFolder);
    if (auto set = m_remoteWrite->setReceivers(plan.remoteWrite); !set)
        return set;
    m_around.store.setListener(&m_remoteWrite->feed());
    every(kRemoteWriteInterval, [this] { m_remoteWrite->poll(); });
    return {};
}

Result<void> Works::beginCustom(const WorksPlan& plan)
{
    m_custom = std::make_unique<custom::CustomMetrics>(m_around.store, m_around.clock, plan.custom);
    if (!plan.customFolder.empty() && !plan.readOnly)
        openMetricFile(plan.customFolder);
    every(plan.custom.interval, [this] {
        (void)m_custom->collect();
        keepCustom();
    });
    if (plan.statsd.empty())
        return {};
    const auto address = server::parseListenAddress(plan.statsd);
    if (!address)
        return fail(address.error().kind, address.error().within("custom_metrics.statsd").message);
    m_statsd = std::make_unique<custom::StatsdListener>(*m_custom);
    return m_statsd->listen(QString::fromStdString(address->first), static_cast<quint16>(address->second));
}

/// Without the file they count all the same, from zero.
void Works::openMetricFile(const std::string& folder)
{
    std::string damaged;
    auto file = custom::MetricFile::open(folder, m_around.clock.now(), &damaged);
    if (!damaged.empty())
        m_around.log.log(LogLevel::Error, "custom metrics",
                         "what custom metrics stood at was damaged: it lies in " + damaged +
                             ", and they begin at zero");
    const auto kept = file ? m_custom->keepIn(std::move(*file)) : tl::unexpected(file.error());
    if (!kept)
        m_around.log.log(LogLevel::Error, "custom metrics",
                         "custom metrics begin at zero and are not kept: " + kept.error().message);
}

void Works::keepCustom()
{
    const auto kept = m_custom->keepSafe();
    const auto fault = kept ? std::string() : kept.error().message;
    if (!fault.empty() && m_customFault.empty())
        m_around.log.log(LogLevel::Error, "custom metrics", "custom metrics are not on disk: " + fault);
    m_customFault = fault;
}

Result<void> Works::beginAlertmanagers(std::vector<AlertmanagerOptions> plan)
{
    std::vector<std::string> names;
    for (const auto& options : plan)
        names.push_back("alertmanager:" + options.source.name);
    m_around.board.endOtherSources("alertmanager:", names, "alertmanager removed");
    if (plan.empty())
        return {};
    const auto whose = alertmanager::identityIn(m_around.board.store());
    if (!whose)
        return tl::unexpected(whose.error());
    for (auto& options : plan) {
        options.source.whose = *whose;
        alertmanager::AlertmanagerSource::Peers peers;
        peers.reserve(options.urls.size());
        for (const auto& url : options.urls)
            peers.push_back(std::make_unique<alertmanager::ApiV2>(*m_http, url, options.http));
        m_alertmanagers.push_back(std::make_unique<alertmanager::AlertmanagerSource>(
            m_around.board, m_around.clock, m_around.log, std::move(options.source), std::move(peers)));
    }
    every(kAlertmanagerInterval, [this] {
        for (const auto& source : m_alertmanagers)
            source->tick();
    });
    return {};
}

void Works::beginBurstlets(std::vector<burstlet::SourceOptions> plan)
{
    std::vector<std::string> names;
    for (auto& options : plan) {
        m_burstlets.push_back(std::make_unique<burstlet::BurstletSource>(
            std::move(options), *m_http, m_around.store, m_around.board, m_around.logs, m_around.clock, m_around.log));
        names.push_back(m_burstlets.back()->source());
    }
    m_around.board.endOtherSources("burstlet:", names, "burstlet removed");
    if (m_burstlets.empty())
        return;
    every(kAlertmanagerInterval, [this] {
        for (const auto& source : m_burstlets)
            source->tick();
    });
}

void Works::beginAlerting(AlertingOptions plan)
{
    if (plan.targets.empty())
        return;
    std::vector<alertmanager::AlertSender::Target> targets;
    targets.reserve(plan.targets.size());
    for (auto& target : plan.targets)
        targets.push_back({std::make_unique<alertmanager::ApiV2>(*m_http, target.url, std::move(target.http)),
                           std::move(target.relabelRules)});
    m_sender = std::make_unique<alertmanager::AlertSender>(m_around.clock, m_around.log, std::move(plan.sender),
                                                           std::move(targets));
    m_rules->onNotices([this](const std::vector<rules::AlertNotice>& notices) { m_sender->send(notices); },
                       plan.resendDelay);
    every(kAlertmanagerInterval, [this] { m_sender->tick(); });
}

void Works::beginChecks(health::HealthOptions plan)
{
    m_checks = std::make_unique<health::HealthMonitor>(
        *m_loop, *m_http, m_around.store, m_around.clock, m_around.log, std::move(plan),
        health::HealthMonitor::Helpers{&m_around.queries,
                                       [this](const model::LabelSet& labels) { return plannedWork(labels); }});
    m_checks->start();
    m_uptimes = std::make_unique<health::UptimeReader>(m_around.queries, m_around.clock, poster());
    m_uptimes->onChange([this] { m_checks->setUptime(m_uptimes->uptimes()); });
    every(kUptimeInterval, [this] { m_uptimes->tick(m_checks->intervals()); });
}

std::optional<health::PlannedWork> Works::plannedWork(const model::LabelSet& labels) const
{
    const auto downtimes = m_around.board.downtimes();
    std::vector<const alerts::Downtime*> matching;
    for (const auto& downtime : *downtimes) {
        if (downtime.matches(labels))
            matching.push_back(&downtime);
    }
    return health::longestOf(matching, m_around.clock.now());
}

void Works::endRemovedStreams()
{
    std::vector<std::string> present;
    for (const auto& stream : m_streams)
        present.push_back("stream:" + stream->options().name);
    m_around.board.endOtherSources("stream:", present, "stream removed");
}

void Works::noteBlindTargets()
{
    std::vector<model::LabelSet> blind;
    m_scrapes->forEachStatus([&](const scrape::TargetStatus& target) {
        if (target.health == scrape::TargetHealth::Down)
            blind.push_back(
                model::LabelSet{{"instance", target.labels.get("instance")}, {"job", target.labels.get("job")}});
    });
    m_around.board.setBlind(std::move(blind));
    m_around.board.setMaintained(m_checks->inMaintenance());
}

void Works::refresh(SourceKind kind, const std::string& group, const std::string& name)
{
    if (kind == SourceKind::System && m_system)
        (void)m_system->collect();
    else if (kind == SourceKind::Scrape)
        m_scrapes->scrapeNow(group, name);
    else if (kind == SourceKind::Health)
        m_checks->checkNow(name);
    for (const auto& stream : m_streams) {
        if (kind == SourceKind::Stream && stream->options().name == name)
            stream->reconnectNow();
    }
    for (const auto& source : m_alertmanagers) {
        if (kind == SourceKind::Alertmanager && source->options().name == name)
            source->refresh();
    }
    for (const auto& source : m_burstlets) {
        if (kind == SourceKind::Burstlet && source->options().name == name)
            source->refresh();
    }
    for (const auto& loki : m_lokis) {
        if (kind == SourceKind::Loki && loki->options().name == name)
            loki->refresh();
    }
    for (const auto& engine : m_engines) {
        if (kind == SourceKind::Engine && engine->options().name == name)
            engine->refresh();
    }
}

void Works::followDemand()
{
    const auto wanted = m_around.demand.wanted();
    for (const auto& stream : m_streams)
        stream->setWanted(wanted);
}

void Works::setRules(std::vector<rules::RuleGroup> groups, rules::RuleSettings settings)
{
    if (m_rules)
        m_rules->setGroups(std::move(groups), std::move(settings));
}

void Works::onRules(std::function<void(std::vector<rules::GroupStatus>)> listener) { m_onRules = std::move(listener); }

void Works::gather()
{
    std::vector<SourceStatus> rows;
    if (m_system)
        rows.push_back(rowOf(m_system->status(), m_system->options().interval));
    if (m_statsd || m_custom->stats().taken + m_custom->stats().refused > 0)
        rows.push_back(rowOf(m_custom->stats(), m_custom->options().interval, m_statsd ? m_statsd->address() : ""));
    m_scrapes->forEachStatus([&](const scrape::TargetStatus& status) { rows.push_back(rowOf(status)); });
    for (const auto& status : m_scrapes->discoveries()) {
        if (!status.lastError.empty()) // of those that go well their targets tell
            rows.push_back(rowOf(status));
    }
    for (const auto& status : m_checks->statuses())
        rows.push_back(rowOf(status));
    for (const auto& stream : m_streams)
        rows.push_back(rowOf(stream->status()));
    for (const auto& source : m_alertmanagers)
        rows.push_back(rowOf(source->health()));
    for (const auto& source : m_burstlets)
        rows.push_back(rowOf(source->status()));
    for (const auto& engine : m_engines)
        rows.push_back(rowOf(engine->status()));
    for (const auto& loki : m_lokis)
        rows.push_back(rowOf(loki->status()));
    std::ranges::move(m_logSources->rows(), std::back_inserter(rows));
    m_own->count(rows);
    const auto store = m_around.store.headStats();
    m_around.sources.publish({store.series, m_rate.note(store.samplesAppended, m_around.clock.monotonic())});
    m_around.sources.publish(std::move(rows), m_around.clock.now());
    if (m_onRules)
        m_onRules(m_rules->groups());
}

void Works::beginBackups(const WorksPlan& plan)
{
    if (plan.stateBackups == 0 || plan.stateFolder.empty())
        return;
    auto look = [this, folder = plan.stateFolder, keep = plan.stateBackups,
                 isRunning = std::make_shared<std::atomic<bool>>()] {
        const auto now = m_around.clock.now();
        if (!alerts::isBackupDue(alerts::newestBackup(folder), now) || isRunning->exchange(true))
            return;
        m_around.pool.submit([&log = m_around.log, folder, keep, now, isRunning](const std::stop_token&) {
            if (const auto made = alerts::backUpState(folder, keep, now); !made)
                log.log(LogLevel::Error, "alerts", "the nightly backup of the state failed: " + made.error().message);
            isRunning->store(false);
        });
    };
    look();
    every(kBackupInterval, std::move(look));
}

server::AlertApi Works::alertApi(const WorksPlan& plan, notify::Route route)
{
    server::AlertApi::Options options;
    options.version = plan.server->api.version;
    options.route = std::move(route);
    options.receivers = plan.receivers;
    options.hasToken = !plan.server->token.empty();
    options.readOnly = plan.readOnly;
    return {std::move(options), {m_around.board, m_pushed, m_around.pool, m_around.clock}};
}

Result<void> Works::serve(WorksPlan& plan, notify::Route route)
{
    m_facts = std::make_unique<ApiFacts>(
        ApiFacts::Parts{*m_scrapes, *m_rules, m_around.board, m_around.sources, m_around.store, system::hostName(),
                        m_configStatus, m_shownConfiguration, m_flags, m_around.clock.now()},
        [this](exposition::Format format) { return m_own->exposition(ownFacts(), format); });
    const auto where = plan.server->listen;
    std::optional<server::WriteApi> write;
    if (plan.takesRemoteWrite)
        write.emplace(m_around.receiver, m_around.pool);
    const server::ChangeRules rules{!plan.server->token.empty(), plan.readOnly};
    m_server = std::make_unique<server::Server>(*plan.server, m_around.queries, *m_facts, m_around.clock, write,
                                                alertApi(plan, std::move(route)), plan.lifecycle ? m_onReload : nullptr,
                                                server::CustomMetricsApi(rules, *m_custom),
                                                server::LogsApi(m_around.logs, m_around.pool, m_around.clock));
    auto started = m_server->start();
    if (started)
        m_around.log.log(LogLevel::Info, "server",
                         "serving at " + where + ", port " + std::to_string(m_server->port()));
    return started;
}

Result<void> Works::tell(NotifyOptions options)
{
    m_smtp = std::make_unique<net::SmtpClient>(*m_loop);
    auto senders =
        notify::makeSenders(std::move(options.senders), {*m_loop, *m_http, *m_smtp, m_around.clock, m_around.log});
    m_notifier = std::make_unique<notify::Notifier>(*m_loop, m_around.clock, m_around.log, m_around.board, poster(),
                                                    std::move(options.plan), std::move(senders));
    if (auto started = m_notifier->start(); !started)
        return started;
    every(kNotifyInterval, [this] { publishNotify(); });
    m_around.notifyBoard.publish(notifyStateOf(*m_notifier));
    return {};
}

void Works::publishNotify()
{
    auto stats = m_notifier->stats();
    if (stats == m_publishedNotify)
        return; // what happened to messages is not read from the disk for nothing
    m_publishedNotify = std::move(stats);
    m_around.notifyBoard.publish(notifyStateOf(*m_notifier));
}

void Works::noteDesktop(DesktopFacts facts)
{
    const auto before = m_desktop.value_or(DesktopFacts());
    m_desktop = std::move(facts);
    const auto& now = *m_desktop;
    if (!now.notificationFault.empty() && now.notificationFault != before.notificationFault)
        m_around.log.log(LogLevel::Warning, "desktop",
                         "the desktop shows no notifications: " + printable(now.notificationFault, 300));
    else if (now.hasNotifications && !before.notificationFault.empty() && now.notificationFault.empty())
        m_around.log.log(LogLevel::Info, "desktop", "the desktop shows notifications again");
    if (!now.soundFault.empty() && now.soundFault != before.soundFault)
        m_around.log.log(LogLevel::Warning, "desktop", "no sound can be played: " + printable(now.soundFault, 300));
}

OwnFacts Works::ownFacts() const
{
    OwnFacts facts;
    facts.now = m_around.clock.now();
    facts.head = m_around.store.headStats();
    facts.exemplars = m_around.store.exemplarStats();
    facts.store = m_around.store.storeStats();
    facts.storeState = m_around.store.health().state;
    facts.sources = *m_around.sources.sources();
    for (const auto& stream : m_streams)
        facts.streams[stream->options().name] = stream->stats();
    facts.ruleGroups = m_rules->groups();
    for (const auto alerts = m_around.board.snapshot(); const auto& alert : *alerts)
        facts.firingAlerts += alert.state == alerts::AlertState::Firing ? 1 : 0;
    facts.logs = m_around.logs.stats();
    if (m_notifier)
        facts.notify = m_notifier->stats();
    facts.desktop = m_desktop;
    if (m_server)
        facts.http = m_server->stats();
    facts.received = m_around.receiver.stats();
    facts.custom = m_custom->stats();
    facts.config = m_configStatus;
    if (m_remoteWrite)
        facts.remoteWrite = m_remoteWrite->stats();
    for (const auto& source : m_alertmanagers)
        facts.alertmanagers.push_back(source->health());
    for (const auto& source : m_burstlets)
        facts.burstlets[source->options().name] = source->stats();
    for (const auto& engine : m_engines)
        facts.engines.push_back(engine->status());
    if (m_sender)
        facts.sentAlerts = m_sender->stats();
    return facts;
}

void Works::writeOwnMetrics() { m_own->write(ownFacts(), m_around.clock.now()); }

} // namespace nocturne::collector
