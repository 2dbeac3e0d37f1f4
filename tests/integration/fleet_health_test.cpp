// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <memory>

#include "base/net/http_client.h"
#include "integration/fleet_process.h"
#include "integration/samples.h"
#include "service/collector/qt_event_loop.h"
#include "sources/health/health_monitor.h"

using namespace nocturne;
using namespace nocturne::health;
using namespace nocturne::integration;
using namespace std::chrono_literals;

namespace {

constexpr auto kStale = -2.0; // as latestOf() tells it

} // namespace

/// Health checks against the real documents over real sockets.
class FleetHealthTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (const auto why = FleetProcess::missing(); !why.isEmpty())
            QSKIP(qPrintable(why));
        m_fleet = std::make_unique<FleetProcess>();
        QVERIFY(m_fleet->start({}));
    }
    void init()
    {
        m_store = std::make_unique<support::MemoryStore>();
        m_http = std::make_unique<net::HttpClient>(m_loop);
        m_monitor = std::make_unique<HealthMonitor>(
            m_loop, *m_http, *m_store, m_clock, m_logger,
            HealthOptions{{check("ready", CheckType::Document, m_fleet->url(QStringLiteral("ready"))),
                           check("live", CheckType::Document, m_fleet->url(QStringLiteral("live"))),
                           check("metrics", CheckType::Http, m_fleet->url(QStringLiteral("platform")) + "/metrics"),
                           check("port", CheckType::Tcp, m_fleet->url(QStringLiteral("platform")).substr(7))}});
        m_monitor->start();
        for (const auto* name : {"ready", "live", "metrics", "port"})
            QVERIFY(until([&] { return status(name).state == HealthState::Up; }));
    }
    void cleanup()
    {
        m_monitor.reset();
        m_http.reset();
        QVERIFY(m_fleet->control(QStringLiteral("heal")));
    }
    void cleanupTestCase() { m_fleet.reset(); }

    void eachComponentIsASeriesAndAPart()
    {
        QCOMPARE(status("ready").parts.size(), std::size_t{6});
        QCOMPARE(status("live").parts.size(), std::size_t{2});
        const auto database = samplesOf(*m_store, "health_component_duration_seconds", "component", "database");
        QVERIFY(!database.empty());
        QVERIFY(database[0].v > 0.0001 && database[0].v < 0.1); // nanoseconds as told, milliseconds in truth
        QCOMPARE(latestOf(*m_store, "health_component_up", "component", "redis"), 1.0);
        QCOMPARE(latestOf(*m_store, "probe_http_status_code", "instance", "ready"), 200.0);
        QVERIFY(latestOf(*m_store, "probe_phase_seconds", "instance", "ready") >= 0);
    }

    void aFailingComponentIsNotReadyAndAllOthersStayUp()
    {
        setComponent("redis", "down", QStringLiteral("dial tcp: i/o timeout"));
        QVERIFY(until([&] { return status("ready").state == HealthState::Down; }));

        QCOMPARE(status("ready").reason, std::string("not_ready"));
        QCOMPARE(status("ready").lastError, std::string("redis is down: dial tcp: i/o timeout"));
        QCOMPARE(status("ready").httpStatus, 503);
        QCOMPARE(latestOf(*m_store, "health_component_up", "component", "redis"), 0.0);
        QCOMPARE(latestOf(*m_store, "health_component_up", "component", "maintenance"), 1.0);
        QCOMPARE(latestOf(*m_store, "probe_success", "instance", "ready"), 0.0);
        QCOMPARE(latestOf(*m_store, "probe_http_status_code", "instance", "ready"), 503.0);
        QVERIFY(status("live").state == HealthState::Up);

        setComponent("redis", "up", {});
        QVERIFY(until([&] { return status("ready").state == HealthState::Up; }));
        QCOMPARE(latestOf(*m_store, "health_component_up", "component", "redis"), 1.0);
    }

    void degradedIsNeitherUpNorDown()
    {
        setComponent("realtime", "degraded", QStringLiteral("queue depth 900"));
        QVERIFY(until([&] { return status("ready").state == HealthState::Degraded; }));

        QCOMPARE(latestOf(*m_store, "health_component_up", "component", "maintenance"), 1.0);
        QCOMPARE(latestOf(*m_store, "health_up", "instance", "ready"), 0.5);
        QCOMPARE(latestOf(*m_store, "probe_success", "instance", "ready"), 1.0);
    }

    void aComponentThatVanishesEnds()
    {
        const QJsonObject gone = {{QStringLiteral("name"), QStringLiteral("protocol:rdp")},
                                  {QStringLiteral("remove"), true}};
        QVERIFY(m_fleet->control(QStringLiteral("component"), gone));
        QVERIFY(
            until([&] { return latestOf(*m_store, "health_component_up", "component", "protocol:rdp") == kStale; }));

        QCOMPARE(status("ready").parts.size(), std::size_t{5});
        QVERIFY(status("ready").state == HealthState::Up);
    }

    void switchedOffIsDisabledAndNotDown()
    {
        QVERIFY(m_fleet->control(QStringLiteral("monitoring")));
        QVERIFY(until([&] { return status("ready").state == HealthState::Disabled; }));

        QCOMPARE(status("ready").reason, std::string("disabled"));
        QCOMPARE(latestOf(*m_store, "probe_success", "instance", "ready"), kStale);
        QCOMPARE(latestOf(*m_store, "health_component_up", "component", "maintenance"), kStale);
        QCOMPARE(latestOf(*m_store, "probe_http_status_code", "instance", "ready"), 404.0);
        QVERIFY(until([&] { return status("metrics").state == HealthState::Down; })); // a plain 404 is an error
        QCOMPARE(status("metrics").reason, std::string("not_found"));
        QVERIFY(status("port").state == HealthState::Up);
    }

    void brokenJsonIsNamed()
    {
        const QJsonObject broken = {{QStringLiteral("text"), QStringLiteral(R"({"success":true,"checks":[)")}};
        QVERIFY(m_fleet->control(QStringLiteral("health-text"), broken));
        QVERIFY(until([&] { return status("ready").state == HealthState::Down; }));

        QCOMPARE(status("ready").reason, std::string("bad_json"));
        QCOMPARE(status("ready").parts[0].details, std::string("unreachable"));
        QVERIFY(status("live").state == HealthState::Up);
    }

    void aKilledServiceIsRefusedAndComesBack()
    {
        const QJsonObject platform = {{QStringLiteral("service"), QStringLiteral("platform")}};
        QVERIFY(m_fleet->control(QStringLiteral("kill"), platform));
        for (const auto* name : {"ready", "live", "metrics", "port"}) {
            QVERIFY(until([&] { return status(name).state == HealthState::Down; }));
            QCOMPARE(status(name).reason, std::string("refused"));
            QCOMPARE(latestOf(*m_store, "probe_success", "instance", name), 0.0);
        }
        QCOMPARE(latestOf(*m_store, "health_component_up", "component", "redis"), kStale);
        QVERIFY(m_fleet->control(QStringLiteral("restore"), platform));

        for (const auto* name : {"ready", "live", "metrics", "port"})
            QVERIFY(until([&] { return status(name).state == HealthState::Up; }));
        QCOMPARE(latestOf(*m_store, "health_component_up", "component", "redis"), 1.0);
    }

