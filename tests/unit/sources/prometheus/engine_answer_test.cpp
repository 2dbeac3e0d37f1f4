// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Answers of the HTTP API as Prometheus, VictoriaMetrics and Mimir give them, and those that are none.
#include <cmath>

#include <QTest>

#include "sources/prometheus/engine_answer.h"
#include "sources/prometheus/engine_histogram.h"
#include "sources/prometheus/engine_options.h"

using namespace nocturne;
using namespace nocturne::prometheus;
using query::ValueType;

namespace {

constexpr AnswerAxis kMinute{1'700'000'000'000, 1'700'000'060'000, std::chrono::milliseconds(30'000)};
constexpr AnswerAxis kInstant{1'700'000'000'000, 1'700'000'000'000, {}};

std::string success(const std::string& data, const std::string& rest = {})
{
    return R"({"status":"success",)" + rest + R"("data":)" + data + "}";
}
std::string matrix(const std::string& series)
{
    return success(R"({"resultType":"matrix","result":[)" + series + "]}");
}

query::QueryResult read(const std::string& body, const AnswerAxis& axis)
{
    auto result = readQueryAnswer(body, axis, {});
    if (!result)
        qFatal("%s", result.error().text().c_str());
    return std::move(*result);
}

} // namespace

class EngineAnswerTest : public QObject
{
    Q_OBJECT

private slots:
    void matrixStandsOnTheAxisThatWasAskedFor()
    {
        const auto result = read(matrix(R"({"metric":{"__name__":"up","job":"b"},"values":[[1700000030,"1.5"]]},)"
                                        R"({"metric":{"__name__":"up","job":"a"},"values":[[1700000000,"+Inf"],)"
                                        R"([1700000060,"NaN"]]})"),
                                 kMinute);

        QCOMPARE(result.type, ValueType::Matrix);
        QCOMPARE(result.times, (std::vector<Timestamp>{1'700'000'000'000, 1'700'000'030'000, 1'700'000'060'000}));
        QCOMPARE(result.series.size(), std::size_t(2));
        const auto& first = result.series.front();
        QCOMPARE(first.labels, (model::LabelSet{{"__name__", "up"}, {"job", "a"}}));
        QCOMPARE(first.values[0], HUGE_VAL);
        QVERIFY(query::isAbsent(first.values[1]));
        QVERIFY(std::isnan(first.values[2]) && !query::isAbsent(first.values[2]));
        QCOMPARE(result.series[1].values[1], 1.5);
        QCOMPARE(result.stats.samples, std::size_t(3));
    }

    void timesBesideTheAxisMakeAnAxisOfTheirOwn()
    {
        const auto result = read(matrix(R"({"metric":{"a":"1"},"values":[[1700000000,"1"],[1700000010.5,"2"]]},)"
                                        R"({"metric":{"a":"2"},"values":[[1700000007,"3"]]})"),
                                 kMinute);

        QCOMPARE(result.times, (std::vector<Timestamp>{1'700'000'000'000, 1'700'000'007'000, 1'700'000'010'500}));
        QVERIFY(query::isAbsent(result.series[0].values[1]));
        QCOMPARE(result.series[0].values[2], 2.0);
        QCOMPARE(result.series[1].values[1], 3.0);
    }

    void vectorKeepsTheOrderOfTheAnswer()
    {
        const auto result = read(success(R"({"result":[{"metric":{"a":"2"},"value":[1700000000,"1"]},)"
                                         R"({"value":[1700000000,"-0.25"],"metric":{}}],"resultType":"vector"})"),
                                 kInstant);

        QCOMPARE(result.type, ValueType::Vector);
        QCOMPARE(result.series[0].labels.get("a"), std::string_view("2"));
        QVERIFY(result.series[1].labels.empty());
        QCOMPARE(result.series[1].values.front(), -0.25);
    }

    void scalarAndStringAreReadWhereverTheTypeStands()
    {
        const auto scalar = read(success(R"({"resultType":"scalar","result":[1700000000.5,"1e-07"]})"), kInstant);
        const auto text = read(success(R"({"result":[1700000000,"a\nb"],"resultType":"string"})"), kInstant);

        QCOMPARE(scalar.type, ValueType::Scalar);
        QCOMPARE(scalar.times.front(), Timestamp(1'700'000'000'500));
        QCOMPARE(scalar.series.front().values.front(), 1e-07);
        QCOMPARE(text.type, ValueType::String);
        QCOMPARE(text.text, std::string("a\nb"));
    }

    void warningsInfosAndPartialAnswersAreTold()
    {
        const auto result = read(R"({"status":"success","isPartial":true,"data":{"resultType":"vector","result":[]},)"
                                 R"("warnings":["no store matched"],"infos":["name does not end in _total"]})",
                                 kInstant);

        QCOMPARE(result.warnings.size(), std::size_t(2));
        QCOMPARE(result.warnings.front(), std::string("no store matched"));
        QVERIFY(result.warnings.back().starts_with("the answer is partial"));
        QCOMPARE(result.infos, std::vector<std::string>{"name does not end in _total"});
    }

    void histogramsComeBackWithTheirBuckets()
    {
        const auto result = read(success(R"({"resultType":"vector","result":[{"metric":{},"histogram":[1700000000,)"
                                         R"({"count":"7","sum":"10","buckets":[[3,"-0.001","0.001","2"],)"
                                         R"([0,"1","2","4"],[0,"4","8","1"]]}]}]})"),
                                 kInstant);

        const auto* histogram = result.series.front().histogramAt(0);
        QVERIFY(histogram != nullptr);
        QCOMPARE(histogram->toString(), std::string("{count:7, sum:10, [-0.001,0.001]:2, (1,2]:4, (4,8]:1}"));
        QVERIFY(query::isAbsent(result.series.front().values.front()));
    }

    void anyHistogramIsRebuiltFromItsBuckets_data()
    {
        QTest::addColumn<int>("schema");
        for (const int schema : {-4, -1, 0, 1, 2, 3, 5, 8, model::FloatHistogram::kCustomSchema})
            QTest::addRow("schema %d", schema) << schema;
    }
    void anyHistogramIsRebuiltFromItsBuckets()
    {
        QFETCH(const int, schema);
        model::FloatHistogram histogram;
        histogram.schema = schema;
        histogram.count = 21;
        histogram.sum = 3.25;
        if (histogram.usesCustomBuckets()) {
            histogram.customValues = {0.5, 1, 2.75};
            histogram.positive = {{{1, 3}}, {5, 6, 10}};
        } else {
            histogram.zeroThreshold = 1e-128;
            histogram.zeroCount = 1;
            histogram.positive = {{{-2, 2}, {3, 1}}, {5, 4, 3}};
            histogram.negative = {{{1, 2}}, {2, 6}};
        }

        const auto rebuilt = rebuildHistogram(histogram.count, histogram.sum, histogram.buckets());

        QVERIFY(rebuilt);
        QCOMPARE(rebuilt->toString(), histogram.toString());
        QCOMPARE(rebuilt->schema, histogram.schema);
    }

    void bucketsThatContradictEachOtherAreNoHistogram()
    {
        QVERIFY(!rebuildHistogram(2, 1, {{2, 4, 1, false, true}, {1, 2, 1, false, true}}));
        QVERIFY(!rebuildHistogram(2, 1, {{4, 2, 1, false, true}}));
        QVERIFY(!rebuildHistogram(2, 1, {{1, 2, -1, false, true}}));
    }

    void refusalsHaveKindPlaceAndWords_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("text");
        const auto kind = [](Error::Kind of) { return static_cast<int>(of); };
        QTest::newRow("place in the expression")
            << QByteArray(R"({"status":"error","errorType":"bad_data","error":"1:5: parse error: unexpected <eof>"})")
            << 400 << kind(Error::Kind::InvalidInput)
            << QStringLiteral("1:5: it answered 400: parse error: unexpected <eof>");
        QTest::newRow("Prometheus names the parameter")
            << QByteArray("{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"invalid parameter "
                          "\\\"query\\\": 1:3: parse error: x\"}")
            << 400 << kind(Error::Kind::InvalidInput) << QStringLiteral("1:3: it answered 400: parse error: x");
        QTest::newRow("VictoriaMetrics has the status as its type")
            << QByteArray(R"({"status":"error","errorType":"422","error":"cannot parse"})") << 422
            << kind(Error::Kind::InvalidInput) << QStringLiteral("it answered 422: cannot parse");
        QTest::newRow("timeout") << QByteArray(R"({"status":"error","errorType":"timeout","error":"query timed out"})")
                                 << 503 << kind(Error::Kind::Timeout)
                                 << QStringLiteral("it answered 503: query timed out");
        QTest::newRow("text of Mimir") << QByteArray("no org id\n") << 401 << kind(Error::Kind::Unavailable)
                                       << QStringLiteral("it answered 401: no org id: give basic_auth or "
                                                         "authorization, or renew them");
        QTest::newRow("page of a gateway")
            << QByteArray("<html>Bad Gateway</html>") << 502 << kind(Error::Kind::Unavailable)
            << QStringLiteral("it answered 502: no words");
        QTest::newRow("nothing") << QByteArray() << 404 << kind(Error::Kind::NotFound)
                                 << QStringLiteral("it answered 404: no words: the url may lack the prefix that the "
                                                   "API is served under, such as /prometheus");
    }
    void refusalsHaveKindPlaceAndWords()
    {
        QFETCH(const QByteArray, body);
        QFETCH(const int, status);

        const auto error = readRefusal(body.toStdString(), status);

        QTEST(static_cast<int>(error.kind), "kind");
        QTEST(QString::fromStdString(error.text()), "text");
    }

    void whatIsNoAnswerIsRefused_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("a page") << QByteArray("<html></html>");
        QTest::newRow("a list") << QByteArray("[]");
        QTest::newRow("no status") << QByteArray(R"({"data":{"resultType":"vector","result":[]}})");
        QTest::newRow("no data") << QByteArray(R"({"status":"success"})");
        QTest::newRow("cut short") << QByteArray(
            R"({"status":"success","data":{"resultType":"matrix","result":[{"metric":)");
        QTest::newRow("cut behind the data")
            << QByteArray(R"({"status":"success","data":{"resultType":"vector","result":[]})");
        QTest::newRow("something behind it") << QByteArray::fromStdString(matrix("") + "{}");
        QTest::newRow("unknown type") << QByteArray::fromStdString(success(R"({"resultType":"streams","result":[]})"));
        QTest::newRow("a number that is none")
            << QByteArray::fromStdString(matrix(R"({"metric":{},"values":[[1700000000,"twelve"]]})"));
        QTest::newRow("a value that is no text")
            << QByteArray::fromStdString(matrix(R"({"metric":{},"values":[[1700000000,12]]})"));
        QTest::newRow("a sample of three")
            << QByteArray::fromStdString(matrix(R"({"metric":{},"values":[[1700000000,"1","2"]]})"));
        QTest::newRow("a time beyond all calendars")
            << QByteArray::fromStdString(matrix(R"({"metric":{},"values":[[1e300,"1"]]})"));
        QTest::newRow("labels that are no texts")
            << QByteArray::fromStdString(matrix(R"({"metric":{"a":1},"values":[]})"));
        QTest::newRow("too deep") << QByteArray::fromStdString(
            success(R"({"resultType":"vector","result":)" + std::string(2000, '[') + std::string(2000, ']') + "}"));
    }
    void whatIsNoAnswerIsRefused()
    {
        QFETCH(const QByteArray, body);

        const auto result = readQueryAnswer(body.toStdString(), kMinute, {});

        QVERIFY(!result);
        QVERIFY(result.error().kind == Error::Kind::Corrupt);
        QVERIFY(!result.error().message.empty());
    }

