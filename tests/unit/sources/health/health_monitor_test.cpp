// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <functional>
#include <limits>
#include <map>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/net/http_client.h"
#include "base/net/poll_loop.h"
#include "sources/health/health_monitor.h"
#include "sources/health/probe.h"
#include "sources/health/tcp_probe.h"
#include "support/faults.h"
#include "support/memory_store.h"

using namespace nocturne;
using namespace nocturne::health;
using namespace std::chrono_literals;

namespace {

/// A loopback port that listens, and can stop to.
class Listener
{
public:
    Listener()
        : m_socket(::socket(AF_INET, SOCK_STREAM, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* general = reinterpret_cast<sockaddr*>(&address); // NOLINT: the sockets interface wants it
        if (::bind(m_socket, general, size) != 0 || ::listen(m_socket, 8) != 0 ||
            ::getsockname(m_socket, general, &size) != 0)
            qFatal("no loopback port");
        m_port = ntohs(address.sin_port);
    }
    ~Listener() { close(); }
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    std::string target() const { return "127.0.0.1:" + std::to_string(m_port); }
    void close()
    {
        if (m_socket >= 0)
            ::close(std::exchange(m_socket, -1));
    }

private:
    int m_socket;
    int m_port = 0;
};

net::HttpResult answer(int status, std::string body)
{
    net::HttpResponse response;
    response.status = status;
    response.body = std::move(body);
    return response;
}

/// The last value of each series of a metric by one of its labels; staleness markers as "stale".
std::map<std::string, std::string> latest(const support::MemoryStore& store, const std::string& metric,
                                          const std::string& label)
{
    std::map<std::string, std::string> found;
    const auto querier = *store.querier(0, std::numeric_limits<Timestamp>::max());
    const auto series = *querier->select({model::Matcher::equal("__name__", metric)}, {});
    for (const auto& cursor : series) {
        std::array<Timestamp, 64> times{};
        std::array<double, 64> values{};
        double last = 0;
        while (const auto count = *cursor->read(times, values))
            last = values[count - 1];
        found[std::string(cursor->labels().get(label))] =
            model::isStaleMarker(last) ? "stale" : QString::number(last).toStdString();
    }
    return found;
}

/// A health document of `count` components that are up, and one behind them that is `last` where that is not empty.
std::string documentOf(int count, const std::string& last)
{
    std::string text = R"({"success":true,"status":"healthy","checks":[)";
    for (int i = 0; i < count; ++i)
        text += (i > 0 ? "," : "") + std::string(R"({"status":"healthy","component":"c)") + std::to_string(i) + "\"}";
    return text + (last.empty() ? "" : R"(,{"component":"db","status":")" + last + "\"}") + "]}";
}

} // namespace

class HealthMonitorTest : public QObject
{
    Q_OBJECT

private slots:
    void redirectsAreFollowedOrJudgedAsTold_data()
    {
        QTest::addColumn<bool>("follow");
        QTest::addColumn<std::vector<StatusRange>>("expected");
        QTest::addColumn<int>("state");
        QTest::addColumn<int>("status");
        QTest::newRow("followed") << true << std::vector<StatusRange>{} << int(HealthState::Up) << 200;
        QTest::newRow("an answer like any other")
            << false << std::vector<StatusRange>{} << int(HealthState::Down) << 302;
        QTest::newRow("the answer that was expected")
            << false << std::vector<StatusRange>{{302, 302}} << int(HealthState::Up) << 302;
    }

    void redirectsAreFollowedOrJudgedAsTold()
    {
        QFETCH(bool, follow);
        QFETCH(std::vector<StatusRange>, expected);
        QFETCH(int, state);
        QFETCH(int, status);
        const test::FaultServer server(test::faults::respondByPath(
            {{"/", test::faults::redirectTo(302, "/new")}, {"/new", test::faults::respond(200, {}, "here")}}));
        CheckOptions check;
        check.type = CheckType::Http;
        check.target = server.url("/");
        check.followRedirects = follow;
        check.expectedStatus = expected;
        const SystemClock clock;
        net::PollLoop loop;
        net::HttpClient http(loop);
        std::optional<ProbeResult> result;
        const auto probe = startProbe(check, loop, http, clock, [&](ProbeResult got) { result = std::move(got); });

        QVERIFY(loop.runUntil([&] { return result.has_value(); }, 5s));

        QCOMPARE(int(result->state), state);
        QCOMPARE(result->httpStatus, status);
    }

