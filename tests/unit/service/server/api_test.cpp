// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <future>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "engine/exposition/protobuf_parser.h"
#include "engine/query/local_query_service.h"
#include "engine/tsdb/head.h"
#include "service/server/api.h"
#include "support/manual_clock.h"

using namespace nocturne;
using namespace nocturne::server;

namespace {

constexpr Timestamp kNow = 1'700'000'000'000;

class FixedFacts final : public Facts
{
public:
    std::vector<TargetFacts> targets() const override
    {
        TargetFacts target;
        target.pool = "node";
        target.url = "http://localhost:9100/metrics";
        target.globalUrl = "http://here:9100/metrics";
        target.health = "down";
        target.lastError = "refused <b>";
        target.labels = model::LabelSet{{"job", "node"}, {"instance", "localhost:9100"}};
        target.discovered = model::LabelSet{{"__address__", "localhost:9100"}};
        target.lastScrape = kNow;
        target.lastSeconds = 0.5;
        target.interval = std::chrono::seconds(15);
        target.timeout = std::chrono::seconds(10);
        target.state = "down";
        target.uptime = {{std::chrono::hours(24), 0.75, std::chrono::seconds(7200)}};
        return {target};
    }
    std::vector<std::pair<std::string, model::LabelSet>> droppedTargets() const override
    {
        return {{"node", model::LabelSet{{"__address__", "localhost:1"}}}};
    }
    std::vector<rules::GroupStatus> ruleGroups() const override
    {
        alerts::AlertInstance alert;
        alert.labels = model::LabelSet{{"alertname", "Down"}};
        alert.state = alerts::AlertState::Firing;
        alert.value = 0.25;
        alert.activeAt = kNow;
        rules::RuleStatus alerting{
            .file = "a.yml", .group = "one", .name = "Down", .isAlerting = true, .expression = "up == 0"};
        alerting.health = rules::RuleHealth::Err;
        alerting.lastEvaluation = kNow;
        alerting.lastError = "no";
        alerting.holdFor = std::chrono::minutes(1);
        alerting.labels = {{"severity", "page"}};
        alerting.state = alert.state;
        alerting.alerts =
            std::make_shared<const std::vector<alerts::AlertInstance>>(std::vector<alerts::AlertInstance>{alert});
        const rules::RuleStatus recording{.file = "a.yml", .group = "one", .name = "a:b", .expression = "up"};
        rules::GroupStatus one{.file = "a.yml", .name = "one", .interval = std::chrono::seconds(15)};
        one.lastEvaluation = kNow;
        one.lastSeconds = 0.5;
        one.rules = {alerting, recording};
        rules::GroupStatus two{.file = "b.yml", .name = "two", .interval = std::chrono::seconds(30), .limit = 7};
        two.rules = {recording};
        return {one, two};
    }
    alerts::AlertBoard::Snapshot alerts() const override
    {
        auto alert = ruleGroups().front().rules.front().alerts->front();
        auto resolved = alert;
        resolved.state = alerts::AlertState::Resolved;
        return std::make_shared<const alerts::AlertList>(alerts::AlertList::of({alert, resolved}));
    }
    StoreFacts store() const override { return {.series = 3, .chunks = 1, .minTime = 1, .maxTime = 2}; }
    std::string ownMetrics(exposition::Format format) const override
    {
        return format == exposition::Format::OpenMetrics ? "om 1\n# EOF\n" : "own 1\n";
    }
    bool isReady() const override { return ready; }

    bool ready = true;
};

/// The API over three series: up{job="a"} = 1 and up{job="b"} = 0 each 15 s for five minutes, and one that ended.
struct Fixture
{
    support::ManualClock clock{kNow};
    tsdb::Head head{{}, clock};
    WorkerPool pool{1};
    query::LocalQueryService queries;
    FixedFacts facts;
    Api api;

