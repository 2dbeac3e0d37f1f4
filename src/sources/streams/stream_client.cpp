// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/streams/stream_client.h"

#include <algorithm>
#include <deque>
#include <map>
#include <optional>
#include <random>
#include <utility>

#include <QTimer>

#include "base/core/backoff.h"
#include "base/core/text.h"
#include "base/net/url.h"
#include "sources/streams/alert_relay.h"
#include "sources/streams/connection.h"
#include "sources/streams/recorder.h"
#include "sources/streams/rest_poller.h"

namespace nocturne::streams {

using std::chrono::milliseconds;

namespace {

constexpr std::string_view kNotProvided = "not provided by server";
constexpr int kMessagesBeforeJudging = 3;
constexpr milliseconds kBadMessageWindow{60'000};
constexpr std::size_t kErrorBytes = 300;
constexpr std::size_t kTypeBytes = 60;
constexpr std::string_view kStale = "stale"; // the reason of a state
const std::string kBackendPart = "backend ";

model::LabelSet seriesLabels(const StreamOptions& options)
{
    model::LabelSetBuilder labels;
    for (const auto& [name, value] : options.labels)
        labels.set(name, value);
    return labels.set("job", "stream").set("instance", options.name).build();
}

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

std::string_view toString(StreamState state)
{
    switch (state) {
    case StreamState::Waiting:
        return "waiting";
    case StreamState::Up:
        return "up";
    case StreamState::Degraded:
        return "degraded";
    case StreamState::Down:
        return "down";
    }
    return "waiting";
}

/// Lives as a QObject so that timers and sockets end their calls with it.
class StreamClient::Impl final : public QObject
{
public:
    Impl(StreamOptions options, storage::Appendable& store, alerts::AlertBoard& board, const Clock& clock,
         Logger& logger, net::HttpClient* http)
        : m_options(std::move(options))
        , m_clock(clock)
        , m_logger(logger)
        , m_recorder(store, clock, seriesLabels(m_options), m_options.updateInterval)
        , m_relay(board, clock, m_options.name, seriesLabels(m_options), m_options.alertsForgottenAfter)
        , m_backoff({m_options.backoffBase, m_options.backoffCap}, std::random_device()())
    {
        m_status.name = m_options.name;
        m_status.address = net::redactedUrl(m_options.url);
        m_status.labels = seriesLabels(m_options);
        m_status.interval = m_options.updateInterval;
        m_status.stateSince = clock.now();
        m_retryTimer.setSingleShot(true);
        m_healthyTimer.setSingleShot(true);
        connect(&m_retryTimer, &QTimer::timeout, this, [this] { connectNow(); });
        connect(&m_healthyTimer, &QTimer::timeout, this, [this] { m_backoff.reset(); });
        connect(&m_watchTimer, &QTimer::timeout, this, [this] { watch(); });
        connect(&m_ownTimer, &QTimer::timeout, this, [this] { recordUp(); });
        if (http != nullptr && !m_options.restUrl.empty())
            makePoller(*http);
        rebuildParts();
    }
    ~Impl() override
    {
        m_changed = nullptr; // whoever listens may be half gone
        stop();
    }

    void start()
    {
        if (m_running)
            return;
        m_running = true;
        m_ownTimer.start(m_options.pingInterval);
        if (m_poller)
            m_poller->start();
        connectNow();
    }

    void stop()
    {
        if (!m_running)
            return;
        m_running = false;
        for (auto* timer : {&m_retryTimer, &m_healthyTimer, &m_watchTimer, &m_ownTimer})
            timer->stop();
        if (m_poller)
            m_poller->stop();
        dropConnection();
        m_relay.disconnected();
        check(m_recorder.markGap());
        check(m_recorder.markBackendsGap());
        check(m_recorder.markStatusGap());
        check(m_recorder.markOwnGap());
        setState(StreamState::Down, "stopped", {});
    }

    void setWanted(const TopicSet& wanted)
    {
        if (m_options.wanted == wanted)
            return;
        for (const auto topic : kTopics) {
            if (m_options.wanted.has(topic) && !wanted.has(topic))
                check(m_recorder.endTopic(topic));
        }
        m_options.wanted = wanted;
        rebuildParts();
        if (m_poller)
            m_poller->wantStatusRows(wanted.has(Topic::StatusDistribution));
        if (m_connection && m_connection->isOpen())
            subscribe();
        notify();
    }

    void reconnectNow()
    {
        if (m_running && m_retryTimer.isActive())
            connectNow();
    }

    StreamStats stats() const
    {
        auto stats = m_stats;
        stats.recorded = m_recorder.stats();
        return stats;
    }

    StreamOptions m_options;
    StreamStatus m_status;
    std::function<void()> m_changed;

private:
    void makePoller(net::HttpClient& http)
    {
        RestPoller::Listener listener;
        listener.backends = [this](const auto& backends) {
            check(m_recorder.recordBackends(backends));
            setPart("backends", StreamState::Up, {});
            showBackends(backends);
        };
        listener.statusRows = [this](const auto& rows) {
            check(m_recorder.recordStatusRows(rows));
            m_statusByRest = true;
            setPart(std::string(toString(Topic::StatusDistribution)), StreamState::Up, "by REST");
        };
        listener.failed = [this](const std::string& what, const std::string& why) {
            m_stats.restErrors += why == kNotProvided ? 0 : 1;
            if (what == "backends") {
                check(m_recorder.markBackendsGap());
                showBackends({});
            } else if (std::exchange(m_statusByRest, false)) {
                check(m_recorder.markStatusGap());
            }
            setPart(what, why == kNotProvided ? StreamState::Degraded : StreamState::Down, printable(why));
        };
        m_poller = std::make_unique<RestPoller>(m_options, http, std::move(listener));
        m_poller->wantStatusRows(m_options.wanted.has(Topic::StatusDistribution));
    }

    /// Each backend as a part, with the state of its circuit breaker.
    void showBackends(const std::vector<AegisReader::Backend>& backends)
    {
        std::erase_if(m_status.parts, [&](const TopicStatus& part) {
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
            setPart(kBackendPart + backend.name, state, printable(words));
        }
    }

    void connectNow()
    {
        m_retryTimer.stop();
        ++m_stats.attempts;
        m_status.lastAttempt = m_clock.now();
        m_status.nextAttempt = 0;
        m_connection = new Connection(m_options, this);
        connect(m_connection, &Connection::opened, this, [this](double seconds) { onOpened(seconds); });
        connect(m_connection, &Connection::received, this, [this](const QByteArray& text) {
            onText({text.constData(), static_cast<std::size_t>(text.size())});
        });
        connect(m_connection, &Connection::receivedBinary, this, [this](qsizetype bytes) {
            m_stats.bytes += static_cast<std::uint64_t>(bytes);
            onBad("a binary message came where text was due");
        });
        connect(m_connection, &Connection::answered, this, [this](double seconds) {
            m_status.roundTripSeconds = seconds;
            check(m_recorder.recordOwn("stream_rtt_seconds", seconds));
        });
        connect(m_connection, &Connection::ended, this, [this](const QString& reason, const QString& message) {
            onEnded(reason.toStdString(), printable(message.toStdString(), kErrorBytes));
        });
        m_connection->open();
    }

    void onOpened(double seconds)
    {
        ++m_stats.connections;
        m_status.lastSeconds = seconds;
        m_lastUnderstood = m_clock.monotonic();
        m_unknownSinceUnderstood = 0;
        m_missing.clear();
        m_bad.clear();
        m_relay.connected();
        m_healthyTimer.start(m_options.healthyAfter);
        m_watchTimer.start(std::max(m_options.updateInterval, milliseconds(50)));
        rebuildParts();
        if (m_options.wanted != TopicSet())
            subscribe();
        // After silence a connection alone proves nothing: up again with the first message.
        if (m_status.reason == kStale)
            setState(StreamState::Degraded, std::string(kStale), m_status.lastError);
        else
            setState(StreamState::Up, {}, {});
        recordUp();
    }

    void subscribe()
    {
        m_awaitingReply = true;
        m_repliesMissed = 0;
        m_connection->send(subscribeMessage(m_options.wanted));
    }

    void onText(std::string_view text)
    {
        m_stats.bytes += text.size();
        const auto message = m_reader.read(text);
        if (!message) {
            onBad(message.error().message);
            return;
        }
        if (message->kind == AegisMessage::Kind::Unknown) {
            onUnknown(*message);
            return;
        }
        switch (message->kind) {
        case AegisMessage::Kind::Metrics:
            onMetrics(message->metrics);
            break;
        case AegisMessage::Kind::Subscribed:
            ++m_stats.subscribedMessages;
            onSubscribed(message->subscribed);
            break;
        case AegisMessage::Kind::Alert:
            ++m_stats.alertMessages;
            for (const auto& alert : message->alerts)
                m_relay.receive(alert);
            break;
        case AegisMessage::Kind::Unknown:
            break;
        }
        onUnderstood();
    }

    /// Counted and no more: a server that talks only of other things is as good as silent.
    void onUnknown(const AegisMessage& message)
    {
        ++m_stats.unknownMessages;
        ++m_unknownSinceUnderstood;
        m_unknownType = printable(message.type, kTypeBytes);
    }

    /// A sign of life: ends staleness, and forgets errors of which nothing was heard for a while.
    void onUnderstood()
    {
        const auto now = m_clock.monotonic();
        m_lastUnderstood = now;
        m_unknownSinceUnderstood = 0;
        m_status.lastSuccess = m_clock.now();
        if (!m_bad.empty() && m_bad.back() < now - kBadMessageWindow) {
            m_bad.clear();
            m_status.lastError.clear();
        }
        if (m_status.reason == kStale) {
            setState(StreamState::Up, {}, {});
            recordUp();
        }
    }

    void onMetrics(const MetricsMessage& message)
    {
        ++m_stats.metricsMessages;
        m_stats.badFields += message.badFields;
        const auto before = m_recorder.stats();
        check(m_recorder.record(message));
        m_status.samples = m_recorder.stats().samples - before.samples;
        m_status.seriesAdded = m_recorder.stats().seriesAdded - before.seriesAdded;
        for (const auto topic : kTopics) {
            if (m_options.wanted.has(topic))
                judgeTopic(topic, isIn(message, topic));
        }
        if (m_awaitingReply && ++m_repliesMissed == kMessagesBeforeJudging)
            m_logger.log(LogLevel::Warning, "streams", m_options.name + ": the server does not confirm subscriptions");
    }

    /// A topic that is asked for and does not come is named after a few messages, not at once.
    void judgeTopic(Topic topic, bool came)
    {
        const auto name = std::string(toString(topic));
        if (came) {
            m_missing.erase(topic);
            setPart(name, StreamState::Up, {});
        } else if (++m_missing[topic] >= kMessagesBeforeJudging &&
                   !(topic == Topic::StatusDistribution && m_statusByRest)) {
            setPart(name, StreamState::Degraded, std::string(kNotProvided));
        }
    }

    void onSubscribed(const TopicSet& confirmed)
    {
        m_awaitingReply = false;
        for (const auto topic : kTopics) {
            if (confirmed.has(topic) == m_options.wanted.has(topic))
                continue;
            const auto* const what =
                m_options.wanted.has(topic) ? "not confirmed by server" : "sent without being asked for";
            m_logger.log(LogLevel::Warning, "streams",
                         m_options.name + ": topic " + std::string(toString(topic)) + " is " + what);
            if (m_options.wanted.has(topic))
                setPart(std::string(toString(topic)), StreamState::Degraded, what);
        }
    }

    void onBad(const std::string& why)
    {
        ++m_stats.badMessages;
        const auto now = m_clock.monotonic();
        m_bad.push_back(now);
        while (m_bad.front() < now - kBadMessageWindow)
            m_bad.pop_front();
        m_status.lastError = printable(why, kErrorBytes);
        if (m_bad.size() >= m_options.badMessages)
            lose("protocol", "too many messages were not understood, the last one: " + m_status.lastError);
    }

    void onEnded(const std::string& reason, const std::string& message) { lose(reason, message); }

    /// The connection is gone, or good for nothing: marks the gap and waits for the next attempt.
    void lose(const std::string& reason, const std::string& message)
    {
        dropConnection();
        m_healthyTimer.stop();
        m_watchTimer.stop();
        ++m_status.failures;
        m_relay.disconnected();
        check(m_recorder.markGap());
        auto wait = m_backoff.next();
        if (reason == "too_many_connections")
            wait = std::max(wait, m_options.backoffWhenFull);
        m_status.nextAttempt = m_clock.now() + wait.count();
        m_retryTimer.start(wait);
        if (m_status.state != StreamState::Down || m_status.reason != reason)
            m_logger.log(LogLevel::Warning, "streams", m_options.name + ": " + reason + ": " + message);
        setState(StreamState::Down, reason, message);
        recordUp();
    }

    void dropConnection()
    {
        if (m_connection == nullptr)
            return;
        m_connection->disconnect(this);
        m_connection->close();
        m_connection->deleteLater();
        m_connection = nullptr;
    }

    void watch()
    {
        m_relay.expire();
        const auto silence = m_clock.monotonic() - m_lastUnderstood;
        if (silence >= m_options.silenceLimit) {
            lose(std::string(kStale), silenceText());
        } else if (silence >= m_options.updateInterval * m_options.staleAfterIntervals && m_status.reason != kStale) {
            setState(StreamState::Degraded, std::string(kStale), silenceText());
            recordUp();
            m_connection->probe();
        }
    }

    std::string silenceText() const
    {
        if (m_unknownSinceUnderstood == 0)
            return "the server is connected and sends nothing";
        return "the server is connected and sends nothing that is understood: " +
               std::to_string(m_unknownSinceUnderstood) + " messages of unknown types, the last one \"" +
               m_unknownType + "\"";
    }

    void recordUp() { check(m_recorder.recordOwn("stream_up", m_status.state == StreamState::Up ? 1 : 0)); }

    void check(const Result<void>& stored)
    {
        if (stored)
            return;
        if (m_stats.storeErrors++ == 0)
            m_logger.log(LogLevel::Error, "streams", m_options.name + ": " + stored.error().message);
    }

    void setState(StreamState state, const std::string& reason, const std::string& message)
    {
        if (m_status.state != state || m_status.reason != reason)
            m_status.stateSince = m_clock.now();
        m_status.state = state;
        m_status.reason = reason;
        if (state == StreamState::Up || !message.empty())
            m_status.lastError = message;
        notify();
    }

    void setPart(const std::string& name, StreamState state, const std::string& details)
    {
        const auto part = std::ranges::find(m_status.parts, name, &TopicStatus::name);
        const TopicStatus next{name, state, details};
        if (part != m_status.parts.end() && *part == next)
            return;
        if (part == m_status.parts.end())
            m_status.parts.push_back(next);
        else
            *part = next;
        notify();
    }

    void rebuildParts()
    {
        std::erase_if(m_status.parts, [](const TopicStatus& part) {
            return part.name != "backends" && !part.name.starts_with(kBackendPart);
        });
        for (const auto topic : kTopics) {
            if (m_options.wanted.has(topic))
                m_status.parts.push_back({std::string(toString(topic)), StreamState::Waiting, {}});
        }
    }

    void notify()
    {
        if (m_changed)
            m_changed();
    }

    const Clock& m_clock;
    Logger& m_logger;
    Recorder m_recorder;
    AlertRelay m_relay;
    Backoff m_backoff;
    AegisReader m_reader;
    StreamStats m_stats;
    std::unique_ptr<RestPoller> m_poller;
    Connection* m_connection = nullptr; // a child, thrown away with deleteLater()
    QTimer m_retryTimer;
    QTimer m_healthyTimer;
    QTimer m_watchTimer;
    QTimer m_ownTimer;
    Clock::Monotonic m_lastUnderstood; // message; the opening stands for the first one
    std::size_t m_unknownSinceUnderstood = 0;
    std::string m_unknownType;          // of the last such message
    std::deque<Clock::Monotonic> m_bad; // times of the last bad messages
    std::map<Topic, int> m_missing;     // messages in a row without the topic
    int m_repliesMissed = 0;
    bool m_awaitingReply = false;
    bool m_statusByRest = false;
    bool m_running = false;
};

StreamClient::StreamClient(StreamOptions options, storage::Appendable& store, alerts::AlertBoard& board,
                           const Clock& clock, Logger& logger, net::HttpClient* http)
    : m_impl(std::make_unique<Impl>(std::move(options), store, board, clock, logger, http))
{}

StreamClient::~StreamClient() = default;

void StreamClient::start() { m_impl->start(); }

void StreamClient::stop() { m_impl->stop(); }

void StreamClient::setWanted(const TopicSet& wanted) { m_impl->setWanted(wanted); }

void StreamClient::reconnectNow() { m_impl->reconnectNow(); }

const StreamOptions& StreamClient::options() const { return m_impl->m_options; }

const StreamStatus& StreamClient::status() const { return m_impl->m_status; }

StreamStats StreamClient::stats() const { return m_impl->stats(); }

void StreamClient::onChange(std::function<void()> callback) { m_impl->m_changed = std::move(callback); }

} // namespace nocturne::streams