    void answers_data()
    {
        QTest::addColumn<int>("type");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("state");
        QTest::addColumn<QByteArray>("reason");
        const auto document = int(CheckType::Document);
        const auto http = int(CheckType::Http);
        const auto row = [](const char* name, int type, int status, const QByteArray& body, HealthState state,
                            const char* reason) {
            QTest::newRow(name) << type << status << body << int(state) << QByteArray(reason);
        };
        const QByteArray up = R"({"success":true,"status":"up","checks":[{"component":"a","status":"up"}]})";
        const QByteArray down = R"({"success":false,"status":"down","checks":[{"component":"a","status":"down"}]})";
        row("ready", document, 200, up, HealthState::Up, "");
        row("not ready", document, 503, down, HealthState::Down, "not_ready");
        row("down, told with 200", document, 200, down, HealthState::Down, "not_ready");
        row("up, told with 503", document, 503, up, HealthState::Down, "not_ready");
        row("degraded", document, 200, R"({"status":"degraded"})", HealthState::Degraded, "degraded");
        row("up, with a component that is down", document, 200, R"({"status":"healthy","checks":{"db":"unhealthy"}})",
            HealthState::Down, "not_ready");
        row("up, with a component that is degraded", document, 200, R"({"status":"healthy","checks":{"db":"warn"}})",
            HealthState::Degraded, "degraded");
        row("more components than are kept", document, 200, QByteArray::fromStdString(documentOf(205, "")),
            HealthState::Degraded, "limit_exceeded");
        row("as many as are kept", document, 200, QByteArray::fromStdString(documentOf(200, "")), HealthState::Up, "");
        row("a degraded one beyond those kept", document, 200, QByteArray::fromStdString(documentOf(205, "warn")),
            HealthState::Degraded, "degraded");
        row("404 is disabled, not down", document, 404, "404 page not found", HealthState::Disabled, "disabled");
        row("broken JSON", document, 200, R"({"status":"up")", HealthState::Down, "bad_json");
        row("a login page", document, 200, "<html>", HealthState::Down, "bad_json");
        row("503 of a proxy", document, 503, "<html>", HealthState::Down, "server_error");
        row("401, whatever the body", document, 401, up, HealthState::Down, "unauthorized");
        row("plain 200", http, 200, "hello world", HealthState::Up, "");
        row("plain 204", http, 204, "hello world", HealthState::Up, "");
        row("plain 404 is down", http, 404, "hello world", HealthState::Down, "not_found");
        row("plain 500", http, 500, "hello world", HealthState::Down, "server_error");
        row("another body", http, 200, "good bye", HealthState::Down, "body_mismatch");
    }
    void answers()
    {
        QFETCH(int, type);
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(int, state);
        QFETCH(QByteArray, reason);
        CheckOptions check;
        check.type = CheckType(type);
        if (check.type == CheckType::Http)
            check.expectations = {{.contains = "hello"}};

        const auto result = judgeAnswer(check, answer(status, body.toStdString()));

        QCOMPARE(int(result.state), state);
        QCOMPARE(result.reason, reason.toStdString());
        QCOMPARE(result.error.empty(), reason.isEmpty());
        QCOMPARE(result.httpStatus, status);
    }

    void onlyTheExpectedStatusPasses()
    {
        CheckOptions check;
        check.type = CheckType::Http;
        check.expectedStatus = {{401, 401}, {410, 420}};

        QVERIFY(judgeAnswer(check, answer(418, "")).state == HealthState::Up);
        QCOMPARE(judgeAnswer(check, answer(200, "")).reason, std::string("status_mismatch"));
    }

