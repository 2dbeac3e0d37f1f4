// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QByteArray>
#include <QTest>

#include "base/core/worker_pool.h"
#include "engine/query/local_query_service.h"
#include "service/server/api.h"
#include "support/manual_clock.h"
#include "support/memory_store.h"

using namespace nocturne;
using namespace nocturne::server;

namespace {

constexpr Timestamp kNow = 1'700'000'000'000;

class ProgramsOwn final : public Facts
{
public:
    std::vector<TargetFacts> targets() const override { return {}; }
    std::vector<std::pair<std::string, model::LabelSet>> droppedTargets() const override
    {
        return {{"node", model::LabelSet{{"__address__", "h:1"}}}};
    }
    std::vector<rules::GroupStatus> ruleGroups() const override { return {}; }
    alerts::AlertBoard::Snapshot alerts() const override { return {}; }
    StoreFacts store() const override { return {}; }
    std::string ownMetrics(exposition::Format) const override { return {}; }
    bool isReady() const override { return true; }
    std::string configText() const override { return "global: {}\n"; }
    std::map<std::string, std::string> flags() const override { return {{"config", "n.yml"}}; }
    RuntimeFacts runtime() const override
    {
        RuntimeFacts runtime;
        runtime.startTime = kNow;
        runtime.workingFolder = "/srv";
        runtime.reloadSucceeded = false;
        runtime.lastConfigTime = kNow;
        runtime.retention = "30d";
        return runtime;
    }
    std::vector<TargetMetadataFacts> targetMetadata(const std::string& metric) const override
    {
        std::vector<TargetMetadataFacts> all;
        for (const auto* name : {"a_total", "b"}) {
            if (metric.empty() || metric == name)
                all.push_back({model::LabelSet{{"job", "node"}, {"instance", "h:1"}},
                               name,
                               {model::MetricType::Counter, "Help.", "seconds"}});
        }
        return all;
    }
    std::map<std::string, std::size_t> droppedTargetCounts() const override { return {{"node", 5}}; }
    std::vector<std::string> alertmanagers() const override { return {"am:9093/api"}; }
};

} // namespace

class ApiStatusTest : public QObject
{
    Q_OBJECT

private slots:
    void answers_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<QByteArray>("data"); // with ' for "
        const auto row = [](const char* path, const char* query, const char* data) {
            QTest::addRow("%s?%s", path, query) << QByteArray(path) << QByteArray(query) << QByteArray(data);
        };
        row("status/config", "", "{'yaml':'global: {}\\n'}");
        row("status/flags", "", "{'config':'n.yml'}");
        row("alertmanagers", "", "{'activeAlertmanagers':[{'url':'am:9093/api'}],'droppedAlertmanagers':[]}");
        row("targets/metadata", "metric=b",
            "[{'target':{'instance':'h:1','job':'node'},'type':'counter','help':'Help.','unit':'seconds'}]");
        row("targets/metadata", "limit=1",
            "[{'target':{'instance':'h:1','job':'node'},'metric':'a_total','type':'counter','help':'Help.','unit':"
            "'seconds'}]");
        row("targets/metadata", "match_target={job='other'}", "[]");
        row("targets", "state=dropped",
            "{'activeTargets':[],'droppedTargets':[{'discoveredLabels':{'__address__':'h:1'},'scrapePool':'node'}],"
            "'droppedTargetCounts':{'node':5}}");
    }

    void answers()
    {
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, query);
        QFETCH(QByteArray, data);

        const auto response = get(path, query);

        QCOMPARE(response.status, 200);
        QCOMPARE(QByteArray::fromStdString(response.body),
                 QByteArray("{'status':'success','data':" + data + '}').replace('\'', '"'));
    }

    void runtimeTellsOfTheLastReading()
    {
        const auto body = QByteArray::fromStdString(get("status/runtimeinfo", "").body).replace('"', '\'');

        for (const auto* part : {"'CWD':'/srv'", "'reloadConfigSuccess':false", "'storageRetention':'30d'",
                                 "'startTime':'2023-11-14T22:13:20"})
            QVERIFY2(body.contains(part), body);
    }

    void selectorThatIsNoneIsRefused() { QCOMPARE(get("targets/metadata", "match_target=1").status, 400); }

private:
    HttpResponse get(const QByteArray& path, const QByteArray& query) const
    {
        HttpRequest request;
        request.method = "GET";
        request.path = "/api/v1/" + path.toStdString();
        request.query = query.toStdString();
        HttpResponse got;
        m_api.handle(request, {}, [&](HttpResponse response) { got = std::move(response); });
        return got;
    }

    support::ManualClock m_clock{kNow};
    support::MemoryStore m_store;
    WorkerPool m_pool;
    query::LocalQueryService m_queries{m_store, m_pool, m_clock, {}};
    ProgramsOwn m_facts;
    Api m_api{{}, m_queries, m_facts, m_clock};
};

QTEST_APPLESS_MAIN(ApiStatusTest)
#include "api_status_test.moc"
