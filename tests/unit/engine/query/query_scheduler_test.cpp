// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/query/query_scheduler.h"

#include <QtTest>

#include <atomic>
#include <future>
#include <thread>

#include "engine/query/pool_parallel_for.h"
#include "support/manual_clock.h"

using namespace nocturne;
using namespace std::chrono_literals;
using query::QueryScheduler;

namespace {

/// A pool of one thread that is busy until release() or the end.
class BusyPool
{
public:
    BusyPool()
    {
        std::promise<void> begun;
        m_pool.submit([&](const std::stop_token&) {
            begun.set_value();
            m_gate.get_future().wait();
        });
        begun.get_future().wait();
    }
    ~BusyPool() { release(); }

    WorkerPool& pool() { return m_pool; }
    void release()
    {
        if (!m_released.exchange(true))
            m_gate.set_value();
    }

private:
    std::promise<void> m_gate;
    std::atomic<bool> m_released = false;
    WorkerPool m_pool{1};
};

/// One query: what became of it, and how often.
struct Outcome
{
    std::promise<Error> end;
    std::atomic<int> calls = 0;

    QueryScheduler::Refuse refuse()
    {
        return [this](Error error) { report(std::move(error)); };
    }
    void report(Error error)
    {
        if (++calls == 1)
            end.set_value(std::move(error));
    }
};

const Error kDone{Error::Kind::Internal, "ran"};

} // namespace

