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

Ended storage(const QStringList& arguments)
{
    QProcess program;
    program.start(u"" NOCTURNE_BIN_DIR "/nocturnectl"_s, QStringList{u"storage"_s} + arguments);
    if (!program.waitForFinished(60'000))
        qFatal("nocturnectl does not end");
    return {program.exitCode(), program.readAllStandardOutput(), program.readAllStandardError()};
}

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
    NullLogger m_log;
    PosixIo m_io;
};

} // namespace

QTEST_GUILESS_MAIN(StorageCommandsTest)
#include "storage_commands_test.moc"
