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
