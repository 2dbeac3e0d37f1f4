// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tsdb/head.h"

#include <QtTest>

#include <array>

#include "support/manual_clock.h"

using namespace nocturne;
using namespace std::chrono_literals;
using model::LabelSet;
using model::Matcher;
using model::Sample;
using storage::CommitStats;
using tsdb::Head;
using tsdb::HeadOptions;

namespace {

constexpr Timestamp kNow = 1'700'000'000'000;
constexpr Timestamp kEarliest = std::numeric_limits<Timestamp>::min();
constexpr Timestamp kLatest = std::numeric_limits<Timestamp>::max();

const LabelSet kUp = {{"__name__", "up"}, {"job", "api"}};
const LabelSet kLoad = {{"__name__", "load"}, {"job", "api"}};

using Samples = std::vector<Sample>;

/// All samples of a cursor, read in pieces of `piece`.
Samples drain(storage::SeriesCursor& cursor, std::size_t piece = 1000)
{
    Samples samples;
    std::vector<Timestamp> times(piece);
    std::vector<double> values(piece);
    for (;;) {
        const auto bound = cursor.sampleBound();
        const auto count = cursor.read(times, values).value();
        if (count == 0)
            return samples;
        if (count > bound)
            qFatal("more samples than the bound promised");
        for (std::size_t i = 0; i < count; ++i)
            samples.push_back({times[i], values[i]});
    }
}

Samples read(const Head& head, const LabelSet& labels, Timestamp after = kEarliest, Timestamp until = kLatest,
             std::size_t piece = 1000)
{
    std::vector<Matcher> matchers;
    for (const auto label : labels)
        matchers.push_back(Matcher::equal(std::string(label.name), std::string(label.value)));
    const auto cursors = head.querier(after, until).value()->select(matchers, {}).value();
    return cursors.empty() ? Samples() : drain(*cursors.front(), piece);
}

CommitStats store(Head& head, const LabelSet& labels, const Samples& samples)
{
    const auto appender = head.appender();
    for (const auto& sample : samples)
        appender->append(0, labels, sample).value();
    return appender->commit().value();
}

/// `count` samples at 15 s that end at `last`.
Samples ramp(std::size_t count, Timestamp last = kNow)
{
    Samples samples;
    for (std::size_t i = 0; i < count; ++i)
        samples.push_back({last - static_cast<Timestamp>(count - 1 - i) * 15'000, static_cast<double>(i)});
    return samples;
}

} // namespace

class HeadTest : public QObject
{
    Q_OBJECT

private slots:
    void samplesAreInvisibleBeforeCommit()
    {
        const support::ManualClock clock(kNow);
        Head head({}, clock);
        const auto appender = head.appender();

        QVERIFY(appender->append(0, kUp, {kNow, 1}).has_value());
        QVERIFY(read(head, kUp).empty());
        QVERIFY(head.querier(kEarliest, kLatest).value()->labelNames({}).value().empty());
        const auto stats = appender->commit();

        QCOMPARE(*stats, (CommitStats{.stored = 1, .seriesAdded = 1}));
        QCOMPARE(read(head, kUp), (Samples{{kNow, 1}}));
    }
    void rolledBackAndAbandonedSamplesNeverAppear()
    {
        const support::ManualClock clock(kNow);
        Head head({}, clock);
        auto appender = head.appender();

        appender->append(0, kUp, {kNow, 1}).value();
        appender->rollback();
        QCOMPARE(*appender->commit(), CommitStats{});
        appender->append(0, kLoad, {kNow, 2}).value();
        appender.reset();
        head.maintain();

        QVERIFY(read(head, kUp).empty());
        QCOMPARE(head.stats().series, std::size_t{0});
    }
    void anAppenderIsUsedAgainAfterCommit()
    {
        const support::ManualClock clock(kNow);
        Head head({}, clock);
        const auto appender = head.appender();

        appender->append(0, kUp, {kNow - 1, 1}).value();
        appender->commit().value();
        appender->append(0, kUp, {kNow, 2}).value();

        QCOMPARE(appender->commit()->stored, std::size_t{1});
        QCOMPARE(read(head, kUp).size(), std::size_t{2});
    }
    void referencesSpareTheLabels()
    {
        const support::ManualClock clock(kNow);
        Head head({}, clock);
        const auto appender = head.appender();

        const auto ref = appender->append(0, kUp, {kNow - 1, 1}).value();
        QCOMPARE(appender->append(ref, LabelSet(), {kNow, 2}).value(), ref);
        QVERIFY(ref != 0);
        appender->commit().value();

        QCOMPARE(read(head, kUp), (Samples{{kNow - 1, 1}, {kNow, 2}}));
    }
    void unknownReferencesNeedLabels()
    {
        const support::ManualClock clock(kNow);
        Head head({}, clock);
        const auto appender = head.appender();

        const auto refused = appender->append(12345, LabelSet(), {kNow, 1});
        QVERIFY(!refused);
        QVERIFY(refused.error().kind == Error::Kind::InvalidInput);
        QVERIFY(appender->append(12345, kUp, {kNow, 1}).has_value());
    }
    void aReferenceOfARemovedSeriesHitsNoOther()
    {
        support::ManualClock clock(kNow);
        Head head({.retention = 1h}, clock);
        const auto appender = head.appender();
        const auto ref = appender->append(0, kUp, {kNow, 1}).value();
        appender->commit().value();

        clock.advance(2h);
        head.maintain();
        QCOMPARE(head.stats().series, std::size_t{0});
        store(head, kLoad, {{clock.now(), 5}});

        QVERIFY(!appender->append(ref, LabelSet(), {clock.now(), 2}));
        const auto fresh = appender->append(ref, kUp, {clock.now(), 2}).value();
        appender->commit().value();
        QVERIFY(fresh != ref);
        QCOMPARE(read(head, kLoad), (Samples{{clock.now(), 5}}));
        QCOMPARE(read(head, kUp), (Samples{{clock.now(), 2}}));
    }
    void numberingAnewInvalidatesReferencesAndKeepsSamples()
    {
        const support::ManualClock clock(kNow);
        Head head({.maxSeriesId = 3}, clock);
        const auto appender = head.appender();
        const auto ref = appender->append(0, {{"n", "1"}}, {kNow, 1}).value();
        for (const char* n : {"2", "3", "4"})
            appender->append(0, {{"n", n}}, {kNow, 1}).value(); // the fourth finds the numbers used up
        QCOMPARE(appender->commit()->stored, std::size_t{4});

        QVERIFY(!appender->append(ref, LabelSet(), {kNow + 1, 2}));
        QVERIFY(appender->append(ref, {{"n", "1"}}, {kNow + 1, 2}).has_value());
        appender->commit().value();
        QCOMPARE(read(head, {{"n", "1"}}).size(), std::size_t{2});
        QCOMPARE(read(head, {{"n", "4"}}).size(), std::size_t{1});
    }

    void whatBecomesOfASample_data()
    {
        QTest::addColumn<qint64>("offset"); // from a sample of value 1 at kNow - 60 s
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("fate");
        QTest::newRow("newer") << qint64{1} << 2.0 << "stored";
        QTest::newRow("same again") << qint64{0} << 1.0 << "ignored";
        QTest::newRow("same time, other value") << qint64{0} << 2.0 << "duplicate";
        QTest::newRow("older") << qint64{-1} << 2.0 << "out of order";
        QTest::newRow("at the end of the future window") << qint64{660'000} << 2.0 << "stored";
        QTest::newRow("too far ahead") << qint64{660'001} << 2.0 << "out of bounds";
        QTest::newRow("older than the retention") << qint64{60'000 - 3'600'000} << 2.0 << "out of bounds";
    }
    void whatBecomesOfASample()
    {
        QFETCH(qint64, offset);
        QFETCH(double, value);
        QFETCH(QString, fate);
        const support::ManualClock clock(kNow);
        Head head({.retention = 1h}, clock);
        store(head, kUp, {{kNow - 60'000, 1}});

        const auto stats = store(head, kUp, {{kNow - 60'000 + offset, value}});

        QCOMPARE(stats.stored == 1, fate == QStringLiteral("stored"));
        QCOMPARE(stats.duplicates == 1, fate == QStringLiteral("duplicate"));
        QCOMPARE(stats.outOfOrder == 1, fate == QStringLiteral("out of order"));
        QCOMPARE(stats.outOfBounds == 1, fate == QStringLiteral("out of bounds"));
        QCOMPARE(read(head, kUp).size(), fate == QStringLiteral("stored") ? std::size_t{2} : std::size_t{1});
    }
    void markersAndPayloadsAreKept()
    {
        const support::ManualClock clock(kNow);
        Head head({}, clock);
        auto samples = ramp(300);
        samples[100].v = model::kStaleMarker;
        samples[150].v = std::bit_cast<double>(std::uint64_t{0xfff8dead0000beef});
        samples[299].v = model::kStaleMarker;

        store(head, kUp, samples);

        QCOMPARE(read(head, kUp), samples);
    }

    void windows_data()
    {
        QTest::addColumn<int>("count");
        QTest::addColumn<int>("piece");
        for (const int count : {1, 23, 24, 120, 121, 1000}) {
            for (const int piece : {1, 7, 119, 4096})
                QTest::addRow("%d samples by %d", count, piece) << count << piece;
        }
    }
    void windows()
    {
        QFETCH(int, count);
        QFETCH(int, piece);
        const support::ManualClock clock(kNow);
        Head head({}, clock);
        const auto samples = ramp(static_cast<std::size_t>(count));
        store(head, kUp, samples);

        for (const auto& [after, until] : {std::pair{kEarliest, kLatest},
                                           {samples.front().t, samples.back().t}, // open on the left
                                           {samples.front().t - 1, samples.back().t - 1},
                                           {kNow - 15'000 * 200LL, kNow - 15'000 * 100LL},
                                           {kNow, kLatest}}) {
            Samples expected;
            for (const auto& sample : samples) {
                if (sample.t > after && sample.t <= until)
                    expected.push_back(sample);
            }
            QCOMPARE(read(head, kUp, after, until, static_cast<std::size_t>(piece)), expected);
        }
    }
    void selectionIsSortedAndAStableSnapshot()
    {
        const support::ManualClock clock(kNow);
        Head head({}, clock);
        store(head, kUp, ramp(50, kNow - 1000));
        store(head, kLoad, ramp(50, kNow - 1000));

        const auto cursors = head.querier(kEarliest, kLatest).value()->select({}, {}).value();
        store(head, kUp, {{kNow, 99}});

        QCOMPARE(cursors.size(), std::size_t{2});
        QVERIFY(cursors[0]->labels() == kLoad);
        QVERIFY(cursors[1]->labels() == kUp);
        QCOMPARE(drain(*cursors[1]), ramp(50, kNow - 1000));
    }
    void cursorsOutliveRetention()
    {
        support::ManualClock clock(kNow);
        Head head({.retention = 1h}, clock);
        const auto samples = ramp(130);
        store(head, kUp, samples);
        const auto cursors = head.querier(kEarliest, kLatest).value()->select({}, {}).value();

        clock.advance(3h);
        head.maintain();

        QCOMPARE(head.stats().series, std::size_t{0});
        QCOMPARE(drain(*cursors.front()), samples);
    }
    void labelQueriesLookAtTheWindow()
    {
        const support::ManualClock clock(kNow);
        Head head({}, clock);
        store(head, kUp, {{kNow - 1000, 1}});
        store(head, {{"__name__", "load"}, {"zone", "b"}}, {{kNow, 1}});

        const auto all = head.querier(kEarliest, kLatest).value();
        QCOMPARE(all->labelNames({}).value(), (std::vector<std::string>{"__name__", "job", "zone"}));
        QCOMPARE(all->labelValues("__name__", {}).value(), (std::vector<std::string>{"load", "up"}));
        QCOMPARE(all->labelValues("job", {Matcher::equal("__name__", "load")}).value(), std::vector<std::string>{});
        QCOMPARE(all->series({Matcher::equal("__name__", "up")}).value(), std::vector<LabelSet>{kUp});
        const auto late = head.querier(kNow - 1000, kNow).value();
        QCOMPARE(late->labelNames({}).value(), (std::vector<std::string>{"__name__", "zone"}));
    }
    void metadataIsKeptByFamily()
    {
        const support::ManualClock clock(kNow);
        Head head({.maxMetricFamilies = 2}, clock);
        const auto appender = head.appender();
        const model::Metadata counter{model::MetricType::Counter, "Requests.", ""};

        appender->describe("a_total", {model::MetricType::Unknown, "", ""});
        appender->describe("a_total", counter);
        appender->describe("b", {});
        appender->describe("one_too_many", {});

        const auto querier = head.querier(kEarliest, kLatest).value();
        QCOMPARE(querier->metadata("").value().size(), std::size_t{2});
        QVERIFY(querier->metadata("a_total").value().at("a_total") == counter);
        QVERIFY(querier->metadata("nope").value().empty());
    }

    void theSeriesLimitSparesTheKnown()
    {
        const support::ManualClock clock(kNow);
        Head head({.maxSeries = 1}, clock);
        store(head, kUp, {{kNow, 1}});
        const auto appender = head.appender();

        const auto refused = appender->append(0, kLoad, {kNow, 1});
        QVERIFY(!refused);
        QVERIFY(refused.error().kind == Error::Kind::LimitExceeded);
        QVERIFY(appender->append(0, kUp, {kNow + 1, 2}).has_value());

        QCOMPARE(*appender->commit(), (CommitStats{.stored = 1, .seriesRefused = 1}));
        QCOMPARE(head.stats().seriesRefused, std::uint64_t{1});
    }
    void churnStaysBelowTheSeriesLimit()
    {
        constexpr int kRounds = 50;
        constexpr int kNewOnes = 50;
        const support::ManualClock clock(kNow);
        Head head({.maxSeries = 100}, clock);

        for (int round = 0; round < kRounds; ++round) {
            const auto appender = head.appender();
            QVERIFY(appender->append(0, kUp, {kNow + round, 1}).has_value());
            for (int i = 0; i < kNewOnes; ++i) {
                const auto name = std::to_string(round) + '/' + std::to_string(i);
                (void)appender->append(0, LabelSet{{"__name__", "request"}, {"id", name}}, {kNow + round, 1});
            }
            QVERIFY(appender->commit()->stored >= 1);
            QVERIFY(head.stats().series <= 100);
        }

        QCOMPARE(head.stats().seriesRefused, std::uint64_t{kRounds * kNewOnes + 1 - 100});
        QCOMPARE(read(head, kUp).size(), std::size_t{kRounds}); // the known one was fed all the time
    }
    void oldChunksGoWithTheRetention()
    {
        support::ManualClock clock(kNow);
        Head head({.retention = 6h}, clock);
        store(head, kUp, ramp(480)); // two hours

        clock.advance(5h);
        head.maintain();

        const auto left = read(head, kUp);
        QVERIFY(left.size() >= 240 && left.size() < 360); // one hour, and the chunk it begins in
        QCOMPARE(left.back(), ramp(480).back());
        QCOMPARE(head.stats().samples, left.size());
    }
    void theOldestGoWhenBytesRunOut()
    {
        const support::ManualClock clock(kNow);
        Head head({.retention = 0ms, .retentionBytes = 20'000}, clock);
        for (int series = 0; series < 50; ++series) {
            const auto name = std::to_string(series);
            store(head, {{"n", name}}, ramp(2000));
        }

        const auto stats = head.stats();
        QVERIFY2(stats.sampleBytes <= 20'000, qPrintable(QString::number(stats.sampleBytes)));
        QVERIFY(stats.sampleBytes >= 10'000);
        const auto left = read(head, {{"n", "49"}});
        QVERIFY(!left.empty());
        QCOMPARE(left.back().t, kNow);
    }
    void commitMaintainsWhenDue()
    {
        support::ManualClock clock(kNow);
        Head head({.retention = 1h}, clock);
        store(head, kUp, {{kNow, 1}});

        clock.advance(2h);
        store(head, kLoad, {{clock.now(), 1}});

        QCOMPARE(head.stats().series, std::size_t{1});
        QCOMPARE(head.stats().seriesRemoved, std::uint64_t{1});
    }
    void aSeriesWithAnOpenTransactionStays()
    {
        support::ManualClock clock(kNow);
        Head head({.retention = 1h}, clock);
        store(head, kUp, {{kNow, 1}});
        clock.advance(2h);
        const auto appender = head.appender();
        appender->append(0, kUp, {clock.now(), 2}).value();

        head.maintain();
        appender->commit().value();

        QCOMPARE(read(head, kUp), (Samples{{clock.now(), 2}}));
    }
    void idleSeriesAreCompressed()
    {
        support::ManualClock clock(kNow);
        Head head({}, clock);
        store(head, kUp, ramp(3)); // the first series seals after two
        QCOMPARE(head.stats().chunks, std::size_t{1});

        clock.advance(2h);
        head.maintain();

        QCOMPARE(head.stats().chunks, std::size_t{2});
        QCOMPARE(read(head, kUp), ramp(3));
        QCOMPARE(store(head, kUp, {{kNow - 1, 1}}).stored, std::size_t{0}); // still known as the newest
    }
    void statisticsCount()
    {
        const support::ManualClock clock(kNow);
        Head head({}, clock);
        store(head, kUp, ramp(120));
        store(head, kUp, {{kNow, 7}, {kNow - 1, 7}, {kNow + 3'600'000, 7}});

        const auto stats = head.stats();

        QCOMPARE(stats.series, std::size_t{1});
        QCOMPARE(stats.samples, std::size_t{120});
        QCOMPARE(stats.samplesAppended, std::uint64_t{120});
        QCOMPARE(stats.samplesDuplicate, std::uint64_t{1});
        QCOMPARE(stats.samplesOutOfOrder, std::uint64_t{1});
        QCOMPARE(stats.samplesOutOfBounds, std::uint64_t{1});
        QCOMPARE(stats.commits, std::uint64_t{2});
        QVERIFY(stats.chunks >= 1 && stats.sampleBytes > 0 && stats.sampleBytes < 120 * 16);
    }
};

QTEST_APPLESS_MAIN(HeadTest)
#include "head_test.moc"
