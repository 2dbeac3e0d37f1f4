// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/paste/recognise.h"

#include <QTest>

using namespace nocturne;
using namespace nocturne::paste;

namespace {

const char* const kRules = "groups:\n"
                           "  - name: g\n"
                           "    rules:\n"
                           "      - alert: Down\n"
                           "        expr: up == 0\n"
                           "      - record: job:up:sum\n"
                           "        expr: sum by (job) (up)\n";
const char* const kOwnDashboard =
    "{\"format\": 1, \"id\": \"a\", \"title\": \"Ours\", \"panels\": [{\"title\": \"P\", \"kind\": \"stat\", "
    "\"grid\": {\"x\": 0, \"y\": 0, \"w\": 4, \"h\": 4}, \"targets\": [{\"expr\": \"up\"}]}]}";
const char* const kGrafana =
    "{\"title\": \"Theirs\", \"schemaVersion\": 39, \"panels\": [{\"type\": \"row\", \"panels\": "
    "[{\"type\": \"stat\", \"title\": \"A\"}]}, {\"type\": \"timeseries\", \"title\": \"B\", "
    "\"targets\": [{\"expr\": \"rate(x[5m])\"}, {\"expr\": \"y\"}]}]}";

/// The kinds of all readings, the likeliest first, and behind a bar those that were considered: "url promql | curl".
std::string kindsOf(const Recognition& read)
{
    std::string kinds;
    for (const auto& reading : read.readings)
        kinds += (kinds.empty() ? "" : " ") + std::string(toString(reading.kind));
    for (std::size_t i = 0; i < read.refusals.size(); ++i)
        kinds += (i == 0 ? " | " : " ") + std::string(toString(read.refusals[i].kind));
    return read.unusable ? "unusable" : kinds;
}

} // namespace

