// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>

#include <QTest>

#include "integration/samples.h"
#include "service/config/read_mapping.h"
#include "sources/streams/stream_client.h"
#include "support/web_socket_faults.h"
#include "watch/logs/log_store.h"

using namespace nocturne;
using namespace nocturne::integration;
using namespace nocturne::streams;
using namespace nocturne::test;
using namespace std::chrono_literals;

namespace {

constexpr auto kMapping = R"(
samples:
  - {name: price, when: {$.k: tick}, value: $.v, time: $.t, time_format: unix_ms, labels: {symbol: $.s}}
  - {name: ticks_total, when: {$.k: tick}, labels: {symbol: $.s}}
  - {name: spread, when: {$.k: tick}, value: $.spread}
logs: [{when: {$.k: log}, message: $.m, level: $.l, trace_id: $.trace, fields: {user: $.u}}]
alerts: [{when: {$.k: alert}, name: $.n, id: $.i, state: $.state, severity: $.sev, summary: $.m, labels: {host: $.h}}]
)";

mapping::JsonMapping mappingOf(const char* text)
{
    yaml::Findings findings;
    auto mapping = config::readMappingText(text, findings);
    if (findings.hasErrors())
        qFatal("%s", findings.firstError().message.c_str());
    return mapping;
}

std::string tick(const std::string& symbol, Timestamp time, double value)
{
    return "{\"k\":\"tick\",\"s\":\"" + symbol + "\",\"t\":" + std::to_string(time) +
           ",\"v\":" + std::to_string(value) + "}";
}

} // namespace

/// Messages of any JSON, from a real WebSocket into store, log and board.
class JsonStreamTest : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_store = std::make_unique<support::MemoryStore>();
        m_board = std::make_unique<alerts::AlertBoard>(m_clock);
        m_logs = std::make_unique<logs::LogStore>();
        m_now = m_clock.now();
    }
    void cleanup() { m_client.reset(); }

    void samplesAreStoredWithTheirOwnTimeAndCounted()
    {
        FaultServer server(
            say({tick("A", m_now - 2000, 1.5), tick("A", m_now - 1000, 2.5), tick("B", m_now - 1000, 7)}));
        start(server);
        QVERIFY(until([&] { return stats().recorded.samples >= 5; }));

        const auto prices = samplesOf(*m_store, "price", "symbol", "A");
        QCOMPARE(prices.size(), std::size_t{2});
        QCOMPARE(prices[0].t, m_now - 2000);
        QCOMPARE(prices[1].v, 2.5);
        QCOMPARE(latestOf(*m_store, "ticks_total", "symbol", "A"), 2.0);
        QCOMPARE(latestOf(*m_store, "ticks_total", "symbol", "B"), 1.0);
        QVERIFY(m_client->status().state == StreamState::Up);
        QVERIFY(stats().lag.count > 0);
        QVERIFY(stats().lag.sum >= 1.0); // the messages are a second old and more
    }

    void theEndOfTheConnectionEndsAllSeries()
    {
        FaultServer server(faults::webSocket([this](WebSocketPeer& peer) {
            peer.sendText(tick("A", m_now, 1));
            peer.connection().wait(300ms);
            peer.close(1001, "going away");
        }));
        start(server, [](StreamOptions& options) { options.backoffBase = options.backoffCap = 60s; });

        QVERIFY(until([&] { return m_client->status().reason == "closed"; }));
        QCOMPARE(latestOf(*m_store, "price"), -2.0);
        QCOMPARE(latestOf(*m_store, "ticks_total"), -2.0);
        QCOMPARE(latestOf(*m_store, "stream_up"), 0.0);
        QVERIFY2(m_client->status().lastError.find("going away") != std::string::npos,
                 m_client->status().lastError.c_str());
        QCOMPARE(stats().losses, std::uint64_t{1});
    }

    void logRecordsReachTheLog()
    {
        FaultServer server(say({R"({"k":"log","m":"card declined","l":"ERROR","trace":"abc","u":42})"}));
        start(server);
        QVERIFY(until([&] { return m_logs->size() == 1; }));

        const auto record = m_logs->find({}).front();
        QCOMPARE(record.message, std::string("card declined"));
        QVERIFY(record.level == LogLevel::Error);
        QCOMPARE(record.service, std::string("plant"));
        QCOMPARE(record.source, std::string("stream:plant"));
        QCOMPARE(record.fields.at("trace_id"), std::string("abc"));
        QCOMPARE(record.fields.at("user"), std::string("42"));
    }

    void alertsReachTheBoardAndEnd()
    {
        FaultServer server(say({R"({"k":"alert","n":"Hot","state":"on","sev":"critical","m":"91 degrees","h":"h1"})",
                                R"({"k":"alert","n":"Hot","state":"on","sev":"warning","h":"h2"})",
                                R"({"k":"alert","n":"Hot","state":"OK","h":"h1"})"}));
        start(server);
        QVERIFY(until([&] { return m_board->snapshot()->size() == 2 && stats().alertMessages == 3; }));

        const auto board = m_board->snapshot();
        for (const auto& alert : *board) {
            const bool isFirst = alert.labels.get("host") == "h1";
            QVERIFY(alert.state == (isFirst ? alerts::AlertState::Resolved : alerts::AlertState::Firing));
            QCOMPARE(alert.name(), std::string("Hot"));
        }
    }

    void headersQueryAndSubscriptionReachTheServer()
    {
        std::vector<std::string> heard;
        std::mutex mutex;
        FaultServer server(faults::webSocket([&](WebSocketPeer& peer) {
            while (const auto frame = peer.read()) {
                const std::lock_guard lock(mutex);
                if (frame->opcode == WebSocketOpcode::Text)
                    heard.push_back(frame->payload);
            }
        }));
        start(server, [](StreamOptions& options) {
            options.bearerToken = "secret";
            options.headers = {{"X-Tenant", "a"}};
            options.query = {{"channel", "ticks & more"}};
            options.subscribe = {R"({"op":"subscribe"})", "second"};
        });
        QVERIFY(until([&] {
            const std::lock_guard lock(mutex);
            return heard.size() == 2;
        }));

        QCOMPARE(heard, (std::vector<std::string>{R"({"op":"subscribe"})", "second"}));
        const auto request = server.requests().front();
        for (const auto* part : {"channel=ticks%20%26%20more", "X-Tenant: a", "Authorization: Bearer secret"})
            QVERIFY2(request.find(part) != std::string::npos, request.c_str());
    }

    void aValueThatNeverComesIsNamed()
    {
        std::vector<std::string> messages;
        for (int i = 0; i < 4; ++i)
            messages.push_back(tick("A", m_now + i, i));
        FaultServer server(say(messages));
        start(server);

        QVERIFY(until([&] { return part("samples[2] spread").details == "not provided by server"; }));
        QVERIFY(part("samples[2] spread").state == StreamState::Degraded);
        QVERIFY(part("samples[0] price").state == StreamState::Up);
        QVERIFY(part("logs[0]").state == StreamState::Waiting);
    }

    void seriesOverTheLimitAreDroppedAndCounted()
    {
        std::vector<std::string> messages;
        for (int i = 0; i < 20; ++i)
            messages.push_back(tick("S" + std::to_string(i), m_now + i, i));
        FaultServer server(say(messages));
        start(server, [](StreamOptions& options) { options.seriesLimit = 10; });
        QVERIFY(until([&] { return stats().metricsMessages == 20; }));

        QCOMPARE(stats().series, std::uint64_t{10});
        QCOMPARE(stats().droppedSeriesLimit, std::uint64_t{30}); // of 40 samples
        QVERIFY(part("series limit").state == StreamState::Degraded);
    }

    void ofOneMillisecondTheNewestCounts()
    {
        FaultServer server(say({tick("A", m_now, 1), tick("A", m_now, 2), tick("A", m_now, 3)}, 0ms));
        start(server, [](StreamOptions& options) { options.flushInterval = 300ms; });
        QVERIFY(until([&] { return latestOf(*m_store, "price") == 3; }));

        QCOMPARE(samplesOf(*m_store, "price").size(), std::size_t{1});
        QCOMPARE(stats().droppedReplaced, std::uint64_t{2});
        QCOMPARE(latestOf(*m_store, "ticks_total"), 3.0);
    }

    void aStreamOfEventsIsNotStaleWhileItSaysNothing()
    {
        FaultServer server(say({tick("A", m_now, 1)}));
        start(server, [](StreamOptions& options) {
            options.updateInterval = 0ms;
            options.silenceLimit = 1ms;
        });
        QVERIFY(until([&] { return stats().metricsMessages == 1; }));
        QTest::qWait(1500); // the watch comes once a second

        QVERIFY(m_client->status().state == StreamState::Up);
        QCOMPARE(stats().connections, std::uint64_t{1});
    }

