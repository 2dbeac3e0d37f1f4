// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <filesystem>
#include <fstream>

#include <QTemporaryDir>
#include <QTest>

#include "watch/logs/log_store.h"

using namespace nocturne;
using namespace nocturne::logs;
using Texts = std::vector<std::string>;

namespace {

constexpr Timestamp kMinute = 60'000;
constexpr Timestamp kDay = 1440 * kMinute;

LogRecord record(std::string message, Timestamp time = kDay, LogLevel level = LogLevel::Info,
                 std::string service = "shop")
{
    LogRecord made;
    made.time = time;
    made.level = level;
    made.service = std::move(service);
    made.source = "test";
    made.message = std::move(message);
    made.fields = {{"a", "1"}, {"b:", "x\n2:y"}};
    return made;
}

Texts messages(const std::vector<LogRecord>& records)
{
    Texts texts;
    for (const auto& found : records)
        texts.push_back(found.message);
    return texts;
}

} // namespace

class LogArchiveTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void recordsOutliveTheProgram()
    {
        LogRecord before;
        {
            const auto store = opened();
            store->add(record("one", kDay + 5, LogLevel::Error));
            before = store->find({}).front();
            QVERIFY(store->flush());
        }
        const auto store = opened();
        store->add(record("two", kDay + 6));

        const auto found = store->find({});

        QCOMPARE(messages(found), (Texts{"one", "two"}));
        QVERIFY(found.front() == before);
        QCOMPARE(found.back().sequence, std::uint64_t(2));
        QCOMPARE(store->services(), (Texts{"shop"}));
    }

    void whatMemoryHoldsNoLongerIsFoundOnDisk()
    {
        const auto store = opened({.maxRecords = 2});
        for (int i = 1; i <= 5; ++i) {
            store->add(record(std::to_string(i), kDay + i, i % 2 == 0 ? LogLevel::Error : LogLevel::Info));
            QVERIFY(store->flush());
        }

        QCOMPARE(messages(store->find({})), (Texts{"1", "2", "3", "4", "5"}));
        QCOMPARE(messages(store->find({.limit = 3})), (Texts{"3", "4", "5"}));
        QCOMPARE(messages(store->find({.levels = {LogLevel::Error}})), (Texts{"2", "4"}));
        QCOMPARE(messages(store->find({.text = "1"})), (Texts{"1", "2", "3", "4", "5"})); // the field
        QCOMPARE(messages(store->find({.search = LogSearch::parse("/^[13]/").value()})), (Texts{"1", "3"}));
        QCOMPARE(messages(store->find({.from = kDay + 2, .to = kDay + 3})), (Texts{"2", "3"}));
        QCOMPARE(messages(store->find({.service = "else"})), Texts{});
        QCOMPARE(store->stats().lost, std::uint64_t(0));
    }

    void whatLeavesMemoryUnwrittenIsCountedAsLost()
    {
        const auto store = opened({.maxRecords = 2});
        for (int i = 0; i < 5; ++i)
            store->add(record("x"));

        QCOMPARE(store->stats().lost, std::uint64_t(3));
    }

    void manyRecordsAreReadPageByPage()
    {
        const auto store = opened({.maxRecords = 10});
        for (int i = 0; i < 5000; ++i) {
            store->add(record(i == 3 ? "needle" : "hay", kDay)); // all of one time: the id decides
            if (i % 10 == 9)
                QVERIFY(store->flush());
        }

        QCOMPARE(messages(store->find({.text = "needle"})), (Texts{"needle"}));
        QCOMPARE(store->find({.limit = 10'000}).size(), std::size_t(5000));
    }

    void oldRecordsLeaveAndTheirCountsStay()
    {
        const auto store = opened();
        store->add(record("old", kDay));
        store->add(record("new", 8 * kDay));
        QVERIFY(store->flush());

        QCOMPARE(store->sweep(8 * kDay + 1).value(), false);

        QCOMPARE(onDisk(), (Texts{"new"}));
        const auto histogram = store->histogram({}, kDay, 2 * kDay, 24);
        QCOMPARE(histogram.parts.front()[1], std::uint64_t(1));
        QCOMPARE(store->sweep(31 * kDay + kMinute).value(), false);
        QCOMPARE(store->histogram({}, kDay, 2 * kDay, 24).parts.front()[1], std::uint64_t(0));
    }

    void theOldestLeaveWhenTheSizeIsReached()
    {
        const auto store = opened({}, 1 << 20);
        for (int i = 0; i < 12'000; ++i)
            store->add(record(std::to_string(i) + std::string(300, 'x'), kDay + i));
        QVERIFY(store->flush());
        QVERIFY(store->stats().bytesOnDisk > 1 << 20);

        for (int i = 0; i < 20 && store->sweep(kDay).value(); ++i) {
        }

        QVERIFY(store->stats().bytesOnDisk <= 1 << 20);
    }

    void positionsAreWrittenWithTheirRecords()
    {
        {
            const auto store = opened();
            store->add(record("x"));
            store->note("file:1:2", "10");
            store->note("journal:", "c");
            QVERIFY(store->flush());
            store->note("file:1:2", "20"); // written when the store goes
        }
        const auto store = opened();

        QCOMPARE(store->noted("file:1:2").value(), std::string("20"));
        QCOMPARE(store->notedWith("file:").size(), std::size_t(1));
        QVERIFY(!store->noted("file:1:3"));
    }

    void histogramCountsByLevel()
    {
        const auto store = opened();
        store->add(record("a", kDay + 10, LogLevel::Error));
        store->add(record("b", kDay + kMinute, LogLevel::Info));
        QVERIFY(store->flush());
        store->add(record("c", kDay + kMinute + 5, LogLevel::Info, "db")); // not on disk yet

        const auto all = store->histogram({}, kDay, kDay + 2 * kMinute, 2);
        const auto shop = store->histogram({.service = "shop"}, kDay, kDay + 2 * kMinute, 2);
        const auto errors = store->histogram({.levels = {LogLevel::Error}}, kDay, kDay + 2 * kMinute, 2);
        const auto searched = store->histogram({.text = "b"}, kDay, kDay + 2 * kMinute, 4);

        using Counts = LogHistogram::Counts;
        QVERIFY(all.parts == (std::vector<Counts>{{0, 0, 0, 1}, {0, 2, 0, 0}}));
        QVERIFY(shop.parts == (std::vector<Counts>{{0, 0, 0, 1}, {0, 1, 0, 0}}));
        QVERIFY(errors.parts == (std::vector<Counts>{{0, 0, 0, 1}, {}}));
        QVERIFY(searched.parts == (std::vector<Counts>{{}, {}, {0, 1, 0, 0}, {}}));
    }

    void aFloodOfNamesIsOne()
    {
        LogStore store;
        for (int i = 0; i < 2000; ++i)
            store.add(record("x", kDay, LogLevel::Info, "s" + std::to_string(i)));

        QCOMPARE(store.services().size(), LogStore::kMaxServices + 1);
        const auto last = store.find({}).back();
        QCOMPARE(last.service, std::string(LogStore::kOtherServices));
        QCOMPARE(last.fields.at("service"), std::string("s1999"));
    }

    void nothingIsWrittenToADiskThatIsNearlyFull()
    {
        LogStore store;
        QVERIFY(store.attach(std::move(*LogArchive::open({.folder = folder(), .stopBytes = SIZE_MAX}, 0))));
        store.add(record("x"));
        store.note("file:1:2", "10");

        const auto flushed = store.flush();

        QVERIFY(flushed.error().kind == Error::Kind::LimitExceeded);
        QVERIFY(store.stats().fault.has_value());
        QCOMPARE(messages(store.find({})), (Texts{"x"}));
        QCOMPARE(onDisk(), Texts{});
    }

    void damagedFileIsMovedAside()
    {
        {
            const auto store = opened();
            store->add(record("x"));
        }
        const auto path = folder() + '/' + kLogFile;
        std::ofstream(path, std::ios::trunc) << std::string(5000, 'z');

        std::string damaged;
        const auto archive = LogArchive::open({.folder = folder()}, 7000, &damaged);

        QVERIFY(archive);
        QCOMPARE(damaged, path + ".damaged-7");
        QVERIFY(std::filesystem::exists(damaged));
    }

private:
    std::string folder() const { return m_folder->path().toStdString(); }
    std::unique_ptr<LogStore> opened(LogStore::Options options = {}, std::size_t maxBytes = std::size_t{1} << 30U) const
    {
        auto store = std::make_unique<LogStore>(options);
        auto archive = LogArchive::open({.folder = folder(), .maxBytes = maxBytes}, 0);
        if (!archive || !store->attach(std::move(*archive)))
            qFatal("no archive");
        return store;
    }
    Texts onDisk() const
    {
        const auto archive = LogArchive::open({.folder = folder()}, 0);
        return messages((*archive)->find({}, UINT64_MAX).value());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_APPLESS_MAIN(LogArchiveTest)
#include "log_archive_test.moc"