private:
    static CheckOptions check(std::string name, CheckType type, std::string target)
    {
        CheckOptions options;
        options.name = std::move(name);
        options.type = type;
        options.target = std::move(target);
        options.interval = 100ms;
        options.retries = 1;
        options.retryInterval = 30ms;
        return options;
    }
    void setComponent(const char* name, const char* state, const QString& details)
    {
        QVERIFY(m_fleet->control(QStringLiteral("component"), {{QStringLiteral("name"), QString::fromUtf8(name)},
                                                               {QStringLiteral("status"), QString::fromUtf8(state)},
                                                               {QStringLiteral("details"), details}}));
    }
    HealthStatus status(const std::string& name) const
    {
        for (const auto& status : m_monitor->statuses()) {
            if (status.name == name)
                return status;
        }
        return {};
    }
    template <typename Condition>
    static bool until(Condition condition)
    {
        return QTest::qWaitFor(condition, 8'000);
    }

    SystemClock m_clock;
    NullLogger m_logger;
    collector::QtEventLoop m_loop;
    std::unique_ptr<FleetProcess> m_fleet;
    std::unique_ptr<support::MemoryStore> m_store;
    std::unique_ptr<net::HttpClient> m_http;
    std::unique_ptr<HealthMonitor> m_monitor;
};

QTEST_GUILESS_MAIN(FleetHealthTest)
#include "fleet_health_test.moc"
