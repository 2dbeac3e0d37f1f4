// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <memory>

#include <QJsonArray>
#include <QTcpServer>
#include <QTcpSocket>

#include "base/net/http_client.h"
#include "integration/fleet_process.h"
#include "integration/samples.h"
#include "service/collector/qt_event_loop.h"
#include "sources/burstlet/burstlet_source.h"

using namespace nocturne;
using namespace nocturne::burstlet;
using namespace nocturne::integration;
using namespace std::chrono_literals;

/// The source against a module with every endpoint of its document, through refusals, nonsense and silence.
class FleetBurstletTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (const auto why = FleetProcess::missing(); !why.isEmpty())
            QSKIP(qPrintable(why));
        m_fleet = std::make_unique<FleetProcess>();
        QVERIFY(m_fleet->start({QStringLiteral("--tick"), QStringLiteral("25")}));
    }
    void init()
    {
        m_store = std::make_unique<support::MemoryStore>();
        m_board = std::make_unique<alerts::AlertBoard>(m_clock);
        m_logs = std::make_unique<logs::LogStore>();
        m_loop = std::make_unique<collector::QtEventLoop>();
        m_http = std::make_unique<net::HttpClient>(*m_loop);
    }
    void cleanup()
    {
        m_source.reset();
        m_http.reset();
        m_loop.reset();
        if (m_fleet)
            QVERIFY(m_fleet->control(QStringLiteral("heal")));
    }
    void cleanupTestCase() { m_fleet.reset(); }

    void everyEndpointIsRead()
    {
        start(options());
        QVERIFY(until([&] { return m_source->status().state == State::Up; }));

        for (const char* name : {"health", "metrics", "health-checks", "alerts", "logs", "dashboards", "overview"})
            QVERIFY2(part(name).state == State::Up, name);
        QCOMPARE(part("dashboards").details, std::string("1: Overview"));
        QCOMPARE(part("alerts").details, std::string("2 defined"));
        QVERIFY(part("check api").state == State::Up);
        QVERIFY(latestOf(*m_store, "burstlet_cpu_usage_percent") > 0);
        QVERIFY(latestOf(*m_store, "burstlet_load_average", "period", "15m") > 0);
        QCOMPARE(latestOf(*m_store, "burstlet_memory_bytes", "state", "total"), 16.0 * 1024 * 1024 * 1024);
        QCOMPARE(latestOf(*m_store, "burstlet_disk_bytes", "state", "available"), 112.0 * 1024 * 1024 * 1024);
        QVERIFY(until([&] { return latestOf(*m_store, "burstlet_network_bytes_total", "direction", "transmit") > 0; }));
        QVERIFY(latestOf(*m_store, "burstlet_process_uptime_seconds") > 0);
        QVERIFY(until([&] { return latestOf(*m_store, "burstlet_requests_total", "method", "POST") > 0; }));
        QVERIFY(latestOf(*m_store, "burstlet_requests_by_status_total", "status", "200") > 0);
        QVERIFY(latestOf(*m_store, "burstlet_response_time_milliseconds", "quantile", "0.99") > 0);
        QVERIFY(latestOf(*m_store, "burstlet_active_users") > 0);
        QCOMPARE(latestOf(*m_store, "burstlet_health_check_up", "type", "external-api"), 1.0);
        QVERIFY(latestOf(*m_store, "burstlet_health_check_response_milliseconds", "name", "queue depth") > 0);
        QCOMPARE(latestOf(*m_store, "burstlet_alerts_active", "severity", "critical"), 0.0);
        QCOMPARE(latestOf(*m_store, "burstlet_dashboards"), 1.0);
        QCOMPARE(latestOf(*m_store, "burstlet_up"), 1.0);
    }

    void anAcknowledgementReachesTheServer()
    {
        start(options());
        QVERIFY(
            m_fleet->control(QStringLiteral("burstlet-alert"), {{QStringLiteral("name"), QStringLiteral("Errors")}}));
        QVERIFY(until([&] { return alert("Errors").has_value(); }));
        QVERIFY(alert("Errors")->severity == alerts::Severity::Error);
        QCOMPARE(alert("Errors")->threshold, std::optional(5.0));

        QVERIFY(m_board->acknowledge({alert("Errors")->id}, {"ada"}, {.comment = "looking"}).has_value());
        QVERIFY(until([&] { return alert("Errors")->delivery.state == alerts::Delivery::State::Accepted; }));
        QVERIFY(until([&] {
            const auto told = event("Errors");
            return told[QStringLiteral("status")] == QStringLiteral("acknowledged") &&
                   told[QStringLiteral("acknowledgedBy")] == QStringLiteral("ada") &&
                   told[QStringLiteral("comment")] == QStringLiteral("looking");
        }));
        QCOMPARE(alert("Errors")->delivery.source, std::string("burstlet:b"));
    }

    void aRefusedAcknowledgementIsNamedAndTriedAgain()
    {
        const auto endpoint = QStringLiteral("POST /alerts/events/:id/acknowledge");
        QVERIFY(m_fleet->control(
            QStringLiteral("burstlet-fail"),
            {{QStringLiteral("endpoint"), endpoint}, {QStringLiteral("code"), QStringLiteral("ALERT_ERROR")}}));
        start(options());
        QVERIFY(
            m_fleet->control(QStringLiteral("burstlet-alert"), {{QStringLiteral("name"), QStringLiteral("High CPU")}}));
        QVERIFY(until([&] { return alert("High CPU").has_value(); }));
        QVERIFY(m_board->acknowledge({alert("High CPU")->id}, {"ada"}, {}).has_value());
        QVERIFY(until([&] { return alert("High CPU")->delivery.state == alerts::Delivery::State::Failed; }));
        QCOMPARE(alert("High CPU")->delivery.reason, std::string("the server answered 500: ALERT_ERROR: told to fail"));

        QVERIFY(m_fleet->control(QStringLiteral("heal")));
        QVERIFY(until([&] { return alert("High CPU")->delivery.state == alerts::Delivery::State::Accepted; }));
    }

    void linesOfTheLogComeOnceWithTheirTrace()
    {
        start(options());
        QVERIFY(until([&] { return part("logs").state == State::Up; }));
        QVERIFY(m_fleet->control(QStringLiteral("burstlet-log"),
                                 {{QStringLiteral("level"), QStringLiteral("error")},
                                  {QStringLiteral("service"), QStringLiteral("publisher")},
                                  {QStringLiteral("message"), QStringLiteral("a line of its own")},
                                  {QStringLiteral("metadata"), QJsonObject{{QStringLiteral("job"), 7}}}}));
        logs::LogQuery query;
        query.text = "a line of its own";
        QVERIFY(until([&] { return !m_logs->find(query).empty(); }));
        const auto rounds = m_source->stats().rounds;
        QVERIFY(until([&] { return m_source->stats().rounds > rounds + 2; }));

        const auto found = m_logs->find(query);
        QCOMPARE(found.size(), std::size_t{1});
        QVERIFY(found[0].level == LogLevel::Error);
        QCOMPARE(found[0].service, std::string("publisher"));
        QCOMPARE(found[0].source, std::string("burstlet:b"));
        QCOMPARE(found[0].fields.at("job"), std::string("7"));
        QCOMPARE(found[0].fields.at("trace_id").size(), std::size_t{32});
        QVERIFY(latestOf(*m_store, "burstlet_log_entries_total", "level", "error") >= 1);
    }

    void aFailingCheckIsNamedWithItsReason()
    {
        QVERIFY(m_fleet->control(QStringLiteral("check"), {{QStringLiteral("name"), QStringLiteral("redis")}}));
        start(options());
        QVERIFY(until([&] { return m_source->status().reason == "unhealthy"; }));
        QVERIFY(m_source->status().state == State::Degraded);
        QCOMPARE(part("check redis").details, std::string("HEALTH_CHECK_ERROR: redis: connection refused"));
        QCOMPARE(latestOf(*m_store, "burstlet_health_check_up", "name", "redis"), 0.0);
        QCOMPARE(latestOf(*m_store, "burstlet_health_status"), 0.5);
    }

    void anEndpointFailsByItself()
    {
        start(options());
        QVERIFY(until([&] { return m_source->status().state == State::Up; }));
        QVERIFY(m_fleet->control(QStringLiteral("burstlet-fail"),
                                 {{QStringLiteral("endpoint"), QStringLiteral("GET /alerts")}}));
        QVERIFY(until([&] { return part("alerts").state == State::Down; }));
        QCOMPARE(part("alerts").details, std::string("the server answered 500: COLLECTION_ERROR: told to fail"));
        QVERIFY(m_source->status().state == State::Degraded);
        QVERIFY(part("metrics").state == State::Up);
        QCOMPARE(latestOf(*m_store, "burstlet_alerts_active", "severity", "critical"), -2.0); // ended
    }

    void aWrongTokenIsNamed()
    {
        auto wrong = options();
        wrong.request.authorization->credentials = "wrong";
        start(wrong);
        QVERIFY(until([&] { return m_source->status().state == State::Down; }));
        QCOMPARE(m_source->status().reason, std::string("unauthorized"));
        QCOMPARE(m_source->status().lastError,
                 std::string("the server answered 401: UNAUTHORIZED: a bearer token is required"));
        QVERIFY(part("health").state == State::Up); // which is public
        QCOMPARE(latestOf(*m_store, "burstlet_up"), 0.0);
    }

    void garbageAndSilenceAreNamed_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<QString>("reason");
        QTest::newRow("garbage") << QByteArray(
                                        "HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\n<html>")
                                 << QStringLiteral("bad_answer");
        QTest::newRow("hang") << QByteArray() << QStringLiteral("timeout");
        QTest::newRow("overload") << QByteArray("HTTP/1.1 429 Too Many Requests\r\nRetry-After: 60\r\nContent-Length: "
                                                "0\r\nConnection: close\r\n\r\n")
                                  << QStringLiteral("rate_limited");
    }
    void garbageAndSilenceAreNamed()
    {
        QFETCH(QByteArray, answer);
        QFETCH(QString, reason);
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        connect(&server, &QTcpServer::newConnection, &server, [&] {
            auto* socket = server.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [socket, answer] {
                if (answer.isEmpty())
                    return;
                socket->write(answer);
                socket->disconnectFromHost();
            });
        });
        auto there = options();
        there.request.url = "http://127.0.0.1:" + std::to_string(server.serverPort());
        there.request.timeout = 300ms;
        start(there);
        QVERIFY(until([&] { return m_source->status().state == State::Down; }));
        QCOMPARE(QString::fromStdString(m_source->status().reason), reason);
        const bool isPausing = m_source->status().nextAttempt > m_clock.now() + 30'000;
        QCOMPARE(isPausing, reason == QStringLiteral("rate_limited"));
        m_source.reset();
    }

