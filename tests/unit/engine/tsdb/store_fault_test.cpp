// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// A disk that fails or loses its power.
#include <cerrno>
#include <future>
#include <random>
#include <thread>

#include <QTest>

#include "store_run.h"
#include "support/fault_io.h"

using namespace nocturne;
using namespace nocturne::test;
using support::FaultIo;
using support::IoFault;
using tsdb::StoreHealth;

namespace {

class StoreFaultTest : public QObject
{
    Q_OBJECT

private slots:
    void anUntroubledRunKeepsAll()
    {
        CrashDisk disk;
        Run run(disk);
        QVERIFY(run.open());
        while (run.committed < kCommits)
            run.step();
        QVERIFY(run.store()->stats().merges > 1);
        QVERIFY(run.store()->stats().checkpoints > 2);
        run.end();

        QCOMPARE(checkDisk(disk, kCommits, kCommits), std::string());
    }

    void thePowerMayFailAnywhere()
    {
        const auto calls = callsOfARun();
        for (std::uint64_t seed = 1; seed <= 500; ++seed) {
            std::mt19937_64 random(seed);
            const auto at = 1 + random() % calls;
            CrashDisk disk;
            FaultIo io(disk);
            Run run(io);
            std::unique_ptr<CrashDisk> left;
            std::uint64_t synced = 0;
            io.onCall([&](std::uint64_t call) {
                if (call == at) {
                    left = disk.afterCut(seed);
                    synced = run.synced;
                }
            });
            QVERIFY(run.open());
            while (!left && run.committed < kCommits)
                run.step();
            run.crash();
            if (!left) // the cut came within the end
                continue;

            const auto wrong = checkDisk(*left, synced, run.committed);

            QVERIFY2(wrong.empty(), ("seed " + std::to_string(seed) + ": " + wrong).c_str());
            QVERIFY(run.committed <= synced + 5); // one commit a second: a power cut loses no more than 5 s
        }
    }

    void aSecondPowerCutWhileRecoveringHarmsNothing()
    {
        for (std::uint64_t seed = 1; seed <= 60; ++seed) {
            std::mt19937_64 random(seed);
            CrashDisk disk;
            Run run(disk);
            QVERIFY(run.open());
            const auto steps = 100 + random() % 600;
            while (run.committed < steps)
                run.step();
            run.crash();
            disk.cut(seed);
            const ManualClock clock(Fleet::timeOf(run.committed));
            NullLogger log;
            auto store = Store::open(options(), clock, log, disk);
            QVERIFY(store);
            if (seed % 2 == 0)
                (void)(*store)->persist();
            (*store)->abandon();
            store->reset();
            disk.cut(seed + 1000);

            const auto wrong = checkDisk(disk, run.synced, run.committed);

            QVERIFY2(wrong.empty(), ("seed " + std::to_string(seed) + ": " + wrong).c_str());
        }
    }

    void anyCallMayFailOnce_data()
    {
        QTest::addColumn<int>("code");
        QTest::newRow("no space") << ENOSPC;
        QTest::newRow("i/o error") << EIO;
        QTest::newRow("interrupted") << EINTR;
        QTest::newRow("half a write") << 0;
    }
    void anyCallMayFailOnce()
    {
        QFETCH(const int, code);
        const auto calls = callsOfARun();
        for (std::uint64_t call = 1; call <= calls; call += code == EIO ? 1 : 5) {
            CrashDisk disk;
            FaultIo io(disk);
            io.setFault({call, code, false});
            Run run(io);
            if (!run.open() && !run.open()) // a failure to open is said, and the next try works
                QFAIL("the store does not open again");
            while (run.committed < kCommits)
                run.step();
            for (int i = 0; i < 80; ++i) // what failed is tried again after half a minute
                run.step();
            QVERIFY2(run.store()->health().state == StoreHealth::State::Good,
                     ("call " + std::to_string(call) + ": " + run.store()->health().message).c_str());
            auto flushed = run.store()->flush();
            if (!flushed) { // the call that failed was of this very flush, which says so; a checkpoint mends it
                for (int i = 0; i < 40; ++i)
                    run.step();
                flushed = run.store()->flush();
            }
            QVERIFY2(flushed,
                     ("call " + std::to_string(call) + ": " + (flushed ? "" : flushed.error().message)).c_str());
            run.crash();

            const auto wrong = checkDisk(disk, run.committed, run.committed);

            QVERIFY2(wrong.empty(), ("call " + std::to_string(call) + ": " + wrong).c_str());
        }
    }

    void allCallsMayFailFromSomeOn()
    {
        const auto calls = callsOfARun();
        for (std::uint64_t call = 1; call <= calls; ++call) {
            CrashDisk disk;
            FaultIo io(disk);
            io.setFault({call, call % 2 == 0 ? ENOSPC : EIO, true});
            Run run(io);
            if (run.open()) {
                while (run.committed < kCommits && io.calls() < call + 20)
                    run.step();
                const auto state = run.store()->health().state;
                QVERIFY(io.calls() < call ||
                        state == (call % 2 == 0 ? StoreHealth::State::DiskFull : StoreHealth::State::Failing));
            }
            run.crash();
            disk.dropProcess();

            const auto wrong = checkDisk(disk, run.synced, run.committed);

            QVERIFY2(wrong.empty(), ("call " + std::to_string(call) + ": " + wrong).c_str());
        }
    }