    void whatIsExpectedOfAnAnswer_data()
    {
        QTest::addColumn<Expectation>("expectation");
        QTest::addColumn<QByteArray>("complaint"); // empty: met
        const auto row = [](const char* name, const Expectation& expectation, const char* complaint) {
            QTest::newRow(name) << expectation << QByteArray(complaint);
        };
        const auto json = Expectation::Of::Json;
        const auto header = Expectation::Of::Header;
        row("a text at a path", {.of = json, .subject = "$.status", .equals = "ok"}, "");
        row("another text", {.of = json, .subject = "$.status", .equals = "up"}, "$.status is \"ok\", not \"up\"");
        row("a number at a path", {.of = json, .subject = "queue.depth[1]", .atMost = 7}, "");
        row("too large", {.of = json, .subject = "$.queue.depth[1]", .atMost = 6},
            "$.queue.depth[1] is 7, more than 6");
        row("too small", {.of = json, .subject = "$['queue'].depth.0", .atLeast = 6},
            "$['queue'].depth.0 is 3, less than 6");
        row("no number", {.of = json, .subject = "$.status", .atLeast = 6}, "$.status is \"ok\", no number");
        row("nothing there", {.of = json, .subject = "$.queue.width"}, "$.queue.width: nothing is at \"width\"");
        row("behind the end", {.of = json, .subject = "$.queue.depth[2]"}, "$.queue.depth[2]: nothing is at \"2\"");
        row("there", {.of = json, .subject = "$.queue"}, "");
        row("a beat of 50 s ago", {.of = json, .subject = "$.cleaned", .newerThan = 60s}, "");
        row("a beat too old", {.of = json, .subject = "$.cleaned", .newerThan = 40s},
            "$.cleaned is 50s old, more than 40s");
        row("a beat in ISO", {.of = json, .subject = "$.seen", .newerThan = 10s}, "");
        row("no beat", {.of = json, .subject = "$.status", .newerThan = 10s}, "$.status is \"ok\", no moment");
        row("a header", {.of = header, .subject = "x-left", .atLeast = 5}, "");
        row("a header too low", {.of = header, .subject = "X-Left", .atLeast = 50},
            "the header X-Left is 12, less than 50");
        row("no header", {.of = header, .subject = "X-Right"}, "the header X-Right: it is missing");
        row("in the body", {.contains = "queue"}, "");
        row("not in the body", {.contains = "stack"}, "the body does not contain \"stack\"");
        row("in the body, and not to be", {.notContains = "queue"}, "the body contains \"queue\"");
        row("by expression", {.matches = "depth.:\\[\\d"}, "");
        row("not by expression", {.matches = "^x"}, "the body does not match \"^x\"");
        row("an expression that is not to match", {.notMatches = "o[kq]"}, "the body matches \"o[kq]\"");
    }
    void whatIsExpectedOfAnAnswer()
    {
        QFETCH(Expectation, expectation);
        QFETCH(QByteArray, complaint);
        net::HttpResponse response;
        response.status = 200;
        response.headers = {{"X-Left", "12"}};
        response.body = R"({"status":"ok","queue":{"depth":[3,7]},"cleaned":1000000000,"seen":"2001-09-09T01:47:30Z"})";

        QVERIFY(validate(expectation));
        QCOMPARE(complaintOf(expectation, response, 1'000'000'050'000), complaint.toStdString());
    }

    void aPathIntoBrokenJsonIsNotMet()
    {
        QVERIFY(jsonValueAt("{\"a\":", "$.a").error().kind == Error::Kind::InvalidInput);
        QVERIFY(jsonValueAt("{}", "$.a[").error().kind == Error::Kind::InvalidInput);
        QVERIFY(jsonValueAt("{}", "$a").error().kind == Error::Kind::InvalidInput);
        QCOMPARE(jsonValueAt("[1,2]", "$").value(), std::string("[1,2]"));
    }

    void aWarningDegradesAndTheWorstDecides()
    {
        CheckOptions check;
        check.type = CheckType::Http;
        check.expectations = {{.contains = "fast", .isWarning = true}};
        const auto warned = judgeAnswer(check, answer(200, "slow"));
        check.expectations.push_back({.of = Expectation::Of::Json, .subject = "$.a"});
        const auto failed = judgeAnswer(check, answer(200, "{}"));

        QVERIFY(warned.state == HealthState::Degraded);
        QCOMPARE(warned.reason, std::string("body_mismatch"));
        QVERIFY(failed.state == HealthState::Down);
        QCOMPARE(failed.reason, std::string("json_mismatch"));
        QCOMPARE(failed.error, std::string("$.a: nothing is at \"a\"; the body does not contain \"fast\""));
    }

