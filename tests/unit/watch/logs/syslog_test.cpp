// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdlib>
#include <ctime>

#include <QTest>

#include "watch/logs/syslog_frames.h"
#include "watch/logs/syslog_message.h"

using namespace nocturne;
using namespace nocturne::logs;
using Fields = std::map<std::string, std::string>;
using Texts = std::vector<std::string>;

namespace {

constexpr Timestamp kNow = 1'767'225'600'000; // 2026-01-01T00:00:00Z

Texts cut(const Texts& reads, std::size_t maxBytes = 1000)
{
    Texts messages;
    SyslogFrames frames(maxBytes);
    const auto take = [&](std::string_view message) { messages.emplace_back(message); };
    for (const auto& read : reads) {
        if (!frames.add(read, take))
            messages.emplace_back("(refused)");
    }
    frames.finish(take);
    return messages;
}

} // namespace

class SyslogTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
        tzset();
    }

    /// RFC 5424, 6.5, examples 1 and 3.
    void newFormat()
    {
        const auto su = parseSyslog("<34>1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 - "
                                    "\xef\xbb\xbf'su root' failed for lonvick on /dev/pts/8",
                                    kNow);
        const auto event = parseSyslog("<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog - ID47 "
                                       "[exampleSDID@32473 iut=\"3\" eventSource=\"App\\\"li\\]\" eventID=\"1011\"]"
                                       "[examplePriority@32473 class=\"high\"] An application event",
                                       kNow);

        QCOMPARE(su.message, std::string("'su root' failed for lonvick on /dev/pts/8"));
        QCOMPARE(su.service, std::string("su"));
        QCOMPARE(su.time, Timestamp(1065910455003));
        QVERIFY(su.level == LogLevel::Error);
        QCOMPARE(
            su.fields,
            (Fields{{"facility", "auth"}, {"host", "mymachine.example.com"}, {"msgid", "ID47"}, {"severity", "crit"}}));
        QCOMPARE(event.message, std::string("An application event"));
        QCOMPARE(event.fields.at("exampleSDID@32473.eventSource"), std::string("App\"li]"));
        QCOMPARE(event.fields.at("examplePriority@32473.class"), std::string("high"));
        QCOMPARE(event.fields.at("facility"), std::string("local4"));
    }

    /// RFC 3164, 5.4, example 1, and what is sent under its name.
    void oldFormat_data()
    {
        QTest::addColumn<std::string>("text");
        QTest::addColumn<std::string>("service");
        QTest::addColumn<std::string>("host");
        QTest::addColumn<std::string>("pid");
        QTest::addColumn<std::string>("message");
        QTest::addColumn<qint64>("time");
        const auto row = [](const char* name, const char* text, const char* service, const char* host, const char* pid,
                            const char* message, qint64 time) {
            QTest::newRow(name) << std::string(text) << std::string(service) << std::string(host) << std::string(pid)
                                << std::string(message) << time;
        };
        row("as the standard has it", "<34>Oct 11 22:14:15 mymachine su: 'su root' failed", "su", "mymachine", "",
            "'su root' failed", 1760213655000); // of 2025, in summer time
        row("with a process", "<30>Jan  1 00:30:00 db postgres[123]: ready", "postgres", "db", "123", "ready",
            1767223800000);
        row("the year that is coming", "<30>Jan  2 01:00:00 db x: y", "x", "db", "", "y", 1767312000000);
        row("without a host", "<30>Jan  1 01:00:00 cron[7]: run", "cron", "", "7", "run", 1767225600000);
        row("with a stamp of RFC 3339", "<30>2026-01-01T00:00:00.5+00:00 db x: y", "x", "db", "", "y", 1767225600500);
        row("without a stamp", "<30>x: y", "x", "", "", "y", kNow);
        row("words alone", "<30>just words here", "", "", "", "just words here", kNow);
        row("no such day", "<30>Jan 99 01:00:00 db x: y", "", "", "", "Jan 99 01:00:00 db x: y", kNow);
        row("no priority", "hello: there", "", "", "", "hello: there", kNow);
        row("a priority that is none", "<192>x: y", "", "", "", "<192>x: y", kNow);
        row("nothing", "", "", "", "", "", kNow);
    }

    void oldFormat()
    {
        QFETCH(std::string, text);
        QFETCH(std::string, service);
        QFETCH(std::string, host);
        QFETCH(std::string, pid);
        QFETCH(std::string, message);
        QFETCH(qint64, time);

        const auto record = parseSyslog(text, kNow);

        QCOMPARE(record.service, service);
        QCOMPARE(record.fields.contains("host") ? record.fields.at("host") : "", host);
        QCOMPARE(record.fields.contains("pid") ? record.fields.at("pid") : "", pid);
        QCOMPARE(record.message, message);
        QCOMPARE(qint64(record.time), time);
    }

    void severityIsALevel()
    {
        QVERIFY(parseSyslog("<8>x", kNow).level == LogLevel::Error);
        QVERIFY(parseSyslog("<11>x", kNow).level == LogLevel::Error);
        QVERIFY(parseSyslog("<12>x", kNow).level == LogLevel::Warning);
        QVERIFY(parseSyslog("<13>x", kNow).level == LogLevel::Info);
        QVERIFY(parseSyslog("<15>x", kNow).level == LogLevel::Debug);
    }

    void jsonWithinGivesFields()
    {
        const auto record = parseSyslog("<14>1 - h app - - - {\"msg\":\"paid\",\"n\":3,"
                                        "\"trace_id\":\"4bf92f3577b34da6a3ce929d0e0e4736\"}",
                                        kNow);

        QCOMPARE(record.message, std::string("paid"));
        QCOMPARE(record.fields.at("n"), std::string("3"));
        QCOMPARE(record.fields.at("trace_id"), std::string("4bf92f3577b34da6a3ce929d0e0e4736"));
    }

    void brokenElementIsPartOfTheMessage()
    {
        const auto record = parseSyslog("<14>1 - h app - - [x a=\"1", kNow);

        QCOMPARE(record.message, std::string("[x a=\"1"));
    }

    /// RFC 6587, 3.4.
    void framesAreCut()
    {
        QCOMPARE(cut({"5 <1>ab6 <2>", "cde"}), (Texts{"<1>ab", "<2>cde"}));
        QCOMPARE(cut({"<1>a\n<2>b", "c\n", "<3>d"}), (Texts{"<1>a", "<2>bc", "<3>d"}));
        QCOMPARE(cut({"<1>a\n5 <2>bc\n<3>d\n"}), (Texts{"<1>a", "<2>bc", "<3>d"}));
        QCOMPARE(cut({std::string("<1>a\0<2>b\n", 10)}), (Texts{"<1>a", "<2>b"}));
    }

    void longMessagesAreBounded()
    {
        QCOMPARE(cut({"<1>" + std::string(50, 'x') + "\n<2>b\n"}, 10), (Texts{"<1>xxxxxxx", "<2>b"}));
        QCOMPARE(cut({"999999999999999999999 x"}, 10), (Texts{"(refused)"}));
        QCOMPARE(cut({"9x <1>a"}, 10), (Texts{"(refused)"}));
    }
};

QTEST_APPLESS_MAIN(SyslogTest)
#include "syslog_test.moc"
