// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// A disk that changes what it was given, and files of older versions.
#include <map>
#include <random>

#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QTest>

#include "store_run.h"

using namespace nocturne;
using namespace nocturne::test;

namespace {

class ListLogger final : public Logger
{
public:
    void log(LogLevel /*level*/, std::string_view /*room*/, std::string message) override
    {
        lines.push_back(std::move(message));
    }
    std::vector<std::string> lines;
};

class StoreDamageTest : public QObject
{
    Q_OBJECT

private slots:
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
        std::size_t damaged = 0;
        for (const auto& path : disk.files()) {
            auto* const bytes = disk.content(path);
            if (!path.ends_with(".block") || bytes->size() < 4096)
                continue; // or the byte is none of the data
            (*bytes)[bytes->size() / 8] ^= std::byte{1};
            ++damaged;
        }
        QVERIFY(damaged > 0);
        const ManualClock clock(Fleet::timeOf(run.committed));
        NullLogger log;
        const auto store = *Store::open(options(), clock, log, disk);

        const auto wrong = fleet().check(*store, 0, run.committed); // values are right; some are missing
        const auto damages = store->health().damages;

        QCOMPARE(wrong, std::string());
        QCOMPARE(damages.size(), damaged);
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
        QTest::newRow("version 2: the same, without a copy of the footer")
            << QStringLiteral("v2_all") << quint64{145} << true;
        QTest::newRow("version 2: with a copy of the footer") << QStringLiteral("v2_copy") << quint64{145} << true;
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
        readFixture(folder, disk);
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

    /// One wrong bit anywhere in the footer, of blocks with a copy of it and without.
    void aWrongBitInAFooterLosesNothing_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("version 1") << QStringLiteral("v1_all");
        QTest::newRow("version 2") << QStringLiteral("v2_all");
        QTest::newRow("with a copy") << QStringLiteral("v2_copy");
    }
    void aWrongBitInAFooterLosesNothing()
    {
        QFETCH(const QString, name);
        for (std::size_t bit = 0; bit < tsdb::BlockFooter::kSize * 8; bit += 7) {
            CrashDisk disk;
            readFixture(QStringLiteral(NOCTURNE_SOURCE_DIR "/tests/unit/engine/tsdb/stores/%1/").arg(name), disk);
            for (const auto& path : blocksOn(disk)) {
                auto& bytes = *disk.content(path);
                bytes[bytes.size() - 1 - bit / 8] ^= std::byte{1} << (bit % 8);
            }
            checkNothingIsLost(disk, kImageCommits);
            if (QTest::currentTestFailed())
                qFatal("bit %zu from the end", bit);
        }
    }

    /// A sector that cannot be read, at either end.
    void aDamagedBeginningOrEndLosesNothing()
    {
        for (const bool atEnd : {false, true}) {
            CrashDisk disk;
            readFixture(QStringLiteral(NOCTURNE_SOURCE_DIR "/tests/unit/engine/tsdb/stores/v2_copy/"), disk);
            for (const auto& path : blocksOn(disk)) {
                auto& bytes = *disk.content(path);
                const auto size = static_cast<std::ptrdiff_t>(tsdb::BlockFooter::kSize);
                std::fill_n(atEnd ? bytes.end() - size : bytes.begin(), atEnd ? size : 8, std::byte{0});
            }
            checkNothingIsLost(disk, kImageCommits);
        }
    }