    void moreThanTheLimitsIsRefusedWithTheCure()
    {
        const auto body = matrix(R"({"metric":{"a":"1"},"values":[[1700000000,"1"],[1700000030,"1"]]},)"
                                 R"({"metric":{"a":"2"},"values":[[1700000000,"1"]]})");

        const auto series = readQueryAnswer(body, kMinute, {.samples = 100, .series = 1});
        const auto samples = readQueryAnswer(body, kMinute, {.samples = 2, .series = 9});
        const auto columns = readQueryAnswer(body, kMinute, {.samples = 5, .series = 9});

        QVERIFY(series.error().kind == Error::Kind::LimitExceeded);
        QVERIFY(series.error().message.find("limits.query_series") != std::string::npos);
        QVERIFY(samples.error().kind == Error::Kind::LimitExceeded);
        QVERIFY(samples.error().message.find("limits.query_samples") != std::string::npos);
        QVERIFY(columns.error().kind == Error::Kind::LimitExceeded);
    }

    void namesSeriesAndMetadataAreRead()
    {
        QCOMPARE(*readTexts(success("[\"a\",\"b\\\"c\"]"), {}), (std::vector<std::string>{"a", "b\"c"}));
        QCOMPARE(readTexts(success("null"), {})->size(), std::size_t(0));
        QVERIFY(readTexts(success(R"(["a","b"])"), {.texts = 1}).error().kind == Error::Kind::LimitExceeded);
        const auto series = readSeries(success(R"([{"__name__":"b"},{"__name__":"a","i":"1"}])"), {});
        QCOMPARE(series->front(), (model::LabelSet{{"__name__", "a"}, {"i", "1"}}));
        const auto metadata = readMetadata(
            success(R"({"up":[{"type":"gauge","help":"Whether it is up.","unit":""},{"type":"counter"}],"x":[]})"), {});
        QCOMPARE(metadata->size(), std::size_t(1));
        QVERIFY(metadata->at("up").type == model::MetricType::Gauge);
        QCOMPARE(metadata->at("up").help, std::string("Whether it is up."));
    }

