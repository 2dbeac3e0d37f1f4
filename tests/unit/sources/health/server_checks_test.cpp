// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <map>

#include "base/net/http_client.h"
#include "base/net/poll_loop.h"
#include "sources/health/database_checks.h"
#include "sources/health/database_query.h"
#include "sources/health/health_monitor.h"
#include "sources/health/network_checks.h"
#include "sources/health/redis_check.h"
#include "sources/health/resp_reader.h"
#include "support/fault_server.h"
#include "support/memory_store.h"

using namespace nocturne;
using namespace nocturne::health;
using namespace nocturne::test;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view kPrimary = "# Server\r\nredis_version:7.0.15\r\nuptime_in_seconds:90\r\n\r\n"
                                      "# Clients\r\nconnected_clients:3\r\nused_memory:1048576\r\n"
                                      "used_memory_human:1.00M\r\nrole:master\r\nconnected_slaves:1\r\n"
                                      "slave0:ip=10.0.0.2,port=6379,state=online,offset=14,lag=2\r\n"
                                      "rdb_last_bgsave_status:err\r\n# Keyspace\r\ndb0:keys=7,expires=1,avg_ttl=0\r\n";
constexpr std::string_view kLostReplica = "role:slave\r\nmaster_link_status:down\r\n";

net::Patience patience(std::chrono::milliseconds time = 20s) { return {{}, std::chrono::steady_clock::now() + time}; }

std::string text(const std::vector<Reading>& readings)
{
    std::string words;
    for (const auto& reading : readings)
        words += (words.empty() ? "" : " ") + reading.metric +
                 (reading.labelName.empty() ? "" : "{" + reading.labelName + "=" + reading.labelValue + "}") + "=" +
                 QString::number(reading.value).toStdString();
    return words;
}

std::string bulk(std::string_view value)
{
    return "$" + std::to_string(value.size()) + "\r\n" + std::string(value) + "\r\n";
}

/// A Redis server that knows these answers, by the word in the question.
FaultScript redisWith(std::map<std::string, std::string> answers)
{
    return [answers = std::move(answers)](FaultConnection& peer) {
        for (auto question = peer.receive(); !question.empty(); question = peer.receive()) {
            for (const auto& [word, answer] : answers) {
                if (question.find("\r\n" + word + "\r\n") != std::string::npos)
                    peer.send(answer);
            }
        }
    };
}

/// Says this whatever is asked, and closes.
FaultScript saying(const std::string& bytes)
{
    return [bytes](FaultConnection& peer) {
        peer.send(bytes);
        peer.receive();
    };
}

CheckOptions checkOf(CheckType type, const FaultServer& server)
{
    CheckOptions check;
    check.name = "c";
    check.type = type;
    check.target = "127.0.0.1:" + std::to_string(server.port());
    check.timeout = 20s;
    check.interval = 60s;
    return check;
}

/// One attempt as the monitor makes it.
ProbeResult attempt(const CheckOptions& check)
{
    net::PollLoop loop;
    net::HttpClient http(loop);
    const SystemClock clock;
    std::optional<ProbeResult> result;
    const auto probe = startProbe(check, loop, http, clock, [&](ProbeResult found) { result = std::move(found); });
    loop.runUntil([&] { return result.has_value(); }, 20s);
    return result.value_or(ProbeResult());
}

/// A database that answers what it was told, and remembers what it was asked.
class ToldSession final : public DatabaseSession
{
public:
    Answer ask(const std::string& statement, unsigned column) override
    {
        asked.push_back(statement + "/" + std::to_string(column));
        if (statement == failing)
            return tl::unexpected(DatabaseFailure{"unauthorized", "permission denied"});
        const auto found = answers.find(statement);
        return found == answers.end() ? std::optional<std::string>() : found->second;
    }
    std::string version() const override { return "1.2"; }
    std::string tlsVersion() const override { return "TLSv1.3"; }

    std::map<std::string, std::optional<std::string>> answers;
    std::string failing;
    std::vector<std::string> asked;
};

