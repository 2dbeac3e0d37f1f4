// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <limits>

#include <QTest>

#include "engine/model/sample.h"
#include "engine/promql/eval_result.h"
#include "engine/promql/range_functions.h"

using namespace nocturne;
using promql::FunctionId;
using promql::Window;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();

/// The function over one window (edge - range, edge] of samples at the given seconds.
double over(FunctionId function, const std::vector<int>& seconds, const std::vector<double>& values, int edge,
            int range, std::vector<double> parameters = {})
{
    std::vector<Timestamp> times;
    for (const int t : seconds) {
        times.push_back(t * 1000);
    }
    const std::vector<Timestamp> edges{edge * 1000};
    std::vector<Window> windows;
    promql::findWindows(times, edges, range * 1000, windows);
    promql::WindowedSeries series{times, values, windows, edges, range * 1000, edges, {}};
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        series.parameters[i] = std::span(parameters).subspan(i, 1);
    }
    std::vector<double> out(1);
    promql::rangeKernel(function)(series, out);
    return out[0];
}

} // namespace

/// Expected values are worked out by hand from the definitions in Prometheus' documentation.
class EvalRangeFunctionsTest : public QObject
{
    Q_OBJECT

private slots:
    void windowIsOpenOnTheLeft();
    void rateExtrapolates_data();
    void rateExtrapolates();
    void rateNeedsTwoSamples();
    void deltaTakesNoResets();
    void irateTakesTheLastTwo();
    void movingMaximumIsThatOfEachWindow();
    void maximumIsNanOfNanAlone();
    void sumKeepsWhatRoundingTakes();
    void averageSurvivesOverflow();
    void varianceOfTheWholeWindow();
    void changesAndResetsCountPairs();
    void derivIsTheSlope();
    void predictionStartsAtTheStep();
    void smoothingFollowsTheTrend();
    void quantileInterpolates();
    void resetsInsideEachWindowOnly();
};

void EvalRangeFunctionsTest::windowIsOpenOnTheLeft()
{
    const std::vector<Timestamp> times{0, 10, 20, 30};
    const std::vector<Timestamp> edges{5, 10, 25, 40};
    std::vector<Window> windows;

    promql::findWindows(times, edges, 10, windows);

    const std::vector<Window> expected{{0, 1}, {1, 2}, {2, 3}, {4, 4}};
    QVERIFY(windows == expected);
}

void EvalRangeFunctionsTest::rateExtrapolates_data()
{
    QTest::addColumn<QList<int>>("seconds");
    QTest::addColumn<QList<double>>("values");
    QTest::addColumn<double>("increase");
    // Window (0, 60]. Increase of the samples times (sampled + to start + to end) / sampled.
    QTest::newRow("to both edges") << QList<int>{10, 20, 30, 40, 50} << QList<double>{100, 110, 120, 130, 140} << 60.0;
    // Starts 30 s in, over 1.1 intervals: half an interval only. 20 * (20 + 5 + 10) / 20.
    QTest::newRow("late start") << QList<int>{30, 40, 50} << QList<double>{100, 110, 120} << 35.0;
    // The counter cannot have been below 0: zero was 2 s before the first sample. 40 * (40 + 2 + 10) / 40.
    QTest::newRow("not below zero") << QList<int>{10, 20, 30, 40, 50} << QList<double>{2, 12, 22, 32, 42} << 52.0;
    // Reset after 120: 30 - 100 + 120 = 50 over 40 s, then 10 s on either side. 50 * 60 / 40.
    QTest::newRow("a reset adds what was lost")
        << QList<int>{10, 20, 30, 40, 50} << QList<double>{100, 110, 120, 20, 30} << 75.0;
    // 103 - 100 + 100 + 105 = 208 over 40 s. 208 * 60 / 40.
    QTest::newRow("two resets") << QList<int>{10, 20, 30, 40, 50} << QList<double>{100, 5, 105, 3, 103} << 312.0;
}

