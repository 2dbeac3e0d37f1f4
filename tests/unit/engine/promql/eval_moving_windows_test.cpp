// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <limits>
#include <random>

#include <QTest>

#include "engine/model/sample.h"
#include "engine/promql/eval_result.h"
#include "engine/promql/range_functions.h"
#include "engine/promql/regression.h"

using namespace nocturne;
using promql::FunctionId;
using promql::Window;

namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();

struct Samples
{
    std::vector<Timestamp> times;
    std::vector<double> values;
};

using Make = double (*)(std::mt19937_64& random, double previous);

double below(std::mt19937_64& random, std::uint64_t n) { return static_cast<double>(random() % n); }

/// 600 samples some 15 s apart, with gaps.
Samples samplesOf(Make make)
{
    std::mt19937_64 random(11); // NOLINT: the same in every run
    Samples samples;
    Timestamp t = 1'700'000'000'000;
    double v = 0;
    for (int i = 0; i < 600; ++i) {
        t += random() % 90 == 0 ? 400'000 : 15'000 + static_cast<Timestamp>(random() % 200);
        v = make(random, v);
        samples.times.push_back(t);
        samples.values.push_back(v);
    }
    return samples;
}

double walk(std::mt19937_64& random, double v) { return v + below(random, 201) / 100 - 1; }
double highWalk(std::mt19937_64& random, double v) { return (v == 0 ? 4e10 : v) + below(random, 2001) * 4096 - 4096e3; }
double noise(std::mt19937_64& random, double) { return std::ldexp(below(random, 1ULL << 53U), -50) - 4; }
double mostlyZero(std::mt19937_64& random, double) { return random() % 40 == 0 ? below(random, 1000) / 7 : 0; }
double constant(std::mt19937_64&, double) { return 0.1; }
double counter(std::mt19937_64& random, double v)
{
    return random() % 30 == 0 ? below(random, 5) : v + below(random, 100);
}
double withNan(std::mt19937_64& random, double) { return random() % 9 == 0 ? model::kNormalNan : below(random, 50); }
double withInfinity(std::mt19937_64& random, double) { return random() % 50 == 0 ? kInf : below(random, 50); }
double huge(std::mt19937_64& random, double) { return (below(random, 2001) - 1000) * 1.7e305; }
double tiny(std::mt19937_64& random, double) { return below(random, 100) * 4.9e-324; }
double cancelling(std::mt19937_64& random, double v) { return v > 0 ? -1e17 : 1e17 + below(random, 5); }

const std::pair<const char*, Make> kKinds[] = {{"walk", walk},
                                               {"walk far from zero", highWalk},
                                               {"noise of both signs", noise},
                                               {"mostly zero", mostlyZero},
                                               {"constant", constant},
                                               {"counter", counter},
                                               {"NaN among", withNan},
                                               {"infinity among", withInfinity},
                                               {"sums overflow", huge},
                                               {"denormal", tiny},
                                               {"sums cancel", cancelling}};

const std::pair<const char*, FunctionId> kFunctions[] = {{"sum_over_time", FunctionId::SumOverTime},
                                                         {"avg_over_time", FunctionId::AvgOverTime},
                                                         {"min_over_time", FunctionId::MinOverTime},
                                                         {"max_over_time", FunctionId::MaxOverTime},
                                                         {"stddev_over_time", FunctionId::StddevOverTime},
                                                         {"quantile_over_time", FunctionId::QuantileOverTime},
                                                         {"changes", FunctionId::Changes},
                                                         {"resets", FunctionId::Resets},
                                                         {"rate", FunctionId::Rate},
                                                         {"delta", FunctionId::Delta},
                                                         {"deriv", FunctionId::Deriv},
                                                         {"predict_linear", FunctionId::PredictLinear}};

std::vector<double> overWindows(FunctionId function, const Samples& samples, std::span<const Timestamp> edges,
                                std::int64_t rangeMs, double parameter)
{
    std::vector<Window> windows;
    promql::findWindows(samples.times, edges, rangeMs, windows);
    const std::vector<double> parameters(edges.size(), parameter);
    const promql::WindowedSeries series{samples.times, samples.values, windows,         edges,
                                        rangeMs,       edges,          {parameters, {}}};
    std::vector<double> out(edges.size());
    promql::rangeKernel(function)(series, out);
    return out;
}

bool isSame(double a, double b)
{
    return a == b || (std::isnan(a) && std::isnan(b)) ||
           std::fabs(a - b) <= 1.5e-12 * std::max(std::fabs(a), std::fabs(b));
}

} // namespace

/// What is carried from window to window may not show: each window alone has the same answer. Alone nothing can be
/// carried, so that is the definition.
class EvalMovingWindowsTest : public QObject
{
    Q_OBJECT

private slots:
    void eachWindowAloneHasTheSameAnswer_data()
    {
        QTest::addColumn<int>("function");
        QTest::addColumn<int>("kind");
        for (std::size_t function = 0; function < std::size(kFunctions); ++function) {
            for (std::size_t kind = 0; kind < std::size(kKinds); ++kind) {
                QTest::addRow("%s, %s", kFunctions[function].first, kKinds[kind].first)
                    << static_cast<int>(function) << static_cast<int>(kind);
            }
        }
    }
    void eachWindowAloneHasTheSameAnswer()
    {
        QFETCH(int, function);
        QFETCH(int, kind);
        const auto id = kFunctions[function].second;
        const auto samples = samplesOf(kKinds[kind].second);
        const double parameter = id == FunctionId::QuantileOverTime ? 0.37 : 3600;

        for (const auto& [stepMs, rangeMs] : {std::pair{15'000, 3'600'000}, {60'000, 300'000}, {7'000, 600'000}}) {
            std::vector<Timestamp> edges;
            for (Timestamp edge = samples.times.front() - 60'000; edge < samples.times.back() + rangeMs; edge += stepMs)
                edges.push_back(edge);
            const auto together = overWindows(id, samples, edges, rangeMs, parameter);
            for (std::size_t i = 0; i < edges.size(); ++i) {
                const auto alone = overWindows(id, samples, std::span(edges).subspan(i, 1), rangeMs, parameter);
                QCOMPARE(promql::isAbsent(together[i]), promql::isAbsent(alone[0]));
                if (!isSame(together[i], alone[0])) {
                    QFAIL(qPrintable(QStringLiteral("window %1 by %2 ms: %3, not %4")
                                         .arg(i)
                                         .arg(stepMs)
                                         .arg(together[i], 0, 'g', 17)
                                         .arg(alone[0], 0, 'g', 17)));
                }
            }
        }
    }

    void linesAreCarriedAlongWhereDigitsAllowIt()
    {
        const auto samples = samplesOf(walk);
        const promql::RunningRegression running(samples.times, samples.values);
        int answers = 0;
        for (std::uint32_t first = 0; first + 100 < samples.values.size(); ++first)
            answers += running.slope(first, first + 100).has_value() ? 1 : 0;

        QVERIFY2(answers > 450, qPrintable(QString::number(answers))); // of 500
    }

    void doubleDoublesKeepWhatADoubleLoses()
    {
        using promql::DoubleDouble;
        const auto sum = DoubleDouble{1e20, 0} + DoubleDouble{1, 0} + DoubleDouble{-1e20, 0};
        const auto product = DoubleDouble::product(134217729, 134217731); // 18014399046352899

        QCOMPARE(sum.value(), 1.0);
        QCOMPARE(product.high, 18014399046352900.0);
        QCOMPARE(product.low, -1.0);
    }
};

QTEST_APPLESS_MAIN(EvalMovingWindowsTest)
#include "eval_moving_windows_test.moc"
