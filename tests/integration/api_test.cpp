// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The HTTP API beside that of a real Prometheus over the same samples, and asked by real clients.
#include <cmath>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "engine/query/local_query_service.h"
#include "engine/tsdb/head.h"
#include "prometheus_process.h"
#include "service/server/server.h"

using namespace nocturne;

namespace {

using test::ask;
using test::PrometheusProcess;

/// There is nothing to tell but the samples.
class NoFacts final : public server::Facts
{
public:
    std::vector<server::TargetFacts> targets() const override { return {}; }
    std::vector<std::pair<std::string, model::LabelSet>> droppedTargets() const override { return {}; }
    std::vector<rules::GroupStatus> ruleGroups() const override { return {}; }
    alerts::AlertBoard::Snapshot alerts() const override { return std::make_shared<const alerts::AlertList>(); }
    server::StoreFacts store() const override { return {}; }
    std::string ownMetrics(exposition::Format) const override { return {}; }
    bool isReady() const override { return true; }
};

tsdb::HeadOptions keepAll()
{
    tsdb::HeadOptions options;
    options.retention = {};
    return options;
}

} // namespace

class ApiTest : public QObject
{
    Q_OBJECT

private:
    SystemClock m_clock;
    tsdb::Head m_head{keepAll(), m_clock};
    WorkerPool m_pool{1};
    query::LocalQueryService m_queries{m_head, m_pool, m_clock};
    NoFacts m_facts;
    server::Server m_server{{.listen = "127.0.0.1:0", .api = {.version = "0"}}, m_queries, m_facts, m_clock};
    PrometheusProcess m_prometheus;
    Timestamp m_end = 0; // of the samples, in ms

    QString url() const { return QStringLiteral("http://127.0.0.1:%1").arg(m_server.port()); }

    /// `T` is the end of the samples in seconds, `S` an hour before.
    QString filledIn(QString request) const
    {
        request.replace(QLatin1String("{T}"), QString::number(m_end / 1000));
        request.replace(QLatin1String("{S}"), QString::number(m_end / 1000 - 3600));
        return request;
    }

