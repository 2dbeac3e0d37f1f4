// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <QTest>

#include "watch/logs/access_line.h"
#include "watch/logs/line_parser.h"
#include "watch/logs/trace_context.h"

using namespace nocturne;
using namespace nocturne::logs;
using Fields = std::map<std::string, std::string>;

namespace {

constexpr const char* kTrace = "4bf92f3577b34da6a3ce929d0e0e4736";
constexpr const char* kSpan = "00f067aa0ba902b7";

/// JSON written with ' for ".
std::string json(std::string text)
{
    std::ranges::replace(text, '\'', '"');
    return text;
}

} // namespace

class LogLinesTest : public QObject
{
    Q_OBJECT

private slots:
    /// The gateway's RequestMetric, one object a line.
    void aRequestOfTheGatewayHasItsFields()
    {
        const auto record = parseLine(
            json("{'timestamp':'2026-01-02T03:04:05.678Z','method':'GET','path':'/api/users','statusCode':502,"
                 "'durationMs':31.5,'backend':'users-1','clientIp':'10.0.0.9','errorMessage':'upstream closed'}"),
            LineFormat::Auto, 7);

        QCOMPARE(record.time, Timestamp(1767323045678));
        QCOMPARE(record.fields, (Fields{{"backend", "users-1"},
                                        {"clientIp", "10.0.0.9"},
                                        {"durationMs", "31.5"},
                                        {"errorMessage", "upstream closed"},
                                        {"method", "GET"},
                                        {"path", "/api/users"},
                                        {"statusCode", "502"}}));
    }

    void combinedLineHasItsFields()
    {
        const auto record =
            parseLine("127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] \"GET /a%20b?x=1 HTTP/1.0\" 503 2326 "
                      "\"http://example.com/\" \"Mozilla/4.08 [en]\" 0.021",
                      LineFormat::Auto, 7);

        QCOMPARE(record.message, std::string("GET /a%20b?x=1 503"));
        QCOMPARE(record.time, Timestamp(971211336000));
        QVERIFY(record.level == LogLevel::Error);
        QCOMPARE(record.fields, (Fields{{"bytes", "2326"},
                                        {"client", "127.0.0.1"},
                                        {"method", "GET"},
                                        {"path", "/a%20b?x=1"},
                                        {"protocol", "HTTP/1.0"},
                                        {"referer", "http://example.com/"},
                                        {"rest", "0.021"},
                                        {"status", "503"},
                                        {"user", "frank"},
                                        {"user_agent", "Mozilla/4.08 [en]"}}));
    }

    void commonLine_data()
    {
        QTest::addColumn<std::string>("line");
        QTest::addColumn<bool>("isRead");
        QTest::addColumn<int>("level");
        const auto row = [](const char* name, const char* line, bool isRead, LogLevel level = LogLevel::Info) {
            QTest::newRow(name) << std::string(line) << isRead << int(level);
        };
        row("common", "h - - [10/Oct/2000:13:55:36 +0000] \"GET / HTTP/1.1\" 200 5", true);
        row("no bytes", "h - - [10/Oct/2000:13:55:36 +0000] \"GET / HTTP/1.1\" 304 -", true);
        row("nothing was asked", "h - - [10/Oct/2000:13:55:36 +0000] \"-\" 408 -", true, LogLevel::Warning);
        row("an escaped quote", "h - - [10/Oct/2000:13:55:36 +0000] \"GET /\\\" HTTP/1.1\" 404 0", true,
            LogLevel::Warning);
        row("no such month", "h - - [10/Okt/2000:13:55:36 +0000] \"GET / HTTP/1.1\" 200 5", false);
        row("no such day", "h - - [31/Feb/2000:13:55:36 +0000] \"GET / HTTP/1.1\" 200 5", false);
        row("an open quote", "h - - [10/Oct/2000:13:55:36 +0000] \"GET / HTTP/1.1 200 5", false);
        row("no status", "h - - [10/Oct/2000:13:55:36 +0000] \"GET / HTTP/1.1\" abc 5", false);
    }

    void commonLine()
    {
        QFETCH(std::string, line);
        QFETCH(bool, isRead);
        QFETCH(int, level);

        const auto record = parseAccessLine(line);

        QCOMPARE(record.has_value(), isRead);
        QVERIFY(!record || int(record->level) == level);
    }