    void serversAreRecognisedByWhatTheySayOfThemselves_data()
    {
        QTest::addColumn<QByteArray>("data");
        QTest::addColumn<QString>("kind");
        QTest::newRow("prometheus")
            << QByteArray(R"({"version":"2.42.0+ds","revision":"x","branch":"b","goVersion":"go1.19.8"})")
            << QStringLiteral("prometheus");
        QTest::newRow("thanos") << QByteArray(R"({"version":"0.31.0","revision":"x","goVersion":"go1.19"})")
                                << QStringLiteral("thanos");
        QTest::newRow("mimir")
            << QByteArray(
                   R"({"application":"Grafana Mimir","version":"2.10","goVersion":"go1.20","features":{"ruler_config_api":"true"}})")
            << QStringLiteral("mimir");
        QTest::newRow("victoriametrics") << QByteArray(R"({"version":"2.24.0"})") << QStringLiteral("victoriametrics");
    }
    void serversAreRecognisedByWhatTheySayOfThemselves()
    {
        QFETCH(const QByteArray, data);

        const auto info = readBuildInfo(success(data.toStdString()));

        QVERIFY(info);
        const auto kind = toString(recognised(*info));
        QTEST(QString::fromUtf8(kind.data(), static_cast<qsizetype>(kind.size())), "kind");
    }

