// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// nocturnectl check url and check local, against a real Prometheus and servers at fault: words, JSON and exit codes.
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "integration/prometheus_process.h"
#include "support/fault_server.h"
#include "support/faults.h"

using namespace nocturne;
using namespace Qt::StringLiterals;

namespace {

const std::vector<std::string> kText = {"Content-Type: text/plain; version=0.0.4"};

test::Outcome check(const QStringList& words)
{
    return test::run(QStringLiteral(NOCTURNE_BIN_DIR "/nocturnectl"), QStringList{u"check"_s} + words);
}

QJsonObject jsonOf(const test::Outcome& outcome) { return QJsonDocument::fromJson(outcome.output).object(); }

QJsonObject firstOf(const QJsonObject& object, const QString& list) { return object.value(list)[0].toObject(); }

} // namespace

class ProbeCommandTest : public QObject
{
    Q_OBJECT

private slots:
    void aRealPrometheusIsNamedWithItsLines()
    {
        if (!test::PrometheusProcess::isInstalled())
            QSKIP("prometheus is not installed");
        test::PrometheusProcess prometheus;
        QVERIFY(prometheus.start());

        const auto words = check({u"url"_s, prometheus.url().section(u'/', 2)});
        const auto json = check({u"url"_s, prometheus.url(), u"--output"_s, u"json"_s});

        QCOMPARE(words.exitCode, 0);
        QVERIFY2(words.output.contains("prometheus at " + prometheus.url().toUtf8() + ": Prometheus "), words.output);
        QVERIFY2(words.output.contains("# for nocturne.yml\ndatasources:\n  prometheus:\n"), words.output);
        QCOMPARE(json.exitCode, 0);
        QCOMPARE(firstOf(jsonOf(json), u"findings"_s).value(QLatin1String("service")).toString(), u"prometheus"_s);
        QVERIFY(jsonOf(json).value(QLatin1String("failure")).toString().isEmpty());
    }

    void metricsAreCounted()
    {
        const test::FaultServer server(test::faults::respond(200, kText, "a 1\nb 2\n"));

        const auto words = check({u"url"_s, QString::fromStdString(server.url("/metrics"))});

        QCOMPARE(words.exitCode, 0);
        QVERIFY2(words.output.contains(": 2 series"), words.output);
        QVERIFY2(words.output.contains("static_configs:"), words.output);
    }

    void whyNothingIsFoundIsTheLastLine()
    {
        const test::RefusedPort port;
        const auto url = QString::fromStdString(port.url("/metrics"));

        const auto words = check({u"url"_s, url});
        const auto json = check({u"url"_s, url, u"--output"_s, u"json"_s});

        QCOMPARE(words.exitCode, 1);
        QVERIFY2(words.output.contains("refused"), words.output);
        QCOMPARE(json.exitCode, 1);
        QVERIFY(jsonOf(json).value(QLatin1String("findings")).toArray().isEmpty());
        QVERIFY(jsonOf(json).value(QLatin1String("failure")).toString().contains(u"refused"_s));
        QVERIFY(!firstOf(jsonOf(json), u"tries"_s).value(QLatin1String("words")).toString().isEmpty());
    }

    void aServerThatSaysNothingEndsInTime()
    {
        const test::FaultServer server(test::faults::hang());

        const auto words = check({u"url"_s, QString::fromStdString(server.url("/")), u"--timeout"_s, u"1"_s});

        QCOMPARE(words.exitCode, 1);
    }

    void aSecretInTheAddressIsNotPrinted()
    {
        const test::FaultServer server(test::faults::respond(200, kText, "a 1\n"));

        const auto words = check({u"url"_s, QString::fromStdString(server.url("/metrics?token=canary"))});
        const auto curl = check({u"url"_s, u"curl -u bob:canary "_s + QString::fromStdString(server.url("/metrics"))});

        QVERIFY2(!words.output.contains("canary"), words.output);
        QVERIFY2(words.output.contains("holds a secret"), words.output);
        QCOMPARE(curl.exitCode, 0);
        QVERIFY2(!curl.output.contains("canary") && curl.output.contains("keychain:"), curl.output);
    }

    void whatIsNoAddressIsAMistakeOfUse_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::newRow("no address") << QStringList{u"url"_s};
        QTest::newRow("two") << QStringList{u"url"_s, u"a:1"_s, u"b:2"_s};
        QTest::newRow("an expression") << QStringList{u"url"_s, u"sum(up)"_s};
        QTest::newRow("a scheme nobody speaks") << QStringList{u"url"_s, u"gopher://a:1/"_s};
        QTest::newRow("no time") << QStringList{u"url"_s, u"a:1"_s, u"--timeout"_s, u"0"_s};
        QTest::newRow("no port") << QStringList{u"local"_s, u"--port"_s, u"many"_s};
    }
    void whatIsNoAddressIsAMistakeOfUse()
    {
        QFETCH(QStringList, words);

        QCOMPARE(check(words).exitCode, 2);
    }

    void thisComputerIsLookedAt()
    {
        const test::FaultServer server(test::faults::respond(200, kText, "a 1\n"));
        const test::RefusedPort closed;
        const QStringList ports{u"--port"_s, QString::number(server.port()), u"--port"_s,
                                QString::number(closed.port())};

        const auto words = check(QStringList{u"local"_s} + ports);
        const auto json = check(QStringList{u"local"_s, u"--output"_s, u"json"_s} + ports);

        QCOMPARE(words.exitCode, 0);
        QVERIFY2(words.output.contains("exposition at http://127.0.0.1:" + QByteArray::number(server.port())),
                 words.output);
        QVERIFY2(words.output.endsWith("1 service, 2 ports looked at\n"), words.output);
        QCOMPARE(json.exitCode, 0);
        QCOMPARE(jsonOf(json).value(QLatin1String("findings")).toArray().size(), 1);
        QCOMPARE(firstOf(jsonOf(json), u"findings"_s).value(QLatin1String("series")).toInt(), 1);
    }
};

QTEST_GUILESS_MAIN(ProbeCommandTest)
#include "probe_command_test.moc"
