// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <memory>

#include <QNetworkAccessManager>
#include <QNetworkReply>

#include "integration/fleet_process.h"
#include "integration/samples.h"
#include "service/config/read_mapping.h"
#include "sources/streams/stream_client.h"
#include "watch/logs/log_store.h"

using namespace nocturne;
using namespace nocturne::integration;
using namespace nocturne::streams;
using namespace std::chrono_literals;

namespace {

constexpr auto kMapping = R"(
samples:
  - {name: service_events_total, labels: {event: "$[0]"}}
  - {name: queue_length, when: {"$[0]": queue}, value: "$[1].length", labels: {queue: "$[1].name"}}
logs: [{when: {"$[0]": "activity:log", "$[1].message": }, message: "$[1].message", level: "$[1].level"}]
)";

QJsonObject emitted(const char* event, const QJsonObject& data)
{
    return {{QStringLiteral("event"), QLatin1String(event)}, {QStringLiteral("data"), data}};
}

} // namespace

/// Streams over Socket.IO against the real server library.
class FleetSocketIoTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (const auto why = FleetProcess::missing(); !why.isEmpty())
            QSKIP(qPrintable(why));
        m_fleet = std::make_unique<FleetProcess>();
        QVERIFY(m_fleet->start(
            {QStringLiteral("--tick"), QStringLiteral("25"), QStringLiteral("--socket-ping"), QStringLiteral("300")}));
    }
    void init()
    {
        m_store = std::make_unique<support::MemoryStore>();
        m_board = std::make_unique<alerts::AlertBoard>(m_clock);
        m_logs = std::make_unique<logs::LogStore>();
    }
    void cleanup()
    {
        m_client.reset();
        if (m_fleet)
            QVERIFY(m_fleet->control(QStringLiteral("heal")));
    }
    void cleanupTestCase() { m_fleet.reset(); }

    void eventsBecomeSamplesAndRecords()
    {
        start(streamOptions());
        QVERIFY(until([&] { return latestOf(*m_store, "service_events_total", "event", "state:initial") == 1; }));
        QVERIFY(until([&] { return latestOf(*m_store, "service_events_total", "event", "task:progress") >= 2; }));
        QVERIFY(m_fleet->control(
            QStringLiteral("emit"),
            emitted("queue", {{QStringLiteral("name"), QStringLiteral("q1")}, {QStringLiteral("length"), 17}})));
        QVERIFY(until([&] { return latestOf(*m_store, "queue_length", "queue", "q1") == 17; }));
        QVERIFY(m_fleet->control(QStringLiteral("emit"),
                                 emitted("activity:log", {{QStringLiteral("message"), QStringLiteral("deployed")},
                                                          {QStringLiteral("level"), QStringLiteral("warn")}})));
        QVERIFY(until([&] { return m_logs->size() == 1; }));
        QCOMPARE(m_logs->find({}).front().message, std::string("deployed"));
        QCOMPARE(m_client->stats().badMessages, std::uint64_t{0});
    }

    void theConnectionOutlivesManyHeartbeats()
    {
        start(streamOptions());
        QVERIFY(until([&] { return m_client->status().state == StreamState::Up; }));
        QTest::qWait(2000); // the server ends those that do not answer within 600 ms

        QCOMPARE(m_client->stats().connections, std::uint64_t{1});
        QVERIFY(m_client->status().state == StreamState::Up);
        QVERIFY(m_client->stats().roundTrip.count > 0);
    }

    void attachmentsAreDroppedAndTheirEventsKept()
    {
        start(streamOptions());
        QVERIFY(until([&] { return m_client->status().state == StreamState::Up; }));
        auto event = emitted("queue", {{QStringLiteral("name"), QStringLiteral("q2")}, {QStringLiteral("length"), 3}});
        event[QStringLiteral("bytes")] = 5000;
        QVERIFY(m_fleet->control(QStringLiteral("emit"), event));

        QVERIFY(until([&] { return latestOf(*m_store, "queue_length", "queue", "q2") == 3; }));
        QVERIFY(until([&] { return m_client->stats().droppedBinary == 1; }));
        QCOMPARE(m_client->stats().badMessages, std::uint64_t{0});
    }

    void aNamespaceWantsItsAuth()
    {
        auto options = streamOptions();
        options.namespaces = {"/admin"};
        options.backoffBase = options.backoffCap = 60s;
        start(options);
        QVERIFY(until([&] { return m_client->status().reason == "unauthorized"; }));
        QVERIFY2(m_client->status().lastError.find("/admin: not authorized") != std::string::npos,
                 m_client->status().lastError.c_str());

        options.auth = "{\"token\":\"admin\"}";
        start(options);
        QVERIFY(until([&] { return latestOf(*m_store, "service_events_total", "event", "admin:hello") == 1; }));
        QVERIFY(m_client->status().state == StreamState::Up);
    }

    void subscriptionsAreEventsThatTheServerCounts()
    {
        auto options = streamOptions();
        options.subscribe = std::vector<std::string>(100, "[\"state_sync\",{\"since\":0}]");
        const auto before = received("state_sync");
        start(options);

        QVERIFY(until([&] { return m_client->status().state == StreamState::Up; }));
        QVERIFY(until([&] { return received("state_sync") >= before + 100; })); // the simulation sends one now and then
    }

    void afterRestartsItConnectsAnew()
    {
        start(streamOptions());
        for (std::uint64_t connection = 1; connection <= 3; ++connection) {
            QVERIFY(until([&] { return m_client->stats().connections == connection; }));
            QVERIFY(until([&] { return m_client->status().state == StreamState::Up; }));
            QVERIFY(
                m_fleet->control(QStringLiteral("restart"), {{QStringLiteral("service"), QStringLiteral("events")}}));
        }
        QVERIFY(until([&] { return m_client->stats().connections == 4; }));
        QCOMPARE(m_client->stats().losses, std::uint64_t{3});
        QCOMPARE(m_client->stats().recorded.gaps, std::uint64_t{3});
    }

    void aServerThatIsNoneOfSocketIoIsToldSo()
    {
        auto options = streamOptions();
        options.url = m_fleet->url(QStringLiteral("stream")); // a plain WebSocket
        start(options);

        QVERIFY(until([&] { return m_client->status().reason == "handshake"; }));
        QVERIFY2(m_client->status().lastError.find("Engine.IO") != std::string::npos,
                 m_client->status().lastError.c_str());
    }

