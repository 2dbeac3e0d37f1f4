// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/ui_fixture/ui_fixture.h"

namespace nocturne::tests {

using namespace std::chrono_literals;
using alerts::AlertInstance;
using alerts::AlertState;
using alerts::Severity;
using collector::SourceKind;
using collector::SourceState;
using collector::SourceStatus;

StatedSources::Snapshot StatedSources::sources() const
{
    const std::lock_guard lock(m_mutex);
    return m_sources;
}

void StatedSources::refresh(SourceKind, const std::string& group, const std::string& name)
{
    const std::lock_guard lock(m_mutex);
    m_asked.push_back(group + "/" + name);
}

std::uint64_t StatedSources::subscribe(std::function<void()> listener)
{
    const std::lock_guard lock(m_mutex);
    m_listeners[m_next] = std::move(listener);
    return m_next++;
}

void StatedSources::unsubscribe(std::uint64_t subscription)
{
    const std::lock_guard lock(m_mutex);
    m_listeners.erase(subscription);
}

void StatedSources::state(std::vector<SourceStatus> sources)
{
    std::map<std::uint64_t, std::function<void()>> listeners;
    {
        const std::lock_guard lock(m_mutex);
        m_sources = std::make_shared<const std::vector<SourceStatus>>(std::move(sources));
        listeners = m_listeners;
    }
    for (const auto& [id, listener] : listeners)
        listener();
}

std::vector<std::string> StatedSources::asked() const
{
    const std::lock_guard lock(m_mutex);
    return m_asked;
}

std::uint64_t StatedReceivers::subscribe(std::function<void()> listener)
{
    m_listener = std::move(listener);
    return 1;
}

void StatedReceivers::unsubscribe(std::uint64_t)
{
    m_listener = [] {};
}

void StatedReceivers::test(const std::string& receiver, const std::string& who,
                           std::function<void(std::vector<notify::TestResult>)> done)
{
    asked = receiver + " by " + who;
    testing = std::move(done);
}

void StatedReceivers::preview(const std::string& receiver, const model::LabelSet& labels, const std::string&,
                              std::function<void(Previews)> done)
{
    done({{receiver + "/log[0]", labels.toString()}});
}

void StatedReceivers::explain(const model::LabelSet& labels, std::function<void(notify::AlertExplanation)> done)
{
    done({{{"team", {"team/log[0]"}, "{}:" + labels.toString(), "at once", ""}}, {"every alert - yes"}});
}

void NoData::instant(query::InstantQuery query, std::stop_token, Done<ResultPtr> done)
{
    auto result = std::make_shared<query::QueryResult>();
    result->times = {query.time};
    done(ResultPtr(std::move(result)));
}

void NoData::range(query::RangeQuery query, std::stop_token, Done<ResultPtr> done)
{
    auto result = std::make_shared<query::QueryResult>();
    result->type = query::ValueType::Matrix;
    for (Timestamp at = query.start; at <= query.end; at += query.step.count())
        result->times.push_back(at);
    done(ResultPtr(std::move(result)));
}

void NoData::labelNames(query::SeriesQuery, std::stop_token, Done<std::vector<std::string>> done)
{
    done(std::vector<std::string>());
}

void NoData::labelValues(std::string, query::SeriesQuery, std::stop_token, Done<std::vector<std::string>> done)
{
    done(std::vector<std::string>());
}

void NoData::series(query::SeriesQuery, std::stop_token, Done<std::vector<model::LabelSet>> done)
{
    done(std::vector<model::LabelSet>());
}

void NoData::metadata(std::string, std::stop_token, Done<std::map<std::string, model::Metadata>> done)
{
    done(std::map<std::string, model::Metadata>());
}

namespace {

AlertInstance firing(model::LabelSet labels, Severity severity, Timestamp since, double value, double threshold)
{
    AlertInstance out;
    out.severityText = std::string(labels.get("severity"));
    out.labels = std::move(labels);
    out.state = AlertState::Firing;
    out.severity = severity;
    out.activeAt = since;
    out.firedAt = since;
    out.value = value;
    out.threshold = threshold;
    return out;
}

SourceStatus source(SourceKind kind, std::string group, std::string name, std::string address, SourceState state,
                    Timestamp now)
{
    SourceStatus out;
    out.kind = kind;
    out.group = std::move(group);
    out.name = std::move(name);
    out.address = std::move(address);
    out.state = state;
    out.interval = 5s;
    out.lastAttempt = now - 2000;
    out.lastSuccess = now - 2000;
    out.nextAttempt = now + 3000;
    out.stateSince = now - 3'600'000;
    return out;
}

SourceStatus answering(SourceStatus out, double seconds, std::size_t samples)
{
    out.lastSeconds = seconds;
    out.samples = samples;
    return out;
}

SourceStatus failing(SourceStatus out, std::string reason, std::string error, Timestamp lastSuccess)
{
    out.reason = std::move(reason);
    out.lastError = std::move(error);
    out.lastSuccess = lastSuccess;
    out.stateSince = lastSuccess;
    out.failures = 17;
    return out;
}

void fillAlerts(UiFixture& fixture)
{
    const Timestamp now = fixture.clock.now();
    auto drop = firing({{"alertname", "WebSocketConnectionDrop"},
                        {"severity", "critical"},
                        {"service", "websocket"},
                        {"instance", "hub-2"}},
                       Severity::Critical, now - 192'000, 7.63, 3.9);
    drop.expression = "rate(websocket_disconnections_total[1m]) > rate(websocket_connections_total[1m]) * 1.5";
    drop.holdFor = 180s;
    drop.annotations = {
        {"summary", "Disconnection rate exceeds connection rate by 50 %."},
        {"description", "Clients of hub-2 leave faster than they come. Sessions are lost when the hub restarts."},
        {"runbook_url", "https://wiki.example.org/runbooks/ws-drop"}};
    auto latency = firing({{"alertname", "WebSocketHighLatency"},
                           {"severity", "warning"},
                           {"service", "websocket"},
                           {"instance", "gateway"}},
                          Severity::Warning, now - 71'000, 0.512, 0.5);
    auto errors = firing({{"alertname", "WebSocketHighErrorRate"},
                          {"severity", "warning"},
                          {"service", "websocket"},
                          {"instance", "hub-1"}},
                         Severity::Warning, now - 1'560'000, 0.14, 0.1);
    auto slow = firing({{"alertname", "WebSocketSlowInitialState"},
                        {"severity", "info"},
                        {"service", "websocket"},
                        {"instance", "hub-2"}},
                       Severity::Info, now - 190'000, 2.1, 2);
    slow.state = AlertState::Pending;
    slow.firedAt = 0;
    slow.holdFor = 300s;
    auto disk = firing({{"alertname", "DiskWillFill"},
                        {"severity", "critical"},
                        {"service", "athena"},
                        {"mountpoint", "/srv"},
                        {"device", "/dev/nvme0n1p3"}},
                       Severity::Critical, now - 2'460'000, 187'200, 259'200);
    auto certificate = firing(
        {{"alertname", "CertificateExpiry"}, {"severity", "error"}, {"service", "athena"}, {"target", "api.internal"}},
        Severity::Error, now - 7'200'000, 6, 14);
    auto odd = firing({{"alertname", "QueueOdd"}, {"severity", "sometimes"}, {"service", "athena"}}, Severity::Unknown,
                      now - 30'000, 912, 800);
    auto over = firing({{"alertname", "RedisSlow"}, {"severity", "warning"}, {"service", "redis"}}, Severity::Warning,
                       now - 900'000, 0.3, 0.2);
    fixture.board.report("rules", {drop, latency, errors, slow, disk, certificate, odd, over});
    fixture.board.report("rules", {drop, latency, errors, slow, disk, certificate, odd});

    auto backend = firing(
        {{"alertname", "BackendUnhealthy"}, {"severity", "error"}, {"service", "backends"}, {"backend", "search-3"}},
        Severity::Error, now - 3'900'000, 1, 0);
    auto breaker = firing(
        {{"alertname", "CircuitBreakerOpen"}, {"severity", "error"}, {"service", "backends"}, {"backend", "search-1"}},
        Severity::Error, now - 3'960'000, 1, 0);
    fixture.board.report("stream:gateway", {backend, breaker});
    fixture.clock.advance(-91s);
    fixture.board.markUnverified("stream:gateway");
    fixture.clock.advance(91s);
    const auto alerts = fixture.board.snapshot();
    for (const auto& alert : *alerts) {
        if (alert.name() == "DiskWillFill")
            (void)fixture.board.acknowledge(alert.id, "Mara Lindqvist", "cleaning up old snapshots");
        if (alert.name() == "WebSocketHighErrorRate")
            (void)fixture.board.acknowledge(alert.id, "ops", "known, fix is being rolled out");
    }
}

void fillSources(UiFixture& fixture)
{
    const Timestamp now = fixture.clock.now();
    std::vector<SourceStatus> all;
    all.push_back(
        answering(source(SourceKind::System, "system", "athena", "this computer", SourceState::Up, now), 0.0031, 517));
    all.push_back(
        answering(source(SourceKind::Scrape, "node", "athena:9100", "http://athena:9100/metrics", SourceState::Up, now),
                  0.0121, 507));
    all.push_back(answering(
        source(SourceKind::Scrape, "node", "db1:9100", "http://db1:9100/metrics", SourceState::Up, now), 0.0187, 612));
    all.push_back(answering(
        source(SourceKind::Scrape, "websocket", "hub-1:8080", "http://hub-1:8080/metrics", SourceState::Up, now),
        0.0064, 96));
    all.push_back(failing(answering(source(SourceKind::Scrape, "websocket", "hub-2:8080", "http://hub-2:8080/metrics",
                                           SourceState::Down, now),
                                    2.001, 0),
                          "timeout", "no answer within 2 s: connected after 1 ms, waited for the first byte",
                          now - 1'040'000));
    auto health = answering(source(SourceKind::Health, "health", "gateway /health/ready",
                                   "http://gateway:8080/health/ready", SourceState::Degraded, now),
                            0.041, 4);
    health.parts = {{"database", SourceState::Up, "3 connections", 0.003},
                    {"redis", SourceState::Degraded, "queue depth 912", 0.0041},
                    {"search", SourceState::Up, "", 0.0119}};
    health.reason = "degraded";
    all.push_back(health);
    auto stream = failing(
        source(SourceKind::Stream, "aegis", "realtime hub", "wss://hub.internal/stream", SourceState::Down, now),
        "refused", "connection refused, trying again in 8 s", now - 91'000);
    stream.parts = {{"metrics", SourceState::Down, "topic lost", 0}, {"alerts", SourceState::Down, "topic lost", 0}};
    all.push_back(stream);
    all.push_back(
        source(SourceKind::Health, "health", "cleaner", "http://cleaner:8080/health", SourceState::Disabled, now));
    auto waiting = source(SourceKind::Log, "logs", "journal", "systemd journal", SourceState::Waiting, now);
    waiting.lastAttempt = waiting.lastSuccess = 0;
    all.push_back(waiting);
    fixture.sources.state(std::move(all));
}

void fillLogs(UiFixture& fixture)
{
    const Timestamp now = fixture.clock.now();
    struct Line
    {
        Timestamp ago;
        LogLevel level;
        const char* service;
        const char* message;
    };
    static constexpr Line kLines[] = {
        {412'000, LogLevel::Info, "gateway", "listening on 0.0.0.0:8080"},
        {391'000, LogLevel::Info, "hub", "deploy hub 2.14.1 on hub-2"},
        {362'000, LogLevel::Debug, "scrape", "hub-1:8080 answered 96 samples in 6.4 ms"},
        {221'000, LogLevel::Info, "gateway", "GET /api/tasks 200 in 12 ms"},
        {120'000, LogLevel::Error, "hub", "connection lost: reset by peer"},
        {91'000, LogLevel::Warning, "stream", "realtime hub is gone: alerts keep their last state"},
        {21'000, LogLevel::Warning, "redis", "queue depth 912 above soft limit 800"},
        {9'000, LogLevel::Info, "gateway", "GET /api/sessions 200 in 9 ms"},
        {4'000, LogLevel::Warning, "gateway", "retrying POST /api/tasks (2 of 3)"},
        {1'000, LogLevel::Error, "gateway", "upstream timeout after 5,000 ms"},
    };
    for (const Line& line : kLines)
        fixture.logs.add({.time = now - line.ago,
                          .level = line.level,
                          .service = line.service,
                          .source = "journal",
                          .message = line.message,
                          .fields = {{"host", "athena"}, {"pid", "4211"}}});
}

} // namespace

namespace {

notify::Delivery delivery(std::int64_t id, const char* way, const char* title, notify::DeliveryState state,
                          Timestamp created)
{
    notify::Delivery out;
    out.id = id;
    out.integration = way;
    out.receiver = out.integration.substr(0, out.integration.find('/'));
    out.title = title;
    out.state = state;
    out.attempts = 1;
    out.createdAt = created;
    out.finishedAt = created + 2000;
    return out;
}

void fillReceivers(UiFixture& fixture)
{
    using State = notify::DeliveryState;
    const Timestamp now = fixture.clock.now();
    auto retried =
        delivery(6, "pager/webhook[0]", "1 firing: WebSocketConnectionDrop (websocket)", State::Due, now - 140'000);
    retried.attempts = 4;
    retried.dueAt = now + 8'000;
    retried.finishedAt = 0;
    retried.words = "connection refused by 10.0.3.7:443";
    auto failed = delivery(5, "night/email[0]", "2 firing: DiskWillFill (athena)", State::Failed, now - 2'400'000);
    failed.words = "550 5.1.1 night@example.org: no such user";
    fixture.receivers.stated = {
        true,
        {{"nobody", {}},
         {"night",
          {{"night/email[0]",
            "email",
            {.attemptsFailed = 1, .refused = 1, .lastError = failed.words},
            0,
            failed.finishedAt}}},
         {"pager",
          {{"pager/webhook[0]",
            "webhook",
            {.sent = 12, .attemptsFailed = 4, .waiting = 1, .lastError = retried.words},
            now - 9'000'000,
            0}}},
         {"team",
          {{"team/slack[0]", "slack", {.sent = 214}, now - 71'000, 0},
           {"team/log[0]", "log", {.sent = 214}, now - 71'000, 0}}}},
        {delivery(8, "team/slack[0]", "1 firing, 1 resolved: WebSocketHighLatency (websocket)", State::Sent,
                  now - 73'000),
         delivery(7, "team/log[0]", "1 firing, 1 resolved: WebSocketHighLatency (websocket)", State::Sent,
                  now - 73'000),
         retried, failed,
         delivery(4, "team/slack[0]", "2 firing: DiskWillFill (athena)", State::Superseded, now - 2'460'000),
         delivery(3, "team/log[0]", "1 firing: CertificateExpiry (athena)", State::Sent, now - 7'200'000)}};
}

} // namespace

void UiFixture::fill()
{
    fillReceivers(*this);
    fillAlerts(*this);
    fillSources(*this);
    fillLogs(*this);
}

void UiFixture::fillHostile(const std::string& canary)
{
    const std::string image = "<img src=\"" + canary + "/x.png\">";
    const std::string payload = image + "<a href='" + canary + "'>x</a><b>bold</b>&amp;![i](" + canary +
                                ")\xe2\x80\xae"
                                "evil\x1b[31m\n" +
                                std::string(5000, 'W');
    const Timestamp now = clock.now();
    auto alert = firing(
        model::LabelSet{{"alertname", payload}, {"severity", payload}, {"service", payload}, {"instance", payload}},
        Severity::Critical, now - 5000, 1, 2);
    alert.annotations = {{"summary", payload}, {"description", payload}, {"runbook_url", "javascript:alert(1)"}};
    alert.expression = payload;
    board.report(payload, {alert});
    (void)board.acknowledge(board.snapshot()->front().id, image, payload);
    auto other = alert;
    other.labels = model::LabelSet{{"alertname", image}, {"service", payload}, {"zone", payload}};
    board.report("rules", {other});

    auto down =
        failing(source(SourceKind::Scrape, payload, payload, payload, SourceState::Down, now), payload, payload, now);
    down.labels = model::LabelSet{{"job", payload}};
    down.parts = {{payload, SourceState::Down, payload, 0.1}};
    sources.state({down});
    for (const LogLevel level : {LogLevel::Info, LogLevel::Warning, LogLevel::Error})
        logs.add({.time = now,
                  .level = level,
                  .service = payload,
                  .source = payload,
                  .message = payload,
                  .fields = {{payload, payload}}});
}

} // namespace nocturne::tests
