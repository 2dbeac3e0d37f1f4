// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The real servers that an address may belong to, each recognised by host and port alone.
#include <QProcess>
#include <QStandardPaths>
#include <QTcpServer>
#include <algorithm>

#include <QTest>

#include "integration/alertmanager_process.h"
#include "integration/fleet_process.h"
#include "integration/prometheus_process.h"
#include "service/probe/source_entry.h"
#include "service/probe/url_probe.h"

using namespace nocturne;
using namespace nocturne::probe;
using namespace Qt::StringLiterals;

namespace {

Report look(const std::string& url) { return probeUrl({.url = url}); }

/// Without the scheme, and without the path where there is one.
std::string hostAndPort(const QString& url) { return url.section(u'/', 2, 2).toStdString(); }

std::string best(const Report& report)
{
    return report.findings.empty() ? report.failure : std::string(toString(report.findings.front().service));
}

} // namespace

class ProbeTest : public QObject
{
    Q_OBJECT

private slots:
    void aPrometheusAnswersPromql()
    {
        if (!test::PrometheusProcess::isInstalled())
            QSKIP("prometheus is not installed");
        test::PrometheusProcess prometheus;
        QVERIFY(prometheus.start());

        const auto report = look(hostAndPort(prometheus.url()));
        const auto page = look(prometheus.url().toStdString() + "/graph?g0.expr=up");

        QCOMPARE(best(report), std::string("prometheus"));
        QCOMPARE(report.findings.front().product, std::string("Prometheus"));
        QVERIFY(!report.findings.front().version.empty());
        QCOMPARE(report.findings.back().service == Service::Exposition, true); // its own metrics
        QCOMPARE(best(page), std::string("prometheus"));
    }

    void anAlertmanagerIsOne()
    {
        if (!test::AlertmanagerProcess::isInstalled())
            QSKIP("prometheus-alertmanager is not installed");
        test::AlertmanagerProcess alertmanager;
        QVERIFY(alertmanager.start());

        QCOMPARE(best(look(hostAndPort(alertmanager.url()))), std::string("alertmanager"));
    }

    void anExporterIsScraped()
    {
        const auto program = QStandardPaths::findExecutable(u"prometheus-node-exporter"_s);
        if (program.isEmpty())
            QSKIP("prometheus-node-exporter is not installed");
        QTcpServer free;
        QVERIFY(free.listen(QHostAddress::LocalHost));
        const auto address = u"127.0.0.1:%1"_s.arg(free.serverPort());
        free.close();
        QProcess exporter;
        exporter.start(program, {u"--web.listen-address=%1"_s.arg(address)});
        QTRY_VERIFY_WITH_TIMEOUT(look("http://" + address.toStdString() + "/metrics").failure.empty(), 20000);

        const auto report = look(address.toStdString());
        exporter.kill();
        exporter.waitForFinished();

        QCOMPARE(best(report), std::string("exposition"));
        QVERIFY(report.findings.front().series > 100);
        QCOMPARE(entryFor(report.findings.front(), {}, {})->item.section.front(), std::string("scrape_configs"));
    }

    void theFiveSystemsAreRecognised()
    {
        if (const auto missing = integration::FleetProcess::missing(); !missing.isEmpty())
            QSKIP(qPrintable(missing));
        integration::FleetProcess fleet;
        QVERIFY(fleet.start({}));

        QCOMPARE(best(look(hostAndPort(QString::fromStdString(fleet.url(u"sessions"_s))))), std::string("exposition"));
        QCOMPARE(best(look(hostAndPort(QString::fromStdString(fleet.url(u"stream"_s))))), std::string("aegis"));
        QCOMPARE(best(look(fleet.url(u"stream"_s))), std::string("aegis"));
        QCOMPARE(best(look(fleet.url(u"ready"_s))), std::string("health"));
        QCOMPARE(best(look(hostAndPort(QString::fromStdString(fleet.url(u"burstlet"_s))))), std::string("burstlet"));
        const auto events = look(hostAndPort(QString::fromStdString(fleet.url(u"events"_s))));
        QCOMPARE(best(events), std::string("exposition")); // metrics lead, Socket.IO is on the same port
        QVERIFY(std::ranges::find(events.findings, Service::SocketIo, &Finding::service) != events.findings.end());
    }
};

QTEST_GUILESS_MAIN(ProbeTest)
#include "probe_test.moc"
