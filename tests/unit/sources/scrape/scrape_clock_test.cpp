// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Scrapes while somebody sets the clock, and after the computer slept.
#include "sources/scrape/scrape_manager.h"

#include <algorithm>
#include <map>

#include <QTest>

#include "base/net/poll_loop.h"
#include "support/fault_server.h"
#include "support/faults.h"
#include "support/manual_clock.h"
#include "support/memory_store.h"

using namespace nocturne;
using namespace std::chrono_literals;

namespace {

constexpr Timestamp kStart = 1'700'006'400'000;
constexpr auto kInterval = 15'000ms;
constexpr auto kTick = 100ms;

/// Timers that go by a clock whose hands the test turns.
class TurnedLoop final : public net::EventLoop
{
public:
    explicit TurnedLoop(const Clock& clock)
        : m_clock(clock)
    {}
    net::WatchId watch(int, net::Readiness, WatchCallback) override { qFatal("there are timers alone"); }
    void unwatch(net::WatchId) override {}
    net::TimerId after(std::chrono::milliseconds delay, TimerCallback callback) override
    {
        m_timers[++m_last] = {m_clock.monotonic() + delay, std::move(callback)};
        return m_last;
    }
    void cancel(net::TimerId id) override { m_timers.erase(id); }

    void fireDue()
    {
        const auto due = [this](const auto& timer) { return timer.second.first <= m_clock.monotonic(); };
        for (auto timer = std::ranges::find_if(m_timers, due); timer != m_timers.end();
             timer = std::ranges::find_if(m_timers, due)) {
            const auto callback = std::move(timer->second.second);
            m_timers.erase(timer);
            callback();
        }
    }

private:
    const Clock& m_clock;
    std::map<net::TimerId, std::pair<Clock::Monotonic, TimerCallback>> m_timers;
    net::TimerId m_last = 0;
};

/// Five targets, scraped every 15 s, and when each was.
class Desk
{
public:
    Desk()
    {
        std::vector<scrape::JobOptions> jobs;
        for (int i = 0; i < 5; ++i) {
            scrape::JobOptions job;
            job.name = "job-" + std::to_string(i);
            job.metricsPath = "/" + job.name;
            job.interval = kInterval;
            job.groups = {{{"127.0.0.1:" + std::to_string(m_server.port())}, {}}};
            m_scrapes[job.name];
            jobs.push_back(std::move(job));
        }
        m_manager.setJobs(std::move(jobs));
    }

    void pass(std::chrono::milliseconds time)
    {
        for (auto passed = 0ms; passed < time; passed += kTick) {
            clock.advance(kTick);
            m_loop.fireDue();
            if (!m_sockets.runUntil([this] { return m_http.active() == 0; }, 30s))
                qFatal("a scrape never ended");
            const auto requests = m_server.requests();
            for (; m_seen < requests.size(); ++m_seen) {
                const auto& request = requests[m_seen];
                m_scrapes[request.substr(5, request.find(' ', 5) - 5)].push_back(clock.monotonic());
            }
        }
    }
    void forget()
    {
        for (auto& [job, times] : m_scrapes)
            times.clear();
    }
    /// The fewest and the most scrapes of a target since forget().
    std::pair<std::size_t, std::size_t> counts() const
    {
        std::pair<std::size_t, std::size_t> counts{SIZE_MAX, 0};
        for (const auto& [job, times] : m_scrapes)
            counts = {std::min(counts.first, times.size()), std::max(counts.second, times.size())};
        return counts;
    }
    Clock::Monotonic::duration longestGap() const
    {
        Clock::Monotonic::duration longest{};
        for (const auto& [job, times] : m_scrapes) {
            for (std::size_t i = 1; i < times.size(); ++i)
                longest = std::max(longest, times[i] - times[i - 1]);
        }
        return longest;
    }
    std::uint64_t overruns() const
    {
        std::uint64_t sum = 0;
        for (const auto& status : m_manager.statuses())
            sum += status.overruns;
        return sum;
    }

    support::ManualClock clock{kStart};

private:
    test::FaultServer m_server{test::faults::respond(200, {"Content-Type: text/plain; version=0.0.4"}, "a 1\n")};
    net::PollLoop m_sockets;
    net::HttpClient m_http{m_sockets};
    TurnedLoop m_loop{clock};
    support::MemoryStore m_store;
    NullLogger m_log;
    scrape::ScrapeManager m_manager{m_loop, m_http, m_store, clock, m_log};
    std::map<std::string, std::vector<Clock::Monotonic>> m_scrapes;
    std::size_t m_seen = 0;
};

class ScrapeClockTest : public QObject
{
    Q_OBJECT

private slots:
    void aClockThatIsSetCostsNoScrape_data()
    {
        QTest::addColumn<qint64>("seconds");
        QTest::newRow("an hour ahead") << qint64{3600};
        QTest::newRow("an hour back") << qint64{-3600};
        QTest::newRow("a day back") << qint64{-86'400};
        QTest::newRow("a month ahead") << qint64{30} * 86'400;
        QTest::newRow("half an interval ahead") << qint64{7};
        QTest::newRow("half an interval back") << qint64{-8};
    }
    void aClockThatIsSetCostsNoScrape()
    {
        QFETCH(const qint64, seconds);
        Desk desk;
        desk.pass(60s);
        desk.clock.setNow(desk.clock.now() + seconds * 1000);
        desk.pass(60s);

        QVERIFY(desk.counts().first >= 7); // of 8
        QVERIFY(desk.counts().second <= 9);
        QVERIFY(desk.longestGap() < kInterval * 3 / 2 + 2 * kTick); // moved to its new moment, and none left out
        QCOMPARE(desk.overruns(), std::uint64_t{0});
    }

    /// The wall clock goes on in sleep, the monotonic one does not.
    void afterSleepEachTargetIsScrapedOnce()
    {
        Desk desk;
        desk.pass(60s);
        desk.forget();
        desk.clock.setNow(desk.clock.now() + 8 * 3'600'000);

        desk.pass(5s);
        QVERIFY(desk.counts().second <= 1); // no catching up with 1920 scrapes each
        desk.pass(20s);

        QVERIFY(desk.counts().first >= 1);
        QVERIFY(desk.counts().second <= 2);
        QCOMPARE(desk.overruns(), std::uint64_t{0});
    }
};

} // namespace

QTEST_GUILESS_MAIN(ScrapeClockTest)
#include "scrape_clock_test.moc"
