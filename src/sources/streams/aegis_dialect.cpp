// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/streams/aegis_dialect.h"

#include <algorithm>
#include <utility>

#include "base/core/text.h"

namespace nocturne::streams {

namespace {

constexpr std::string_view kNotProvided = "not provided by server";
constexpr int kMessagesBeforeJudging = 3;
constexpr std::size_t kTypeBytes = 60;
const std::string kBackendPart = "backend ";
const std::string kRangePart = "last ";

bool isIn(const MetricsMessage& message, Topic topic)
{
    switch (topic) {
    case Topic::Overview:
        return message.overview.has_value();
    case Topic::RequestRate:
        return message.requestRate.has_value();
    case Topic::LatencyPercentiles:
        return message.latency.has_value();
    case Topic::StatusDistribution:
        return message.status.has_value();
    case Topic::TopEndpoints:
        return message.endpoints.has_value();
    case Topic::Alerts:
        return true;
    }
    return true;
}

} // namespace

AegisDialect::AegisDialect(const StreamOptions& options, DialectHost& host, storage::Appendable& store,
                           alerts::AlertBoard& board, const Clock& clock, net::HttpClient* http)
    : m_options(options)
    , m_host(host)
    , m_clock(clock)
    , m_recorder(store, clock, host.status().labels, options.updateInterval)
    , m_relay(board, clock, options.name, host.status().labels, options.alertsForgottenAfter)
{
    if (http != nullptr && !m_options.restUrl.empty())
        makePoller(*http);
    rebuildParts();
}

void AegisDialect::makePoller(net::HttpClient& http)
{
    RestPoller::Listener listener;
    listener.backends = [this](const auto& backends) {
        m_host.check(m_recorder.recordBackends(backends));
        m_host.setPart("backends", StreamState::Up, {});
        showBackends(backends);
    };
    listener.statusRows = [this](const auto& rows) {
        m_host.check(m_recorder.recordStatusRows(rows));
        m_statusByRest = true;
        m_host.setPart(std::string(toString(Topic::StatusDistribution)), StreamState::Up, "by REST");
    };
    listener.metrics = [this](Topic topic, const auto& message) { onRestMetrics(topic, message); };
    listener.summary = [this](const auto& range, const auto& message) {
        m_host.check(m_recorder.recordSummary(range, message));
        m_host.setPart(kRangePart + range, StreamState::Up, "by REST");
    };
    listener.failed = [this](const auto& what, const auto& why) { onRestFailure(what, why); };
    m_poller = std::make_unique<RestPoller>(m_options, http, std::move(listener));
    m_poller->wantStatusRows(m_options.wanted.has(Topic::StatusDistribution));
}

void AegisDialect::onRestMetrics(Topic topic, const MetricsMessage& message)
{
    m_host.stats().badFields += message.badFields;
    m_host.check(m_recorder.recordByRest(message));
    m_host.setPart(std::string(toString(topic)), StreamState::Up, "by REST while the stream is lost");
}

void AegisDialect::onRestFailure(const std::string& what, const std::string& why)
{
    m_host.stats().restErrors += why == kNotProvided ? 0 : 1;
    if (what == "backends") {
        m_host.check(m_recorder.markBackendsGap());
        showBackends({});
    } else if (what.starts_with(kRangePart)) {
        m_host.check(m_recorder.markSummaryGap(what.substr(kRangePart.size())));
    } else if (what == toString(Topic::StatusDistribution) && std::exchange(m_statusByRest, false)) {
        m_host.check(m_recorder.markStatusGap());
    } else if (!m_host.isOpen()) {
        m_host.check(m_recorder.markGap()); // what stood in for the stream is gone as well
    }
    m_host.setPart(what, why == kNotProvided ? StreamState::Degraded : StreamState::Down, printable(why));
}

/// Each backend as a part, with the state of its circuit breaker.
void AegisDialect::showBackends(const std::vector<AegisReader::Backend>& backends)
{
    std::erase_if(m_host.status().parts, [&](const TopicStatus& part) {
        const auto isIt = [&](const auto& backend) { return part.name == kBackendPart + backend.name; };
        return part.name.starts_with(kBackendPart) && std::ranges::none_of(backends, isIt);
    });
    for (const auto& backend : backends) {
        const auto circuit = asciiLower(backend.circuitBreaker);
        const bool isHealthy = backend.status == "healthy";
        const auto words = circuit.empty() ? backend.status : backend.status + ", circuit breaker " + circuit;
        const auto state = !isHealthy || circuit == "open"          ? StreamState::Down
                           : circuit.empty() || circuit == "closed" ? StreamState::Up
                                                                    : StreamState::Degraded;
        m_host.setPart(kBackendPart + backend.name, state, printable(words));
    }
}

void AegisDialect::rebuildParts()
{
    auto& parts = m_host.status().parts;
    std::erase_if(parts, [](const TopicStatus& part) {
        return part.name != "backends" && !part.name.starts_with(kBackendPart) && !part.name.starts_with(kRangePart);
    });
    for (const auto topic : kTopics) {
        if (m_options.wanted.has(topic))
            parts.push_back({std::string(toString(topic)), StreamState::Waiting, {}});
    }
}

void AegisDialect::start()
{
    if (!m_poller)
        return;
    m_poller->standIn(true);
    m_poller->start();
}

void AegisDialect::opened()
{
    if (m_poller)
        m_poller->standIn(false);
    m_isOpen = true;
    m_missing.clear();
    m_relay.connected();
    rebuildParts();
    if (m_options.wanted != TopicSet())
        subscribe();
}

void AegisDialect::subscribe()
{
    m_awaitingReply = true;
    m_repliesMissed = 0;
    m_host.send(subscribeMessage(m_options.wanted));
}

void AegisDialect::setWanted(const TopicSet& before)
{
    for (const auto topic : kTopics) {
        if (before.has(topic) && !m_options.wanted.has(topic))
            m_host.check(m_recorder.endTopic(topic));
    }
    rebuildParts();
    if (m_poller)
        m_poller->wantStatusRows(m_options.wanted.has(Topic::StatusDistribution));
    if (m_host.isOpen())
        subscribe();
}

Result<Dialect::Heard> AegisDialect::take(std::string_view text)
{
    const auto message = m_reader.read(text);
    if (!message)
        return tl::unexpected(message.error());
    switch (message->kind) {
    case AegisMessage::Kind::Metrics:
        onMetrics(message->metrics);
        break;
    case AegisMessage::Kind::Subscribed:
        ++m_host.stats().subscribedMessages;
        onSubscribed(message->subscribed);
        break;
    case AegisMessage::Kind::Alert:
        ++m_host.stats().alertMessages;
        for (auto alert : message->alerts) {
            if (alert.ruleId.empty())
                alert.ruleId = alert.ruleName.empty() ? alert.id : alert.ruleName;
            m_relay.receive(alert);
        }
        break;
    case AegisMessage::Kind::Unknown:
        return Heard{false, printable(message->type, kTypeBytes)};
    }
    return Heard();
}

void AegisDialect::onMetrics(const MetricsMessage& message)
{
    auto& stats = m_host.stats();
    ++stats.metricsMessages;
    stats.badFields += message.badFields;
    if (message.time)
        stats.lag.observe(std::max(0.0, static_cast<double>(m_clock.now() - *message.time) / 1000));
    const auto before = m_recorder.stats();
    m_host.check(m_recorder.record(message));
    m_host.status().samples = m_recorder.stats().samples - before.samples;
    m_host.status().seriesAdded = m_recorder.stats().seriesAdded - before.seriesAdded;
    for (const auto topic : kTopics) {
        if (m_options.wanted.has(topic))
            judgeTopic(topic, isIn(message, topic));
    }
    if (m_awaitingReply && ++m_repliesMissed == kMessagesBeforeJudging)
        m_host.warn("the server does not confirm subscriptions");
}

/// A topic that is asked for and does not come is named after a few messages, not at once.
void AegisDialect::judgeTopic(Topic topic, bool came)
{
    const auto name = std::string(toString(topic));
    if (came) {
        m_missing.erase(topic);
        m_host.setPart(name, StreamState::Up, {});
    } else if (++m_missing[topic] >= kMessagesBeforeJudging &&
               !(topic == Topic::StatusDistribution && m_statusByRest)) {
        m_host.setPart(name, StreamState::Degraded, std::string(kNotProvided));
    }
}

void AegisDialect::onSubscribed(const TopicSet& confirmed)
{
    m_awaitingReply = false;
    for (const auto topic : kTopics) {
        if (confirmed.has(topic) == m_options.wanted.has(topic))
            continue;
        const auto* const what =
            m_options.wanted.has(topic) ? "not confirmed by server" : "sent without being asked for";
        m_host.warn("topic " + std::string(toString(topic)) + " is " + what);
        if (m_options.wanted.has(topic))
            m_host.setPart(std::string(toString(topic)), StreamState::Degraded, what);
    }
}

void AegisDialect::lost()
{
    m_relay.disconnected();
    if (std::exchange(m_isOpen, false)) // not for each attempt that fails: REST may stand in by now
        m_host.check(m_recorder.markGap());
    if (m_poller)
        m_poller->standIn(true);
}

void AegisDialect::stop()
{
    if (m_poller)
        m_poller->stop();
    m_relay.disconnected();
    m_host.check(m_recorder.markGap());
    m_host.check(m_recorder.markBackendsGap());
    m_host.check(m_recorder.markStatusGap());
    m_host.check(m_recorder.markSummaryGap({}));
}

void AegisDialect::addTo(StreamStats& stats) const { stats.recorded = m_recorder.stats(); }

} // namespace nocturne::streams
