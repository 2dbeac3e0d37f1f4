// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/probe/judge_answer.h"

#include <QTest>

using namespace nocturne;
using namespace nocturne::probe;

namespace {

net::HttpResponse answerOf(int status, const std::string& type, const std::string& body)
{
    net::HttpResponse answer;
    answer.status = status;
    answer.body = body;
    if (!type.empty())
        answer.headers.push_back({"Content-Type", type});
    return answer;
}

} // namespace

class JudgeAnswerTest : public QObject
{
    Q_OBJECT

private slots:
    void judges_data()
    {
        QTest::addColumn<int>("question");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("found");
        QTest::addColumn<QByteArray>("words");
        const auto row = [](const char* name, Question question, int status, const char* type, const char* body,
                            const char* found, const char* words) {
            QTest::newRow(name) << static_cast<int>(question) << status << QByteArray(type) << QByteArray(body)
                                << QByteArray(found) << QByteArray(words);
        };
        using enum Question;
        const auto* const kText = "text/plain; version=0.0.4";
        const auto* const kJson = "application/json";
        row("metrics", Anything, 200, kText, "# TYPE a gauge\na 1\na{b=\"c\"} 2\n", "exposition", "metrics: 2 series");
        row("metrics without a type", Anything, 200, "", "a 1\n", "exposition", "metrics: 1 series");
        row("openmetrics", Metrics, 200, "application/openmetrics-text; version=1.0.0",
            "# TYPE a counter\na_total 1\n# EOF\n", "exposition", "metrics: 1 series");
        row("metrics with a fault", Anything, 200, kText, "a 1\nb{ 2\n", "",
            "not readable as metrics: 2:4: expected a label name or \"}\", found \"2\", in line \"b{ 2\"");
        row("empty", Anything, 200, kText, "", "", "no metrics: the answer has no samples (text/plain)");
        row("page", Anything, 200, "text/html; charset=utf-8", "<!DOCTYPE html><html>", "", "a web page, no metrics");
        row("page that says nothing of its type", Anything, 200, "", "<html><body>", "", "a web page, no metrics");
        row("protobuf", Metrics, 200,
            "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; "
            "encoding=delimited",
            "x", "", "metrics in a format that was not asked for (application/vnd.google.protobuf)");
        row("not found", Metrics, 404, "text/plain", "404 page not found", "",
            "HTTP 404: there is nothing at this path");
        row("forbidden", Anything, 403, "", "", "",
            "HTTP 403: who asks may not read this: another user or token is needed");
        row("too often", Anything, 429, "", "", "", "HTTP 429: it is asked too often: wait a little");
        row("trouble", Anything, 500, "", "", "", "HTTP 500: the server is in trouble");
        row("spring", Anything, 200, kJson, "{\"status\":\"UP\",\"components\":{\"db\":{\"status\":\"DOWN\"}}}",
            "health", "a health document: down");
        row("not ready is a health document too", Anything, 503, kJson,
            "{\"success\":false,\"status\":\"down\",\"checks\":[{\"component\":\"db\",\"status\":\"down\"}]}", "health",
            "a health document: down");
        row("kubernetes", Anything, 200, "text/plain", "[+]ping ok\nlivez check passed", "health",
            "a health document: up");
        row("other json", Anything, 200, kJson, "{\"a\":1}", "", "JSON, but nothing that is known (application/json)");
        row("prometheus", BuildInfo, 200, kJson,
            "{\"status\":\"success\",\"data\":{\"version\":\"2.42.0\",\"goVersion\":\"go1.19\"}}", "prometheus",
            "Prometheus 2.42.0 answers PromQL");
        row("mimir", BuildInfo, 200, kJson,
            "{\"status\":\"success\",\"data\":{\"version\":\"2.9.0\",\"application\":\"Grafana Mimir\"}}", "prometheus",
            "Grafana Mimir 2.9.0 answers PromQL");
        row("victoria metrics", BuildInfo, 200, kJson, "{\"status\":\"success\",\"data\":{\"version\":\"2.24.0\"}}",
            "prometheus", "VictoriaMetrics 2.24.0 answers PromQL");
        row("a page where the API would be", BuildInfo, 200, "text/html", "<html>", "", "no API of Prometheus");
        row("alertmanager", AlertmanagerStatus, 200, kJson,
            "{\"cluster\":{\"status\":\"ready\",\"peers\":[]},\"versionInfo\":{\"version\":\"0.25.0\"},\"uptime\":"
            "\"x\"}",
            "alertmanager", "Alertmanager 0.25.0");
        row("loki", LokiLabels, 200, kJson, "{\"status\":\"success\",\"data\":[\"job\"]}", "loki",
            "Loki, with logs to read");
        row("burstlet", BurstletHealth, 503, kJson, "{\"success\":true,\"data\":{\"status\":\"unhealthy\"}}",
            "burstlet", "the monitoring API of a Burstlet");
        row("aegis", AegisOverview, 200, kJson,
            "{\"success\":true,\"data\":{\"timestamp\":\"2026-01-01T00:00:00Z\",\"requestsPerSecond\":1.5,"
            "\"avgLatency\":3}}",
            "aegis", "AEGIS, with a stream of metrics");
        row("socket.io", SocketIo, 200, "text/plain", "0{\"sid\":\"a\",\"upgrades\":[\"websocket\"]}", "socketio",
            "a Socket.IO server");
    }
    void judges()
    {
        QFETCH(int, question);
        QFETCH(int, status);
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, found);
        QFETCH(QByteArray, words);

        const auto verdict =
            judgeAnswer(static_cast<Question>(question), answerOf(status, type.toStdString(), body.toStdString()));

        QCOMPARE(QByteArray::fromStdString(verdict.words), words);
        QCOMPARE(QByteArray::fromStdString(verdict.finding ? std::string(toString(verdict.finding->service)) : ""),
                 found);
    }

    void whoIsToldToAskIsNamed()
    {
        auto answer = answerOf(401, "text/plain", "no");
        answer.headers.push_back({"WWW-Authenticate", "Basic realm=\"x\""});

        QCOMPARE(judgeAnswer(Question::Anything, answer).words,
                 std::string("HTTP 401: it wants to know who asks by Basic: give a user or a token"));
    }
};

QTEST_GUILESS_MAIN(JudgeAnswerTest)
#include "judge_answer_test.moc"