    void anUnreadableBlockIsSaidUntilItIsRepaired()
    {
        CrashDisk disk;
        runOn(disk, 600);
        const auto path = largestBlock(disk);
        const ManualClock clock(Fleet::timeOf(600));
        NullLogger log;
        std::pair<Timestamp, Timestamp> range;
        {
            const auto store = *Store::open(options(), clock, log, disk);
            for (const auto all = store->blocks(); const auto& block : *all) {
                if (block->path() == path)
                    range = {block->minTime(), block->maxTime()};
            }
            QVERIFY(store->losses(0, kFarthest).empty());
            store->abandon();
        }
        disk.content(path)->resize(disk.content(path)->size() / 2);

        for (int start = 0; start < 2; ++start) { // the second finds it put aside
            const auto store = *Store::open(options(), clock, log, disk);
            const auto losses = store->losses(range.first - 1, range.second);
            QCOMPARE(losses.size(), std::size_t{1});
            QVERIFY2(losses[0].starts_with("samples from 20") && losses[0].find(path) != std::string::npos &&
                         losses[0].find("`nocturnectl storage repair /data`") != std::string::npos,
                     losses[0].c_str());
            QVERIFY(store->losses(range.second + 1, kFarthest).empty());
            QVERIFY(store->losses(0, range.first - 1).empty());
            QCOMPARE(store->stats().unreadableBlocks, std::size_t{1});
            QCOMPARE(store->verify().damagedBlocks, std::uint64_t{1});
        }
        {
            const auto store = *Store::open(options(), clock, log, disk);
            QVERIFY(store->repair());
            QCOMPARE(store->stats().unreadableBlocks, std::size_t{0});
        }
        const auto store = *Store::open(options(), clock, log, disk);
        QVERIFY(store->health().damages.empty()); // what could be done was done
        QVERIFY(
            std::ranges::any_of(disk.files(), [](const auto& file) { return file.ends_with(".repaired.corrupt"); }));
    }

    void aQueryIsWarnedOfTheChunkThatItReads()
    {
        CrashDisk disk;
        runOn(disk, 600);
        const auto path = largestBlock(disk);
        disk.content(path)->at(disk.content(path)->size() / 8) ^= std::byte{1};
        const ManualClock clock(Fleet::timeOf(600));
        ListLogger log;
        const auto store = *Store::open(options(), clock, log, disk);
        QVERIFY(store->losses(0, kFarthest).empty()); // nobody knows yet

        (void)fleet().check(*store, 0, 600);

        const auto damages = store->health().damages;
        QCOMPARE(damages.size(), std::size_t{1});
        QCOMPARE(store->losses(0, kFarthest).size(), std::size_t{1});
        QVERIFY(store->losses(damages[0].to, kFarthest).empty());
        QVERIFY(store->losses(0, damages[0].from - 1).empty());
        store->keep();
        store->keep();
        QCOMPARE(std::ranges::count(log.lines, damages[0].text()), std::ptrdiff_t{1});
        QVERIFY(damages[0].text().find(" (samples from 20") != std::string::npos);
    }

    /// More than one wrong bit in each section of an index: names, values, postings and groups follow from the rest.
    void repairSavesWhatADamagedIndexLeaves()
    {
        for (std::size_t section = 0; section < tsdb::kBlockSections; ++section) {
            CrashDisk disk;
            runOn(disk, 600);
            const auto path = largestBlock(disk);
            auto& bytes = *disk.content(path);
            const auto footer = *tsdb::readFooter(bytes);
            const auto& place = footer.sections[section];
            const bool isText = section == 0;
            for (std::size_t i = 0; i < std::min<std::size_t>(place.size, isText ? 1 : 9); ++i)
                bytes[place.offset + place.size - 1 - i] ^= std::byte{0x10};
            const ManualClock clock(Fleet::timeOf(600));
            NullLogger log;
            {
                const auto store = *Store::open(options(), clock, log, disk);
                const auto repaired = store->repair();
                QVERIFY(repaired);
                QCOMPARE(repaired->damagedBlocks, std::uint64_t{0});
            }
            const auto store = *Store::open(options(), clock, log, disk);
            QVERIFY(store->health().damages.empty());
            const bool isSeries = section == static_cast<std::size_t>(tsdb::BlockSection::Series);
            QCOMPARE(fleet().check(*store, isSeries ? 0 : 600, 600), std::string());
            std::uint64_t saved = 0;
            for (const auto all = store->blocks(); const auto& block : *all)
                saved += block->footer().samples;
            QVERIFY2(saved * 2 > footer.samples, std::to_string(section).c_str());
        }
    }

    void aDamagedBlockDoesNotTakeItsNeighboursAlong()
    {
        CrashDisk disk;
        runOn(disk, 220); // 55 min, in blocks of half an hour
        const auto path = largestBlock(disk);
        auto& bytes = *disk.content(path);
        const auto footer = *tsdb::readFooter(bytes);
        std::uint64_t others = 0;
        int neighbours = 0; // of the same hour, to be merged with it
        for (const auto& other : blocksOn(disk)) {
            const auto its = *tsdb::readFooter(*disk.content(other));
            others += other == path ? 0 : its.samples;
            neighbours += other != path && its.minTime > Fleet::kStart ? 1 : 0;
        }
        QVERIFY(neighbours > 0);
        const auto& strings = footer.at(tsdb::BlockSection::Strings);
        std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(strings.offset), strings.size, std::byte{0});
        const ManualClock clock(Fleet::timeOf(220));
        NullLogger log;
        const auto store = *Store::open(options(), clock, log, disk);