private:
    SourceOptions options() const
    {
        SourceOptions options;
        options.name = "b";
        options.request.url = m_fleet->url(QStringLiteral("monitoring"));
        options.request.authorization = net::Authorization{"Bearer", "burstlet"};
        options.interval = 100ms;
        return options;
    }
    void start(SourceOptions options)
    {
        m_source =
            std::make_unique<BurstletSource>(std::move(options), *m_http, *m_store, *m_board, *m_logs, m_clock, m_log);
    }
    template <typename Condition>
    bool until(Condition condition)
    {
        return QTest::qWaitFor(
            [&] {
                m_source->tick();
                return condition();
            },
            20'000);
    }
    PartStatus part(const std::string& name) const
    {
        for (const auto& part : m_source->status().parts) {
            if (part.name == name)
                return part;
        }
        return {};
    }
    std::optional<alerts::AlertInstance> alert(const std::string& name) const
    {
        const auto snapshot = m_board->snapshot();
        for (const auto& alert : *snapshot) {
            if (alert.name() == name && alert.isActive())
                return alert;
        }
        return std::nullopt;
    }
    /// The newest event of an alert, as the server has it.
    QJsonObject event(const std::string& name) const
    {
        const auto state = FleetProcess::get(QString::fromStdString(m_fleet->url(QStringLiteral("control"))) +
                                             QStringLiteral("/control/state"));
        const auto events = state[QStringLiteral("burstlet")][QStringLiteral("alertEvents")].toArray();
        QJsonObject found;
        for (const auto& event : events) {
            if (event[QStringLiteral("name")].toString().toStdString() == name)
                found = event.toObject();
        }
        return found;
    }

    std::unique_ptr<FleetProcess> m_fleet;
    SystemClock m_clock;
    NullLogger m_log;
    std::unique_ptr<support::MemoryStore> m_store;
    std::unique_ptr<alerts::AlertBoard> m_board;
    std::unique_ptr<logs::LogStore> m_logs;
    std::unique_ptr<collector::QtEventLoop> m_loop;
    std::unique_ptr<net::HttpClient> m_http;
    std::unique_ptr<BurstletSource> m_source;
};

QTEST_GUILESS_MAIN(FleetBurstletTest)
#include "fleet_burstlet_test.moc"
