// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Real senders write to Nocturne: what it answers afterwards is what the sender answers itself.
#include <map>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QStandardPaths>
#include <QTest>

#include "engine/query/local_query_service.h"
#include "engine/remote_write/request_writer.h"
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

/// A Nocturne that takes samples in.
struct Receiving
{
    SystemClock clock;
    tsdb::Head head{{}, clock};
    remote_write::Receiver receiver{head, clock};
    WorkerPool pool{1};
    query::LocalQueryService queries{head, pool, clock};
    NoFacts facts;
    server::Server server{
        {.listen = "127.0.0.1:0", .api = {.version = "0"}}, queries, facts, clock, server::WriteApi(receiver, pool)};

    QString url() const { return QStringLiteral("http://127.0.0.1:%1").arg(server.port()); }
};

/// The raw samples of a minute, by series: each "time value".
std::map<QString, QStringList> samplesAt(const QString& url, const QString& selector, qint64 end)
{
    const auto query = QString::fromLatin1(QUrl::toPercentEncoding(selector + QStringLiteral("[1m]")));
    const auto answer = ask(url + QStringLiteral("/api/v1/query?query=%1&time=%2").arg(query).arg(end));
    const auto data = QJsonDocument::fromJson(answer.body).object().value(QLatin1String("data")).toObject();
    std::map<QString, QStringList> found;
    for (const auto& series : data.value(QLatin1String("result")).toArray()) {
        const auto labels = QJsonDocument(series.toObject().value(QLatin1String("metric")).toObject()).toJson();
        auto& samples = found[QString::fromUtf8(labels)];
        for (const auto& value : series.toObject().value(QLatin1String("values")).toArray()) {
            samples += QString::number(value.toArray().at(0).toDouble(), 'f', 3) + QLatin1Char(' ') +
                       value.toArray().at(1).toString();
        }
    }
    return found;
}

} // namespace

class RemoteWriteReceiverTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (!PrometheusProcess::isInstalled())
            QSKIP("prometheus and promtool are not installed");
    }

    void prometheusWritesWhatItScrapes()
    {
        Receiving nocturne;
        QVERIFY(nocturne.server.start());
        PrometheusProcess prometheus;
        // It scrapes itself: gauges, counters, summaries and histograms, 400 series.
        QVERIFY(prometheus.start(R"(
global: {scrape_interval: 1s}
remote_write:
  - url: )" + nocturne.url().toUtf8() +
                                 R"(/api/v1/write
    queue_config: {batch_send_deadline: 500ms}
    metadata_config: {send_interval: 1s}
scrape_configs:
  - job_name: self
    static_configs: [{targets: [')" +
                                 prometheus.url().toUtf8().mid(7) + "']}]\n"));
        QVERIFY(QTest::qWaitFor([&] { return nocturne.head.stats().samples > 5000; }, 40'000));
        const auto end = nocturne.clock.now() / 1000;
        // Until the series that is scraped last has a sample behind the end.
        QVERIFY(QTest::qWaitFor([&] { return nocturne.head.stats().maxTime > (end + 1) * 1000; }, 20'000));
        QTest::qWait(1500);

        const auto selector = QStringLiteral(R"({job="self"})");
        const auto ours = samplesAt(nocturne.url(), selector, end);
        const auto theirs = samplesAt(prometheus.url(), selector, end);

        QVERIFY2(theirs.size() > 300, std::to_string(theirs.size()).c_str());
        QCOMPARE(ours.size(), theirs.size());
        for (const auto& [series, samples] : theirs) {
            const auto found = ours.find(series);
            QVERIFY2(found != ours.end(), qPrintable(series));
            QCOMPARE(found->second, samples);
        }
        QCOMPARE(nocturne.receiver.stats().requestsMalformed, 0U);
        QCOMPARE(nocturne.receiver.stats().outOfOrder + nocturne.receiver.stats().duplicates, 0U);
        QVERIFY(QTest::qWaitFor([&] { return nocturne.head.metadata().contains("prometheus_http_requests_total"); },
                                10'000));
    }

    void vmagentWritesWhatItScrapes()
    {
        if (QStandardPaths::findExecutable(QStringLiteral("vmagent")).isEmpty())
            QSKIP("vmagent is not installed");
        Receiving nocturne;
        QVERIFY(nocturne.server.start());
        PrometheusProcess target;
        QVERIFY(target.start());
        QTemporaryDir folder;
        QFile config(folder.filePath(QStringLiteral("scrape.yml")));
        QVERIFY(config.open(QIODevice::WriteOnly));
        config.write("scrape_configs:\n  - job_name: self\n    scrape_interval: 1s\n    static_configs: [{targets: ['" +
                     target.url().toUtf8().mid(7) + "']}]\n");
        config.close();
        QProcess vmagent;
        vmagent.setStandardErrorFile(folder.filePath(QStringLiteral("log")));
        vmagent.start(QStringLiteral("vmagent"),
                      {QStringLiteral("-promscrape.config=") + config.fileName(),
                       QStringLiteral("-remoteWrite.url=") + nocturne.url() + QStringLiteral("/api/v1/write"),
                       QStringLiteral("-remoteWrite.tmpDataPath=") + folder.filePath(QStringLiteral("queue")),
                       QStringLiteral("-remoteWrite.flushInterval=500ms"),
                       QStringLiteral("-httpListenAddr=127.0.0.1:0")});
        QVERIFY(vmagent.waitForStarted());

        const bool came = QTest::qWaitFor([&] { return nocturne.head.stats().samples > 3000; }, 40'000);
        vmagent.kill();
        vmagent.waitForFinished();

        QVERIFY(came);
        const auto found = samplesAt(nocturne.url(), QStringLiteral(R"(up{job="self"})"), nocturne.clock.now() / 1000);
        QCOMPARE(found.size(), 1U);
        QVERIFY(found.begin()->second.back().endsWith(QStringLiteral(" 1")));
        QCOMPARE(nocturne.receiver.stats().requestsMalformed, 0U);
        QCOMPARE(nocturne.receiver.stats().outOfOrder + nocturne.receiver.stats().duplicates, 0U);
    }

    void strangersAreNotLetIn()
    {
        Receiving nocturne;
        QVERIFY(nocturne.server.start());
        remote_write::RequestWriter writer(remote_write::Version::V1);
        writer.series(model::LabelSet{{"__name__", "up"}});
        writer.sample({{nocturne.clock.now(), 1}});
        const auto body = QByteArray::fromStdString(writer.finish());
        const auto post = [&](const QByteArray& header, const QByteArray& value) {
            QNetworkAccessManager manager;
            QNetworkRequest request{QUrl(nocturne.url() + QStringLiteral("/api/v1/write"))};
            request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/x-protobuf"));
            request.setRawHeader(header, value);
            const std::unique_ptr<QNetworkReply> reply(manager.post(request, body));
            (void)QTest::qWaitFor([&] { return reply->isFinished(); }, 10'000);
            return reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        };

        QCOMPARE(post("Origin", "http://evil.example"), 403);
        QCOMPARE(post("Host", "evil.example"), 421);
        QCOMPARE(nocturne.head.stats().samples, 0U);
        QCOMPARE(post("Content-Encoding", "snappy"), 204);
        QCOMPARE(nocturne.head.stats().samples, 1U);
    }
};

QTEST_MAIN(RemoteWriteReceiverTest)
#include "remote_write_receiver_test.moc"
