// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QTest>

#include "watch/dashboards/dashboard_reader.h"
#include "watch/dashboards/pack.h"

using namespace nocturne;
using namespace nocturne::dashboards;

namespace {

std::string contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

Pack jobsPack()
{
    Pack pack;
    pack.detect = {"jobs_total"};
    pack.metrics = {"jobs_total", "job_seconds", "queue_length", "retries_total"};
    pack.planned = {"retries_total"};
    return pack;
}

} // namespace

class PackTest : public QObject
{
    Q_OBJECT

private slots:
    void builtInNamesADashboardAndRulesThatUseItsMetrics_data()
    {
        QTest::addColumn<QString>("path");
        const QDir folder(QStringLiteral(NOCTURNE_SOURCE_DIR "/resources/packs"));
        const auto names = folder.entryList({QStringLiteral("*.json")});
        QVERIFY(!names.isEmpty());
        for (const auto& name : names)
            QTest::newRow(qPrintable(name)) << folder.filePath(name);
    }

    void builtInNamesADashboardAndRulesThatUseItsMetrics()
    {
        QFETCH(QString, path);
        const auto resources = QStringLiteral(NOCTURNE_SOURCE_DIR "/resources/");

        const auto pack = readPack(contentOf(path));

        QVERIFY2(pack, pack ? "" : pack.error().text().c_str());
        const auto text =
            contentOf(resources + QStringLiteral("dashboards/%1.json").arg(QString::fromStdString(pack->dashboard)));
        const auto dashboard = readDashboard(text);
        QVERIFY(dashboard.has_value());
        for (const auto& metric : pack->metrics)
            QVERIFY2(text.find(metric) != std::string::npos, metric.c_str());
        QVERIFY(!contentOf(resources + QStringLiteral("rules/") + QString::fromStdString(pack->rules)).empty());
        const auto manual = contentOf(QStringLiteral(NOCTURNE_SOURCE_DIR "/docs/packs.md"));
        QVERIFY2(manual.find("\n## " + pack->guide + "\n") != std::string::npos, pack->guide.c_str());
    }

    void aProductIsKnownByOneOfItsMetrics()
    {
        QVERIFY(!detectPack(jobsPack(), {"up", "jobs"}));
        QVERIFY(!detectPack(jobsPack(), {"queue_length"})); // of the product, but others have it too
        QVERIFY(detectPack(jobsPack(), {"jobs_total"}));
    }

    void whatIsMissingIsToldAndWhatIsPlannedIsNot()
    {
        const auto finding = detectPack(jobsPack(), {"jobs_total", "job_seconds_bucket"});

        QVERIFY(finding);
        QCOMPARE(finding->missing, std::vector<std::string>{"queue_length"});
    }

    void aPrefixIsFoundWherePeopleMayChooseOne()
    {
        auto pack = jobsPack();
        const std::set<std::string> names = {"app_jobs_total", "app_queue_length", "job_seconds_sum"};
        QVERIFY(!detectPack(pack, names));
        pack.prefixed = true;

        const auto finding = detectPack(pack, names);

        QVERIFY(finding);
        QCOMPARE(finding->prefix, std::string("app_"));
        QCOMPARE(finding->missing, std::vector<std::string>{"app_job_seconds"}); // without its prefix it is another's
        QVERIFY(!detectPack(pack, {"otherjobs_total"}));
    }

    void faultsAreToldWithTheirPlace_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("message");
        const auto whole = [](const char* more) {
            return QStringLiteral(R"({"format": 1, "id": "a", "title": "A", "dashboard": "a", "detect": ["x"]%1})")
                .arg(QLatin1String(more));
        };
        QTest::newRow("not an object") << QStringLiteral("[]") << QStringLiteral("must be an object");
        QTest::newRow("no format") << QStringLiteral("{}") << QStringLiteral("needs \"format\"");
        QTest::newRow("nothing to detect")
            << QStringLiteral(R"({"format": 1, "id": "a", "title": "A", "dashboard": "a"})")
            << QStringLiteral("needs \"detect\"");
        QTest::newRow("unknown key") << whole(R"(, "rule": "a.yml")") << QStringLiteral("unknown key \"rule\"");
        QTest::newRow("rules outside their folder")
            << whole(R"(, "rules": "../a.yml")") << QStringLiteral("is made of letters, digits");
        QTest::newRow("hidden rules") << whole(R"(, "rules": ".a.yml")")
                                      << QStringLiteral("is made of letters, digits");
        QTest::newRow("no metric name") << whole(R"(, "metrics": ["a b"])") << QStringLiteral("holds names of metrics");
        QTest::newRow("another format") << QStringLiteral(R"({"format": 2})") << QStringLiteral("not format 1");
    }

    void faultsAreToldWithTheirPlace()
    {
        QFETCH(QString, text);
        QFETCH(QString, message);

        const auto pack = readPack(text.toStdString());

        QVERIFY(!pack);
        QVERIFY2(pack.error().message.find(message.toStdString()) != std::string::npos, pack.error().text().c_str());
        QVERIFY(pack.error().where.has_value());
    }
};

QTEST_GUILESS_MAIN(PackTest)
#include "pack_test.moc"
