// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// nocturnectl storage stats|verify|repair, as people run them.
#include <filesystem>
#include <fstream>
#include <map>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "engine/tsdb/store.h"
#include "support/crashrun/crash_store.h"
#include "support/store_scenario.h"
#include "watch/alerts/state_database.h"

namespace fs = std::filesystem;
using namespace nocturne;
using namespace Qt::StringLiterals;
using support::Fleet;

namespace {

constexpr std::uint64_t kCommits = 600;

struct Ended
{
    int code = 0;
    QByteArray out;
    QByteArray error;
};

Ended command(const QStringList& arguments)
{
    QProcess program;
    program.start(u"" NOCTURNE_BIN_DIR "/nocturnectl"_s, arguments);
    if (!program.waitForFinished(60'000))
        qFatal("nocturnectl does not end");
    return {program.exitCode(), program.readAllStandardOutput(), program.readAllStandardError()};
}

Ended storage(const QStringList& arguments) { return command(QStringList{u"storage"_s} + arguments); }

QJsonObject objectOf(const Ended& ended) { return QJsonDocument::fromJson(ended.out).object(); }

/// Everything in a folder, by name.
std::map<std::string, std::string> contentOf(const QString& folder)
{
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder.toStdString())) {
        std::ifstream file(entry.path(), std::ios::binary);
        if (entry.is_regular_file())
            files[entry.path()] = {std::istreambuf_iterator<char>(file), {}};
    }
    return files;
}

class StorageCommandsTest : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        auto options = support::crashStoreOptions(metrics().toStdString());
        options.threads = false;
        options.retention = {};
        support::FeederClock clock;
        const auto store = *tsdb::Store::open(options, clock, m_log, m_io);
        for (std::uint64_t number = 0; number < kCommits; ++number) {
            clock.set(Fleet::timeOf(number));
            m_fleet.append(*store, number);
        }
        QVERIFY(store->persist());
    }

    void statsTellWhatIsThereAndChangeNothing()
    {
        const auto before = contentOf(metrics());

        const auto text = storage({u"stats"_s, m_folder->path()}); // the data directory, or the folder in it
        const auto json = objectOf(storage({u"stats"_s, metrics(), u"--output"_s, u"json"_s}));

        QCOMPARE(text.code, 0);
        QVERIFY(text.out.startsWith("blocks        "));
        QVERIFY(json.value(u"blocks"_s).toInt() > 0);
        QVERIFY(json.value(u"head_series"_s).toInt() > 0);
        QVERIFY(json.value(u"block_samples"_s).toInt() > 1000);
        QCOMPARE(json.value(u"damages"_s).toArray().size(), 0);
        QVERIFY(contentOf(metrics()) == before);
    }

    void aSoundStoreVerifies()
    {
        const auto before = contentOf(metrics());

        const auto found = storage({u"verify"_s, metrics()});

        QCOMPARE(found.code, 0);
        QVERIFY2(found.out.endsWith(
                     " samples, 0 damaged chunks, 0 damaged blocks, 0 blocks of roll-ups, 0 of them damaged\n"),
                 found.out.constData());
        QVERIFY(contentOf(metrics()) == before);
    }

    void damageIsNamedAndRepairSavesTheRest()
    {
        const auto block = damageABlock();

        const auto found = storage({u"verify"_s, metrics()});
        const auto json = objectOf(storage({u"verify"_s, metrics(), u"--output"_s, u"json"_s}));
        const auto repaired = storage({u"repair"_s, metrics()});
        const auto after = storage({u"verify"_s, metrics()});

        QCOMPARE(found.code, 1);
        QVERIFY2(found.out.contains(QByteArray::fromStdString(block)), found.out.constData());
        QVERIFY(found.out.contains("(samples from "));
        QCOMPARE(json.value(u"damaged_chunks"_s).toInt(), 1);
        QCOMPARE(json.value(u"damages"_s).toArray().first().toObject().value(u"file"_s).toString().toStdString(),
                 block);
        QCOMPARE(repaired.code, 1); // it tells what was lost
        QVERIFY(fs::exists(block + ".corrupt"));
        QVERIFY(!fs::exists(block));
        QCOMPARE(after.code, 0);
        auto viewing = support::crashStoreOptions(metrics().toStdString());
        viewing.readOnly = true;
        support::FeederClock clock;
        const auto store = *tsdb::Store::open(viewing, clock, m_log, m_io);
        QCOMPARE(m_fleet.check(*store, 0, kCommits), std::string()); // no wrong value, and ...
        const auto samples = objectOf(storage({u"verify"_s, metrics(), u"--output"_s, u"json"_s}));
        QVERIFY(json.value(u"samples"_s).toInt() - samples.value(u"samples"_s).toInt() <= 255); // ... one chunk less
        QVERIFY(samples.value(u"samples"_s).toInt() > 1000);
    }

    void aQuerySaysWhatItMisses()
    {
        const QStringList query{u"query"_s, u"instant"_s, u"count(last_over_time({__name__=~\".+\"}[30d]))"_s,
                                u"--data"_s, m_folder->path()};
        const auto sound = command(query);
        const auto block = damageABlock();

        const auto damaged = command(query);

        QCOMPARE(sound.code, 0);
        QCOMPARE(sound.error, QByteArray());
        QCOMPARE(damaged.code, 0);
        QVERIFY2(damaged.error.startsWith("warning: samples from ") &&
                     damaged.error.contains(QByteArray::fromStdString(block)) &&
                     damaged.error.contains("nocturnectl storage repair"),
                 damaged.error.constData());
    }

    /// Of which the newest sample there is says nothing.
    void aQuerySaysWhatItMissesAtTheEnd()
    {
        std::vector<std::string> paths;
        for (const auto& [path, content] : contentOf(metrics())) {
            if (path.ends_with(".block"))
                paths.push_back(path);
            else if (path.find("/wal/") != std::string::npos)
                fs::remove(path); // so that blocks have the newest samples
        }
        QVERIFY(paths.size() > 1);
        fs::resize_file(paths.back(), fs::file_size(paths.back()) * 3 / 4);

        const auto asked = command({u"query"_s, u"instant"_s, u"vector(1)"_s, u"--data"_s, m_folder->path()});

        QCOMPARE(asked.code, 0);
        QVERIFY2(asked.error.startsWith("warning: samples ") &&
                     asked.error.contains(QByteArray::fromStdString(paths.back())),
                 asked.error.constData());
    }

    void anUnreadableBlockIsCountedByAllCommands()
    {
        const auto block = cutABlock();

        const auto stats = storage({u"stats"_s, m_folder->path()});
        const auto json = objectOf(storage({u"stats"_s, m_folder->path(), u"--output"_s, u"json"_s}));
        const auto verified = storage({u"verify"_s, m_folder->path()});
        const auto snapshot = command(
            {u"export"_s, u"snapshot"_s, u"--data"_s, m_folder->path(), u"--out"_s, m_folder->filePath(u"copy"_s)});

        QCOMPARE(stats.code, 1);
        QVERIFY2(stats.out.contains("unreadable    1 blocks more"), stats.out.constData());
        QCOMPARE(stats.out.count(QByteArray::fromStdString(block)), 1); // a line names it once
        QVERIFY(stats.out.contains("(samples from 20"));
        QCOMPARE(json.value(u"unreadable_blocks"_s).toInt(), 1);
        QCOMPARE(verified.code, 1);
        QVERIFY2(verified.out.contains(" 1 damaged blocks"), verified.out.constData());
        QCOMPARE(snapshot.code, 1);
        QVERIFY2(snapshot.error.contains(QByteArray::fromStdString(block)) &&
                     snapshot.error.contains("the snapshot is as damaged as its original"),
                 snapshot.error.constData());
        QVERIFY(fs::exists(m_folder->filePath(u"copy/metrics/blocks"_s).toStdString()));
    }

    void aSnapshotSaysWhatIsDamagedWithinABlock()
    {
        const auto block = damageABlock();

        const auto snapshot = command(
            {u"export"_s, u"snapshot"_s, u"--data"_s, m_folder->path(), u"--out"_s, m_folder->filePath(u"copy"_s)});

        QCOMPARE(snapshot.code, 1);
        QVERIFY2(snapshot.error.contains(QByteArray::fromStdString(block)), snapshot.error.constData());
    }

    void samplesInMemoryAloneHaveAnOldestTime()
    {
        const QTemporaryDir folder;
        auto options = support::crashStoreOptions(folder.path().toStdString());
        options.threads = false;
        support::FeederClock clock;
        {
            const auto store = *tsdb::Store::open(options, clock, m_log, m_io);
            const auto none = objectOf(storage({u"stats"_s, folder.path(), u"--output"_s, u"json"_s}));
            QCOMPARE(none.value(u"oldest_time_ms"_s).toInteger(), 0);
            m_fleet.append(*store, 0);
            QVERIFY(store->flush());
            store->abandon();
        }

        const auto stats = objectOf(storage({u"stats"_s, folder.path(), u"--output"_s, u"json"_s}));

        QCOMPARE(stats.value(u"blocks"_s).toInt(), 0);
        QCOMPARE(stats.value(u"oldest_time_ms"_s).toInteger(), Fleet::kStart);
    }

    void repairPutsADamagedLogAside()
    {
        const auto log = damageALog();

        const auto repaired = storage({u"repair"_s, metrics()});
        const auto after = storage({u"verify"_s, metrics()});

        QCOMPARE(repaired.code, 1);
        QVERIFY2(repaired.out.contains(QByteArray::fromStdString(log)), repaired.out.constData());
        QVERIFY(!fs::exists(log));
        QVERIFY(fs::exists(log + ".corrupt"));
        QCOMPARE(after.code, 0);
    }

    void verifyReadsTheStateOfAlertsToo()
    {
        const auto path = m_folder->filePath(u"state.db"_s).toStdString();
        {
            const SystemClock clock;
            NullLogger log;
            auto database = *alerts::openStateDatabase(m_folder->path().toStdString(), clock, log);
            QVERIFY(database.execute("CREATE TABLE filler(x TEXT)"));
            for (int i = 0; i < 200; ++i)
                QVERIFY(database.run("INSERT INTO filler VALUES (?)", std::string(1000, 'x')));
            QVERIFY(database.execute("PRAGMA wal_checkpoint(TRUNCATE)"));
        }
        const auto sound = storage({u"verify"_s, m_folder->path()});
        {
            std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
            file.seekp(-8 * 4096, std::ios::end);
            file << std::string(4096, '\0');
        }

        const auto found = storage({u"verify"_s, m_folder->path()});

        QVERIFY2(sound.code == 0, sound.out.constData());
        QCOMPARE(found.code, 1);
        QVERIFY2(found.out.contains(QByteArray::fromStdString(path) + " is damaged ("), found.out.constData());
    }

    void anExportOfNoTimeIsRefused()
    {
        const auto refused = command({u"export"_s, u"metrics"_s, u"--data"_s, m_folder->path(), u"--from"_s,
                                      u"1700010000"_s, u"--to"_s, u"1700009999"_s});

        QCOMPARE(refused.code, 2);
        QVERIFY2(refused.error.contains("--from lies behind --to"), refused.error.constData());
    }

    void whatWasImportedComesInOnce()
    {
        const auto file = m_folder->filePath(u"all.om"_s);
        const auto data = m_folder->filePath(u"imported"_s);
        QCOMPARE(command({u"export"_s, u"metrics"_s, u"--data"_s, m_folder->path(), u"--out"_s, file}).code, 0);
        const QStringList importing{u"import"_s, u"metrics"_s, file, u"--data"_s, data};
        QCOMPARE(command(importing).code, 0);
        const auto samples = blockSamples(data);

        const auto repeated = command(importing);
        const auto json = objectOf(command(importing + QStringList{u"--output"_s, u"json"_s}));
        const auto afterRepeat = blockSamples(data);
        const auto again = command(importing + QStringList{u"--again"_s});

        QVERIFY(samples > 1000);
        QCOMPARE(repeated.code, 0);
        QVERIFY2(repeated.out.startsWith("this was imported already"), repeated.out.constData());
        QCOMPARE(json.value(u"imported_before"_s).toBool(), true);
        QCOMPARE(afterRepeat, samples);
        QCOMPARE(again.code, 0);
        QVERIFY2(!again.out.contains("already, and nothing"), again.out.constData());
        QCOMPARE(blockSamples(data), samples); // the same times count once
    }

    void repairIsRefusedWhileTheStoreIsInUse()
    {
        support::FeederClock clock;
        const auto store = *tsdb::Store::open(support::crashStoreOptions(metrics().toStdString()), clock, m_log, m_io);

        const auto refused = storage({u"repair"_s, metrics()});
        const auto looked = storage({u"stats"_s, metrics()});

        QCOMPARE(refused.code, 1);
        QVERIFY2(refused.error.contains("is in use by another Nocturne (process " +
                                        QByteArray::number(QCoreApplication::applicationPid())),
                 refused.error.constData());
        QCOMPARE(looked.code, 0);
    }

    void whatIsNoDataDirectoryIsSaid()
    {
        const QTemporaryDir empty;

        const auto nothing = storage({u"stats"_s, empty.path()});
        const auto none = storage({u"verify"_s});

        QCOMPARE(nothing.code, 1);
        QVERIFY(nothing.error.contains("is no data directory: it has no folder blocks"));
        QCOMPARE(none.code, 2);
    }

