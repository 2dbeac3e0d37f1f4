// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// A store with its threads on a real disk that is full, read-only, gone, or somebody else's.
#include <filesystem>
#include <fstream>
#include <thread>

#include <QElapsedTimer>
#include <QTest>

#include "engine/tsdb/store.h"
#include "support/crashrun/crash_store.h"
#include "support/small_disk.h"
#include "support/store_scenario.h"

namespace fs = std::filesystem;
using namespace nocturne;
using namespace std::chrono_literals;
using support::Fleet;
using support::SmallDisk;
using tsdb::Store;
using tsdb::StoreHealth;
using tsdb::StoreOptions;
using State = StoreHealth::State;

namespace {

constexpr std::uint64_t kMegabyte = std::uint64_t{1} << 20U;
constexpr std::uint64_t kMostCommits = 20'000;

std::string g_noMounts; // NOLINT: learnt in main(), before there are threads; empty when disks can be mounted

class StoreDiskTest : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_clock.set(Fleet::kStart);
        m_committed = 0;
    }
    void cleanup() { m_disk.reset(); }

    void aFullDiskIsSaidSurvivedAndLeftByItself()
    {
        if (!mountDisk(32 * kMegabyte))
            QSKIP(("no disk can be mounted here, so a full one is NOT tested: " + g_noMounts).c_str());
        auto options = defaults();
        options.lowFreeBytes = 0; // the disk itself says no
        options.lowFreeShare = 0;
        options.stopFreeBytes = 0;
        auto store = open(options);
        const auto reserve = options.folder + "/reserve";
        QTRY_VERIFY(fs::exists(reserve)); // upkeep has looked
        QCOMPARE(fs::file_size(reserve), std::uintmax_t{2 * kMegabyte});
        QVERIFY(m_disk->fill("large", 8 * kMegabyte) && m_disk->fill("rest", 19 * kMegabyte));

        while (m_committed < kMostCommits && store->write())
            commit(*store);
        QElapsedTimer sinceFull;
        sinceFull.start();
        QTRY_VERIFY(store->health().state == State::DiskFull);
        QVERIFY2(sinceFull.elapsed() < 2000, qPrintable(QString::number(sinceFull.elapsed())));
        QVERIFY(m_committed > 1000 && m_committed < kMostCommits);

        // What matters more than samples has room.
        QTRY_VERIFY(!fs::exists(reserve));
        std::ofstream facts(m_disk->path() + "/state.db", std::ios::binary);
        facts << std::string(kMegabyte, 'f') << std::flush;
        QVERIFY(facts.good());
        facts.close();

        // Samples go on into memory, and are read with all others.
        const auto before = m_committed;
        while (m_committed < before + 200)
            commit(*store);
        QVERIFY(!store->flush());
        QCOMPARE(m_fleet.check(*store, m_committed, m_committed), std::string());
        QVERIFY(store->health().state == State::DiskFull);

        QVERIFY(fs::remove(m_disk->path() + "/large"));
        QElapsedTimer sinceRoom;
        sinceRoom.start();
        QTRY_VERIFY_WITH_TIMEOUT(store->health().state == State::Good, 10'000);
        QVERIFY(store->flush());
        qInfo("full after %llu commits, well again after %lld ms", static_cast<unsigned long long>(before),
              static_cast<long long>(sinceRoom.elapsed()));
        QTRY_VERIFY(fs::exists(reserve));

        store->abandon();
        store.reset();
        store = open(options);
        QVERIFY(store->health().damages.empty());
        QCOMPARE(m_fleet.check(*store, m_committed, m_committed), std::string());
    }

    void littleRoomIsGuardedBeforeTheDiskIsFull()
    {
        if (!mountDisk(64 * kMegabyte))
            QSKIP(("no disk can be mounted here, so the guard is NOT tested: " + g_noMounts).c_str());
        auto options = defaults();
        options.lowFreeBytes = 40 * kMegabyte;
        options.stopFreeBytes = 20 * kMegabyte;
        options.reserveBytes = 3 * kMegabyte;
        const auto store = open(options);
        QTRY_VERIFY(fs::exists(options.folder + "/reserve"));
        QVERIFY(store->health().state == State::Good);

        QVERIFY(m_disk->fill("first", 24 * kMegabyte)); // 37 MB are left
        QTRY_VERIFY(store->health().state == State::LowSpace);
        QVERIFY(m_disk->fill("second", 18 * kMegabyte)); // 19 MB
        QTRY_VERIFY(store->health().state == State::DiskFull);
        QTRY_VERIFY(!fs::exists(options.folder + "/reserve"));
        QVERIFY(store->health().message.find(options.folder) != std::string::npos);

        // What the reserve gave is not for samples: 22 MB are free, and more than 20 are not enough.
        QTest::qWait(1500);
        QVERIFY(store->health().state == State::DiskFull);

        QVERIFY(fs::remove(m_disk->path() + "/first"));
        QTRY_VERIFY_WITH_TIMEOUT(store->health().state == State::Good, 10'000);
        QTRY_VERIFY(fs::exists(options.folder + "/reserve"));
    }

    void aDiskSmallerThanTheGuardKeepsSamplesInMemory()
    {
        if (!mountDisk(16 * kMegabyte))
            QSKIP(("no disk can be mounted here, so a tiny one is NOT tested: " + g_noMounts).c_str());
        const auto store = open(defaults());
        QTRY_VERIFY(store->health().state == State::DiskFull);
        commit(*store);

        QVERIFY(!fs::exists(defaults().folder + "/reserve"));
        QCOMPARE(m_fleet.check(*store, 1, 1), std::string());
    }

    void aReadOnlyDiskIsRefusedAndCanBeLookedAt()
    {
        if (!mountDisk(64 * kMegabyte))
            QSKIP(("no disk can be mounted here, so a read-only one is NOT tested: " + g_noMounts).c_str());
        const auto options = defaults();
        auto store = open(options);
        while (m_committed < 100)
            commit(*store);
        store.reset();
        QVERIFY(m_disk->setReadOnly(true));

        const auto refused = Store::open(options, m_clock, m_log, m_io);
        auto viewing = options;
        viewing.readOnly = true;
        store = open(viewing);

        QVERIFY(!refused);
        QVERIFY2(refused.error().message.find(options.folder) != std::string::npos, refused.error().message.c_str());
        QVERIFY(store->health().state == State::ReadOnly);
        QCOMPARE(m_fleet.check(*store, 100, 100), std::string());
    }

    void aFolderThatIsRemovedWhileRunningIsSaidAndSurvived()
    {
        if (!mountDisk(256 * kMegabyte))
            QSKIP(("no disk can be mounted here, so a vanished one is NOT tested: " + g_noMounts).c_str());
        auto options = defaults();
        options.persistInterval = 200ms; // upkeep meets it in every step
        const auto store = open(options);
        while (m_committed < 300)
            commit(*store);
        QTRY_VERIFY(store->stats().checkpoints > 0);

        const auto elsewhere = m_disk->path() + "/elsewhere";
        fs::rename(options.folder, elsewhere); // and nothing can be made in its place
        std::ofstream(options.folder) << "no folder";
        QTRY_VERIFY(store->health().state == State::Failing);
        while (m_committed < 400)
            commit(*store);
        QTest::qWait(2500); // the next try as well

        QVERIFY(store->health().state == State::Failing);
        QVERIFY(store->health().failure == Error::Kind::NotFound);
        QVERIFY2(store->health().message.find(options.folder) != std::string::npos, store->health().message.c_str());
        QCOMPARE(m_fleet.check(*store, m_committed, m_committed), std::string()); // open files outlive their names
    }

    void aFolderThatIsRemovedIsMadeAgainWithAllThatWasInIt()
    {
        if (!mountDisk(256 * kMegabyte))
            QSKIP(("no disk can be mounted here, so a vanished one is NOT tested: " + g_noMounts).c_str());
        auto options = defaults();
        options.persistInterval = 200ms;
        options.rollUpWindows = {1h, 2h};
        auto store = open(options);
        while (m_committed < 1000)
            commit(*store);
        QTRY_VERIFY(store->stats().rollUps > 0 && store->stats().blocks > 0);

        fs::remove_all(options.folder);
        while (m_committed < 1100)
            commit(*store);
        QTRY_VERIFY_WITH_TIMEOUT(fs::exists(options.folder + "/lock"), 10'000);
        QTRY_VERIFY_WITH_TIMEOUT(store->health().state == State::Good && store->flush(), 10'000);
        while (m_committed < 1200)
            commit(*store);

        QVERIFY(store->flush());
        QVERIFY(store->health().damages.empty());
        QVERIFY(!Store::open(options, m_clock, m_log, m_io)); // it has the lock again
        store->abandon();
        store.reset();
        store = open(options);
        QCOMPARE(m_fleet.check(*store, m_committed, m_committed), std::string());
        QVERIFY(store->stats().rollUps > 0);
        QVERIFY(store->verify().damagedBlocks == 0);
    }

    void aFolderThatComesBackIsTakenBack()
    {
        if (!mountDisk(256 * kMegabyte))
            QSKIP(("no disk can be mounted here, so a vanished one is NOT tested: " + g_noMounts).c_str());
        auto options = defaults();
        options.persistInterval = 200ms;
        auto store = open(options);
        while (m_committed < 500)
            commit(*store);
        QTRY_VERIFY(store->stats().blocks > 0);

        // As when a disk is pulled and another one has a copy: what is there is known, but it is not the same folder.
        const auto elsewhere = m_disk->path() + "/elsewhere";
        fs::rename(options.folder, elsewhere);
        std::ofstream(options.folder) << "no folder";
        QTRY_VERIFY(store->health().state == State::Failing);
        while (m_committed < 600)
            commit(*store);
        fs::remove(options.folder);
        fs::copy(elsewhere, options.folder, fs::copy_options::recursive);
        QTRY_VERIFY_WITH_TIMEOUT(store->health().state == State::Good && store->flush(), 10'000);

        store->abandon();
        store.reset();
        store = open(options);
        QCOMPARE(m_fleet.check(*store, m_committed, m_committed), std::string());
    }

    void aFolderOfOtherSamplesIsLeftAsItIs()
    {
        if (!mountDisk(256 * kMegabyte))
            QSKIP(("no disk can be mounted here, so a vanished one is NOT tested: " + g_noMounts).c_str());
        auto options = defaults();
        options.persistInterval = 200ms;
        auto others = options;
        others.folder = m_disk->path() + "/others";
        {
            const auto other = open(others);
            support::appendAll(*other, model::LabelSet{{"__name__", "foreign"}}, {{m_clock.now(), 1}});
        }
        std::ofstream(others.folder + "/lock") << "1\n"; // of another process
        const auto store = open(options);
        while (m_committed < 300)
            commit(*store);

        fs::remove_all(options.folder);
        fs::rename(others.folder, options.folder);
        QTRY_VERIFY(store->health().state == State::Failing);
        QTest::qWait(1500); // the next try as well

        QVERIFY(store->health().state == State::Failing);
        QVERIFY2(store->health().message.find("restart Nocturne") != std::string::npos,
                 store->health().message.c_str());
        QCOMPARE(m_fleet.check(*store, m_committed, m_committed), std::string());
        const auto left = open(options); // nobody holds it
        QCOMPARE(support::readAll(*left, model::LabelSet{{"__name__", "foreign"}}, 0, m_clock.now()).size(),
                 std::size_t{1});
    }

    void aSecondStoreIsToldWhoHasTheFirst()
    {
        if (!mountDisk(64 * kMegabyte))
            QSKIP(("no disk can be mounted here, so two stores are NOT tested: " + g_noMounts).c_str());
        const auto store = open(defaults());

        const auto second = Store::open(defaults(), m_clock, m_log, m_io);

        QVERIFY(!second);
        QVERIFY(second.error().kind == Error::Kind::Unavailable);
        const auto expected = defaults().folder + " is in use by another Nocturne (process " +
                              std::to_string(QCoreApplication::applicationPid()) + ")";
        QVERIFY2(second.error().message.starts_with(expected), second.error().message.c_str());
    }

private:
    bool mountDisk(std::uint64_t bytes)
    {
        if (!g_noMounts.empty())
            return false;
        auto disk = SmallDisk::mount(bytes);
        if (!disk) {
            g_noMounts = disk.error();
            return false;
        }
        m_disk = std::move(*disk);
        return true;
    }
    StoreOptions defaults() const
    {
        StoreOptions options;
        options.folder = m_disk->path() + "/metrics";
        options.clockJump = {};
        options.windows = {30min, 1h};
        return options;
    }
    std::unique_ptr<Store> open(const StoreOptions& options)
    {
        auto store = Store::open(options, m_clock, m_log, m_io);
        if (!store)
            qFatal("%s", store.error().message.c_str());
        return std::move(*store);
    }
    void commit(Store& store)
    {
        m_clock.set(Fleet::timeOf(m_committed));
        m_fleet.append(store, m_committed++);
    }

    std::unique_ptr<SmallDisk> m_disk;
    support::FeederClock m_clock;
    NullLogger m_log;
    PosixIo m_io;
    const Fleet m_fleet{60};
    std::uint64_t m_committed = 0;
};

} // namespace

int main(int argc, char** argv)
{
    if (const auto entered = SmallDisk::enterNamespace(); !entered)
        g_noMounts = entered.error();
    QCoreApplication application(argc, argv);
    StoreDiskTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "store_disk_test.moc"
