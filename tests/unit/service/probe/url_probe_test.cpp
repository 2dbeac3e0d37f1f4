// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/probe/url_probe.h"

#include <set>

#include <QTest>

#include "base/net/url.h"
#include "service/probe/local_scan.h"
#include "support/fault_server.h"
#include "support/faults.h"
#include "support/loki_server.h"
#include "support/web_socket_faults.h"

using namespace nocturne;
using namespace nocturne::probe;
using namespace nocturne::test;

namespace {

const std::vector<std::string> kText = {"Content-Type: text/plain; version=0.0.4"};
const std::vector<std::string> kJson = {"Content-Type: application/json"};
const std::vector<std::string> kPage = {"Content-Type: text/html"};

paste::WebRequest requestOf(const std::string& url) { return {.url = url}; }

std::string serviceOf(const Report& report)
{
    return report.findings.empty() ? std::string() : std::string(toString(report.findings.front().service));
}

bool contains(const std::string& text, std::string_view piece) { return text.find(piece) != std::string::npos; }

ProbeOptions quick()
{
    return {std::chrono::seconds(10), std::chrono::milliseconds(400), std::chrono::milliseconds(300)};
}

} // namespace

class UrlProbeTest : public QObject
{
    Q_OBJECT

private slots:
    void anExpositionIsFoundWithOneQuestion()
    {
        const FaultServer server(faults::respond(200, kText, "# TYPE a gauge\na 1\nb 2\n"));

        const auto report = probeUrl(requestOf(server.url("/metrics")));

        QCOMPARE(serviceOf(report), std::string("exposition"));
        QCOMPARE(report.findings.front().url, server.url("/metrics"));
        QCOMPARE(report.findings.front().series, std::size_t(2));
        QCOMPARE(report.tries.size(), std::size_t(1));
        QVERIFY(report.failure.empty());
    }

