// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A remote engine over real sockets: how it is asked, what becomes of its answers, and what is said when none come.
#include <mutex>
#include <thread>

#include <QTest>

#include "base/net/poll_loop.h"
#include "sources/prometheus/engine.h"
#include "support/fault_server.h"
#include "support/faults.h"
#include "support/manual_clock.h"

using namespace nocturne;
using namespace nocturne::prometheus;
using namespace std::chrono_literals;
using namespace test::faults;
using query::QueryService;

namespace {

constexpr Timestamp kNow = 1'700'000'000'000;
const std::string kBuildInfo = R"({"status":"success","data":{"version":"2.42.0","goVersion":"go1.19"}})";
const std::string kVectorOne =
    R"({"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1700000000,"1"]}]}})";

test::FaultScript json(const std::string& body) { return respond(200, {"Content-Type: application/json"}, body); }

/// What `done` was called with, from whatever thread.
template <typename T>
class Outcome
{
public:
    QueryService::Done<T> done()
    {
        return [state = m_state](Result<T> result) {
            const std::lock_guard lock(state->mutex);
            ++state->calls;
            state->result = std::move(result);
        };
    }
    int calls() const
    {
        const std::lock_guard lock(m_state->mutex);
        return m_state->calls;
    }
    const Result<T>& result() const { return m_state->result; }

private:
    struct State
    {
        mutable std::mutex mutex;
        int calls = 0;
        Result<T> result;
    };
    std::shared_ptr<State> m_state = std::make_shared<State>();
};
using Answer = Outcome<QueryService::ResultPtr>;

struct Bench
{
    net::PollLoop loop;
    net::HttpClient http{loop};
    support::ManualClock clock{kNow};
    scrape::OAuth2Tokens tokens{loop, http, clock};
    WorkerPool pool{1};
    NullLogger log;
    std::unique_ptr<Engine> engine;

    void begin(EngineOptions options)
    {
        options.name = "far";
        options.http.proxyUrl = "direct";
        engine = std::make_unique<Engine>(
            Engine::Surroundings{loop, http, tokens, pool, clock, log,
                                 [this](std::function<void()> job) { loop.post(std::move(job)); }},
            std::move(options));
        engine->tick();
    }
    void begin(const test::FaultServer& server)
    {
        EngineOptions options;
        options.url = server.url("");
        begin(std::move(options));
    }
    bool waitFor(const std::function<bool()>& condition) { return loop.runUntil(condition, 20s); }
    bool waitForState(EngineState state)
    {
        return waitFor([&] { return engine->status().state == state; });
    }
    Answer ask(const std::string& expression, std::stop_token stop = {})
    {
        Answer answer;
        engine->instant({expression, kNow}, std::move(stop), answer.done());
        return answer;
    }
    /// Asks and waits for the answer.
    Answer answerTo(const std::string& expression)
    {
        auto answer = ask(expression);
        if (!waitFor([&] { return answer.calls() > 0; }))
            qFatal("no answer came");
        return answer;
    }
};

/// A server under `prefix` that answers `build` to the question what it is, and is `rest` to all others.
test::FaultScript engineOf(const std::string& build, const test::FaultScript& rest, const std::string& prefix = {})
{
    std::map<std::string, test::FaultScript> scripts{{prefix + "/api/v1/status/buildinfo", json(build)}};
    for (const auto* path : {"query", "query_range", "labels", "label/job/values", "series"})
        scripts[prefix + "/api/v1/" + path] = rest;
    return respondByPath(scripts);
}

std::string lastRequest(const test::FaultServer& server)
{
    const auto requests = server.requests();
    return requests.empty() ? std::string() : requests.back();
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

} // namespace

class EngineTest : public QObject
{
    Q_OBJECT

private slots:
    void queriesGoOutAsFormsWithTenantAndCredentials()
    {
        test::FaultServer server(engineOf(kBuildInfo, json(kVectorOne), "/prefix"));
        Bench bench;
        EngineOptions options;
        options.url = server.url("/prefix/");
        options.tenant = "team-a";
        options.http.authorization = net::Authorization{"Bearer", "sesame"};
        bench.begin(std::move(options));

        const auto answer = bench.answerTo("rate(x[5m]) + 1");

        QVERIFY(answer.result());
        QCOMPARE((*answer.result())->series.front().values.front(), 1.0);
        const auto request = lastRequest(server);
        QVERIFY2(request.starts_with("POST /prefix/api/v1/query HTTP/1.1\r\n"), request.c_str());
        QVERIFY(has(request, "X-Scope-OrgID: team-a\r\n"));
        QVERIFY(has(request, "Authorization: Bearer sesame\r\n"));
        QVERIFY(has(request, "query=rate%28x%5B5m%5D%29%20%2B%201&time=1700000000.000"));
        const auto status = bench.engine->status();
        QCOMPARE(status.state, EngineState::Up);
        QCOMPARE(status.kind, std::string("prometheus 2.42.0"));
        QVERIFY(!has(status.address, "sesame"));
    }