    void aCertificateThatEndsSoonIsToldByItsDays_data()
    {
        QTest::addColumn<int>("days");
        QTest::addColumn<int>("state");
        QTest::addColumn<QByteArray>("error");
        QTest::newRow("far") << 30 << int(HealthState::Up) << QByteArray();
        QTest::newRow("warning") << 10 << int(HealthState::Degraded) << QByteArray("a certificate ends in 10 days");
        QTest::newRow("critical") << 2 << int(HealthState::Down) << QByteArray("a certificate ends in 2 days");
        QTest::newRow("over") << -2 << int(HealthState::Down) << QByteArray("a certificate has ended");
    }
    void aCertificateThatEndsSoonIsToldByItsDays()
    {
        QFETCH(int, days);
        QFETCH(int, state);
        QFETCH(QByteArray, error);
        CheckOptions check;
        check.type = CheckType::Http;
        check.certificateDays = {14, 3, true};
        const Timestamp now = 1'700'000'000'000;
        auto response = *answer(200, "");
        response.certificate = net::PeerCertificate{};
        response.certificate->earliestNotAfter = now + days * 86'400'000LL;

        const auto result = judgeAnswer(check, response, now);

        QCOMPARE(int(result.state), state);
        QCOMPARE(result.error, error.toStdString());
        QCOMPARE(result.reason, std::string(error.isEmpty() ? "" : "certificate_expires"));
    }

    void theBodyOfAFailureIsKeptWithoutSecrets()
    {
        CheckOptions check;
        check.type = CheckType::Http;
        check.authorization = net::Authorization{"Bearer", "canary-of-ours"};
        const auto failed = judgeAnswer(
            check, answer(500, "{\"error\": \"canary-of-ours refused\",\n \"db_password\": \"canary\", "
                               "\"dsn\":\"pg://u:canary@h/d\", token=canary&x=1, Authorization: Bearer canary}" +
                                   std::string(5000, 'x')));
        const auto passed = judgeAnswer(check, answer(200, "fine"));

        QVERIFY2(failed.body.find("canary") == std::string::npos, failed.body.c_str());
        QVERIFY2(failed.body.starts_with("{\"error\": \"*** refused\""), failed.body.c_str());
        QVERIFY2(failed.body.find("&x=1") != std::string::npos, failed.body.c_str());
        QVERIFY(failed.body.size() <= 2'010);
        QCOMPARE(passed.body, std::string());
    }

    void credentialsAreStruckOutAsTheyAreSent()
    {
        CheckOptions check;
        check.type = CheckType::Http;
        check.target = "http://u:h1dden@h/";
        check.basicAuth = net::BasicAuth{"user", "s3cret"};

        const auto failed = judgeAnswer(check, answer(500, "got Basic dXNlcjpzM2NyZXQ= and dTpoMWRkZW4=, h1dden"));

        QCOMPARE(failed.body, std::string("got Basic *** and ***, ***"));
    }

    void theErrorNamesTheFailingComponents()
    {
        const auto result = judgeAnswer({}, answer(503, R"({"status":"down","checks":[
            {"component":"database","status":"down","details":"dial tcp: timeout"},{"component":"redis","status":"up"},
            {"component":"realtime","status":"degraded"}]})"));

        QCOMPARE(result.error, std::string("database is down: dial tcp: timeout; realtime is degraded"));
    }

    void theErrorNamesWhatIsLeftOutAndTheCure()
    {
        const auto quiet = judgeAnswer({}, answer(200, documentOf(205, "")));
        const auto failing = judgeAnswer({}, answer(200, documentOf(205, "unhealthy")));
        const auto nameless = judgeAnswer({}, answer(200, R"({"status":"up","checks":[{"status":"down"}]})"));

        QCOMPARE(quiet.error, std::string("205 components, 200 kept: raise limits.health_components"));
        QCOMPARE(failing.error, std::string("206 components, 200 kept: raise limits.health_components; db is down"));
        QCOMPARE(nameless.error, std::string("a component without a name is down"));
    }

