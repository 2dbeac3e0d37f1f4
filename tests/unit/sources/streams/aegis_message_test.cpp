// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "base/core/iso_time.h"
#include "sources/streams/aegis_message.h"

using namespace nocturne;
using namespace nocturne::streams;

namespace {

constexpr Timestamp kNoon = 1'772'366'400'000; // 2026-03-01T12:00:00Z

std::string metrics(std::string_view data)
{
    return R"({"type":"metrics","timestamp":"2026-03-01T12:00:00.000Z","data":)" + std::string(data) + "}";
}

} // namespace

class AegisMessageTest : public QObject
{
    Q_OBJECT

private slots:
    void times_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("expected"); // 0: refused
        QTest::newRow("as JavaScript writes it") << "2026-03-01T12:00:00.123Z" << qint64(kNoon + 123);
        QTest::newRow("offset with colon") << "2026-03-01T14:00:00+02:00" << qint64(kNoon);
        QTest::newRow("offset of hours, as PostgreSQL") << "2026-03-01 12:00:00.5+00" << qint64(kNoon + 500);
        QTest::newRow("west") << "2026-03-01T07:30:00-0430" << qint64(kNoon);
        QTest::newRow("without a zone it is UTC") << "2026-03-01T12:00:00" << qint64(kNoon);
        QTest::newRow("microseconds are cut") << "2026-03-01T12:00:00.123987Z" << qint64(kNoon + 123);
        QTest::newRow("no seconds") << "2026-03-01T12:00Z" << qint64(kNoon);
        QTest::newRow("day that is none") << "2026-02-30T12:00:00Z" << qint64(0);
        QTest::newRow("hour that is none") << "2026-03-01T24:00:00Z" << qint64(0);
        QTest::newRow("fraction without digits") << "2026-03-01T12:00:00.Z" << qint64(0);
        QTest::newRow("text behind") << "2026-03-01T12:00:00Z!" << qint64(0);
        QTest::newRow("year out of range") << "1969-03-01T12:00:00Z" << qint64(0);
        QTest::newRow("date only") << "2026-03-01" << qint64(0);
        QTest::newRow("empty") << "" << qint64(0);
    }
    void times()
    {
        QFETCH(QString, text);
        QFETCH(qint64, expected);

        QCOMPARE(parseIsoTime(text.toStdString()).value_or(0), Timestamp(expected));
    }

    void overviewIsReadAsTheDocumentShowsIt()
    {
        AegisReader reader;
        const auto message = reader.read(metrics(R"({"overview":{"timestamp":"2026-03-01T12:00:00.250Z",
            "requestsPerSecond":12.5,"avgLatency":40,"p95Latency":150.5,"p99Latency":300,"errorRate":2.5,
            "totalRequests":1000,"successfulRequests":975,"failedRequests":25,"rateLimitedRequests":3,
            "activeConnections":60,"healthyBackends":4,"totalBackends":5}})"));

        QVERIFY(message.has_value());
        QVERIFY(message->kind == AegisMessage::Kind::Metrics);
        QCOMPARE(message->metrics.time.value(), kNoon + 250);
        const std::array<double, kOverviewFields> expected = {12.5, 40, 150.5, 300, 2.5, 1000, 975, 25, 3, 60, 4, 5};
        for (std::size_t i = 0; i < expected.size(); ++i)
            QCOMPARE((*message->metrics.overview)[i].value(), expected[i]);
        QCOMPARE(message->metrics.badFields, std::size_t{0});
        QVERIFY(!message->metrics.requestRate);
    }

    void numbers_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<double>("expected"); // -1: absent
        QTest::addColumn<int>("badFields");
        QTest::newRow("number") << QByteArray("123") << 123.0 << 0;
        QTest::newRow("text, as PostgreSQL's COUNT comes") << QByteArray(R"("123")") << 123.0 << 0;
        QTest::newRow("large text") << QByteArray(R"("9007199254740993")") << 9007199254740992.0 << 0;
        QTest::newRow("null is absent, not bad") << QByteArray("null") << -1.0 << 0;
        QTest::newRow("word") << QByteArray(R"("many")") << -1.0 << 1;
        QTest::newRow("empty text") << QByteArray(R"("")") << -1.0 << 1;
        QTest::newRow("not a number") << QByteArray(R"("NaN")") << -1.0 << 1;
        QTest::newRow("infinity") << QByteArray(R"("Infinity")") << -1.0 << 1;
        QTest::newRow("truth value") << QByteArray("true") << -1.0 << 1;
        QTest::newRow("object") << QByteArray("{}") << -1.0 << 1;
        QTest::newRow("list") << QByteArray("[1]") << -1.0 << 1;
        QTest::newRow("a total below zero") << QByteArray("-1") << -1.0 << 1;
    }
    void numbers()
    {
        QFETCH(QByteArray, json);
        QFETCH(double, expected);
        QFETCH(int, badFields);
        AegisReader reader;

        const auto message =
            reader.read(metrics(R"({"overview":{"totalRequests":)" + json.toStdString() + R"(,"errorRate":1}})"));

        QVERIFY(message.has_value());
        QCOMPARE((*message->metrics.overview)[5].value_or(-1), expected);
        QCOMPARE((*message->metrics.overview)[4].value(), 1.0);
        QCOMPARE(message->metrics.badFields, std::size_t(badFields));
    }

    void refused_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray("");
        QTest::newRow("cut short") << QByteArray(R"({"type":"metrics","data":{"overview":)");
        QTest::newRow("no JSON") << QByteArray("<html>502 Bad Gateway</html>");
        QTest::newRow("a list") << QByteArray("[1,2]");
        QTest::newRow("null") << QByteArray("null");
        QTest::newRow("no type") << QByteArray(R"({"data":{}})");
        QTest::newRow("metrics without data") << QByteArray(R"({"type":"metrics"})");
        QTest::newRow("metrics whose data is a list") << QByteArray(R"({"type":"metrics","data":[]})");
        QTest::newRow("subscribed without data") << QByteArray(R"({"type":"subscribed","data":null})");
        QTest::newRow("invalid UTF-8") << QByteArray("{\"type\":\"metrics\",\"data\":{\"a\":\"\xff\"}}");
        QTest::newRow("NUL") << QByteArray("{\"type\":\"metrics\0\",\"data\":{}}", 29);
        QTest::newRow("number beyond a double")
            << QByteArray(R"({"type":"metrics","data":{"overview":{"errorRate":1e999}}})");
        QTest::newRow("too deep") << QByteArray(R"({"type":"metrics","data":)") + QByteArray(100, '[') +
                                         QByteArray(100, ']') + "}";
        QTest::newRow("too large") << QByteArray("\"") + QByteArray(5 << 20, 'x') + "\"";
    }
    void refused()
    {
        QFETCH(QByteArray, text);
        AegisReader reader;

        const auto message = reader.read({text.constData(), std::size_t(text.size())});

        QVERIFY(!message.has_value());
        QVERIFY(!message.error().message.empty());
        QVERIFY(reader.read(metrics("{}")).has_value()); // and the reader lives on
    }

    void rowsAreSortedAndOnePerBucket()
    {
        AegisReader reader;
        const auto message = reader.read(metrics(R"({"requestRate":[
            {"timestamp":"2026-03-01T11:59:20.000Z","value":"3"},
            {"timestamp":"2026-03-01T11:59:00.000Z","value":1},
            {"timestamp":"2026-03-01T11:59:20.000Z","value":4},
            {"timestamp":"yesterday","value":9}, 7]})"));

        const auto& rows = message->metrics.requestRate.value();
        QCOMPARE(rows.size(), std::size_t{2});
        QCOMPARE(rows[0].start, kNoon - 60'000);
        QCOMPARE(rows[0].values[0].value(), 1.0);
        QCOMPARE(rows[1].start, kNoon - 40'000);
        QCOMPARE(rows[1].values[0].value(), 4.0);
        QCOMPARE(message->metrics.badFields, std::size_t{2});
    }

    void endpointsAreReadInEitherSpelling()
    {
        AegisReader reader;
        const auto message = reader.read(metrics(R"({"topEndpoints":[
            {"method":"GET","path":"/api/users","request_count":"120","avg_latency":24.5,"error_rate":1.5},
            {"endpoint":"/api/orders","requestCount":7,"avgLatency":null}, {"method":"GET"}]})"));

        const auto& rows = message->metrics.endpoints.value();
        QCOMPARE(rows.size(), std::size_t{2});
        QCOMPARE(rows[0], (EndpointRow{"GET", "/api/users", 120, 24.5, {}, 1.5}));
        QCOMPARE(rows[1], (EndpointRow{"", "/api/orders", 7, {}, {}, {}}));
        QCOMPARE(message->metrics.badFields, std::size_t{1});
    }

    void alerts_data()
    {
        QTest::addColumn<QByteArray>("text");
        const QByteArray alert = R"({"id":"a1","ruleId":"r1","ruleName":"R","severity":"critical","status":"active",
            "message":"m","triggeredAt":"2026-03-01T12:00:00Z","currentValue":"7.5","threshold":5})";
        QTest::newRow("data is the alert") << R"({"type":"alert","data":)" + alert + "}";
        QTest::newRow("another type") << R"({"type":"alert:triggered","data":)" + alert + "}";
        QTest::newRow("within data") << R"({"type":"alert","data":{"alert":)" + alert + "}}";
        QTest::newRow("a list") << R"({"type":"alerts","data":[)" + alert + "]}";
        QTest::newRow("beside the type") << R"({"type":"alert","alert":)" + alert + "}";
        QTest::newRow("the message itself, without a type") << alert;
    }
    void alerts()
    {
        QFETCH(QByteArray, text);
        AegisReader reader;

        const auto message = reader.read(text.toStdString());

        QVERIFY(message.has_value());
        QVERIFY(message->kind == AegisMessage::Kind::Alert);
        QCOMPARE(message->alerts.size(), std::size_t{1});
        QCOMPARE(message->alerts[0], (StreamAlert{"a1", "r1", "R", "critical", "active", "m", kNoon, 7.5, 5}));
    }

    void unknownTypesAreNoError()
    {
        AegisReader reader;

        QVERIFY(reader.read(R"({"type":"welcome","data":{"clientId":"c1"}})")->kind == AegisMessage::Kind::Unknown);
        QVERIFY(reader.read(R"({"type":"pong"})")->kind == AegisMessage::Kind::Unknown);
    }

    void subscriptionsAreReadAndWritten()
    {
        AegisReader reader;
        TopicSet wanted;
        wanted.set(Topic::RequestRate).set(Topic::Alerts, false);

        const auto message = reader.read(R"({"type":"subscribed","data":{"overview":true,"requestRate":true,"x":1}})");

        QVERIFY(message->kind == AegisMessage::Kind::Subscribed);
        QCOMPARE(message->subscribed, wanted);
        QCOMPARE(subscribeMessage(wanted),
                 std::string(R"({"type":"subscribe","data":{"overview":true,"requestRate":true,)"
                             R"("latencyPercentiles":false,"statusDistribution":false,"topEndpoints":false,)"
                             R"("alerts":false}})"));
    }

    void backendsAreReadWithTheirBreakers()
    {
        AegisReader reader;
        const auto backends = reader.readBackends(R"({"success":true,"data":{"summary":{"total":2},"backends":[
            {"name":"users-1","status":"healthy","responseTimeMs":"18.5","circuitBreaker":{"state":"CLOSED"}},
            {"name":"orders-1","status":"unhealthy","circuitBreaker":"half-open"}, {"status":"healthy"}]}})");

        QVERIFY(backends.has_value());
        QCOMPARE(backends->size(), std::size_t{2});
        QCOMPARE((*backends)[0], (AegisReader::Backend{"users-1", "healthy", "CLOSED", 18.5}));
        QCOMPARE((*backends)[1], (AegisReader::Backend{"orders-1", "unhealthy", "half-open", {}}));
    }

    void aFailureOfRestIsToldInTheServersWords()
    {
        AegisReader reader;
        const auto backends = reader.readBackends(R"({"success":false,"error":"database is gone"})");

        QCOMPARE(backends.error().message, std::string("the server reports a failure: database is gone"));
    }
};

QTEST_APPLESS_MAIN(AegisMessageTest)
#include "aegis_message_test.moc"