void EvalRangeFunctionsTest::rateExtrapolates()
{
    QFETCH(const QList<int>, seconds);
    QFETCH(const QList<double>, values);
    QFETCH(const double, increase);
    const std::vector<int> t(seconds.begin(), seconds.end());
    const std::vector<double> v(values.begin(), values.end());

    QCOMPARE(over(FunctionId::Increase, t, v, 60, 60), increase);
    QCOMPARE(over(FunctionId::Rate, t, v, 60, 60), increase / 60);
}

void EvalRangeFunctionsTest::rateNeedsTwoSamples()
{
    QVERIFY(promql::isAbsent(over(FunctionId::Rate, {30}, {5}, 60, 60)));
    QVERIFY(promql::isAbsent(over(FunctionId::Rate, {0, 30}, {5, 6}, 60, 60))); // 0 is on the open edge
}

void EvalRangeFunctionsTest::deltaTakesNoResets()
{
    // 30 - 100 = -70 over 40 s, to both edges: -70 * 60 / 40.
    QCOMPARE(over(FunctionId::Delta, {10, 20, 30, 40, 50}, {100, 110, 120, 20, 30}, 60, 60), -105.0);
}

void EvalRangeFunctionsTest::irateTakesTheLastTwo()
{
    QCOMPARE(over(FunctionId::Irate, {10, 20, 30}, {0, 100, 150}, 30, 30), 5.0);
    QCOMPARE(over(FunctionId::Irate, {10, 20, 30}, {0, 100, 50}, 30, 30), 5.0); // reset: 50 since zero
    QCOMPARE(over(FunctionId::Idelta, {10, 20, 30}, {0, 100, 50}, 30, 30), -50.0);
}

void EvalRangeFunctionsTest::movingMaximumIsThatOfEachWindow()
{
    const std::vector<Timestamp> times{1, 2, 3, 4, 5, 6};
    const std::vector<double> values{5, 3, kNan, 4, 1, 2};
    const std::vector<Timestamp> edges{2, 3, 4, 5, 6, 9};
    std::vector<Window> windows;
    promql::findWindows(times, edges, 2, windows);
    const promql::WindowedSeries series{times, values, windows, edges, 2, edges, {}};
    std::vector<double> largest(edges.size());
    std::vector<double> smallest(edges.size());

    promql::rangeKernel(FunctionId::MaxOverTime)(series, largest);
    promql::rangeKernel(FunctionId::MinOverTime)(series, smallest);

    QVERIFY(promql::isAbsent(largest.back()));
    largest.pop_back();
    smallest.pop_back();
    QCOMPARE(largest, (std::vector<double>{5, 3, 4, 4, 2}));
    QCOMPARE(smallest, (std::vector<double>{3, 3, 4, 1, 1}));
}

void EvalRangeFunctionsTest::maximumIsNanOfNanAlone()
{
    QVERIFY(std::isnan(over(FunctionId::MaxOverTime, {1, 2}, {kNan, kNan}, 2, 5)));
    QVERIFY(!promql::isAbsent(over(FunctionId::MaxOverTime, {1, 2}, {kNan, kNan}, 2, 5)));
    QCOMPARE(over(FunctionId::MinOverTime, {1, 2}, {kNan, -1}, 2, 5), -1.0);
}

void EvalRangeFunctionsTest::sumKeepsWhatRoundingTakes()
{
    QCOMPARE(over(FunctionId::SumOverTime, {1, 2, 3, 4}, {1, 1e100, 1, -1e100}, 4, 5), 2.0);
    QCOMPARE(over(FunctionId::SumOverTime, {1, 2}, {kInf, 1}, 4, 5), kInf);
}

void EvalRangeFunctionsTest::averageSurvivesOverflow()
{
    const double large = 1.5e308;
    QCOMPARE(over(FunctionId::AvgOverTime, {1, 2, 3}, {large, large, large}, 4, 5), large);
    QCOMPARE(over(FunctionId::AvgOverTime, {1, 2, 3}, {1, 2, 6}, 4, 5), 3.0);
}

