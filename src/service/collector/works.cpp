// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/collector/works.h"

#include "base/core/text.h"
#include "service/collector/api_facts.h"
#include "service/collector/source_rows.h"

namespace nocturne::collector {

namespace {

using namespace std::chrono_literals;

constexpr auto kRuleTick = 200ms;       // how late a rule group may start
constexpr auto kGatherInterval = 300ms; // displays are told so often at most
constexpr auto kLogInterval = 500ms;
constexpr auto kOwnInterval = 5s;
constexpr auto kDemandInterval = 200ms; // how late a stream may be subscribed
constexpr auto kExpireInterval = 1s;
constexpr auto kNotifyInterval = 500ms;      // displays see what became of a message so late
constexpr auto kRemoteWriteInterval = 500ms; // what is committed is in the queue after so long

SourceStatus logRow(const logs::FileTail& tail, const std::optional<Error>& error)
{
    SourceStatus row;
    row.kind = SourceKind::Log;
    row.group = "file";
    row.name = tail.options().service;
    row.address = tail.options().path.string();
    row.state = error ? SourceState::Down : SourceState::Up;
    row.reason = error ? std::string(toString(error->kind)) : "";
    row.lastError = error ? error->message : "";
    row.interval = kLogInterval;
    return row;
}

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
    m_rules.reset();
    // Samples that end series are still to go out.
    m_streams.clear();
    if (m_checks)
        m_checks->stop();
    if (m_scrapes)
        (void)m_scrapes->setJobs({});
    m_around.store.setListener(nullptr);
    m_remoteWrite.reset();
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
    if (auto begun = beginRemoteWrite(plan); !begun)
        return begun;
    m_own = std::make_unique<OwnMetrics>(m_around.store, system::hostName());
    if (plan.system.enabled) {
        m_system = std::make_unique<system::SystemSource>(m_around.store, m_around.clock, plan.system);
        (void)m_system->collect();
        every(plan.system.interval, [this] { (void)m_system->collect(); });
    }
    m_scrapes = std::make_unique<scrape::ScrapeManager>(*m_loop, *m_http, m_around.store, m_around.clock, m_around.log);
    if (auto jobs = m_scrapes->setJobs(std::move(plan.jobs)); !jobs)
        return jobs;
    m_checks = std::make_unique<health::HealthMonitor>(*m_loop, *m_http, m_around.store, m_around.clock, m_around.log,
                                                       std::move(plan.checks));
    m_checks->start();
    for (auto& options : plan.streams) {
        options.wanted = m_around.demand.wanted();
        m_streams.push_back(std::make_unique<streams::StreamClient>(std::move(options), m_around.store, m_around.board,
                                                                    m_around.clock, m_around.log, m_http.get()));
        m_streams.back()->start();
    }
    m_rules = std::make_unique<rules::RuleEngine>(
        m_around.store, m_around.store, m_around.board, m_around.clock, m_around.log,
        [this](std::function<void()> job) { QMetaObject::invokeMethod(this, std::move(job), Qt::QueuedConnection); });
    m_rules->setGroups(std::move(plan.ruleGroups), std::move(plan.ruleSettings));
    for (auto& options : plan.logFiles)
        m_tails.push_back(std::make_unique<logs::FileTail>(m_around.logs, m_around.clock, std::move(options)));
    m_tailErrors.resize(m_tails.size());
    if (plan.journal && logs::JournalTail::isAvailable())
        m_journal = std::make_unique<logs::JournalTail>(m_around.logs);

