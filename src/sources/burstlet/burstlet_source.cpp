// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/burstlet/burstlet_source.h"

#include <algorithm>
#include <random>
#include <utility>

#include "base/core/text.h"
#include "base/net/url.h"
#include "watch/notify/json.h"
#include "watch/notify/times.h"

namespace nocturne::burstlet {

namespace {

using Group = Recorder::Group;
using std::chrono::milliseconds;

constexpr std::array<std::string_view, 7> kPaths = {"/health", "/metrics",    "/health-checks", "/alerts",
                                                    "/logs",   "/dashboards", "/overview"};
constexpr std::string_view kNotProvided = "not provided by server";
constexpr std::size_t kShownBytes = 300;
constexpr Timestamp kMaxSkew = 60'000;
constexpr milliseconds kLongestPause{5 * 60 * 1000};

model::LabelSet seriesLabels(const SourceOptions& options)
{
    model::LabelSetBuilder labels;
    for (const auto& [name, value] : options.labels)
        labels.set(name, value);
    return labels.set("job", "burstlet").set("instance", options.name).build();
}

State stateOfScore(double score) { return score >= 1 ? State::Up : score > 0 ? State::Degraded : State::Down; }

} // namespace

BurstletSource::BurstletSource(SourceOptions options, net::HttpClient& http, storage::Appendable& store,
                               alerts::AlertBoard& board, logs::LogStore& logs, const Clock& clock, Logger& log)
    : m_options(std::move(options))
    , m_source("burstlet:" + m_options.name)
    , m_http(http)
    , m_clock(clock)
    , m_log(log)
    , m_recorder(store, clock, seriesLabels(m_options))
    , m_relay(board, clock, m_source, seriesLabels(m_options))
    , m_logs(logs, m_source)
    , m_backoff({m_options.interval, kLongestPause}, std::random_device()())
{
    auto& url = m_options.request.url;
    while (url.ends_with('/'))
        url.pop_back();
    m_status.name = m_options.name;
    m_status.address = net::redactedUrl(url);
    m_status.labels = seriesLabels(m_options);
    m_status.interval = m_options.interval;
    m_status.stateSince = clock.now();
}

BurstletSource::~BurstletSource()
{
    for (const auto request : m_requests)
        m_http.cancel(request);
    for (const auto group :
         {Group::System, Group::Application, Group::Custom, Group::Checks, Group::Alerts, Group::Logs, Group::Own})
        (void)m_recorder.end(group);
}

void BurstletSource::tick()
{
    if (!m_isBusy && m_clock.monotonic() >= m_nextPoll)
        return poll();
    if (m_relay.hasNews())
        tellAcknowledgements(false);
}

void BurstletSource::refresh()
{
    m_collectFirst = m_options.writes;
    m_nextPoll = Clock::Monotonic();
}

Stats BurstletSource::stats() const
{
    auto stats = m_stats;
    stats.alerts = m_relay.active();
    stats.undelivered = m_relay.undelivered();
    return stats;
}

void BurstletSource::poll()
{
    m_isBusy = true;
    m_asked = m_clock.monotonic();
    m_nextPoll = m_asked + m_options.interval;
    m_status.lastAttempt = m_clock.now();
    m_before = m_recorder.stats();
    m_pause = milliseconds(0);
    m_isOverloaded = false;
    ++m_stats.rounds;
    if (!std::exchange(m_collectFirst, false))
        return askAll();
    send(request("POST", "/metrics/collect"), [this](const net::HttpResult& /*result*/) { askAll(); });
}

void BurstletSource::askAll()
{
    m_outstanding = kEndpoints - (m_options.logs ? 0 : 1);
    for (int i = 0; i < kEndpoints; ++i) {
        const auto endpoint = static_cast<Endpoint>(i);
        if (endpoint == kLogs && m_options.logs)
            ask(endpoint, logQuery());
        else if (endpoint != kLogs)
            ask(endpoint, endpoint == kMetrics ? "?limit=60" : "");
    }
}

net::HttpRequest BurstletSource::request(const char* method, const std::string& path) const
{
    auto request = m_options.request;
    request.url += path;
    request.method = method;
    return request;
}

void BurstletSource::send(net::HttpRequest request, std::function<void(const net::HttpResult&)> done)
{
    const auto id = std::make_shared<net::RequestId>(0);
    *id = m_http.send(std::move(request), [this, id, done = std::move(done)](const net::HttpResult& result) {
        m_requests.erase(*id);
        done(result);
    });
    m_requests.insert(*id);
}

void BurstletSource::ask(Endpoint endpoint, const std::string& query)
{
    send(request("GET", std::string(kPaths[endpoint]) + query),
         [this, endpoint](const net::HttpResult& result) { take(endpoint, result); });
}

/// The document names no parameters of `logs`: those that modules of its kind know, and who knows none sends its page.
std::string BurstletSource::logQuery() const
{
    auto query = "?limit=" + std::to_string(LogCursor::kPage);
    if (m_logs.pages() > 0)
        query += "&offset=" + std::to_string(m_logs.pages() * LogCursor::kPage);
    if (m_logs.from() == 0)
        return query;
    const auto from = net::urlEncoded(notify::rfc3339(m_logs.from() + m_skew));
    return query + "&from=" + from + "&startTime=" + from;
}

void BurstletSource::take(Endpoint endpoint, const net::HttpResult& result)
{
    Outcome outcome;
    outcome.seconds = std::chrono::duration<double>(m_clock.monotonic() - m_asked).count();
    if (!result) {
        outcome.reason = toString(result.error().state);
        outcome.details = result.error().error.message;
        return fail(endpoint, std::move(outcome));
    }
    // Of its health it tells with 503, too.
    const bool isAnswer = result->status / 100 == 2 || (endpoint == kHealth && result->status == 503);
    const auto used = isAnswer ? use(endpoint, result->body) : Result<std::string>();
    if (isAnswer && used) {
        if (endpoint == kLogs && *used == "more")
            return ask(kLogs, logQuery());
        outcome.state = State::Up;
        outcome.details = *used;
        m_outcomes[endpoint] = std::move(outcome);
        return finish(endpoint);
    }
    if (result->status == 429 || result->status == 503) {
        m_isOverloaded = true;
        if (const auto pause = net::retryAfter(*result, m_clock.now()))
            m_pause = std::max<milliseconds>(m_pause, *pause);
    }
    if (result->status / 100 == 2) {
        outcome.reason = "bad_answer";
        outcome.details = used.error().message;
        return fail(endpoint, std::move(outcome));
    }
    const auto words = m_reader.refusal(result->words);
    outcome.reason = toString(net::stateOfStatus(result->status));
    outcome.details = "the server answered " + std::to_string(result->status) + (words.empty() ? "" : ": " + words);
    if (result->status == 404)
        outcome.details = kNotProvided;
    fail(endpoint, std::move(outcome));
}

Result<std::string> BurstletSource::use(Endpoint endpoint, const std::string& body)
{
    switch (endpoint) {
    case kHealth:
        return useHealth(body);
    case kMetrics:
        return useMetrics(body);
    case kChecks:
        return useChecks(body);
    case kAlerts:
        return useAlerts(body);
    case kLogs:
        return useLogs(body);
    case kDashboards:
        return useDashboards(body);
    case kOverview:
    case kEndpoints:
        break;
    }
    return useOverview(body);
}

Result<std::string> BurstletSource::useHealth(const std::string& body)
{
    auto health = m_reader.health(body);
    if (!health)
        return tl::unexpected(health.error());
    m_health = std::move(*health);
    if (m_health.time) {
        const auto difference = *m_health.time - m_clock.now();
        m_skew = std::abs(difference) > kMaxSkew ? difference : 0;
    }
    return m_health.status + (m_health.version.empty() ? "" : ", version " + m_health.version);
}

Result<std::string> BurstletSource::useMetrics(const std::string& body)
{
    const auto metrics = m_reader.metrics(body);
    if (!metrics)
        return tl::unexpected(metrics.error());
    check(m_recorder.recordRows(Group::System, metrics->system, m_skew));
    check(m_recorder.recordRows(Group::Application, metrics->application, m_skew));
    check(m_recorder.record(Group::Custom, metrics->custom));
    return std::string();
}

Result<std::string> BurstletSource::useChecks(const std::string& body)
{
    auto checks = m_reader.checks(body);
    if (!checks)
        return tl::unexpected(checks.error());
    m_checks = std::move(*checks);
    return std::to_string(m_checks.size()) + (m_checks.size() == 1 ? " check" : " checks");
}

Result<std::string> BurstletSource::useAlerts(const std::string& body)
{
    auto alerts = m_reader.alerts(body);
    if (!alerts)
        return tl::unexpected(alerts.error());
    m_events = std::move(alerts->events);
    return std::to_string(alerts->defined) + " defined";
}

/// "more" where an older page is to be asked for.
Result<std::string> BurstletSource::useLogs(const std::string& body)
{
    auto lines = m_reader.logs(body, m_clock.now());
    if (!lines)
        return tl::unexpected(lines.error());
    for (auto& line : *lines)
        line.record.time = std::min(line.record.time - m_skew, m_clock.now());
    if (m_logs.takePage(std::move(*lines)))
        return "more";
    m_logs.finish();
    check(m_recorder.record(Group::Logs, m_logs.counts()));
    return m_logs.wasCutOff() ? "more lines came than are taken at once: some are missing" : "";
}

Result<std::string> BurstletSource::useDashboards(const std::string& body)
{
    const auto names = m_reader.dashboards(body);
    if (!names)
        return tl::unexpected(names.error());
    m_dashboards = names->size();
    std::string words = std::to_string(names->size());
    for (const auto& name : *names)
        words += (words.find(':') == std::string::npos ? ": " : ", ") + name;
    return printable(words, kShownBytes);
}

Result<std::string> BurstletSource::useOverview(const std::string& body)
{
    auto overview = m_reader.overview(body);
    if (!overview)
        return tl::unexpected(overview.error());
    check(m_recorder.recordRows(Group::System, overview->metrics.system, m_skew));
    check(m_recorder.recordRows(Group::Application, overview->metrics.application, m_skew));
    m_overviewEvents = std::move(overview->events);
    return std::string();
}

void BurstletSource::fail(Endpoint endpoint, Outcome outcome)
{
    const bool isMissing = outcome.details == kNotProvided;
    outcome.state = isMissing ? State::Degraded : State::Down;
    outcome.details = printable(outcome.details, kShownBytes);
    m_stats.requestFailures += isMissing ? 0 : 1;
    m_outcomes[endpoint] = std::move(outcome);
    if (endpoint == kHealth)
        m_health = {};
    else if (endpoint == kChecks)
        m_checks.clear();
    else if (endpoint == kLogs)
        m_logs.finish();
    else if (endpoint == kDashboards)
        m_dashboards.reset();
    else if (endpoint == kOverview)
        m_overviewEvents.clear();
    else if (endpoint == kMetrics)
        check(m_recorder.end(Group::Custom));
    finish(endpoint);
}

void BurstletSource::finish(Endpoint /*endpoint*/)
{
    if (--m_outstanding == 0)
        finishRound();
}

void BurstletSource::finishRound()
{
    const auto isUp = [this](Endpoint endpoint) { return m_outcomes[endpoint].state == State::Up; };
    if (!isUp(kMetrics) && !isUp(kOverview)) {
        check(m_recorder.end(Group::System));
        check(m_recorder.end(Group::Application));
    }
    if (!isUp(kLogs))
        check(m_recorder.end(Group::Logs));
    recordChecks();
    reportAlerts();
    judge();
    m_isBusy = false;
    if (m_isOverloaded)
        m_nextPoll =
            m_clock.monotonic() + std::max(m_options.interval, m_pause.count() > 0 ? m_pause : m_backoff.next());
    else
        m_backoff.reset();
    const auto wait = std::chrono::duration_cast<milliseconds>(m_nextPoll - m_clock.monotonic());
    m_status.nextAttempt = m_clock.now() + std::max<Timestamp>(wait.count(), 0);
    m_status.lastSeconds = std::chrono::duration<double>(m_clock.monotonic() - m_asked).count();
    m_status.samples = m_recorder.stats().samples - m_before.samples;
    m_status.seriesAdded = m_recorder.stats().seriesAdded - m_before.seriesAdded;
    tellAcknowledgements(true);
}

/// `alerts` knows all; what only `overview` tells counts too.
void BurstletSource::reportAlerts()
{
    const auto& outcome = m_outcomes[kAlerts];
    const bool isMissing = outcome.details == kNotProvided && m_outcomes[kOverview].state == State::Up;
    if (outcome.state != State::Up && !isMissing) {
        m_relay.lose();
        return check(m_recorder.end(Group::Alerts));
    }
    auto events = isMissing ? std::vector<AlertEvent>() : m_events;
    std::ranges::copy(m_overviewEvents, std::back_inserter(events));
    m_relay.receive(std::move(events));
    check(m_recorder.record(Group::Alerts, m_relay.counts()));
}

void BurstletSource::recordChecks()
{
    std::vector<Reading> readings;
    const auto note = [&](const Check& one, const std::string& type) {
        if (one.isUp)
            readings.push_back(
                {"burstlet_health_check_up", {{"name", one.name}, {"type", type}}, *one.isUp ? 1.0 : 0.0});
        if (one.milliseconds)
            readings.push_back({"burstlet_health_check_response_milliseconds",
                                {{"name", one.name}, {"type", type}},
                                *one.milliseconds});
    };
    for (const auto& one : m_health.checks) {
        const auto listed = std::ranges::find(m_checks, one.name, &Check::name);
        note(one, one.type.empty() && listed != m_checks.end() ? listed->type : one.type);
    }
    for (const auto& one : m_checks) {
        if (std::ranges::find(m_health.checks, one.name, &Check::name) == m_health.checks.end())
            note(one, one.type);
    }
    check(m_recorder.record(Group::Checks, readings));
}

/// Down: nothing but its health, which is public, was had. Degraded: an endpoint fails, or it says so itself.
void BurstletSource::judge()
{
    bool isSomethingUp = false;
    const Outcome* worst = nullptr;
    for (int i = 0; i < kEndpoints; ++i) {
        const auto& outcome = m_outcomes[static_cast<std::size_t>(i)];
        isSomethingUp = isSomethingUp || (i != kHealth && outcome.state == State::Up);
        if (outcome.state == State::Down && worst == nullptr)
            worst = &outcome;
    }
    if (worst == nullptr && !isSomethingUp)
        worst = &m_outcomes[kMetrics]; // all say 404: this is no Burstlet
    const auto score = m_health.score.value_or(1);
    if (!isSomethingUp) {
        setState(State::Down, worst->reason, worst->details);
        ++m_status.failures;
    } else if (worst != nullptr) {
        setState(State::Degraded, worst->reason, worst->details);
    } else if (score < 1) {
        std::string words = "it says that it is " + printable(m_health.status, kShownBytes);
        for (const auto& one : m_health.checks)
            words += one.isUp == false ? "; " + one.name + ": " + (one.error.empty() ? one.status : one.error) : "";
        setState(State::Degraded, "unhealthy", printable(words, kShownBytes));
    } else {
        setState(State::Up, {}, {});
    }
    if (isSomethingUp)
        m_status.lastSuccess = m_clock.now();
    m_status.parts = parts();
    std::vector<Reading> own = {{"burstlet_up", {}, isSomethingUp ? 1.0 : 0.0}};
    if (m_health.score)
        own.push_back({"burstlet_health_status", {}, *m_health.score});
    if (m_dashboards)
        own.push_back({"burstlet_dashboards", {}, static_cast<double>(*m_dashboards)});
    check(m_recorder.record(Group::Own, own));
}

std::vector<PartStatus> BurstletSource::parts() const
{
    std::vector<PartStatus> parts;
    for (int i = 0; i < kEndpoints; ++i) {
        const auto& outcome = m_outcomes[static_cast<std::size_t>(i)];
        if (i == kLogs && !m_options.logs)
            continue;
        auto state = outcome.state;
        if (i == kHealth && state == State::Up && m_health.score)
            state = stateOfScore(*m_health.score);
        parts.push_back({std::string(kPaths[static_cast<std::size_t>(i)].substr(1)), state,
                         printable(outcome.details, kShownBytes), outcome.seconds});
    }
    for (const auto& one : m_health.checks) {
        const auto state = !one.isUp ? State::Waiting : *one.isUp ? State::Up : State::Down;
        const auto words = one.error.empty() ? one.status : one.error;
        parts.push_back({"check " + printable(one.name, kShownBytes), state, printable(words, kShownBytes),
                         one.milliseconds.value_or(0) / 1000});
    }
    return parts;
}

void BurstletSource::setState(State state, const std::string& reason, const std::string& message)
{
    if (m_status.state != state || m_status.reason != reason) {
        m_status.stateSince = m_clock.now();
        if (state != State::Up)
            m_log.log(LogLevel::Warning, "burstlet", m_options.name + ": " + reason + ": " + message);
        else if (m_status.state != State::Waiting)
            m_log.log(LogLevel::Info, "burstlet", m_options.name + ": answers again");
    }
    m_status.state = state;
    m_status.reason = reason;
    m_status.lastError = message;
}

void BurstletSource::tellAcknowledgements(bool again)
{
    if (!m_options.writes)
        return m_relay.tellDeliveries("only here: writing to this Burstlet is switched off");
    for (const auto& order : m_relay.orders(again)) {
        auto asked = request("POST", "/alerts/events/" + net::urlEncoded(order.eventId) + "/acknowledge");
        asked.headers.push_back({"Content-Type", "application/json"});
        notify::JsonWriter json;
        json.object([&] { json.key("user").text(order.user).key("comment").text(order.comment); });
        asked.body = json.take();
        send(std::move(asked), [this, id = order.eventId](const net::HttpResult& result) {
            Result<void> told;
            if (!result) {
                told = tl::unexpected(result.error().error);
            } else if (result->status / 100 != 2) {
                const auto words = m_reader.refusal(result->words);
                told =
                    nocturne::fail(Error::Kind::Unavailable, "the server answered " + std::to_string(result->status) +
                                                                 (words.empty() ? "" : ": " + words));
            }
            ++(told ? m_stats.acknowledged : m_stats.refused);
            m_relay.done(id, told);
            m_relay.tellDeliveries({});
        });
    }
    m_relay.tellDeliveries({});
}

void BurstletSource::check(const Result<void>& stored)
{
    if (!stored)
        m_log.log(LogLevel::Error, "burstlet", m_options.name + ": " + stored.error().message);
}

} // namespace nocturne::burstlet
