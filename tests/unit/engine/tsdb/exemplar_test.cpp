// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tsdb/exemplar_store.h"

#include <cmath>
#include <limits>
#include <map>

#include <QTest>

#include "engine/tsdb/store.h"
#include "support/crash_disk.h"
#include "support/manual_clock.h"

using namespace nocturne;
using model::Exemplar;
using model::LabelSet;
using model::Matcher;
using storage::SeriesExemplars;
using support::CrashDisk;
using support::ManualClock;
using tsdb::ExemplarOutcome;
using tsdb::ExemplarStore;
using tsdb::Store;

namespace {

constexpr Timestamp kStart = 1'700'006'400'000; // the start of a window of two hours
constexpr Timestamp kFirst = std::numeric_limits<Timestamp>::min();
constexpr Timestamp kLast = std::numeric_limits<Timestamp>::max();
const LabelSet kUp{{"__name__", "up"}, {"job", "node"}};
const LabelSet kRequests{{"__name__", "requests_total"}, {"job", "api"}};
const LabelSet kTrace{{"trace_id", "abc"}};

using Found = std::vector<SeriesExemplars>;
using Selectors = std::vector<std::vector<Matcher>>;

const Selectors kAll = {{*Matcher::make(Matcher::Op::Regex, "__name__", ".+")}};

Exemplar told(Timestamp time, double value, const LabelSet& labels = kTrace) { return {labels, value, time, true}; }
Exemplar untold(Timestamp time, double value) { return {kTrace, value, time, false}; }

Found all(const storage::Queryable& store) { return store.exemplars(kFirst, kLast, kAll, {}).value(); }
Found all(const ExemplarStore& store) { return store.select(kFirst, kLast, kAll, {}).value(); }

class ExemplarTest : public QObject
{
    Q_OBJECT

private slots:
    void onlyNewsIsTaken_data()
    {
        QTest::addColumn<Exemplar>("known");
        QTest::addColumn<Exemplar>("next");
        QTest::addColumn<ExemplarOutcome>("outcome");
        QTest::newRow("later") << told(5, 1) << told(6, 1) << ExemplarOutcome::Stored;
        QTest::newRow("told again") << told(5, 1) << told(5, 1) << ExemplarOutcome::Duplicate;
        QTest::newRow("told again without a time, by a later scrape")
            << untold(5, 1) << untold(9, 1) << ExemplarOutcome::Duplicate;
        QTest::newRow("no number, told again")
            << told(5, std::nan("")) << told(5, std::nan("")) << ExemplarOutcome::Duplicate;
        QTest::newRow("another value without a time") << untold(5, 1) << untold(9, 2) << ExemplarOutcome::Stored;
        QTest::newRow("earlier") << told(5, 1) << told(4, 2) << ExemplarOutcome::OutOfOrder;
        QTest::newRow("same time, greater value: another bucket")
            << told(5, 1) << told(5, 2) << ExemplarOutcome::Stored;
        QTest::newRow("same time, lesser value") << told(5, 2) << told(5, 1) << ExemplarOutcome::OutOfOrder;
        QTest::newRow("same time and value, later labels")
            << told(5, 1) << told(5, 1, LabelSet{{"trace_id", "b"}}) << ExemplarOutcome::Stored;
        QTest::newRow("same time and value, earlier labels")
            << told(5, 1) << told(5, 1, LabelSet{{"trace_id", "a"}}) << ExemplarOutcome::OutOfOrder;
    }

    void onlyNewsIsTaken()
    {
        QFETCH(Exemplar, known);
        QFETCH(Exemplar, next);
        QFETCH(ExemplarOutcome, outcome);
        ExemplarStore store(10);

        QCOMPARE(store.add(kUp, known), ExemplarOutcome::Stored);
        QCOMPARE(store.add(kUp, next), outcome);

        QCOMPARE(store.stats().held, std::size_t{outcome == ExemplarOutcome::Stored ? 2U : 1U});
        QCOMPARE(store.stats().duplicate, std::uint64_t{outcome == ExemplarOutcome::Duplicate});
        QCOMPARE(store.stats().outOfOrder, std::uint64_t{outcome == ExemplarOutcome::OutOfOrder});
    }

