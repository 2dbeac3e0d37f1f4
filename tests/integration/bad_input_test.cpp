// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What servers do wrong, over real sockets: a named state, a counter, the neighbour untouched, nothing lost.
#include <memory>

#include <QTest>

#include "base/net/poll_loop.h"
#include "engine/promql/evaluator.h"
#include "engine/promql/parser.h"
#include "engine/tsdb/head.h"
#include "sources/scrape/scrape_manager.h"
#include "support/faults.h"

using namespace nocturne;
using namespace std::chrono_literals;
namespace faults = nocturne::test::faults;
using test::FaultScript;

Q_DECLARE_METATYPE(nocturne::test::FaultScript)

namespace {

const std::vector<std::string> kText = {"Content-Type: text/plain; version=0.0.4"};

FaultScript textReply(const std::string& body) { return faults::respond(200, kText, body); }

/// Two targets in one manager: one that misbehaves and one that does not.
struct Bench
{
    SystemClock clock;
    NullLogger log;
    tsdb::Head head{tsdb::HeadOptions(), clock};
    net::PollLoop loop;
    net::HttpClient http{loop};
    scrape::ScrapeManager manager{loop, http, head, clock, log};

    bool start(std::uint16_t badPort, std::uint16_t goodPort)
    {
        scrape::JobOptions job;
        job.interval = 1s;
        job.timeout = 800ms;
        job.limits.bodyBytes = std::size_t{8} << 20U;
        job.name = "bad";
        job.groups = {{{"127.0.0.1:" + std::to_string(badPort)}, {}}};
        auto good = job;
        good.name = "good";
        good.groups = {{{"127.0.0.1:" + std::to_string(goodPort)}, {}}};
        manager.setJobs({job, good});
        return true;
    }
    scrape::TargetStatus status(const std::string& job) const
    {
        for (const auto& status : manager.statuses()) {
            if (status.job == job)
                return status;
        }
        return {};
    }
    /// The value of an instant query that gives one element; NaN for any other number of them.
    double value(const std::string& expression) const
    {
        const auto result =
            promql::evaluate(**promql::parse(expression), head, promql::EvalOptions::instant(clock.now()));
        return result && result->series.size() == 1 ? result->series.front().values.front() : std::nan("");
    }
};

} // namespace

class BadInputTest : public QObject
{
    Q_OBJECT

private slots:
    void targetGetsANamedState_data()
    {
        QTest::addColumn<FaultScript>("script");
        QTest::addColumn<QByteArray>("reason");
        QTest::addColumn<QByteArray>("message");
        const auto row = [](const char* name, const FaultScript& script, const char* reason, const char* message = "") {
            QTest::newRow(name) << script << QByteArray(reason) << QByteArray(message);
        };
        row("hangs", faults::hang(), "timeout");
        row("hangs behind the headers", faults::hangAfterHeaders(), "timeout");
        row("a byte at a time", faults::slowBytes("up 1\n", 300ms), "timeout");
        row("resets", faults::resetBeforeAnswer(), "reset");
        row("resets within the body", faults::resetInBody(), "truncated");
        row("ends within a chunk", faults::truncatedChunks("up 1\n"), "truncated");
        row("ends too early", faults::truncated("up 1\n", 1000), "truncated");
        row("1 GB body", faults::hugeChunked(std::uint64_t{1} << 30U), "body_too_large");
        row("1 GB body, announced", faults::hugeWithLength(std::uint64_t{1} << 30U), "body_too_large");
        row("gzip bomb", faults::gzipBomb(std::uint64_t{1} << 30U), "body_too_large");
        row("redirect loop", faults::redirectLoop(), "redirect");
        row("redirect to a file", faults::redirectTo(302, "file:///etc/passwd"), "redirect");
        row("no HTTP", faults::raw("SSH-2.0-OpenSSH\r\n"), "protocol");
        row("status 401", faults::respond(401, kText, "no"), "unauthorized", "HTTP status 401");
        row("status 403", faults::respond(403, kText, "no"), "unauthorized", "HTTP status 403");
        row("status 404", faults::respond(404, kText, "no"), "not_found", "HTTP status 404");
        row("status 429", faults::respond(429, {"Retry-After: 3600"}, "no"), "rate_limited", "HTTP status 429");
        row("status 503", faults::respond(503, {"Retry-After: 3600"}, "no"), "server_error", "HTTP status 503");
        row("301 to nowhere", faults::respond(301, kText, "no"), "redirected", "HTTP status 301");
        row("status 500", faults::respond(500, kText, "no"), "server_error", "HTTP status 500");
        row("a login page", faults::respond(200, {"Content-Type: text/html"}, "<html>login</html>"), "content_type",
            "<html>login</html>");
        row("malformed", textReply("a 1\nb{c=\"d\" 2\n"), "parse_error", "2:");
        row("invalid UTF-8", textReply("a{b=\"\xff\"} 1\n"), "parse_error", "1:");
        row("duplicate label", textReply("a{b=\"1\",b=\"2\"} 1\n"), "parse_error", "1:");
        row("no number", textReply("a 0x1p3\n"), "parse_error", "1:");
        row("huge label value", textReply("a{b=\"" + std::string(5000, 'x') + "\"} 1\n"), "limit_exceeded", "4096");
        row("huge line", textReply("a{b=\"" + std::string(2'000'000, 'x') + "\"} 1\n"), "limit_exceeded");
    }

