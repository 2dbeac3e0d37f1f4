// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The real nocturned, used by the real amtool and by nocturnectl.
#include <QCoreApplication>
#include <QDateTime>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTest>

#include "prometheus_process.h"

using namespace Qt::StringLiterals;
using nocturne::test::ask;
using nocturne::test::Outcome;

namespace {

constexpr int kPatience = 30'000;

constexpr const char* kRules = R"(groups:
  - name: g
    interval: 1s
    rules:
      - alert: DiskFull
        expr: vector(7) > 5
        labels: {severity: critical, instance: db1, job: node}
        annotations: {summary: "the disk of db1 is full"}
      - alert: Slow
        expr: vector(3) > 1
        labels: {severity: warning, instance: web1, job: node}
)";

constexpr const char* kConfiguration = R"(system: {enabled: false}
logs: {journal: false}
notifications:
  route:
    receiver: quiet
    group_by: [alertname]
    routes:
      - receiver: ops
        matchers: ['severity="critical"']
  receivers:
    - name: quiet
    - name: ops
      log_configs: [{}]
)";

int freePort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

QString program(const char* name) { return QStringLiteral(NOCTURNE_BIN_DIR "/") + QLatin1String(name); }

} // namespace

class AmtoolTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_port = freePort();
        write(u"rules.yml"_s, kRules);
        write(u"nocturne.yml"_s, kConfiguration);
        start();
        QTRY_COMPARE_WITH_TIMEOUT(list().size(), 2, kPatience);
    }

    void init()
    {
        if (QStandardPaths::findExecutable(u"amtool"_s).isEmpty())
            QSKIP("amtool is not installed");
    }

    void amtoolListsAlerts()
    {
        const auto all = amtool({u"alert"_s, u"query"_s});
        QCOMPARE(all.exitCode, 0);
        QVERIFY2(all.output.contains("DiskFull") && all.output.contains("the disk of db1 is full") &&
                     all.output.contains("active"),
                 all.output.constData());
        const auto one = amtool({u"alert"_s, u"query"_s, u"severity=~warn.*"_s, u"-o"_s, u"simple"_s});
        QVERIFY2(one.output.contains("Slow") && !one.output.contains("DiskFull"), one.output.constData());
        const auto ops = amtool({u"alert"_s, u"query"_s, u"--receiver=ops"_s});
        QVERIFY2(ops.output.contains("DiskFull") && !ops.output.contains("Slow"), ops.output.constData());
        const auto json =
            QJsonDocument::fromJson(amtool({u"alert"_s, u"query"_s, u"DiskFull"_s, u"-o"_s, u"json"_s}).output);
        QCOMPARE(json.array().size(), 1);
        QCOMPARE(json[0]["fingerprint"_L1].toString().size(), 16);
    }

    void amtoolMakesChangesAndEndsSilences()
    {
        const auto made = amtool({u"silence"_s, u"add"_s, u"alertname=Slow"_s, u"instance=~web.*"_s, u"-a"_s, u"ann"_s,
                                  u"-c"_s, u"known"_s, u"-d"_s, u"1h"_s});
        QVERIFY2(made.exitCode == 0, made.output.constData());
        const auto id = QString::fromLatin1(made.output.trimmed());

        const auto listed = amtool({u"silence"_s, u"query"_s, u"alertname=Slow"_s});
        QVERIFY2(listed.output.contains(id.toLatin1()) && listed.output.contains("known") &&
                     listed.output.contains("ann"),
                 listed.output.constData());
        QVERIFY(!amtool({u"silence"_s, u"query"_s, u"alertname=Other"_s}).output.contains(id.toLatin1()));
        QTRY_VERIFY(!amtool({u"alert"_s}).output.contains("Slow"));
        QVERIFY(amtool({u"alert"_s, u"query"_s, u"--silenced"_s}).output.contains("Slow"));

        const auto changed = amtool({u"silence"_s, u"update"_s, id, u"-c"_s, u"known well"_s, u"-d"_s, u"2h"_s});
        QVERIFY2(changed.exitCode == 0, changed.output.constData());
        QVERIFY(amtool({u"silence"_s, u"query"_s}).output.contains("known well"));

        const auto ended = amtool({u"silence"_s, u"expire"_s, id});
        QVERIFY2(ended.exitCode == 0, ended.output.constData());
        QVERIFY(!amtool({u"silence"_s, u"query"_s}).output.contains(id.toLatin1()));
        QVERIFY(amtool({u"silence"_s, u"query"_s, u"--expired"_s}).output.contains(id.toLatin1()));
        QTRY_VERIFY(amtool({u"alert"_s}).output.contains("Slow"));
        QVERIFY(amtool({u"silence"_s, u"expire"_s, u"00000000-0000-0000-0000-000000000000"_s}).exitCode != 0);
    }

    void amtoolAddsAlertsAndEndsThem()
    {
        const auto added = amtool(
            {u"alert"_s, u"add"_s, u"alertname=Pushed"_s, u"severity=warning"_s, u"--annotation=summary=by hand"_s});
        QVERIFY2(added.exitCode == 0, added.output.constData());
        QTRY_VERIFY(amtool({u"alert"_s}).output.contains("by hand"));

        QVERIFY(amtool({u"alert"_s, u"add"_s, u"alertname=Pushed"_s, u"severity=warning"_s,
                        u"--end=2020-01-02T00:00:00Z"_s, u"--start=2020-01-01T00:00:00Z"_s})
                    .exitCode == 0);
        QTRY_VERIFY(!amtool({u"alert"_s}).output.contains("Pushed"));
    }

    void amtoolUnderstandsTheConfiguration()
    {
        const auto shown = amtool({u"config"_s, u"show"_s});
        QVERIFY2(shown.exitCode == 0 && shown.output.contains("receiver"), shown.output.constData());
        const auto routes = amtool({u"config"_s, u"routes"_s, u"show"_s});
        QVERIFY2(routes.exitCode == 0 && routes.output.contains("ops"), routes.output.constData());
        const auto tested =
            amtool({u"config"_s, u"routes"_s, u"test"_s, u"--verify.receivers=ops"_s, u"severity=critical"_s});
        QVERIFY2(tested.exitCode == 0, tested.output.constData());
        write(u"original.yml"_s, shown.output);
        const auto checked =
            nocturne::test::run(u"amtool"_s, {u"check-config"_s, m_folder.filePath(u"original.yml"_s)});
        QVERIFY2(checked.exitCode == 0, checked.output.constData());
    }

    void whatIsAcknowledgedOutlivesAKill()
    {
        const auto taken = ctl({u"ack"_s, u"alertname=DiskFull"_s, u"--owner"_s, u"ann"_s, u"--comment"_s, u"on it"_s});
        QVERIFY2(taken.exitCode == 0 && taken.output.contains("1 acknowledged"), taken.output.constData());
        m_program.kill(); // right after the answer
        QVERIFY(m_program.waitForFinished(kPatience));
        const auto away = ctl({u"list"_s});
        QCOMPARE(away.exitCode, 1);
        QVERIFY2(away.output.contains("--listen") && away.output.contains("NOCTURNE_URL"), away.output.constData());
        start();

        QTRY_COMPARE_WITH_TIMEOUT(list().size(), 2, kPatience);
        const auto again = ctl({u"list"_s, u"alertname=DiskFull"_s});
        QVERIFY2(again.output.contains("acknowledged by ann"), again.output.constData());
    }

    void nocturnectlDoesTheVerbs()
    {
        const auto id = idOf(u"Slow"_s);
        QVERIFY(!id.isEmpty());
        const auto known = ctl({u"ack"_s, id.left(20), u"--owner"_s, u"ann"_s, u"--for"_s, u"1h"_s, u"--sticky"_s,
                                u"--output"_s, u"json"_s});
        QVERIFY2(known.exitCode == 0, known.output.constData());
        QCOMPARE(QJsonDocument::fromJson(known.output)["changed"_L1].toInt(), 1);
        QCOMPARE(alertOf(u"Slow"_s)["acknowledgement"_L1].toObject()["sticky"_L1].toBool(), true);
        QVERIFY(ctl({u"list"_s, u"--state"_s, u"acknowledged"_s}).output.contains("Slow"));

        QVERIFY(ctl({u"unack"_s, id}).output.contains("1 given back"));
        QVERIFY(ctl({u"unack"_s, id}).output.contains("nothing changed")); // twice is once
        const auto until = QString::number(QDateTime::currentSecsSinceEpoch() + 3600);
        QVERIFY(ctl({u"snooze"_s, id, u"--until"_s, until}).output.contains("1 put off"));
        QVERIFY(ctl({u"snooze"_s, id, u"--until"_s, until}).output.contains("nothing changed"));
        QVERIFY(ctl({u"list"_s, u"--state"_s, u"muted"_s}).output.contains("put off by"));

        const auto wide = ctl({u"silence"_s, u"alertname=~.+"_s, u"--for"_s, u"1h"_s});
        QVERIFY2(wide.exitCode == 1 && wide.output.contains("--yes"), wide.output.constData());
        const auto made = ctl({u"silence"_s, u"alertname=Slow"_s, u"--for"_s, u"1h"_s, u"--comment"_s, u"quiet"_s,
                               u"--owner"_s, u"ann"_s});
        QVERIFY2(made.exitCode == 0, made.output.constData());
        const auto muted = ctl({u"list"_s, u"alertname=Slow"_s}).output;
        QVERIFY2(muted.contains("silenced by ann until 2"), muted.constData());
        QVERIFY(ctl({u"expire"_s, QString::fromLatin1(made.output.trimmed())}).output.contains("1 ended"));
        QVERIFY(ctl({u"history"_s, u"--name"_s, u"Slow"_s}).output.contains("firing"));
    }

    void wrongUseIsToldApartFromFindings()
    {
        QCOMPARE(ctl({u"ack"_s}).exitCode, 2);
        QCOMPARE(ctl({u"snooze"_s, u"alertname=Slow"_s}).exitCode, 2);
        QCOMPARE(ctl({u"ack"_s, u"alertname=Slow"_s, u"--for"_s, u"soon"_s}).exitCode, 2);
        QCOMPARE(ctl({u"ack"_s, u"alertname=Nothing"_s}).exitCode, 1);
        QCOMPARE(ctl({u"ack"_s, u"no-such-id"_s}).exitCode, 1);
        QCOMPARE(ctl({u"list"_s, u"alertname=Nothing"_s}).exitCode, 1);
        QCOMPARE(ctl({u"list"_s, u"alertname=~(("_s}).exitCode, 1);
        QCOMPARE(ctl({u"list"_s, u"--state"_s, u"odd"_s}).exitCode, 1);
    }

    void allOfItIsAudited()
    {
        const auto verified =
            nocturne::test::run(program("nocturnectl"), {u"audit"_s, u"verify"_s, u"--data"_s, data()});
        QVERIFY2(verified.exitCode == 0, verified.output.constData());
        QVERIFY(!verified.output.startsWith("0 "));
    }

    void cleanupTestCase()
    {
        m_program.terminate();
        QVERIFY(m_program.waitForFinished(kPatience));
        QCOMPARE(m_program.exitCode(), 0);
    }