    void nestedJsonIsFlattened()
    {
        const auto record =
            parseLine(json("{'msg':'x','http':{'status':500,'tags':['a',1]},'user':{'id':7}}"), LineFormat::Auto, 7);

        QCOMPARE(record.fields, (Fields{{"http.status", "500"}, {"http.tags", json("['a',1]")}, {"user.id", "7"}}));
    }

    void deepAndWideJsonIsBounded()
    {
        std::string deep = "'x'";
        for (int i = 0; i < 100; ++i)
            deep = "{'a':" + deep + '}';
        std::string wide = "{'msg':'x'";
        for (int i = 0; i < 500; ++i)
            wide += ",'k" + std::to_string(i) + "':1";

        QVERIFY(parseLine(json(deep), LineFormat::Json, 7).fields.empty());
        QCOMPARE(parseLine(json(wide + '}'), LineFormat::Json, 7).fields.size(), std::size_t(64));
    }

    void traceIsFound_data()
    {
        QTest::addColumn<std::string>("line");
        QTest::addColumn<bool>("hasSpan");
        const std::string trace = kTrace;
        const std::string span = kSpan;
        QTest::newRow("fields of JSON") << json("{'msg':'x','traceId':'" + trace + "','spanId':'" + span + "'}")
                                        << true;
        QTest::newRow("with dots") << json("{'msg':'x','trace':{'id':'" + trace + "'},'span':{'id':'" + span + "'}}")
                                   << true;
        QTest::newRow("logfmt") << "msg=x trace_id=" + trace << false;
        QTest::newRow("capitals") << std::string("msg=x TraceID=4BF92F3577B34DA6A3CE929D0E0E4736") << false;
        QTest::newRow("traceparent") << json("{'msg':'x','traceparent':'00-" + trace + '-' + span + "-01'}") << true;
        QTest::newRow("within prose") << "request failed [trace_id=" + trace + "] after 3 s" << false;
        QTest::newRow("a traceparent within prose")
            << "headers: Traceparent: 00-" + trace + '-' + span + "-01 ok" << true;
    }

    void traceIsFound()
    {
        QFETCH(std::string, line);
        QFETCH(bool, hasSpan);

        const auto record = parseLine(line, LineFormat::Auto, 7);

        QCOMPARE(record.fields.at("trace_id"), std::string(kTrace));
        QCOMPARE(record.fields.contains("span_id"), hasSpan);
        QVERIFY(!hasSpan || record.fields.at("span_id") == kSpan);
    }

    void otherIdsStayWhereTheyAre()
    {
        const auto record =
            parseLine(json("{'msg':'trace_id=none','trace_id':'job-7','spanId':'0'}"), LineFormat::Auto, 7);

        QCOMPARE(record.fields, (Fields{{"spanId", "0"}, {"trace_id", "job-7"}}));
    }

    /// W3C, "Trace Context", 3.2.2 and 4.3.
    void traceparent_data()
    {
        QTest::addColumn<std::string>("text");
        QTest::addColumn<bool>("isRead");
        const auto middle = std::string("-") + kTrace + '-' + kSpan;
        QTest::newRow("version 00") << "00" + middle + "-01" << true;
        QTest::newRow("version 00 with more") << "00" + middle + "-01-x" << false;
        QTest::newRow("a later version with more") << "cc" + middle + "-01-what" << true;
        QTest::newRow("a later version run on") << "cc" + middle + "-01.what" << false;
        QTest::newRow("version ff") << "ff" + middle + "-01" << false;
        QTest::newRow("too short") << "00" + middle + "-0" << false;
        QTest::newRow("a trace of zeros") << "00-" + std::string(32, '0') + '-' + kSpan + "-01" << false;
        QTest::newRow("a span of zeros") << std::string("00-") + kTrace + '-' + std::string(16, '0') + "-01" << false;
        QTest::newRow("no hex digits") << "00-" + std::string(32, 'g') + '-' + kSpan + "-01" << false;
    }

    void traceparent()
    {
        QFETCH(std::string, text);
        QFETCH(bool, isRead);

        const auto context = parseTraceparent(text);

        QCOMPARE(context.has_value(), isRead);
        QVERIFY(!context || *context == (TraceContext{kTrace, kSpan}));
    }
};

QTEST_APPLESS_MAIN(LogLinesTest)
#include "log_lines_test.moc"