    void anyCallOfAWholeLifeMayFail_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<bool>("sticky");
        QTest::newRow("no space, once") << ENOSPC << false;
        QTest::newRow("no space from then on") << ENOSPC << true;
        QTest::newRow("i/o error, once") << EIO << false;
        QTest::newRow("i/o errors from then on") << EIO << true;
        QTest::newRow("interrupted") << EINTR << false;
        QTest::newRow("half a write") << 0 << false;
    }
    /// Open, append, flush, checkpoint, merge, retention, close, open again, and all once more.
    void anyCallOfAWholeLifeMayFail()
    {
        QFETCH(const int, code);
        QFETCH(const bool, sticky);
        CrashDisk untroubled;
        FaultIo counting(untroubled);
        const auto life = liveALife(counting);
        QVERIFY2(life.merges > 0 && life.dropped > 0 && life.checkpoints > 3, "the life lacks something");
        QCOMPARE(life.synced, kLifeCommits);
        for (std::uint64_t call = 1; call <= counting.calls(); ++call) {
            CrashDisk disk;
            FaultIo io(disk);
            io.setFault({call, code, sticky});
            const auto lived = liveALife(io);
            disk.dropProcess();

            const ManualClock clock(Fleet::timeOf(kLifeCommits));
            NullLogger log;
            const auto store = Store::open(options(), clock, log, disk);
            QVERIFY2(store, store ? "" : store.error().message.c_str());
            const auto gone = Fleet::timeOf(kLifeCommits) - kLifeRetention.count();
            const auto wrong = fleet().check(**store, lived.synced, lived.committed, gone);

            QVERIFY2(wrong.empty(), ("call " + std::to_string(call) + ": " + wrong).c_str());
            (*store)->abandon();
        }
    }

    /// While any call of upkeep has not returned, another thread appends, reads and asks how the store is.
    void nobodyWaitsForTheDisk()
    {
        CrashDisk disk;
        FaultIo io(disk);
        auto hurried = hurriedOptions();
        hurried.retention = kLifeRetention;
        Run run(io, hurried);
        QVERIFY(run.open());
        const auto upkeep = std::this_thread::get_id();
        std::uint64_t calls = 0;
        bool waited = false;
        io.onCall([&](std::uint64_t) {
            if (std::this_thread::get_id() != upkeep || waited)
                return;
            const auto time = Fleet::timeOf(run.committed);
            auto visit = std::async(std::launch::async, [&] {
                const model::LabelSet labels{{"__name__", "visitor"}, {"call", std::to_string(calls)}};
                support::appendAll(*run.store(), labels, {{time, 1}});
                const bool isThere = support::readAll(*run.store(), labels, 0, time).size() == 1;
                const auto names = (*run.store()->querier(0, time))->labelNames({});
                (void)run.store()->stats();
                (void)run.store()->health();
                return isThere && names;
            });
            waited = visit.wait_for(std::chrono::seconds(30)) != std::future_status::ready;
            if (waited)
                qFatal("somebody waits for a call on the disk");
            QVERIFY(visit.get());
            ++calls;
        });
        while (run.committed < kLifeCommits)
            run.step();
        const auto stats = run.store()->stats();
        io.onCall({});

        QVERIFY(stats.checkpoints > 3 && stats.merges > 0 && stats.blocksDropped > 0);
        QVERIFY2(calls > 300, std::to_string(calls).c_str());
    }

private:
    static constexpr std::uint64_t kLifeCommits = 160;
    static constexpr std::chrono::milliseconds kLifeRetention{std::chrono::minutes(20)};

    struct Life
    {
        std::uint64_t committed = 0;
        std::uint64_t synced = 0;
        std::uint64_t checkpoints = 0;
        std::uint64_t merges = 0;
        std::uint64_t dropped = 0;
    };
    static Life liveALife(IoLayer& io)
    {
        auto hurried = hurriedOptions();
        hurried.retention = kLifeRetention;
        Run run(io, hurried);
        Life life;
        for (const auto until : {kLifeCommits / 2, kLifeCommits}) {
            if (!run.open() && !run.open()) // what fails for ever keeps it from opening
                break;
            while (run.committed < until)
                run.step();
            if (run.store()->flush())
                run.synced = run.committed;
            const auto stats = run.store()->stats();
            life.checkpoints += stats.checkpoints;
            life.merges += stats.merges;
            life.dropped += stats.blocksDropped;
            run.end();
        }
        life.committed = run.committed;
        life.synced = run.synced;
        return life;
    }

    static std::uint64_t callsOfARun()
    {
        CrashDisk disk;
        FaultIo io(disk);
        Run run(io);
        if (!run.open())
            return 0;
        while (run.committed < kCommits)
            run.step();
        run.end();
        return io.calls();
    }
};

} // namespace

QTEST_GUILESS_MAIN(StoreFaultTest)
#include "store_fault_test.moc"