private:
    static qint64 blockSamples(const QString& data)
    {
        const auto stats = objectOf(storage({u"stats"_s, data, u"--output"_s, u"json"_s}));
        return stats.value(u"block_samples"_s).toInteger();
    }

    /// The path of the largest file with that ending.
    std::string largest(const std::string& ending) const
    {
        auto files = contentOf(metrics());
        return std::ranges::max_element(
                   files, {}, [&](const auto& file) { return file.first.ends_with(ending) ? file.second.size() : 0; })
            ->first;
    }

    std::string cutABlock() const
    {
        auto path = largest(".block");
        fs::resize_file(path, fs::file_size(path) / 2);
        return path;
    }

    /// A log of a process that died, with a wrong bit in the middle.
    std::string damageALog() const
    {
        {
            auto options = support::crashStoreOptions(metrics().toStdString());
            options.threads = false;
            options.retention = {};
            support::FeederClock clock;
            const auto store = *tsdb::Store::open(options, clock, m_log, m_io);
            for (auto number = kCommits; number < kCommits + 50; ++number) {
                clock.set(Fleet::timeOf(number));
                m_fleet.append(*store, number);
                (void)store->flush();
            }
            store->abandon();
        }
        auto path = largest(".wal");
        std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
        const auto middle = static_cast<std::streamoff>(fs::file_size(path) / 2);
        file.seekg(middle);
        const auto byte = static_cast<char>(file.get() ^ 1);
        file.seekp(middle);
        file.put(byte);
        return path;
    }

    QString metrics() const { return m_folder->filePath(u"metrics"_s); }

    /// Flips a bit within the chunks of the first block; the path of it.
    std::string damageABlock() const
    {
        auto files = contentOf(metrics());
        const auto block = std::ranges::max_element(files, {}, [](const auto& file) {
            return file.first.ends_with(".block") ? file.second.size() : 0; // so that the byte is one of the data
        });
        auto& bytes = block->second;
        bytes[bytes.size() / 8] = static_cast<char>(bytes[bytes.size() / 8] ^ 1);
        std::ofstream(block->first, std::ios::binary) << bytes;
        return block->first;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    const Fleet m_fleet;
    mutable NullLogger m_log;
    mutable PosixIo m_io;
};

} // namespace

QTEST_GUILESS_MAIN(StorageCommandsTest)
#include "storage_commands_test.moc"
