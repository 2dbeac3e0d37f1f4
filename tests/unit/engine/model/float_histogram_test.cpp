// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <limits>

#include <QTest>

#include "engine/model/float_histogram.h"
#include "engine/model/histogram_quantile.h"
#include "engine/model/sample.h"

namespace nocturne::model {

namespace {

BucketList bucketsAt(std::int32_t first, std::vector<double> counts)
{
    BucketList list;
    list.spans = {{first, static_cast<std::uint32_t>(counts.size())}};
    list.counts = std::move(counts);
    return list;
}

FloatHistogram exponential(int schema, std::vector<double> counts, std::int32_t first = 0)
{
    FloatHistogram histogram;
    histogram.schema = schema;
    for (const double count : counts)
        histogram.count += count;
    histogram.sum = histogram.count;
    histogram.positive = bucketsAt(first, std::move(counts));
    return histogram;
}

FloatHistogram custom(std::vector<double> bounds, std::vector<double> counts)
{
    auto histogram = exponential(FloatHistogram::kCustomSchema, std::move(counts));
    histogram.customValues = std::move(bounds);
    return histogram;
}

std::string text(const FloatHistogram& histogram) { return histogram.toString(); }

} // namespace

class FloatHistogramTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void boundsArePowersOfTwo_data()
    {
        QTest::addColumn<int>("index");
        QTest::addColumn<int>("schema");
        QTest::addColumn<double>("bound");
        QTest::newRow("one") << 0 << 0 << 1.0;
        QTest::newRow("two") << 1 << 0 << 2.0;
        QTest::newRow("root of two") << 1 << 1 << std::sqrt(2.0);
        QTest::newRow("below one") << -1 << 0 << 0.5;
        QTest::newRow("coarse") << 1 << -2 << 16.0;
        QTest::newRow("finest") << 256 << 8 << 2.0;
        QTest::newRow("the last finite one") << 1024 << 0 << std::numeric_limits<double>::max();
        QTest::newRow("behind it") << 1025 << 0 << std::numeric_limits<double>::infinity();
    }

    void boundsArePowersOfTwo()
    {
        QFETCH(int, index);
        QFETCH(int, schema);
        QFETCH(double, bound);

        QCOMPARE(exponentialBound(index, schema), bound);
    }

    void textListsBucketsFromTheLowest()
    {
        auto histogram = exponential(0, {1, 2});
        histogram.negative = bucketsAt(0, {1, 2});
        histogram.zeroCount = 2;
        histogram.zeroThreshold = 0.001;

        QCOMPARE(text(histogram),
                 std::string("{count:3, sum:3, [-2,-1):2, [-1,-0.5):1, [-0.001,0.001]:2, (0.5,1]:1, (1,2]:2}"));
    }

    void compactLeavesOutEmptyBuckets()
    {
        auto histogram = exponential(0, {0, 1, 0, 0, 2, 0});

        histogram.compact();

        QCOMPARE(histogram.positive.counts, (std::vector<double>{1, 2}));
        QCOMPARE(histogram.positive.spans, (std::vector<BucketSpan>{{1, 1}, {2, 1}}));
    }

    void layoutsUniteInASum()
    {
        auto sum = exponential(0, {1, 1}, 0);

        const auto outcome = sum.add(exponential(0, {5, 5}, 1));

        QVERIFY(outcome.compatible);
        QCOMPARE(text(sum), std::string("{count:12, sum:12, (0.5,1]:1, (1,2]:6, (2,4]:5}"));
    }

    void sumsHaveTheLowerResolution()
    {
        auto sum = exponential(1, {1, 2, 3, 4}, 1); // up to 2^0.5, 2, 2^1.5, 4

        sum.add(exponential(0, {10, 20}, 1));

        QCOMPARE(sum.schema, 0);
        QCOMPARE(text(sum), std::string("{count:40, sum:40, (1,2]:13, (2,4]:27}"));
    }

    void theWiderZeroBucketTakesOthersIn()
    {
        auto narrow = exponential(0, {1, 2}, 0); // (0.5,1] and (1,2]
        narrow.zeroThreshold = 0.25;
        narrow.zeroCount = 1;
        auto wide = exponential(0, {}, 0);
        wide.zeroThreshold = 1;
        wide.zeroCount = 10;

        narrow.add(wide);

        QCOMPARE(narrow.zeroThreshold, 1.0);
        QCOMPARE(narrow.zeroCount, 12.0);
        QCOMPARE(narrow.positive.counts, (std::vector<double>{2}));
    }

    void differentBoundsKeepTheCommonOnes()
    {
        auto sum = custom({2, 4, 6}, {1, 2, 5, 7});

        const auto outcome = sum.subtract(custom({1, 2, 3, 4, 5, 6}, {1, 0, 1, 0, 1, 0, 1}));

        QVERIFY(outcome.boundsReconciled);
        QCOMPARE(sum.customValues, (std::vector<double>{2, 4, 6}));
        QCOMPARE(sum.positive.counts, (std::vector<double>{0, 1, 4, 6}));
    }

    void customAndExponentialDoNotGoTogether()
    {
        auto sum = custom({1}, {1, 1});
        const auto before = sum;

        QVERIFY(!sum.add(exponential(0, {1})).compatible);
        QVERIFY(sum == before);
    }

    void contradictingHintsAreNoticed()
    {
        auto reset = exponential(0, {1});
        reset.hint = ResetHint::Reset;
        auto notReset = exponential(0, {1});
        notReset.hint = ResetHint::NotReset;

        QVERIFY(reset.add(notReset).hintsCollided);
        QCOMPARE(reset.hint, ResetHint::Unknown);
    }