    void whatMayChangeSomethingIsNotSent_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("DELETE") << QByteArray("DELETE") << QByteArray();
        QTest::newRow("POST") << QByteArray("POST") << QByteArray("{}");
        QTest::newRow("a body") << QByteArray() << QByteArray("x");
        QTest::newRow("a word of one's own") << QByteArray("PURGE") << QByteArray();
    }
    void whatMayChangeSomethingIsNotSent()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, body);
        const FaultServer server(faults::respond(200, kText, "a 1\n"));
        auto request = requestOf(server.url("/orders/5"));
        request.method = method.toStdString();
        request.body = body.toStdString();

        const auto report = probeUrl(request);

        QVERIFY(report.findings.empty());
        QVERIFY2(contains(report.failure, "nothing was sent"), report.failure.c_str());
        QCOMPARE(server.connections(), 0);
    }

    void aHostAndAPortAreEnough()
    {
        const FaultServer server(faults::respondByPath(
            {{"/", faults::respond(200, kPage, "<html>")}, {"/metrics", faults::respond(200, kText, "a 1\n")}}));

        const auto report = probeUrl(requestOf("127.0.0.1:" + std::to_string(server.port())));

        QCOMPARE(serviceOf(report), std::string("exposition"));
        QCOMPARE(report.findings.front().url, server.url("/metrics"));
    }

    void anEngineGoesBeforeItsOwnMetrics()
    {
        const FaultServer server(faults::respondByPath(
            {{"/", faults::redirectTo(302, "/graph")},
             {"/graph", faults::respond(200, kPage, "<html>")},
             {"/api/v1/status/buildinfo",
              faults::respond(200, kJson,
                              "{\"status\":\"success\",\"data\":{\"version\":\"2.42.0\",\"goVersion\":\"go1\"}}")},
             {"/metrics", faults::respond(200, kText, "a 1\n")}}));

        const auto report = probeUrl(requestOf(server.url("/")));

        QCOMPARE(serviceOf(report), std::string("prometheus"));
        QCOMPARE(report.findings.size(), std::size_t(2));
        QCOMPARE(net::parseUrl(report.findings.front().url)->text(), server.url("/"));
    }

    void thePageOfAProgramLeadsToItsApi()
    {
        const FaultServer server(faults::respondByPath(
            {{"/prom/graph", faults::respond(200, kPage, "<html>")},
             {"/prom/api/v1/status/buildinfo",
              faults::respond(200, kJson,
                              "{\"status\":\"success\",\"data\":{\"version\":\"2.42.0\",\"goVersion\":\"go1\"}}")}}));

        const auto report = probeUrl(requestOf(server.url("/prom/graph?g0.expr=up")));

        QCOMPARE(serviceOf(report), std::string("prometheus"));
        QCOMPARE(report.findings.front().url, server.url("/prom"));
    }

    void aLokiIsFound()
    {
        LokiServer server;
        server.push({{"job", "x"}}, 1, "line");

        const auto report = probeUrl(requestOf(server.url()));

        QCOMPARE(serviceOf(report), std::string("loki"));
    }

    void aWebSocketIsToldByItsFirstMessage_data()
    {
        QTest::addColumn<QByteArray>("message");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("aegis") << QByteArray("{\"type\":\"metrics\",\"timestamp\":1700000000000,\"data\":{\"overview\":"
                                             "{\"requestsPerSecond\":1}}}")
                               << QByteArray("aegis");
        QTest::newRow("socket.io") << QByteArray("0{\"sid\":\"x\",\"pingInterval\":25000}") << QByteArray("socketio");
        QTest::newRow("json") << QByteArray("{\"temperature\":21}") << QByteArray("websocket");
    }
    void aWebSocketIsToldByItsFirstMessage()
    {
        QFETCH(QByteArray, message);
        QFETCH(QByteArray, expected);
        const FaultServer server(
            faults::webSocket(faults::webSocketSay({message.toStdString()}, std::chrono::milliseconds(1))));

        const auto report = probeUrl(requestOf("ws" + server.url("/ws/metrics").substr(4)), quick());

        QCOMPARE(QByteArray::fromStdString(serviceOf(report)), expected);
    }

    void aSilentWebSocketIsOneToo()
    {
        const FaultServer server(faults::webSocket(faults::webSocketSilence()));

        const auto report = probeUrl(requestOf("ws" + server.url("/").substr(4)), quick());

        QCOMPARE(serviceOf(report), std::string("websocket"));
        QVERIFY(contains(report.tries.front().words, "says nothing"));
    }

    void whatFailsSaysWhy()
    {
        const RefusedPort refused;
        const FaultServer hangs(faults::hang());
        const FaultServer locked(faults::respond(401, {"WWW-Authenticate: Basic realm=\"x\""}, "no"));
        const FaultServer page(faults::respond(200, kPage, "<html>"));
        const FaultServer broken(faults::respond(200, kText, "a 1\nb{ 2\n"));
        const FaultServer closes(faults::resetBeforeAnswer());
        const FaultServer untrusted(faults::respond(200, kText, "a 1\n"), {makeCertificate()});
        const auto failureOf = [](const std::string& url) { return probeUrl(requestOf(url), quick()).failure; };

        const std::vector<std::pair<std::string, std::string>> failures = {
            {failureOf("http://nowhere.invalid/metrics"), "nowhere.invalid"},
            {failureOf(refused.url("/metrics")), "refused"},
            {failureOf(hangs.url("/metrics")), "400ms"},
            {failureOf(untrusted.url("/metrics")), "issued by"},
            {failureOf(locked.url("/metrics")), "HTTP 401"},
            {failureOf(page.url("/metrics")), "a web page"},
            {failureOf(broken.url("/metrics")), "2:4"},
            {failureOf(closes.url("/metrics")), ""},
        };

        std::set<std::string> different;
        for (const auto& [failure, piece] : failures) {
            QVERIFY2(!failure.empty() && contains(failure, piece), failure.c_str());
            different.insert(failure);
        }
        QCOMPARE(different.size(), failures.size());
    }

    void anUntrustedCertificateIsShownWithItsEnd()
    {
        const FaultServer server(faults::respond(200, kText, "a 1\n"),
                                 {makeCertificate({.commonName = "old.example",
                                                   .notBefore = std::chrono::hours(-48),
                                                   .notAfter = std::chrono::hours(-24)})});

        const auto report = probeUrl(requestOf(server.url("/metrics")), quick());

        QVERIFY(report.certificate.has_value());
        QVERIFY2(contains(report.failure, "old.example"), report.failure.c_str());
        QVERIFY2(contains(report.failure, "valid until 20"), report.failure.c_str());
    }

    void anotherHostIsNotAsked()
    {
        const FaultServer elsewhere(faults::respond(200, kText, "a 1\n"));
        const FaultServer server(
            faults::redirectTo(302, "http://localhost:" + std::to_string(elsewhere.port()) + "/metrics"));

        const auto report = probeUrl(requestOf(server.url("/metrics")), quick());

        QVERIFY2(contains(report.failure, "another host"), report.failure.c_str());
        QCOMPARE(elsewhere.requests().size(), std::size_t(0));
    }

    void credentialsStayWhereTheyWereGivenFor()
    {
        const FaultServer elsewhere(faults::respond(200, kText, "a 1\n"));
        const FaultServer server(faults::redirectTo(302, elsewhere.url("/metrics")));
        auto request = requestOf(server.url("/metrics"));
        request.basicAuth = net::BasicAuth{"bob", "s3cret"};
        request.headers = {{"X-Api-Key", "t0k"}};

        const auto report = probeUrl(request, quick());

        QCOMPARE(serviceOf(report), std::string("exposition")); // another port of the same host
        QVERIFY(contains(server.requests().front(), "X-Api-Key: t0k"));
        QVERIFY(contains(server.requests().front(), "Authorization: Basic"));
        QVERIFY(!contains(elsewhere.requests().front(), "t0k"));
        QVERIFY(!contains(elsewhere.requests().front(), "Authorization"));
    }

    void questionsAreFew()
    {
        const FaultServer server(faults::respond(404, kText, "nothing here"));

        const auto report = probeUrl(requestOf(server.url("/some/where")));

        QVERIFY(report.findings.empty());
        QVERIFY(server.requests().size() <= 14);
        QCOMPARE(report.tries.size(), server.requests().size());
        QVERIFY2(contains(report.failure, "HTTP 404"), report.failure.c_str());
    }

    void aLargeAnswerIsNotReadToItsEnd()
    {
        const FaultServer server(faults::hugeChunked(std::uint64_t{1} << 30U));

        const auto report = probeUrl(requestOf(server.url("/metrics")));

        QVERIFY2(contains(report.failure, "larger than the limit"), report.failure.c_str());
    }

    void aStopEndsIt()
    {
        const FaultServer server(faults::hang());
        std::stop_source stop;
        stop.request_stop();

        const auto report = probeUrl(requestOf(server.url("/metrics")), {}, stop.get_token());

        QVERIFY(report.findings.empty());
        QVERIFY(report.tries.size() <= 1);
    }

    void thisComputerIsLookedAtPortByPort()
    {
        const FaultServer exporter(faults::respondByPath({{"/metrics", faults::respond(200, kText, "a 1\n")}}));
        const FaultServer page(faults::respond(200, kPage, "<html>"));
        const FaultServer ours(faults::respond(200, kText, "a 1\n"));
        const RefusedPort closed;
        ScanOptions options;
        options.ports = {closed.port(), exporter.port(), page.port(), ours.port()};
        options.skipped = {ours.port()};
        options.total = std::chrono::seconds(5);

        const auto found = scanLocally(options);

        QCOMPARE(found.size(), std::size_t(1));
        QCOMPARE(found.front().port, exporter.port());
        QCOMPARE(found.front().finding.url, exporter.url("/metrics"));
        QCOMPARE(ours.connections(), 0);
    }
};

QTEST_GUILESS_MAIN(UrlProbeTest)
#include "url_probe_test.moc"
