// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// When a store makes roll-ups, what happens to them when history comes late, files are damaged, and time goes by.
#include <QTest>

#include "engine/tsdb/store.h"
#include "support/crash_disk.h"
#include "support/fault_io.h"
#include "support/manual_clock.h"
#include "support/store_scenario.h"

using namespace nocturne;
using namespace std::chrono_literals;
using model::LabelSet;
using model::Matcher;
using model::Sample;
using storage::RollUp;
using support::CrashDisk;
using tsdb::Store;
using tsdb::StoreOptions;

namespace {

constexpr Timestamp kStart = 1'700'006'400'000; // a multiple of 2 hours
constexpr Timestamp kMinute = 60'000;
constexpr Timestamp kHour = 60 * kMinute;
const LabelSet kUp{{"__name__", "up"}};
const LabelSet kOld{{"__name__", "old"}};

class RollUpStoreTest : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_disk = std::make_unique<CrashDisk>();
        m_clock.setNow(kStart);
    }

    void nothingIsRolledUpBeforeTheWindowIsClosed()
    {
        auto store = open();
        run(*store, kUp, kStart, kStart + kHour);

        QCOMPARE(store->stats().rollUps, std::size_t{0});
        QVERIFY(!rollUps(*store, kUp, kStart, kStart + kHour));
    }

    void aClosedWindowIsRolledUpOnce()
    {
        auto store = open();
        run(*store, kUp, kStart, kStart + 5 * kHour);
        const auto files = rollUpFiles();
        QCOMPARE(files.size(), std::size_t{2}); // of 2 hours each; the hours wait for 8 hours
        settle(*store);
        QCOMPARE(rollUpFiles(), files);

        const auto found = rollUps(*store, kUp, kStart, kStart + 4 * kHour);

        QVERIFY(found);
        QCOMPARE(found->size(), std::size_t{48});
        QCOMPARE(found->front().count, 20U);
        QCOMPARE(found->at(3).max, 999.0);
        QCOMPARE(found->at(47).end, kStart + 4 * kHour);
    }

    void hoursAreMadeOfMinutes()
    {
        auto store = open();
        run(*store, kUp, kStart, kStart + 20 * kHour);

        QVERIFY(std::ranges::any_of(rollUpFiles(), [](const auto& path) { return path.find("/1h/") != path.npos; }));
        const auto found = rollUps(*store, kUp, kStart, kStart + 18 * kHour, 1h);
        QCOMPARE(found->size(), std::size_t{18});
        for (const auto& hour : *found)
            QCOMPARE(hour.count, 240U);
    }

    void lateHistoryIsRolledUpToo()
    {
        auto store = open();
        run(*store, kUp, kStart, kStart + 5 * kHour);
        append(*store, kOld, kStart, kStart + kHour);                // of a series that was not there
        QVERIFY(!rollUps(*store, kOld, kStart, kStart + 4 * kHour)); // it is in the head
        QVERIFY(rollUps(*store, kUp, kStart, kStart + 4 * kHour));
        append(*store, kOld, kStart + kHour, kStart + 5 * kHour);
        QVERIFY(store->persist());
        QVERIFY(!rollUps(*store, kOld, kStart, kStart + 4 * kHour)); // they are not made anew yet
        settle(*store);

        QCOMPARE(rollUpFiles().size(), std::size_t{2});
        QCOMPARE(rollUps(*store, kOld, kStart, kStart + 4 * kHour)->size(), std::size_t{48});
        QCOMPARE(rollUps(*store, kUp, kStart, kStart + 4 * kHour)->size(), std::size_t{48});
    }

    void oldHistoryIsRolledUpBeforeItGoes()
    {
        auto options = defaults();
        options.rollUpRetention = {};
        auto store = open(options);
        m_clock.setNow(kStart + 6 * kHour);
        append(*store, kUp, kStart, kStart + 6 * kHour); // as an import does: no upkeep in between
        QVERIFY(store->persist());
        store.reset();
        options.retention = 10h;
        m_clock.setNow(kStart + 1000 * kHour);
        store = open(options);
        settle(*store);

        QVERIFY(store->stats().blocksDropped > 0);
        QCOMPARE(rollUps(*store, kUp, kStart, kStart + 4 * kHour)->size(), std::size_t{48});
    }

    void rollUpsOutliveSamplesAndGoByTheirOwnAge()
    {
        auto store = open();
        run(*store, kUp, kStart, kStart + 20 * kHour);
        store.reset();
        auto options = defaults();
        options.retention = 10h;
        options.rollUpRetention = {15h, 1000h};
        store = open(options);
        settle(*store);
        const auto oldest = read(*store, kUp).front();
        QCOMPARE(oldest.t, kStart + 15'000); // out of roll-ups, as samples up to 10 h are gone
        QCOMPARE(rollUps(*store, kUp, kStart, kStart + 18 * kHour, 1h)->size(), std::size_t{18});
        m_clock.advance(20h);
        settle(*store);

        QVERIFY(std::ranges::none_of(rollUpFiles(), [](const auto& path) {
            return path.find("/5m/") != path.npos && path.find("00001.block") != path.npos;
        }));
        QVERIFY(rollUps(*store, kUp, kStart, kStart + 16 * kHour, 1h)->size() >= 14);
        m_clock.advance(1000h);
        settle(*store);
        QVERIFY(rollUpFiles().size() < 3); // what had no hours yet
    }

    /// Of three days and a few hours: first old samples go, then old roll-ups, and the last day at the end.
    void byTheirSizeOldSamplesGoThenRollUpsThenTheLastDay()
    {
        {
            auto store = open();
            run(*store, kUp, kStart, kStart + 80 * kHour);
        }
        auto options = defaults();
        const auto newest = kStart + 80 * kHour;
        const auto dayBefore = newest - 24 * kHour;
        std::uint64_t sampleBytes = 0;
        std::uint64_t rollUpBytes = 0;
        {
            const auto store = open();
            settle(*store);
            sampleBytes = store->stats().blockBytes;
            rollUpBytes = store->stats().rollUpBytes;
        }
        const auto files = rollUpFiles();
        QVERIFY(files.size() > 40);

        options.maxBytes = sampleBytes * 3 / 4 + rollUpBytes;
        auto store = open(options);
        settle(*store);
        QVERIFY(store->stats().blocksDropped > 0);
        QCOMPARE(rollUpFiles(), files);
        QCOMPARE(rollUps(*store, kUp, kStart, kStart + 4 * kHour)->size(), std::size_t{48});
        store.reset();

        options.maxBytes = sampleBytes / 2 + rollUpBytes / 2;
        store = open(options);
        settle(*store);
        const auto& raw = store->blocks();
        QVERIFY(!raw->empty());
        for (const auto& block : *raw)
            QVERIFY(block->maxTime() >= dayBefore);
        QCOMPARE(countBetween(*store, dayBefore, newest), 24 * 240);
        QVERIFY(rollUpFiles().size() < files.size());
        QVERIFY(rollUps(*store, kUp, newest - 10 * kHour, newest - 4 * kHour)); // those of what is there stay
        const auto left = rollUpFiles();
        const auto dropped = store->stats().blocksDropped;
        settle(*store); // and nothing is made again to be dropped again
        QCOMPARE(rollUpFiles(), left);
        QCOMPARE(store->stats().blocksDropped, dropped);
        store.reset();

        options.maxBytes = 1;
        store = open(options);
        settle(*store);
        QVERIFY(store->blocks()->empty());
        QVERIFY(rollUpFiles().empty());
    }

    void whatCannotBeRolledUpIsForgottenWithItsSamples()
    {
        auto options = defaults();
        options.rollUpRetention = {};
        {
            auto store = open(options);
            m_clock.setNow(kStart + 3 * kHour);
            append(*store, kUp, kStart, kStart + 3 * kHour);
            QVERIFY(store->persist());
        }
        for (const auto& path : m_disk->files()) {
            if (path.find("/blocks/") != std::string::npos) {
                auto* const content = m_disk->content(path);
                for (std::size_t i = 20; i < content->size() / 4; ++i) // its samples
                    content->at(i) ^= std::byte{0x55};
            }
        }
        auto store = open(options);
        settle(*store);
        const auto remembered = store->stats().unreadableRollUps;
        options.retention = 1h;
        store.reset();
        store = open(options);
        settle(*store); // it is tried again, and remembered again, before the samples go
        m_clock.advance(100h);
        append(*store, kOld, m_clock.now() - kHour, m_clock.now());
        QVERIFY(store->persist());
        settle(*store);

        QVERIFY(remembered > 0);
        QCOMPARE(store->stats().unreadableRollUps, std::size_t{0});
    }

    void damageIsFoundSaidAndMended()
    {
        auto store = open();
        run(*store, kUp, kStart, kStart + 5 * kHour);
        const auto whole = rollUps(*store, kUp, kStart, kStart + 4 * kHour);
        store.reset();
        auto* content = m_disk->content(rollUpFiles().front());
        content->at(40) ^= std::byte{1};
        store = open();

        QVERIFY(!read(*store, kUp).empty());
        QVERIFY(!rollUps(*store, kUp, kStart, kStart + 4 * kHour, 5min, true)); // the evaluator reads samples then
        const auto verified = store->verify();
        QCOMPARE(verified.rollUps, std::uint64_t{2});
        QCOMPARE(verified.damagedRollUps, std::uint64_t{1});
        QVERIFY(!store->health().damages.empty());
        const auto repaired = store->repair();
        QVERIFY(repaired);
        QCOMPARE(repaired->damagedRollUps, std::uint64_t{0});
        QCOMPARE(*rollUps(*store, kUp, kStart, kStart + 4 * kHour), *whole);
        QVERIFY(std::ranges::any_of(m_disk->files(), [](const auto& path) { return path.ends_with(".corrupt"); }));
    }

    void everyFlippedBitOfARollUpIsFound()
    {
        auto store = open();
        run(*store, kUp, kStart, kStart + 3 * kHour);
        const auto whole = rollUps(*store, kUp, kStart, kStart + 2 * kHour);
        store.reset();
        const auto path = rollUpFiles().front();
        auto* content = m_disk->content(path);
        const auto size = content->size();
        int wrong = 0;
        for (std::size_t i = 0; i < size * 8; i += 3) {
            const auto before = *content;
            content->at(i / 8) ^= static_cast<std::byte>(1U << (i % 8));
            StoreOptions options = defaults();
            options.readOnly = true;
            const auto viewer = open(options);
            const auto found = rollUps(*viewer, kUp, kStart, kStart + 2 * kHour, 5min, true);
            const bool isNoted = !viewer->health().damages.empty();
            wrong += (!found && isNoted) || (found && *found == *whole) ? 0 : 1;
            *content = before;
        }
        QCOMPARE(wrong, 0);
    }

    void aCrashBetweenTwoFilesLeavesOne()
    {
        auto store = open();
        run(*store, kUp, kStart, kStart + 5 * kHour);
        store.reset();
        const auto path = rollUpFiles().front();
        const auto copy = *m_disk->content(path);
        const auto second = path.substr(0, path.find_last_of('/')) + "/0000000000000099.block";
        const auto file = *m_disk->open(second, IoLayer::Open::CreateNew);
        QVERIFY(m_disk->write(file, copy));
        m_disk->close(file);

        store = open();

        QCOMPARE(store->stats().rollUps, std::size_t{2});
        QVERIFY(m_disk->content(path) == nullptr);
        QCOMPARE(rollUps(*store, kUp, kStart, kStart + 4 * kHour)->size(), std::size_t{48});
    }

    void aPowerCutAnywhereLeavesRightRollUpsOrNone()
    {
        auto store = open();
        int found = 0;
        for (auto t = kStart; t < kStart + 6 * kHour; t += kHour) {
            run(*store, kUp, t, t + kHour);
            for (std::uint64_t seed = 0; seed < 20; ++seed) {
                const auto disk = m_disk->afterCut(seed);
                NullLogger log;
                const auto after = Store::open(defaults(), m_clock, log, *disk);
                QVERIFY(after);
                settle(**after);
                const auto left = read(**after, kUp);
                const auto buckets = rollUps(**after, kUp, kStart, t + kHour);
                if (!buckets)
                    continue;
                std::size_t samples = 0;
                for (const auto& bucket : *buckets)
                    samples += bucket.count;
                QCOMPARE(samples, left.size());
                ++found;
            }
        }
        QVERIFY(found > 20);
    }

    void anyCallMayFailWhileRollingUp()
    {
        std::uint64_t calls = 0;
        for (std::uint64_t number = 1; number == 1 || number <= calls; number += 3) {
            m_disk = std::make_unique<CrashDisk>();
            m_clock.setNow(kStart);
            support::FaultIo faults(*m_disk);
            auto store = *Store::open(defaults(), m_clock, m_log, faults);
            m_clock.setNow(kStart + 5 * kHour);
            append(*store, kUp, kStart, kStart + 5 * kHour);
            QVERIFY(store->persist());
            const auto before = faults.calls();
            if (number > 1)
                faults.setFault({before + number, ENOSPC, false});
            settle(*store);
            calls = number == 1 ? faults.calls() - before : calls;
            m_clock.advance(10s);
            settle(*store);

            QCOMPARE(rollUps(*store, kUp, kStart, kStart + 4 * kHour)->size(), std::size_t{48});
            QCOMPARE(read(*store, kUp).size(), std::size_t{1200});
        }
        QVERIFY(calls > 15);
    }

private:
    static StoreOptions defaults()
    {
        StoreOptions options;
        options.folder = "/data";
        options.threads = false;
        options.retention = {};
        options.rollUpWindows = {2h, 8h};
        options.clockJump = {};
        return options;
    }
    std::unique_ptr<Store> open(const StoreOptions& options = defaults())
    {
        auto store = Store::open(options, m_clock, m_log, *m_disk);
        if (!store)
            qFatal("%s", store.error().message.c_str());
        return std::move(*store);
    }
    std::vector<std::string> rollUpFiles() const
    {
        auto files = m_disk->files();
        std::erase_if(
            files, [](const auto& path) { return path.find("/rollups/") == path.npos || !path.ends_with(".block"); });
        return files;
    }
    static void settle(Store& store)
    {
        for (int i = 0; i < 20; ++i)
            store.keep();
    }
    /// Samples in (from, to] by 15 s; one of them a spike.
    static void append(Store& store, const LabelSet& labels, Timestamp from, Timestamp to)
    {
        std::vector<Sample> samples;
        for (auto t = from + 15'000; t <= to; t += 15'000)
            samples.push_back({t, t == kStart + 18 * kMinute ? 999.0 : static_cast<double>(t / 15'000 % 7)});
        support::appendAll(store, labels, samples);
    }
    void run(Store& store, const LabelSet& labels, Timestamp from, Timestamp to)
    {
        for (auto t = from; t < to; t += kHour) {
            m_clock.setNow(t + kHour);
            append(store, labels, t, t + kHour);
            if (!store.persist())
                qFatal("no checkpoint");
            settle(store);
        }
    }
    /// Raw samples of "up" in (from, to].
    static int countBetween(const Store& store, Timestamp from, Timestamp to)
    {
        return static_cast<int>(support::readAll(store, kUp, from, to).size());
    }
    static std::vector<Sample> read(const Store& store, const LabelSet& labels)
    {
        return support::readAll(store, labels, 0, std::numeric_limits<Timestamp>::max());
    }
    /// Nothing when the store has none, or, where that is expected, when they cannot be read.
    static std::optional<std::vector<RollUp>> rollUps(const Store& store, const LabelSet& labels, Timestamp from,
                                                      Timestamp to, std::chrono::milliseconds resolution = 5min,
                                                      bool mayBeDamaged = false)
    {
        const auto querier = *store.querier(from, to);
        const auto matchers = {Matcher::equal("__name__", std::string(labels.metricName()))};
        auto cursors = querier->selectRollUps(matchers, resolution, {});
        if (!cursors || !*cursors)
            return std::nullopt;
        std::vector<RollUp> found;
        for (const auto& cursor : **cursors) {
            const auto read = cursor->read(found);
            if (!read && mayBeDamaged)
                return std::nullopt;
            if (!read)
                qFatal("%s", read.error().message.c_str());
        }
        return found;
    }

    std::unique_ptr<CrashDisk> m_disk;
    support::ManualClock m_clock{kStart};
    NullLogger m_log;
};

} // namespace

QTEST_APPLESS_MAIN(RollUpStoreTest)
#include "roll_up_store_test.moc"