private:
    static FaultScript say(std::vector<std::string> messages, std::chrono::milliseconds pause = 5ms)
    {
        return faults::webSocket(faults::webSocketSay(std::move(messages), pause));
    }
    template <typename Change>
    void start(const FaultServer& server, Change change)
    {
        StreamOptions options;
        options.name = "plant";
        options.type = StreamType::Json;
        options.url = "ws://127.0.0.1:" + std::to_string(server.port()) + "/feed";
        options.mapping = mappingOf(kMapping);
        options.updateInterval = 10s;
        options.flushInterval = 5ms;
        options.backoffBase = 20ms;
        options.backoffCap = 100ms;
        options.alertsForgottenAfter = 0ms;
        change(options);
        m_client =
            std::make_unique<StreamClient>(options, *m_store, *m_board, m_clock, m_logger, nullptr, m_logs.get());
        m_client->start();
    }
    void start(const FaultServer& server)
    {
        start(server, [](StreamOptions&) {});
    }
    template <typename Condition>
    static bool until(Condition condition)
    {
        return QTest::qWaitFor(condition, 8'000);
    }
    StreamStats stats() const { return m_client->stats(); }
    TopicStatus part(const std::string& name) const
    {
        const auto& parts = m_client->status().parts;
        const auto found = std::ranges::find(parts, name, &TopicStatus::name);
        return found == parts.end() ? TopicStatus() : *found;
    }

    SystemClock m_clock;
    NullLogger m_logger;
    Timestamp m_now = 0;
    std::unique_ptr<support::MemoryStore> m_store;
    std::unique_ptr<alerts::AlertBoard> m_board;
    std::unique_ptr<logs::LogStore> m_logs;
    std::unique_ptr<StreamClient> m_client;
};

QTEST_GUILESS_MAIN(JsonStreamTest)
#include "json_stream_test.moc"
