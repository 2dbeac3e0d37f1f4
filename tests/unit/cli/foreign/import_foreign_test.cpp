// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <fstream>
#include <iterator>

#include <QTest>

#include "cli/import_foreign.h"
#include "service/config/read_configuration.h"

using namespace nocturne;
using namespace std::chrono_literals;

namespace {

/// A file beside this one.
std::string textOf(const char* name)
{
    std::ifstream file(QFINDTESTDATA(name).toStdString());
    return {std::istreambuf_iterator<char>(file), {}};
}

config::Configuration configurationOf(const cli::ForeignConfig& imported)
{
    if (imported.findings.hasErrors())
        qFatal("%s", imported.findings.firstError().text().c_str());
    const auto reading = config::readConfiguration(imported.text, {});
    for (const auto& finding : reading.findings) {
        if (finding.severity == yaml::Finding::Severity::Error &&
            finding.error.message.find("rule") == std::string::npos)
            qFatal("%s in\n%s", finding.error.text().c_str(), imported.text.c_str());
    }
    return reading.configuration;
}

QByteArray warningsOf(const cli::ForeignConfig& imported)
{
    QByteArray all;
    for (const auto& finding : imported.findings.sorted())
        all += QByteArray::fromStdString(finding.error.message) + '\n';
    return all;
}

} // namespace

class ImportForeignTest : public QObject
{
    Q_OBJECT

private slots:
    void theDocumentOfAegisBecomesAConfiguration()
    {
        const auto imported =
            cli::importAegisConfig(textOf("aegis.config.yaml"), "aegis.config.yaml", "http://gw:4000");
        const auto configuration = configurationOf(imported);

        QCOMPARE(configuration.streams.size(), std::size_t{1});
        QCOMPARE(configuration.streams[0].url, std::string("ws://gw:4000/ws/metrics"));
        QCOMPARE(configuration.streams[0].restUrl.value(), std::string("http://gw:4000/api/metrics"));
        QVERIFY(configuration.streams[0].updateInterval == 1s);
        QVERIFY(configuration.storage.retention == 30 * 24h);
        QVERIFY(configuration.global.evaluationInterval == 60s);
        QVERIFY(imported.text.find("rule_files: [aegis.config.yaml]") != std::string::npos);
        QVERIFY(imported.text.find("avg_over_time(aegis_error_rate_percent[5m]) > 5") != std::string::npos);
        const auto warnings = warningsOf(imported);
        for (const auto* name : {"flushIntervalMs", "batchSize", "maxConnectionsPerIp"})
            QVERIFY2(warnings.contains(name), warnings.constData());
        QCOMPARE(warnings.count('\n'), 3);
    }

    void theOptionsOfBurstletBecomeAConfiguration()
    {
        const auto imported = cli::importBurstletConfig(textOf("burstlet.yml"), "monitoring.yml", "http://b:3001");
        const auto configuration = configurationOf(imported);

        QCOMPARE(configuration.burstlets.size(), std::size_t{1});
        QCOMPARE(configuration.burstlets[0].url, std::string("http://b:3001/api/v1/monitoring"));
        QVERIFY(configuration.burstlets[0].refreshInterval == 45s);
        QVERIFY(configuration.storage.retention == 14 * 24h);
        QCOMPARE(configuration.healthChecks.at(0).url, std::string("https://api.example.org/status"));
        QVERIFY(!configuration.system.enabled);
        const auto warnings = warningsOf(imported);
        for (const auto* name : {"database", "redis", "defaultChannels", "level", "retention", "tracing"})
            QVERIFY2(warnings.contains(name), warnings.constData());
    }

    void aListOfAlertsComesWithIt()
    {
        const auto imported = cli::importBurstletConfig(
            "monitoring:\n  retentionDays: 3\n  alerts:\n  - {name: Slow, type: threshold, severity: warning,\n"
            "     condition: {metric: cpu_usage, operator: gt, value: 90}}\n",
            "m.yml", "http://b");

        QVERIFY2(imported.text.find("rule_files: [m.yml]") != std::string::npos, warningsOf(imported).constData());
        QVERIFY(imported.text.find("node_cpu_seconds_total") != std::string::npos);
    }

    void whatIsSwitchedOffIsLeftOutAndNamed_data()
    {
        QTest::addColumn<bool>("isAegis");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("warning");
        QTest::newRow("metrics") << true << QByteArray("metrics: {enabled: false}") << QByteArray("switched off there");
        QTest::newRow("websocket") << true << QByteArray("dashboard: {websocket: {enabled: false}}")
                                   << QByteArray("WebSocket is switched off");
        QTest::newRow("sampling") << true << QByteArray("metrics: {sampling: {enabled: true, rate: 0.1}}")
                                  << QByteArray("keeps 10 % of its requests");
        QTest::newRow("burstlet") << false << QByteArray("enabled: false") << QByteArray("nothing to ask");
    }
    void whatIsSwitchedOffIsLeftOutAndNamed()
    {
        QFETCH(bool, isAegis);
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, warning);
        const auto read = isAegis ? cli::importAegisConfig : cli::importBurstletConfig;
        const auto imported = read(text.toStdString(), "f", "http://h");

        QVERIFY(!imported.text.empty());
        QVERIFY2(warningsOf(imported).contains(warning), warningsOf(imported).constData());
    }

    void namesThatNobodyKnowsAreErrorsWithTheirPlace()
    {
        const auto aegis = cli::importAegisConfig("metrics:\n  flushInterval: 1", "f", "http://h");
        QVERIFY(aegis.text.empty());
        QCOMPARE(aegis.findings.firstError().where->line, 2);
        QVERIFY(cli::importAegisConfig("dashboard: {websocket: {path: ws}}", "f", "http://h").findings.hasErrors());
        QVERIFY(cli::importBurstletConfig("tracing: {samplingRate: 2}", "f", "http://h").findings.hasErrors());
        QVERIFY(cli::importBurstletConfig("services: {externalApis: [x]}", "f", "http://h").findings.hasErrors());
    }
};

QTEST_GUILESS_MAIN(ImportForeignTest)
#include "import_foreign_test.moc"