void EvalRangeFunctionsTest::varianceOfTheWholeWindow()
{
    // Mean 5, squares 9 + 1 + 1 + 1 + 0 + 0 + 4 + 16 = 32 over 8: the population's variance, not a sample's.
    const std::vector<int> t{1, 2, 3, 4, 5, 6, 7, 8};
    const std::vector<double> v{2, 4, 4, 4, 5, 5, 7, 9};
    QCOMPARE(over(FunctionId::StdvarOverTime, t, v, 8, 8), 4.0);
    QCOMPARE(over(FunctionId::StddevOverTime, t, v, 8, 8), 2.0);
}

void EvalRangeFunctionsTest::changesAndResetsCountPairs()
{
    const std::vector<int> t{1, 2, 3, 4, 5, 6};
    const std::vector<double> v{1, 2, 2, 1, kNan, kNan};
    QCOMPARE(over(FunctionId::Changes, t, v, 6, 6), 3.0); // 1-2, 2-1, 1-NaN
    QCOMPARE(over(FunctionId::Resets, t, v, 6, 6), 1.0);
    QCOMPARE(over(FunctionId::Changes, {1}, {7}, 6, 6), 0.0);
}

void EvalRangeFunctionsTest::derivIsTheSlope()
{
    QCOMPARE(over(FunctionId::Deriv, {0, 10, 20}, {1, 21, 41}, 20, 30), 2.0);
    QCOMPARE(over(FunctionId::Deriv, {0, 10, 20}, {7, 7, 7}, 20, 30), 0.0);
    QVERIFY(std::isnan(over(FunctionId::Deriv, {0, 10}, {kInf, kInf}, 20, 30)));
}

void EvalRangeFunctionsTest::predictionStartsAtTheStep()
{
    // 1 + 2t seen from t = 25, 100 s ahead.
    QCOMPARE(over(FunctionId::PredictLinear, {0, 10, 20}, {1, 21, 41}, 25, 30, {100}), 251.0);
}

void EvalRangeFunctionsTest::smoothingFollowsTheTrend()
{
    // A straight line stays one, whatever the factors.
    QCOMPARE(over(FunctionId::DoubleExponentialSmoothing, {0, 10, 20, 30}, {1, 3, 5, 7}, 30, 40, {0.3, 0.6}), 7.0);
}

void EvalRangeFunctionsTest::quantileInterpolates()
{
    const std::vector<int> t{1, 2, 3, 4};
    const std::vector<double> v{4, 1, 3, 2};
    QCOMPARE(over(FunctionId::QuantileOverTime, t, v, 4, 4, {0.5}), 2.5);
    QCOMPARE(over(FunctionId::QuantileOverTime, t, v, 4, 4, {0.75}), 3.25);
    QCOMPARE(over(FunctionId::QuantileOverTime, t, v, 4, 4, {2}), kInf);
}

void EvalRangeFunctionsTest::resetsInsideEachWindowOnly()
{
    const std::vector<Timestamp> times{0, 10'000, 20'000, 30'000, 40'000, 50'000};
    const std::vector<double> values{50, 1, 11, 2, 12, 22};
    const std::vector<Timestamp> edges{20'000, 30'000, 50'000};
    std::vector<Window> windows;
    promql::findWindows(times, edges, 20'000, windows);
    const promql::WindowedSeries series{times, values, windows, edges, 20'000, edges, {}};
    std::vector<double> out(edges.size());

    promql::rangeKernel(FunctionId::Increase)(series, out);

    // (0, 20]: 1 -> 11, and zero lies 1 s before: 10 * 11 / 10. (10, 30]: 11 -> 2 with a reset: 2 - 11 + 11 over 10 s,
    // to the start 10 s: 2 * 20 / 10. (30, 50]: 12 -> 22: 10 * 20 / 10.
    QCOMPARE(out, (std::vector<double>{11, 4, 20}));
}

QTEST_APPLESS_MAIN(EvalRangeFunctionsTest)
#include "eval_range_functions_test.moc"
