// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "sources/health/health_document.h"

using namespace nocturne;
using namespace nocturne::health;

namespace {

/// "overall; name=state(details)@seconds ..." so that a document is one readable literal.
std::string summary(const HealthDocument& document)
{
    auto text = std::string(toString(document.state)) + ";";
    for (const auto& component : document.components) {
        text += " " + component.name + "=" + std::string(toString(component.state));
        text += component.details.empty() ? "" : "(" + component.details + ")";
        text += component.seconds ? "@" + QString::number(*component.seconds).toStdString() : "";
    }
    return text;
}

} // namespace

class HealthDocumentTest : public QObject
{
    Q_OBJECT

private slots:
    void documents_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("all up, nanoseconds") << QByteArray(R"({"success":true,"status":"up","checks":[
            {"component":"database","status":"up","duration":1500000},
            {"component":"redis","status":"up","details":"","duration":250000}]})")
                                             << QByteArray("up; database=up@0.0015 redis=up@0.00025");
        QTest::newRow("one down, with its words")
            << QByteArray(R"({"success":false,"status":"down","checks":[
            {"component":"database","status":"down","details":"dial tcp: timeout","duration":5000000000},
            {"component":"realtime","status":"degraded","duration":0}]})")
            << QByteArray("down; database=down(dial tcp: timeout)@5 realtime=degraded@0");
        QTest::newRow("no status: the worst component") << QByteArray(R"({"success":true,"checks":[
            {"component":"a","status":"up"},{"component":"b","status":"degraded"}]})")
                                                        << QByteArray("degraded; a=up b=degraded");
        QTest::newRow("Kubernetes, all up")
            << QByteArray("[+]ping ok\n[+]etcd ok\r\nlivez check passed\n") << QByteArray("up; ping=up etcd=up");
        QTest::newRow("Kubernetes, one down")
            << QByteArray("[+]ping ok\n[-]etcd failed: reason withheld\n[+]log excluded: ok\nreadyz check failed\n")
            << QByteArray("down; ping=up etcd=down(failed: reason withheld) log=up(excluded: ok)");
        QTest::newRow("Kubernetes, of bytes")
            << QByteArray("[-]\xff\x1b[0m broken\n") << QByteArray("down; \\xff\\x1b[0m=down(broken)");
        QTest::newRow("success alone") << QByteArray(R"({"success":true})") << QByteArray("up;");
        QTest::newRow("failure alone") << QByteArray(R"({"success":false})") << QByteArray("down;");
        QTest::newRow("no checks at all") << QByteArray(R"({"status":"up","checks":null})") << QByteArray("up;");
        QTest::newRow("within an envelope")
            << QByteArray(R"({"success":true,"data":{"status":"up","checks":[{"component":"a","status":"up"}]}})")
            << QByteArray("up; a=up");
        QTest::newRow("duration as Go prints it")
            << QByteArray(R"({"status":"up","checks":[{"component":"a","status":"up","duration":"1m2.5s"}]})")
            << QByteArray("up; a=up@62.5");
        QTest::newRow("a duration that is none")
            << QByteArray(R"({"status":"up","checks":[{"component":"a","status":"up","duration":"soon"}]})")
            << QByteArray("up; a=up");
        QTest::newRow("a word we do not know cannot be judged")
            << QByteArray(R"({"status":"up","checks":[{"component":"a","status":"wobbly"}]})")
            << QByteArray("degraded; a=degraded");
        QTest::newRow("two of one name")
            << QByteArray(
                   R"({"status":"up","checks":[{"component":"a","status":"up"},{"component":"a","status":"down"}]})")
            << QByteArray("down; a=up a#2=down");
        QTest::newRow("nameless ones are judged and not kept")
            << QByteArray(R"({"status":"up","checks":[{"status":"down"},7,null]})") << QByteArray("down;");
        QTest::newRow("healthy by its own word, with a component that is not")
            << QByteArray(R"({"status":"healthy","components":{"db":{"status":"unhealthy"},"web":{"status":"up"}}})")
            << QByteArray("down; db=down web=up");
        QTest::newRow("healthy by its own word, with a component that limps")
            << QByteArray(R"({"status":"healthy","checks":{"db":"warn"}})") << QByteArray("degraded; db=degraded");
        QTest::newRow("success by its flag, with a component that is down")
            << QByteArray(R"({"success":true,"checks":{"db":"down"}})") << QByteArray("down; db=down");
        QTest::newRow("worse by its own word than its components")
            << QByteArray(R"({"status":"degraded","checks":{"db":"up"}})") << QByteArray("degraded; db=up");
        QTest::newRow("a component without a state is as the document")
            << QByteArray(R"({"status":"pass","checks":{"cpu":[{"observedValue":5}]}})") << QByteArray("up; cpu=up");
        QTest::newRow("a component without a state in a document without one")
            << QByteArray(R"({"checks":[{"component":"a"}]})") << QByteArray("degraded; a=degraded");
        QTest::newRow("details that are an object")
            << QByteArray(R"({"status":"up","checks":[{"component":"a","status":"up","details":{"n":1}}]})")
            << QByteArray(R"(up; a=up({"n":1}))");
        QTest::newRow("Spring Boot, nested") << QByteArray(R"({"status":"OUT_OF_SERVICE","components":{
            "db":{"status":"UP","components":{"main":{"status":"UP"},"replica":{"status":"DOWN"}}},
            "ping":{"status":"UNKNOWN"}}})") << QByteArray("down; db=up db/main=up db/replica=down ping=degraded");
        QTest::newRow("IETF health+json")
            << QByteArray(R"({"status":"warn","checks":{
            "cassandra:responseTime":[{"status":"pass","observedValue":250,"observedUnit":"ms"}],
            "uptime":[{"status":"fail","output":"restarted"},{"status":"pass","observedValue":5,"observedUnit":"percent"}]}})")
            << QByteArray("down; cassandra:responseTime=up@0.25 uptime=down(restarted) uptime#2=up");
        QTest::newRow("words by name") << QByteArray(R"({"status":"ok","checks":{"db":"ok","cache":"failed"}})")
                                       << QByteArray("down; db=up cache=down");
        QTest::newRow("status as a truth value") << QByteArray(R"({"status":false})") << QByteArray("down;");
    }
    void documents()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expected);

        const auto document = parseHealthDocument(text.toStdString());

        QVERIFY2(document.has_value(), document ? "" : document.error().message.c_str());
        QCOMPARE(QByteArray::fromStdString(summary(*document)), expected);
    }

    void refused_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("HTML") << QByteArray("<!doctype html><title>Login</title>");
        QTest::newRow("text") << QByteArray("OK");
        QTest::newRow("cut short") << QByteArray(R"({"success":true,"checks":[{"component")");
        QTest::newRow("two documents") << QByteArray(R"({"status":"up"}{"status":"down"})");
        QTest::newRow("a list") << QByteArray(R"([{"status":"up"}])");
        QTest::newRow("an object that says nothing") << QByteArray(R"({"version":"1.2"})");
        QTest::newRow("a status that is a number") << QByteArray(R"({"status":200})");
        QTest::newRow("invalid UTF-8") << QByteArray("{\"status\":\"\xc3\x28\"}");
        QTest::newRow("too deep") << QByteArray(R"({"status":"up","checks":)") + QByteArray(40, '[') +
                                         QByteArray(40, ']') + "}";
        QTest::newRow("too large") << QByteArray("{\"status\":\"up\",\"x\":\"") + QByteArray(2 << 20, 'x') + "\"}";
    }
    void refused()
    {
        QFETCH(QByteArray, text);

        const auto document = parseHealthDocument({text.constData(), std::size_t(text.size())});

        QVERIFY(!document.has_value());
        QVERIFY(!document.error().message.empty());
    }

    void namesDetailsAndSizeAreBounded()
    {
        const auto check = [](const std::string& name, const std::string& details) {
            return "{\"component\":\"" + name + "\",\"status\":\"up\",\"details\":\"" + details + "\"}";
        };
        std::string many;
        for (int i = 0; i < 300; ++i)
            many += (many.empty() ? "" : ",") + check(std::to_string(i), "");

        const auto cut = parseHealthDocument("{\"checks\":[" +
                                             check(std::string(127, 'n') + "\xc3\xa9", std::string(3000, 'd')) + "]}");
        const auto first = parseHealthDocument("{\"checks\":[" + many + "]}");

        QCOMPARE(cut->components[0].name, std::string(127, 'n')); // cut before the letter that does not fit
        QCOMPARE(cut->components[0].details.size(), std::size_t{1024});
        QCOMPARE(first->components.size(), std::size_t{200});
        QCOMPARE(first->leftOut, std::size_t{100});
        QVERIFY(first->state == HealthState::Degraded);
        QVERIFY(first->told == HealthState::Up);
    }

    void whatIsLeftOutIsJudged()
    {
        const auto document = parseHealthDocument(
            R"({"status":"up","checks":{"a":"up","b":"warn","c":{"status":"down","error":"no route"},"d":"down"}})",
            {.components = 1});

        QCOMPARE(summary(*document), std::string("down; a=up"));
        QCOMPARE(document->leftOut, std::size_t{3});
        QVERIFY(document->worstLeftOut == (HealthComponent{"c", HealthState::Down, "no route"}));
    }

    void theLimitItselfIsNotExceeded()
    {
        const auto document = parseHealthDocument(R"({"checks":{"a":"up","b":"up"}})", {.components = 2});

        QCOMPARE(summary(*document), std::string("up; a=up b=up"));
        QCOMPARE(document->leftOut, std::size_t{0});
    }

    void aTextBeyondItsLimitNamesTheCure()
    {
        const std::string text = R"({"status":"up"})";

        QVERIFY(parseHealthDocument(text, {.bytes = text.size()}).has_value());
        QCOMPARE(parseHealthDocument(text, {.bytes = 14}).error().message,
                 std::string("the health document is larger than 14 bytes: raise limits.health_body_bytes"));
    }

    void manyOfOneNameAreNumbered()
    {
        const auto check = [](const std::string& name) { return "{\"id\":\"" + name + "\",\"status\":\"up\"}"; };
        const auto document = parseHealthDocument("{\"checks\":[" + check("a") + "," + check("a#2") + "," + check("a") +
                                                  "," + check("a") + "]}");

        QCOMPARE(summary(*document), std::string("up; a=up a#2=up a#3=up a#4=up"));
    }

    void goDurations_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<double>("expected"); // -1: refused
        QTest::newRow("zero") << "0s" << 0.0;
        QTest::newRow("bare zero") << "0" << 0.0;
        QTest::newRow("nanoseconds") << "15ns" << 15e-9;
        QTest::newRow("micro sign") << QString::fromUtf8("150\xc2\xb5s") << 150e-6;
        QTest::newRow("letter mu") << QString::fromUtf8("150\xce\xbcs") << 150e-6;
        QTest::newRow("milliseconds") << "1.5ms" << 0.0015;
        QTest::newRow("compound") << "1h2m3.25s" << 3723.25;
        QTest::newRow("no unit") << "15" << -1.0;
        QTest::newRow("negative") << "-1s" << -1.0;
        QTest::newRow("two points") << "1.5.5s" << -1.0;
        QTest::newRow("unit without number") << "s" << -1.0;
        QTest::newRow("text behind") << "1s!" << -1.0;
        QTest::newRow("blank") << "1 s" << -1.0;
        QTest::newRow("empty") << "" << -1.0;
    }
    void goDurations()
    {
        QFETCH(QString, text);
        QFETCH(double, expected);

        QVERIFY(std::abs(parseGoDuration(text.toStdString()).value_or(-1) - expected) <= 1e-12 * std::abs(expected));
    }
};

QTEST_APPLESS_MAIN(HealthDocumentTest)
#include "health_document_test.moc"
