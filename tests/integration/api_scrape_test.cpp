// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A collector beside a real Prometheus, both scraping the same target, and a Prometheus that federates from it.
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

#include "engine/exposition/format.h"
#include "engine/exposition/protobuf_writer.h"
#include "prometheus_process.h"
#include "service/collector/collector.h"
#include "service/config/read_configuration.h"

using namespace nocturne;

namespace {

using test::ask;
using test::PrometheusProcess;

/// Something to scrape: gives the same body to everybody, whatever they ask for.
class MetricsTarget
{
public:
    MetricsTarget()
    {
        m_server.listen(QHostAddress::LocalHost);
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] {
            auto* socket = m_server.nextPendingConnection();
            QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
            QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket] {
                if (!socket->peek(1 << 16).contains("\r\n\r\n"))
                    return;
                socket->readAll();
                socket->write("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: " + contentType +
                              "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body);
                socket->disconnectFromHost();
            });
        });
    }
    QByteArray address() const { return "127.0.0.1:" + QByteArray::number(m_server.serverPort()); }

    QByteArray contentType = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    QByteArray body;

private:
    QTcpServer m_server;
};

QByteArray secondsOf(Timestamp time) { return QByteArray::number(static_cast<double>(time) / 1000, 'f', 3); }

/// A collector that keeps everything in memory, with a configuration of its own.
class CollectorUnderTest
{
public:
    bool start(const QByteArray& configuration)
    {
        auto reading = config::readConfiguration((configuration + "system: {enabled: false}\n").toStdString(), "/");
        for (const auto& finding : reading.findings)
            qWarning("%s", finding.error.text().c_str());
        if (reading.hasErrors())
            return false;
        reading.configuration.server.listen = "127.0.0.1:0";
        m_collector = std::make_unique<collector::Collector>(
            collector::CollectorOptions{.configuration = std::move(reading.configuration)}, m_clock);
        const auto started = m_collector->start();
        if (!started)
            qWarning("%s", started.error().text().c_str());
        return started.has_value();
    }
    QString url() const { return QStringLiteral("http://127.0.0.1:%1").arg(m_collector->serverPort()); }

private:
    SystemClock m_clock;
    std::unique_ptr<collector::Collector> m_collector;
};

QJsonValue dataOf(const QString& url) { return QJsonDocument::fromJson(ask(url).body)[QStringLiteral("data")]; }

/// Without the times of exemplars that none was told of, which are those of scrapes.
QJsonArray withoutScrapeTimes(QJsonArray found)
{
    for (auto series : found) {
        auto object = series.toObject();
        auto exemplars = object[QStringLiteral("exemplars")].toArray();
        for (auto exemplar : exemplars) {
            auto one = exemplar.toObject();
            if (one[QStringLiteral("labels")][QStringLiteral("trace_id")] == QStringLiteral("no time"))
                one.remove(QStringLiteral("timestamp"));
            exemplar = one;
        }
        object[QStringLiteral("exemplars")] = exemplars;
        series = object;
    }
    return found;
}

/// With the type in place of what differs from run to run, times, durations, the name of this computer, and of errors,
/// which are in our own words. Without what Prometheus 2.42 does not have yet, and what Nocturne does not have:
/// intervals that relabelling can change.
QJsonValue withoutMoments(const QJsonValue& value)
{
    static const QStringList kMoments{QStringLiteral("lastScrape"),     QStringLiteral("lastScrapeDuration"),
                                      QStringLiteral("activeAt"),       QStringLiteral("lastEvaluation"),
                                      QStringLiteral("evaluationTime"), QStringLiteral("globalUrl"),
                                      QStringLiteral("lastError")};
    if (value.isArray()) {
        QJsonArray array;
        for (const auto entry : value.toArray())
            array << withoutMoments(entry);
        return array;
    }
    if (!value.isObject())
        return value;
    auto object = value.toObject();
    for (const auto* key : {"droppedTargetCounts", "__scrape_interval__", "__scrape_timeout__"})
        object.remove(QString::fromLatin1(key));
    for (auto entry = object.begin(); entry != object.end(); ++entry)
        *entry = kMoments.contains(entry.key()) ? QJsonValue(static_cast<int>(entry->type())) : withoutMoments(*entry);
    return object;
}

} // namespace

class ApiScrapeTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (!PrometheusProcess::isInstalled())
            QSKIP("prometheus and promtool are not installed");
    }

    void exemplarsAreThoseThatPrometheusKeeps()
    {
        const auto now = SystemClock().now() / 1000 * 1000;
        const auto body = [](Timestamp ofCalls, Timestamp ofBucket) {
            return "# TYPE calls counter\n"
                   "calls_total{code=\"200\"} 5 # {trace_id=\"a<b>\"} 0.5 " +
                   secondsOf(ofCalls) +
                   "\ncalls_total{code=\"500\"} 1 # {trace_id=\"no time\"} 1\n"
                   "# TYPE took histogram\n"
                   "took_bucket{le=\"0.5\"} 1 # {trace_id=\"b\",span=\"c\"} 0.4 " +
                   secondsOf(ofBucket) + "\ntook_bucket{le=\"+Inf\"} 3 # {trace_id=\"" + QByteArray(130, 'x') +
                   "\"} 9\n"
                   "took_count 3\ntook_sum 4\n# EOF\n";
        };
        MetricsTarget target;
        target.body = body(now - 3000, now - 2500);
        const auto configuration = "scrape_configs:\n"
                                   "  - {job_name: app, scrape_interval: 1s, static_configs: [{targets: ['" +
                                   target.address() + "']}]}\n";
        CollectorUnderTest collector;
        PrometheusProcess prometheus;
        QVERIFY(collector.start(configuration));
        QVERIFY(prometheus.start(configuration, {QStringLiteral("--enable-feature=exemplar-storage")}));
        const auto exemplarsAt = [](const QString& server, const char* query = "calls_total%2Btook_bucket") {
            return dataOf(server + QStringLiteral("/api/v1/query_exemplars?query=") + QString::fromLatin1(query))
                .toArray();
        };
        const auto countAt = [&](const QString& server) {
            int count = 0;
            for (const auto series : exemplarsAt(server))
                count += static_cast<int>(series[QStringLiteral("exemplars")].toArray().size());
            return count;
        };

        QTRY_COMPARE_WITH_TIMEOUT(countAt(collector.url()), 3, 20'000);
        QTRY_COMPARE_WITH_TIMEOUT(countAt(prometheus.url()), 3, 20'000);
        target.body = body(now - 1000, now - 9000); // a newer one, and one older than what is known
        QTRY_COMPARE_WITH_TIMEOUT(countAt(collector.url()), 4, 20'000);
        QTRY_COMPARE_WITH_TIMEOUT(countAt(prometheus.url()), 4, 20'000);

        QCOMPARE(withoutScrapeTimes(exemplarsAt(collector.url())), withoutScrapeTimes(exemplarsAt(prometheus.url())));
        const auto window = "calls_total{code='200'}&start=" + secondsOf(now - 1000) + "&end=" + secondsOf(now - 1000);
        QCOMPARE(exemplarsAt(collector.url(), window).size(), 1);
        QCOMPARE(exemplarsAt(collector.url(), window), exemplarsAt(prometheus.url(), window));
    }

    void targetsRulesAndAlertsHaveTheFieldsOfPrometheus()
    {
        QTemporaryDir folder;
        const auto rules = folder.filePath(QStringLiteral("rules.yml"));
        QFile file(rules);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("groups:\n"
                   "  - name: one\n"
                   "    interval: 1s\n"
                   "    limit: 7\n"
                   "    rules:\n"
                   "      - {record: 'calls:sum', expr: 'sum( calls_total)', labels: {a: b}}\n"
                   "      - alert: Calls\n"
                   "        expr: calls_total > 1\n"
                   "        labels: {severity: page}\n"
                   "        annotations: {summary: '{{ $labels.code }} is <{{ $value }}>'}\n"
                   "      - {alert: Waiting, expr: 'vector(1)', for: 1h, keep_firing_for: 5m}\n"
                   "      - {alert: Quiet, expr: 'vector(1) > 1'}\n"
                   "      - {alert: Broken, expr: 'calls_total + on () calls_total'}\n");
        file.close();
        MetricsTarget target;
        target.body = "# TYPE calls counter\n# HELP calls Calls.\ncalls_total{code=\"200\"} "
                      "5\ncalls_total{code=\"500\"} 1\n# EOF\n";
        const auto configuration = "rule_files: ['" + rules.toUtf8() +
                                   "']\n"
                                   "scrape_configs:\n"
                                   "  - {job_name: app, scrape_interval: 1s, static_configs: [{targets: ['" +
                                   target.address() +
                                   "'], labels: {zone: a}}]}\n"
                                   "  - job_name: left_out\n"
                                   "    static_configs: [{targets: ['localhost:1']}]\n"
                                   "    relabel_configs: [{action: drop, source_labels: [job], regex: left_out}]\n";
        CollectorUnderTest collector;
        PrometheusProcess prometheus;
        QVERIFY(collector.start(configuration));
        QVERIFY(prometheus.start(configuration));
        const auto settled = [](const QString& server) {
            const auto all =
                dataOf(server + QStringLiteral("/api/v1/rules"))[QStringLiteral("groups")][0][QStringLiteral("rules")];
            return all[1][QStringLiteral("state")] == QStringLiteral("firing") &&
                   all[2][QStringLiteral("state")] == QStringLiteral("pending") &&
                   all[4][QStringLiteral("health")] == QStringLiteral("err");
        };

        QTRY_VERIFY_WITH_TIMEOUT(settled(collector.url()), 20'000);
        QTRY_VERIFY_WITH_TIMEOUT(settled(prometheus.url()), 20'000);

        for (const auto* path : {"rules", "rules?type=alert", "rules?type=record", "alerts", "targets?state=active",
                                 "metadata?metric=calls_total"}) {
            const auto asked = QStringLiteral("/api/v1/") + QString::fromLatin1(path);
            auto ours = withoutMoments(dataOf(collector.url() + asked));
            auto theirs = withoutMoments(dataOf(prometheus.url() + asked));
            if (ours != theirs) {
                qWarning() << path << "ours:" << ours;
                qWarning() << path << "theirs:" << theirs;
            }
            QCOMPARE(ours, theirs);
        }
        const auto dropped = [](const QString& server) {
            return dataOf(server + QStringLiteral("/api/v1/targets?state=dropped"))[QStringLiteral("droppedTargets")][0]
                                                                                   [QStringLiteral("discoveredLabels")];
        };
        QVERIFY(!dropped(prometheus.url()).toObject().isEmpty());
        QCOMPARE(withoutMoments(dropped(collector.url())), withoutMoments(dropped(prometheus.url())));
    }

    void prometheusFederatesNativeHistograms()
    {
        model::FloatHistogram histogram;
        histogram.schema = 2;
        histogram.zeroThreshold = 0.001;
        histogram.zeroCount = 1;
        histogram.positive = {{{-1, 2}, {2, 1}}, {3, 4, 2}};
        histogram.negative = {{{0, 1}}, {5}};
        histogram.count = 15;
        histogram.sum = 7.25;
        std::string body;
        exposition::ProtobufWriter writer(body);
        QVERIFY(writer.family("rpc", model::MetricType::Histogram));
        QVERIFY(writer.histogram(std::vector<model::Label>{{"code", "ok"}}, histogram));
        QVERIFY(writer.family("calls_total", model::MetricType::Counter));
        QVERIFY(writer.series({}, 42));
        writer.finish();
        MetricsTarget target;
        target.contentType =
            QByteArray::fromStdString(std::string(exposition::contentType(exposition::Format::Protobuf)));
        target.body = QByteArray::fromStdString(body);
        CollectorUnderTest collector;
        QVERIFY(collector.start("scrape_configs:\n"
                                "  - {job_name: app, scrape_interval: 1s, scrape_native_histograms: true, "
                                "static_configs: [{targets: ['" +
                                target.address() + "']}]}\n"));
        const auto port = QByteArray::number(QUrl(collector.url()).port());
        PrometheusProcess prometheus;
        QVERIFY(prometheus.start("scrape_configs:\n"
                                 "  - job_name: federate\n"
                                 "    scrape_interval: 1s\n"
                                 "    honor_labels: true\n"
                                 "    metrics_path: /federate\n"
                                 "    params: {'match[]': ['{job=\"app\"}']}\n"
                                 "    static_configs: [{targets: ['127.0.0.1:" +
                                     port + "']}]\n",
                                 {QStringLiteral("--enable-feature=native-histograms")}));
        const auto found = [](const QString& server, const char* query) {
            return dataOf(server + QStringLiteral("/api/v1/query?query=") +
                          QString::fromLatin1(query))[QStringLiteral("result")][0]
                .toObject();
        };

        QTRY_VERIFY_WITH_TIMEOUT(!found(prometheus.url(), "rpc").isEmpty(), 20'000);

        const auto theirs = found(prometheus.url(), "rpc");
        const auto ours = found(collector.url(), "rpc");
        QCOMPARE(theirs[QStringLiteral("metric")], ours[QStringLiteral("metric")]);
        const auto told = theirs[QStringLiteral("histogram")][1].toObject();
        QCOMPARE(told[QStringLiteral("count")].toString(), QStringLiteral("15"));
        QCOMPARE(told, ours[QStringLiteral("histogram")][1].toObject());
        QCOMPARE(found(prometheus.url(), "calls_total")[QStringLiteral("value")][1].toString(), QStringLiteral("42"));
    }
};

QTEST_GUILESS_MAIN(ApiScrapeTest)
#include "api_scrape_test.moc"