const std::string kCount = "SELECT count(*) FROM \"a\"";
const DatabaseDialect kDialect = {.beginning = {"BEGIN"}, .quote = '"', .connections = "C", .maxConnections = "M"};

} // namespace

class ServerChecksTest : public QObject
{
    Q_OBJECT

private slots:
    void repliesAreReadHoweverTheyAreCut()
    {
        const std::string bytes = "+OK\r\n-ERR no\r\n:-7\r\n$5\r\na\r\nbc\r\n$-1\r\n*2\r\n$0\r\n\r\n*1\r\n:1\r\n";
        RespReader whole;
        whole.feed(bytes);
        RespReader parts;
        std::vector<RespValue> fromParts;
        for (const char byte : bytes) {
            parts.feed({&byte, 1});
            if (auto value = parts.next(); *value)
                fromParts.push_back(std::move(**value));
        }
        std::vector<RespValue> all;
        for (auto value = whole.next(); *value; value = whole.next())
            all.push_back(std::move(**value));

        using Kind = RespValue::Kind;
        const std::vector<RespValue> expected = {
            {Kind::Status, "OK", 0, {}},
            {Kind::Error, "ERR no", 0, {}},
            {Kind::Integer, "", -7, {}},
            {Kind::Text, "a\r\nbc", 0, {}},
            {Kind::Nothing, "", 0, {}},
            {Kind::List, "", 0, {{Kind::Text, "", 0, {}}, {Kind::List, "", 0, {{Kind::Integer, "", 1, {}}}}}}};
        QVERIFY(all == expected);
        QVERIFY(fromParts == expected);
    }

