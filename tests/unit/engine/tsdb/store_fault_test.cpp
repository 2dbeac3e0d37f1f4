// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// A disk that fails, loses its power, or changes what it was given.
#include <algorithm>
#include <array>
#include <cerrno>
#include <limits>
#include <map>
#include <random>

#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QTest>

#include "engine/model/float_histogram.h"
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

const model::LabelSet kLatency{{"__name__", "latency"}};

/// A native histogram that follows from its time alone, as all of the fleet does.
model::HistogramPtr histogramAt(Timestamp time)
{
    const auto number = (time - Fleet::kStart) / Fleet::kInterval;
    auto histogram = std::make_shared<model::FloatHistogram>();
    histogram->positive.spans = {{0, 2}};
    histogram->positive.counts = {static_cast<double>(number + 1), static_cast<double>(2 * number + 2)};
    histogram->count = static_cast<double>(3 * number + 3);
    histogram->sum = 0.5 * static_cast<double>(number);
    return histogram;
}

/// What is wrong with the histograms of a store, of which there must be `least` and can be `most`.
std::string checkHistograms(const Store& store, std::size_t least, std::size_t most)
{
    const auto querier = *store.querier(0, std::numeric_limits<Timestamp>::max());
    const auto cursors = querier->select({model::Matcher::equal("__name__", "latency")}, {});
    std::vector<model::HistogramSample> found;
    for (const auto& cursor : *cursors) {
        if (!cursor->readHistograms(found))
            return "histograms cannot be read";
    }
    for (std::size_t i = 0; i < found.size(); ++i) {
        if (i > 0 && found[i].t <= found[i - 1].t)
            return "histograms out of order or twice";
        const auto expected = histogramAt(found[i].t);
        if (found[i].histogram->positive.counts != expected->positive.counts ||
            found[i].histogram->count != expected->count || found[i].histogram->sum != expected->sum)
            return "a wrong histogram at " + std::to_string(found[i].t);
    }
    return found.size() >= least && found.size() <= most ? "" : std::to_string(found.size()) + " histograms";
}

/// Runs the fleet through a store on a disk, one commit a second, with the store's own rhythm of writes and syncs.
class Run
{
public:
    explicit Run(IoLayer& io, StoreOptions storeOptions = options())
        : m_options(std::move(storeOptions))
        , m_io(io)
    {}
    void addHistograms() { m_hasHistograms = true; }

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
        if (m_hasHistograms) {
            const auto appender = m_store->appender();
            const auto time = Fleet::timeOf(committed);
            if (!appender->appendHistogram(0, kLatency, {time, histogramAt(time)}) || !appender->commit())
                qFatal("a histogram is refused");
        }
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
    bool m_hasHistograms = false;
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
    auto wrong = fleet().check(**store, must, may);
    return wrong.empty() ? fleet().checkExemplars(**store, must, may) : wrong;
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
        std::map<std::string, int> flips; // by the ending of the name
        std::mt19937_64 random(7);
        for (int flip = 0; flip < 10'000; ++flip) {
            const auto& [path, content] = image[random() % image.size()];
            auto damaged = content;
            const auto bit = random() % (damaged.size() * 8);
            damaged[bit / 8] ^= std::byte{1} << (bit % 8);
            ++flips[path.substr(path.rfind('.'))];

            const auto wrong = checkDamaged(image, path, damaged);

            QVERIFY2(wrong.empty(), (path + ", bit " + std::to_string(bit) + ": " + wrong).c_str());
        }
        QCOMPARE(flips.size(), std::size_t{3}); // .block, .checkpoint, .wal: all kinds there are
        for (const auto& [ending, count] : flips)
            QVERIFY2(count > 1000, ending.c_str());
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

    /// Each released format stays readable: a folder of stores that were written once and are never written anew. For
    /// the next format NOCTURNE_WRITE_FIXTURE names a folder to write one to; this table then gets a row more.
    void aStoreOfEachFormatOpens_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<quint64>("commits");
        QTest::addColumn<bool>("hasAll");
        QTest::newRow("version 1: blocks, checkpoint, log") << QStringLiteral("v1") << quint64{330} << false;
        QTest::newRow("version 1: also merged blocks, histograms, exemplars, metadata")
            << QStringLiteral("v1_all") << quint64{145} << true;
    }
    void aStoreOfEachFormatOpens()
    {
        QFETCH(const QString, name);
        QFETCH(const quint64, commits);
        QFETCH(const bool, hasAll);
        const auto folder = QStringLiteral(NOCTURNE_SOURCE_DIR "/tests/unit/engine/tsdb/stores/%1/").arg(name);
        if (const auto target = qEnvironmentVariable("NOCTURNE_WRITE_FIXTURE"); !target.isEmpty())
            writeFixture(target);
        CrashDisk disk;
        for (const auto& directory : {"/data", "/data/wal", "/data/blocks"})
            (void)disk.makeDirectory(directory);
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

        const ManualClock clock(Fleet::timeOf(commits));
        NullLogger log;
        const auto store = Store::open(options(), clock, log, disk);
        QVERIFY2(store, store ? "" : store.error().message.c_str());

        QVERIFY((*store)->health().damages.empty());
        QCOMPARE(fleet().check(**store, commits, commits), std::string());
        QCOMPARE(fleet().checkExemplars(**store, hasAll ? commits : 0, commits), std::string());
        QCOMPARE(checkHistograms(**store, hasAll ? commits : 0, commits), std::string());
        auto known = *(*(*store)->querier(0, 1))->metadata("latency");
        QCOMPARE(known["latency"].unit, std::string(hasAll ? "seconds" : ""));
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

    /// The files of a store that died with blocks of both kinds, a checkpoint and a log, and in each of them floats,
    /// histograms, exemplars and metadata where it may have them.
    static Image imageOfARun()
    {
        CrashDisk disk;
        auto hurried = options(); // a small image, since it is read ten thousand times
        hurried.lateWindow = std::chrono::minutes(1);
        hurried.logBytes = 5'000;
        hurried.windows = {std::chrono::minutes(5), std::chrono::minutes(10)};
        Run run(disk, hurried);
        run.addHistograms();
        (void)run.open();
        run.store()->appender()->describe("latency", {model::MetricType::Histogram, "How long it took.", "seconds"});
        while (run.committed < kImageCommits)
            run.step();
        const auto blocks = run.store()->blocks();
        const auto isMerged = [](const auto& block) { return !block->sources()->empty(); };
        if (std::ranges::all_of(*blocks, isMerged) || std::ranges::none_of(*blocks, isMerged))
            qFatal("the image lacks a kind of block");
        run.crash();
        Image image;
        for (const auto& path : disk.files()) {
            if (!disk.content(path)->empty()) // the reserve has no content
                image.emplace_back(path, *disk.content(path));
        }
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
        auto wrong = fleet().check(**store, 0, kImageCommits);
        if (wrong.empty())
            wrong = fleet().checkExemplars(**store, 0, kImageCommits);
        if (wrong.empty())
            wrong = checkHistograms(**store, 0, kImageCommits);
        const bool noticed = (*store)->stats().damages != 0 || (*store)->stats().tornBytes != 0;
        (*store)->abandon();
        return wrong.empty() && !noticed ? "not noticed" : wrong;
    }

    static constexpr std::uint64_t kImageCommits = 145; // 35 min
};

} // namespace

QTEST_GUILESS_MAIN(StoreFaultTest)
#include "store_fault_test.moc"
