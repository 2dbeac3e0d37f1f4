// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <QTest>

#include "service/server/custom_metrics_api.h"
#include "service/server/measurement_body.h"
#include "support/manual_clock.h"
#include "support/memory_store.h"

using namespace nocturne;
using namespace nocturne::server;
using custom::Kind;

namespace {

/// JSON written with ' for ".
std::string json(std::string text)
{
    std::ranges::replace(text, '\'', '"');
    return text;
}

struct Fixture
{
    support::MemoryStore store;
    support::ManualClock clock{1'700'000'000'000};
    custom::CustomMetrics metrics{store, clock, {.maxSeries = 2}};

    HttpResponse post(const std::string& body, ChangeRules rules = {}, const std::string& host = "localhost",
                      const std::string& type = "application/json")
    {
        HttpRequest request{.method = "POST", .path = std::string(CustomMetricsApi::kPath), .body = json(body)};
        request.headers = {{"host", host}, {"content-type", type}};
        return CustomMetricsApi(rules, metrics).answer(request);
    }
};

} // namespace

class MeasurementBodyTest : public QObject
{
    Q_OBJECT

private slots:
    void operationsSayTheType()
    {
        const auto read =
            readMeasurements(
                json("[{'name':'a','operation':'inc'},{'name':'b','operation':'set','value':-2,'tags':{'x':'y'}},"
                     "{'name':'c','operation':'observe','value':0.3,'buckets':[0.1,1],'help':'how long'},"
                     "{'name':'d','type':'gauge','operation':'inc','value':-1,'clampAtZero':true},"
                     "{'name':'e','type':'set','member':'ann'},{'name':'f','type':'summary','value':1}]"))
                .value();

        QVERIFY((read[0] == custom::Measurement{.kind = Kind::Counter, .name = "a", .value = 1}));
        QVERIFY(
            (read[1] == custom::Measurement{.kind = Kind::Gauge, .name = "b", .labels = {{"x", "y"}}, .value = -2}));
        QVERIFY((read[2] ==
                 custom::Measurement{
                     .kind = Kind::Histogram, .name = "c", .value = 0.3, .help = "how long", .buckets = {0.1, 1}}));
        QVERIFY((read[3] ==
                 custom::Measurement{.kind = Kind::Gauge, .name = "d", .value = -1, .relative = true, .atLeast = 0}));
        QVERIFY((read[4] == custom::Measurement{.kind = Kind::Set, .name = "e", .member = "ann"}));
        QVERIFY(read[5].kind == Kind::Summary);
        QCOMPARE(readMeasurements(json("{'metrics':[{'name':'a','type':'counter'}]}")).value().size(), std::size_t(1));
    }

    void faultsSayWhatAndTheCure_data()
    {
        QTest::addColumn<std::string>("body");
        QTest::addColumn<std::string>("message");
        const auto row = [](const char* name, const char* body, const char* message) {
            QTest::newRow(name) << std::string(body) << std::string(message);
        };
        row("a name that is none", "{'name':'a-b','type':'counter'}", "\"a-b\" is no name of a metric: write a_b");
        row("no type", "{'name':'a','value':1}", "\"type\": counter, gauge, histogram, summary or set is wanted");
        row("no value", "{'name':'a','type':'gauge'}", "\"value\": a number is wanted");
        row("another way", "{'name':'a','type':'counter','operation':'set','value':1}",
            "a counter is not told of by \"set\"");
        row("a counter that falls", "[{'name':'a','type':'counter'},{'name':'a','type':'counter','value':-1}]",
            "measurement 2: a is a counter and does not fall; a gauge does");
        row("a label of ours", "{'name':'a','type':'counter','labels':{'le':'1'}}",
            "the label le is not for custom metrics: give it another name");
        row("buckets that fall", "{'name':'a','type':'histogram','value':1,'buckets':[2,1]}",
            "the buckets of a are finite numbers, each larger than the one before it");
        row("buckets of a gauge", "{'name':'a','type':'gauge','value':1,'buckets':[1]}",
            "a is a gauge: only a histogram has buckets");
        row("a text for a number", "{'name':'a','type':'gauge','value':'1'}", "\"value\": a number is wanted");
        row("no object", "[1]", "measurement 1: an object is wanted");
    }

    void faultsSayWhatAndTheCure()
    {
        QFETCH(std::string, body);
        QFETCH(std::string, message);

        const auto refused = readMeasurements(json(body));

        QVERIFY(!refused);
        QCOMPARE(QString::fromStdString(refused.error().message), QString::fromStdString(message));
    }

    void measurementsAreTaken()
    {
        Fixture fixture;

        const auto response = fixture.post("[{'name':'a','type':'counter'},{'name':'b','type':'gauge','value':3}]");

        QCOMPARE(response.status, 200);
        QCOMPARE(response.body, json("{'status':'success','data':{'taken':2}}"));
        QCOMPARE(fixture.metrics.stats().taken, std::uint64_t(2));
    }

    void whatIsNotTakenIsSaid()
    {
        Fixture fixture;

        const auto tooMany = fixture.post("[{'name':'a','type':'counter'},{'name':'b','type':'counter'},"
                                          "{'name':'c','type':'counter'}]");
        const auto otherKind = fixture.post("{'name':'a','type':'gauge','value':1}");

        QCOMPARE(tooMany.status, 503);
        QVERIFY(tooMany.body.find("the first 2 were taken: more than 2 series") != std::string::npos);
        QVERIFY(tooMany.body.find("custom_metrics.max_series") != std::string::npos);
        QCOMPARE(otherKind.status, 400);
        QVERIFY(otherKind.body.find("a is a counter already, no gauge: give it another name") != std::string::npos);
        QCOMPARE(fixture.metrics.stats().refused, std::uint64_t(2));
    }

    void pagesAndOtherComputersAreKeptOut()
    {
        Fixture fixture;
        const std::string body = "{'name':'a','type':'counter'}";

        QCOMPARE(fixture.post(body, {.readOnly = true}).status, 403);
        QCOMPARE(fixture.post(body, {}, "nocturne.example.org").status, 403);
        QCOMPARE(fixture.post(body, {.hasToken = true}, "nocturne.example.org").status, 200);
        QCOMPARE(fixture.post(body, {}, "localhost", "text/plain").status, 415);
        HttpRequest get{.method = "GET", .path = std::string(CustomMetricsApi::kPath)};
        QCOMPARE(CustomMetricsApi({}, fixture.metrics).answer(get).status, 405);
    }

    void bucketsAndHelpBelongToTheMetric()
    {
        Fixture fixture;
        QCOMPARE(fixture.post("{'name':'a','type':'histogram','value':3,'buckets':[1,5],'help':'how many'}").status,
                 200);
        QCOMPARE(fixture.post("{'name':'a','type':'histogram','value':9}").status, 200);
        QCOMPARE(fixture.post("{'name':'a','type':'histogram','value':9,'buckets':[1,5]}").status, 200);

        const auto refused = fixture.post("{'name':'a','type':'histogram','value':9,'buckets':[1,6]}");

        QCOMPARE(refused.status, 400);
        QVERIFY(refused.body.find("has other buckets already") != std::string::npos);
        QCOMPARE(fixture.metrics.collect().value(), std::size_t(5)); // le 1, 5, +Inf, sum, count
    }
};

QTEST_APPLESS_MAIN(MeasurementBodyTest)
#include "measurement_body_test.moc"
