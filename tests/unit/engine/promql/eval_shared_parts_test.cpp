// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstring>

#include <QTest>

#include "engine/promql/evaluator.h"
#include "engine/promql/parser.h"
#include "support/memory_store.h"

using namespace nocturne;
using promql::EvalOptions;
using promql::EvalResult;

namespace {

Result<EvalResult> evaluate(const std::string& query, const storage::Queryable& store, EvalOptions options)
{
    const auto expr = promql::parse(query);
    if (!expr) {
        return tl::unexpected(expr.error());
    }
    options.source = query;
    return promql::evaluate(**expr, store, options);
}

bool isSame(const EvalResult& a, const EvalResult& b)
{
    if (a.series.size() != b.series.size()) {
        return false;
    }
    for (std::size_t i = 0; i < a.series.size(); ++i) {
        const auto& x = a.series[i].values;
        const auto& y = b.series[i].values;
        if (a.series[i].labels != b.series[i].labels || x.size() != y.size() ||
            std::memcmp(x.data(), y.data(), x.size() * sizeof(double)) != 0) {
            return false;
        }
    }
    return true;
}

} // namespace

class EvalSharedPartsTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        for (int i = 0; i < 3; ++i) {
            std::vector<model::Sample> counter;
            std::vector<model::Sample> gauge;
            for (Timestamp t = 0; t <= 1'200'000; t += 15'000) {
                counter.push_back({t, static_cast<double>(t / 1000 * (i + 1))});
                gauge.push_back({t, static_cast<double>(t / 15'000 * (i + 3) % 17)});
            }
            const auto number = std::to_string(i);
            m_store.add({{"__name__", "a_total"}, {"n", number}}, counter);
            m_store.add({{"__name__", "b"}, {"n", number}}, gauge);
        }
    }

    /// Each query next to one that means the same and has no two parts of the same text.
    void sharedPartsHaveTheSameValues_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<QByteArray>("apart");
        QTest::addColumn<int>("selected"); // series out of the store
        const auto row = [](const char* name, const char* query, const char* apart, int selected) {
            QTest::newRow(name) << QByteArray(query) << QByteArray(apart) << selected;
        };
        row("selector", "b / (b + b)", R"(b / (b{x=""} + b{y=""}))", 3);
        row("changed in place by its users", "-b + (b * 2) - (b > 3)", R"(-b + (b{x=""} * 2) - (b{y=""} > 3))", 3);
        row("range function", "rate(a_total[1m]) / on (n) (1 + rate(a_total[1m]))",
            R"(rate(a_total[1m]) / on (n) (1 + rate(a_total{x=""}[1m])))", 3);
        row("aggregation", "sum(b) / (sum(b) + count(b))", R"(sum(b) / (sum(b{x=""}) + count(b{y=""})))", 3);
        row("part of a larger one that is shared", "(b + a_total) * (b + a_total) - b",
            R"((b + a_total) * (b{x=""} + a_total{x=""}) - b{y=""})", 6);
        row("set operators", "(b > 5) or (b < 3) unless (b > 5)", R"((b > 5) or (b{x=""} < 3) unless (b{y=""} > 5))",
            3);
        row("other times apart: offset", "b - b offset 1m", R"(b - b{x=""} offset 1m)", 6);
        row("other times apart: subquery", "b - max_over_time(b[2m:30s])", R"(b - max_over_time(b{x=""}[2m:30s]))", 6);
        row("within two equal subqueries", "max_over_time(b[2m:30s]) - min_over_time(b[2m:30s])",
            R"(max_over_time(b[2m:30s]) - min_over_time(b{x=""}[2m:30s]))", 3);
        row("pinned", "b @ 300 - b @ 300 + b", R"(b @ 300 - b{x=""} @ 300 + b{y=""})", 6);
        row("as a range too", "b - avg_over_time(b[1m])", R"(b - avg_over_time(b{x=""}[1m]))", 6);
        row("for its times too", "b - timestamp(b) + b", R"(b - timestamp(b{x=""}) + b{y=""})", 6);
    }
    void sharedPartsHaveTheSameValues()
    {
        QFETCH(QByteArray, query);
        QFETCH(QByteArray, apart);
        QFETCH(int, selected);
        for (const auto& options : {EvalOptions::instant(600'000), EvalOptions::range(300'000, 900'000, 45'000)}) {
            const auto shared = evaluate(query.toStdString(), m_store, options);
            const auto plain = evaluate(apart.toStdString(), m_store, options);

            QVERIFY2(shared && plain, shared ? "" : shared.error().text().c_str());
            QVERIFY(!shared->series.empty());
            QVERIFY(isSame(*shared, *plain));
            QVERIFY(shared->stats.samples <= plain->stats.samples);
            if (options.stepMs == 0)
                QCOMPARE(static_cast<int>(shared->stats.series), selected);
        }
    }

    void eachPlaceKeepsItsAnnotations()
    {
        const auto result = evaluate("rate(b[1m]) + rate(b[1m])", m_store, EvalOptions::instant(600'000));

        QVERIFY(result.has_value());
        QCOMPARE(result->infos.size(), std::size_t{2});
    }

    void whatIsTooMuchToKeepIsComputedAgain()
    {
        auto options = EvalOptions::range(0, 900'000, 15'000);
        options.maxSamples = 16 * 100; // keeps 100 values; b has 183

        const auto result = evaluate("b / (b + b)", m_store, options);

        QVERIFY2(result.has_value(), result ? "" : result.error().text().c_str());
        QCOMPARE(result->stats.series, std::size_t{9});
    }

private:
    support::MemoryStore m_store;
};

QTEST_APPLESS_MAIN(EvalSharedPartsTest)
#include "eval_shared_parts_test.moc"