    void theLimitsAreThoseOfTheCheck()
    {
        CheckOptions check;
        check.maxComponents = 206;
        const auto raised = judgeAnswer(check, answer(200, documentOf(206, "")));

        QVERIFY(raised.state == HealthState::Up);
        QCOMPARE(raised.components->size(), std::size_t{206});
    }

    void anUnhealthyComponentBeyondTheLimitFailsTheCheck()
    {
        const test::FaultServer server(test::faults::respond(200, {}, documentOf(205, "unhealthy")));
        auto check = tcpCheck("shop", server.url("/health"));
        check.type = CheckType::Document;
        check.retries = 0;
        watch({{check}});

        QVERIFY(until([&] { return m_monitor->statuses()[0].state == HealthState::Down; }));
        QCOMPARE(m_monitor->statuses()[0].parts.size(), std::size_t{200});
        QCOMPARE(latest(*m_store, "probe_success", "instance")["shop"], std::string("0"));
        QCOMPARE(latest(*m_store, "health_up", "instance")["shop"], std::string("0"));
        QCOMPARE(latest(*m_store, "probe_http_duration_seconds", "phase").size(), std::size_t{5});
        QVERIFY(m_monitor->statuses()[0].lastBody.starts_with("{\"success\":true"));
        QVERIFY(m_monitor->statuses()[0].lastBodyTime > 0);
    }

    void aBodyBeyondTheLimitNamesTheCure()
    {
        const test::FaultServer server(test::faults::respond(200, {}, documentOf(205, "")));
        auto check = tcpCheck("shop", server.url("/health"));
        check.type = CheckType::Document;
        check.maxBodyBytes = 1000;
        watch({{check}});

        QVERIFY(until([&] { return m_monitor->statuses()[0].failures > 0; }));
        QCOMPARE(m_monitor->statuses()[0].reason, std::string("body_too_large"));
        QCOMPARE(m_monitor->statuses()[0].lastError,
                 std::string("the body is larger than the limit of 1000 bytes: raise limits.health_body_bytes if "
                             "that is meant"));
    }

    void targets_data()
    {
        QTest::addColumn<QString>("target");
        QTest::addColumn<QString>("expected"); // empty: refused
        QTest::newRow("name") << "db.example:5432"
                              << "db.example 5432";
        QTest::newRow("IPv4") << "127.0.0.1:80"
                              << "127.0.0.1 80";
        QTest::newRow("IPv6") << "[::1]:22"
                              << "::1 22";
        QTest::newRow("IPv6 without brackets") << "::1:22"
                                               << "";
        QTest::newRow("no port") << "db"
                                 << "";
        QTest::newRow("port 0") << "db:0"
                                << "";
        QTest::newRow("port too large") << "db:65536"
                                        << "";
        QTest::newRow("port that is a word") << "db:http"
                                             << "";
        QTest::newRow("no host") << ":80"
                                 << "";
    }
    void targets()
    {
        QFETCH(QString, target);
        QFETCH(QString, expected);

        const auto parts = splitTarget(target.toStdString());

        QCOMPARE(parts ? parts->first + " " + parts->second : std::string(), expected.toStdString());
    }

    void init()
    {
        m_loop = std::make_unique<net::PollLoop>();
        m_http = std::make_unique<net::HttpClient>(*m_loop);
        m_store = std::make_unique<support::MemoryStore>();
    }
    void cleanup()
    {
        m_monitor.reset();
        m_http.reset();
        m_loop.reset();
    }

    void aFailureIsSoftUntilTheRetriesAreUsedUp()
    {
        Listener listener;
        auto check = tcpCheck("db", listener.target());
        check.retries = 2;
        watch({{check}});
        QVERIFY(until([&] { return m_monitor->statuses()[0].state == HealthState::Up; }));
        std::vector<std::pair<HealthState, int>> seen;
        m_monitor->onChange([&] {
            const auto status = m_monitor->statuses()[0];
            if (status.softFailures > 0)
                seen.emplace_back(status.state, status.softFailures);
        });
        listener.close();
        QVERIFY(until([&] { return seen.size() >= 3; }));

        QVERIFY(seen[0] == std::pair(HealthState::Up, 1));
        QVERIFY(seen[1] == std::pair(HealthState::Up, 2));
        QVERIFY(seen[2] == std::pair(HealthState::Down, 3));
        QCOMPARE(m_monitor->statuses()[0].reason, std::string("refused"));
        QCOMPARE(latest(*m_store, "probe_success", "instance")["db"], std::string("0"));
    }

