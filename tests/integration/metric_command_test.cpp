// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Custom metrics of a real nocturned, told by nocturnectl and over HTTP, and asked for with PromQL.
#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QUrl>

#include "collector_process.h"

using namespace nocturne::test;

class MetricCommandTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QFile file(m_folder.filePath(QStringLiteral("nocturne.yml")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("system: {enabled: false}\nlogs: {journal: false}\ncustom_metrics: {interval: 100ms}\n");
        file.close();
        QVERIFY2(m_collector.start(file.fileName()), m_collector.output().constData());
    }

    void whatIsToldIsAnswered()
    {
        QVERIFY(metric({"inc", "orders_total", "--label", "shop=north", "--help-text", "orders that came"}));
        QVERIFY(metric({"inc", "orders_total", "4", "--label", "shop=north"}));
        QVERIFY(metric({"set", "queue_depth", "7"}));
        QVERIFY(metric({"inc", "queue_depth", "-9", "--type", "gauge", "--clamp-at-zero"}));
        QVERIFY(metric({"set", "temperature", "-4.5"}));
        QVERIFY(metric({"observe", "size_bytes", "300", "--bucket", "100,1000"}));
        QVERIFY(metric({"observe", "size_bytes", "50"}));
        QVERIFY(metric({"observe", "took_seconds", "2", "--type", "summary"}));

        QTRY_COMPARE(value("orders_total{shop=\"north\",job=\"custom\"}"), QStringLiteral("5"));
        QTRY_COMPARE(value("queue_depth"), QStringLiteral("0"));
        QTRY_COMPARE(value("temperature"), QStringLiteral("-4.5"));
        QTRY_COMPARE(value("size_bytes_bucket{le=\"100\"}"), QStringLiteral("1"));
        QTRY_COMPARE(value("size_bytes_bucket{le=\"+Inf\"}"), QStringLiteral("2"));
        QTRY_COMPARE(value("size_bytes_sum"), QStringLiteral("350"));
        QTRY_COMPARE(value("took_seconds{quantile=\"0.5\"}"), QStringLiteral("2"));
        const auto metadata = dataOf(m_collector.url() + QStringLiteral("/api/v1/metadata?metric=orders_total"))
                                  .toObject()
                                  .value(QLatin1String("orders_total"))
                                  .toArray()
                                  .at(0)
                                  .toObject();
        QCOMPARE(metadata.value(QLatin1String("help")).toString(), QStringLiteral("orders that came"));
        QCOMPARE(metadata.value(QLatin1String("type")).toString(), QStringLiteral("counter"));
    }

    void whatIsWrongIsSaidWithItsCure()
    {
        QVERIFY(metric({"inc", "twice_total"}));

        QVERIFY(!metric({"set", "twice_total", "1"}));
        QVERIFY(m_said.contains("twice_total is a counter already, no gauge: give it another name"));
        QVERIFY(!metric({"inc", "a-b"}));
        QVERIFY(m_said.contains("write a_b"));
        QVERIFY(!metric({"inc", "orders_total", "-1"}));
        QVERIFY(m_said.contains("does not fall"));
        QVERIFY(!metric({"set", "x", "much"}));
        QCOMPARE(m_exit, 2);
        QVERIFY(!metric({"set", "x"}));
        QVERIFY(!metric({"inc", "x", "--label", "shop"}));
        QVERIFY(m_said.contains("write name=value"));
    }

    /// Each command has ended before the kill, so what it told is there after it.
    void whatWasToldSurvivesAKill()
    {
        QTemporaryDir data;
        CollectorProcess collector;
        const QStringList further{QStringLiteral("--data"), data.path()};
        const auto config = m_folder.filePath(QStringLiteral("nocturne.yml"));
        m_url = collector.url();
        for (int round = 1; round <= 3; ++round) {
            QVERIFY2(collector.start(config, further), collector.output().constData());
            QVERIFY(metric({"inc", "orders_total", "5"}));
            QVERIFY(metric({"observe", "size_bytes", "300", "--bucket", "100,1000"}));
            QVERIFY(metric({"inc", "depth", "-2", "--type", "gauge"}));
            collector.kill();
        }
        QVERIFY2(collector.start(config, further), collector.output().constData());

        QTRY_COMPARE(value("orders_total"), QStringLiteral("15"));
        QTRY_COMPARE(value("size_bytes_bucket{le=\"1000\"}"), QStringLiteral("3"));
        QTRY_COMPARE(value("depth"), QStringLiteral("-6"));
        m_url.clear();
    }

private:
    QString url() const { return m_url.isEmpty() ? m_collector.url() : m_url; }
    bool metric(const QList<const char*>& words)
    {
        QStringList arguments{QStringLiteral("metric")};
        for (const auto* word : words)
            arguments << QString::fromUtf8(word);
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(QStringLiteral(NOCTURNE_BIN_DIR "/nocturnectl"),
                      arguments + QStringList{QStringLiteral("--url"), url()});
        process.waitForFinished();
        m_said = process.readAll();
        m_exit = process.exitCode();
        return m_exit == 0;
    }
    QString value(const char* expression) const
    {
        const auto query = QString::fromLatin1(QUrl::toPercentEncoding(QString::fromUtf8(expression)));
        const auto result = dataOf(url() + QStringLiteral("/api/v1/query?query=") + query)
                                .toObject()
                                .value(QLatin1String("result"))
                                .toArray();
        return result.size() == 1 ? result.at(0).toObject().value(QLatin1String("value")).toArray().at(1).toString()
                                  : QStringLiteral("%1 series").arg(result.size());
    }

    QTemporaryDir m_folder;
    CollectorProcess m_collector;
    QString m_url; // of another one, for a while
    QByteArray m_said;
    int m_exit = 0;
};

QTEST_GUILESS_MAIN(MetricCommandTest)
#include "metric_command_test.moc"
