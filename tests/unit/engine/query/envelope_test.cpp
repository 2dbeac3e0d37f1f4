// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "engine/promql/evaluator.h"
#include "engine/promql/parser.h"
#include "engine/query/envelope.h"
#include "engine/query/query_result.h"
#include "support/memory_store.h"

using namespace nocturne;
using namespace std::chrono_literals;
using model::LabelSet;

namespace {

constexpr Timestamp kHour = 3'600'000;
constexpr Timestamp kStart = 472'223 * kHour; // whole hours since the epoch

/// A gauge of 1 by 15 s over a day, with one sample of 99 that lies between two steps of an hour.
std::vector<model::Sample> spiked()
{
    std::vector<model::Sample> samples;
    for (Timestamp t = 0; t <= 24 * kHour; t += 15'000)
        samples.push_back({kStart + t, t == 7 * kHour + 1'815'000 ? 99.0 : 1.0});
    return samples;
}

query::QueryResult evaluated(const support::MemoryStore& store, const std::string& text)
{
    const auto expr = promql::parse(text).value();
    return promql::evaluate(*expr, store, promql::EvalOptions::range(kStart, kStart + 24 * kHour, kHour)).value();
}

} // namespace

class EnvelopeTest : public QObject
{
    Q_OBJECT

private slots:
    void companions_data()
    {
        QTest::addColumn<QByteArray>("expression");
        QTest::addColumn<QByteArray>("highest"); // empty: none
        const auto row = [](const char* name, const char* expression, const char* highest) {
            QTest::newRow(name) << QByteArray(expression) << QByteArray(highest);
        };
        row("a selector", "up", "max_over_time(up[1h])");
        row("with matchers", R"(load{job="a",x!~"b.*"})", R"(max_over_time(load{job="a",x!~"b.*"}[1h]))");
        row("in parentheses, with a comment", "((up)) # all", "max_over_time(up[1h])");
        row("an offset moves the window", "up offset 5m", "max_over_time(up[1h] offset 5m)");
        row("a function of less than a step", "rate(x_total[5m])", "max_over_time(rate(x_total[5m])[1h:5m])");
        row("with a number beside the range", "quantile_over_time(0.9, x[5m])",
            "max_over_time(quantile_over_time(0.9, x[5m])[1h:5m])");
        row("a range of a step sees every sample", "rate(x_total[1h])", "");
        row("a range of more than a step too", "max_over_time(x[90m])", "");
        row("@ is the same at every step", "up @ 1700000000", "");
        row("@ within a range", "rate(x_total[5m] @ end())", "");
        row("a sum", "sum(up)", "");
        row("arithmetic", "100 * load", "");
        row("a function of a vector", "abs(load)", "");
        row("a subquery", "max_over_time(up[5m:1m])", "");
        row("too many windows", "rate(x_total[10s])", "");
        row("a number", "7", "");
        row("no expression", "rate(", "");
    }
    void companions()
    {
        QFETCH(const QByteArray, expression);
        QFETCH(const QByteArray, highest);

        const auto envelope = query::envelopeOf(expression.toStdString(), 1h, 30 * 24h);

        QCOMPARE(QByteArray::fromStdString(envelope ? envelope->highest : ""), highest);
        if (envelope)
            QCOMPARE(QByteArray::fromStdString(envelope->lowest), QByteArray(highest).replace(0, 3, "min"));
    }

    void aSampleBetweenTwoStepsIsInTheEnvelope_data()
    {
        QTest::addColumn<QByteArray>("expression");
        QTest::addColumn<double>("plain");  // at every step
        QTest::addColumn<double>("lowest"); // at the step after the spike
        QTest::addColumn<double>("highest");
        QTest::newRow("selector") << QByteArray("load") << 1.0 << 1.0 << 99.0;
        // 7:30:15 is the first of four samples in (7:30, 7:31]: 98 down in 45 s, extrapolated to the minute
        QTest::newRow("function") << QByteArray("delta(load[1m])") << 0.0 << -98.0 * 60 / 45 << 0.0;
        QTest::newRow("highest of a minute") << QByteArray("max_over_time(load[1m])") << 1.0 << 1.0 << 99.0;
    }
    void aSampleBetweenTwoStepsIsInTheEnvelope()
    {
        QFETCH(const QByteArray, expression);
        QFETCH(const double, plain);
        QFETCH(const double, lowest);
        QFETCH(const double, highest);
        support::MemoryStore store;
        store.add(LabelSet{{"__name__", "load"}, {"instance", "a"}}, spiked());
        const auto envelope = query::envelopeOf(expression.toStdString(), 1h, 24h);
        QVERIFY(envelope);

        const auto values = evaluated(store, expression.toStdString());
        const auto highs = evaluated(store, envelope->highest);
        const auto lows = evaluated(store, envelope->lowest);

        QCOMPARE(highs.times, values.times);
        QCOMPARE(highs.series.size(), std::size_t{1});
        QCOMPARE(query::envelopeKey(values.series[0].labels), query::envelopeKey(highs.series[0].labels));
        for (std::size_t i = 1; i < values.times.size(); ++i) {
            QCOMPARE(values.series[0].values[i], plain);
            QCOMPARE(highs.series[0].values[i], i == 8 ? highest : plain);
            QCOMPARE(lows.series[0].values[i], i == 8 ? lowest : plain);
        }
    }
};

QTEST_APPLESS_MAIN(EnvelopeTest)
#include "envelope_test.moc"
