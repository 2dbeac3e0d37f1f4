// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Checks of what the own store has, heartbeats, and shares of time up.
#include <QtTest>

#include <fstream>

#include <fcntl.h>
#include <sys/stat.h>

#include "base/core/worker_pool.h"
#include "base/net/http_client.h"
#include "base/net/poll_loop.h"
#include "engine/query/local_query_service.h"
#include "sources/health/probe.h"
#include "sources/health/query_checks.h"
#include "sources/health/uptime.h"
#include "support/faults.h"
#include "support/manual_clock.h"
#include "support/memory_store.h"

using namespace nocturne;
using namespace nocturne::health;
using namespace std::chrono_literals;

namespace {

constexpr Timestamp kNow = 1'700'000'000'000;

} // namespace

class QueryChecksTest : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_store = std::make_unique<support::MemoryStore>();
        m_queries = std::make_unique<query::LocalQueryService>(*m_store, m_pool, m_clock);
    }
    void cleanup() { m_queries.reset(); }

    void answersOfQueries_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<QByteArray>("expected"); // empty: none
        QTest::addColumn<int>("empty");
        QTest::addColumn<int>("state");
        QTest::addColumn<QByteArray>("reason");
        QTest::addColumn<QByteArray>("error");
        const auto unknown = int(HealthState::Unknown);
        const auto row = [](const char* name, const char* query, const char* expected, int empty, HealthState state,
                            const char* reason, const char* error) {
            QTest::newRow(name) << QByteArray(query) << QByteArray(expected) << empty << int(state)
                                << QByteArray(reason) << QByteArray(error);
        };
        row("below the thresholds", "depth{queue='a'}", "", unknown, HealthState::Up, "", "");
        row("over the warning", "depth{queue='b'}", "", unknown, HealthState::Degraded, "threshold",
            "depth{queue=\"b\"} gave 60");
        row("over the critical one", "depth{queue='c'}", "", unknown, HealthState::Down, "threshold",
            "depth{queue=\"c\"} gave 200");
        row("the worst of many", "depth", "", unknown, HealthState::Down, "threshold", "depth{queue=\"c\"} gave 200");
        row("a scalar", "scalar(depth{queue='a'})", "", unknown, HealthState::Up, "", "");
        row("the value that is expected", "depth{queue='a'}", "3", unknown, HealthState::Up, "", "");
        row("another value", "depth{queue='a'}", "4.0", unknown, HealthState::Down, "value_mismatch",
            "depth{queue=\"a\"} gave 3, not 4.0");
        row("nothing, which is unknown", "nothing", "", unknown, HealthState::Unknown, "no_data",
            "the query gave nothing");
        row("nothing, which is up", "nothing", "", int(HealthState::Up), HealthState::Up, "", "");
        row("nothing, which is down", "nothing", "", int(HealthState::Down), HealthState::Down, "no_data",
            "the query gave nothing");
        row("a query that cannot be evaluated", "depth + on() depth", "", unknown, HealthState::Down, "query", nullptr);
    }
    void answersOfQueries()
    {
        QFETCH(QByteArray, query);
        QFETCH(QByteArray, expected);
        QFETCH(int, empty);
        QFETCH(int, state);
        QFETCH(QByteArray, reason);
        QFETCH(QByteArray, error);
        for (const auto& [queue, depth] : {std::pair{"a", 3.0}, {"b", 60.0}, {"c", 200.0}})
            m_store->add({{"__name__", "depth"}, {"queue", queue}}, {{kNow - 1000, depth}});
        CheckOptions check;
        check.type = CheckType::PromQl;
        check.query = query.toStdString();
        check.thresholds = {50, 100};
        check.emptyState = HealthState(empty);
        if (!expected.isEmpty())
            check.expectedValue = expected.toStdString();

        const auto result = run(check);

        QCOMPARE(int(result.state), state);
        QCOMPARE(result.reason, reason.toStdString());
        if (!error.isNull())
            QCOMPARE(QByteArray::fromStdString(result.error), error);
    }

    void withoutAnEngineAQueryFails()
    {
        m_queries.reset();
        CheckOptions check;
        check.type = CheckType::PromQl;
        check.query = "up";

        QCOMPARE(run(check).reason, std::string("query"));
    }

    void ages_data()
    {
        QTest::addColumn<int>("age"); // seconds; -1: never
        QTest::addColumn<int>("state");
        QTest::addColumn<QByteArray>("reason");
        QTest::newRow("fresh") << 10 << int(HealthState::Up) << QByteArray();
        QTest::newRow("late") << 400 << int(HealthState::Degraded) << QByteArray("threshold");
        QTest::newRow("too late") << 1000 << int(HealthState::Down) << QByteArray("threshold");
        QTest::newRow("never") << -1 << int(HealthState::Down) << QByteArray("never");
        QTest::newRow("a little ahead") << -30 << int(HealthState::Up) << QByteArray();
        QTest::newRow("far ahead") << -600 << int(HealthState::Down) << QByteArray("threshold");
    }
    void ages()
    {
        QFETCH(int, age);
        QFETCH(int, state);
        QFETCH(QByteArray, reason);
        const auto moment = age == -1 ? std::nullopt : std::optional(kNow - age * 1000LL);
        auto check = heartbeat();

        const auto result = judgeHeartbeat(check, moment, kNow);

        QCOMPARE(int(result.state), state);
        QCOMPARE(result.reason, reason.toStdString());
    }

    void aHeartbeatIsAMetricWithAUnixTime()
    {
        auto check = heartbeat();
        check.query = "cleaner_last_run";
        QCOMPARE(run(check).reason, std::string("no_data"));
        m_store->add({{"__name__", "cleaner_last_run"}, {"pod", "1"}}, {{kNow - 1000, kNow / 1000.0 - 10}});
        m_store->add({{"__name__", "cleaner_last_run"}, {"pod", "2"}}, {{kNow - 1000, kNow / 1000.0 - 400}});

        const auto late = run(check);

        QVERIFY(late.state == HealthState::Degraded);
        QVERIFY2(late.error.find("pod=\"2\"") != std::string::npos, late.error.c_str());
        QVERIFY2(late.error.ends_with("the last heartbeat was 6m40s ago"), late.error.c_str());
        QCOMPARE(late.readings.at(0).value, 400.0);
        check.query = "max(cleaner_last_run)"; // any of them will do
        QVERIFY(run(check).state == HealthState::Up);
    }

    void whatIsNoMomentIsNoHeartbeat_data()
    {
        QTest::addColumn<double>("value");
        QTest::addColumn<QByteArray>("reason");
        QTest::addColumn<QByteArray>("words");
        QTest::newRow("not set yet") << 0.0 << QByteArray("never") << QByteArray("never a heartbeat");
        QTest::newRow("milliseconds") << double(kNow) << QByteArray("query") << QByteArray("divide it by 1000");
        QTest::newRow("no number") << std::nan("") << QByteArray("query") << QByteArray("no Unix time");
        QTest::newRow("before 1970") << -1.0 << QByteArray("query") << QByteArray("no Unix time");
    }
    void whatIsNoMomentIsNoHeartbeat()
    {
        QFETCH(double, value);
        QFETCH(QByteArray, reason);
        QFETCH(QByteArray, words);
        auto check = heartbeat();
        check.query = "cleaner_last_run";
        m_store->add({{"__name__", "cleaner_last_run"}}, {{kNow - 1000, value}});

        const auto result = run(check);

        QVERIFY(result.state == HealthState::Down);
        QCOMPARE(result.reason, reason.toStdString());
        QVERIFY2(result.error.find(words.toStdString()) != std::string::npos, result.error.c_str());
    }

    void aHeartbeatIsAFileThatIsWritten()
    {
        const QTemporaryDir folder;
        auto check = heartbeat();
        check.target = folder.filePath(QStringLiteral("stamp")).toStdString();
        QCOMPARE(run(check).reason, std::string("never"));
        std::ofstream(check.target) << "x";
        const timespec old{kNow / 1000 - 1000, 0};
        const std::array times{old, old};
        QCOMPARE(::utimensat(AT_FDCWD, check.target.c_str(), times.data(), 0), 0);

        QVERIFY(run(check).state == HealthState::Down);
        QCOMPARE(run(check).error, std::string("the last heartbeat was 16m40s ago"));
    }

    void aHeartbeatIsATimeInADocument_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("state");
        QTest::addColumn<QByteArray>("reason");
        const auto row = [](const char* name, const char* body, HealthState state, const char* reason) {
            QTest::newRow(name) << QByteArray(body) << int(state) << QByteArray(reason);
        };
        row("fresh", R"({"cleaner":{"last":"2023-11-14T22:13:10Z"}})", HealthState::Up, "");
        row("late, in Unix seconds", R"({"cleaner":{"last":1699999600}})", HealthState::Degraded, "threshold");
        row("null is never", R"({"cleaner":{"last":null}})", HealthState::Down, "never");
        row("missing is never", R"({"cleaner":{}})", HealthState::Down, "never");
        row("no moment", R"({"cleaner":{"last":"soon"}})", HealthState::Down, "json_mismatch");
        row("no JSON", "<html>", HealthState::Down, "bad_json");
    }
    void aHeartbeatIsATimeInADocument()
    {
        QFETCH(QByteArray, body);
        QFETCH(int, state);
        QFETCH(QByteArray, reason);
        const test::FaultServer server(test::faults::respond(200, {}, body.toStdString()));
        auto check = heartbeat();
        check.target = server.url("/health");
        check.jsonPath = "$.cleaner.last";

        const auto result = run(check);

        QCOMPARE(int(result.state), state);
        QCOMPARE(result.reason, reason.toStdString());
        QCOMPARE(result.httpStatus, 200);
    }

    void theTimeUpIsTheShareOfWhatCounts()
    {
        // A sample a minute: 60 d ago down for a day, up since; of the last 24 h an hour down and two hours without.
        std::vector<model::Sample> samples;
        const auto first = kNow - 60LL * 86'400'000;
        for (auto time = first; time < kNow; time += 60'000) {
            const auto ago = kNow - time;
            if (ago > 3'600'000 && ago <= 3 * 3'600'000)
                continue; // maintenance, or nobody watched
            samples.push_back({time, ago <= 3'600'000 || time - first < 86'400'000 ? 0.0 : 1.0});
        }
        m_store->add({{"__name__", "health_check_available"}, {"instance", "shop"}, {"job", "health"}}, samples);
        m_store->add({{"__name__", "health_check_available"}, {"instance", "shop"}, {"job", "other"}},
                     {{kNow - 1, 0.0}});

        const auto uptimes = askAll();

        QCOMPARE(uptimes.size(), std::size_t{1});
        const auto& shop = uptimes.at("shop");
        QCOMPARE(shop.size(), std::size_t{4});
        const std::array<std::chrono::hours, 4> windows{24h, 7 * 24h, 30 * 24h, 90 * 24h};
        const std::array<int, 4> known{22, 166, 718, 1438}; // hours
        const std::array<int, 4> up{21, 165, 717, 1413};    // hours
        for (std::size_t i = 0; i < windows.size(); ++i) {
            QCOMPARE(shop[i].window.count(), windows[i].count());
            QVERIFY(qAbs(std::chrono::duration<double>(shop[i].counted).count() - known[i] * 3600.0) <= 60);
            QVERIFY2(qAbs(shop[i].ratio - double(up[i]) / known[i]) < 1e-3, qPrintable(QString::number(shop[i].ratio)));
        }
    }

    void nothingIsAskedTwiceAtOnceAndAllAgainInTime()
    {
        m_store->add({{"__name__", "health_check_available"}, {"instance", "shop"}, {"job", "health"}},
                     {{kNow - 1, 1.0}});
        std::vector<std::function<void()>> jobs;
        std::mutex mutex;
        UptimeReader reader(*m_queries, m_clock, [&](std::function<void()> job) {
            const std::lock_guard lock(mutex);
            jobs.push_back(std::move(job));
        });
        int changes = 0;
        reader.onChange([&] { ++changes; });
        const auto takeOne = [&] {
            return QTest::qWaitFor([&] {
                std::vector<std::function<void()>> taken;
                {
                    const std::lock_guard lock(mutex);
                    taken.swap(jobs);
                }
                for (const auto& job : taken)
                    job();
                return !taken.empty();
            });
        };
        for (int i = 0; i < 4; ++i) {
            reader.tick({{"shop", 1min}});
            reader.tick({{"shop", 1min}});
            QVERIFY(takeOne());
        }
        QCOMPARE(changes, 4);
        reader.tick({{"shop", 1min}});
        QVERIFY(!QTest::qWaitFor([&] { return !jobs.empty(); }, 100)); // nothing is due
        m_store->add({{"__name__", "health_check_available"}, {"instance", "shop"}, {"job", "health"}}, {{kNow, 0.0}});
        m_clock.advance(1min);
        reader.tick({{"shop", 1min}});
        QVERIFY(takeOne());

        QCOMPARE(reader.uptimes().at("shop").at(0).ratio, 0.5);
        QCOMPARE(reader.uptimes().at("shop").at(1).ratio, 1.0); // of seven days: asked for each ten minutes
    }

