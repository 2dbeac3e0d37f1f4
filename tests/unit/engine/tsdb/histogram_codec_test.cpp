// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "engine/tsdb/head.h"
#include "engine/tsdb/histogram_codec.h"
#include "support/manual_clock.h"

namespace nocturne::tsdb {

using model::FloatHistogram;
using model::HistogramSample;
using support::ManualClock;

namespace {

/// A latency histogram as it is scraped: whole counts that grow, a gap between two groups of buckets.
FloatHistogram latency(int observations)
{
    FloatHistogram histogram;
    histogram.schema = 3;
    histogram.zeroThreshold = 0.001;
    histogram.zeroCount = observations / 10;
    histogram.positive.spans = {{-8, 4}, {3, 2}};
    histogram.positive.counts = {1.0 * observations, 2.0 * observations, 5, 1, 3.0 * observations, 7};
    histogram.negative.spans = {{2, 1}};
    histogram.negative.counts = {4};
    histogram.count = 6.0 * observations + 17;
    histogram.sum = 0.25 * observations;
    return histogram;
}

std::vector<HistogramSample> scrapes(int count)
{
    std::vector<HistogramSample> samples;
    for (int i = 0; i < count; ++i) {
        auto histogram = std::make_shared<FloatHistogram>(latency(10 + 3 * i));
        histogram->hint = i == 0 ? model::ResetHint::Unknown : model::ResetHint::NotReset;
        samples.push_back({1'700'000'000'000 + 15'000 * i, histogram});
    }
    return samples;
}

const model::LabelSet kSeries{{"__name__", "latency_seconds"}, {"job", "shop"}};

} // namespace

class HistogramCodecTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void histogramsComeBackBitForBit()
    {
        const auto samples = scrapes(60);

        std::vector<HistogramSample> decoded;
        QVERIFY(decodeHistogramChunk(encodeHistogramChunk(samples), decoded));

        QCOMPARE(decoded.size(), samples.size());
        for (std::size_t i = 0; i < samples.size(); ++i) {
            QCOMPARE(decoded[i].t, samples[i].t);
            QCOMPARE(decoded[i].histogram->hint, samples[i].histogram->hint);
            QVERIFY(*decoded[i].histogram == *samples[i].histogram);
        }
    }

    void steadyBucketsCostNextToNothing()
    {
        const auto chunk = encodeHistogramChunk(scrapes(60));

        QVERIFY2(chunk.size() < std::size_t{60} * 10, qPrintable(QString::number(chunk.size())));
    }

    void layoutsMayGrowWithinAChunk()
    {
        auto samples = scrapes(2);
        auto wider = *samples[1].histogram;
        wider.positive.spans = {{-20, 1}, {11, 4}};
        wider.positive.counts = {1, 1, 2, 3, 4};
        samples[1].histogram = std::make_shared<const FloatHistogram>(wider);

        std::vector<HistogramSample> decoded;
        QVERIFY(decodeHistogramChunk(encodeHistogramChunk(samples), decoded));

        QVERIFY(*decoded[0].histogram == *samples[0].histogram);
        QVERIFY(*decoded[1].histogram == *samples[1].histogram);
    }

    void cutChunksAreCorrupt()
    {
        const auto chunk = encodeHistogramChunk(scrapes(10));
        for (std::size_t size = 0; size < chunk.size(); ++size) {
            std::vector<HistogramSample> decoded;
            QVERIFY(!decodeHistogramChunk(std::span(chunk).first(size), decoded));
        }
    }

    void headGivesHistogramsBackAmongFloats()
    {
        const ManualClock clock(1'700'000'000'000);
        Head head({}, clock);
        const auto samples = scrapes(200);
        const auto appender = head.appender();
        storage::SeriesRef ref = 0;
        for (const auto& sample : samples) {
            ref = appender->appendHistogram(ref, kSeries, {sample.t - 4'000'000, sample.histogram}).value();
            appender->setStartTime(1'600'000'000'000);
        }
        QVERIFY(appender->append(ref, {}, {1'700'000'000'000, 42}));
        const auto stats = appender->commit();
        QCOMPARE(stats->stored, std::size_t{201});

        const auto from = samples[49].t - 4'000'000;
        const auto querier = head.querier(from, 1'700'000'000'000);
        auto cursors = (*querier)->select({model::Matcher::equal("job", "shop")}, {});
        QCOMPARE(cursors->size(), std::size_t{1});
        auto& cursor = *cursors->front();
        std::vector<HistogramSample> histograms;
        std::vector<model::StartTime> starts;
        QVERIFY(cursor.mayHaveHistograms() && cursor.mayHaveStartTimes());
        QVERIFY(cursor.readHistograms(histograms));
        QVERIFY(cursor.readStartTimes(starts));
        std::array<Timestamp, 4> times{};
        std::array<double, 4> values{};

        QCOMPARE(histograms.size(), std::size_t{150});
        QCOMPARE(starts.size(), std::size_t{150});
        QCOMPARE(starts.front().start, Timestamp{1'600'000'000'000});
        QVERIFY(*histograms.front().histogram == *samples[50].histogram);
        QCOMPARE(histograms.front().histogram->hint, model::ResetHint::NotReset);
        QCOMPARE(cursor.read(times, values).value(), std::size_t{1});
        QCOMPARE(values[0], 42.0);
    }

    void headDropsOldHistograms()
    {
        ManualClock clock(1'700'000'000'000);
        Head head({.retention = std::chrono::hours(1)}, clock);
        const auto appender = head.appender();
        storage::SeriesRef ref = 0;
        for (const auto& sample : scrapes(120))
            ref = appender->appendHistogram(ref, kSeries, {sample.t - 3'000'000, sample.histogram}).value();
        QVERIFY(appender->commit());
        const auto before = head.stats();
        QCOMPARE(before.samples, std::size_t{120});

        clock.advance(std::chrono::hours(2));
        head.maintain();

        QCOMPARE(head.stats().samples, std::size_t{0});
        QCOMPARE(head.stats().sampleBytes, std::size_t{0});
        QCOMPARE(head.stats().series, std::size_t{0});
    }

    void olderAndRepeatedHistogramsAreCounted()
    {
        const ManualClock clock(1'700'000'000'000);
        Head head({}, clock);
        const auto samples = scrapes(2);
        const auto appender = head.appender();
        const auto put = [&](Timestamp t, const model::HistogramPtr& histogram) {
            QVERIFY(appender->appendHistogram(0, kSeries, {t, histogram}));
        };
        put(1'699'999'999'000, samples[0].histogram);
        put(1'699'999'998'000, samples[0].histogram);
        put(1'699'999'999'000, samples[0].histogram);
        put(1'699'999'999'000, samples[1].histogram);

        const auto stats = appender->commit();

        QCOMPARE(stats->stored, std::size_t{1});
        QCOMPARE(stats->outOfOrder, std::size_t{1});
        QCOMPARE(stats->duplicates, std::size_t{1});
    }

    void malformedHistogramsAreRefused()
    {
        const ManualClock clock(1'700'000'000'000);
        Head head({}, clock);
        auto broken = std::make_shared<FloatHistogram>(latency(1));
        broken->positive.counts.pop_back();

        const auto refused = head.appender()->appendHistogram(0, kSeries, {1, broken});

        QVERIFY(!refused && refused.error().kind == Error::Kind::InvalidInput);
    }
};

} // namespace nocturne::tsdb

QTEST_APPLESS_MAIN(nocturne::tsdb::HistogramCodecTest)
#include "histogram_codec_test.moc"
