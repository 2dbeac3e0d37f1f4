// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <atomic>
#include <limits>
#include <memory>
#include <thread>

#include <QTest>

#include "base/core/clock.h"
#include "engine/promql/eval_budget.h"
#include "engine/promql/evaluator.h"
#include "engine/promql/parser.h"
#include "support/memory_store.h"

using namespace nocturne;
using model::LabelSet;
using promql::EvalOptions;

namespace {

constexpr std::size_t kSeries = 400;
constexpr std::size_t kSamplesPerSeries = 41;

/// Counts events, asks for a stop at one of them, and tells how many came after.
class StopAt
{
public:
    explicit StopAt(std::size_t event)
        : m_event(event)
    {}

    void happened()
    {
        if (++m_seen == m_event) {
            m_source.request_stop();
        }
    }
    std::stop_token token() const { return m_source.get_token(); }
    std::size_t seen() const { return m_seen; }
    std::size_t seenAfter() const { return m_seen > m_event ? m_seen - m_event : 0; }

private:
    std::size_t m_event;
    std::atomic<std::size_t> m_seen = 0;
    std::stop_source m_source;
};

/// Tells of each series that is begun to be read.
class WatchedCursor final : public storage::SeriesCursor
{
public:
    WatchedCursor(std::unique_ptr<storage::SeriesCursor> cursor, StopAt& stop)
        : m_cursor(std::move(cursor))
        , m_stop(stop)
    {}

    const LabelSet& labels() const override { return m_cursor->labels(); }
    std::size_t sampleBound() const override { return m_cursor->sampleBound(); }
    Result<std::size_t> read(std::span<Timestamp> times, std::span<double> values) override
    {
        if (!std::exchange(m_isBegun, true)) {
            m_stop.happened();
        }
        return m_cursor->read(times, values);
    }

private:
    std::unique_ptr<storage::SeriesCursor> m_cursor;
    StopAt& m_stop;
    bool m_isBegun = false;
};

class WatchedQuerier final : public storage::Querier
{
public:
    WatchedQuerier(std::unique_ptr<storage::Querier> querier, StopAt& stop)
        : m_querier(std::move(querier))
        , m_stop(stop)
    {}

    Result<std::vector<std::unique_ptr<storage::SeriesCursor>>> select(const std::vector<model::Matcher>& matchers,
                                                                       const std::stop_token& stop) override
    {
        auto cursors = m_querier->select(matchers, stop);
        for (auto& cursor : *cursors) {
            cursor = std::make_unique<WatchedCursor>(std::move(cursor), m_stop);
        }
        return cursors;
    }
    Result<std::vector<std::string>> labelNames(const std::vector<model::Matcher>& matchers) override
    {
        return m_querier->labelNames(matchers);
    }
    Result<std::vector<std::string>> labelValues(const std::string& name,
                                                 const std::vector<model::Matcher>& matchers) override
    {
        return m_querier->labelValues(name, matchers);
    }
    Result<std::vector<LabelSet>> series(const std::vector<model::Matcher>& matchers) override
    {
        return m_querier->series(matchers);
    }
    Result<std::map<std::string, model::Metadata>> metadata(const std::string& metric) override
    {
        return m_querier->metadata(metric);
    }

private:
    std::unique_ptr<storage::Querier> m_querier;
    StopAt& m_stop;
};

class WatchedStore final : public storage::Queryable
{
public:
    WatchedStore(const storage::Queryable& store, StopAt& stop)
        : m_store(store)
        , m_stop(stop)
    {}

    Result<std::unique_ptr<storage::Querier>> querier(Timestamp minTime, Timestamp maxTime) const override
    {
        return std::make_unique<WatchedQuerier>(*m_store.querier(minTime, maxTime), m_stop);
    }

private:
    const storage::Queryable& m_store;
    StopAt& m_stop;
};

/// A profiled evaluation looks at the clock twice for each column that a node hands on, so the clock counts the work.
class WatchedClock final : public Clock
{
public:
    explicit WatchedClock(StopAt& stop)
        : m_stop(stop)
    {}

    Timestamp now() const override { return 0; }
    Monotonic monotonic() const override
    {
        m_stop.happened();
        return {};
    }

private:
    StopAt& m_stop;
};

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
        const std::jthread second(work);
        const std::jthread third(work);
        work();
    }
};