    endRemovedStreams();
    every(kRuleTick, [this] {
        noteBlindTargets(); // before the rules, which would take what is missing for what is over
        m_rules->evaluateDue();
    });
    every(kLogInterval, [this] { pollLogs(); });
    every(kDemandInterval, [this] { followDemand(); });
    every(kGatherInterval, [this] { gather(); });
    every(kExpireInterval, [this] { m_around.board.expire(); });
    if (plan.notify) {
        if (auto told = tell(std::move(*plan.notify)); !told)
            return told;
    }
    pollLogs();
    gather();
    if (plan.ownMetrics) {
        every(kOwnInterval, [this] { writeOwnMetrics(); });
        writeOwnMetrics();
    }
    return plan.server ? serve(std::move(*plan.server), plan.takesRemoteWrite) : Result<void>();
}

Result<void> Works::beginRemoteWrite(const WorksPlan& plan)
{
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
    for (const auto& target : m_scrapes->statuses()) {
        if (target.health == scrape::TargetHealth::Down)
            blind.push_back(
                model::LabelSet{{"instance", target.labels.get("instance")}, {"job", target.labels.get("job")}});
    }
    m_around.board.setBlind(std::move(blind));
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
}

void Works::followDemand()
{
    const auto wanted = m_around.demand.wanted();
    for (const auto& stream : m_streams)
        stream->setWanted(wanted);
}

void Works::onRules(std::function<void(std::vector<rules::GroupStatus>)> listener) { m_onRules = std::move(listener); }

void Works::pollLogs()
{
    for (std::size_t i = 0; i < m_tails.size(); ++i) {
        const auto polled = m_tails[i]->poll();
        m_tailErrors[i] = polled ? std::nullopt : std::optional(polled.error());
    }
    if (m_journal)
        (void)m_journal->poll();
}

void Works::gather()
{
    std::vector<SourceStatus> rows;
    if (m_system)
        rows.push_back(rowOf(m_system->status(), m_system->options().interval));
    for (const auto& status : m_scrapes->statuses())
        rows.push_back(rowOf(status));
    for (const auto& status : m_checks->statuses())
        rows.push_back(rowOf(status));
    for (const auto& stream : m_streams)
        rows.push_back(rowOf(stream->status()));
    for (std::size_t i = 0; i < m_tails.size(); ++i)
        rows.push_back(logRow(*m_tails[i], m_tailErrors[i]));
    m_own->count(rows);
    const auto store = m_around.store.headStats();
    m_around.sources.publish({store.series, m_rate.note(store.samplesAppended, m_around.clock.monotonic())});
    m_around.sources.publish(std::move(rows), m_around.clock.now());
    if (m_onRules)
        m_onRules(m_rules->groups());
}

Result<void> Works::serve(server::Options options, bool takesRemoteWrite)
{
    m_facts = std::make_unique<ApiFacts>(
        ApiFacts::Parts{*m_scrapes, *m_rules, m_around.board, m_around.sources, m_around.store, system::hostName()},
        [this](exposition::Format format) { return m_own->exposition(ownFacts(), format); });
    const auto where = options.listen;
    std::optional<server::WriteApi> write;
    if (takesRemoteWrite)
        write.emplace(m_around.receiver, m_around.pool);
    m_server = std::make_unique<server::Server>(std::move(options), m_around.queries, *m_facts, m_around.clock, write);
    auto started = m_server->start();
    if (started)
        m_around.log.log(LogLevel::Info, "server",
                         "serving at " + where + ", port " + std::to_string(m_server->port()));
    return started;
}

Result<void> Works::tell(NotifyOptions options)
{
    m_smtp = std::make_unique<net::SmtpClient>(*m_loop);
    const auto post = [gate = m_gate](std::function<void()> job) {
        const std::lock_guard lock(gate->mutex);
        if (gate->works != nullptr)
            QMetaObject::invokeMethod(gate->works, std::move(job), Qt::QueuedConnection);
    };
    auto senders =
        notify::makeSenders(std::move(options.senders), {*m_loop, *m_http, *m_smtp, m_around.clock, m_around.log});
    m_notifier = std::make_unique<notify::Notifier>(*m_loop, m_around.clock, m_around.log, m_around.board, post,
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
    facts.logRecords = m_around.logs.size();
    if (m_notifier)
        facts.notify = m_notifier->stats();
    facts.desktop = m_desktop;
    if (m_server)
        facts.http = m_server->stats();
    facts.received = m_around.receiver.stats();
    if (m_remoteWrite)
        facts.remoteWrite = m_remoteWrite->stats();
    return facts;
}

void Works::writeOwnMetrics() { m_own->write(ownFacts(), m_around.clock.now()); }

} // namespace nocturne::collector