    void labelsHaveALengthInCodePoints()
    {
        ExemplarStore store(10);
        std::string umlauts;
        for (int i = 0; i < 120; ++i)
            umlauts += "\u00e4"; // 2 bytes each

        QCOMPARE(store.add(kUp, told(1, 1, LabelSet{{"trace_id", umlauts}})), ExemplarOutcome::Stored); // 128
        QCOMPARE(store.add(kUp, told(2, 1, LabelSet{{"trace_id", umlauts + "x"}})), ExemplarOutcome::Refused);

        QCOMPARE(store.stats().refused, std::uint64_t{1});
        QCOMPARE(store.stats().held, std::size_t{1});
    }

    void theOldestGiveWay()
    {
        ExemplarStore store(3);
        (void)store.add(kUp, told(1, 1));
        (void)store.add(kRequests, told(1, 10));
        (void)store.add(kRequests, told(2, 20));
        (void)store.add(kRequests, told(3, 30));

        QCOMPARE(all(store), (Found{{kRequests, {told(1, 10), told(2, 20), told(3, 30)}}}));
        QCOMPARE(store.stats().series, std::size_t{1});

        for (int i = 4; i < 20; ++i) // several times around, also where a series pushes out itself
            (void)store.add(i % 5 == 0 ? kUp : kRequests, told(i, i));

        QCOMPARE(all(store), (Found{{kRequests, {told(17, 17), told(18, 18), told(19, 19)}}}));
        QCOMPARE(store.all(), (std::vector<std::pair<LabelSet, Exemplar>>{
                                  {kRequests, told(17, 17)}, {kRequests, told(18, 18)}, {kRequests, told(19, 19)}}));
    }

    void aStoreWithoutRoomTakesNone()
    {
        ExemplarStore store(0);

        QCOMPARE(store.add(kUp, told(1, 1)), ExemplarOutcome::Disabled);

        QCOMPARE(all(store), Found());
    }

    void selectorsAndBothEndsSelect()
    {
        ExemplarStore store(10);
        for (int i = 1; i <= 4; ++i) {
            (void)store.add(kUp, told(i, i));
            (void)store.add(kRequests, told(i, 10 * i));
        }
        const Selectors up = {{Matcher::equal("__name__", "up")}};
        const Selectors both = {{Matcher::equal("job", "api")}, {Matcher::equal("job", "node")}};

        QCOMPARE(store.select(2, 3, up, {}).value(), (Found{{kUp, {told(2, 2), told(3, 3)}}}));
        QCOMPARE(store.select(4, 9, both, {}).value(), (Found{{kRequests, {told(4, 40)}}, {kUp, {told(4, 4)}}}));
        QCOMPARE(store.select(5, 9, both, {}).value(), Found());
        QCOMPARE(store.select(1, 9, {}, {}).value(), Found());
    }

    void aCommitCountsWhatBecameOfThem()
    {
        m_clock.setNow(kStart);
        tsdb::Head head({.maxExemplars = 10}, m_clock);
        const auto appender = head.appender();
        const auto ref = appender->append(0, kUp, {kStart, 1}).value();
        QVERIFY(appender->appendExemplar(ref, told(kStart - 1, 1)));
        QVERIFY(appender->appendExemplar(ref, told(kStart - 1, 1)));
        QVERIFY(appender->appendExemplar(ref, told(kStart - 2, 1)));
        QVERIFY(appender->appendExemplar(ref, told(kStart, 1, LabelSet{{"x", std::string(128, 'y')}})));
        QVERIFY(appender->appendExemplar(ref, told(kStart + 3'600'000, 1))); // would keep out the next hour's
        QVERIFY(appender->appendExemplar(ref + 1, told(kStart, 1)).error().kind == Error::Kind::InvalidInput);
        QCOMPARE(all(head), Found()); // before the commit

        const auto stats = appender->commit().value();

        QCOMPARE(stats.exemplarsStored, std::size_t{1});
        QCOMPARE(stats.exemplarsDuplicate, std::size_t{1});
        QCOMPARE(stats.exemplarsOutOfOrder, std::size_t{1});
        QCOMPARE(stats.exemplarsRefused, std::size_t{2});
        QCOMPARE(all(head), (Found{{kUp, {told(kStart - 1, 1)}}}));
    }

