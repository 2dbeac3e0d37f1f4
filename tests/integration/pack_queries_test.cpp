// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A real nocturned watches the fleet, node_exporter and Prometheus: every expression of every pack has an answer, every
// metric that a pack names is kept, and what is not exposed is known to be so.
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QProcess>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>
#include <set>

#include "integration/fleet_process.h"
#include "integration/prometheus_process.h"
#include "watch/dashboards/dashboard_reader.h"
#include "watch/dashboards/macros.h"
#include "watch/dashboards/pack.h"

using namespace nocturne;
using namespace Qt::StringLiterals;
using integration::FleetProcess;

namespace {

/// Parts of expressions that have no answer here, each with its reason.
const std::vector<std::pair<const char*, const char*>> kEmptyHere = {
    {"websocket_heartbeat_rtt_milliseconds", "its document: not yet implemented"},
    {"go_memstats_heap_inuse_bytes", "the fleet is no Go program: not exposed"},
    {"offset 1w", "nothing is a week old"},
    {"status=\"failure\"", "no job failed"},
    {"aegis_endpoint_p95_latency_milliseconds", "its rows of top endpoints carry no percentile"},
    {"nocturne_process_", "the source that reads this computer's processes is off"},
    {"node_pressure_", "pressure is not read in every container"},
    {"node_filesystem_", "a container may have no filesystem that counts"},
    {"prometheus_engine_query_duration_seconds", "Prometheus was asked nothing"},
};

int freePort()
{
    QTcpServer server;
    return server.listen(QHostAddress::LocalHost) ? server.serverPort() : 0;
}

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

std::vector<dashboards::Pack> allPacks()
{
    std::vector<dashboards::Pack> packs;
    const QDir folder(QStringLiteral(NOCTURNE_SOURCE_DIR "/resources/packs"));
    for (const auto& name : folder.entryList({u"*.json"_s})) {
        if (auto pack = dashboards::readPack(contentOf(folder.filePath(name)).toStdString()))
            packs.push_back(std::move(*pack));
    }
    return packs;
}

} // namespace

class PackQueriesTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (!FleetProcess::missing().isEmpty())
            QSKIP(qPrintable(FleetProcess::missing()));
        QVERIFY(m_fleet.start({u"--write-config"_s, path(u"nocturne.yml"_s), u"--platform-prefix"_s, u"app_"_s,
                               u"--database-interval"_s, u"1000"_s}));
        QVERIFY(m_fleet.control(u"expose"_s,
                                {{u"metric"_s, u"websocket_heartbeat_rtt_milliseconds"_s}, {u"exposed"_s, false}}));
        auto text = contentOf(path(u"nocturne.yml"_s)).replace("_interval: 5s", "_interval: 2s");
        text.replace("health_checks:", furtherTargets() + "health_checks:").append("logs: {journal: false}\n");
        QFile config(path(u"nocturne.yml"_s));
        QVERIFY(config.open(QIODevice::WriteOnly) && config.write(text) > 0);
        config.close();

        const auto listen = u"127.0.0.1:%1"_s.arg(freePort());
        m_url = u"http://"_s + listen;
        m_nocturned.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_nocturned.start(QStringLiteral(NOCTURNE_BIN_DIR "/nocturned"),
                          {u"--config"_s, config.fileName(), u"--listen"_s, listen, u"--in-memory"_s});
        QVERIFY(m_nocturned.waitForStarted());
        QTRY_VERIFY_WITH_TIMEOUT(test::ask(m_url + u"/-/ready"_s).status == 200, 20'000);
    }

    void cleanupTestCase()
    {
        for (auto* process : {&m_nocturned, &m_nodeExporter}) {
            process->terminate();
            if (process->state() != QProcess::NotRunning && !process->waitForFinished(10'000))
                process->kill();
        }
    }

    void eachPackIsFoundWithAllItsMetrics_data()
    {
        QTest::addColumn<int>("index");
        const auto packs = allPacks();
        QVERIFY(packs.size() >= 7);
        for (std::size_t i = 0; i < packs.size(); ++i)
            QTest::newRow(packs[i].id.c_str()) << static_cast<int>(i);
    }

    void eachPackIsFoundWithAllItsMetrics()
    {
        QFETCH(int, index);
        const auto pack = allPacks()[static_cast<std::size_t>(index)];
        skipWithoutProgram(pack);
        queryAll(pack); // a stream sends what somebody asks for

        QTRY_VERIFY_WITH_TIMEOUT(detectPack(pack, metrics()).has_value(), 60'000);
        QTRY_COMPARE_WITH_TIMEOUT(detectPack(pack, metrics())->missing, std::vector<std::string>(), 60'000);
        QCOMPARE(detectPack(pack, metrics())->prefix, std::string(pack.prefixed ? "app_" : ""));
    }

    void eachExpressionHasAnAnswer_data() { eachPackIsFoundWithAllItsMetrics_data(); }

    void eachExpressionHasAnAnswer()
    {
        QFETCH(int, index);
        const auto pack = allPacks()[static_cast<std::size_t>(index)];
        skipWithoutProgram(pack);
        QElapsedTimer since;
        since.start();
        QStringList empty;
        do {
            empty = queryAll(pack);
            if (!empty.isEmpty())
                QTest::qWait(500);
        } while (!empty.isEmpty() && since.elapsed() < 90'000);
        QCOMPARE(empty, QStringList());
    }

    void aPlannedMetricIsUnknownUntilItIsExposed()
    {
        const auto bucket = "websocket_heartbeat_rtt_milliseconds_bucket";
        QVERIFY(!metrics().contains(bucket)); // hidden since before the start

        QVERIFY(m_fleet.control(u"expose"_s, {{u"metric"_s, u"websocket_heartbeat_rtt_milliseconds"_s}}));

        QTRY_VERIFY_WITH_TIMEOUT(metrics().contains(bucket), 60'000); // exposed, and nothing observed
        QVERIFY(!hasValue(query(u"histogram_quantile(0.5, rate(%1[5m]))"_s.arg(QLatin1String(bucket)))));
    }

    /// What the module's API tells fills the panels as its Prometheus text does.
    void theSourceOfABurstletFillsItsPackAlone()
    {
        if (!FleetProcess::missing().isEmpty())
            QSKIP(qPrintable(FleetProcess::missing()));
        const auto packs = allPacks();
        const auto pack = std::ranges::find(packs, "burstlet", &dashboards::Pack::id);
        QVERIFY(pack != packs.end());
        QStringList empty;
        const auto isFilled = [&] {
            empty = queryAll(*pack, "burstlet");
            // The API breaks requests down by endpoint and by status, and not by both.
            empty.removeIf([](const QString& expression) { return expression.contains(u"status=~\"[45]..\""_s); });
            return empty.isEmpty();
        };
        QTRY_VERIFY2_WITH_TIMEOUT(isFilled(), qPrintable(empty.join(u'\n')), 90'000);
    }

private:
    /// Of the dashboard of `pack`, of one instance or all: the expressions without an answer that ought to have one.
    QStringList queryAll(const dashboards::Pack& pack, const std::string& instance = {})
    {
        const auto file = QStringLiteral(NOCTURNE_SOURCE_DIR "/resources/dashboards/%1.json")
                              .arg(QString::fromStdString(pack.dashboard));
        const auto dashboard = dashboards::readDashboard(contentOf(file).toStdString());
        if (!dashboard)
            return {QString::fromStdString(dashboard.error().text())};
        dashboards::MacroValues macros;
        macros.range = std::chrono::hours(1);
        macros.step = macros.scrapeInterval = std::chrono::seconds(1);
        for (const auto& variable : dashboard->variables) {
            using dashboards::VariableKind;
            const bool isChoice = variable.kind == VariableKind::Query && !variable.all;
            macros.variables[variable.name] = {variable.kind == VariableKind::Prefix ? "app_"
                                               : isChoice                            ? m_nodeAddress.toStdString()
                                                                                     : variable.value,
                                               variable.all};
        }
        if (!instance.empty())
            macros.variables["instance"] = {instance, false};
        QStringList empty;
        for (const auto& panel : dashboard->panels) {
            for (const auto& target : panel.targets) {
                const auto expression = dashboards::expandMacros(target.expr, macros).value_or("macro error");
                const bool mayBeEmpty = std::ranges::any_of(
                    kEmptyHere, [&](const auto& part) { return expression.find(part.first) != std::string::npos; });
                if (!mayBeEmpty && !hasValue(query(QString::fromStdString(expression))))
                    empty.append(QString::fromStdString(panel.title + ": " + expression));
                else if (mayBeEmpty)
                    query(QString::fromStdString(expression));
            }
        }
        return empty;
    }

    QJsonObject query(const QString& expression)
    {
        return FleetProcess::get(m_url + u"/api/v1/query?query="_s +
                                 QString::fromLatin1(QUrl::toPercentEncoding(expression)))
            .object();
    }

    static bool hasValue(const QJsonObject& answer)
    {
        const auto result = answer[u"data"_s][u"result"_s].toArray();
        return std::ranges::any_of(result, [](const auto& series) {
            return series.toObject()[u"value"_s].toArray().at(1).toString() != u"NaN"_s;
        });
    }

    std::set<std::string> metrics() const
    {
        std::set<std::string> names;
        const auto answer = FleetProcess::get(m_url + u"/api/v1/label/__name__/values"_s);
        const auto values = answer[u"data"_s].toArray();
        for (const auto& name : values)
            names.insert(name.toString().toStdString());
        return names;
    }

    void skipWithoutProgram(const dashboards::Pack& pack) const
    {
        if (pack.id == "node-exporter" && m_nodeAddress.isEmpty())
            QSKIP("node_exporter is not installed: its pack was NOT tried");
        if (pack.id == "prometheus" && !test::PrometheusProcess::isInstalled())
            QSKIP("prometheus is not installed: its pack was NOT tried");
    }

    /// Scrape jobs for the real programs that are installed here, started.
    QByteArray furtherTargets()
    {
        QByteArray text;
        const auto job = [&text](const char* name, const QString& address) {
            text += QByteArray("  - job_name: ") + name + "\n    static_configs:\n      - targets: [\"" +
                    address.toUtf8() + "\"]\n";
        };
        const auto exporter = QStandardPaths::findExecutable(u"prometheus-node-exporter"_s);
        if (!exporter.isEmpty()) {
            m_nodeAddress = u"127.0.0.1:%1"_s.arg(freePort());
            m_nodeExporter.start(exporter, {u"--web.listen-address="_s + m_nodeAddress});
            job("node", m_nodeAddress);
        }
        if (test::PrometheusProcess::isInstalled() && m_prometheus.start(watchingItself()))
            job("prometheus", QUrl(m_prometheus.url()).authority());
        return text;
    }

    /// With a rule group, so that it counts what goes wrong with rules.
    QByteArray watchingItself() const
    {
        QFile rules(path(u"rules.yml"_s));
        if (rules.open(QIODevice::WriteOnly))
            rules.write("groups: [{name: g, interval: 1s, rules: [{record: one, expr: vector(1)}]}]");
        return "rule_files: ['" + rules.fileName().toUtf8() +
               "']\nscrape_configs: [{job_name: self, scrape_interval: 1s, static_configs: [{targets: ['" +
               QUrl(m_prometheus.url()).authority().toUtf8() + "']}]}]";
    }

    QString path(const QString& name) const { return m_folder.filePath(name); }

    QTemporaryDir m_folder;
    FleetProcess m_fleet;
    test::PrometheusProcess m_prometheus;
    QProcess m_nodeExporter;
    QProcess m_nocturned;
    QString m_nodeAddress;
    QString m_url;
};

QTEST_GUILESS_MAIN(PackQueriesTest)
#include "pack_queries_test.moc"