private:
    static CheckOptions heartbeat()
    {
        CheckOptions check;
        check.type = CheckType::Heartbeat;
        check.thresholds = {300, 900};
        return check;
    }

    ProbeResult run(const CheckOptions& check)
    {
        std::optional<ProbeResult> result;
        const auto probe = startProbe(
            check, m_loop, m_http, m_clock, [&](ProbeResult got) { result = std::move(got); }, m_queries.get());
        if (!m_loop.runUntil([&] { return result.has_value(); }, 10s))
            qFatal("no result");
        return *result;
    }

    UptimeReader::ByName askAll()
    {
        UptimeReader reader(*m_queries, m_clock, [this](std::function<void()> job) { m_loop.post(std::move(job)); });
        for (std::size_t i = 1; i <= 4; ++i) {
            reader.tick({{"shop", 1min}});
            const auto isThere = [&] {
                const auto all = reader.uptimes();
                return all.contains("shop") && all.at("shop").size() == i;
            };
            if (!m_loop.runUntil(isThere, 10s))
                qFatal("no uptime");
        }
        return reader.uptimes();
    }

    WorkerPool m_pool{1};
    support::ManualClock m_clock{kNow};
    net::PollLoop m_loop;
    net::HttpClient m_http{m_loop};
    std::unique_ptr<support::MemoryStore> m_store;
    std::unique_ptr<query::LocalQueryService> m_queries;
};

QTEST_GUILESS_MAIN(QueryChecksTest)
#include "query_checks_test.moc"
