// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// A disk that fails, loses its power, or changes what it was given.
#include <algorithm>
#include <array>
#include <cerrno>
#include <random>

#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QTest>

#include "engine/tsdb/store.h"
#include "support/crash_disk.h"
#include "support/fault_io.h"
#include "support/manual_clock.h"
#include "support/store_scenario.h"

using namespace nocturne;
using support::CrashDisk;
using support::FaultIo;
using support::Fleet;
using support::IoFault;
using support::ManualClock;
using tsdb::Store;
using tsdb::StoreHealth;
using tsdb::StoreOptions;

namespace {

constexpr std::uint64_t kCommits = 700; // 3 hours: windows close and are merged

StoreOptions options()
{
    StoreOptions options;
    options.folder = "/data";
    options.threads = false;
    options.persistInterval = std::chrono::seconds(25 * 60);
    options.logBytes = 20'000;
    options.windows = {std::chrono::minutes(30), std::chrono::hours(1)};
    options.rollUpWindows = {std::chrono::hours(480), std::chrono::hours(960)}; // none: this is about samples
    return options;
}

/// One for all tests, since it remembers its commits.
const Fleet& fleet()
{
    static const Fleet fleet;
    return fleet;
}

/// Runs the fleet through a store on a disk, one commit a second, with the store's own rhythm of writes and syncs.
class Run
{
public:
    Run(IoLayer& io, StoreOptions storeOptions = options())
        : m_options(std::move(storeOptions))
        , m_io(io)
    {}

    /// False when the store does not open.
    bool open()
    {
        auto store = Store::open(m_options, m_clock, m_log, m_io);
        if (store)
            m_store = std::move(*store);
        return store.has_value();
    }

    void step()
    {
        m_clock.setNow(Fleet::timeOf(committed)); // sample time goes 15 times as fast as the rhythm
        m_clock.advance(std::chrono::seconds(1));
        fleet().append(*m_store, committed++);
        if (m_store->write() && !m_store->stats().writeFailures)
            written = committed;
        if (committed % 3 == 0 && m_store->flush())
            synced = committed;
        if (committed % 5 == 0)
            m_store->keep();
    }

    /// The process dies.
    void crash()
    {
        if (m_store)
            m_store->abandon();
        m_store.reset();
    }
    void end() { m_store.reset(); }
    Store* store() { return m_store.get(); }

    std::uint64_t committed = 0;
    std::uint64_t written = 0; // survive the process
    std::uint64_t synced = 0;  // survive the power

private:
    StoreOptions m_options;
    IoLayer& m_io;
    ManualClock m_clock{Fleet::kStart};
    NullLogger m_log;
    std::unique_ptr<Store> m_store;
};

/// Opens what is on a disk and compares it with the fleet.
std::string checkDisk(CrashDisk& disk, std::uint64_t must, std::uint64_t may)
{
    const ManualClock clock(Fleet::timeOf(may));
    NullLogger log;
    const auto store = Store::open(options(), clock, log, disk);
    if (!store)
        return "does not open: " + store.error().message;
    return fleet().check(**store, must, may);
}

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
            for (int i = 0; i < 40; ++i)
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

    void everyFlippedBitIsNoticed()
    {
        const auto image = imageOfARun();
        std::mt19937_64 random(7);
        for (int flip = 0; flip < 10'000; ++flip) {
            const auto& [path, content] = image[random() % image.size()];
            auto damaged = content;
            const auto bit = random() % (damaged.size() * 8);
            damaged[bit / 8] ^= std::byte{1} << (bit % 8);

            const auto wrong = checkDamaged(image, path, damaged);

            QVERIFY2(wrong.empty(), (path + ", bit " + std::to_string(bit) + ": " + wrong).c_str());
        }
    }

    void everyMutilationIsNoticed()
    {
        const auto image = imageOfARun();
        for (const auto& [path, content] : image) {
            std::vector<std::vector<std::byte>> damaged;
            // A log that ends early is what a crash leaves; all else was written whole.
            for (std::size_t size = path.ends_with(".wal") ? content.size() : 0; size < content.size(); size += 256)
                damaged.emplace_back(content.begin(), content.begin() + static_cast<std::ptrdiff_t>(size));
            damaged.push_back(content); // garbage behind the end
            damaged.back().insert(damaged.back().end(), 100, std::byte{0x5a});
            for (std::size_t at = 0; at < content.size(); at += 512) {
                damaged.push_back(content); // a sector of zeros
                std::fill_n(damaged.back().begin() + static_cast<std::ptrdiff_t>(at),
                            std::min<std::size_t>(512, content.size() - at), std::byte{0});
            }
            for (const auto& bytes : damaged) {
                const auto wrong = checkDamaged(image, path, bytes);
                QVERIFY2(wrong.empty() || bytes == content, (path + ": " + wrong).c_str());
            }
        }
    }