private:
    StreamOptions streamOptions() const
    {
        yaml::Findings findings;
        StreamOptions options;
        options.name = "events";
        options.type = StreamType::Json;
        options.protocol = Protocol::SocketIo;
        options.url = "ws" + m_fleet->url(QStringLiteral("events")).substr(4);
        options.mapping = config::readMappingText(kMapping, findings);
        options.updateInterval = 0ms;
        options.flushInterval = 20ms;
        options.backoffBase = 20ms;
        options.backoffCap = 100ms;
        options.pingInterval = 200ms;
        return options;
    }
    void start(const StreamOptions& options)
    {
        m_client =
            std::make_unique<StreamClient>(options, *m_store, *m_board, m_clock, m_logger, nullptr, m_logs.get());
        m_client->start();
    }
    template <typename Condition>
    static bool until(Condition condition)
    {
        return QTest::qWaitFor(condition, 8'000);
    }
    /// Events of this name that the server counted, simulated ones included.
    double received(const char* event) const
    {
        QNetworkAccessManager manager;
        auto* reply = manager.get(QNetworkRequest(
            QUrl(QString::fromStdString(m_fleet->url(QStringLiteral("events"))) + QStringLiteral("/metrics"))));
        if (!QTest::qWaitFor([&] { return reply->isFinished(); }, 5'000))
            return -1;
        const auto text = QString::fromUtf8(reply->readAll());
        reply->deleteLater();
        const auto line =
            QStringLiteral("websocket_events_received_total{event_type=\"%1\"} ").arg(QLatin1String(event));
        const auto at = text.indexOf(line);
        return at < 0 ? -1 : text.mid(at + line.size(), 30).section(u'\n', 0, 0).toDouble();
    }

    SystemClock m_clock;
    NullLogger m_logger;
    std::unique_ptr<FleetProcess> m_fleet;
    std::unique_ptr<support::MemoryStore> m_store;
    std::unique_ptr<alerts::AlertBoard> m_board;
    std::unique_ptr<logs::LogStore> m_logs;
    std::unique_ptr<StreamClient> m_client;
};

QTEST_GUILESS_MAIN(FleetSocketIoTest)
#include "fleet_socket_io_test.moc"
