// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Debian's prometheus-pushgateway as a target: what jobs that end have pushed, with their labels honoured and not.
#include <cmath>
#include <ctime>

#include <QTest>

#include "base/net/http_client.h"
#include "base/net/poll_loop.h"
#include "engine/promql/evaluator.h"
#include "engine/promql/parser.h"
#include "engine/tsdb/head.h"
#include "server_process.h"
#include "sources/scrape/scrape_manager.h"

using namespace nocturne;
using namespace std::chrono_literals;
using test::ServerProcess;

namespace {

const auto kGateway = QStringLiteral("prometheus-pushgateway");

/// A gateway, two jobs that scrape it and a store. "kept" honours the labels of what was pushed, "moved" does not.
class Bench
{
public:
    bool start()
    {
        // Debian's keeps what was pushed in /var/lib where it is not told otherwise.
        return m_server.start(kGateway,
                              {QStringLiteral("--web.listen-address=127.0.0.1:%1").arg(m_server.port()),
                               QStringLiteral("--persistence.file=") + m_server.path(QStringLiteral("pushed"))},
                              [this] { return send("GET", "/-/ready", {}) == 200; });
    }
    void scrape()
    {
        scrape::JobOptions job;
        job.interval = 200ms;
        job.timeout = 200ms;
        job.name = "kept";
        job.honorLabels = true;
        job.groups = {{{m_server.target()}, {}}};
        auto other = job;
        other.name = "moved";
        other.honorLabels = false;
        m_manager.setJobs({job, other});
    }
    /// The status that the gateway answers; 0 for none.
    int send(const std::string& method, const std::string& path, const std::string& body)
    {
        net::HttpRequest request;
        request.url = "http://" + m_server.target() + path;
        request.method = method;
        request.body = body;
        std::optional<int> status;
        m_http.send(request, [&](const net::HttpResult& result) { status = result ? result->status : 0; });
        return m_loop.runUntil([&] { return status.has_value(); }, 20s) ? *status : 0;
    }
    bool until(const std::function<bool()>& condition) { return m_loop.runUntil(condition, 20s); }
    /// The value of an instant query that gives one element; NaN for any other number of them.
    double value(const std::string& expression) const
    {
        const auto result =
            promql::evaluate(**promql::parse(expression), m_head, promql::EvalOptions::instant(m_clock.now()));
        return result && result->series.size() == 1 ? result->series.front().values.front() : std::nan("");
    }
    bool arrives(const std::string& expression, double wanted)
    {
        return until([&] { return value(expression) == wanted; });
    }
    QString obstacle() const { return m_server.obstacle({kGateway}); }
    QByteArray log() { return m_server.log(); }

private:
    SystemClock m_clock;
    NullLogger m_log;
    tsdb::Head m_head{tsdb::HeadOptions(), m_clock};
    net::PollLoop m_loop;
    net::HttpClient m_http{m_loop};
    scrape::ScrapeManager m_manager{m_loop, m_http, m_head, m_clock, m_log};
    ServerProcess m_server;
};

} // namespace

class PushgatewayTest : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_bench = std::make_unique<Bench>();
        if (const auto obstacle = m_bench->obstacle(); !obstacle.isEmpty())
            QSKIP(qPrintable(obstacle));
        QVERIFY2(m_bench->start(), m_bench->log());
    }
    void cleanup() { m_bench.reset(); }

    void labelsOfWhatWasPushedAreHonouredOrMovedAside()
    {
        QCOMPARE(m_bench->send("PUT", "/metrics/job/backup/instance/db1", "backup_bytes{disk=\"a\"} 42\n"), 200);
        m_bench->scrape();

        QVERIFY(m_bench->arrives("backup_bytes{job=\"backup\",instance=\"db1\",disk=\"a\",exported_job=\"\"}", 42));
        QVERIFY(m_bench->arrives("backup_bytes{job=\"moved\",exported_job=\"backup\",exported_instance=\"db1\"}", 42));
        QCOMPARE(m_bench->value("count(backup_bytes)"), 2.0);
        QCOMPARE(m_bench->value("up{job=\"kept\"}"), 1.0); // of the gateway, whose labels nobody pushed
        QCOMPARE(m_bench->value("up{job=\"moved\"}"), 1.0);
    }

    void anEmptyInstanceStaysEmptyWhereItIsHonoured()
    {
        QCOMPARE(m_bench->send("PUT", "/metrics/job/nightly", "rows 7\n"), 200); // pushed as instance=""
        m_bench->scrape();

        QVERIFY(m_bench->arrives("rows{job=\"nightly\",instance=\"\"}", 7));
        QVERIFY(m_bench->arrives("rows{job=\"moved\",instance!=\"\",exported_instance=\"\"}", 7));
    }

    void theTimeOfThePushIsTold()
    {
        const auto before = static_cast<double>(std::time(nullptr)) - 1;
        QCOMPARE(m_bench->send("PUT", "/metrics/job/backup/instance/db1", "backup_bytes 42\n"), 200);
        m_bench->scrape();
        const std::string pushed = "push_time_seconds{job=\"backup\"}";
        QVERIFY(m_bench->until([&] { return m_bench->value(pushed) >= before; }));
        const auto first = m_bench->value(pushed);
        QVERIFY(first <= static_cast<double>(std::time(nullptr)) + 1);
        QCOMPARE(m_bench->value("push_failure_time_seconds{job=\"backup\"}"), 0.0);

        QCOMPARE(m_bench->send("POST", "/metrics/job/backup/instance/db1", "backup_bytes 43\n"), 200);

        QVERIFY(m_bench->until([&] { return m_bench->value(pushed) > first; }));
        QCOMPARE(m_bench->value("backup_bytes{job=\"backup\"}"), 43.0);
    }

    void aDeletedGroupEndsWithMarkersAndTheOthersGoOn()
    {
        QCOMPARE(m_bench->send("PUT", "/metrics/job/backup/instance/db1", "backup_bytes 42\n"), 200);
        QCOMPARE(m_bench->send("PUT", "/metrics/job/backup/instance/db2", "backup_bytes 43\n"), 200);
        m_bench->scrape();
        QVERIFY(m_bench->arrives("count(backup_bytes)", 4));

        QCOMPARE(m_bench->send("DELETE", "/metrics/job/backup/instance/db1", {}), 202);

        // Gone at the next scrape, not when the lookback of five minutes is over.
        QVERIFY(m_bench->arrives("count(backup_bytes)", 2));
        QCOMPARE(m_bench->value("backup_bytes{job=\"backup\"}"), 43.0);
        QVERIFY(std::isnan(m_bench->value("push_time_seconds{job=\"backup\",instance=\"db1\"}")));
        QCOMPARE(m_bench->value("count_over_time(backup_bytes{job=\"backup\",instance=\"db1\"}[1m]) > bool 0"), 1.0);
    }

    void whatTheGatewayRefusesIsNotSeen()
    {
        QCOMPARE(m_bench->send("PUT", "/metrics/job/backup", "good 1\n"), 200);
        QCOMPARE(m_bench->send("PUT", "/metrics/job/backup", "late 1 1234\n"), 400);
        m_bench->scrape();

        QVERIFY(m_bench->arrives("good{job=\"backup\"}", 1));
        QVERIFY(m_bench->until([&] { return m_bench->value("push_failure_time_seconds{job=\"backup\"}") > 0; }));
    }

private:
    std::unique_ptr<Bench> m_bench;
};

QTEST_GUILESS_MAIN(PushgatewayTest)
#include "pushgateway_test.moc"
