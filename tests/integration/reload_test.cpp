// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// nocturned takes a changed configuration while it runs: by itself, at SIGHUP and when it is asked to.
#include <cstdio>

#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>

#include "collector_process.h"
#include "support/fault_server.h"
#include "support/faults.h"

using namespace nocturne::test;
using namespace Qt::StringLiterals;

namespace {

FaultScript page() { return faults::respond(200, {"Content-Type: text/plain; version=0.0.4"}, "a 1\n"); }

QByteArray job(const QByteArray& name, const FaultServer& server)
{
    return "- {job_name: " + name + ", static_configs: [{targets: ['127.0.0.1:" + QByteArray::number(server.port()) +
           "']}]}\n";
}

const QByteArray kHead = "global: {scrape_interval: 1s, scrape_timeout: 1s}\nsystem: {enabled: false}\n";

} // namespace

class ReloadTest : public QObject
{
    Q_OBJECT

    /// As editors do: a new file moved over the old one.
    void write(const QByteArray& text)
    {
        QFile file(m_folder.filePath(u"draft"_s));
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("cannot write");
        file.close();
        std::rename(file.fileName().toUtf8().constData(), path().toUtf8().constData());
    }
    QString path() const { return m_folder.filePath(u"n.yml"_s); }
    int count(const CollectorProcess& nocturne, const QString& query) const
    {
        const auto url =
            nocturne.url() + u"/api/v1/query?query="_s + QString::fromLatin1(QUrl::toPercentEncoding(query));
        return static_cast<int>(dataOf(url).toObject().value("result"_L1).toArray().size());
    }
    bool reloadSucceeded(const CollectorProcess& nocturne) const
    {
        return dataOf(nocturne.url() + u"/api/v1/status/runtimeinfo"_s)
            .toObject()
            .value("reloadConfigSuccess"_L1)
            .toBool();
    }

private slots:
    void changedFileIsTakenByDifference()
    {
        FaultServer stays(page());
        FaultServer goes(page());
        FaultServer comes(page());
        write(kHead + "scrape_configs:\n" + job("stays", stays) + job("goes", goes));
        CollectorProcess nocturne;
        QVERIFY2(nocturne.start(path()), nocturne.output());
        QTRY_COMPARE_WITH_TIMEOUT(count(nocturne, u"up{job=~\"stays|goes\"} == 1"_s), 2, 10'000);

        write(kHead + "scrape_configs:\n" + job("comes", comes) + job("stays", stays));

        QTRY_COMPARE_WITH_TIMEOUT(count(nocturne, u"a{job=\"comes\"}"_s), 1, 10'000);
        QCOMPARE(count(nocturne, u"a{job=\"goes\"}"_s), 0); // by its markers, not by age
        QCOMPARE(count(nocturne, u"up{job=\"goes\"}"_s), 0);
        QCOMPARE(count(nocturne, u"a{job=\"stays\"}"_s), 1);
        const auto before = stays.requests().size();
        QTRY_VERIFY_WITH_TIMEOUT(stays.requests().size() >= before + 3, 10'000);
        QCOMPARE(count(nocturne, u"changes(up{job=\"stays\"}[1m]) == 0"_s), 1);
        QVERIFY(stays.connections() == 1); // the very same loop, on the very same connection
        QVERIFY(dataOf(nocturne.url() + u"/api/v1/status/config"_s)
                    .toObject()
                    .value("yaml"_L1)
                    .toString()
                    .contains("comes"_L1));
    }

    void brokenFileLeavesTheOneOfBeforeAndSaysWhere()
    {
        FaultServer stays(page());
        write(kHead + "scrape_configs:\n" + job("stays", stays));
        CollectorProcess nocturne;
        QVERIFY2(nocturne.start(path(), {u"--web.enable-lifecycle"_s}), nocturne.output());
        QTRY_COMPARE_WITH_TIMEOUT(count(nocturne, u"up{job=\"stays\"} == 1"_s), 1, 10'000);
        QVERIFY(reloadSucceeded(nocturne));

        write(kHead + "scrape_configs:\n- {job_name: stays, scrape_intervall: 1s}\n");
        QTRY_VERIFY_WITH_TIMEOUT(!reloadSucceeded(nocturne), 10'000);
        const auto answer = ask(nocturne.url() + u"/-/reload"_s, "x=");
        QCOMPARE(answer.status, 500);
        QVERIFY2(answer.body.contains("n.yml:4:21: error: "), answer.body);
        nocturne.hangUp();
        QVERIFY(ask(nocturne.url() + u"/metrics"_s).body.contains("\nnocturne_config_last_reload_successful 0"));
        const auto before = stays.requests().size();
        QTRY_VERIFY_WITH_TIMEOUT(stays.requests().size() >= before + 2, 10'000);
        QCOMPARE(nocturne.output().count("the configuration of before stays in force"), 1); // read three times

        write(kHead + "scrape_configs:\n" + job("stays", stays));
        QTRY_VERIFY_WITH_TIMEOUT(reloadSucceeded(nocturne), 10'000);
        QCOMPARE(ask(nocturne.url() + u"/-/reload"_s, "x=").status, 200);
        QCOMPARE(ask(nocturne.url() + u"/-/reload"_s).status, 405);
    }

    void hangUpReadsAnewAndReloadNeedsItsSwitch()
    {
        FaultServer stays(page());
        write(kHead + "scrape_configs:\n" + job("stays", stays));
        CollectorProcess nocturne;
        QVERIFY2(nocturne.start(path()), nocturne.output());
        const auto taken = [&] {
            return dataOf(nocturne.url() + u"/api/v1/status/runtimeinfo"_s)
                .toObject()
                .value("lastConfigTime"_L1)
                .toString();
        };
        const auto before = taken();

        nocturne.hangUp();

        QTRY_VERIFY_WITH_TIMEOUT(taken() != before, 10'000);
        QVERIFY(nocturne.isRunning());
        QCOMPARE(ask(nocturne.url() + u"/-/reload"_s, "x=").status, 403);
    }

    void rulesOfAChangedRuleFileAreTaken()
    {
        const auto rules = m_folder.filePath(u"r.yml"_s);
        const auto rule = [&](const QByteArray& name) {
            QFile file(rules); // written in place, as some do
            if (!file.open(QIODevice::WriteOnly) ||
                file.write("groups:\n- {name: g, interval: 1s, rules: [{record: '" + name + "', expr: '1'}]}\n") < 0)
                qFatal("cannot write");
        };
        rule("one");
        write(kHead + "rule_files: [r.yml]\n");
        CollectorProcess nocturne;
        QVERIFY2(nocturne.start(path()), nocturne.output());
        QTRY_COMPARE_WITH_TIMEOUT(count(nocturne, u"one"_s), 1, 10'000);

        rule("two");

        QTRY_COMPARE_WITH_TIMEOUT(count(nocturne, u"two"_s), 1, 10'000);
        QTRY_COMPARE_WITH_TIMEOUT(count(nocturne, u"one"_s), 0, 10'000);
    }

    void inhibitionOfAChangedFileCountsAtOnce()
    {
        QFile rules(m_folder.filePath(u"i.yml"_s));
        QVERIFY(rules.open(QIODevice::WriteOnly));
        rules.write("groups:\n- {name: g, interval: 1s, rules: [{alert: Cause, expr: vector(1)}, "
                    "{alert: Symptom, expr: vector(1)}]}\n");
        rules.close();
        const QByteArray head = kHead + "rule_files: [i.yml]\n";
        write(head);
        CollectorProcess nocturne;
        QVERIFY2(nocturne.start(path()), nocturne.output());
        const auto suppressed = [&] {
            const auto answer = ask(nocturne.url() + u"/api/v2/alerts?filter=alertname=Symptom"_s).body;
            return answer.contains("\"state\":\"suppressed\"") ? 1 : answer.contains("\"state\":\"active\"") ? 0 : -1;
        };
        QTRY_COMPARE_WITH_TIMEOUT(suppressed(), 0, 10'000);

        write(head + "notifications: {inhibit_rules: [{source_matchers: [alertname=Cause], target_matchers: "
                     "[alertname=Symptom]}]}\n");

        QTRY_COMPARE_WITH_TIMEOUT(suppressed(), 1, 10'000);
        write(head);
        QTRY_COMPARE_WITH_TIMEOUT(suppressed(), 0, 10'000);
    }

    void aRuleFileThatCannotBeReadLeavesThoseOfBefore()
    {
        const auto rules = m_folder.filePath(u"f.yml"_s);
        QFile file(rules);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("groups:\n- {name: g, interval: 1s, rules: [{alert: Stays, expr: vector(1)}]}\n");
        file.close();
        write(kHead + "rule_files: [f.yml]\n");
        CollectorProcess nocturne;
        QVERIFY2(nocturne.start(path()), nocturne.output());
        const auto fires = [&] { return ask(nocturne.url() + u"/api/v2/alerts"_s).body.contains("Stays"); };
        QTRY_VERIFY_WITH_TIMEOUT(fires(), 10'000);

        QVERIFY(file.rename(rules + u".away"_s) && QDir().mkdir(rules)); // a folder opens, and does not read
        nocturne.hangUp();
        QTRY_VERIFY_WITH_TIMEOUT(!reloadSucceeded(nocturne), 10'000);
        QTest::qWait(2000);

        QVERIFY(fires());
    }

    void addedRulesAreTakenWithoutAConfiguration()
    {
        const QTemporaryDir data;
        CollectorProcess nocturne;
        QVERIFY2(nocturne.start({}, {u"--data"_s, data.path()}), nocturne.output());
        QVERIFY(QDir(data.path()).mkpath(u"rules"_s));
        QFile rules(data.filePath(u"rules/added.yml"_s));
        QVERIFY(rules.open(QIODevice::WriteOnly));
        rules.write("groups:\n- {name: g, interval: 1s, rules: [{record: added, expr: '1'}]}\n");
        rules.close();

        QTRY_COMPARE_WITH_TIMEOUT(count(nocturne, u"added"_s), 1, 15'000);
    }

private:
    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(ReloadTest)
#include "reload_test.moc"