    void aTargetThatNeverAnswersTimesOut()
    {
        Listener silent;
        auto check = tcpCheck("web", "http://" + silent.target() + "/health");
        check.type = CheckType::Document;
        check.retries = 0;
        check.interval = 150ms;
        check.timeout = 80ms;
        watch({{check}});

        QVERIFY(until([&] { return m_monitor->statuses()[0].state == HealthState::Down; }));
        QCOMPARE(m_monitor->statuses()[0].reason, std::string("timeout"));
        QVERIFY(m_monitor->statuses()[0].lastSeconds >= 0.08);
    }

    void aNameThatIsNotKnownIsADnsFailure()
    {
        watch({{tcpCheck("db", "no-such-host.invalid:5432")}});

        QVERIFY(until([&] { return m_monitor->statuses()[0].state == HealthState::Down; }));
        QCOMPARE(m_monitor->statuses()[0].reason, std::string("dns"));
    }

    void aRemovedCheckEndsAndTheOthersGoOn()
    {
        Listener listener;
        const auto kept = tcpCheck("kept", listener.target());
        watch({{kept, tcpCheck("gone", listener.target())}});
        QVERIFY(until([&] { return latest(*m_store, "probe_success", "instance").size() == 2; }));
        const auto attempts = m_monitor->statuses()[0].attempts;

        m_monitor->apply({{kept}});

        QCOMPARE(m_monitor->statuses().size(), std::size_t{1});
        QVERIFY(m_monitor->statuses()[0].attempts >= attempts);
        QCOMPARE(latest(*m_store, "probe_success", "instance")["gone"], std::string("stale"));
        QCOMPARE(latest(*m_store, "probe_duration_seconds", "instance")["gone"], std::string("stale"));
        QCOMPARE(latest(*m_store, "probe_success", "instance")["kept"], std::string("1"));
    }

    void stoppingEndsAllSeries()
    {
        Listener listener;
        watch({{tcpCheck("db", listener.target())}});
        QVERIFY(until([&] { return m_monitor->statuses()[0].attempts > 0; }));
        m_monitor->stop();

        QCOMPARE(latest(*m_store, "probe_success", "instance")["db"], std::string("stale"));
        QCOMPARE(latest(*m_store, "probe_phase_seconds", "phase"),
                 (std::map<std::string, std::string>{{"connect", "stale"}, {"resolve", "stale"}}));
    }

    void checkNowDoesNotWaitForTheBeat()
    {
        Listener listener;
        auto check = tcpCheck("db", listener.target());
        check.interval = 1h;
        watch({{check}});
        m_monitor->checkNow("db");

        QVERIFY(until([&] { return m_monitor->statuses()[0].attempts == 1; }));
        QVERIFY(m_monitor->statuses()[0].nextAttempt > m_clock.now() + 3'000'000);
    }

private:
    static CheckOptions tcpCheck(std::string name, std::string target)
    {
        CheckOptions check;
        check.name = std::move(name);
        check.type = CheckType::Tcp;
        check.target = std::move(target);
        check.interval = 1s;
        check.timeout = 5s;
        check.retries = 0;
        check.retryInterval = 20ms;
        return check;
    }
    void watch(HealthOptions options)
    {
        m_monitor = std::make_unique<HealthMonitor>(*m_loop, *m_http, *m_store, m_clock, m_logger, std::move(options));
        m_monitor->start();
    }
    bool until(const std::function<bool()>& condition) { return m_loop->runUntil(condition, 8s); }

    SystemClock m_clock;
    NullLogger m_logger;
    std::unique_ptr<net::PollLoop> m_loop;
    std::unique_ptr<net::HttpClient> m_http;
    std::unique_ptr<support::MemoryStore> m_store;
    std::unique_ptr<HealthMonitor> m_monitor;
};

QTEST_APPLESS_MAIN(HealthMonitorTest)
#include "health_monitor_test.moc"