    explicit Fixture(const promql::Features& features = {})
        : queries(head, pool, clock, {.features = features})
        , api({.version = "1.2.3", .externalLabels = {{"site", "home"}, {"job", "unused"}}, .parser = features.parser},
              queries, facts, clock)
    {
        const auto appender = head.appender();
        for (Timestamp t = kNow - 300'000; t <= kNow; t += 15'000) {
            (void)appender->append(0, model::LabelSet{{"__name__", "up"}, {"job", "a"}}, {t, 1});
            (void)appender->append(0, model::LabelSet{{"__name__", "up"}, {"job", "b"}}, {t, 0});
        }
        const model::LabelSet gone{{"__name__", "gone"}, {"job", "c"}};
        (void)appender->append(0, gone, {kNow - 60'000, 5});
        (void)appender->append(0, gone, {kNow - 45'000, model::kStaleMarker});
        appender->describe("up", {model::MetricType::Gauge, "Whether.", ""});
        (void)appender->commit();
    }

    HttpResponse ask(HttpRequest request) const
    {
        std::promise<HttpResponse> promise;
        api.handle(request, {}, [&](HttpResponse response) { promise.set_value(std::move(response)); });
        return promise.get_future().get();
    }
    HttpResponse get(const std::string& target, std::vector<std::pair<std::string, std::string>> headers = {}) const
    {
        const auto question = target.find('?');
        HttpRequest request;
        request.method = "GET";
        request.path = target.substr(0, question);
        request.query = question == std::string::npos ? "" : target.substr(question + 1);
        request.headers = std::move(headers);
        return ask(std::move(request));
    }
    QJsonValue data(const std::string& target) const
    {
        const auto response = get(target);
        const auto object = QJsonDocument::fromJson(QByteArray::fromStdString(response.body)).object();
        return object[QStringLiteral("status")] == QStringLiteral("success") ? object[QStringLiteral("data")]
                                                                             : QJsonValue();
    }
};

QString bodyOf(const HttpResponse& response) { return QString::fromStdString(response.body); }

} // namespace

class ApiTest : public QObject
{
    Q_OBJECT

private slots:
    void badRequests_data()
    {
        QTest::addColumn<QString>("target");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("words");
        const auto row = [](const char* target, int status, const char* type, const char* words) {
            QTest::newRow(target) << QString::fromLatin1(target) << status << QString::fromLatin1(type)
                                  << QString::fromUtf8(words);
        };
        row("/api/v1/query", 400, "bad_data", "invalid parameter \"query\": ");
        row("/api/v1/query?query=1+%2B", 400, "bad_data", "invalid parameter \"query\": 1:4: parse error: ");
        row("/api/v1/query?query=up&time=x", 400, "bad_data",
            "invalid parameter \"time\": cannot parse \"x\" to a valid timestamp");
        row("/api/v1/query?query=up&timeout=x", 400, "bad_data",
            "invalid parameter \"timeout\": cannot parse \"x\" to a valid duration");
        row("/api/v1/query?query=up&limit=x", 400, "bad_data", "invalid parameter \"limit\": ");
        row("/api/v1/query?query=up&limit=-1", 400, "bad_data",
            "invalid parameter \"limit\": limit must be non-negative");
        row("/api/v1/query?query=up&lookback_delta=x", 400, "bad_data", "invalid parameter \"lookback_delta\": ");
        row("/api/v1/query?query=up&lookback_delta=0", 400, "bad_data", "invalid parameter \"lookback_delta\": ");
        row("/api/v1/query?query=%zz", 400, "bad_data", "error parsing form values: ");
        row("/api/v1/query?query=up%2Bon()up", 422, "execution", "");
        row("/api/v1/query?query=sum(up)&timeout=0", 503, "timeout", "");
        row("/api/v1/query_range?query=up", 400, "bad_data",
            "invalid parameter \"start\": cannot parse \"\" to a valid timestamp");
        row("/api/v1/query_range?query=up&start=1", 400, "bad_data",
            "invalid parameter \"end\": cannot parse \"\" to a valid timestamp");
        row("/api/v1/query_range?query=up&start=2&end=1&step=1", 400, "bad_data",
            "invalid parameter \"end\": end timestamp must not be before start time");
        row("/api/v1/query_range?query=up&start=1&end=2", 400, "bad_data",
            "invalid parameter \"step\": cannot parse \"\" to a valid duration");
        row("/api/v1/query_range?query=up&start=1&end=2&step=0", 400, "bad_data",
            "invalid parameter \"step\": zero or negative query resolution step widths are not accepted. Try a "
            "positive integer");
        row("/api/v1/query_range?query=up&start=0&end=11001&step=1", 400, "bad_data",
            "exceeded maximum resolution of 11000 points per timeseries. Try decreasing the query resolution "
            "(?step=XX)");
        row("/api/v1/query_range?query=up[1m]&start=1&end=2&step=1", 400, "bad_data",
            "invalid parameter \"query\": invalid expression type \"range vector\" for range query, must be Scalar or "
            "instant Vector");
        row("/api/v1/query_range?query='a'&start=1&end=2&step=1", 400, "bad_data",
            "invalid parameter \"query\": invalid expression type \"string\" for range query, ");
        row("/api/v1/series", 400, "bad_data", "no match[] parameter provided");
        row("/api/v1/series?match[]=", 400, "bad_data", "invalid parameter \"match[]\": ");
        row("/api/v1/series?match[]=%7B%7D", 400, "bad_data", "invalid parameter \"match[]\": ");
        row("/api/v1/series?match[]=up&start=x", 400, "bad_data", "invalid parameter \"start\": ");
        row("/api/v1/series?match[]=up&start=2&end=1", 400, "bad_data", "invalid parameter \"end\": ");
        row("/api/v1/labels?match[]=1", 400, "bad_data", "invalid parameter \"match[]\": ");
        row("/api/v1/labels?limit=a", 400, "bad_data", "invalid parameter \"limit\": ");
        row("/api/v1/label/%ff/values", 400, "bad_data", "invalid label name: ");
        row("/api/v1/metadata?limit=x", 400, "bad_data", "limit must be a number");
        row("/api/v1/query_exemplars?query=(", 400, "bad_data", "invalid parameter \"query\": ");
        row("/api/v1/format_query?query=(", 400, "bad_data", "invalid parameter \"query\": ");
        row("/api/v1/parse_query?query=(", 400, "bad_data", "invalid parameter \"query\": ");
        row("/api/v1/rules?type=x", 400, "bad_data", "invalid parameter \"type\": not supported value \"x\"");
        row("/api/v1/rules?exclude_alerts=x", 400, "bad_data", "invalid parameter \"exclude_alerts\": ");
        row("/api/v1/rules?group_next_token=x", 400, "bad_data", "invalid parameter \"group_next_token\": ");
        row("/api/v1/rules?group_limit=1&group_next_token=x", 400, "bad_data", "invalid parameter ");
        row("/api/v1/status/tsdb?limit=0", 400, "bad_data", "limit must be a positive number");
    }

    void badRequests()
    {
        QFETCH(QString, target);
        QFETCH(int, status);
        QFETCH(QString, type);
        QFETCH(QString, words);
        const Fixture fixture;

        const auto response = fixture.get(target.toStdString());

        const auto object = QJsonDocument::fromJson(QByteArray::fromStdString(response.body)).object();
        QCOMPARE(response.status, status);
        QCOMPARE(response.contentType, std::string("application/json"));
        QCOMPARE(object[QStringLiteral("status")].toString(), QStringLiteral("error"));
        QCOMPARE(object[QStringLiteral("errorType")].toString(), type);
        const auto error = object[QStringLiteral("error")].toString();
        QVERIFY2(!error.isEmpty() && error.startsWith(words), qPrintable(error));
    }

    void aStoppedRequestIsCancelled()
    {
        const Fixture fixture;
        std::stop_source stop;
        stop.request_stop();
        std::promise<HttpResponse> promise;
        HttpRequest request;
        request.method = "GET";
        request.path = "/api/v1/query";
        request.query = "query=up";

        fixture.api.handle(request, stop.get_token(),
                           [&](HttpResponse response) { promise.set_value(std::move(response)); });

        const auto response = promise.get_future().get();
        QCOMPARE(response.status, 499);
        QVERIFY(response.body.find("\"errorType\":\"canceled\"") != std::string::npos);
    }

    void pathsAndMethods_data()
    {
        QTest::addColumn<QString>("method");
        QTest::addColumn<QString>("path");
        QTest::addColumn<int>("status");
        const auto row = [](const char* method, const char* path, int status) {
            QTest::addRow("%s %s", method, path) << QString::fromLatin1(method) << QString::fromLatin1(path) << status;
        };
        row("GET", "/api/v1", 404);
        row("GET", "/api/v1/query/", 404);
        row("GET", "//api/v1/query", 404);
        row("GET", "/../etc/passwd", 404);
        row("GET", "/api/v1/../v1/query", 404);
        row("GET", "/api/v1/label//values", 404);
        row("GET", "/api/v1/label/a/b/values", 404);
        row("GET", "/api/v1/label/<name>/valuesx", 404);
        row("GET", "/%61pi/v1/query", 404);
        row("GET", "/-/quit", 404);
        row("POST", "/-/reload", 404);
        row("POST", "/api/v1/admin/tsdb/delete_series", 404);
        row("DELETE", "/api/v1/query", 405);
        row("HEAD", "/api/v1/query", 405);
        row("PUT", "/api/v1/series", 405);
        row("DELETE", "/api/v1/series", 405);
        row("OPTIONS", "/api/v1/query", 405);
        row("TRACE", "/api/v1/query", 405);
        row("POST", "/api/v1/targets", 405);
        row("POST", "/api/v1/label/job/values", 405);
        row("POST", "/metrics", 405);
        row("POST", "/federate", 405);
        row("get", "/api/v1/labels", 405);
        row("GET", "/api/v1/labels", 200);
        row("POST", "/api/v1/labels", 200);
        row("GET", "/-/healthy", 200);
        row("GET", "/", 200);
        row("GET", "/graph", 302);
        row("GET", "/-/ready", 200);
        row("GET", "/metrics", 200);
        row("GET", "/federate", 200);
    }

    void pathsAndMethods()
    {
        QFETCH(QString, method);
        QFETCH(QString, path);
        QFETCH(int, status);
        const Fixture fixture;
        HttpRequest request;
        request.method = method.toStdString();
        request.path = path.toStdString();

        const auto response = fixture.ask(request);

        QCOMPARE(response.status, status);
        if (status == 404) {
            QCOMPARE(response.contentType, std::string("text/plain; charset=utf-8"));
            QVERIFY2(!bodyOf(response).contains(path) || path.size() < 2, "the path is reflected");
        }
    }

    void formsAreTaken()
    {
        const Fixture fixture;
        HttpRequest request;
        request.method = "POST";
        request.path = "/api/v1/query";
        request.query = "time=1";
        request.body = "query=up%7Bjob%3D%22a%22%7D&time=1700000000";
        request.headers = {{"content-type", "application/x-www-form-urlencoded"}};

        QCOMPARE(bodyOf(fixture.ask(request)),
                 QStringLiteral(R"({"status":"success","data":{"resultType":"vector","result":[{"metric":)"
                                R"({"__name__":"up","job":"a"},"value":[1700000000,"1"]}]}})"));
        request.headers = {{"content-type", "text/plain"}};
        QCOMPARE(fixture.ask(request).status, 415);
    }

    void rangeHasBothEnds()
    {
        const Fixture fixture;

        QCOMPARE(bodyOf(fixture.get("/api/v1/query_range?query=up{job='a'}&start=1699999985&end=1700000000&step=15")),
                 QStringLiteral(R"({"status":"success","data":{"resultType":"matrix","result":[{"metric":)"
                                R"({"__name__":"up","job":"a"},"values":[[1699999985,"1"],[1700000000,"1"]]}]}})"));
    }

    void limitTruncatesAndSaysSo()
    {
        const Fixture fixture;

        const auto body = bodyOf(fixture.get("/api/v1/query?query=up&limit=1"));

        QVERIFY(body.contains(QLatin1String(R"("job":"a")")));
        QVERIFY(!body.contains(QLatin1String(R"("job":"b")")));
        QVERIFY(body.contains(QLatin1String(R"("warnings":["results truncated due to limit"])")));
    }

    void annotationsAreTold()
    {
        const Fixture fixture;

        const auto body = bodyOf(fixture.get("/api/v1/query?query=quantile(2,up)"));

        QVERIFY2(body.contains(QLatin1String(R"("warnings":["PromQL warning: )")), qPrintable(body));
    }

    void lookbackDeltaIsTheAskers()
    {
        const Fixture fixture;
        const auto count = [&](const char* delta) {
            return fixture
                .data("/api/v1/query?query=up&time=1700000060&lookback_delta=" +
                      std::string(delta))[QStringLiteral("result")]
                .toArray()
                .size();
        };

        QCOMPARE(count("5m"), 2);
        QCOMPARE(count("30s"), 0);
    }

    void seriesAndLabels()
    {
        const Fixture fixture;

        QCOMPARE(bodyOf(fixture.get("/api/v1/labels")),
                 QStringLiteral(R"({"status":"success","data":["__name__","job"]})"));
        QCOMPARE(bodyOf(fixture.get("/api/v1/label/job/values?match[]=up")),
                 QStringLiteral(R"({"status":"success","data":["a","b"]})"));
        QCOMPARE(bodyOf(fixture.get("/api/v1/label/job/values?limit=2")),
                 QStringLiteral(R"({"status":"success","data":["a","b"],"warnings":)"
                                R"(["results truncated due to limit"]})"));
        QCOMPARE(bodyOf(fixture.get("/api/v1/label/job/values?limit=3")),
                 QStringLiteral(R"({"status":"success","data":["a","b","c"]})"));
        QCOMPARE(bodyOf(fixture.get("/api/v1/series?match[]=up{job='a'}&match[]=gone")),
                 QStringLiteral(R"({"status":"success","data":[{"__name__":"gone","job":"c"},)"
                                R"({"__name__":"up","job":"a"}]})"));
        QCOMPARE(bodyOf(fixture.get("/api/v1/series?match[]=up&end=1600000000")),
                 QStringLiteral(R"({"status":"success","data":[]})"));
    }

    void metadataIsByMetric()
    {
        const Fixture fixture;
        const auto all =
            QStringLiteral(R"({"status":"success","data":{"up":[{"type":"gauge","help":"Whether.","unit":""}]}})");

        QCOMPARE(bodyOf(fixture.get("/api/v1/metadata")), all);
        QCOMPARE(bodyOf(fixture.get("/api/v1/metadata?metric=up")), all);
        QCOMPARE(bodyOf(fixture.get("/api/v1/metadata?metric=x")), QStringLiteral(R"({"status":"success","data":{}})"));
        QCOMPARE(bodyOf(fixture.get("/api/v1/metadata?limit=0")), QStringLiteral(R"({"status":"success","data":{}})"));
    }

    void expressionsAreFormatted()
    {
        const Fixture fixture;

        QCOMPARE(fixture.data("/api/v1/format_query?query=sum(up)by(job)").toString(),
                 QStringLiteral("sum by (job) (up)"));
        QCOMPARE(fixture.data("/api/v1/parse_query?query=1")[QStringLiteral("type")].toString(),
                 QStringLiteral("numberLiteral"));
        QCOMPARE(bodyOf(fixture.get("/api/v1/query_exemplars?query=up&start=1&end=2")),
                 QStringLiteral(R"({"status":"success","data":[]})"));
    }

    void targetsAreListedByState()
    {
        const Fixture fixture;
        const auto any = fixture.data("/api/v1/targets");
        const auto target = any[QStringLiteral("activeTargets")][0];

        QCOMPARE(target[QStringLiteral("health")].toString(), QStringLiteral("down"));
        QCOMPARE(target[QStringLiteral("lastError")].toString(), QStringLiteral("refused <b>"));
        QCOMPARE(target[QStringLiteral("lastScrape")].toString(), QStringLiteral("2023-11-14T22:13:20Z"));
        QCOMPARE(target[QStringLiteral("scrapeInterval")].toString(), QStringLiteral("15s"));
        QCOMPARE(target[QStringLiteral("scrapeTimeout")].toString(), QStringLiteral("10s"));
        QCOMPARE(target[QStringLiteral("state")].toString(), QStringLiteral("down"));
        QCOMPARE(target[QStringLiteral("uptime")][0][QStringLiteral("window")].toString(), QStringLiteral("1d"));
        QCOMPARE(target[QStringLiteral("uptime")][0][QStringLiteral("ratio")].toDouble(), 0.75);
        QCOMPARE(target[QStringLiteral("uptime")][0][QStringLiteral("countedSeconds")].toInt(), 7200);
        QCOMPARE(any[QStringLiteral("droppedTargets")].toArray().size(), 1);
        QCOMPARE(any[QStringLiteral("droppedTargetCounts")][QStringLiteral("node")].toInt(), 1);
        const auto active = fixture.data("/api/v1/targets?state=active");
        QCOMPARE(active[QStringLiteral("activeTargets")].toArray().size(), 1);
        QCOMPARE(active[QStringLiteral("droppedTargets")].toArray().size(), 0);
        const auto dropped = fixture.data("/api/v1/targets?state=dropped");
        QCOMPARE(dropped[QStringLiteral("activeTargets")].toArray().size(), 0);
        QCOMPARE(dropped[QStringLiteral("droppedTargets")].toArray().size(), 1);
        QCOMPARE(fixture.data("/api/v1/targets?scrapePool=x")[QStringLiteral("activeTargets")].toArray().size(), 0);
    }

    void rulesAreFiltered_data()
    {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("expected"); // group: rules
        QTest::newRow("all") << QString() << QStringLiteral("one:Down,a:b two:a:b");
        QTest::newRow("alerting") << QStringLiteral("type=alert") << QStringLiteral("one:Down");
        QTest::newRow("recording") << QStringLiteral("type=record") << QStringLiteral("one:a:b two:a:b");
        QTest::newRow("name") << QStringLiteral("rule_name[]=Down") << QStringLiteral("one:Down");
        QTest::newRow("group") << QStringLiteral("rule_group[]=two") << QStringLiteral("two:a:b");
        QTest::newRow("file") << QStringLiteral("file[]=a.yml") << QStringLiteral("one:Down,a:b");
        QTest::newRow("labels") << QStringLiteral("match[]={severity='page'}") << QStringLiteral("one:Down");
        QTest::newRow("first page") << QStringLiteral("group_limit=1") << QStringLiteral("one:Down,a:b");
        QTest::newRow("second page") << QStringLiteral("group_limit=1&group_next_token=b.yml%3Btwo")
                                     << QStringLiteral("two:a:b");
    }

    void rulesAreFiltered()
    {
        QFETCH(QString, query);
        QFETCH(QString, expected);
        const Fixture fixture;
        QStringList groups;

        const auto data = fixture.data("/api/v1/rules?" + query.toStdString());

        for (const auto group : data[QStringLiteral("groups")].toArray()) {
            QStringList names;
            for (const auto rule : group.toObject()[QStringLiteral("rules")].toArray())
                names << rule.toObject()[QStringLiteral("name")].toString();
            groups << group.toObject()[QStringLiteral("name")].toString() + QLatin1Char(':') +
                          names.join(QLatin1Char(','));
        }
        QCOMPARE(groups.join(QLatin1Char(' ')), expected);
    }

    void rulesTellTheirState()
    {
        const Fixture fixture;
        const auto data = fixture.data("/api/v1/rules?group_limit=1");
        const auto rule = data[QStringLiteral("groups")][0][QStringLiteral("rules")][0];

        QCOMPARE(rule[QStringLiteral("state")].toString(), QStringLiteral("firing"));
        QCOMPARE(rule[QStringLiteral("health")].toString(), QStringLiteral("err"));
        QCOMPARE(rule[QStringLiteral("lastError")].toString(), QStringLiteral("no"));
        QCOMPARE(rule[QStringLiteral("duration")].toDouble(), 60.0);
        QCOMPARE(rule[QStringLiteral("alerts")][0][QStringLiteral("value")].toString(), QStringLiteral("2.5e-01"));
        QCOMPARE(data[QStringLiteral("groups")][0][QStringLiteral("rules")][1][QStringLiteral("health")].toString(),
                 QStringLiteral("unknown"));
        QCOMPARE(data[QStringLiteral("groupNextToken")].toString(), QStringLiteral("b.yml;two"));
        QCOMPARE(fixture
                     .data("/api/v1/rules?exclude_alerts=1")[QStringLiteral("groups")][0][QStringLiteral("rules")][0]
                                                            [QStringLiteral("alerts")]
                     .toArray()
                     .size(),
                 0);
        QCOMPARE(fixture.data("/api/v1/alerts")[QStringLiteral("alerts")].toArray().size(),
                 1); // resolved ones are gone
    }

    void storeStatusCounts()
    {
        const Fixture fixture;
        const auto data = fixture.data("/api/v1/status/tsdb");

        QCOMPARE(data[QStringLiteral("headStats")][QStringLiteral("numSeries")].toInt(), 3);
        QCOMPARE(data[QStringLiteral("headStats")][QStringLiteral("numLabelPairs")].toInt(), 5);
        QCOMPARE(data[QStringLiteral("seriesCountByMetricName")][0][QStringLiteral("name")].toString(),
                 QStringLiteral("up"));
        QCOMPARE(data[QStringLiteral("seriesCountByMetricName")][0][QStringLiteral("value")].toInt(), 2);
        QCOMPARE(data[QStringLiteral("labelValueCountByLabelName")][0][QStringLiteral("value")].toInt(), 3);
        QCOMPARE(data[QStringLiteral("memoryInBytesByLabelName")][0][QStringLiteral("value")].toInt(), 8);
        QCOMPARE(
            fixture.data("/api/v1/status/tsdb?limit=1")[QStringLiteral("seriesCountByMetricName")].toArray().size(), 1);
        QCOMPARE(fixture.data("/api/v1/status/buildinfo")[QStringLiteral("version")].toString(),
                 QStringLiteral("1.2.3"));
    }

    void federationGivesNewestSamples()
    {
        const Fixture fixture;

        QCOMPARE(bodyOf(fixture.get("/federate?match[]=up&match[]=gone&match[]={job='a'}")),
                 QStringLiteral("# TYPE up untyped\n"
                                "up{instance=\"\",job=\"a\",site=\"home\"} 1 1700000000000\n"
                                "up{instance=\"\",job=\"b\",site=\"home\"} 0 1700000000000\n"));
        const auto openMetrics =
            fixture.get("/federate?match[]=up{job='a'}", {{"accept", "application/openmetrics-text"}});
        QCOMPARE(bodyOf(openMetrics),
                 QStringLiteral("# TYPE up unknown\n"
                                "up{instance=\"\",job=\"a\",site=\"home\"} 1 1700000000\n# EOF\n"));
        QVERIFY(openMetrics.contentType.starts_with("application/openmetrics-text"));
        QCOMPARE(fixture.get("/federate?match[]=(").status, 400);
        QCOMPARE(bodyOf(fixture.get("/federate")), QString());
    }

    void federationGivesNativeHistogramsAsMessages()
    {
        Fixture fixture;
        auto histogram = std::make_shared<model::FloatHistogram>();
        histogram->zeroThreshold = 0.001;
        histogram->count = 3;
        histogram->sum = 4;
        histogram->positive = {{{0, 2}}, {1, 2}};
        const auto appender = fixture.head.appender();
        const model::LabelSet labels{{"__name__", "rpc"}, {"job", "a"}};
        QVERIFY(appender->append(0, labels, {kNow - 1000, 1}));
        QVERIFY(appender->appendHistogram(0, labels, {kNow, histogram}));
        QVERIFY(appender->commit());
        const auto* accept = "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;"
                             "encoding=delimited,application/openmetrics-text;version=1.0.0;q=0.8,*/*;q=0.1";

        const auto response = fixture.get("/federate?match[]=up&match[]=rpc", {{"accept", accept}});

        QVERIFY(response.contentType.starts_with("application/vnd.google.protobuf"));
        exposition::ProtobufParser parser(response.body);
        exposition::LabelBuffer buffer;
        QStringList found;
        for (auto entry = parser.next(); *entry != exposition::Entry::End; entry = parser.next()) {
            QVERIFY(entry);
            if (*entry != exposition::Entry::Series)
                continue;
            const auto value = parser.histogram() ? QString::fromStdString(parser.histogram()->toString())
                                                  : QString::number(parser.series().value);
            found << QString::fromStdString(model::LabelSet::fromSorted(*parser.labels(buffer)).toString()) +
                         QLatin1Char(' ') + value + QStringLiteral(" @%1").arg(*parser.series().timestamp);
        }
        QCOMPARE(found, (QStringList{QStringLiteral("rpc{job=\"a\", site=\"home\"} %1 @1700000000000")
                                         .arg(QString::fromStdString(histogram->toString())),
                                     QStringLiteral("up{job=\"a\", site=\"home\"} 1 @1700000000000"),
                                     QStringLiteral("up{job=\"b\", site=\"home\"} 0 @1700000000000")}));
        QCOMPARE(bodyOf(fixture.get("/federate?match[]=rpc")), QString()); // texts have none
    }

    void exemplarsAreGivenBySelector()
    {
        Fixture fixture;
        const auto appender = fixture.head.appender();
        const auto ref = appender->append(0, model::LabelSet{{"__name__", "calls_total"}, {"job", "a"}}, {kNow, 1});
        QVERIFY(ref);
        for (const Timestamp time : {kNow - 2500, kNow - 1000, kNow})
            QVERIFY(appender->appendExemplar(*ref, {model::LabelSet{{"trace_id", "<x>"}}, 0.5, time, true}));
        QVERIFY(appender->commit());
        const auto ask = [&](const char* query) {
            return bodyOf(fixture.get("/api/v1/query_exemplars?query=" + std::string(query)));
        };

        QCOMPARE(ask("rate(up[5m])%2Brate(calls_total{job='a'}[5m])&start=1699999998&end=1699999999.5"),
                 QStringLiteral(R"({"status":"success","data":[{"seriesLabels":{"__name__":"calls_total","job":"a"},)"
                                R"("exemplars":[{"labels":{"trace_id":"\u003cx\u003e"},"value":"0.5",)"
                                R"("timestamp":1699999999}]}]})"));
        const auto all = fixture.data("/api/v1/query_exemplars?query=calls_total");
        QCOMPARE(all[0][QStringLiteral("exemplars")].toArray().size(), 3);
        QCOMPARE(all[0][QStringLiteral("exemplars")][0][QStringLiteral("timestamp")].toDouble(), 1699999997.5);
        QCOMPARE(ask("up"), QStringLiteral(R"({"status":"success","data":[]})"));
        QCOMPARE(ask("1"), QStringLiteral(R"({"status":"success","data":[]})"));
    }

    void featuresThatAreOnAreKnownToEveryEndpoint_data()
    {
        QTest::addColumn<QString>("request");
        for (const auto* request : {"query?query=limitk(1,up)", "query_range?query=limitk(1,up)&start=1&end=2&step=1",
                                    "query_exemplars?query=limitk(1,up)", "format_query?query=limitk(1,up)",
                                    "parse_query?query=limitk(1,up)"})
            QTest::newRow(request) << QString::fromLatin1(request);
    }

    void featuresThatAreOnAreKnownToEveryEndpoint()
    {
        QFETCH(QString, request);
        const auto target = "/api/v1/" + request.toStdString();
        const Fixture off;
        const Fixture on{
            promql::Features::fromNames(std::vector<std::string>{"promql-experimental-functions"}).value()};

        QCOMPARE(off.get(target).status, 400);
        QCOMPARE(on.get(target).status, 200);
    }

    void statisticsCountWhatStepsLookAt()
    {
        const Fixture fixture;
        const auto samplesOf = [&](const char* request) {
            return fixture.data(request)[QStringLiteral("stats")][QStringLiteral("samples")].toObject();
        };

        const auto all = samplesOf("/api/v1/query_range?query=sum_over_time(up[30s])&start=1699999940&end=1700000000"
                                   "&step=30&stats=all");
        const auto some = samplesOf("/api/v1/query?query=up%2Bup&time=1700000000&stats=true");

        QCOMPARE(all[QStringLiteral("totalQueryableSamples")].toInt(), 12);
        QCOMPARE(
            QJsonDocument(all[QStringLiteral("totalQueryableSamplesPerStep")].toArray()).toJson(QJsonDocument::Compact),
            QByteArray("[[1699999940,4],[1699999970,4],[1700000000,4]]"));
        QCOMPARE(some[QStringLiteral("totalQueryableSamples")].toInt(), 4); // read once, asked for twice
        QVERIFY(!some.contains(QStringLiteral("totalQueryableSamplesPerStep")));
    }

    void ownMetricsHonourTheFormat()
    {
        const Fixture fixture;

        QCOMPARE(bodyOf(fixture.get("/metrics")), QStringLiteral("own 1\n"));
        QCOMPARE(bodyOf(fixture.get("/metrics", {{"accept", "application/openmetrics-text"}})),
                 QStringLiteral("om 1\n# EOF\n"));
    }

    void notReadyIsSaid()
    {
        Fixture fixture;
        fixture.facts.ready = false;

        QCOMPARE(fixture.get("/-/ready").status, 503);
        QCOMPARE(fixture.get("/-/healthy").status, 200);
    }

    void linksOfAlertsLeadToTheAnswer()
    {
        const auto answer = Fixture().get("/graph?g0.expr=up%20%3D%3D%200&g0.tab=1");

        QCOMPARE(answer.headers.front().first, std::string("Location"));
        QCOMPARE(answer.headers.front().second, std::string("api/v1/query?query=up%20%3D%3D%200"));
    }

    void routesHaveNamesForMetrics()
    {
        const auto named = [](const char* path) { return Api::routeOf({.path = path}); };

        QCOMPARE(named("/api/v1/label/job/values"), std::string("/api/v1/label/<name>/values"));
        QCOMPARE(named("/api/v1/query"), std::string("/api/v1/query"));
        QCOMPARE(named("/wp-login.php"), std::string("other"));
    }
};

QTEST_GUILESS_MAIN(ApiTest)
#include "api_test.moc"
