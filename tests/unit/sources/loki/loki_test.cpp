// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Views over a scripted Loki: history, following, connections that end, and what is said when nothing comes.
#include <QCoreApplication>
#include <QTest>

#include "base/net/poll_loop.h"
#include "sources/loki/loki_source.h"
#include "support/loki_server.h"

using namespace nocturne;
using namespace nocturne::loki;
using namespace std::chrono_literals;

namespace {

const std::string kQuery = "{job=\"x\"}";
const test::LokiServer::Labels kStream{{"job", "x"}, {"level", "info"}};

struct Bench
{
    net::PollLoop loop;
    net::HttpClient http{loop};
    SystemClock clock;
    scrape::OAuth2Tokens tokens{loop, http, clock};
    WorkerPool pool{1};
    NullLogger log;
    std::unique_ptr<Loki> source;
    std::int64_t now = clock.now() * 1'000'000;

    void begin(const test::LokiServer& server, std::size_t limit = 100)
    {
        Options options;
        options.name = "far";
        options.url = server.url();
        options.limit = limit;
        options.tenant = "team-a";
        options.reconnectBase = 20ms;
        options.checkInterval = 50ms;
        begin(std::move(options));
    }
    void begin(Options options)
    {
        options.http.proxyUrl = "direct";
        source = std::make_unique<Loki>(Surroundings{loop, http, tokens, pool, clock, log,
                                                     [this](std::function<void()> job) { loop.post(std::move(job)); }},
                                        std::move(options));
        spin();
    }
    /// WebSockets are Qt's: its events are served beside the loop's.
    void spin()
    {
        loop.after(2ms, [this] {
            QCoreApplication::processEvents();
            if (source)
                source->tick();
            spin();
        });
    }
    bool waitFor(const std::function<bool()>& condition) { return loop.runUntil(condition, 20s); }
    /// Lines of a view, the oldest first.
    static std::vector<std::string> lines(logs::LogView& view)
    {
        std::vector<std::string> found;
        for (const auto& record : view.store().find({}))
            found.push_back(record.message);
        return found;
    }
    bool waitForLines(logs::LogView& view, const std::vector<std::string>& expected)
    {
        return waitFor([&] { return lines(view) == expected; });
    }
};

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

} // namespace

