// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tsdb/store.h"

#include <cmath>
#include <limits>

#include <QTest>

#include "engine/model/float_histogram.h"
#include "support/crash_disk.h"
#include "support/fault_io.h"
#include "support/manual_clock.h"
#include "support/store_scenario.h"

using namespace nocturne;
using model::LabelSet;
using model::Matcher;
using model::Sample;
using support::CrashDisk;
using support::ManualClock;
using tsdb::Store;
using tsdb::StoreHealth;
using tsdb::StoreOptions;

namespace {

constexpr Timestamp kStart = 1'700'006'400'000; // the start of a window of two hours
const LabelSet kUp{{"__name__", "up"}, {"job", "node"}};

class StoreTest : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_disk = std::make_unique<CrashDisk>();
        m_clock.setNow(kStart);
    }

    void samplesAreThereAfterAnOrderlyEnd()
    {
        auto store = open();
        append(*store, kUp, {{kStart, 1}, {kStart + 1, model::kStaleMarker}});
        store.reset();

        const auto found = read(*open(), kUp);

        QCOMPARE(found, (std::vector<Sample>{{kStart, 1}, {kStart + 1, model::kStaleMarker}}));
    }

    void everyBitOfAValueSurvivesTheLog()
    {
        const std::vector<double> values = {0.0,
                                            -0.0,
                                            0.1,
                                            1e300,
                                            -1.5,
                                            16777217,
                                            9007199254740993.0,
                                            std::bit_cast<double>(std::uint64_t{0x7ff80000deadbeef}),
                                            model::kNormalNan,
                                            -std::numeric_limits<double>::infinity(),
                                            std::numeric_limits<double>::denorm_min()};
        std::vector<Sample> samples;
        for (const double value : values)
            samples.push_back({kStart + static_cast<Timestamp>(samples.size()), value});
        auto store = open();
        append(*store, kUp, samples);
        QVERIFY(store->flush());
        store->abandon();
        store.reset();

        QCOMPARE(read(*open(), kUp), samples);
    }

    void whatIsNotWrittenYetIsLostAndNothingElse()
    {
        auto store = open();
        append(*store, kUp, {{kStart, 1}});
        QVERIFY(store->write());
        append(*store, kUp, {{kStart + 1, 2}});
        store->abandon();
        store.reset();

        QCOMPARE(read(*open(), kUp), (std::vector<Sample>{{kStart, 1}}));
    }

    void settledSamplesMoveIntoBlocksAndAreReadAsOne()
    {
        auto store = open();
        const auto samples = series(1000);
        append(*store, kUp, samples);

        QVERIFY(store->persist());

        QVERIFY(store->stats().blocks >= 2); // 1000 * 15 s are more than two windows
        QVERIFY(store->headStats().samples < 200);
        QCOMPARE(read(*store, kUp), samples);
        QCOMPARE(read(*store, kUp, kStart + 29'999, kStart + 60'000),
                 (std::vector<Sample>(samples.begin() + 2, samples.begin() + 5)));
    }

    void closedWindowsAreMergedAndNothingChanges()
    {
        auto store = open();
        const auto samples = series(4000);
        for (std::size_t i = 0; i < samples.size(); i += 500) {
            append(*store, kUp,
                   {samples.begin() + static_cast<std::ptrdiff_t>(i),
                    samples.begin() + static_cast<std::ptrdiff_t>(i) + 500});
            QVERIFY(store->persist());
        }
        const auto before = store->stats().blocks;
        store->keep();

        QVERIFY(store->stats().merges > 0);
        QVERIFY(store->stats().blocks < before);
        QCOMPARE(read(*store, kUp), samples);
        store.reset();
        QCOMPARE(read(*open(), kUp), samples);
    }

    void aLateSampleTakesItsPlace()
    {
        auto store = open();
        append(*store, kUp, {{kStart, 1}, {kStart + 600'000, 2}});
        append(*store, kUp, {{kStart + 1, 3}});       // 10 min less 1 ms late
        append(*store, kUp, {{kStart + 300'000, 4}}); // 5 min late
        auto appender = store->appender();
        QVERIFY(appender->append(0, kUp, {kStart, 9}));

        const auto stats = appender->commit();

        QCOMPARE(stats->outOfOrder, std::size_t{1}); // 10 min late
        QCOMPARE(read(*store, kUp),
                 (std::vector<Sample>{{kStart, 1}, {kStart + 1, 3}, {kStart + 300'000, 4}, {kStart + 600'000, 2}}));
    }

    void lateHistogramsTakeTheirPlaceAmongChunksAndFloats()
    {
        const auto histogram = [](int count, int schema = 0) {
            auto made = std::make_shared<model::FloatHistogram>();
            made->schema = schema;
            made->count = count;
            made->sum = 0.5 * count;
            made->positive.spans = {{0, 1}};
            made->positive.counts = {static_cast<double>(count)};
            return made;
        };
        auto store = open();
        const auto add = [&](Timestamp time, model::HistogramPtr value) {
            const auto appender = store->appender();
            if (!appender->appendHistogram(0, kUp, {time, std::move(value)}))
                qFatal("a histogram is refused");
            return *appender->commit();
        };
        constexpr int kCount = 200;          // more than three chunks of 60
        for (int i = 0; i <= kCount; i += 2) // even seconds
            (void)add(kStart + i * 1000, histogram(i + 1));
        append(*store, kUp, {{kStart + kCount * 1000 + 500, model::kStaleMarker}});
        for (int i = kCount - 1; i > 0; i -= 2) // odd ones, late, every fifth of them of another layout
            QCOMPARE(add(kStart + i * 1000, histogram(i + 1, i % 5 == 0 ? 1 : 0)).stored, std::size_t{1});
        append(*store, kUp, {{kStart + 1500, model::kStaleMarker}}); // and a float among them

        QCOMPARE(add(kStart + 3000, histogram(4)).stored, std::size_t{0}); // known
        QCOMPARE(add(kStart + 3000, histogram(9)).duplicates, std::size_t{1});
        QCOMPARE(add(kStart + 1500, histogram(9)).duplicates, std::size_t{1}); // a float is there
        const auto appender = store->appender();
        QVERIFY(appender->append(0, kUp, {kStart + 3000, 1}));
        QCOMPARE(appender->commit()->duplicates, std::size_t{1}); // a histogram is there
        QCOMPARE(add(kStart - 600'000, histogram(1)).outOfOrder, std::size_t{1});

        bool isReplayed = false;
        const auto verify = [&] {
            const auto querier = *store->querier(0, std::numeric_limits<Timestamp>::max());
            const auto cursors = querier->select({Matcher::equal("__name__", "up")}, {});
            std::vector<model::HistogramSample> found;
            QVERIFY(cursors->size() == 1 && cursors->front()->readHistograms(found));
            QCOMPARE(found.size(), std::size_t{kCount + 1});
            for (int i = 0; i <= kCount; ++i) {
                const auto& one = found[static_cast<std::size_t>(i)];
                QCOMPARE(one.t, kStart + i * 1000);
                QCOMPARE(one.histogram->count, i + 1.0);
                if (isReplayed) // a start reads all in order, and compares anew
                    continue;
                QVERIFY(one.histogram->hint == model::ResetHint::Unknown);
            }
            QCOMPARE(read(*store, kUp).size(), std::size_t{2});
        };
        verify();
        QVERIFY(store->flush());
        isReplayed = true;
        store->abandon(); // from the log
        store.reset();
        store = open();
        verify();
        store.reset(); // from a checkpoint
        store = open();
        verify();
    }

    void lateSamplesGoIntoSealedChunks()
    {
        auto store = open();
        std::vector<Sample> even;
        std::vector<Sample> all;
        for (Timestamp i = 0; i < 2000; ++i) {
            all.push_back({kStart + i * 250, static_cast<double>(i % 7)});
            if (i % 2 == 0)
                even.push_back(all.back());
        }
        append(*store, kUp, even);
        for (std::size_t i = 1; i < all.size(); i += 2)
            append(*store, kUp, {all[i]});

        QCOMPARE(read(*store, kUp), all);
        append(*store, kUp, all); // all known by now
        QCOMPARE(read(*store, kUp), all);
    }

    void retentionDropsWholeWindows()
    {
        StoreOptions options = defaults();
        options.retention = std::chrono::hours(24);
        options.rollUpRetention = {options.retention, options.retention};
        const auto samples = series(4000); // 16 h 40 min
        auto store = open(options);
        append(*store, kUp, samples);
        QVERIFY(store->persist());
        store->keep();
        for (int minute = 0; minute < 16 * 60; ++minute) { // a minute at a time is no jump
            m_clock.advance(std::chrono::minutes(1));
            store->keep();
        }

        const auto left = read(*store, kUp);

        QVERIFY(store->stats().blocksDropped > 0);
        QVERIFY(left.front().t > kStart);
        QVERIFY(left.front().t <= m_clock.now() - 24 * 3'600'000); // only what is wholly older went
        QCOMPARE(left.back().t, samples.back().t);
    }

    void aStoreLargerThanItMayBeDropsItsOldest()
    {
        StoreOptions options = defaults();
        options.maxBytes = 20'000;
        auto store = open(options);
        append(*store, kUp, series(20'000, true));
        QVERIFY(store->persist());
        store->keep();

        QVERIFY(store->stats().blocksDropped > 0);
        QVERIFY(store->stats().blockBytes <= options.maxBytes);
        QCOMPARE(read(*store, kUp).back(), series(20'000, true).back());
    }

    void aClockSetForwardDropsNothing()
    {
        auto store = open();
        const auto samples = series(1000);
        append(*store, kUp, samples);
        QVERIFY(store->persist());
        m_clock.setNow(kStart + Timestamp{90} * 24 * 3'600'000);
        store->keep();

        QVERIFY(store->health().clockJumped);
        QCOMPARE(read(*store, kUp), samples);
    }

    void samplesFarAheadAreRefused()
    {
        auto store = open();
        auto appender = store->appender();
        QVERIFY(appender->append(0, kUp, {kStart + 600'001, 1}));
        QVERIFY(appender->append(0, kUp, {std::numeric_limits<Timestamp>::max(), 1}));

        QCOMPARE(appender->commit()->outOfBounds, std::size_t{2});
    }

    void timesThatCannotBeAreRefusedAndCounted_data()
    {
        QTest::addColumn<qint64>("time");
        QTest::newRow("11 minutes ahead") << qint64{kStart + 11 * 60'000};
        QTest::newRow("a year ahead") << qint64{kStart + Timestamp{365} * 86'400'000};
        QTest::newRow("microseconds") << qint64{kStart * 1000};
        QTest::newRow("the end of time") << std::numeric_limits<qint64>::max();
        QTest::newRow("the begin of time") << std::numeric_limits<qint64>::min();
        QTest::newRow("after the begin of time") << std::numeric_limits<qint64>::min() + 1;
        QTest::newRow("seconds") << qint64{kStart / 1000};
        QTest::newRow("1970") << qint64{0};
        QTest::newRow("negative") << qint64{-1};
    }
    void timesThatCannotBeAreRefusedAndCounted()
    {
        QFETCH(const qint64, time);
        for (const bool keepsAll : {false, true}) {
            m_disk = std::make_unique<CrashDisk>();
            auto options = defaults();
            if (keepsAll)
                options.retention = {}; // age alone is no reason: they are late behind the newest of their series
            const auto store = open(options);
            append(*store, kUp, {{kStart, 1}});
            const auto appender = store->appender();
            QVERIFY(appender->append(0, kUp, {time, 2}));

            const auto stats = *appender->commit();

            QCOMPARE(stats.stored, std::size_t{0});
            QCOMPARE(stats.outOfBounds + stats.outOfOrder, std::size_t{1});
            QCOMPARE(read(*store, kUp, std::numeric_limits<Timestamp>::min()), (std::vector<Sample>{{kStart, 1}}));
        }
    }

    void aClockSetBackLosesNothingWithinTheLateWindow()
    {
        auto store = open();
        const auto samples = series(100);
        append(*store, kUp, samples);
        QVERIFY(store->persist());
        const auto newest = samples.back().t;
        m_clock.setNow(newest - 3'600'000); // an hour back: new samples are behind by so much
        store->keep();
        auto appender = store->appender();
        QVERIFY(appender->append(0, kUp, {m_clock.now(), 7}));
        QCOMPARE(appender->commit()->stored, std::size_t{0}); // counted, not stored among the old ones
        QVERIFY(store->health().clockJumped);
        m_clock.setNow(newest - 5 * 60'000 + 1); // five minutes back
        QVERIFY(appender->append(0, kUp, {m_clock.now(), 8}));
        QCOMPARE(appender->commit()->stored, std::size_t{1});

        QCOMPARE(read(*store, kUp).size(), samples.size() + 1);
        m_clock.setNow(newest + 15'000);
        append(*store, kUp, {{newest + 15'000, 9}});
        QCOMPARE(read(*store, kUp).back(), (Sample{newest + 15'000, 9}));
    }

    void aSecondStoreIsRefused()
    {
        const auto first = open();
        NullLogger log;

        const auto second = Store::open(defaults(), m_clock, log, *m_disk);

        QVERIFY(!second);
        QVERIFY(second.error().kind == Error::Kind::Unavailable);
        QVERIFY(QString::fromStdString(second.error().message).contains(QStringLiteral("/data is in use")));
    }

    void aViewerReadsWhatTheWriterWrote()
    {
        const auto writer = open();
        const auto samples = series(1000);
        append(*writer, kUp, samples);
        QVERIFY(writer->persist());
        append(*writer, kUp, {{samples.back().t + 1, 5}});
        QVERIFY(writer->write());
        const auto files = m_disk->files();
        auto options = defaults();
        options.readOnly = true;

        const auto viewer = open(options);

        QVERIFY(viewer->health().state == StoreHealth::State::ReadOnly);
        QCOMPARE(read(*viewer, kUp).size(), samples.size() + 1);
        QCOMPARE(m_disk->files(), files);
    }

    void aNetworkFolderIsRefused()
    {
        m_disk->setRemote(true);
        NullLogger log;

        const auto store = Store::open(defaults(), m_clock, log, *m_disk);

        QVERIFY(store.error().kind == Error::Kind::InvalidInput);
    }

    void endedSeriesLeaveMemory()
    {
        auto store = open();
        for (int i = 0; i < 500; ++i)
            append(*store, LabelSet{{"__name__", "up"}, {"pod", std::to_string(i)}}, {{kStart, 1}});
        m_clock.advance(std::chrono::hours(2));
        append(*store, kUp, {{m_clock.now(), 1}});
        QVERIFY(store->persist());

        QCOMPARE(store->headStats().series, std::size_t{1});
        QCOMPARE(find(*store, Matcher::equal("__name__", "up")).size(), std::size_t{501});
    }

    void historyKeepsItsLateWindowOverACheckpoint()
    {
        m_clock.setNow(kStart + std::int64_t{20} * 24 * 3'600'000); // what comes is twenty days old
        auto store = open();
        std::vector<Sample> samples;
        for (int i = 0; i < 200; ++i)
            samples.push_back({kStart + i * 15'000, static_cast<double>(i)});
        const auto newest = samples.back().t;
        append(*store, kUp, samples);
        m_clock.advance(std::chrono::seconds(30));
        QVERIFY(store->persist());
        m_clock.advance(std::chrono::seconds(30));

        const auto appender = store->appender();
        QVERIFY(appender->append(0, kUp, {newest - 599'999, 7})); // within the window
        QVERIFY(appender->append(0, kUp, {newest - 600'000, 8})); // not any more
        QVERIFY(appender->append(0, kUp, samples.back()));        // known
        QVERIFY(appender->append(0, kUp, {newest + 15'000, 9}));
        const auto stats = appender->commit();

        QCOMPARE(stats->stored, std::size_t{2});
        QCOMPARE(stats->outOfOrder, std::size_t{1});
        QCOMPARE(read(*store, kUp).size(), samples.size() + 2);
        QVERIFY(store->persist());
        store.reset();
        store = open();
        QCOMPARE(store->headStats().series, std::size_t{1}); // also over a restart
        QCOMPARE(read(*store, kUp).size(), samples.size() + 2);

        m_clock.advance(std::chrono::hours(1)); // it has ended
        QVERIFY(store->persist());
        QCOMPARE(store->headStats().series, std::size_t{0});
        QCOMPARE(read(*store, kUp).size(), samples.size() + 2);
    }

    void labelsOfBlocksAndHeadAreOne()
    {
        auto store = open();
        append(*store, LabelSet{{"__name__", "old"}, {"a", "1"}}, {{kStart, 1}});
        m_clock.advance(std::chrono::hours(2));
        append(*store, LabelSet{{"__name__", "new"}, {"b", "2"}}, {{m_clock.now(), 1}});
        QVERIFY(store->persist());
        const auto querier = *store->querier(0, std::numeric_limits<Timestamp>::max());

        QCOMPARE(*querier->labelNames({}), (std::vector<std::string>{"__name__", "a", "b"}));
        QCOMPARE(*querier->labelValues("__name__", {}), (std::vector<std::string>{"new", "old"}));
        QCOMPARE(*querier->labelValues("a", {Matcher::equal("__name__", "old")}), (std::vector<std::string>{"1"}));
        QCOMPARE(querier->series({})->size(), std::size_t{2});
    }

    void aFullDiskKeepsSamplesInMemoryAndResumes()
    {
        auto options = defaults();
        options.stopFreeBytes = 0; // the disk itself says no
        options.lowFreeBytes = 0;
        options.lowFreeShare = 0;
        m_disk->setCapacity(30'000);
        auto store = open(options);
        const auto samples = series(20'000, true);
        for (std::size_t i = 0; i < samples.size(); i += 100) {
            append(*store, kUp,
                   {samples.begin() + static_cast<std::ptrdiff_t>(i),
                    samples.begin() + static_cast<std::ptrdiff_t>(i) + 100});
            (void)store->write();
            store->keep();
            m_clock.advance(std::chrono::seconds(1));
        }
        QVERIFY(store->health().state == StoreHealth::State::DiskFull);
        QCOMPARE(read(*store, kUp), samples);

        m_disk->setCapacity(10'000'000);
        for (int second = 0; second < 10; ++second) {
            m_clock.advance(std::chrono::seconds(1));
            store->keep();
        }

        QVERIFY(store->health().state == StoreHealth::State::Good);
        QVERIFY(store->flush());
        store->abandon();
        store.reset();
        QCOMPARE(read(*open(options), kUp), samples);
    }

    void littleRoomStopsWritingBeforeTheDiskIsFull()
    {
        auto options = defaults();
        options.stopFreeBytes = 50'000;
        options.lowFreeBytes = 80'000;
        m_disk->setCapacity(90'000);
        auto store = open(options);
        store->keep();
        QVERIFY(store->health().state == StoreHealth::State::Good);
        m_disk->setCapacity(70'000);
        store->keep();
        QVERIFY(store->health().state == StoreHealth::State::LowSpace);
        m_disk->setCapacity(40'000);
        store->keep();
        append(*store, kUp, {{kStart, 1}});
        QVERIFY(store->write());
        const auto size = store->stats().logBytes;

        QVERIFY(store->health().state == StoreHealth::State::DiskFull);
        QVERIFY(QString::fromStdString(store->health().message).contains(QStringLiteral("/data")));
        QVERIFY(size < 100); // the header alone

        m_disk->setCapacity(10'000'000);
        store->keep();
        m_clock.advance(std::chrono::seconds(3));
        store->keep();
        store->abandon();
        store.reset();
        QCOMPARE(read(*open(options), kUp), (std::vector<Sample>{{kStart, 1}}));
    }

    void aVanishedFolderIsSaidAndSurvived()
    {
        support::FaultIo faults(*m_disk);
        NullLogger log;
        auto store = *Store::open(defaults(), m_clock, log, faults);
        faults.setFault({faults.calls() + 1, ENOENT, true});
        append(*store, kUp, {{kStart, 1}});
        (void)store->flush();
        store->keep();

        QVERIFY(store->health().state == StoreHealth::State::Failing);
        QVERIFY(QString::fromStdString(store->health().message).contains(QStringLiteral("/data")));
        QCOMPARE(read(*store, kUp), (std::vector<Sample>{{kStart, 1}}));
    }

    void histogramsAndStartTimesSurviveEveryPlace()
    {
        auto store = open();
        std::vector<model::HistogramSample> histograms;
        for (int i = 0; i < 400; ++i) {
            const auto time = kStart + i * 15'000;
            m_clock.setNow(time);
            auto appender = store->appender();
            if (i % 100 == 99) {
                QVERIFY(appender->append(0, kUp, {time, model::kStaleMarker}));
            } else {
                auto histogram = std::make_shared<model::FloatHistogram>();
                histogram->count = 3 * i + 3;
                histogram->sum = 0.5 * i;
                histogram->positive.spans = {{0, 2}};
                histogram->positive.counts = {static_cast<double>(i + 1), static_cast<double>(2 * i + 2)};
                histograms.push_back({time, histogram});
                QVERIFY(appender->appendHistogram(0, kUp, histograms.back()));
                appender->setStartTime(kStart - 5);
            }
            QVERIFY(appender->commit());
            if (i == 150 || i == 300)
                QVERIFY(store->persist());
            if (i == 200) {
                QVERIFY(store->flush());
                store->abandon();
                store.reset();
                store = open();
            }
        }
        verifyHistograms(*store, histograms);
        store.reset(); // a checkpoint
        store = open();
        verifyHistograms(*store, histograms);
        m_clock.advance(std::chrono::hours(3)); // idle: all goes into blocks
        append(*store, LabelSet{{"__name__", "other"}}, {{m_clock.now(), 1}});
        QVERIFY(store->persist());
        QCOMPARE(store->headStats().series, std::size_t{1});
        verifyHistograms(*store, histograms);
        m_clock.advance(std::chrono::hours(6));
        append(*store, LabelSet{{"__name__", "another"}}, {{m_clock.now(), 1}});
        m_clock.advance(std::chrono::hours(2));
        QVERIFY(store->persist()); // closes the windows
        store->keep();
        QVERIFY(store->stats().merges > 0);
        verifyHistograms(*store, histograms);
    }

    void metadataSurvive()
    {
        auto store = open();
        store->appender()->describe("up", {model::MetricType::Gauge, "Whether it is up.", ""});
        QVERIFY(store->flush());
        store->abandon();
        store.reset();
        store = open();
        QCOMPARE((*(*store->querier(0, 1))->metadata("up"))["up"].help, std::string("Whether it is up."));
        store.reset();
        store = open();
        QCOMPARE((*(*store->querier(0, 1))->metadata("up"))["up"].help, std::string("Whether it is up."));
    }

    void aSlowDiskMakesTheEndGiveItsCheckpointUp()
    {
        support::FaultIo io(*m_disk);
        bool isSlow = false;
        io.onCall([&](std::uint64_t) { m_clock.advance(std::chrono::milliseconds(isSlow ? 400 : 0)); });
        auto options = defaults();
        options.endPatience = std::chrono::seconds(1);
        const auto samples = series(2000);
        const auto endAndOpen = [&](std::unique_ptr<Store> store, bool slowly) {
            isSlow = slowly;
            store.reset();
            isSlow = false;
            return *Store::open(options, m_clock, m_log, io);
        };
        auto store = *Store::open(options, m_clock, m_log, io);
        append(*store, kUp, samples);

        store = endAndOpen(std::move(store), true);

        QCOMPARE(checkpoints(), 0);
        QCOMPARE(read(*store, kUp), samples); // of the log

        store = endAndOpen(std::move(store), false);

        QCOMPARE(checkpoints(), 1);
        QCOMPARE(read(*store, kUp), samples);
    }

    void aCheckpointThatAloneHasTheSamplesIsWaitedFor()
    {
        support::FaultIo io(*m_disk);
        auto options = defaults();
        options.endPatience = std::chrono::seconds(1);
        const auto samples = series(2000);
        auto store = *Store::open(options, m_clock, m_log, io);
        append(*store, kUp, samples);
        io.setFault({.call = io.calls() + 1, .code = EIO});
        QVERIFY(!store->flush()); // the log has a hole now
        io.onCall([&](std::uint64_t) { m_clock.advance(std::chrono::milliseconds(400)); });

        store.reset();

        QCOMPARE(checkpoints(), 1);
        QCOMPARE(read(*open(), kUp), samples);
    }

private:
    int checkpoints() const
    {
        const auto files = m_disk->list("/data/wal");
        return static_cast<int>(
            std::ranges::count_if(*files, [](const std::string& name) { return name.ends_with(".checkpoint"); }));
    }
    static void verifyHistograms(const Store& store, const std::vector<model::HistogramSample>& expected)
    {
        const auto querier = *store.querier(0, std::numeric_limits<Timestamp>::max());
        const auto cursors = querier->select({Matcher::equal("__name__", "up")}, {});
        QCOMPARE(cursors->size(), std::size_t{1});
        QVERIFY(cursors->front()->mayHaveHistograms());
        std::vector<model::HistogramSample> found;
        QVERIFY(cursors->front()->readHistograms(found));
        QCOMPARE(found.size(), expected.size());
        for (std::size_t i = 0; i < found.size(); ++i) {
            QCOMPARE(found[i].t, expected[i].t);
            QCOMPARE(found[i].histogram->positive.counts, expected[i].histogram->positive.counts);
            QCOMPARE(found[i].histogram->sum, expected[i].histogram->sum);
        }
        std::vector<model::StartTime> starts;
        QVERIFY(cursors->front()->readStartTimes(starts));
        QCOMPARE(starts.size(), expected.size());
        QCOMPARE(starts.back(), (model::StartTime{expected.back().t, kStart - 5}));
        QCOMPARE(read(store, kUp).size(), std::size_t{4}); // the markers
    }

    static StoreOptions defaults()
    {
        StoreOptions options;
        options.folder = "/data";
        options.threads = false;
        return options;
    }
    std::unique_ptr<Store> open(const StoreOptions& options = defaults())
    {
        auto store = Store::open(options, m_clock, m_log, *m_disk);
        if (!store)
            qFatal("%s", store.error().message.c_str());
        return std::move(*store);
    }
    std::vector<Sample> series(std::size_t count, bool bulky = false)
    {
        std::vector<Sample> samples;
        for (std::size_t i = 0; i < count; ++i)
            samples.push_back({kStart + static_cast<Timestamp>(i) * 15'000,
                               bulky ? std::sin(static_cast<double>(i)) : static_cast<double>(i % 100)});
        m_clock.setNow(std::max(m_clock.now(), samples.back().t));
        return samples;
    }
    static void append(Store& store, const LabelSet& labels, const std::vector<Sample>& samples)
    {
        support::appendAll(store, labels, samples);
    }
    static std::vector<Sample> read(const Store& store, const LabelSet& labels, Timestamp minTime = 0,
                                    Timestamp maxTime = std::numeric_limits<Timestamp>::max())
    {
        return support::readAll(store, labels, minTime, maxTime);
    }
    static std::vector<std::unique_ptr<storage::SeriesCursor>> find(const Store& store, const Matcher& matcher)
    {
        return std::move(*(*store.querier(0, std::numeric_limits<Timestamp>::max()))->select({matcher}, {}));
    }

    std::unique_ptr<CrashDisk> m_disk;
    ManualClock m_clock;
    NullLogger m_log;
};

} // namespace

QTEST_GUILESS_MAIN(StoreTest)
#include "store_test.moc"