    void kahanSumKeepsSmallNumbers()
    {
        auto big = exponential(0, {1e100});
        auto minusBig = big;
        minusBig.scale(-1);
        HistogramKahanSum total(exponential(0, {1}));

        for (const auto& next : {big, exponential(0, {2}), minusBig})
            total.add(next);

        QCOMPARE(total.value().positive.counts, (std::vector<double>{3}));
    }

    void resetsAreDetected_data()
    {
        QTest::addColumn<bool>("isCustom");
        QTest::addColumn<QList<double>>("before");
        QTest::addColumn<QList<double>>("after");
        QTest::addColumn<bool>("reset");
        QTest::newRow("higher counts") << false << QList<double>{1, 2} << QList<double>{1, 3} << false;
        QTest::newRow("a lower bucket") << false << QList<double>{2, 2} << QList<double>{1, 9} << true;
        QTest::newRow("a bucket is gone") << false << QList<double>{1, 1} << QList<double>{5} << true;
        QTest::newRow("an empty one is gone") << false << QList<double>{1, 0} << QList<double>{5} << false;
        QTest::newRow("lower count") << false << QList<double>{3} << QList<double>{2} << true;
        QTest::newRow("custom") << true << QList<double>{1, 2} << QList<double>{2, 2} << false;
        QTest::newRow("custom, lower") << true << QList<double>{1, 2} << QList<double>{4, 1} << true;
    }

    void resetsAreDetected()
    {
        QFETCH(bool, isCustom);
        QFETCH(QList<double>, before);
        QFETCH(QList<double>, after);
        QFETCH(bool, reset);
        const auto make = [isCustom](const QList<double>& counts) {
            const std::vector<double> list(counts.begin(), counts.end());
            return isCustom ? custom({1, 2, 3}, list) : exponential(0, list);
        };

        QCOMPARE(make(after).detectReset(make(before)), reset);
    }

    void aHintDecidesWithoutLooking()
    {
        auto histogram = exponential(0, {5});
        histogram.hint = ResetHint::Reset;

        QVERIFY(histogram.detectReset(exponential(0, {1})));
    }

    void divisionByZeroLeavesNoBuckets()
    {
        auto histogram = exponential(0, {1, 2});

        histogram.divide(0);

        QVERIFY(std::isinf(histogram.count));
        QVERIFY(histogram.positive.empty());
    }

    void trimmingTakesAPartOfABucket()
    {
        const auto histogram = custom({5, 10, 15, 20}, {1, 6, 4, 3, 1});

        const auto below = histogram.trimmed(13, true);
        const auto above = histogram.trimmed(13, false);

        QCOMPARE(below.count, 9.4);
        QCOMPARE(above.count, 5.6);
        QCOMPARE(above.positive.counts.size(), std::size_t{3});
    }

    void quantilesInterpolateOnTheScaleOfTheBuckets()
    {
        QCOMPARE(histogramQuantile(0.5, exponential(0, {1, 2, 1})).value, std::sqrt(2.0));
        QCOMPARE(histogramQuantile(0.5, custom({5, 10}, {1, 2, 1})).value, 7.5);
        QVERIFY(std::isnan(histogramQuantile(0.5, FloatHistogram()).value));
    }

    void observationsOfNanAreTold()
    {
        auto histogram = exponential(0, {12});
        histogram.count = 15;
        histogram.sum = std::numeric_limits<double>::quiet_NaN();

        QCOMPARE(histogramQuantile(0.9, histogram).nans, NanObservations::ResultIsNan);
        QCOMPARE(histogramQuantile(0.5, histogram).nans, NanObservations::ResultIsSkewed);
        QCOMPARE(histogramFraction(0, 1, histogram).nans, NanObservations::Excluded);
    }

    void malformedOnesAreRefused_data()
    {
        QTest::addColumn<int>("fault");
        QTest::newRow("schema") << 0;
        QTest::newRow("negative count") << 1;
        QTest::newRow("spans and counts differ") << 2;
        QTest::newRow("bounds do not ascend") << 3;
        QTest::newRow("bucket beyond the bounds") << 4;
    }

    void malformedOnesAreRefused()
    {
        QFETCH(int, fault);
        auto histogram = fault >= 3 ? custom({1, 2}, {1, 1}) : exponential(0, {1, 1});
        QVERIFY(histogram.validate());
        switch (fault) {
        case 0:
            histogram.schema = 9;
            break;
        case 1:
            histogram.positive.counts[0] = -1;
            break;
        case 2:
            histogram.positive.spans[0].length = 3;
            break;
        case 3:
            histogram.customValues = {2, 1};
            break;
        default:
            histogram.positive.spans[0].offset = 2;
            break;
        }

        QVERIFY(!histogram.validate());
    }

    void storedHintsComeOfWhatStandsBefore()
    {
        const auto first = exponential(0, {1});
        const auto second = exponential(0, {2});
        auto gauge = second;
        gauge.hint = ResetHint::Gauge;

        QCOMPARE(storedHint(nullptr, first), ResetHint::Unknown);
        QCOMPARE(storedHint(&first, second), ResetHint::NotReset);
        QCOMPARE(storedHint(&second, first), ResetHint::Unknown);
        QCOMPARE(storedHint(&first, gauge), ResetHint::Gauge);
        QCOMPARE(storedHint(&gauge, second), ResetHint::Unknown);
    }
};

} // namespace nocturne::model

QTEST_APPLESS_MAIN(nocturne::model::FloatHistogramTest)
#include "float_histogram_test.moc"
