// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <atomic>
#include <cmath>
#include <cstring>
#include <thread>

#include <QTest>

#include "engine/model/sample.h"
#include "engine/promql/evaluator.h"
#include "engine/promql/parser.h"
#include "support/memory_store.h"

using namespace nocturne;
using model::LabelSet;
using promql::EvalOptions;
using promql::EvalResult;
using promql::isAbsent;
using promql::ResultType;

namespace {

/// Takes jobs with three threads.
class ThreeThreads final : public promql::ParallelFor
{
public:
    unsigned width() const override { return 3; }
    void run(std::size_t count, const std::function<void(std::size_t)>& job) override
    {
        std::atomic<std::size_t> next = 0;
        const auto work = [&] {
            for (auto i = next++; i < count; i = next++) {
                job(i);
            }
        };
        std::jthread second(work);
        std::jthread third(work);
        work();
    }
};

Result<EvalResult> evaluate(const std::string& query, const storage::Queryable& store, EvalOptions options,
                            std::stop_token stop = {}, promql::ParallelFor* parallel = nullptr)
{
    const auto expr = promql::parse(query);
    if (!expr) {
        return tl::unexpected(expr.error());
    }
    options.source = query;
    return promql::evaluate(**expr, store, options, std::move(stop), parallel);
}

/// `count` counters a, 0 s to 600 s every 15 s, that grow by 1, 2, ... a second.
void fill(support::MemoryStore& store, int count)
{
    for (int i = 0; i < count; ++i) {
        std::vector<model::Sample> samples;
        for (Timestamp t = 0; t <= 600'000; t += 15'000) {
            samples.push_back({t, static_cast<double>(t / 1000 * (i + 1))});
        }
        const auto instance = std::to_string(i);
        store.add(LabelSet{{"__name__", "a_total"}, {"instance", instance}, {"parity", i % 2 == 0 ? "even" : "odd"}},
                  samples);
    }
}

} // namespace

/// What evaluate() promises beside the language itself, which the engine scripts test.
class EvalEvaluatorTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void rangeResultHasOneColumnPerSeries();
    void absentStepsAreMarked();
    void measuredNanIsNotAbsent();
    void instantRangeSelectorHasTheUnionOfTimes();
    void sortKeepsItsOrderAtAnInstant();
    void stringAndScalarResults();
    void rangeOfARangeVectorIsRefused();
    void stopRequestCancels();
    void limitsSayHowToRaiseThem_data();
    void limitsSayHowToRaiseThem();
    void aggregationHoldsOnlyItsGroups();
    void statisticsCountSeriesAndSamples();
    void warningsHaveAPlaceInTheSource();
    void manyToManyFailsOnlyWhereBothArePresent();
    void storeErrorsComeThrough();
    void farTimesDoNotOverflow();
    void boundsThatAreNoNumbers();
    void threadsGiveTheSameAnswer_data();
    void threadsGiveTheSameAnswer();

private:
    support::MemoryStore m_store;
};

void EvalEvaluatorTest::init() { m_store.clear(); }

