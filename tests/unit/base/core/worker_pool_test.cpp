// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/core/worker_pool.h"

#include <QtTest>

#include <atomic>
#include <future>
#include <mutex>
#include <thread>
#include <vector>

using namespace nocturne;

class WorkerPoolTest : public QObject
{
    Q_OBJECT

private slots:
    void hasAtLeastTwoThreadsUnlessAskedForLess()
    {
        QVERIFY(WorkerPool().threadCount() >= 2);
        QCOMPARE(WorkerPool(3).threadCount(), 3U);
        QCOMPARE(WorkerPool(1).threadCount(), 1U);
    }
    void isNoWiderThanItsThreadsNorTheMachine()
    {
        QCOMPARE(WorkerPool(1).width(), 1U);
        QVERIFY(WorkerPool(64).width() <= std::max(1U, std::thread::hardware_concurrency()));
        QVERIFY(WorkerPool(64).width() >= 1);
    }
    void aLongJobDoesNotKeepTheNextWaiting()
    {
        std::promise<void> go;
        std::promise<void> second;
        WorkerPool pool;

        pool.submit([&](const std::stop_token&) { go.get_future().wait(); });
        pool.submit([&](const std::stop_token&) { second.set_value(); });
        second.get_future().wait();

        go.set_value();
    }
    void oneThreadRunsJobsInTheirOrder()
    {
        std::vector<int> order;
        std::promise<void> last;
        WorkerPool pool(1);

        for (int i = 0; i < 100; ++i)
            pool.submit([&order, i](const std::stop_token&) { order.push_back(i); });
        pool.submit([&](const std::stop_token&) { last.set_value(); });
        last.get_future().wait();

        QCOMPARE(order.size(), std::size_t{100});
        QVERIFY(std::is_sorted(order.begin(), order.end()));
    }
    void manySubmittersLoseNothing()
    {
        std::atomic<int> ran = 0;
        std::promise<void> all;
        WorkerPool pool(4);

        {
            std::vector<std::jthread> submitters;
            for (int thread = 0; thread < 4; ++thread) {
                submitters.emplace_back([&] {
                    for (int i = 0; i < 500; ++i) {
                        pool.submit([&](const std::stop_token&) {
                            if (++ran == 2000)
                                all.set_value();
                        });
                    }
                });
            }
        }
        all.get_future().wait();

        QCOMPARE(ran.load(), 2000);
        QCOMPARE(pool.waiting(), std::size_t{0});
    }
    void jobsMaySubmitJobs()
    {
        std::promise<void> inner;
        WorkerPool pool(1);

        pool.submit([&](const std::stop_token&) { pool.submit([&](const std::stop_token&) { inner.set_value(); }); });

        inner.get_future().wait();
    }
    void destructionStopsTheRunningAndDropsTheWaiting()
    {
        std::promise<void> begun;
        std::atomic<bool> stopped = false;
        std::atomic<bool> ranWaiting = false;
        std::atomic<unsigned> threads = 0;
        {
            WorkerPool pool(1);
            pool.submit([&](const std::stop_token& stop) {
                begun.set_value();
                while (!stop.stop_requested())
                    std::this_thread::yield();
                threads = pool.threadCount(); // still answered while the pool goes down
                stopped = true;
            });
            pool.submit([&](const std::stop_token&) { ranWaiting = true; });
            begun.get_future().wait();
            QCOMPARE(pool.waiting(), std::size_t{1});
        }
        QVERIFY(stopped);
        QVERIFY(!ranWaiting);
        QCOMPARE(threads.load(), 1U);
    }
};

QTEST_APPLESS_MAIN(WorkerPoolTest)
#include "worker_pool_test.moc"