    void oneDamagedChunkCostsNoOther()
    {
        CrashDisk disk;
        Run run(disk);
        QVERIFY(run.open());
        while (run.committed < 600)
            run.step();
        run.end();
        for (const auto& path : disk.files()) {
            if (path.ends_with(".block"))
                (*disk.content(path))[disk.content(path)->size() / 8] ^= std::byte{1}; // within the data
        }
        const ManualClock clock(Fleet::timeOf(run.committed));
        NullLogger log;
        const auto store = *Store::open(options(), clock, log, disk);

        const auto wrong = fleet().check(*store, 0, run.committed); // values are right; some are missing
        const auto damages = store->health().damages;

        QCOMPARE(wrong, std::string());
        QCOMPARE(damages.size(), store->stats().blocks);
        QVERIFY(damages.front().from >= Fleet::kStart && damages.front().to > damages.front().from);
        std::size_t samples = 0;
        const auto querier = *store->querier(0, Fleet::timeOf(run.committed));
        const auto cursors = querier->select({}, {});
        for (const auto& cursor : *cursors)
            samples += cursor->sampleBound();
        QVERIFY(samples > 6000); // of 7200
    }

    /// Each released format stays readable. NOCTURNE_WRITE_FIXTURE names a folder to write the files of this version
    /// to.
    void aStoreOfVersionOneOpens()
    {
        const auto folder = QStringLiteral(NOCTURNE_SOURCE_DIR "/tests/unit/engine/tsdb/store_v1/");
        if (const auto target = qEnvironmentVariable("NOCTURNE_WRITE_FIXTURE"); !target.isEmpty())
            writeFixture(target);
        CrashDisk disk;
        for (const auto& name : {"/data", "/data/wal", "/data/blocks"})
            (void)disk.makeDirectory(name);
        QDirIterator files(folder, QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const auto content = file.readAll();
            const auto path = "/data/" + files.filePath().mid(folder.size()).toStdString();
            disk.close(*disk.open(path, IoLayer::Open::CreateNew));
            const auto bytes = std::as_bytes(std::span(content.data(), static_cast<std::size_t>(content.size())));
            disk.content(path)->assign(bytes.begin(), bytes.end());
        }
        QVERIFY(disk.files().size() >= 3); // a block, a checkpoint, a log

        QCOMPARE(checkDisk(disk, kImageCommits, kImageCommits), std::string());
    }

private:
    static void writeFixture(const QString& target)
    {
        for (const auto& [path, content] : imageOfARun()) {
            const auto name = target + QString::fromStdString(path.substr(std::string("/data").size()));
            QDir().mkpath(QFileInfo(name).path());
            QFile file(name);
            if (!file.open(QIODevice::WriteOnly) || file.write(reinterpret_cast<const char*>(content.data()),
                                                               static_cast<qint64>(content.size())) < 0) // NOLINT
                qFatal("cannot write %s", qPrintable(name));
        }
    }

    using Image = std::vector<std::pair<std::string, std::vector<std::byte>>>;

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

    /// The files of a store that died with blocks, a checkpoint and a log.
    static Image imageOfARun()
    {
        CrashDisk disk;
        Run run(disk);
        (void)run.open();
        while (run.committed < kImageCommits)
            run.step();
        run.crash();
        Image image;
        for (const auto& path : disk.files())
            image.emplace_back(path, *disk.content(path));
        return image;
    }

    /// Empty when a store with `damaged` in place of a file tells nothing wrong, and that something is damaged.
    static std::string checkDamaged(const Image& image, const std::string& path, const std::vector<std::byte>& damaged)
    {
        CrashDisk disk;
        for (const auto& folder : {"/data", "/data/wal", "/data/blocks"})
            (void)disk.makeDirectory(folder);
        for (const auto& [name, content] : image) {
            disk.close(*disk.open(name, IoLayer::Open::CreateNew));
            *disk.content(name) = name == path ? damaged : content;
        }
        const ManualClock clock(Fleet::timeOf(kImageCommits));
        NullLogger log;
        const auto store = Store::open(options(), clock, log, disk);
        if (!store)
            return "does not open: " + store.error().message;
        const auto wrong = fleet().check(**store, 0, kImageCommits);
        const bool noticed = (*store)->stats().damages != 0 || (*store)->stats().tornBytes != 0;
        (*store)->abandon();
        return wrong.empty() && !noticed ? "not noticed" : wrong;
    }

    static constexpr std::uint64_t kImageCommits = 330;
};

} // namespace

QTEST_GUILESS_MAIN(StoreFaultTest)
#include "store_fault_test.moc"