void fill(support::MemoryStore& store)
{
    for (std::size_t i = 0; i < kSeries; ++i) {
        std::vector<model::Sample> samples;
        for (std::size_t k = 0; k < kSamplesPerSeries; ++k) {
            samples.push_back({static_cast<Timestamp>(k * 15'000), static_cast<double>(k * i)});
        }
        store.add(LabelSet{{"__name__", "a_total"}, {"i", std::to_string(i)}, {"le", std::to_string(i % 20)}}, samples);
    }
}

Result<promql::EvalResult> evaluate(const std::string& query, const storage::Queryable& store, const StopAt& stop,
                                    const Clock* clock = nullptr, promql::ParallelFor* parallel = nullptr)
{
    const auto expr = promql::parse(query);
    auto options = EvalOptions::range(0, 600'000, 15'000);
    options.source = query;
    options.profileBy = clock;
    return promql::evaluate(**expr, store, options, stop.token(), parallel);
}

constexpr std::size_t kNever = std::numeric_limits<std::size_t>::max();

} // namespace

/// How much is still done after a stop request, counted in work: time would depend on the machine.
class EvalCancelTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { fill(m_store); }
    void noFurtherSeriesIsRead_data() { queries(); }
    void noFurtherSeriesIsRead();
    void nothingHandedOnStopsToo();
    void eachThreadReadsAtMostOneMore();
    void fewFurtherColumnsAreHandedOn_data() { queries(); }
    void fewFurtherColumnsAreHandedOn();
    void aLongAxisStopsWithinOnePiece();
    void aSortStopsWithinOneMerge_data();
    void aSortStopsWithinOneMerge();
    void whatIsHeldIsGivenBack();

private:
    static void queries();

    support::MemoryStore m_store;
};

void EvalCancelTest::queries()
{
    QTest::addColumn<QString>("query");
    for (const auto* query :
         {"a_total", "sum by (le) (rate(a_total[5m]))", "max_over_time(sum by (i) (rate(a_total[1m]))[5m:15s])",
          "topk(5, a_total)", "quantile(0.9, a_total)", "count_values(\"v\", a_total)", "sort(a_total)",
          "a_total / on (i) a_total", "a_total and on (i) a_total", "a_total or rate(a_total[1m])",
          "label_replace(a_total, \"x\", \"$1\", \"i\", \"(.*)\")", "histogram_quantile(0.9, rate(a_total[5m]))",
          "exp(a_total) + 1", "sum(a_total @ 300) - sum(a_total)"}) {
        QTest::newRow(query) << query;
    }
}

void EvalCancelTest::noFurtherSeriesIsRead()
{
    QFETCH(const QString, query);
    for (const std::size_t event : {std::size_t(1), kSeries / 2, kSeries}) {
        StopAt stop(event);
        const WatchedStore watched(m_store, stop);

        const auto result = evaluate(query.toStdString(), watched, stop);

        QVERIFY(!result);
        QVERIFY(result.error().kind == Error::Kind::Cancelled);
        QCOMPARE(stop.seenAfter(), std::size_t(0));
    }
}

void EvalCancelTest::nothingHandedOnStopsToo()
{
    StopAt stop(kSeries / 2);
    const WatchedStore watched(m_store, stop);

    const auto result = evaluate("absent_over_time(a_total[1m])", watched, stop);

    QVERIFY(!result);
    QVERIFY(result.error().kind == Error::Kind::Cancelled);
    QCOMPARE(stop.seenAfter(), std::size_t(0));
}

void EvalCancelTest::eachThreadReadsAtMostOneMore()
{
    StopAt stop(kSeries / 2);
    const WatchedStore watched(m_store, stop);
    ThreeThreads parallel;

    const auto result = evaluate("sum(rate(a_total[5m]))", watched, stop, nullptr, &parallel);

    QVERIFY(result.error().kind == Error::Kind::Cancelled);
    QVERIFY2(stop.seenAfter() <= 2, std::to_string(stop.seenAfter()).c_str()); // what the other two had begun
}

void EvalCancelTest::fewFurtherColumnsAreHandedOn()
{
    QFETCH(const QString, query);
    StopAt never(kNever);
    const WatchedClock counting(never);
    QVERIFY(evaluate(query.toStdString(), m_store, never, &counting));
    const auto all = never.seen();
    constexpr std::size_t kUnwinding = 24; // each node on the way looks at the clock again

    for (std::size_t tenth = 1; tenth < 10; ++tenth) {
        StopAt stop(all * tenth / 10 + 1);
        const WatchedClock clock(stop);

        const auto result = evaluate(query.toStdString(), m_store, stop, &clock);

        QVERIFY2(!result, std::to_string(tenth).c_str());
        QVERIFY(result.error().kind == Error::Kind::Cancelled);
        QVERIFY2(stop.seenAfter() <= kUnwinding,
                 (std::to_string(stop.seenAfter()) + " of " + std::to_string(all)).c_str());
    }
}

void EvalCancelTest::aLongAxisStopsWithinOnePiece()
{
    StopAt stop(100'000);
    const EvalOptions options;
    const promql::Budget budget(options, stop.token());

    const auto result = promql::inPieces(1'000'000, budget, [&](std::size_t first, std::size_t last) {
        for (auto i = first; i < last; ++i) {
            stop.happened();
        }
    });

    QVERIFY(result.error().kind == Error::Kind::Cancelled);
    QVERIFY(stop.seenAfter() <= promql::kWorkBetweenChecks);
}

void EvalCancelTest::aSortStopsWithinOneMerge_data()
{
    QTest::addColumn<int>("percent");
    for (const int percent : {1, 30, 60, 90}) {
        QTest::addRow("%d", percent) << percent;
    }
}

void EvalCancelTest::aSortStopsWithinOneMerge()
{
    QFETCH(const int, percent);
    constexpr std::size_t kElements = 100'000;
    std::vector<std::size_t> scattered(kElements);
    for (std::size_t i = 0; i < kElements; ++i) {
        scattered[i] = i * 7919 % kElements; // each once: 7919 is prime
    }
    const EvalOptions options;
    const auto sortWith = [&](StopAt& stop) {
        auto all = scattered;
        const promql::Budget budget(options, stop.token());
        const auto result = promql::sortInPieces(all, budget, [&](std::size_t a, std::size_t b) {
            stop.happened();
            return a < b;
        });
        return result && std::is_sorted(all.begin(), all.end());
    };
    StopAt never(kNever);
    QVERIFY(sortWith(never));

    StopAt stop(never.seen() * static_cast<std::size_t>(percent) / 100);
    QVERIFY(!sortWith(stop));

    QVERIFY2(stop.seenAfter() <= kElements, std::to_string(stop.seenAfter()).c_str());
}

void EvalCancelTest::whatIsHeldIsGivenBack()
{
    const EvalOptions options;
    promql::Budget budget(options, {});
    {
        promql::Hold hold(budget);
        QVERIFY(hold.add(options.maxSamples));
        QVERIFY(!promql::Hold(budget).add(1));
    }
    promql::Hold again(budget);

    QVERIFY(again.add(options.maxSamples));
}

QTEST_APPLESS_MAIN(EvalCancelTest)
#include "eval_cancel_test.moc"
