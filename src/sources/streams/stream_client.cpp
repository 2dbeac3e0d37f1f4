// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/streams/stream_client.h"

#include <algorithm>
#include <deque>
#include <random>
#include <utility>

#include <QTimer>

#include "base/core/backoff.h"
#include "base/core/text.h"
#include "base/net/url.h"
#include "sources/streams/aegis_dialect.h"
#include "sources/streams/connection.h"
#include "sources/streams/json_dialect.h"
#include "sources/streams/own_series.h"

namespace nocturne::streams {

using std::chrono::milliseconds;

namespace {

constexpr milliseconds kBadMessageWindow{60'000};
constexpr std::size_t kErrorBytes = 300;
constexpr milliseconds kWatchInterval{1000}; // where the server has none of its own
constexpr std::string_view kStale = "stale"; // the reason of a state

model::LabelSet seriesLabels(const StreamOptions& options)
{
    model::LabelSetBuilder labels;
    for (const auto& [name, value] : options.labels)
        labels.set(name, value);
    return labels.set("job", "stream").set("instance", options.name).build();
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
class StreamClient::Impl final : public QObject, public DialectHost
{
public:
    Impl(StreamOptions options, storage::Appendable& store, alerts::AlertBoard& board, const Clock& clock,
         Logger& logger, net::HttpClient* http, logs::LogStore* logs)
        : m_options(std::move(options))
        , m_clock(clock)
        , m_logger(logger)
        , m_own(store, clock, seriesLabels(m_options))
        , m_backoff({m_options.backoffBase, m_options.backoffCap}, std::random_device()())
    {
        m_status.type = m_options.type == StreamType::Aegis ? "aegis" : "json";
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
        if (m_options.type == StreamType::Aegis)
            m_dialect = std::make_unique<AegisDialect>(m_options, *this, store, board, clock, http);
        else
            m_dialect = std::make_unique<JsonDialect>(m_options, *this, store, board, clock, logs);
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
        m_dialect->start();
        connectNow();
    }

    void stop()
    {
        if (!m_running)
            return;
        m_running = false;
        for (auto* timer : {&m_retryTimer, &m_healthyTimer, &m_watchTimer, &m_ownTimer})
            timer->stop();
        dropConnection();
        m_dialect->stop();
        check(m_own.end());
        setState(StreamState::Down, "stopped", {});
    }

    void setWanted(const TopicSet& wanted)
    {
        if (m_options.wanted == wanted)
            return;
        const auto before = std::exchange(m_options.wanted, wanted);
        m_dialect->setWanted(before);
        notify();
    }

    void reconnectNow()
    {
        if (m_running && m_retryTimer.isActive())
            connectNow();
    }

    StreamStats counted() const
    {
        auto stats = m_stats;
        m_dialect->addTo(stats);
        return stats;
    }

    StreamOptions m_options;
    StreamStatus m_status;
    std::function<void()> m_changed;

private:
    bool isOpen() const override { return m_connection != nullptr && m_connection->isOpen(); }
    void send(const std::string& text) override { m_connection->send(text); }
    void warn(const std::string& what) override
    {
        m_logger.log(LogLevel::Warning, "streams", m_options.name + ": " + what);
    }
    StreamStatus& status() override { return m_status; }
    StreamStats& stats() override { return m_stats; }

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
        connect(m_connection, &Connection::droppedBinary, this, [this](qsizetype bytes) {
            m_stats.bytes += static_cast<std::uint64_t>(bytes);
            ++m_stats.droppedBinary;
        });
        connect(m_connection, &Connection::receivedBad, this, [this](const QString& why) { onBad(why.toStdString()); });
        connect(m_connection, &Connection::answered, this, [this](double seconds) {
            m_status.roundTripSeconds = seconds;
            m_stats.roundTrip.observe(seconds);
            check(m_own.record("stream_rtt_seconds", seconds));
        });
        connect(m_connection, &Connection::ended, this, [this](const QString& reason, const QString& message) {
            onEnded(reason.toStdString(), printable(message.toStdString(), kErrorBytes));
        });
        m_connection->open();
    }

    void onOpened(double seconds)
    {
        ++m_stats.connections;
        m_wasOpen = true;
        m_status.lastSeconds = seconds;
        m_lastUnderstood = m_clock.monotonic();
        m_unknownSinceUnderstood = 0;
        m_bad.clear();
        m_healthyTimer.start(m_options.healthyAfter);
        m_watchTimer.start(m_options.updateInterval.count() == 0
                               ? kWatchInterval
                               : std::max(m_options.updateInterval, milliseconds(50)));
        m_dialect->opened();
        // After silence a connection alone proves nothing: up again with the first message.
        if (m_status.reason == kStale)
            setState(StreamState::Degraded, std::string(kStale), m_status.lastError);
        else
            setState(StreamState::Up, {}, {});
        recordUp();
    }

    void onText(std::string_view text)
    {
        m_stats.bytes += text.size();
        const auto heard = m_dialect->take(text);
        if (!heard)
            onBad(heard.error().message);
        else if (heard->isUnderstood)
            onUnderstood();
        else
            onUnknown(heard->type);
    }

    /// Counted and no more: a server that talks only of other things is as good as silent.
    void onUnknown(const std::string& type)
    {
        ++m_stats.unknownMessages;
        ++m_unknownSinceUnderstood;
        m_unknownType = type;
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
        m_stats.losses += m_wasOpen ? 1 : 0;
        dropConnection();
        m_healthyTimer.stop();
        m_watchTimer.stop();
        ++m_status.failures;
        m_dialect->lost();
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
        m_wasOpen = false;
    }

    void watch()
    {
        m_dialect->watch();
        if (m_options.updateInterval.count() == 0)
            return; // it sends as it likes; pings tell whether it lives
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

    void recordUp() { check(m_own.record("stream_up", m_status.state == StreamState::Up ? 1 : 0)); }

    void check(const Result<void>& stored) override
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

    void setPart(const std::string& name, StreamState state, const std::string& details) override
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

    void notify() override
    {
        if (m_changed)
            m_changed();
    }

    const Clock& m_clock;
    Logger& m_logger;
    OwnSeries m_own;
    Backoff m_backoff;
    StreamStats m_stats;
    std::unique_ptr<Dialect> m_dialect;
    Connection* m_connection = nullptr; // a child, thrown away with deleteLater()
    QTimer m_retryTimer;
    QTimer m_healthyTimer;
    QTimer m_watchTimer;
    QTimer m_ownTimer;
    Clock::Monotonic m_lastUnderstood; // message; the opening stands for the first one
    std::size_t m_unknownSinceUnderstood = 0;
    std::string m_unknownType;          // of the last such message
    std::deque<Clock::Monotonic> m_bad; // times of the last bad messages
    bool m_wasOpen = false;
    bool m_running = false;
};

StreamClient::StreamClient(StreamOptions options, storage::Appendable& store, alerts::AlertBoard& board,
                           const Clock& clock, Logger& logger, net::HttpClient* http, logs::LogStore* logs)
    : m_impl(std::make_unique<Impl>(std::move(options), store, board, clock, logger, http, logs))
{}

StreamClient::~StreamClient() = default;

void StreamClient::start() { m_impl->start(); }

void StreamClient::stop() { m_impl->stop(); }

void StreamClient::setWanted(const TopicSet& wanted) { m_impl->setWanted(wanted); }

void StreamClient::reconnectNow() { m_impl->reconnectNow(); }

const StreamOptions& StreamClient::options() const { return m_impl->m_options; }

const StreamStatus& StreamClient::status() const { return m_impl->m_status; }

StreamStats StreamClient::stats() const { return m_impl->counted(); }

void StreamClient::onChange(std::function<void()> callback) { m_impl->m_changed = std::move(callback); }

} // namespace nocturne::streams
