// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <fstream>
#include <memory>

#include <QTemporaryDir>
#include <QTest>
#include <QWebSocket>
#include <QWebSocketServer>

#include "service/collector/collector.h"
#include "service/collector/topic_demand.h"
#include "service/config/read_configuration.h"
#include "support/manual_clock.h"

using namespace nocturne;
using namespace nocturne::collector;
using namespace std::chrono_literals;
using streams::Topic;

namespace {

constexpr const char* kRules = "groups:\n"
                               "- name: traffic\n"
                               "  rules:\n"
                               "  - alert: Busy\n"
                               "    expr: sum(aegis_request_rate) > 1\n"
                               "    annotations:\n"
                               "      summary: '{{ query \"aegis_status_requests\" | len }} classes'\n";

std::vector<rules::RuleGroup> ruleGroups()
{
    auto file = rules::readRuleFile(kRules, "traffic.yml");
    if (file.findings.hasErrors())
        qFatal("%s", file.findings.firstError().text().c_str());
    return std::move(file.groups);
}

/// Hears what clients subscribe to.
class StreamServer : public QObject
{
public:
    StreamServer()
        : m_server(QStringLiteral("streams"), QWebSocketServer::NonSecureMode)
    {
        connect(&m_server, &QWebSocketServer::newConnection, this, [this] {
            auto* socket = m_server.nextPendingConnection();
            socket->setParent(&m_server); // which Qt promises and does not do
            connect(socket, &QWebSocket::textMessageReceived, this, [this](const QString& text) { m_last = text; });
        });
        if (!m_server.listen(QHostAddress::LocalHost))
            qFatal("cannot listen");
    }
    bool isAsked(const QString& topic) const { return m_last.contains(QStringLiteral("\"%1\":true").arg(topic)); }
    std::string url() const { return "ws://127.0.0.1:" + std::to_string(m_server.serverPort()) + "/"; }

private:
    QWebSocketServer m_server;
    QString m_last;
};

CollectorOptions optionsFor(const StreamServer& server)
{
    auto reading = config::readConfiguration("system: {enabled: false}\nlogs: {journal: false}\nstreams:\n"
                                             "- {name: aegis, url: '" +
                                             server.url() + "', rest_url: ''}\n");
    if (reading.hasErrors())
        qFatal("%s", reading.findings.front().error.message.c_str());
    CollectorOptions options;
    options.configuration = std::move(reading.configuration);
    return options;
}

} // namespace

/// Who wants which topics of streams, and that the server is asked for them.
class TopicDemandTest : public QObject
{
    Q_OBJECT

private slots:
    void rulesAreAlwaysServed()
    {
        const support::ManualClock clock;
        TopicDemand demand(clock);
        QVERIFY(demand.wanted() == streams::TopicSet());

        demand.setRules(ruleGroups());
        demand.setVisible({"aegis_endpoint_requests"});
        QVERIFY(demand.wanted().has(Topic::RequestRate));
        QVERIFY(demand.wanted().has(Topic::StatusDistribution)); // of the template
        QVERIFY(demand.wanted().has(Topic::TopEndpoints));
        QVERIFY(!demand.wanted().has(Topic::LatencyPercentiles));

        demand.setVisible({});
        QVERIFY(demand.wanted().has(Topic::RequestRate));
        QVERIFY(!demand.wanted().has(Topic::TopEndpoints));
    }

    void aQueryIsServedForAWhile()
    {
        support::ManualClock clock;
        TopicDemand demand(clock);
        demand.noteQuery("rate(aegis_latency_milliseconds[1m])");
        QVERIFY(demand.wanted().has(Topic::LatencyPercentiles));

        clock.advance(4min);
        demand.noteQuery("aegis_latency_milliseconds");
        clock.advance(4min);
        QVERIFY(demand.wanted().has(Topic::LatencyPercentiles));
        clock.advance(1min);
        QVERIFY(demand.wanted() == streams::TopicSet());
    }

    void theServerIsAskedForWhatRulesNeedWithNothingOnShow()
    {
        const StreamServer server;
        const QTemporaryDir folder;
        auto options = optionsFor(server);
        options.extraRuleFiles = {folder.filePath(QStringLiteral("traffic.yml")).toStdString()};
        std::ofstream(options.extraRuleFiles.front()) << kRules;
        const SystemClock clock;
        Collector collector(std::move(options), clock);
        QVERIFY(collector.start());

        QTRY_VERIFY(server.isAsked(QStringLiteral("requestRate")));
        QVERIFY(!server.isAsked(QStringLiteral("topEndpoints")));
        collector.setVisibleExpressions({"aegis_endpoint_requests"});
        QTRY_VERIFY(server.isAsked(QStringLiteral("topEndpoints")));
        collector.setVisibleExpressions({});
        QTRY_VERIFY(!server.isAsked(QStringLiteral("topEndpoints")));
        QVERIFY(server.isAsked(QStringLiteral("requestRate")));
    }

    void theServerIsAskedForWhatQueriesNeed()
    {
        const StreamServer server;
        const SystemClock clock;
        Collector collector(optionsFor(server), clock);
        QVERIFY(collector.start());
        collector.queries().instant({"aegis_request_rate", clock.now()}, {}, [](const auto&) {});
        QTRY_VERIFY(server.isAsked(QStringLiteral("requestRate")));
        query::SeriesQuery series;
        series.selectors = {"{__name__=\"aegis_endpoint_requests\"}"};
        collector.queries().series(series, {}, [](const auto&) {});
        QTRY_VERIFY(server.isAsked(QStringLiteral("topEndpoints")));
        QVERIFY(server.isAsked(QStringLiteral("requestRate")));
    }
};

QTEST_GUILESS_MAIN(TopicDemandTest)
#include "topic_demand_test.moc"
