// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// nocturnectl burstlet against a module with every endpoint of its document.
#include <QtTest>

#include <QFile>
#include <QJsonArray>
#include <QProcess>
#include <QTemporaryDir>

#include "integration/fleet_process.h"

using namespace nocturne::integration;
using namespace Qt::StringLiterals;

class BurstletCommandTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (const auto why = FleetProcess::missing(); !why.isEmpty())
            QSKIP(qPrintable(why));
        QVERIFY(m_fleet.start({}));
        m_url = QString::fromStdString(m_fleet.url(u"monitoring"_s));
        writeConfig(u"nocturne.yml"_s, "");
        writeConfig(u"closed.yml"_s, ", write: false");
    }
    void cleanup() { QVERIFY(m_fleet.control(u"heal"_s)); }

    void aCheckIsMadeListedAndDeleted()
    {
        QVERIFY(burstlet({u"create"_s, u"check"_s, u"-"_s}, R"({"name":"mail","type":"tcp","target":"localhost:25"})"));
        const auto id = QString::fromUtf8(m_said).trimmed();
        QVERIFY(id.startsWith(u'c'));
        QVERIFY(burstlet({u"list"_s, u"checks"_s}));
        QVERIFY(m_said.contains((id + u"  mail  tcp"_s).toUtf8()));

        QVERIFY(!burstlet({u"delete"_s, u"check"_s, id})); // nobody is there to ask
        QVERIFY2(m_said.contains("this deletes the check \"mail\"") && m_said.contains("--yes"), m_said.constData());
        QVERIFY(burstlet({u"delete"_s, u"check"_s, id, u"--yes"_s}));
        QVERIFY(burstlet({u"list"_s, u"checks"_s}));
        QVERIFY(!m_said.contains("mail"));
        QVERIFY(!burstlet({u"delete"_s, u"check"_s, id, u"--yes"_s}));
        QVERIFY2(m_said.contains("404: NOT_FOUND"), m_said.constData());
    }

    void anAlertIsMadeChangedAndDeleted()
    {
        QVERIFY(burstlet({u"create"_s, u"alert"_s, u"-"_s},
                         R"({"name":"Slow","type":"performance","severity":"error",)"
                         R"("condition":{"metric":"response.p95","operator":">","threshold":500}})"));
        const auto id = QString::fromUtf8(m_said).trimmed();

        QVERIFY(burstlet({u"change"_s, u"alert"_s, id, u"-"_s}, R"({"isActive":false})"));
        QVERIFY(burstlet({u"list"_s, u"alerts"_s}));
        QVERIFY2(m_said.contains((id + u"  Slow  performance  error  (off)"_s).toUtf8()), m_said.constData());
        QVERIFY(burstlet({u"delete"_s, u"alert"_s, id, u"--yes"_s}));
        QVERIFY(burstlet({u"list"_s, u"alerts"_s, u"--output"_s, u"json"_s}));
        for (const auto& alert : QJsonDocument::fromJson(m_said).array())
            QVERIFY(alert[u"id"_s].toString() != id);
    }

    void aDashboardIsMadeTakenOverAndDeleted()
    {
        QVERIFY(burstlet({u"create"_s, u"dashboard"_s, u"-"_s}, R"({"name":"Own","widgets":[{"type":"line"}]})"));
        const auto id = QString::fromUtf8(m_said).trimmed();
        QVERIFY(burstlet({u"list"_s, u"dashboards"_s}));
        const auto overview = QString::fromUtf8(m_said.left(m_said.indexOf(' ')));
        QVERIFY(m_said.contains("Overview") && m_said.contains("Own"));

        const auto file = m_folder.filePath(u"overview.json"_s);
        QVERIFY(burstlet({u"take"_s, overview, u"--out"_s, file}));
        QVERIFY2(m_said.contains("left out: \"table\": the widget names no metric"), m_said.constData());
        QVERIFY(run({u"check"_s, u"dashboard"_s, file}));
        QFile taken(file);
        QVERIFY(taken.open(QIODevice::ReadOnly));
        const auto document = QJsonDocument::fromJson(taken.readAll()).object();
        QCOMPARE(document[u"id"_s].toString(), u"burstlet-overview"_s);
        QCOMPARE(document[u"panels"_s].toArray().size(), 7);
        QCOMPARE(document[u"panels"_s][0][u"targets"_s][0][u"expr"_s].toString(),
                 u"burstlet_cpu_usage_percent{instance=~\"$instance\"}"_s);
        QVERIFY(!burstlet({u"take"_s, overview, u"--out"_s, file})); // nothing is written over

        QVERIFY(burstlet({u"delete"_s, u"dashboard"_s, id, u"--yes"_s}));
        QVERIFY(!burstlet({u"take"_s, id}));
        QVERIFY(m_said.contains("404"));
    }

    void aMeasurementIsRecorded()
    {
        QVERIFY(
            burstlet({u"record"_s, u"videos_done"_s, u"2"_s, u"--type"_s, u"counter"_s, u"--label"_s, u"plan=pro"_s}));
        QVERIFY(
            burstlet({u"record"_s, u"videos_done"_s, u"3"_s, u"--type"_s, u"counter"_s, u"--label"_s, u"plan=pro"_s}));
        const auto state = FleetProcess::get(QString::fromStdString(m_fleet.url(u"control"_s)) + u"/control/state"_s);
        const auto custom = state[u"burstlet"_s][u"custom"_s].toArray();

        QCOMPARE(custom.size(), 1);
        QCOMPARE(custom[0][u"value"_s].toDouble(), 5.0);
        QCOMPARE(custom[0][u"tags"_s][u"plan"_s].toString(), u"pro"_s);
    }

    void whatTheServerRefusesIsSaidInItsWords()
    {
        QVERIFY(!burstlet({u"create"_s, u"check"_s, u"-"_s}, R"({"name":"x","type":"smoke","target":"y"})"));
        QCOMPARE(m_exit, 1);
        QVERIFY2(m_said.contains("400: VALIDATION_ERROR"), m_said.constData());
        QVERIFY(
            m_fleet.control(u"burstlet-fail"_s, {{u"endpoint"_s, u"POST /alerts"_s}, {u"code"_s, u"ALERT_ERROR"_s}}));
        QVERIFY(!burstlet({u"create"_s, u"alert"_s, u"-"_s}, "{}"));
        QVERIFY2(m_said.contains("500: ALERT_ERROR"), m_said.constData());
        QVERIFY(!burstlet({u"create"_s, u"alert"_s, u"-"_s}, "[1]"));
        QVERIFY2(m_said.contains("it is no JSON object"), m_said.constData());
        QVERIFY(!run({u"burstlet"_s, u"list"_s, u"alerts"_s, u"--url"_s, m_url}));
        QVERIFY2(m_said.contains("401: UNAUTHORIZED"), m_said.constData());
    }

    void aBurstletThatMayOnlyBeReadIsNotWrittenTo()
    {
        const auto closed = m_folder.filePath(u"closed.yml"_s);

        QVERIFY(run({u"burstlet"_s, u"list"_s, u"alerts"_s, u"--config"_s, closed}));
        QVERIFY(!run({u"burstlet"_s, u"create"_s, u"alert"_s, u"-"_s, u"--config"_s, closed}, "{}"));
        QVERIFY2(m_said.contains("nothing is changed there"), m_said.constData());
        QVERIFY(!run({u"burstlet"_s, u"delete"_s, u"alert"_s, u"c1"_s, u"--yes"_s, u"--config"_s, closed}));
        QVERIFY(m_said.contains("nothing is changed there"));
        QVERIFY(!run({u"burstlet"_s, u"record"_s, u"x"_s, u"1"_s, u"--config"_s, closed}));
    }

    void wrongUsageIsToldFromRefusals()
    {
        for (const auto& words :
             {QStringList{u"list"_s}, QStringList{u"list"_s, u"logs"_s}, QStringList{u"delete"_s, u"alert"_s},
              QStringList{u"record"_s, u"x"_s, u"much"_s}, QStringList{u"take"_s}}) {
            QVERIFY(!burstlet(words));
            QCOMPARE(m_exit, 2);
        }
        QVERIFY(!run({u"burstlet"_s, u"list"_s, u"alerts"_s}));
        QVERIFY(m_said.contains("--config FILE"));
        QVERIFY(!run({u"burstlet"_s, u"list"_s, u"alerts"_s, u"--config"_s, m_folder.filePath(u"nocturne.yml"_s),
                      u"--source"_s, u"other"_s}));
        QVERIFY2(m_said.contains("no such Burstlet"), m_said.constData());
    }

