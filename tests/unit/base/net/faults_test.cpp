// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <fstream>

#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "fetching.h"
#include "support/fault_server.h"
#include "support/faults.h"

using namespace nocturne;
using namespace nocturne::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t kGigabyte = std::uint64_t{1} << 30U;

/// Resident memory of this process at its highest, in MB. Sanitizers keep what was freed, so it says nothing there.
long peakMemory()
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    return 0;
#endif
    std::ifstream status("/proc/self/status");
    std::string word;
    long kilobytes = 0;
    while (status >> word) {
        if (word == "VmHWM:" && status >> kilobytes)
            break;
    }
    return kilobytes / 1024;
}

void forgetPeak() { std::ofstream("/proc/self/clear_refs") << "5"; }

struct Fault
{
    FaultScript script;
};

} // namespace
Q_DECLARE_METATYPE(Fault)

class FaultsTest : public QObject
{
    Q_OBJECT

private slots:
    void brokenAnswerHasAState_data()
    {
        QTest::addColumn<Fault>("fault");
        QTest::addColumn<QString>("expected");

        const auto row = [](const char* name, FaultScript script, const char* expected) {
            QTest::newRow(name) << Fault{std::move(script)} << QString::fromUtf8(expected);
        };
        using namespace faults;
        static constexpr auto kCut = "truncated: the server closed the connection before the answer was complete";
        static constexpr auto kSilent = "reset: the server closed the connection without an answer";
        static constexpr auto kUnknown =
            "encoding: the body is compressed in a way that was not asked for: only gzip is read";
        static constexpr auto kBroken = "encoding: the gzip body is broken";
        const auto zipped = gzipped("up 1\n");
        row("reset in the body", resetInBody(), kCut);
        row("end before Content-Length", truncated("up 1\n", 1000), kCut);
        row("end within a chunk", truncatedChunks("up 1\n"), kCut);
        row("reset before the answer", resetBeforeAnswer(), kSilent);
        row("close without an answer", closeWithoutAnswer(), kSilent);
        row("other protocol", raw("SSH-2.0-OpenSSH_9.2\r\n"),
            "protocol: the answer is not HTTP: is this the right port?");
        row("endless headers", endlessHeaders(), "protocol: the headers of the answer are too large");
        row("bad checksum",
            respond(200, {"Content-Encoding: gzip"},
                    [&] {
                        auto bad = zipped;
                        bad[bad.size() - 6] = static_cast<char>(bad[bad.size() - 6] ^ 1);
                        return bad;
                    }()),
            kBroken);
        row("trailing garbage", respond(200, {"Content-Encoding: gzip"}, zipped + "garbage that is no gzip"), kBroken);
        row("no gzip at all", respond(200, {"Content-Encoding: gzip"}, "up 1\n"), kBroken);
        row("gzip cut short", respond(200, {"Content-Encoding: gzip"}, zipped.substr(0, zipped.size() - 9)),
            "truncated: the gzip body ended before its end");
        row("gzip in gzip", respond(200, {"Content-Encoding: gzip, gzip"}, gzipped(zipped)), kUnknown);
        row("gzip twice", respond(200, {"Content-Encoding: gzip", "Content-Encoding: gzip"}, gzipped(zipped)),
            kUnknown);
        row("deflate", respond(200, {"Content-Encoding: deflate"}, "x"), kUnknown);
        row("zstd", respond(200, {"Content-Encoding: zstd"}, "x"), kUnknown);
    }

    void brokenAnswerHasAState()
    {
        QFETCH(Fault, fault);
        FaultServer server(fault.script);
        Fetching web;
        QElapsedTimer timer;
        timer.start();

        const auto result = web.fetch(server.url("/metrics"));

        QTEST(described(result), "expected");
        QCOMPARE(result.error().effectiveUrl, server.url("/metrics"));
        QVERIFY2(timer.elapsed() < 1000, qPrintable(u"took %1 ms"_s.arg(timer.elapsed())));
    }

    void refusedConnectionIsNamedAtOnce()
    {
        const RefusedPort port;
        Fetching web;
        QElapsedTimer timer;
        timer.start();

        const auto result = web.fetch(port.url());

        QCOMPARE(described(result),
                 u"refused: connection to 127.0.0.1:%1 refused: is the service running?"_s.arg(port.port()));
        QVERIFY2(timer.elapsed() <= 50, qPrintable(u"took %1 ms"_s.arg(timer.elapsed())));
    }