class LokiTest : public QObject
{
    Q_OBJECT

private slots:
    void viewsHaveWhatWasAndWhatComes()
    {
        test::LokiServer server("team-a");
        Bench bench;
        server.push(kStream, bench.now - 2'000'000'000, "first", {{"trace_id", "ab"}});
        server.push(kStream, bench.now - 1'000'000'000, "second");
        server.push({{"job", "y"}}, bench.now - 1'000'000'000, "of another");
        bench.begin(server);

        const auto view = bench.source->view(kQuery);

        QVERIFY(bench.waitForLines(*view, {"first", "second"}));
        QVERIFY(bench.waitFor([&] { return view->state().isFollowing && server.tails() == 1; }));
        server.push(kStream, bench.now + 1, "third");
        QVERIFY(bench.waitForLines(*view, {"first", "second", "third"})); // and nothing twice
        const auto record = view->store().find({}).front();
        QCOMPARE(record.fields.at("trace_id"), std::string("ab"));
        QCOMPARE(record.source, std::string("loki:far"));
        QVERIFY(view->state().error.empty());
        QVERIFY(bench.waitFor([&] { return bench.source->status().state == State::Up; }));
        QCOMPARE(bench.source->status().labels, std::size_t(2));
        for (const auto& request : server.requests())
            QVERIFY2(has(request, "X-Scope-OrgID: team-a\r\n"), request.c_str());
    }

    void followersShowTheTokenThatQuestionsShow()
    {
        test::LokiServer server;
        server.demandToken(1);
        Bench bench;
        Options options;
        options.name = "far";
        options.url = server.url();
        options.reconnectBase = 20ms;
        options.checkInterval = 1h;
        auto grant = std::make_shared<scrape::OAuth2Options>();
        grant->clientId = "nocturne";
        grant->clientSecret = "secret";
        grant->tokenUrl = server.url() + "/token";
        grant->http.proxyUrl = "direct";
        options.http.oauth2 = grant;
        bench.begin(std::move(options));

        const auto view = bench.source->view(kQuery);
        QVERIFY(bench.waitFor([&] { return view->state().isFollowing && server.tails() == 1; }));
        server.demandToken(2); // the first is worth nothing any more
        server.endTails();
        server.push(kStream, bench.now + 1, "after it");

        QVERIFY(bench.waitForLines(*view, {"after it"}));
    }

    void onlyTheNewestAreAskedFor()
    {
        test::LokiServer server("team-a");
        Bench bench;
        for (int i = 0; i < 5; ++i)
            server.push(kStream, bench.now - 5'000'000'000 + i, std::to_string(i));
        bench.begin(server, 2);

        const auto view = bench.source->view(kQuery);

        QVERIFY(bench.waitForLines(*view, {"3", "4"}));
    }

    void connectionsThatEndAreMadeAnewFromTheLastEntryOn()
    {
        test::LokiServer server("team-a");
        Bench bench;
        bench.begin(server);
        const auto view = bench.source->view(kQuery);
        QVERIFY(bench.waitFor([&] { return server.tails() == 1; }));
        server.push(kStream, bench.now + 1, "one");
        server.push({{"job", "x"}, {"level", "error"}}, bench.now + 1, "one"); // another stream, the same instant
        QVERIFY(bench.waitForLines(*view, {"one", "one"}));

        server.endTails();
        server.push(kStream, bench.now + 2, "while away");

        QVERIFY(bench.waitForLines(*view, {"one", "one", "while away"}));
        QCOMPARE(bench.source->status().connections, std::uint64_t(2));
        QVERIFY(has(server.requests().back(), "&start=" + std::to_string(bench.now + 1) + ' ') ||
                has(server.requests().back(), "/labels"));
        QVERIFY(bench.waitFor([&] { return view->state().isFollowing; }));
        QCOMPARE(view->state().blindSince, Timestamp(0));
    }

    void droppedEntriesAreCounted()
    {
        test::LokiServer server("team-a");
        Bench bench;
        bench.begin(server);
        const auto view = bench.source->view(kQuery);
        QVERIFY(bench.waitFor([&] { return server.tails() == 1; }));

        server.drop(3);

        QVERIFY(bench.waitFor([&] { return view->state().dropped == 3; }));
        QCOMPARE(bench.source->status().dropped, std::uint64_t(3));
    }

    void nonsenseEndsTheConnectionAndNothingElse()
    {
        test::LokiServer server("team-a");
        Bench bench;
        bench.begin(server);
        const auto view = bench.source->view(kQuery);
        QVERIFY(bench.waitFor([&] { return server.tails() == 1; }));

        server.say("no json at all");

        QVERIFY(bench.waitFor([&] { return bench.source->status().connections == 2; }));
        server.push(kStream, bench.now + 1, "after it");
        QVERIFY(bench.waitForLines(*view, {"after it"}));
    }

    void wrongQueriesAreToldAndNotRepeated()
    {
        test::LokiServer server("team-a");
        Bench bench;
        bench.begin(server);

        const auto view = bench.source->view("job=x");
        const auto metric = bench.source->view("count_over_time({job=\"x\"}[1m])");

        QVERIFY(bench.waitFor([&] { return !view->state().error.empty() && !metric->state().error.empty(); }));
        QCOMPARE(view->state().error, std::string("it answered 400: parse error at line 1, col 1: syntax error: "
                                                  "unexpected IDENTIFIER"));
        QVERIFY(has(metric->state().error, "leave out the function"));
        QVERIFY(!view->state().isLoading);
        const auto asked = [&] {
            return std::ranges::count_if(server.requests(), [](const auto& text) { return has(text, "query_range"); });
        };
        const auto before = asked();
        const auto checks = server.requests().size();
        QVERIFY(bench.waitFor([&] { return server.requests().size() >= checks + 3; })); // of the health, meanwhile
        QCOMPARE(asked(), before);
    }

    void lokiThatIsNotReadyIsAskedAgain()
    {
        test::LokiServer server("team-a");
        server.setReady(false);
        Bench bench;
        server.push(kStream, bench.now - 1'000'000, "waited for");
        bench.begin(server);
        const auto view = bench.source->view(kQuery);
        QVERIFY(bench.waitFor([&] { return view->state().blindSince != 0; }));
        QVERIFY(has(view->state().error, "it answered 503: Ingester not ready"));
        QVERIFY(bench.waitFor([&] { return bench.source->status().state == State::Down; }));
        QCOMPARE(bench.source->status().reason, std::string("server_error"));

        server.setReady(true);

        QVERIFY(bench.waitForLines(*view, {"waited for"}));
        QVERIFY(bench.waitFor([&] { return bench.source->status().state == State::Up; }));
        QVERIFY(bench.waitFor([&] { return view->state().error.empty(); }));
    }

    void wrongTenantIsToldWithTheCure()
    {
        test::LokiServer server("team-b");
        Bench bench;
        bench.begin(server);

        const auto view = bench.source->view(kQuery);

        QVERIFY(bench.waitFor([&] { return !view->state().error.empty(); }));
        QCOMPARE(view->state().error, std::string("it answered 401: no org id: give tenant, basic_auth or "
                                                  "authorization"));
        QVERIFY(bench.waitFor([&] { return bench.source->status().reason == "unauthorized"; }));
    }

    void viewThatNobodyHoldsIsLetGo()
    {
        test::LokiServer server("team-a");
        Bench bench;
        bench.begin(server);
        auto view = bench.source->view(kQuery);
        QVERIFY(bench.waitFor([&] { return server.tails() == 1; }));

        view.reset();

        QVERIFY(bench.waitFor([&] {
            server.say(R"({"streams":[]})"); // a server sees that nobody listens when it speaks
            return server.tails() == 0;
        }));
        QCOMPARE(bench.source->status().views, std::size_t(0));
        QCOMPARE(bench.source->status().connections, std::uint64_t(1)); // it stays counted
    }

    void removedLokiLeavesWhatItSaid()
    {
        test::LokiServer server("team-a");
        Bench bench;
        server.push(kStream, bench.now - 1'000'000, "kept");
        bench.begin(server);
        const auto view = bench.source->view(kQuery);
        QVERIFY(bench.waitForLines(*view, {"kept"}));

        bench.source.reset();

        QCOMPARE(bench.lines(*view), std::vector<std::string>{"kept"});
        QCOMPARE(view->state().error, std::string("the data source was removed"));
        QVERIFY(view->state().blindSince != 0);
    }
};

QTEST_GUILESS_MAIN(LokiTest)
#include "loki_test.moc"