private:
    QString url() const { return u"http://127.0.0.1:%1"_s.arg(m_port); }
    QString data() const { return m_folder.filePath(u"data"_s); }

    void write(const QString& name, const QByteArray& text) const
    {
        QFile file(m_folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }

    void start()
    {
        m_program.setStandardErrorFile(m_folder.filePath(u"log"_s));
        m_program.start(program("nocturned"), {u"--config"_s, m_folder.filePath(u"nocturne.yml"_s), u"--rules"_s,
                                               m_folder.filePath(u"rules.yml"_s), u"--data"_s, data(), u"--listen"_s,
                                               u"127.0.0.1:%1"_s.arg(m_port)});
        QVERIFY(m_program.waitForStarted());
        QTRY_VERIFY_WITH_TIMEOUT(ask(url() + u"/-/ready"_s).status == 200, kPatience);
    }

    Outcome amtool(QStringList arguments) const
    {
        return nocturne::test::run(u"amtool"_s,
                                   QStringList{u"--alertmanager.url="_s + url(), u"--no-version-check"_s} + arguments);
    }
    Outcome ctl(QStringList arguments) const
    {
        return nocturne::test::run(program("nocturnectl"),
                                   QStringList{u"alerts"_s} + arguments + QStringList{u"--url"_s, url()});
    }
    QJsonArray list() const { return QJsonDocument::fromJson(ask(url() + u"/api/v2/alerts"_s).body).array(); }
    QJsonObject alertOf(const QString& name) const
    {
        const auto all =
            QJsonDocument::fromJson(ask(url() + u"/api/v1/nocturne/alerts"_s).body)["data"_L1]["alerts"_L1].toArray();
        for (const auto& alert : all) {
            if (alert.toObject()["name"_L1].toString() == name)
                return alert.toObject();
        }
        return {};
    }
    QString idOf(const QString& name) const { return alertOf(name)["id"_L1].toString(); }

    QTemporaryDir m_folder;
    QProcess m_program;
    int m_port = 0;
};

QTEST_GUILESS_MAIN(AmtoolTest)
#include "amtool_test.moc"