    void eachDialectHasItsOwnParameters()
    {
        EngineOptions options;
        options.dedup = true;
        options.partialResponse = false;
        options.extraLabels = {{"tenant", "a b"}};
        options.roundDigits = 9;

        QCOMPARE(encoded(dialectForm(options, EngineKind::Prometheus)), std::string());
        QCOMPARE(encoded(dialectForm(options, EngineKind::Thanos)), std::string("dedup=true&partial_response=false"));
        QCOMPARE(encoded(dialectForm(options, EngineKind::VictoriaMetrics)),
                 std::string("extra_label=tenant%3Da%20b&nocache=1&round_digits=9"));
    }

    void grafanaIsAWayToAnEngine()
    {
        EngineOptions options;
        options.url = "https://grafana.example/sub/";
        options.grafanaUid = "P1/x";

        QCOMPARE(baseUrl(options), std::string("https://grafana.example/sub/api/datasources/proxy/uid/P1%2Fx"));
    }

    void timesGoOutAsSeconds()
    {
        QCOMPARE(seconds(1'700'000'000'007), std::string("1700000000.007"));
        QCOMPARE(seconds(-1500), std::string("-1.500"));
        QCOMPARE(seconds(-5), std::string("-0.005"));
    }
};

QTEST_APPLESS_MAIN(EngineAnswerTest)
#include "engine_answer_test.moc"