class RecogniseTest : public QObject
{
    Q_OBJECT

private slots:
    void recognises_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* name, const QByteArray& text, const char* expected) {
            QTest::newRow(name) << text << QByteArray(expected);
        };
        // Addresses.
        row("url", "http://localhost:9090/metrics", "url");
        row("https url with query", "https://a.example/metrics?x=1&y=2", "url");
        row("websocket", "ws://a.example/ws/metrics", "url");
        row("secure websocket", "wss://a.example/ws", "url");
        row("upper case scheme", "HTTP://A.example/", "url");
        row("url in angle brackets", "<http://a.example/>", "url");
        row("url with blanks around", "  http://a.example/ \n", "url");
        row("url with user", "http://bob:pw@a.example/", "url");
        row("other scheme", "ftp://a.example/", " | url");
        row("postgres", "postgres://u:p@db/x", " | url");
        row("no host", "http://", " | url");
        row("host and port", "db1.example:9100", "url");
        row("host, port and path", "10.0.0.7:9100/metrics", "url");
        row("address", "10.0.0.7", "url");
        row("ipv6", "[::1]:9090", "url");
        row("name with a dot", "a.example", "url");
        row("a word and a port may be a recorded series", "node:9100", "url promql");
        row("localhost is a metric's name too", "localhost", "url promql");
        row("a recorded series", "job:up:sum", "promql");
        row("number with a point", "10.5", "promql");
        row("three parts", "1.2.3", "");
        row("port out of range", "a.example:99999", "");
        row("two urls", "http://a/\nhttp://b/", "");
        // Command lines.
        row("curl", "curl -s http://a/metrics", "curl");
        row("curl with a prompt", "$ curl -H 'A: b' http://a", "curl");
        row("curl of a host", "curl localhost:9090", "curl");
        row("curl with a variable", "curl http://$HOST/", " | curl");
        row("curl of ftp", "curl ftp://a/", " | curl");
        row("curly is no curl", "curly", "promql");
        // Expositions.
        row("exposition", "# HELP up Is it up.\n# TYPE up gauge\nup 1\n", "exposition");
        row("one sample", "up 1", "exposition");
        row("sample with labels", "up{job=\"a\"} 1 1700000000000", "exposition");
        row("openmetrics", "# TYPE a counter\na_total 3\n# EOF\n", "exposition");
        row("exposition with a fault", "# TYPE a gauge\na 1\nb{ 2\nc 3\n", "exposition");
        row("described, but all wrong", "# TYPE a gauge\na{ 1\n", " | exposition");
        row("quoted name", "{\"my.metric\", a=\"b\"} 1", "exposition");
        row("windows line ends", "a 1\r\nb 2\r\n", "exposition");
        // PromQL.
        row("metric", "up", "promql");
        row("selector", "up{job=\"a\"}", "promql");
        row("selector without a name", "{job=\"a\"}", "promql");
        row("rate", "sum by (job) (rate(http_requests_total[5m]))", "promql");
        row("comparison", "node_load1 > 4", "promql");
        row("arithmetic", "1 + 1", "promql");
        row("expression over lines", "sum(\n  rate(x[5m])\n)", "promql");
        row("expression with a comment", "up # is it?", "promql");
        row("unknown function", "rat(x[5m])", " | promql");
        row("open bracket", "sum(rate(x[5m])", " | promql");
        row("sentence", "please look at this", "");
        // Files.
        row("rules", kRules, "rule_file");
        row("rules with a fault", "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: rat(x)\n", "rule_file");
        row("rules that are no yaml", "groups:\n\t- name: g\n", "rule_file");
        row("prometheus.yml", "scrape_configs:\n- job_name: a\n  static_configs:\n  - targets: ['a:1']\n",
            "prometheus_config");
        row("prometheus.yml with rules only", "global:\n  scrape_interval: 15s\nrule_files: ['r.yml']\n",
            "prometheus_config");
        row("nocturne.yml", "health_checks:\n- name: a\n  url: http://a/health\n", "nocturne_config");
        row("alertmanager.yml", "route:\n  receiver: a\nreceivers:\n- name: a\n  webhook_configs: []\n",
            "alertmanager_config");
        row("other yaml", "version: 3\nservices:\n  a: b\n", "");
        row("our dashboard", kOwnDashboard, "dashboard");
        row("our dashboard with a fault", "{\"format\": 1, \"id\": \"a\", \"panels\": []}", "dashboard");
        row("dashboard of grafana", kGrafana, "grafana_dashboard");
        row("wrapped by grafana's api", QByteArray("{\"meta\": {}, \"dashboard\": ") + kGrafana + "}",
            "grafana_dashboard");
        row("grafana's second format",
            "{\"apiVersion\": \"dashboard.grafana.app/v2\", \"kind\": \"Dashboard\", \"spec\": {\"title\": \"T\", "
            "\"elements\": {\"a\": {}, \"b\": {}}}}",
            "grafana_dashboard");
        row("json that breaks off", "{\"title\": \"T\", \"panels\": [", " | dashboard");
        row("other json", "{\"a\": 1}", " | health_document");
        // Health.
        row("health", "{\"status\": \"UP\"}", "health_document");
        row("health of a module", "{\"success\": true, \"status\": \"up\", \"checks\": []}", "health_document");
        row("health of kubernetes", "[+]ping ok\n[-]etcd failed: reason withheld\nlivez check failed",
            "health_document");
        // Logs.
        row("log line", "2026-08-01T10:00:00Z ERROR the disk is full", "log_lines");
        row("log lines", "2026-08-01T10:00:00Z a\n2026-08-01T10:00:01Z b\n", "log_lines");
        row("logfmt", "level=info msg=\"listening\" addr=:80", "log_lines");
        row("json lines", "{\"level\":\"warn\",\"msg\":\"a\"}\n{\"level\":\"info\",\"msg\":\"b\"}\n", "log_lines");
        row("syslog", "<34>Oct 11 22:14:15 host su: failed", "log_lines");
        row("access log", "1.2.3.4 - - [10/Oct/2000:13:55:36 -0700] \"GET / HTTP/1.0\" 200 23", "log_lines");
        row("level first", "ERROR cannot open the file", "log_lines");
        // Traces.
        row("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "trace_id");
        row("trace id", "4bf92f3577b34da6a3ce929d0e0e4736", "trace_id");
        row("trace id in capitals", "4BF92F3577B34DA6A3CE929D0E0E4736", "trace_id");
        row("short trace id", "a3ce929d0e0e4736", "trace_id promql");
        row("digits are a number first", "1234567890123456", "promql trace_id");
        row("zeros", "00000000000000000000000000000000", "promql | trace_id");
        // Nothing.
        row("empty", "", "unusable");
        row("blanks", " \n\t ", "unusable");
        row("zero byte", QByteArray("a\0b", 3), "unusable");
        row("no utf-8", "\xff\xfe\x00", "unusable");
        row("byte order mark", "\xef\xbb\xbfup 1", "exposition");
    }
    void recognises()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expected);

        QCOMPARE(QByteArray::fromStdString(kindsOf(recognise(text.toStdString()))), expected);
    }

    void anExpositionIsToldByItsFamilies()
    {
        const auto read =
            recognise("# HELP a_seconds How long.\n# TYPE a_seconds histogram\na_seconds_bucket{le=\"1\"} 1\n"
                      "a_seconds_bucket{le=\"+Inf\"} 2\na_seconds_sum 3\na_seconds_count 2\nb 1\nc{ 5\n");

        const auto& reading = read.readings.front();
        QCOMPARE(reading.items, std::size_t(2));
        QCOMPARE(reading.parts, std::size_t(5));
        QCOMPARE(reading.rows[0].title, std::string("a_seconds"));
        QCOMPARE(reading.rows[0].note, std::string("histogram"));
        QCOMPARE(reading.rows[0].detail, std::string("How long."));
        QCOMPARE(reading.rows[0].count, std::size_t(4));
        QCOMPARE(reading.rows[1].count, std::size_t(1));
        QCOMPARE(reading.faultCount, std::size_t(1));
        QCOMPARE(reading.faults.front().where->line, 8);
    }

    void aRuleFileIsToldByItsRules()
    {
        const auto reading = recognise(kRules).readings.front();

        QCOMPARE(reading.items, std::size_t(2));
        QCOMPARE(reading.parts, std::size_t(1));
        QCOMPARE(reading.rows[0].title, std::string("Down"));
        QCOMPARE(reading.rows[0].note, std::string("alert"));
        QCOMPARE(reading.rows[1].detail, std::string("sum by (job) (up)"));
        QCOMPARE(reading.faultCount, std::size_t(0));
    }

    void whatIsWrongWithARuleFileHasItsPlace()
    {
        const auto reading =
            recognise("groups:\n- name: g\n  rules:\n  - alert: A\n    expr: rat(x)\n").readings.front();

        QCOMPARE(reading.faultCount, std::size_t(1));
        QCOMPARE(reading.faults.front().where->line, 5);
    }

    void placesCountFromTheFirstByteThatWasPasted()
    {
        const auto reading = recognise("\n\n# TYPE a gauge\na 1\nb{ 2\n").readings.front();

        QCOMPARE(reading.faults.front().where->line, 5);
    }

    void ourDashboardsAndGrafanasAreToldByTheirPanels()
    {
        const auto ours = recognise(kOwnDashboard).readings.front();
        const auto theirs = recognise(kGrafana).readings.front();

        QCOMPARE(ours.subject, std::string("Ours"));
        QCOMPARE(ours.rows.front().note, std::string("stat"));
        QCOMPARE(theirs.subject, std::string("Theirs"));
        QCOMPARE(theirs.items, std::size_t(2));
        QCOMPARE(theirs.rows[1].detail, std::string("rate(x[5m])"));
        QCOMPARE(theirs.rows[1].count, std::size_t(2));
    }

    void aSecretOfAnAddressIsTakenOutOfIt()
    {
        const auto reading = recognise("http://bob:s3cret@a.example/x?token=t0k").readings.front();

        QVERIFY(reading.subject.find("s3cret") == std::string::npos);
        QVERIFY(reading.subject.find("t0k") == std::string::npos);
        QVERIFY(reading.request->url.find("s3cret") == std::string::npos);
        QCOMPARE(reading.request->basicAuth->password, std::string("s3cret"));
    }

    void aSecretDoesNotAppearInARefusal()
    {
        for (const auto& refusal : recognise("postgres://bob:s3cret@db/x").refusals)
            QVERIFY(refusal.error.message.find("s3cret") == std::string::npos);
        for (const auto& refusal : recognise("http://bob:s3cret@/x").refusals)
            QVERIFY(refusal.error.message.find("s3cret") == std::string::npos);
    }

    void aLongTextIsNotLookedAt()
    {
        const auto read = recognise(std::string((std::size_t{1} << 20U) + 1, 'a'));

        QVERIFY(read.unusable->kind == Error::Kind::LimitExceeded);
        QVERIFY(read.readings.empty());
    }

    void listsAreBounded()
    {
        std::string text;
        for (int i = 0; i < 2000; ++i)
            text += "m" + std::to_string(i) + " 1\nx{ 1\n";

        const auto reading = recognise("# TYPE m0 gauge\n" + text).readings.front();

        QCOMPARE(reading.rows.size(), Reading::kMostRows);
        QCOMPARE(reading.faults.size(), Reading::kMostFaults);
        QVERIFY(reading.faultCount > 1000);
    }
};

QTEST_GUILESS_MAIN(RecogniseTest)
#include "recognise_test.moc"