    void goodGzipIsDecoded()
    {
        const std::string text(100'000, 'a');
        FaultServer server(faults::inTurn({
            faults::respond(200, {"Content-Encoding: gzip"}, faults::gzipped(text)),
            faults::respond(200, {"Content-Encoding: gzip"}, faults::gzipped("two ") + faults::gzipped("members")),
            faults::respond(200, {"Content-Encoding: gzip"}, ""),
        }));
        Fetching web;

        QVERIFY(web.fetch(server.url())->body == text);
        QCOMPARE(described(web.fetch(server.url())), u"200 two members"_s);
        QCOMPARE(described(web.fetch(server.url())), u"200 "_s);
    }

    void hangEndsAtTheDeadline_data()
    {
        QTest::addColumn<Fault>("fault");
        QTest::addColumn<QString>("expected");
        QTest::newRow("no answer")
            << Fault{faults::hang()}
            << u"timeout: no answer within 500ms: the server accepted the request and stays silent"_s;
        QTest::newRow("headers, then nothing")
            << Fault{faults::hangAfterHeaders()} << u"timeout: the answer was not complete within 500ms"_s;
        QTest::newRow("a byte now and then") << Fault{faults::slowBytes(std::string(1000, 'x'), 20ms)}
                                             << u"timeout: the answer was not complete within 500ms"_s;
    }

    void hangEndsAtTheDeadline()
    {
        QFETCH(Fault, fault);
        FaultServer server(fault.script);
        Fetching web;
        net::HttpRequest request;
        request.url = server.url();
        request.timeout = 500ms;
        QElapsedTimer timer;
        timer.start();

        const auto result = web.fetch(request);

        QTEST(described(result), "expected");
        QVERIFY2(timer.elapsed() >= 490 && timer.elapsed() <= 700, qPrintable(u"took %1 ms"_s.arg(timer.elapsed())));
        QVERIFY(web.loop.runUntil([&] { return server.openConnections() == 0; }, 5s));
    }

    void hangingTargetsCostLittle()
    {
        // Elsewhere, as its threads would be counted.
        QTemporaryDir folder;
        const auto script = folder.filePath(u"script"_s);
        std::ofstream(script.toStdString()) << "/ hang\n";
        QProcess server;
        server.start(QStringLiteral(NOCTURNE_BIN_DIR "/tests/nocturne-faultd"), {script, u"--seconds"_s, u"60"_s});
        QVERIFY(server.waitForReadyRead(10'000));
        const auto url = server.readLine().trimmed().toStdString();
        Fetching web;
        forgetPeak();
        const auto before = peakMemory();
        int ended = 0;
        for (int i = 0; i < 200; ++i) {
            net::HttpRequest request;
            request.url = url;
            request.timeout = 1s;
            web.client.send(request, [&](const net::HttpResult& result) {
                QCOMPARE(stateOf(result), u"timeout"_s);
                ++ended;
            });
        }

        QVERIFY(web.loop.runUntil([&] { return ended == 200; }, 10s));

        server.kill();
        server.waitForFinished();
        QVERIFY2(peakMemory() - before <= 20, qPrintable(u"%1 MB"_s.arg(peakMemory() - before)));
    }

    void hugeBodyStopsAtTheLimit_data()
    {
        QTest::addColumn<Fault>("fault");
        QTest::newRow("1 GB in chunks") << Fault{faults::hugeChunked(kGigabyte)};
        QTest::newRow("1 GB announced") << Fault{faults::hugeWithLength(kGigabyte)};
        QTest::newRow("1 GB in 1 MB of gzip") << Fault{faults::gzipBomb(kGigabyte)};
    }

    void hugeBodyStopsAtTheLimit()
    {
        QFETCH(Fault, fault);
        FaultServer server(fault.script);
        Fetching web;
        forgetPeak();
        const auto before = peakMemory();
        QElapsedTimer timer;
        timer.start();

        const auto result = web.fetch(server.url());

        QCOMPARE(
            described(result),
            u"body_too_large: the body is larger than the limit of 64 MB: raise body_size_limit if that is meant"_s);
        QVERIFY2(timer.elapsed() <= 1000, qPrintable(u"took %1 ms"_s.arg(timer.elapsed())));
        QVERIFY2(peakMemory() - before <= 80, qPrintable(u"%1 MB"_s.arg(peakMemory() - before)));
    }

    void limitIsExact()
    {
        FaultServer server(faults::respond(200, {}, std::string(1000, 'x')));
        Fetching web;
        net::HttpRequest request;
        request.url = server.url();
        request.maxBodyBytes = 1000;
        QVERIFY(web.fetch(request));
        request.maxBodyBytes = 999;
        QCOMPARE(stateOf(web.fetch(request)), u"body_too_large"_s);
    }

    void unknownNameIsADnsFailure()
    {
        Fetching web;
        net::HttpRequest request;
        request.url = "http://user:canary@" + unresolvableName() + "/";

        const auto result = web.fetch(request);

        QCOMPARE(stateOf(result), u"dns"_s);
        QVERIFY(!described(result).contains(u"canary"_s));
        QCOMPARE(result.error().effectiveUrl, "http://" + unresolvableName() + "/");
    }

    void secretsAppearInNoFailure_data()
    {
        QTest::addColumn<Fault>("fault");
        QTest::newRow("reset") << Fault{faults::resetBeforeAnswer()};
        QTest::newRow("cut") << Fault{faults::truncated("x", 100)};
        QTest::newRow("redirect") << Fault{faults::redirectTo(302, "ftp://u:canary@elsewhere/?token=canary")};
        QTest::newRow("protocol") << Fault{faults::raw("220 smtp\r\n")};
    }

    void secretsAppearInNoFailure()
    {
        QFETCH(Fault, fault);
        FaultServer server(fault.script);
        Fetching web;
        net::HttpRequest request;
        request.url = server.url("/?token=canary");
        request.url.replace(0, 7, "http://u:canary@");
        request.headers = {{"X-Secret", "canary"}};

        const auto result = web.fetch(request);

        QVERIFY(!result);
        QVERIFY2(!described(result).contains(u"canary"_s), qPrintable(described(result)));
        QVERIFY(result.error().effectiveUrl.find("canary") == std::string::npos);
    }
};

QTEST_GUILESS_MAIN(FaultsTest)
#include "faults_test.moc"
