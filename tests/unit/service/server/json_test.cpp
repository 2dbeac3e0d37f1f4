// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <limits>

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "base/net/gzip_decoder.h"
#include "engine/promql/parser.h"
#include "service/server/envelope.h"
#include "service/server/json_writer.h"
#include "service/server/result_json.h"
#include "service/server/tree_json.h"

using namespace nocturne;
using namespace nocturne::server;

namespace {

std::string written(const query::QueryResult& result, const ResultShape& shape = {})
{
    BodyWriter body(false, Envelope::kMaxBytes);
    JsonWriter json(body.text());
    json.beginObject();
    writeResult(json, body, result, shape, {});
    json.endObject();
    return body.text();
}

query::QueryResult matrix(std::vector<Timestamp> times, std::vector<query::ResultSeries> series)
{
    query::QueryResult result;
    result.type = query::ValueType::Matrix;
    result.times = std::move(times);
    result.series = std::move(series);
    return result;
}

QJsonValue parsed(const std::string& text) { return QJsonDocument::fromJson(QByteArray::fromStdString(text)).object(); }

} // namespace

class JsonTest : public QObject
{
    Q_OBJECT

private slots:
    void text_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("plain") << QByteArray("up") << QByteArray("\"up\"");
        QTest::newRow("quote and backslash") << QByteArray("a\"\\") << QByteArray("\"a\\\"\\\\\"");
        QTest::newRow("control characters")
            << QByteArray("\n\r\t\x01\x7f") << QByteArray("\"\\n\\r\\t\\u0001\\u007f\"");
        QTest::newRow("HTML") << QByteArray("<b>&") << QByteArray("\"\\u003cb\\u003e\\u0026\"");
        QTest::newRow("UTF-8") << QByteArray("ä€𝄞") << QByteArray("\"ä€𝄞\"");
        QTest::newRow("not UTF-8") << QByteArray("a\xff<b\xe2\x82") << QByteArray("\"a\\ufffd\\u003cb\\ufffd\\ufffd\"");
        QTest::newRow("NUL") << QByteArray("a\0b", 3) << QByteArray("\"a\\u0000b\"");
    }

    void text()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, json);
        std::string out;

        JsonWriter(out).text(text.toStdString());

        QCOMPARE(QByteArray::fromStdString(out), json);
    }

    void sampleValue_data()
    {
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, double value, const char* expected) {
            QTest::newRow(name) << value << QString::fromLatin1(expected);
        };
        // As Prometheus 2.42 answers for `vector(...)`.
        row("whole", 42, "\"42\"");
        row("negative", -7, "\"-7\"");
        row("short decimal", 0.25, "\"0.25\"");
        row("six decimals", 1234.567891, "\"1234.567891\"");
        row("full mantissa", 1.0 / 3, "\"0.3333333333333333\"");
        row("0.1 + 0.2", 0.1 + 0.2, "\"0.30000000000000004\"");
        row("smallest without exponent", 1e-6, "\"0.000001\"");
        row("below", 1e-7, "\"1e-07\"");
        row("two digits of exponent", 1.5e-100, "\"1.5e-100\"");
        row("beyond 2^53", 12345678901234567890.0, "\"12345678901234567000\"");
        row("largest without exponent", 9e20, "\"900000000000000000000\"");
        row("above", 1e21, "\"1e+21\"");
        row("negative zero", -0.0, "\"-0\"");
        row("fifteen digits", 999999999999999, "\"999999999999999\"");
        row("sixteen digits", 1234567890123456, "\"1234567890123456\"");
        row("NaN", std::numeric_limits<double>::quiet_NaN(), "\"NaN\"");
        row("infinity", std::numeric_limits<double>::infinity(), "\"+Inf\"");
        row("negative infinity", -std::numeric_limits<double>::infinity(), "\"-Inf\"");
    }

    void sampleValue()
    {
        QFETCH(double, value);
        QFETCH(QString, expected);
        std::string out;

        JsonWriter(out).sampleValue(value);

        QCOMPARE(QString::fromStdString(out), expected);
    }

    void scalarsHaveNoExponent()
    {
        std::string out;
        JsonWriter json(out);

        json.beginArray();
        for (const double value : {-1.25e-7, 1e21, 1.5e22, 0.5, std::numeric_limits<double>::infinity()})
            json.plainValue(value);
        json.endArray();

        QCOMPARE(out,
                 std::string(R"(["-0.000000125","1000000000000000000000","15000000000000000000000","0.5","+Inf"])"));
    }

    void seconds_data()
    {
        QTest::addColumn<qint64>("ms");
        QTest::addColumn<QString>("expected");
        QTest::newRow("whole") << qint64{1435781430000} << QStringLiteral("1435781430");
        QTest::newRow("milliseconds") << qint64{1435781430781} << QStringLiteral("1435781430.781");
        QTest::newRow("zeros stay") << qint64{1500} << QStringLiteral("1.500");
        QTest::newRow("small fraction") << qint64{1007} << QStringLiteral("1.007");
        QTest::newRow("before 1970") << qint64{-1500} << QStringLiteral("-1.500");
        QTest::newRow("zero") << qint64{0} << QStringLiteral("0");
    }

    void seconds()
    {
        QFETCH(qint64, ms);
        QFETCH(QString, expected);
        std::string out;

        JsonWriter(out).seconds(ms);

        QCOMPARE(QString::fromStdString(out), expected);
    }

    void datesAreRfc3339()
    {
        QCOMPARE(rfc3339(1435781451781), std::string("2015-07-01T20:10:51.781Z"));
        QCOMPARE(rfc3339(1435781451780), std::string("2015-07-01T20:10:51.78Z"));
        QCOMPARE(rfc3339(1435781451000), std::string("2015-07-01T20:10:51Z"));
        std::string never;
        JsonWriter(never).date(0);
        QCOMPARE(never, std::string("\"0001-01-01T00:00:00Z\""));
    }

    void matrixLeavesGapsAndEmptySeriesOut()
    {
        const auto result =
            matrix({1000, 2500, 4000}, {{model::LabelSet{{"a", "b"}}, {1, query::kAbsent, 0.5}},
                                        {model::LabelSet{{"a", "c"}}, {query::kAbsent, query::kAbsent, query::kAbsent}},
                                        {model::LabelSet{}, {query::kAbsent, 2, query::kAbsent}}});

        QCOMPARE(written(result),
                 std::string(R"({"resultType":"matrix","result":[{"metric":{"a":"b"},"values":[[1,"1"],[4,"0.5"]]},)"
                             R"({"metric":{},"values":[[2.500,"2"]]}]})"));
    }

    void vectorHasOneValueEach()
    {
        query::QueryResult result;
        result.times = {1500};
        result.series = {{model::LabelSet{{"__name__", "up"}}, {1}}, {model::LabelSet{{"x", "y"}}, {0.1}}};

        QCOMPARE(written(result), std::string(R"({"resultType":"vector","result":[{"metric":{"__name__":"up"},)"
                                              R"("value":[1.500,"1"]},{"metric":{"x":"y"},"value":[1.500,"0.1"]}]})"));
    }

    void histogramsStandBesideFloats()
    {
        model::FloatHistogram histogram;
        histogram.count = 7.5;
        histogram.sum = -0.25;
        histogram.zeroThreshold = 0.001;
        histogram.zeroCount = 1;
        histogram.positive = {{{0, 3}}, {2, 0, 3}};
        histogram.negative = {{{1, 1}}, {1.5}};
        const auto shared = std::make_shared<const model::FloatHistogram>(histogram);
        query::ResultSeries mixed{model::LabelSet{{"a", "b"}}, {1, query::kAbsent}, {nullptr, shared}};
        query::ResultSeries pure{model::LabelSet{}, {query::kAbsent, query::kAbsent}, {shared, nullptr}};
        const std::string json = R"({"count":"7.5","sum":"-0.25","buckets":[[1,"-2","-1","1.5"],)"
                                 R"([3,"-0.001","0.001","1"],[0,"0.5","1","2"],[0,"2","4","3"]]})";

        QCOMPARE(written(matrix({1000, 2000}, {mixed, pure})),
                 R"({"resultType":"matrix","result":[{"metric":{"a":"b"},"values":[[1,"1"]],"histograms":[[2,)" + json +
                     R"(]]},{"metric":{},"histograms":[[1,)" + json + "]]}]}");
        query::QueryResult vector;
        vector.times = {1500};
        vector.series = {{model::LabelSet{}, {query::kAbsent}, {shared}}};
        QCOMPARE(written(vector),
                 R"({"resultType":"vector","result":[{"metric":{},"histogram":[1.500,)" + json + "]}]}");
    }

    void scalarAndString()
    {
        query::QueryResult scalar;
        scalar.type = query::ValueType::Scalar;
        scalar.times = {1000};
        scalar.series = {{model::LabelSet{}, {std::numeric_limits<double>::infinity()}}};
        query::QueryResult string;
        string.type = query::ValueType::String;
        string.times = {1000};
        string.text = "a<b";

        QCOMPARE(written(scalar), std::string(R"({"resultType":"scalar","result":[1,"+Inf"]})"));
        QCOMPARE(written(string), std::string(R"({"resultType":"string","result":[1,"a\u003cb"]})"));
    }

    void emptyResultIsAnEmptyList()
    {
        QCOMPARE(written(matrix({1000}, {})), std::string(R"({"resultType":"matrix","result":[]})"));
    }

    void limitCutsSeries()
    {
        const auto result = matrix({1000}, {{model::LabelSet{{"a", "b"}}, {1}}, {model::LabelSet{{"a", "c"}}, {2}}});

        QCOMPARE(written(result, {.limit = 1}),
                 std::string(R"({"resultType":"matrix","result":[{"metric":{"a":"b"},"values":[[1,"1"]]}]})"));
    }

    void statisticsFollowWhereAsked()
    {
        auto result = matrix({1000}, {});
        result.stats.samples = 12;
        result.stats.peakSamples = 7;
        result.stats.evalSeconds = 0.5;
        result.stats.queueSeconds = 0.25;

        const auto stats = parsed(written(result, {.withStats = true})).toObject()[QStringLiteral("stats")].toObject();

        QCOMPARE(stats[QStringLiteral("samples")][QStringLiteral("peakSamples")].toInt(), 7);
        QCOMPARE(stats[QStringLiteral("samples")][QStringLiteral("samplesRead")].toInt(), 12);
        QCOMPARE(stats[QStringLiteral("timings")][QStringLiteral("execTotalTime")].toDouble(), 0.75);
    }

    void stoppedWritingEndsEarly()
    {
        std::stop_source stop;
        stop.request_stop();
        BodyWriter body(false, Envelope::kMaxBytes);
        JsonWriter json(body.text());

        writeResult(json, body, matrix({1000}, {{model::LabelSet{{"a", "b"}}, {1}}}), {}, stop.get_token());

        QVERIFY(body.text().find("\"b\"") == std::string::npos);
    }

    void tooLargeAnswersAreAnError()
    {
        Envelope envelope(false, 100);
        envelope.data().text(std::string(200, 'x'));

        const auto response = envelope.finish();

        QCOMPARE(response.status, 422);
        QVERIFY(response.body.find("too large") != std::string::npos);
    }

    void longAnswersAreCompressedPieceByPiece()
    {
        std::vector<std::string> texts(20'000, "some text that repeats");

        const auto response = textsResponse(true, texts);

        std::string plain;
        net::GzipDecoder decoder;
        QVERIFY(response.isGzip);
        QVERIFY(response.body.size() < 20'000);
        QCOMPARE(decoder.feed(response.body, plain, 1U << 20U), net::GzipDecoder::Status::Ok);
        QVERIFY(decoder.isComplete());
        QCOMPARE(plain, textsResponse(false, texts).body);
    }

    void shortAnswersAreNotWorthIt() { QVERIFY(!textsResponse(true, {"a"}).isGzip); }

    void acceptEncoding_data()
    {
        QTest::addColumn<QString>("header");
        QTest::addColumn<bool>("accepted");
        QTest::newRow("none") << QString() << false;
        QTest::newRow("gzip") << QStringLiteral("gzip") << true;
        QTest::newRow("among others") << QStringLiteral("deflate, gzip;q=0.5, br") << true;
        QTest::newRow("anything") << QStringLiteral("*") << true;
        QTest::newRow("refused") << QStringLiteral("gzip;q=0") << false;
        QTest::newRow("others") << QStringLiteral("br, zstd") << false;
    }

    void acceptEncoding()
    {
        QFETCH(QString, header);
        QFETCH(bool, accepted);

        QCOMPARE(acceptsGzip(header.toStdString()), accepted);
    }

    void warningsAndInfosFollowTheData()
    {
        Envelope envelope(false);
        envelope.data().beginArray().endArray();

        QCOMPARE(envelope.finish({"w"}, {"i"}).body,
                 std::string(R"({"status":"success","data":[],"warnings":["w"],"infos":["i"]})"));
    }

    void tree_data()
    {
        QTest::addColumn<QString>("expression");
        QTest::addColumn<QString>("json");
        // Forms as web/api/v1/translate_ast.go writes them.
        QTest::newRow("number") << QStringLiteral("1e3") << QStringLiteral(R"({"type":"numberLiteral","val":"1000"})");
        QTest::newRow("selector")
            << QStringLiteral("up{a!~'b'} offset 5m @ 10")
            << QStringLiteral(
                   R"({"type":"vectorSelector","name":"up","matchers":[{"name":"a","value":"b","type":"!~"},)"
                   R"({"name":"__name__","value":"up","type":"="}],"offset":300000,"timestamp":10000,)"
                   R"("startOrEnd":null,"anchored":false,"smoothed":false})");
        QTest::newRow("aggregation")
            << QStringLiteral("topk by (a) (2, b)")
            << QStringLiteral(
                   R"({"type":"aggregation","op":"topk","expr":{"type":"vectorSelector","name":"b","matchers":)"
                   R"([{"name":"__name__","value":"b","type":"="}],"offset":0,"timestamp":null,"startOrEnd":null,)"
                   R"("anchored":false,"smoothed":false},"param":{"type":"numberLiteral","val":"2"},)"
                   R"("grouping":["a"],"without":false})");
        QTest::newRow("binary of scalars")
            << QStringLiteral("1 > bool 2")
            << QStringLiteral(R"({"type":"binaryExpr","op":">","lhs":{"type":"numberLiteral","val":"1"},)"
                              R"("rhs":{"type":"numberLiteral","val":"2"},"matching":null,"bool":true})");
        QTest::newRow("call") << QStringLiteral("time()")
                              << QStringLiteral(R"({"type":"call","func":{"name":"time","argTypes":[],"variadic":0,)"
                                                R"("returnType":"scalar"},"args":[]})");
        QTest::newRow("unary, parentheses")
            << QStringLiteral("-(1)")
            << QStringLiteral(R"({"type":"unaryExpr","op":"-","expr":{"type":"parenExpr","expr":)"
                              R"({"type":"numberLiteral","val":"1"}}})");
    }

    void tree()
    {
        QFETCH(QString, expression);
        QFETCH(QString, json);
        const auto expr = promql::parse(expression.toStdString());
        QVERIFY(expr.has_value());
        std::string out;
        JsonWriter writer(out);

        writeTree(writer, **expr);

        QCOMPARE(parsed(out), parsed(json.toStdString()));
        QVERIFY(!parsed(out).toObject().isEmpty());
    }
};

QTEST_APPLESS_MAIN(JsonTest)
#include "json_test.moc"