        QVERIFY(store->mergeAll());

        std::uint64_t left = 0;
        for (const auto all = store->blocks(); const auto& block : *all)
            left += block->verify().samples;
        QVERIFY2(left >= others, (std::to_string(left) + " of " + std::to_string(others)).c_str());
        QVERIFY(disk.content(path + ".corrupt") != nullptr);
    }

    void aDamagedLogIsPutAsideWhole()
    {
        CrashDisk disk;
        {
            Run run(disk);
            QVERIFY(run.open());
            while (run.committed < 40)
                run.step();
            QVERIFY(run.store()->flush());
            run.crash();
        }
        disk.dropProcess();
        std::string path;
        for (const auto& file : disk.files())
            path = file.ends_with(".wal") ? file : path;
        auto& bytes = *disk.content(path);
        bytes[bytes.size() / 2] ^= std::byte{1};
        const auto damaged = bytes;
        const ManualClock clock(Fleet::timeOf(40));
        NullLogger log;
        {
            const auto store = *Store::open(options(), clock, log, disk);
            const auto damages = store->health().damages;
            QCOMPARE(damages.size(), std::size_t{1});
            QVERIFY(damages[0].from >= Fleet::kStart && damages[0].from < Fleet::timeOf(40));
            QCOMPARE(damages[0].to, Fleet::timeOf(40));
            QVERIFY(store->stats().replayedSamples > 0);
            QCOMPARE(fleet().check(*store, 1, 40), std::string());
        }
        QVERIFY(disk.content(path) == nullptr);
        QVERIFY(disk.content(path + ".corrupt") != nullptr);
        QVERIFY(*disk.content(path + ".corrupt") == damaged);
        const auto store = *Store::open(options(), clock, log, disk);
        QVERIFY(store->health().damages.empty());
        QCOMPARE(fleet().check(*store, 1, 40), std::string());
    }

private:
    static constexpr Timestamp kFarthest = std::numeric_limits<Timestamp>::max();

    static void runOn(CrashDisk& disk, std::uint64_t commits)
    {
        Run run(disk);
        QVERIFY(run.open());
        while (run.committed < commits)
            run.step();
        run.end();
    }
    static std::vector<std::string> blocksOn(const CrashDisk& disk)
    {
        auto paths = disk.files();
        std::erase_if(paths, [](const auto& path) { return !path.ends_with(".block"); });
        return paths;
    }
    static std::string largestBlock(CrashDisk& disk)
    {
        return std::ranges::max(blocksOn(disk), {}, [&](const auto& path) { return disk.content(path)->size(); });
    }
    static void checkNothingIsLost(CrashDisk& disk, std::uint64_t commits)
    {
        const auto damaged = blocksOn(disk).size();
        QVERIFY(damaged > 0);
        const ManualClock clock(Fleet::timeOf(commits));
        NullLogger log;
        {
            const auto store = *Store::open(options(), clock, log, disk);
            QCOMPARE(fleet().check(*store, commits, commits), std::string());
            const auto damages = store->health().damages;
            QCOMPARE(damages.size(), damaged); // each is told
            QVERIFY(std::ranges::none_of(damages, &tsdb::Damage::isLoss));
            QVERIFY(store->losses(0, kFarthest).empty());
            QVERIFY(store->repair());
        }
        const auto store = *Store::open(options(), clock, log, disk);
        QVERIFY(store->health().damages.empty()); // written anew
        QCOMPARE(fleet().check(*store, commits, commits), std::string());
    }

    static void readFixture(const QString& folder, CrashDisk& disk)
    {
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
    }

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

    /// The files of a store that died with blocks of both kinds, a checkpoint and a log, and in each of them floats,
    /// histograms, exemplars and metadata where it may have them.
    static Image imageOfARun()
    {
        CrashDisk disk;
        Run run(disk, hurriedOptions()); // a small image, since it is read ten thousand times
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

QTEST_GUILESS_MAIN(StoreDamageTest)
#include "store_damage_test.moc"