    void targetGetsANamedState()
    {
        QFETCH(FaultScript, script);
        QFETCH(QByteArray, reason);
        QFETCH(QByteArray, message);
        const test::FaultServer bad(script);
        const test::FaultServer good(textReply("fine 7\n"));
        Bench bench;
        QVERIFY(bench.start(bad.port(), good.port()));

        QVERIFY(bench.loop.runUntil(
            [&] { return bench.status("bad").failures > 0 && bench.status("good").lastSuccess > 0; }, 10s));

        const auto status = bench.status("bad");
        QCOMPARE(QByteArray::fromStdString(status.reason), reason);
        QVERIFY2(QByteArray::fromStdString(status.lastError).contains(message), status.lastError.c_str());
        QVERIFY(!status.lastError.empty());
        QVERIFY(status.health == scrape::TargetHealth::Down);
        QCOMPARE(bench.value("up{job=\"bad\"}"), 0.0);
        QCOMPARE(bench.value("up{job=\"good\"}"), 1.0);
        QCOMPARE(bench.value("fine"), 7.0);
        QCOMPARE(bench.value("count({job=\"bad\"})"), 5.0); // nothing but the report of the scrape
    }

    void scrapesGoOnWhateverRetryAfterSays()
    {
        const test::FaultServer busy(
            faults::inTurn({faults::respond(429, {"Retry-After: 3600"}, "later"), textReply("a 1\n")}));
        const test::FaultServer good(textReply("fine 7\n"));
        Bench bench;
        QVERIFY(bench.start(busy.port(), good.port()));

        QVERIFY(bench.loop.runUntil([&] { return bench.status("bad").failures > 0; }, 10s));
        QVERIFY(bench.loop.runUntil([&] { return bench.status("bad").lastSuccess > 0; }, 10s));

        QCOMPARE(bench.value("a"), 1.0);
    }

    void unknownNameIsNamedAndHoldsNobodyUp()
    {
        const test::FaultServer good(textReply("fine 7\n"));
        Bench bench;
        scrape::JobOptions job;
        job.interval = 1s;
        job.timeout = 800ms;
        job.name = "bad";
        job.groups = {{{"no-such-host.invalid:9100"}, {}}};
        auto other = job;
        other.name = "good";
        other.groups = {{{"127.0.0.1:" + std::to_string(good.port())}, {}}};
        bench.manager.setJobs({job, other});

        QVERIFY(bench.loop.runUntil(
            [&] { return bench.status("bad").failures > 0 && bench.status("good").lastSuccess > 0; }, 10s));

        QCOMPARE(QByteArray::fromStdString(bench.status("bad").reason), QByteArray("dns"));
        QCOMPARE(bench.value("fine"), 7.0);
    }

    void slowTargetIsNeverAskedTwiceAtOnce()
    {
        const test::FaultServer slow(faults::hang());
        const test::FaultServer good(textReply("fine 7\n"));
        Bench bench;
        QVERIFY(bench.start(slow.port(), good.port()));
        int most = 0;

        QVERIFY(bench.loop.runUntil(
            [&] {
                most = std::max(most, slow.openConnections());
                return bench.status("bad").failures >= 3;
            },
            10s));

        QCOMPARE(most, 1);
    }

    void refusedConnectionIsNamed()
    {
        const test::RefusedPort refused;
        const test::FaultServer good(textReply("fine 7\n"));
        Bench bench;
        QVERIFY(bench.start(refused.port(), good.port()));

        QVERIFY(bench.loop.runUntil([&] { return bench.status("bad").failures > 0; }, 10s));

        QCOMPARE(QByteArray::fromStdString(bench.status("bad").reason), QByteArray("refused"));
        QCOMPARE(bench.value("up{job=\"bad\"}"), 0.0);
    }

    void markupInALabelIsKeptAsItIs()
    {
        const test::FaultServer odd(textReply("a{b=\"<img src='http://127.0.0.1:9/x'><b>bold</b>\"} 1\n"));
        const test::FaultServer good(textReply("fine 7\n"));
        Bench bench;
        QVERIFY(bench.start(odd.port(), good.port()));

        QVERIFY(bench.loop.runUntil([&] { return bench.status("bad").lastSuccess > 0; }, 10s));

        QCOMPARE(bench.value("a{b=\"<img src='http://127.0.0.1:9/x'><b>bold</b>\"}"), 1.0);
    }

    void seriesThatStandsTwiceIsCounted()
    {
        const test::FaultServer twice(textReply("a 1\na 2\n"));
        const test::FaultServer good(textReply("fine 7\n"));
        Bench bench;
        QVERIFY(bench.start(twice.port(), good.port()));

        QVERIFY(bench.loop.runUntil([&] { return bench.status("bad").lastSuccess > 0; }, 10s));

        QVERIFY(bench.status("bad").duplicates > 0);
        QCOMPARE(bench.value("a"), 1.0);
    }

    void historyOutlivesTheFault()
    {
        const test::FaultServer server(
            faults::inTurn({textReply("a 1\n"), faults::respond(500, kText, "no"), textReply("a 3\n")}));
        const test::FaultServer good(textReply("fine 7\n"));
        Bench bench;
        QVERIFY(bench.start(server.port(), good.port()));
        QVERIFY(bench.loop.runUntil([&] { return bench.status("bad").lastSuccess > 0; }, 10s));
        const auto before = bench.clock.now();

        QVERIFY(bench.loop.runUntil([&] { return bench.status("bad").failures > 0; }, 10s));
        QVERIFY(std::isnan(bench.value("a"))); // ended by a staleness marker
        QVERIFY(bench.loop.runUntil([&] { return bench.status("bad").health == scrape::TargetHealth::Up; }, 10s));

        QCOMPARE(bench.value("a"), 3.0);
        const auto at = "a @ " + std::to_string(static_cast<double>(before) / 1000);
        QCOMPARE(bench.value(at), 1.0);
    }
};

QTEST_APPLESS_MAIN(BadInputTest)
#include "bad_input_test.moc"