    void rangesCarryTheirSteps()
    {
        test::FaultServer server(
            engineOf(kBuildInfo, json(R"({"status":"success","data":{"resultType":"matrix","result":[]}})")));
        Bench bench;
        bench.begin(server);
        Answer answer;

        bench.engine->range({"up", kNow - 60'000, kNow, 15s}, {}, answer.done());

        QVERIFY(bench.waitFor([&] { return answer.calls() == 1; }));
        QCOMPARE((*answer.result())->times.size(), std::size_t(5));
        QVERIFY(has(lastRequest(server), "start=1699999940.000&end=1700000000.000&step=15.000"));
    }

    void namesAndValuesOfLabelsAreAskedFor()
    {
        test::FaultServer server(engineOf(kBuildInfo, json(R"({"status":"success","data":["a","b"]})")));
        Bench bench;
        bench.begin(server);
        Outcome<std::vector<std::string>> values;
        Outcome<std::vector<std::string>> names;

        bench.engine->labelValues("job", {{"up"}, kNow - 1000, kNow, 7}, {}, values.done());
        QVERIFY(bench.waitFor([&] { return values.calls() == 1; }));
        const auto request = lastRequest(server);
        bench.engine->labelNames({}, {}, names.done());
        QVERIFY(bench.waitFor([&] { return names.calls() == 1; }));

        QCOMPARE(*values.result(), (std::vector<std::string>{"a", "b"}));
        QVERIFY2(request.starts_with("GET /api/v1/label/job/values?match%5B%5D=up&start=1699999999.000&"
                                     "end=1700000000.000&limit=7 HTTP"),
                 request.c_str());
        QVERIFY(lastRequest(server).starts_with("POST /api/v1/labels HTTP"));
    }

    void queriesWaitUntilTheDialectIsKnown()
    {
        test::FaultServer server(engineOf(R"({"status":"success","data":{"version":"2.24.0"}})", json(kVectorOne)));
        Bench bench;
        bench.begin(server);

        const auto answer = bench.answerTo("up");

        QVERIFY(answer.result());
        QVERIFY(has(lastRequest(server), "&nocache=1"));
        QVERIFY(server.requests().front().starts_with("GET /api/v1/status/buildinfo HTTP"));
        QCOMPARE(bench.engine->status().kind, std::string("victoriametrics 2.24.0"));
    }

    void grafanaHandsOnToTheEngineBehindIt()
    {
        test::FaultServer server(engineOf(kBuildInfo, json(kVectorOne), "/api/datasources/proxy/uid/P1"));
        Bench bench;
        EngineOptions options;
        options.url = server.url("");
        options.grafanaUid = "P1";
        options.grafanaOrganisation = 3;
        options.http.authorization = net::Authorization{"Bearer", "glsa_x"};
        bench.begin(std::move(options));

        QVERIFY(bench.answerTo("up").result());

        const auto request = lastRequest(server);
        QVERIFY(request.starts_with("POST /api/datasources/proxy/uid/P1/api/v1/query HTTP"));
        QVERIFY(has(request, "X-Grafana-Org-Id: 3\r\n"));
        QVERIFY(has(request, "Authorization: Bearer glsa_x\r\n"));
    }

    void grafanaWithoutUidIsNamed()
    {
        test::FaultServer server(respond(404, {"Content-Type: application/json"}, R"({"message":"Not found"})"));
        Bench bench;
        bench.begin(server);

        QVERIFY(bench.waitFor([&] { return bench.engine->status().reason == "protocol"; }));

        QVERIFY(has(bench.engine->status().lastError, "kind: grafana"));
    }

    void badQueryIsNoFaultOfTheEngine()
    {
        test::FaultServer server(engineOf(
            kBuildInfo,
            respond(400, {"Content-Type: application/json"},
                    R"({"status":"error","errorType":"bad_data","error":"1:5: parse error: unexpected end"})")));
        Bench bench;
        bench.begin(server);

        const auto answer = bench.answerTo("sum(");

        const auto& error = answer.result().error();
        QVERIFY(error.kind == Error::Kind::InvalidInput);
        QCOMPARE(error.where, std::optional(SourcePosition{1, 5}));
        QVERIFY2(has(error.message, "data source \"far\": it answered 400: parse error"), error.message.c_str());
        QCOMPARE(bench.engine->status().state, EngineState::Up);
        QCOMPARE(bench.engine->status().failures, std::uint64_t(0));
    }

    void unreachableEngineIsDownAndSaysSo()
    {
        const test::RefusedPort nobody;
        Bench bench;
        EngineOptions options;
        options.url = "http://127.0.0.1:" + std::to_string(nobody.port());
        bench.begin(std::move(options));

        const auto answer = bench.answerTo("up");

        QVERIFY(answer.result().error().kind == Error::Kind::Unavailable);
        QVERIFY(has(answer.result().error().message, "data source \"far\""));
        const auto status = bench.engine->status();
        QCOMPARE(status.state, EngineState::Down);
        QCOMPARE(status.reason, std::string("refused"));
        QVERIFY(!status.lastError.empty());
        QCOMPARE(status.lastSuccess, Timestamp(0));
    }

    void serverThatAsksForPeaceIsLeftAlone()
    {
        test::FaultServer server(
            engineOf(kBuildInfo, inTurn({respond(429, {"Retry-After: 30"}, "slow down"), json(kVectorOne)})));
        Bench bench;
        bench.begin(server);
        QVERIFY(bench.waitForState(EngineState::Up));

        const auto first = bench.answerTo("up");
        const auto asked = server.requests().size();
        const auto second = bench.answerTo("up");

        QVERIFY(first.result().error().kind == Error::Kind::Unavailable);
        QVERIFY(has(second.result().error().message, "left alone for another 30 s"));
        QCOMPARE(server.requests().size(), asked); // it was not asked
        QCOMPARE(bench.engine->status().reason, std::string("rate_limited"));
        QCOMPARE(bench.engine->status().nextAttempt, kNow + 30'000);

        bench.clock.advance(30s);
        QVERIFY(bench.answerTo("up").result());
        QCOMPARE(bench.engine->status().state, EngineState::Up);
    }

    void cancelledQueryEndsAndLeavesTheConnection()
    {
        test::FaultServer server(engineOf(kBuildInfo, hang()));
        Bench bench;
        bench.begin(server);
        QVERIFY(bench.waitForState(EngineState::Up));
        std::stop_source stop;
        const auto answer = bench.ask("up", stop.get_token());
        QVERIFY(bench.waitFor([&] { return has(lastRequest(server), "/api/v1/query "); }));

        std::thread([&] { stop.request_stop(); }).join();

        QVERIFY(bench.waitFor([&] { return answer.calls() == 1; }));
        QVERIFY(answer.result().error().kind == Error::Kind::Cancelled);
        QVERIFY(bench.waitFor([&] { return server.openConnections() <= 1; })); // the one of the check may be kept
        QCOMPARE(bench.engine->status().state, EngineState::Up);
    }

    void stopBeforeTheCallIsAnsweredToo()
    {
        test::FaultServer server(engineOf(kBuildInfo, json(kVectorOne)));
        Bench bench;
        bench.begin(server);
        std::stop_source stop;
        stop.request_stop();

        const auto answer = bench.ask("up", stop.get_token());

        QVERIFY(bench.waitFor([&] { return answer.calls() == 1; }));
        QVERIFY(answer.result().error().kind == Error::Kind::Cancelled);
    }

    void removedEngineAnswersWhatIsOpen()
    {
        test::FaultServer server(engineOf(kBuildInfo, hang()));
        Bench bench;
        bench.begin(server);
        QVERIFY(bench.waitForState(EngineState::Up));
        std::vector<Answer> answers;
        for (int i = 0; i < 10; ++i) // more than go out at once
            answers.push_back(bench.ask("up"));
        QVERIFY(bench.waitFor([&] { return has(lastRequest(server), "/api/v1/query "); }));

        bench.engine.reset();

        for (const auto& answer : answers) {
            QCOMPARE(answer.calls(), 1);
            QVERIFY(answer.result().error().kind == Error::Kind::Cancelled);
        }
    }

    void silentEngineCostsNoMoreThanTheTimeout()
    {
        test::FaultServer server(engineOf(kBuildInfo, hang()));
        Bench bench;
        bench.begin(server);
        Answer answer;

        bench.engine->instant({"up", kNow, 50ms}, {}, answer.done());

        QVERIFY(bench.waitFor([&] { return answer.calls() == 1; }));
        QVERIFY(answer.result().error().kind == Error::Kind::Timeout);
        QCOMPARE(bench.engine->status().reason, std::string("timeout"));
    }

    void bombsAreDefused()
    {
        test::FaultServer server(engineOf(kBuildInfo, gzipBomb(std::uint64_t{1} << 30U)));
        Bench bench;
        EngineOptions options;
        options.url = server.url("");
        options.maxBodyBytes = std::size_t{1} << 20U;
        bench.begin(std::move(options));

        const auto answer = bench.answerTo("up");

        QVERIFY(!answer.result());
        QCOMPARE(bench.engine->status().reason, std::string("body_too_large"));
    }

    void partialAnswersAreDegradedUntilTheyAreWhole()
    {
        const std::string partial =
            R"({"status":"success","isPartial":true,"data":{"resultType":"vector","result":[]}})";
        test::FaultServer server(engineOf(kBuildInfo, inTurn({json(partial), json(kVectorOne)})));
        Bench bench;
        bench.begin(server);

        const auto answer = bench.answerTo("up");

        QVERIFY(has((*answer.result())->warnings.front(), "partial"));
        QVERIFY(bench.waitForState(EngineState::Degraded));
        QCOMPARE(bench.engine->status().reason, std::string("incomplete"));
        QVERIFY(bench.answerTo("up").result());
        QVERIFY(bench.waitForState(EngineState::Up));
    }

    void nonsenseIsToldWithTheCure()
    {
        test::FaultServer server(engineOf(kBuildInfo, respond(200, {"Content-Type: text/html"}, "<html>hi</html>")));
        Bench bench;
        bench.begin(server);

        const auto answer = bench.answerTo("up");

        QVERIFY(has(answer.result().error().message, "is this the address of a Prometheus-compatible server?"));
        QVERIFY(bench.waitForState(EngineState::Degraded));
        QCOMPARE(bench.engine->status().reason, std::string("parse_error"));
    }

    void redirectElsewhereTakesNoCredentials()
    {
        test::FaultServer thief(json(R"({"status":"success","data":["a"]})"));
        test::FaultServer server(engineOf(kBuildInfo, redirectTo(302, thief.url("/api/v1/label/job/values"))));
        Bench bench;
        EngineOptions options;
        options.url = server.url("");
        options.tenant = "team-a";
        options.http.authorization = net::Authorization{"Bearer", "sesame"};
        bench.begin(std::move(options));
        Outcome<std::vector<std::string>> values;

        bench.engine->labelValues("job", {}, {}, values.done());

        QVERIFY(bench.waitFor([&] { return values.calls() == 1; }));
        QCOMPARE(thief.requests().size(), std::size_t(1));
        QVERIFY(!has(lastRequest(thief), "sesame"));
        QVERIFY(!has(lastRequest(thief), "team-a"));
    }

    void refusedCredentialsAreDownWithTheCure()
    {
        test::FaultServer server(respond(401, {}, "no org id"));
        Bench bench;
        bench.begin(server);

        QVERIFY(bench.waitForState(EngineState::Down));

        const auto status = bench.engine->status();
        QCOMPARE(status.reason, std::string("unauthorized"));
        QVERIFY(has(status.lastError, "no org id: give basic_auth or authorization"));
    }

    void healthIsAskedForAgainWhenItIsTime()
    {
        test::FaultServer server(inTurn({respond(503, {}, "starting"), json(kBuildInfo)}));
        Bench bench;
        bench.begin(server);
        QVERIFY(bench.waitForState(EngineState::Down));

        bench.clock.advance(29s);
        bench.engine->tick();
        QCOMPARE(bench.engine->status().state, EngineState::Down);
        bench.clock.advance(2s);
        bench.engine->tick();

        QVERIFY(bench.waitForState(EngineState::Up));
        QCOMPARE(bench.engine->status().lastSuccess, kNow + 31'000);
    }
};

QTEST_APPLESS_MAIN(EngineTest)
#include "engine_test.moc"