private:
    void writeConfig(const QString& name, const QByteArray& further)
    {
        QFile file(m_folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("datasources:\n  burstlets:\n    - {name: b, url: '" + m_url.toUtf8() +
                   "', authorization: {credentials: env:BURSTLET_TOKEN}" + further + "}\n");
    }
    bool burstlet(const QStringList& words, const QByteArray& input = {})
    {
        return run(QStringList{u"burstlet"_s} + words +
                       QStringList{u"--config"_s, m_folder.filePath(u"nocturne.yml"_s)},
                   input);
    }
    bool run(const QStringList& arguments, const QByteArray& input = {})
    {
        QProcess process;
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"BURSTLET_TOKEN"_s, u"burstlet"_s);
        process.setProcessEnvironment(environment);
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(QStringLiteral(NOCTURNE_BIN_DIR "/nocturnectl"), arguments);
        process.write(input);
        process.closeWriteChannel();
        process.waitForFinished();
        m_said = process.readAll();
        m_exit = process.exitCode();
        return process.exitStatus() == QProcess::NormalExit && m_exit == 0;
    }

    FleetProcess m_fleet;
    QString m_url;
    QTemporaryDir m_folder;
    QByteArray m_said;
    int m_exit = 0;
};

QTEST_GUILESS_MAIN(BurstletCommandTest)
#include "burstlet_command_test.moc"