class QuerySchedulerTest : public QObject
{
    Q_OBJECT

private slots:
    void workRunsWithItsWaitMeasured()
    {
        support::ManualClock clock;
        BusyPool busy;
        QueryScheduler scheduler(busy.pool(), clock, 10);
        std::promise<double> waited;

        scheduler.schedule(
            {}, 30s, [&](const auto& ticket) { waited.set_value(ticket.queueSeconds()); },
            [](const Error&) { qFatal("refused"); });
        QCOMPARE(scheduler.stats().queued, std::size_t{1});
        clock.advance(2500ms);
        busy.release();

        QCOMPARE(waited.get_future().get(), 2.5);
        QTRY_COMPARE(scheduler.stats().finished, std::uint64_t{1});
        QCOMPARE(scheduler.stats().queued + scheduler.stats().running, std::size_t{0});
    }
    void aWaitingQueryIsCancelledAtOnce()
    {
        const support::ManualClock clock;
        BusyPool busy;
        QueryScheduler scheduler(busy.pool(), clock, 10);
        Outcome outcome;
        std::stop_source stop;
        scheduler.schedule(
            stop.get_token(), 30s, [&](const auto&) { outcome.report(kDone); }, outcome.refuse());

        stop.request_stop();

        QVERIFY(outcome.end.get_future().get().kind == Error::Kind::Cancelled); // while the worker is still busy
        QCOMPARE(scheduler.stats().cancelled, std::uint64_t{1});
        busy.release();
        QTRY_COMPARE(busy.pool().waiting(), std::size_t{0});
        QCOMPARE(outcome.calls.load(), 1);
    }
    void aQueryStoppedBeforehandNeverRuns()
    {
        const support::ManualClock clock;
        WorkerPool pool(1);
        QueryScheduler scheduler(pool, clock, 10);
        Outcome outcome;
        std::stop_source stop;
        stop.request_stop();

        scheduler.schedule(
            stop.get_token(), 30s, [&](const auto&) { outcome.report(kDone); }, outcome.refuse());

        QVERIFY(outcome.end.get_future().get().kind == Error::Kind::Cancelled);
    }
    void aWaitingQueryTimesOut()
    {
        support::ManualClock clock;
        BusyPool busy;
        QueryScheduler scheduler(busy.pool(), clock, 10);
        Outcome outcome;
        scheduler.schedule(
            {}, 30s, [&](const auto&) { outcome.report(kDone); }, outcome.refuse());

        clock.advance(30s);

        const auto error = outcome.end.get_future().get();
        QVERIFY(error.kind == Error::Kind::Timeout);
        QVERIFY(QString::fromStdString(error.message).contains(QStringLiteral("longer than 30s")));
        QCOMPARE(scheduler.stats().timedOut, std::uint64_t{1});
    }
    void aRunningQueryIsStoppedAtItsDeadline()
    {
        support::ManualClock clock;
        WorkerPool pool(1);
        QueryScheduler scheduler(pool, clock, 10);
        Outcome outcome;
        std::promise<void> begun;
        scheduler.schedule(
            {}, 5s,
            [&](const QueryScheduler::Ticket& ticket) {
                begun.set_value();
                while (!ticket.stop().stop_requested())
                    std::this_thread::yield();
                outcome.report(ticket.explain({Error::Kind::Cancelled, "stopped"}));
            },
            outcome.refuse());
        begun.get_future().wait();

        clock.advance(5s);

        QVERIFY(outcome.end.get_future().get().kind == Error::Kind::Timeout);
        QTRY_COMPARE(scheduler.stats().timedOut, std::uint64_t{1});
    }
    void aRunningQueryIsStoppedByItsCaller()
    {
        const support::ManualClock clock;
        WorkerPool pool(1);
        QueryScheduler scheduler(pool, clock, 10);
        Outcome outcome;
        std::promise<void> begun;
        std::stop_source stop;
        scheduler.schedule(
            stop.get_token(), 5s,
            [&](const QueryScheduler::Ticket& ticket) {
                begun.set_value();
                while (!ticket.stop().stop_requested())
                    std::this_thread::yield();
                outcome.report(ticket.explain({Error::Kind::Cancelled, "stopped"}));
            },
            outcome.refuse());
        begun.get_future().wait();

        stop.request_stop();

        QVERIFY(outcome.end.get_future().get().kind == Error::Kind::Cancelled);
    }
    void aFullQueueRefuses()
    {
        const support::ManualClock clock;
        BusyPool busy;
        QueryScheduler scheduler(busy.pool(), clock, 1);
        Outcome first;
        Outcome second;
        scheduler.schedule(
            {}, 30s, [&](const auto&) { first.report(kDone); }, first.refuse());

        scheduler.schedule(
            {}, 30s, [&](const auto&) { second.report(kDone); }, second.refuse());

        QVERIFY(second.end.get_future().get().kind == Error::Kind::Unavailable);
        QCOMPARE(first.calls.load(), 0);
        busy.release();
        QVERIFY(first.end.get_future().get() == kDone);
    }
    void theEndAnswersEveryQueryOnce()
    {
        const support::ManualClock clock;
        std::array<Outcome, 50> outcomes;
        {
            WorkerPool pool(2);
            QueryScheduler scheduler(pool, clock, 100);
            for (auto& outcome : outcomes) {
                scheduler.schedule(
                    {}, 30s,
                    [&](const QueryScheduler::Ticket& ticket) {
                        while (!ticket.stop().stop_requested())
                            std::this_thread::yield();
                        outcome.report(kDone);
                    },
                    outcome.refuse());
            }
        }
        for (const auto& outcome : outcomes)
            QCOMPARE(outcome.calls.load(), 1);
    }
    void cancellingInAStormAnswersEveryQueryOnce()
    {
        const support::ManualClock clock;
        WorkerPool pool(2);
        std::array<Outcome, 400> outcomes;
        std::array<std::stop_source, 400> stops;
        {
            QueryScheduler scheduler(pool, clock, 1000);
            std::jthread canceller([&] {
                for (std::size_t i = 0; i < stops.size(); i += 2)
                    stops[i].request_stop();
            });
            for (std::size_t i = 0; i < outcomes.size(); ++i) {
                scheduler.schedule(
                    stops[i].get_token(), 30s, [&outcomes, i](const auto&) { outcomes[i].report(kDone); },
                    outcomes[i].refuse());
            }
            for (auto& outcome : outcomes)
                outcome.end.get_future().wait();
        }
        for (const auto& outcome : outcomes)
            QCOMPARE(outcome.calls.load(), 1);
    }

    void parallelWorkIsDoneOnceEach()
    {
        WorkerPool pool(3);
        query::PoolParallelFor parallel(pool);
        std::array<std::atomic<int>, 1000> runs{};

        parallel.run(runs.size(), [&](std::size_t i) { ++runs[i]; });

        QCOMPARE(parallel.width(), pool.width());
        for (const auto& count : runs)
            QCOMPARE(count.load(), 1);
    }
    void parallelWorkNeedsNoIdleWorker()
    {
        BusyPool busy;
        query::PoolParallelFor parallel(busy.pool());
        int runs = 0;

        parallel.run(10, [&](std::size_t) { ++runs; });

        QCOMPARE(runs, 10);
    }
    void whatParallelWorkThrowsComesBack()
    {
        WorkerPool pool(3);
        query::PoolParallelFor parallel(pool);

        QVERIFY_THROWS_EXCEPTION(std::bad_alloc, parallel.run(100, [](std::size_t i) {
            if (i == 50)
                throw std::bad_alloc();
        }));
    }
};

QTEST_GUILESS_MAIN(QuerySchedulerTest)
#include "query_scheduler_test.moc"