    void whatIsNoReplyIsRefused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const QByteArray& bytes, const char* expected) {
            QTest::newRow(name) << bytes << QString::fromUtf8(expected);
        };
        row("HTTP", "HTTP/1.1 400 Bad Request\r\n",
            "the server does not speak Redis' protocol: \"HTTP/1.1 400 Bad Request\\x0d\\x0a\"");
        row("no number", ":1x\r\n", "a number of the reply is none: \"1x\"");
        row("negative length", "$-2\r\n", "a length of the reply is negative");
        row("large text", "$1048577\r\n", "the reply is larger than 1 MiB");
        row("endless line", "+" + QByteArray(1'100'000, 'a'), "the reply is larger than 1 MiB");
        row("many values", "*1025\r\n", "the reply has too many values");
        row("deep", QByteArray("*1\r\n").repeated(10), "the reply has too many values");
        row("text without end", "$1\r\nabc", "a text of the reply does not end where it should");
    }
    void whatIsNoReplyIsRefused()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, expected);
        RespReader reader;
        reader.feed(bytes.toStdString());

        QCOMPARE(QString::fromStdString(reader.next().error().message), expected);
    }

    void theFiguresOfRedisAreSeries()
    {
        QCOMPARE(text(readingsOfInfo(kPrimary)),
                 std::string("redis_uptime_in_seconds=90 redis_connected_clients=3 redis_memory_used_bytes=1.04858e+06 "
                             "redis_connected_slaves=1 redis_instance_info{role=master}=1 "
                             "redis_rdb_last_bgsave_status=0 probe_server_info{version=7.0.15}=1 "
                             "redis_replica_lag_seconds{replica=10.0.0.2:6379}=2 redis_db_keys{db=db0}=7"));
        QCOMPARE(text(readingsOfInfo("used_memory:many\nused_memory\n:\ndb:keys=1\ndbx:keys=1\ndb1:\n\n")),
                 std::string());
    }

    void redisIsJudged_data()
    {
        QTest::addColumn<QByteArray>("auth");
        QTest::addColumn<QByteArray>("ping");
        QTest::addColumn<QByteArray>("info");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const char* auth, const char* ping, const std::string& info,
                            const char* expected) {
            QTest::newRow(name) << QByteArray(auth) << QByteArray(ping) << QByteArray::fromStdString(info)
                                << QString::fromUtf8(expected);
        };
        row("well", "+OK\r\n", "+PONG\r\n", bulk(kPrimary), "up  ");
        row("wrong password", "-WRONGPASS invalid username-password pair\r\n", "", "",
            "down unauthorized the server says: WRONGPASS invalid username-password pair");
        row("loading", "+OK\r\n", "-LOADING Redis is loading the dataset in memory\r\n", "",
            "down not_ready the server says: LOADING Redis is loading the dataset in memory");
        row("no pong", "+OK\r\n", "+HELLO\r\n", "", "down protocol the server does not answer PING with PONG");
        row("no right to INFO", "+OK\r\n", "+PONG\r\n", "-NOPERM no permission to run 'info'\r\n",
            "up  no figures, as INFO is refused: NOPERM no permission to run 'info'");
        row("replica alone", "+OK\r\n", "+PONG\r\n", bulk(kLostReplica),
            "degraded degraded the replica is without its primary");
    }
    void redisIsJudged()
    {
        QFETCH(QByteArray, auth);
        QFETCH(QByteArray, ping);
        QFETCH(QByteArray, info);
        QFETCH(QString, expected);
        FaultServer server(
            redisWith({{"AUTH", auth.toStdString()}, {"PING", ping.toStdString()}, {"INFO", info.toStdString()}}));
        auto check = checkOf(CheckType::Redis, server);
        check.basicAuth = net::BasicAuth{"watcher", "s3cret"};

        const auto result = checkRedis(check, 0, patience());

        QCOMPARE(QString::fromStdString(std::string(toString(result.state)) + " " + result.reason + " " + result.error),
                 expected);
    }

    void whoDoesNotSpeakRedisIsToldApart()
    {
        FaultServer web(saying("HTTP/1.1 400 Bad Request\r\n\r\n"));
        FaultServer silent([](FaultConnection& peer) { peer.waitForClose(); });
        FaultServer brief([](FaultConnection& peer) { peer.receive(); });

        QCOMPARE(checkRedis(checkOf(CheckType::Redis, web), 0, patience()).reason, std::string("protocol"));
        QCOMPARE(checkRedis(checkOf(CheckType::Redis, silent), 0, patience(50ms)).reason, std::string("timeout"));
        QCOMPARE(checkRedis(checkOf(CheckType::Redis, brief), 0, patience()).reason, std::string("reset"));
    }

    void aPasswordThatIsEchoedIsStruckOut()
    {
        FaultServer server(
            redisWith({{"AUTH", "-ERR unknown command `AUTH`, with args beginning with: `s3cret`\r\n"}}));
        auto check = checkOf(CheckType::Redis, server);
        check.basicAuth = net::BasicAuth{"", "s3cret"};

        QCOMPARE(attempt(check).error,
                 std::string("the server says: ERR unknown command `AUTH`, with args beginning with: `***`"));
    }

    void aServerThatHangsIsToldWithTheWayToIt()
    {
        FaultServer silent([](FaultConnection& peer) { peer.waitForClose(); });

        const auto result = checkRedis(checkOf(CheckType::Redis, silent), 0, patience(200ms));

        QCOMPARE(result.reason, std::string("timeout"));
        QVERIFY(result.phases.connect > 0); // it was there, and said nothing
    }

    void figuresPhasesAndVersionsAreStored()
    {
        FaultServer server(redisWith({{"PING", "+PONG\r\n"}, {"INFO", bulk(kPrimary)}}));
        support::MemoryStore store;
        net::PollLoop loop;
        net::HttpClient http(loop);
        SystemClock clock;
        NullLogger logger;
        HealthMonitor monitor(loop, http, store, clock, logger, {{checkOf(CheckType::Redis, server)}});
        monitor.start();
        monitor.checkNow("c");
        QVERIFY(loop.runUntil([&] { return monitor.statuses()[0].attempts > 0; }, 20s));

        const auto status = monitor.statuses()[0];
        QVERIFY(status.state == HealthState::Up);
        QCOMPARE(status.readings.size(), std::size_t{9});
        QVERIFY(status.phases.connect > 0 && status.phases.firstByte > 0);
        const auto querier = *store.querier(0, std::numeric_limits<Timestamp>::max());
        QStringList names;
        const auto all = *querier->select(
            {*model::Matcher::make(model::Matcher::Op::Regex, "__name__", "redis_connected.*|probe_phase.*")}, {});
        for (const auto& cursor : all)
            names << QString::fromStdString(std::string(cursor->labels().get("__name__")) + "/" +
                                            std::string(cursor->labels().get("phase")));
        names.sort();
        QCOMPARE(names.join(QLatin1Char(' ')),
                 QStringLiteral("probe_phase_seconds/connect probe_phase_seconds/processing "
                                "probe_phase_seconds/resolve probe_phase_seconds/tls redis_connected_clients/ "
                                "redis_connected_slaves/"));
    }

    void aQueryIsOneStatementThatReads_data()
    {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("complaint");
        const auto row = [](const char* query, const char* complaint) {
            QTest::newRow(query) << QString::fromUtf8(query) << QString::fromUtf8(complaint);
        };
        const auto* const reads = "write one statement that reads: SELECT, WITH, VALUES, TABLE or SHOW";
        const auto* const several = "write one statement, not several";
        row("SELECT 1", "");
        row("  (select 1) ; ", "");
        row("with a as (select ';') select * from a", "");
        row("SELECT 'it''s; fine'", "");
        row("SHOW server_version", "");
        row("DELETE FROM a", reads);
        row("selection", reads);
        row("", reads);
        row("SELECT 1; DROP TABLE a", several);
        row("SELECT ';'; DELETE FROM a", several);
        row("SELECT 1 INTO OUTFILE '/tmp/a'", "a query that writes a file at the server is none that reads");
    }
    void aQueryIsOneStatementThatReads()
    {
        QFETCH(QString, query);
        QFETCH(QString, complaint);

        QCOMPARE(QString::fromStdString(complaintOfQuery(query.toStdString())), complaint);
    }

    void namesOfTablesAreQuoted()
    {
        QCOMPARE(quotedTable("orders", '"'), std::string("\"orders\""));
        QCOMPARE(quotedTable("shop.orders", '`'), std::string("`shop`.`orders`"));
        QCOMPARE(quotedTable("a\"; DROP TABLE b; --", '"'), std::string("\"a\"\"; DROP TABLE b; --\""));
        QCOMPARE(quotedTable("a.b.c", '"'), std::string());
        QCOMPARE(quotedTable(".b", '"'), std::string());
        QCOMPARE(quotedTable("", '"'), std::string());
    }

    void whatTheQueryGaveIsJudged_data()
    {
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("expectedValue");
        QTest::addColumn<double>("critical");
        QTest::addColumn<QString>("outcome");
        const auto row = [](const char* name, const QString& value, const QString& expected, double critical,
                            const char* outcome) {
            QTest::newRow(name) << value << expected << critical << QString::fromUtf8(outcome);
        };
        const auto word = [](const char* text) { return QString::fromUtf8(text); };
        row("a number", word("5"), {}, 10, "up  probe_value=5");
        row("too large", word("50"), {}, 10, "down threshold probe_value=50");
        row("no number", word("many"), {}, 10, "down threshold ");
        row("nothing to measure", {}, {}, 10, "down threshold ");
        row("as expected", word("t"), word("t"), 0, "up  ");
        row("not as expected", word("f"), word("t"), 0, "down value_mismatch ");
        row("nothing expected something", {}, word("t"), 0, "down value_mismatch ");
    }
    void whatTheQueryGaveIsJudged()
    {
        QFETCH(QString, value);
        QFETCH(QString, expectedValue);
        QFETCH(double, critical);
        QFETCH(QString, outcome);
        CheckOptions check;
        if (!expectedValue.isNull())
            check.expectedValue = expectedValue.toStdString();
        if (critical > 0)
            check.thresholds.critical = critical;
        ProbeResult result;
        judgeQuery(check, value.isNull() ? std::nullopt : std::optional(value.toStdString()), result);

        QCOMPARE(QString::fromStdString(std::string(toString(result.state)) + " " + result.reason + " " +
                                        text(result.readings)),
                 outcome);
    }

    void aDatabaseIsAskedInOneTransaction()
    {
        ToldSession session;
        session.answers = {{"SELECT 7", "7"}, {"C", "3"}, {"M", "100"}, {kCount, "12"}};
        CheckOptions check;
        check.query = "SELECT 7";
        check.tables = {"a"};

        const auto result = askDatabase(check, session, kDialect);

        QVERIFY(result.state == HealthState::Up);
        QCOMPARE(text(result.readings),
                 std::string("probe_value=7 probe_connections=3 probe_connections_max=100 probe_table_rows{table=a}=12 "
                             "probe_server_info{version=1.2}=1 probe_tls_version_info{version=TLS 1.3}=1"));
        const std::vector<std::string> asked = {"BEGIN/0", "SELECT 7/0", "C/0", "M/0", kCount + "/0", "ROLLBACK/0"};
        QVERIFY(session.asked == asked);
    }

    void aStepThatFailsIsTheReason()
    {
        ToldSession session;
        session.failing = kCount;
        CheckOptions check;
        check.tables = {"a"};

        const auto result = askDatabase(check, session, kDialect);

        QVERIFY(result.state == HealthState::Down);
        QCOMPARE(result.reason, std::string("unauthorized"));
        QCOMPARE(result.error, std::string("table a: permission denied"));
    }

    void databasesThatDoNotAnswerAreToldApart_data()
    {
        QTest::addColumn<bool>("isMySql");
        QTest::newRow("PostgreSQL") << false;
        QTest::newRow("MySQL") << true;
    }
    void databasesThatDoNotAnswerAreToldApart()
    {
        QFETCH(bool, isMySql);
        const auto ask = [&](const CheckOptions& check, std::chrono::milliseconds time) {
            return isMySql ? checkMySql(check, patience(time)) : checkPostgreSql(check, patience(time));
        };
        const auto type = isMySql ? CheckType::MySql : CheckType::PostgreSql;
        FaultServer silent([](FaultConnection& peer) { peer.waitForClose(); });
        FaultServer other(saying("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"));
        RefusedPort refused;
        auto check = checkOf(type, silent);
        check.basicAuth = net::BasicAuth{"watcher", "s3cret"};
        const auto late = ask(check, 100ms);
        check.isTls = true;
        const auto lateWithTls = ask(check, 100ms);
        check.isTls = false;
        check.target = "127.0.0.1:" + std::to_string(other.port());
        const auto wrong = ask(check, 20s);
        check.target = "127.0.0.1:" + std::to_string(refused.port());
        const auto closed = ask(check, 20s);
        check.target = "no.such.name.invalid:1";
        const auto nowhere = ask(check, 20s);

        QCOMPARE(late.reason, std::string("timeout"));
        QCOMPARE(lateWithTls.reason, std::string("timeout"));
        QVERIFY2(wrong.reason == "protocol" || wrong.reason == "reset" || wrong.reason == "internal",
                 wrong.error.c_str());
        QVERIFY2(wrong.error.size() > 10, "the words of the library");
        QCOMPARE(closed.reason, std::string("refused"));
        QVERIFY2(nowhere.reason == "dns", nowhere.error.c_str());
        QTRY_COMPARE(silent.openConnections(), 0); // nothing of the attempts that were given up stays
        for (const auto& result : {late, wrong, closed, nowhere})
            QVERIFY(result.state == HealthState::Down && result.error.find("s3cret") == std::string::npos);
    }
};

QTEST_GUILESS_MAIN(ServerChecksTest)
#include "server_checks_test.moc"
