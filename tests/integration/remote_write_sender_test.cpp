// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Nocturne writes to real receivers, which die and come back: nothing is lost, nothing is there twice.
#include <map>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTest>

#include "base/net/poll_loop.h"
#include "engine/tsdb/head.h"
#include "prometheus_process.h"
#include "sources/prometheus/remote_write.h"

using namespace nocturne;
using namespace std::chrono_literals;
using test::ask;
using test::PrometheusProcess;

namespace {

constexpr int kSeries = 50;

/// A store whose commits go out, with a queue in files.
struct Sending
{
    QTemporaryDir folder;
    SystemClock clock;
    net::PollLoop loop;
    net::HttpClient http{loop};
    NullLogger log;
    PosixIo io;
    tsdb::Head head{{}, clock};
    std::unique_ptr<prometheus::RemoteWrite> remoteWrite;
    int steps = 0;
    std::map<int, QStringList> sent; ///< by series: "time value"

    explicit Sending(const QString& url)
        : m_url(url)
    {
        begin();
    }

    void begin()
    {
        prometheus::RemoteWriteOptions options;
        options.name = "peer";
        options.url = m_url.toStdString();
        options.batchSendDeadline = 200ms;
        options.maxBackoff = 300ms;
        options.maxSamplesPerSend = 500;
        options.timeout = 3s;
        options.sendExemplars = true;
        remoteWrite = std::make_unique<prometheus::RemoteWrite>(
            prometheus::RemoteWriter::Surroundings{loop, http, clock, log, [this] { return head.metadata(); }}, io,
            folder.filePath(QStringLiteral("queue")).toStdString());
        if (!remoteWrite->setReceivers({options}))
            qFatal("no queue");
        head.setListener(&remoteWrite->feed());
    }
    void end()
    {
        head.setListener(nullptr);
        remoteWrite.reset();
    }

    /// One sample of each series, then the loop is served for some milliseconds.
    void step()
    {
        const auto now = clock.now();
        const auto appender = head.appender();
        for (int i = 0; i < kSeries; ++i) {
            const auto value = static_cast<double>(steps * (i + 1)) / 4;
            (void)appender->append(0, model::LabelSet{{"__name__", "sent"}, {"i", std::to_string(i)}}, {now, value});
            sent[i] += QString::number(static_cast<double>(now) / 1000, 'f', 3) + QLatin1Char(' ') +
                       QString::number(value, 'g', 17);
        }
        (void)appender->commit();
        ++steps;
        remoteWrite->poll();
        (void)loop.runUntil([] { return false; }, 20ms);
    }
    bool drains()
    {
        return loop.runUntil(
            [this] {
                remoteWrite->poll();
                return remoteWrite->stats().front().waiting == 0;
            },
            30s);
    }

private:
    QString m_url;
};

QString exemplarText(const QString& trace, double value, qint64 time)
{
    return trace + QLatin1Char(' ') + QString::number(value) + QLatin1Char(' ') + QString::number(time);
}

/// What the receiver has, by series: "time value".
std::map<int, QStringList> storedAt(const QString& url)
{
    const auto now = QString::number(static_cast<double>(SystemClock().now() + 1000) / 1000, 'f', 3);
    const auto answer = ask(url + QStringLiteral("/api/v1/query?query=sent%5B10m%5D&time=") + now);
    std::map<int, QStringList> found;
    const auto data = QJsonDocument::fromJson(answer.body).object().value(QLatin1String("data")).toObject();
    for (const auto& series : data.value(QLatin1String("result")).toArray()) {
        const auto metric = series.toObject().value(QLatin1String("metric")).toObject();
        auto& samples = found[metric.value(QLatin1String("i")).toString().toInt()];
        for (const auto& value : series.toObject().value(QLatin1String("values")).toArray()) {
            samples += QString::number(value.toArray().at(0).toDouble(), 'f', 3) + QLatin1Char(' ') +
                       QString::number(value.toArray().at(1).toString().toDouble(), 'g', 17);
        }
    }
    return found;
}

} // namespace

class RemoteWriteSenderTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (!PrometheusProcess::isInstalled())
            QSKIP("prometheus and promtool are not installed");
    }

    void nothingIsLostOrDoubledWhenPrometheusDies()
    {
        const QStringList receives{QStringLiteral("--web.enable-remote-write-receiver")};
        PrometheusProcess prometheus;
        QVERIFY(prometheus.start("{}", receives));
        Sending nocturne(prometheus.url() + QStringLiteral("/api/v1/write"));
        const auto steps = [&](int count) {
            for (int i = 0; i < count; ++i)
                nocturne.step();
        };

        steps(30);
        prometheus.kill();
        steps(30);
        nocturne.end(); // and this program is started anew while the receiver is away
        nocturne.begin();
        steps(30);
        QVERIFY(prometheus.start("{}", receives));
        steps(30);
        QVERIFY(nocturne.drains());

        const auto stored = storedAt(prometheus.url());
        QCOMPARE(stored.size(), static_cast<std::size_t>(kSeries));
        for (const auto& [series, samples] : nocturne.sent)
            QCOMPARE(stored.at(series), samples);
        const auto stats = nocturne.remoteWrite->stats().front();
        QCOMPARE(stats.samplesFailed, 0U);
        QVERIFY(stats.samplesRetried > 0);
        QVERIFY(stats.samplesDropped.empty());
        nocturne.end();
    }

    void prometheusTakesTheExemplarsThatAreSent()
    {
        PrometheusProcess prometheus;
        QVERIFY(prometheus.start("storage: {exemplars: {max_exemplars: 10000}}",
                                 {QStringLiteral("--web.enable-remote-write-receiver"),
                                  QStringLiteral("--enable-feature=exemplar-storage")}));
        Sending nocturne(prometheus.url() + QStringLiteral("/api/v1/write"));
        QMap<QString, QStringList> sent;
        for (int step = 0; step < 40; ++step) {
            const auto now = nocturne.clock.now();
            const auto appender = nocturne.head.appender();
            for (int i = 0; i < 5; ++i) {
                const model::LabelSet series{{"__name__", "sent_total"}, {"i", std::to_string(i)}};
                const auto ref = appender->append(0, series, {now, static_cast<double>(step)});
                QVERIFY(ref);
                if ((step + i) % 3 != 0)
                    continue;
                const model::Exemplar exemplar{
                    {{"trace_id", std::to_string(step) + "-ü-" + std::to_string(i)}}, step * 0.25, now - i, true};
                QVERIFY(appender->appendExemplar(*ref, exemplar));
                sent[QString::number(i)] += exemplarText(
                    QString::fromStdString(std::string(exemplar.labels.get("trace_id"))), exemplar.value, exemplar.t);
            }
            QVERIFY(appender->commit());
            nocturne.remoteWrite->poll();
            (void)nocturne.loop.runUntil([] { return false; }, 5ms);
        }
        QVERIFY(nocturne.drains());

        const auto answer = ask(prometheus.url() + QStringLiteral("/api/v1/query_exemplars?query=sent_total&start=") +
                                QString::number(nocturne.clock.now() / 1000 - 600) + QStringLiteral("&end=") +
                                QString::number(nocturne.clock.now() / 1000 + 10));

        QMap<QString, QStringList> stored;
        for (const auto& series : QJsonDocument::fromJson(answer.body).object()[QLatin1String("data")].toArray()) {
            const auto labels = series.toObject()[QLatin1String("seriesLabels")].toObject();
            for (const auto& one : series.toObject()[QLatin1String("exemplars")].toArray()) {
                const auto exemplar = one.toObject();
                const auto seconds = exemplar[QLatin1String("timestamp")].toDouble();
                stored[labels[QLatin1String("i")].toString()] +=
                    exemplarText(exemplar[QLatin1String("labels")][QLatin1String("trace_id")].toString(),
                                 exemplar[QLatin1String("value")].toString().toDouble(), qRound64(seconds * 1000));
            }
        }
        QCOMPARE(stored.size(), 5);
        QCOMPARE(stored, sent);
        QCOMPARE(nocturne.remoteWrite->stats().front().samplesFailed, 0U);
        QVERIFY(nocturne.remoteWrite->stats().front().exemplars > 60);
        nocturne.end();
    }

    void victoriaMetricsTakesWhatIsSent()
    {
        const auto program = QStandardPaths::findExecutable(QStringLiteral("victoria-metrics"));
        if (program.isEmpty())
            QSKIP("victoria-metrics is not installed");
        QTcpServer probe;
        QVERIFY(probe.listen(QHostAddress::LocalHost));
        const auto port = probe.serverPort();
        probe.close();
        const auto url = QStringLiteral("http://127.0.0.1:%1").arg(port);
        QTemporaryDir folder;
        QProcess victoria;
        victoria.setStandardErrorFile(folder.filePath(QStringLiteral("log")));
        victoria.start(program,
                       {QStringLiteral("-storageDataPath=") + folder.filePath(QStringLiteral("data")),
                        QStringLiteral("-httpListenAddr=127.0.0.1:%1").arg(port),
                        QStringLiteral("-search.latencyOffset=0"), QStringLiteral("-search.maxStalenessInterval=1m")});
        QVERIFY(victoria.waitForStarted());
        QVERIFY(QTest::qWaitFor([&] { return ask(url + QStringLiteral("/health")).status == 200; }, 20'000));
        Sending nocturne(url + QStringLiteral("/api/v1/write"));

        for (int i = 0; i < 40; ++i)
            nocturne.step();
        QVERIFY(nocturne.drains());

        std::map<int, QStringList> stored;
        QVERIFY(QTest::qWaitFor(
            [&] {
                stored = storedAt(url);
                return stored == nocturne.sent;
            },
            20'000)); // it shows new samples with a delay
        QCOMPARE(nocturne.remoteWrite->stats().front().samplesFailed, 0U);
        nocturne.end();
        victoria.kill();
        victoria.waitForFinished();
    }
};

QTEST_MAIN(RemoteWriteSenderTest)
#include "remote_write_sender_test.moc"