    void whatIsRolledBackNeverWas()
    {
        m_clock.setNow(kStart);
        tsdb::Head head({}, m_clock);
        {
            const auto appender = head.appender();
            const auto ref = appender->append(0, kUp, {kStart, 1}).value();
            QVERIFY(appender->appendExemplar(ref, told(kStart, 1)));
            appender->rollback();
        }

        head.maintain();

        QCOMPARE(all(head), Found());
        QCOMPARE(head.stats().series, std::size_t{0}); // no pin is left
    }

    void theyOutliveACrashACheckpointAndTheirSeries()
    {
        m_clock.setNow(kStart);
        auto store = open(3);
        append(*store, kUp, untold(kStart, 1));
        append(*store, kRequests, told(kStart + 1, 2));
        QVERIFY(store->flush());
        const Found two = {{kRequests, {told(kStart + 1, 2)}}, {kUp, {untold(kStart, 1)}}};
        QCOMPARE(all(*store), two);

        store->abandon();
        store.reset();
        store = open(3); // from the log
        QCOMPARE(all(*store), two);

        store.reset();
        store = open(3); // from the checkpoint
        QCOMPARE(all(*store), two);

        m_clock.advance(std::chrono::hours(3));
        append(*store, kRequests, told(kStart + 2, 3));
        QVERIFY(store->persist());
        QCOMPARE(store->headStats().series, std::size_t{1}); // the series of the other is in a block alone
        store->abandon();
        store.reset();
        store = open(3);
        const Found three = {{kRequests, {told(kStart + 1, 2), told(kStart + 2, 3)}}, {kUp, {untold(kStart, 1)}}};
        QCOMPARE(all(*store), three);

        const auto now = m_clock.now();
        append(*store, kUp, untold(now, 1)); // the same once more
        append(*store, kUp, untold(now, 4)); // pushes out the oldest, also after a start
        const Found news = {{kRequests, {told(kStart + 1, 2), told(kStart + 2, 3)}}, {kUp, {untold(now, 4)}}};
        QCOMPARE(all(*store), news);
        QVERIFY(store->flush());
        store->abandon();
        store.reset();
        QCOMPARE(all(*open(3)), news);
        QCOMPARE(all(*open(1)), (Found{{kUp, {untold(now, 4)}}}));
    }

private:
    std::unique_ptr<Store> open(std::size_t maxExemplars)
    {
        tsdb::StoreOptions options;
        options.folder = "/data";
        options.threads = false;
        options.head.maxExemplars = maxExemplars;
        return *Store::open(options, m_clock, m_log, m_disk);
    }
    void append(Store& store, const LabelSet& labels, const Exemplar& exemplar)
    {
        const auto appender = store.appender();
        m_clock.advance(std::chrono::seconds(1));
        const auto ref = appender->append(0, labels, {m_clock.now(), 1}).value();
        QVERIFY(appender->appendExemplar(ref, exemplar));
        QVERIFY(appender->commit());
    }

    CrashDisk m_disk;
    ManualClock m_clock{kStart};
    NullLogger m_log;
};

} // namespace

QTEST_GUILESS_MAIN(ExemplarTest)
#include "exemplar_test.moc"
