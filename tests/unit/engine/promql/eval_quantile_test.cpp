// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <limits>

#include <QTest>

#include "engine/promql/math_functions.h"
#include "engine/promql/natural_order.h"
#include "engine/promql/quantile.h"

using namespace nocturne::promql;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();

/// 10 observations up to 1, 20 up to 2, 40 in all.
std::vector<Bucket> someBuckets() { return {{1, 10}, {2, 20}, {kInf, 40}}; }

} // namespace

class EvalQuantileTest : public QObject
{
    Q_OBJECT

private slots:
    void nanSortsBelowEverything();
    void quantileOfNothingIsNan();
    void bucketQuantileInterpolates_data();
    void bucketQuantileInterpolates();
    void falseHistogramsHaveNoQuantile();
    void fallingCountsAreRaised();
    void equalBoundsAddUp();
    void fractionBetweenBounds_data();
    void fractionBetweenBounds();
    void datesInUtc_data();
    void datesInUtc();
    void roundingTiesGoUp();
    void digitsCompareAsNumbers();
};

void EvalQuantileTest::nanSortsBelowEverything()
{
    std::vector<double> values{3, kNan, 1};
    QVERIFY(std::isnan(quantile(0, values)));
    QCOMPARE(quantile(0.5, values), 1.0);
    QCOMPARE(quantile(1, values), 3.0);
}

void EvalQuantileTest::quantileOfNothingIsNan()
{
    std::vector<double> one{7};
    QVERIFY(std::isnan(quantile(0.5, {})));
    QVERIFY(std::isnan(quantile(kNan, one)));
    QCOMPARE(quantile(-0.1, one), -kInf);
    QCOMPARE(quantile(0.3, one), 7.0);
}

void EvalQuantileTest::bucketQuantileInterpolates_data()
{
    QTest::addColumn<double>("q");
    QTest::addColumn<double>("expected");
    QTest::newRow("first bucket starts at zero") << 0.125 << 0.5; // rank 5 of 10
    QTest::newRow("within the second") << 0.375 << 1.5;           // rank 15, 5 of 10
    QTest::newRow("on a bound") << 0.25 << 1.0;
    QTest::newRow("beyond the last bound") << 0.9 << 2.0;
    QTest::newRow("below 0") << -1.0 << -kInf;
    QTest::newRow("above 1") << 1.1 << kInf;
}

void EvalQuantileTest::bucketQuantileInterpolates()
{
    QFETCH(const double, q);
    QFETCH(const double, expected);
    auto buckets = someBuckets();

    QCOMPARE(bucketQuantile(q, buckets).value, expected);
}

void EvalQuantileTest::falseHistogramsHaveNoQuantile()
{
    std::vector<Bucket> withoutInfinity{{1, 10}, {2, 20}};
    std::vector<Bucket> lonely{{kInf, 10}};
    std::vector<Bucket> empty{{1, 0}, {kInf, 0}};
    std::vector<Bucket> negative{{-1, 10}, {kInf, 20}};

    QVERIFY(std::isnan(bucketQuantile(0.5, withoutInfinity).value));
    QVERIFY(std::isnan(bucketQuantile(0.5, lonely).value));
    QVERIFY(std::isnan(bucketQuantile(0.5, empty).value));
    QCOMPARE(bucketQuantile(0.1, negative).value, -1.0); // no lower bound to interpolate from
}

void EvalQuantileTest::fallingCountsAreRaised()
{
    std::vector<Bucket> falling{{1, 10}, {2, 8}, {kInf, 20}};
    std::vector<Bucket> rounded{{1, 10}, {2, 10 - 1e-13}, {kInf, 20}};

    QVERIFY(bucketQuantile(0.5, falling).forcedMonotonic);
    QCOMPARE(falling[1].count, 10.0);
    QVERIFY(!bucketQuantile(0.5, rounded).forcedMonotonic); // what summation loses is no fault
    QCOMPARE(rounded[1].count, 10.0);
}

void EvalQuantileTest::equalBoundsAddUp()
{
    std::vector<Bucket> buckets{{1, 4}, {1, 6}, {2, 20}, {kInf, 40}};
    QCOMPARE(bucketQuantile(0.125, buckets).value, 0.5);
}

void EvalQuantileTest::fractionBetweenBounds_data()
{
    QTest::addColumn<double>("lower");
    QTest::addColumn<double>("upper");
    QTest::addColumn<double>("expected");
    QTest::newRow("all") << -kInf << kInf << 1.0;
    QTest::newRow("one bucket") << 1.0 << 2.0 << 0.25;
    QTest::newRow("half of each") << 0.5 << 1.5 << 0.25;
    QTest::newRow("within the unbounded bucket none are told apart") << 3.0 << 4.0 << 0.0;
    QTest::newRow("upside down") << 2.0 << 1.0 << 0.0;
}

void EvalQuantileTest::fractionBetweenBounds()
{
    QFETCH(const double, lower);
    QFETCH(const double, upper);
    QFETCH(const double, expected);
    auto buckets = someBuckets();

    QCOMPARE(bucketFraction(lower, upper, buckets), expected);
}

void EvalQuantileTest::datesInUtc_data()
{
    QTest::addColumn<double>("seconds");
    QTest::addColumn<QList<double>>(
        "expected"); // year, month, day, day of week, day of year, days in month, hour, minute
    QTest::newRow("epoch, a Thursday") << 0.0 << QList<double>{1970, 1, 1, 4, 1, 31, 0, 0};
    QTest::newRow("a second before") << -1.0 << QList<double>{1969, 12, 31, 3, 365, 31, 23, 59};
    QTest::newRow("leap day 2000") << 951782400.0 << QList<double>{2000, 2, 29, 2, 60, 29, 0, 0};
    QTest::newRow("a century without leap day") << 4107542400.0 << QList<double>{2100, 3, 1, 1, 60, 31, 0, 0};
    QTest::newRow("fractions are cut") << 1700000000.9 << QList<double>{2023, 11, 14, 2, 318, 30, 22, 13};
}

void EvalQuantileTest::datesInUtc()
{
    QFETCH(const double, seconds);
    QFETCH(const QList<double>, expected);
    QList<double> actual;
    for (const auto id : {FunctionId::Year, FunctionId::Month, FunctionId::DayOfMonth, FunctionId::DayOfWeek,
                          FunctionId::DayOfYear, FunctionId::DaysInMonth, FunctionId::Hour, FunctionId::Minute}) {
        actual.push_back(mathFunction(id)(seconds));
    }
    QCOMPARE(actual, expected);
}

void EvalQuantileTest::roundingTiesGoUp()
{
    QCOMPARE(roundTo(2.5, 1), 3.0);
    QCOMPARE(roundTo(-2.5, 1), -2.0);
    QCOMPARE(roundTo(7, 5), 5.0);
    QCOMPARE(roundTo(0.13, 0.05), 0.15);
}

void EvalQuantileTest::digitsCompareAsNumbers()
{
    QVERIFY(naturalLess("node2", "node10"));
    QVERIFY(!naturalLess("node10", "node2"));
    QVERIFY(naturalLess("a", "a1"));
    QVERIFY(naturalLess("v1.9.1", "v1.10.0"));
    QVERIFY(naturalLess("x01", "x1") != naturalLess("x1", "x01"));
    QVERIFY(!naturalLess("same", "same"));
}

QTEST_APPLESS_MAIN(EvalQuantileTest)
#include "eval_quantile_test.moc"