void EvalEvaluatorTest::rangeResultHasOneColumnPerSeries()
{
    fill(m_store, 3);

    const auto result = evaluate("sum by (parity) (a_total)", m_store, EvalOptions::range(120'000, 240'000, 60'000));

    QVERIFY(result.has_value());
    QVERIFY(result->type == ResultType::Matrix);
    QCOMPARE(result->times, (std::vector<Timestamp>{120'000, 180'000, 240'000}));
    QCOMPARE(result->series.size(), std::size_t(2));
    QVERIFY((result->series[0].labels == LabelSet{{"parity", "even"}}));
    QCOMPARE(result->series[0].values, (std::vector<double>{480, 720, 960}));
    QCOMPARE(result->series[1].values, (std::vector<double>{240, 360, 480}));
}

void EvalEvaluatorTest::absentStepsAreMarked()
{
    m_store.add(LabelSet{{"__name__", "m"}}, {{60'000, 1}, {120'000, model::kStaleMarker}, {180'000, 3}});

    const auto result = evaluate("m", m_store, EvalOptions::range(0, 240'000, 60'000));

    const auto& values = result->series.at(0).values;
    QVERIFY(isAbsent(values[0]));
    QCOMPARE(values[1], 1.0);
    QVERIFY(isAbsent(values[2]));
    QCOMPARE(values[4], 3.0);
}

void EvalEvaluatorTest::measuredNanIsNotAbsent()
{
    m_store.add(LabelSet{{"__name__", "m"}}, {{0, promql::kAbsent}});

    const auto result = evaluate("m + 1", m_store, EvalOptions::instant(0));

    QCOMPARE(result->series.size(), std::size_t(1));
    QVERIFY(std::isnan(result->series[0].values[0]));
    QVERIFY(!isAbsent(result->series[0].values[0]));
}

void EvalEvaluatorTest::instantRangeSelectorHasTheUnionOfTimes()
{
    m_store.add(LabelSet{{"__name__", "m"}, {"x", "1"}}, {{10, 1}, {30, 3}});
    m_store.add(LabelSet{{"__name__", "m"}, {"x", "2"}}, {{20, 2}, {30, 4}});

    const auto result = evaluate("m[1m]", m_store, EvalOptions::instant(40));

    QVERIFY(result->type == ResultType::Matrix);
    QCOMPARE(result->times, (std::vector<Timestamp>{10, 20, 30}));
    QVERIFY(isAbsent(result->series[0].values[1]));
    QCOMPARE(result->series[1].values[2], 4.0);
}

void EvalEvaluatorTest::sortKeepsItsOrderAtAnInstant()
{
    fill(m_store, 3);

    const auto result = evaluate("sort_desc(a_total)", m_store, EvalOptions::instant(60'000));

    QCOMPARE(result->series[0].values[0], 180.0);
    QCOMPARE(result->series[2].values[0], 60.0);
}

void EvalEvaluatorTest::stringAndScalarResults()
{
    const auto text = evaluate("\"hello\"", m_store, EvalOptions::instant(0));
    const auto scalar = evaluate("1 + time()", m_store, EvalOptions::instant(5000));
    const auto scalarRange = evaluate("time()", m_store, EvalOptions::range(0, 2000, 1000));

    QVERIFY(text->type == ResultType::String);
    QCOMPARE(text->text, std::string("hello"));
    QVERIFY(scalar->type == ResultType::Scalar);
    QCOMPARE(scalar->series[0].values[0], 6.0);
    QVERIFY(scalarRange->type == ResultType::Matrix);
    QCOMPARE(scalarRange->series[0].values, (std::vector<double>{0, 1, 2}));
}

void EvalEvaluatorTest::rangeOfARangeVectorIsRefused()
{
    const auto result = evaluate("m[5m]", m_store, EvalOptions::range(0, 1000, 1000));
    QVERIFY(result.error().kind == Error::Kind::InvalidInput);
}

void EvalEvaluatorTest::stopRequestCancels()
{
    fill(m_store, 3);
    std::stop_source stop;
    stop.request_stop();

    const auto result = evaluate("sum(a_total)", m_store, EvalOptions::instant(60'000), stop.get_token());

    QVERIFY(result.error().kind == Error::Kind::Cancelled);
}

void EvalEvaluatorTest::limitsSayHowToRaiseThem_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<int>("maxSamples");
    QTest::addColumn<int>("maxSeries");
    QTest::addColumn<int>("maxSteps");
    QTest::addColumn<QString>("limit");
    QTest::newRow("samples of one series") << "a_total" << 10 << 100 << 100 << "limits.query_samples";
    QTest::newRow("columns") << "a_total + a_total" << 80 << 100 << 100 << "limits.query_samples";
    QTest::newRow("subquery steps") << "max_over_time(vector(1)[1y:1ms])" << 1000 << 100 << 100
                                    << "limits.query_samples";
    QTest::newRow("series") << "a_total" << 100000 << 2 << 100 << "limits.query_series";
    QTest::newRow("steps") << "1" << 100000 << 100 << 5 << "limits.query_points";
}

void EvalEvaluatorTest::limitsSayHowToRaiseThem()
{
    QFETCH(const QString, query);
    QFETCH(const int, maxSamples);
    QFETCH(const int, maxSeries);
    QFETCH(const int, maxSteps);
    QFETCH(const QString, limit);
    fill(m_store, 3);
    auto options = EvalOptions::range(0, 600'000, 60'000);
    options.maxSamples = static_cast<std::size_t>(maxSamples);
    options.maxSeries = static_cast<std::size_t>(maxSeries);
    options.maxSteps = static_cast<std::size_t>(maxSteps);

    const auto result = evaluate(query.toStdString(), m_store, options);

    QVERIFY(!result.has_value());
    QVERIFY2(result.error().kind == Error::Kind::LimitExceeded, result.error().text().c_str());
    QVERIFY(result.error().message.find(limit.toStdString()) != std::string::npos);
}

void EvalEvaluatorTest::aggregationHoldsOnlyItsGroups()
{
    fill(m_store, 100); // 41 samples each

    const auto result = evaluate("sum(rate(a_total[1m]))", m_store, EvalOptions::range(0, 600'000, 15'000));

    QCOMPARE(result->stats.samples, std::size_t(100 * 41));
    QVERIFY2(result->stats.peakSamples <= 3 * 41, std::to_string(result->stats.peakSamples).c_str());
}

void EvalEvaluatorTest::statisticsCountSeriesAndSamples()
{
    fill(m_store, 3);

    const auto result = evaluate("a_total", m_store, EvalOptions::instant(600'000));

    QCOMPARE(result->stats.series, std::size_t(3));
    QCOMPARE(result->stats.samples, std::size_t(3 * 20)); // five minutes, open on the left
}

void EvalEvaluatorTest::warningsHaveAPlaceInTheSource()
{
    m_store.add(LabelSet{{"__name__", "gauge"}}, {{0, 1}, {60'000, 2}});

    const auto result = evaluate("1 +\n rate(gauge[5m])", m_store, EvalOptions::instant(60'000));

    QCOMPARE(result->infos.size(), std::size_t(1));
    QCOMPARE(result->infos[0], std::string("PromQL info: metric might not be a counter, name does not end in "
                                           "_total/_sum/_count/_bucket: \"gauge\" (2:7)"));
}

void EvalEvaluatorTest::manyToManyFailsOnlyWhereBothArePresent()
{
    m_store.add(LabelSet{{"__name__", "left"}}, {{0, 1}, {600'000, 2}});
    m_store.add(LabelSet{{"__name__", "right"}, {"pod", "old"}}, {{0, 10}});
    m_store.add(LabelSet{{"__name__", "right"}, {"pod", "new"}}, {{600'000, 20}});

    const auto result = evaluate("left + on() right", m_store, EvalOptions::range(0, 600'000, 600'000));

    QVERIFY(result.has_value());
    QCOMPARE(result->series.size(), std::size_t(1));
    QCOMPARE(result->series[0].values, (std::vector<double>{11, 22}));

    m_store.add(LabelSet{{"__name__", "right"}, {"pod", "old"}}, {{600'000, 10}});
    QVERIFY(!evaluate("left + on() right", m_store, EvalOptions::range(0, 600'000, 600'000)).has_value());
}

void EvalEvaluatorTest::storeErrorsComeThrough()
{
    struct BrokenStore final : storage::Queryable
    {
        Result<std::unique_ptr<storage::Querier>> querier(Timestamp, Timestamp) const override
        {
            return fail(Error::Kind::Corrupt, "block 7 is damaged");
        }
    };

    const auto result = evaluate("sum(rate(m[5m])) / 2", BrokenStore(), EvalOptions::instant(0));

    QCOMPARE(result.error().message, std::string("block 7 is damaged"));
}

void EvalEvaluatorTest::farTimesDoNotOverflow()
{
    fill(m_store, 1);

    for (const auto* query : {"a_total @ 2e12", "sum_over_time(a_total[100y] @ -2e12)", "a_total offset 290y",
                              "max_over_time(a_total[1h:1m] @ -2e12)"}) {
        const auto result = evaluate(query, m_store, EvalOptions::instant(0));
        QVERIFY2(result.has_value(), result ? "" : result.error().text().c_str());
    }
    QVERIFY(!evaluate("a_total", m_store, EvalOptions::instant(INT64_MAX)).has_value());
    QVERIFY(!evaluate("a_total", m_store, EvalOptions::range(INT64_MIN, INT64_MAX, 1)).has_value());
}

/// As math.Max and math.Min of Go: an infinity that is sought wins over NaN.
void EvalEvaluatorTest::boundsThatAreNoNumbers()
{
    const auto valueOf = [&](const char* query) {
        return evaluate(query, m_store, EvalOptions::instant(0))->series.at(0).values.at(0);
    };

    QCOMPARE(valueOf("clamp_min(vector(+Inf), NaN)"), HUGE_VAL);
    QCOMPARE(valueOf("clamp_max(vector(-Inf), NaN)"), -HUGE_VAL);
    QVERIFY(std::isnan(valueOf("clamp_min(vector(1), NaN)")));
    QVERIFY(std::isnan(valueOf("clamp_max(vector(+Inf), NaN)")));
}

void EvalEvaluatorTest::threadsGiveTheSameAnswer_data()
{
    QTest::addColumn<QString>("query");
    for (const auto* query : {"a_total", "sum by (parity) (rate(a_total[1m]))", "quantile_over_time(2, a_total[2m])",
                              "max_over_time(sum(a_total)[2m:30s])", "topk(3, increase(a_total[5m]))"}) {
        QTest::newRow(query) << QString::fromUtf8(query);
    }
}

void EvalEvaluatorTest::threadsGiveTheSameAnswer()
{
    QFETCH(const QString, query);
    fill(m_store, 500);
    const auto options = EvalOptions::range(0, 600'000, 30'000);
    ThreeThreads threads;

    const auto alone = evaluate(query.toStdString(), m_store, options);
    const auto together = evaluate(query.toStdString(), m_store, options, {}, &threads);

    QCOMPARE(together->series.size(), alone->series.size());
    for (std::size_t i = 0; i < alone->series.size(); ++i) {
        QVERIFY(together->series[i].labels == alone->series[i].labels);
        QVERIFY(std::memcmp(together->series[i].values.data(), alone->series[i].values.data(),
                            alone->series[i].values.size() * sizeof(double)) == 0);
    }
    QCOMPARE(together->warnings, alone->warnings);
    QCOMPARE(together->stats.samples, alone->stats.samples);
}

QTEST_APPLESS_MAIN(EvalEvaluatorTest)
#include "eval_evaluator_test.moc"