    /// Samples for both: each a line of OpenMetrics, and in our store.
    QByteArray fill()
    {
        QByteArray text;
        const auto appender = m_head.appender();
        const auto add = [&](const char* metric, const char* type, auto labelled) {
            text += QByteArray("# TYPE ") + metric + ' ' + type + '\n';
            for (int i = 0; i < 3; ++i) {
                const auto instance = "host" + std::to_string(i);
                const bool isCounter = QByteArray(type) == "counter";
                const auto name = std::string(metric) + (isCounter ? "_total" : "");
                const model::LabelSet labels{{"__name__", name}, {"instance", instance}, {"job", i < 2 ? "a" : "b<c>"}};
                // No sample lies on the edge of a window: Prometheus 2.42 counts the left one in, 3.x does not.
                for (Timestamp t = m_end - 7'207'000; t <= m_end; t += 30'000) {
                    const double value = labelled(i, (t - m_end) / 30'000 + 241);
                    text += QByteArray::fromStdString(name) + "{instance=\"" + QByteArray::fromStdString(instance) +
                            "\",job=\"" + (i < 2 ? "a" : "b<c>") + "\"} " +
                            (std::isnan(value) ? QByteArray("NaN") : QByteArray::number(value, 'g', 17)) + ' ' +
                            QByteArray::number(t / 1000) + '\n';
                    (void)appender->append(0, labels, {t, value});
                }
            }
        };
        add("requests", "counter", [](int i, Timestamp n) { return static_cast<double>((n % 100) * (i + 1) * 7); });
        add("temperature", "gauge", [](int i, Timestamp n) { return std::sin(static_cast<double>(n)) * 20 + i; });
        add("tiny", "gauge", [](int i, Timestamp n) { return 1e-9 * static_cast<double>(n + i); });
        add("huge", "gauge", [](int i, Timestamp n) { return 1.5e20 * static_cast<double>(n * n + i); });
        add("odd", "gauge", [](int i, Timestamp n) { return i == 0 ? std::nan("") : static_cast<double>(n) / 8; });
        (void)appender->commit();
        return text + "# EOF\n";
    }

private slots:
    void initTestCase()
    {
        if (!PrometheusProcess::isInstalled())
            QSKIP("prometheus and promtool are not installed");
        m_end = m_clock.now() / 60'000 * 60'000 - 3'600'000;
        QVERIFY(m_server.start());
        QVERIFY(m_prometheus.load(fill()));
        QVERIFY(m_prometheus.start("{}", {QStringLiteral("--enable-feature=promql-per-step-stats")}));
    }

    void answersAsPrometheus_data()
    {
        QTest::addColumn<QString>("request");
        for (const auto* request : {
                 "query?query=temperature&time={T}",
                 "query?query=requests_total&time={T}.5",
                 "query?query=rate(requests_total[5m])&time={T}",
                 "query?query=sum by (job) (rate(requests_total[5m]))&time={T}",
                 "query?query=tiny&time={T}",
                 "query?query=huge&time={T}",
                 "query?query=odd&time={T}",
                 "query?query=odd[2m]&time={T}",
                 "query?query=1/0&time={T}",
                 "query?query=vector(0.1)%2B0.2&time={T}",
                 "query?query=-1e-7&time=12.345",
                 "query?query=1e21&time=1",
                 "query?query=12345678901234567890&time=2015-07-01T20:10:51.781Z",
                 "query?query='a%3Cb%3E%22'&time={T}",
                 "query?query=nothing&time={T}",
                 "query?query=sort_desc(temperature)&time={T}",
                 "query?query=topk(2,temperature)&time={T}",
                 "query?query=temperature&time=1",
                 "query?query=temperature&timeout=x",
                 "query?query=temperature&timeout=1ns",
                 "query?query=temperature&time=x",
                 "query?query=temperature%20%2B",
                 "query?query=requests_total%2Bon()temperature&time={T}",
                 "query",
                 "query_range?query=temperature&start={S}&end={T}&step=60",
                 "query_range?query=rate(requests_total[5m])&start={S}&end={T}&step=1m",
                 "query_range?query=tiny*huge&start={S}&end={T}&step=301.5",
                 "query_range?query=odd>20&start={S}&end={T}&step=15",
                 "query_range?query=time()&start={S}.123&end={T}&step=600",
                 "query_range?query=42&start={S}&end={S}&step=1",
                 "query_range?query=nothing&start={S}&end={T}&step=60",
                 "query_range?query=temperature[5m]&start={S}&end={T}&step=60",
                 "query_range?query=temperature&start={T}&end={S}&step=60",
                 "query_range?query=temperature&start={S}&end={T}&step=0",
                 "query_range?query=temperature&start={S}&end={T}&step=-1",
                 "query_range?query=temperature&start={S}&end={T}&step=0.1",
                 "query_range?query=temperature&start={S}&end={T}",
                 "query_range?query=temperature&end={T}&step=1",
                 "series?match[]=temperature&start={S}&end={T}",
                 "series?match[]=temperature{job='a'}&match[]=tiny{instance='host2'}&start={S}&end={T}",
                 "series?match[]={job=~'b.*',__name__!~'t.*'}&start={S}&end={T}",
                 "series?match[]=temperature&start=1&end=2",
                 "series",
                 "series?match[]={}",
                 "series?match[]={x=~'.*'}",
                 "labels?start={S}&end={T}",
                 "labels?match[]=odd&start={S}&end={T}",
                 "labels?match[]=(",
                 "label/job/values?start={S}&end={T}",
                 "label/__name__/values?match[]={job='a'}&start={S}&end={T}",
                 "label/nothing/values?start={S}&end={T}",
                 "label/instance/values?match[]=tiny&match[]=huge&start={S}&end={T}",
                 "query_exemplars?query=temperature&start={S}&end={T}",
                 "query_exemplars?query=(&start={S}&end={T}",
                 "format_query?query=sum(temperature)by(job)>0",
                 "format_query?query=sum(",
                 "rules?type=alert",
                 "rules?type=other",
                 "alerts",
             })
            QTest::newRow(request) << QString::fromLatin1(request);
    }

    void answersAsPrometheus()
    {
        QFETCH(QString, request);
        const auto path = QStringLiteral("/api/v1/") + filledIn(request);

        const auto ours = ask(url() + path);
        const auto theirs = ask(m_prometheus.url() + path);

        auto our = QJsonDocument::fromJson(ours.body).object();
        auto their = QJsonDocument::fromJson(theirs.body).object();
        for (auto* answer : {&our, &their})
            answer->remove(QStringLiteral("error")); // the words are our own
        QCOMPARE(ours.status, theirs.status);
        QCOMPARE(ours.contentType, theirs.contentType);
        QVERIFY(!their.isEmpty());
        if (our != their) {
            qWarning("ours:   %s", ours.body.left(1500).constData());
            qWarning("theirs: %s", theirs.body.left(1500).constData());
        }
        QVERIFY(our == their);
    }

    void samplesAreCountedAsPrometheusCountsThem_data()
    {
        QTest::addColumn<QString>("request");
        const QStringList queries{QStringLiteral("temperature"),
                                  QStringLiteral("nothing"),
                                  QStringLiteral("odd+odd"),
                                  QStringLiteral("sum by (job) (temperature) / sum by (job) (tiny)"),
                                  QStringLiteral("rate(requests_total[5m])"),
                                  QStringLiteral("sum(rate(requests_total[7m] offset 30m))"),
                                  QStringLiteral("temperature @ {T}"),
                                  QStringLiteral("temperature + rate(requests_total[5m] @ {S})"),
                                  QStringLiteral("max_over_time(temperature[610s:1m])"),
                                  QStringLiteral("max_over_time(rate(requests_total[5m])[610s:2m])"),
                                  QStringLiteral("timestamp(temperature)"),
                                  QStringLiteral("absent_over_time(temperature[5m])"),
                                  QStringLiteral("scalar(odd{instance=\"host1\"}) + 1"),
                                  QStringLiteral("topk(1, huge) unless temperature"),
                                  QStringLiteral("quantile_over_time(scalar(tiny @ {S}), temperature[3m])"),
                                  QStringLiteral("time()")};
        for (const auto& query : queries) {
            const auto encoded = QString::fromLatin1(QUrl::toPercentEncoding(query, "{}"));
            QTest::newRow(qPrintable(QStringLiteral("instant ") + query))
                << QStringLiteral("query?time={T}&query=") + encoded;
            QTest::newRow(qPrintable(QStringLiteral("range ") + query))
                << QStringLiteral("query_range?start={S}&end={T}&step=90&query=") + encoded;
        }
        // In a range query Prometheus 2.42 moves this window, in spite of its @.
        QTest::newRow("pinned below what depends on time")
            << QStringLiteral("query?time={T}&query=predict_linear(tiny[10m] @ {T}, 60)");
        QTest::newRow("a range") << QStringLiteral("query?time={T}&query=temperature[10m]");
        QTest::newRow("a subquery") << QStringLiteral("query?time={T}&query=rate(requests_total[5m])[610s:1m]");
    }

    void samplesAreCountedAsPrometheusCountsThem()
    {
        QFETCH(QString, request);
        const auto path = QStringLiteral("/api/v1/") + filledIn(request) + QStringLiteral("&stats=all");
        const auto samplesOf = [](const QByteArray& body) {
            return QJsonDocument::fromJson(
                       body)[QStringLiteral("data")][QStringLiteral("stats")][QStringLiteral("samples")]
                .toObject();
        };

        const auto ours = samplesOf(ask(url() + path).body);
        const auto theirs = samplesOf(ask(m_prometheus.url() + path).body);

        QVERIFY(theirs.contains(QStringLiteral("totalQueryableSamples")));
        for (const auto* key : {"totalQueryableSamples", "totalQueryableSamplesPerStep"}) {
            const auto name = QString::fromLatin1(key);
            if (ours[name] != theirs[name])
                qWarning() << key << ours[name] << theirs[name];
            QCOMPARE(ours[name], theirs[name]);
        }
        const bool any = theirs[QStringLiteral("totalQueryableSamples")].toInt() > 0;
        QVERIFY(ours[QStringLiteral("peakSamples")].toInt() > 0 || !any);
    }

    void formsAreAnsweredAsPrometheus()
    {
        const auto form = filledIn(QStringLiteral("query=temperature%3E0&time={T}")).toLatin1();

        QCOMPARE(ask(url() + QStringLiteral("/api/v1/query"), form).body,
                 ask(m_prometheus.url() + QStringLiteral("/api/v1/query"), form).body);
    }

    void promtoolAsks_data()
    {
        QTest::addColumn<QStringList>("arguments");
        const auto row = [](const char* name, const char* arguments) {
            QTest::newRow(name) << QString::fromLatin1(arguments).split(QLatin1Char('|'));
        };
        row("instant", "instant|--time={T}|URL|rate(requests_total[5m])");
        row("range", "range|--start={S}|--end={T}|--step=5m|URL|temperature");
        row("series", "series|--match=temperature|--start={S}|--end={T}|URL");
        row("labels", "labels|--start={S}|--end={T}|URL|job");
        row("labels with matcher", "labels|--match=tiny{job=\"a\"}|--start={S}|--end={T}|URL|instance");
        row("no expression", "instant|URL|sum(");
    }

    void promtoolAsks()
    {
        QFETCH(QStringList, arguments);
        const auto asked = [&](const QString& server) {
            QStringList all{QStringLiteral("query")};
            for (const auto& argument : arguments)
                all << (argument == QLatin1String("URL") ? server : filledIn(argument));
            return test::run(QStringLiteral("promtool"), all);
        };

        const auto ours = asked(url());
        const auto theirs = asked(m_prometheus.url());

        QCOMPARE(ours.exitCode, theirs.exitCode);
        if (theirs.exitCode == 0)
            QCOMPARE(ours.output, theirs.output);
        QVERIFY(!ours.output.isEmpty());
    }

    void prometheusFederatesFromHere()
    {
        const auto appender = m_head.appender();
        const model::LabelSet labels{{"__name__", "federated"}, {"job", "far"}, {"quote", "a\"b\\c\nd"}};
        (void)appender->append(0, labels, {m_clock.now(), 42.5});
        (void)appender->commit();
        PrometheusProcess prometheus;
        const QByteArray configuration = "scrape_configs:\n"
                                         "  - job_name: federate\n"
                                         "    scrape_interval: 1s\n"
                                         "    honor_labels: true\n"
                                         "    metrics_path: /federate\n"
                                         "    params: {'match[]': ['{__name__=\"federated\"}']}\n"
                                         "    static_configs: [{targets: ['127.0.0.1:" +
                                         QByteArray::number(m_server.port()) + "']}]\n";
        QVERIFY(prometheus.start(configuration));
        const auto query = prometheus.url() + QStringLiteral("/api/v1/query?query=federated");
        QJsonObject found;

        QTRY_VERIFY_WITH_TIMEOUT(
            !(found = QJsonDocument::fromJson(ask(query).body)[QStringLiteral("data")][QStringLiteral("result")][0]
                          .toObject())
                 .isEmpty(),
            15'000);

        QCOMPARE(found[QStringLiteral("value")][1].toString(), QStringLiteral("42.5"));
        QCOMPARE(found[QStringLiteral("metric")].toObject(),
                 (QJsonObject{{QStringLiteral("__name__"), QStringLiteral("federated")},
                              {QStringLiteral("job"), QStringLiteral("far")},
                              {QStringLiteral("quote"), QStringLiteral("a\"b\\c\nd")}}));
    }
};

QTEST_GUILESS_MAIN(ApiTest)
#include "api_test.moc"
