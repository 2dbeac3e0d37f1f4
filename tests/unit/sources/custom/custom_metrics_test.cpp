// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <cmath>
#include <map>

#include <QTest>

#include "sources/custom/custom_metrics.h"
#include "support/manual_clock.h"
#include "support/memory_store.h"

using namespace nocturne;
using namespace nocturne::custom;
using namespace std::chrono_literals;

namespace {

/// The newest value of each series in `store`, by its text without what all have in common.
std::map<std::string, double> newest(const support::MemoryStore& store)
{
    const std::array<std::string, 2> common = {"job", "instance"};
    std::map<std::string, double> values;
    const auto querier = store.querier(0, std::numeric_limits<Timestamp>::max());
    const auto all = model::Matcher::make(model::Matcher::Op::Regex, "__name__", ".+");
    auto series = (*querier)->select({*all}, {});
    for (const auto& cursor : *series) {
        std::array<Timestamp, 16> times{};
        std::array<double, 16> samples{};
        while (const auto count = cursor->read(times, samples).value_or(0))
            values[cursor->labels().without(common).toString()] = samples.at(count - 1);
    }
    return values;
}

} // namespace

class CustomMetricsTest : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_store = std::make_unique<support::MemoryStore>();
        m_clock = std::make_unique<support::ManualClock>(1'700'000'000'000);
    }

    void countersGrowByWhatTheyAreTold()
    {
        auto metrics = make();
        take(metrics, {Kind::Counter, "jobs_total", {{"queue", "a"}}, 2});
        take(metrics,
             {.kind = Kind::Counter, .name = "jobs_total", .labels = {{"queue", "a"}}, .value = 1, .weight = 10});
        QVERIFY(metrics.collect().has_value());

        QCOMPARE(newest(*m_store).at("jobs_total{queue=\"a\"}"), 12.0);
    }

    void gaugesAreSetAndChangedAndDoNotFallBelowWhatIsAsked()
    {
        auto metrics = make();
        take(metrics, {.kind = Kind::Gauge, .name = "connections", .value = 3});
        take(metrics, {.kind = Kind::Gauge, .name = "connections", .value = -1, .relative = true});
        QVERIFY(metrics.collect().has_value());
        QCOMPARE(newest(*m_store).at("connections"), 2.0);

        m_clock->advance(15s);
        take(metrics, {.kind = Kind::Gauge, .name = "connections", .value = -5, .relative = true, .atLeast = 0});
        QVERIFY(metrics.collect().has_value());
        QCOMPARE(newest(*m_store).at("connections"), 0.0);
    }

    void histogramsHaveClassicBuckets()
    {
        auto metrics = make({.buckets = {1, 2.5}});
        for (const double value : {0.5, 1.0, 2.0, 7.0})
            take(metrics, {Kind::Histogram, "took_seconds", {}, value});
        QVERIFY(metrics.collect().has_value());

        const auto values = newest(*m_store);
        QCOMPARE(values.at("took_seconds_bucket{le=\"1\"}"), 2.0);
        QCOMPARE(values.at("took_seconds_bucket{le=\"2.5\"}"), 3.0);
        QCOMPARE(values.at("took_seconds_bucket{le=\"+Inf\"}"), 4.0);
        QCOMPARE(values.at("took_seconds_count"), 4.0);
        QCOMPARE(values.at("took_seconds_sum"), 10.5);
    }

    void summariesForgetAfterTenMinutes()
    {
        auto metrics = make();
        for (int i = 1; i <= 100; ++i)
            take(metrics, {Kind::Summary, "size", {}, static_cast<double>(i)});
        QVERIFY(metrics.collect().has_value());
        auto values = newest(*m_store);
        QCOMPARE(values.at("size{quantile=\"0.5\"}"), 50.0);
        QCOMPARE(values.at("size{quantile=\"0.99\"}"), 99.0);

        m_clock->advance(11min);
        QVERIFY(metrics.collect().has_value());
        values = newest(*m_store);
        QVERIFY(std::isnan(values.at("size{quantile=\"0.5\"}")));
        QCOMPARE(values.at("size_count"), 100.0);
        QCOMPARE(values.at("size_sum"), 5050.0);
    }

    void setsCountWhoWasSeenSinceTheLastCollection()
    {
        auto metrics = make();
        for (const auto* who : {"alice", "bob", "alice"})
            take(metrics, {.kind = Kind::Set, .name = "users", .member = who});
        QVERIFY(metrics.collect().has_value());
        QCOMPARE(newest(*m_store).at("users"), 2.0);

        m_clock->advance(15s);
        QVERIFY(metrics.collect().has_value());
        QCOMPARE(newest(*m_store).at("users"), 0.0);
    }

    void aNameKeepsItsKind()
    {
        auto metrics = make();
        take(metrics, {Kind::Counter, "jobs_total", {}, 1});

        const auto other = metrics.take({Kind::Gauge, "jobs_total", {}, 1});

        QVERIFY(!other.has_value());
        QCOMPARE(other.error().message, std::string("jobs_total is a counter already, no gauge: give it another name"));
        QCOMPARE(metrics.stats().refused, std::uint64_t(1));
    }

    void labelsInAnotherOrderAreTheSameSeries()
    {
        auto metrics = make();
        take(metrics, {Kind::Counter, "jobs_total", {{"a", "1"}, {"b", "2"}}, 1});
        take(metrics, {Kind::Counter, "jobs_total", {{"b", "2"}, {"a", "1"}}, 1});

        QCOMPARE(metrics.stats().series, std::size_t(1));
    }

    void oneSeriesTooManyIsRefusedAndKnownOnesGoOn()
    {
        auto metrics = make({.maxSeries = 2});
        take(metrics, {Kind::Counter, "jobs_total", {{"id", "1"}}, 1});
        take(metrics, {Kind::Counter, "jobs_total", {{"id", "2"}}, 1});

        const auto third = metrics.take({Kind::Counter, "jobs_total", {{"id", "3"}}, 1});

        QVERIFY(!third.has_value());
        QVERIFY(third.error().kind == Error::Kind::LimitExceeded);
        take(metrics, {Kind::Counter, "jobs_total", {{"id", "1"}}, 1});
    }

    void whatIsToldNothingEndsWhereThatIsAsked()
    {
        auto metrics = make({.maxSeries = 1, .expireAfter = 1min});
        take(metrics, {Kind::Gauge, "old", {}, 1});
        QVERIFY(metrics.collect().has_value());
        m_clock->advance(2min);
        QVERIFY(metrics.collect().has_value());

        QVERIFY(model::isStaleMarker(newest(*m_store).at("old")));
        QCOMPARE(metrics.stats().series, std::size_t(0));
        take(metrics, {Kind::Counter, "old", {}, 1}); // and the name is free
    }

    void whatMayNotBeTakenIsRefused_data()
    {
        QTest::addColumn<Measurement>("measurement");
        QTest::newRow("no name") << Measurement{};
        QTest::newRow("a name with a dot") << Measurement{Kind::Gauge, "a.b", {}, 1};
        QTest::newRow("a label of histograms") << Measurement{Kind::Gauge, "a", {{"le", "1"}}, 1};
        QTest::newRow("a label of ours") << Measurement{Kind::Gauge, "a", {{"__x", "1"}}, 1};
        QTest::newRow("a label twice") << Measurement{Kind::Gauge, "a", {{"b", "1"}, {"b", "2"}}, 1};
        QTest::newRow("a long value") << Measurement{Kind::Gauge, "a", {{"b", std::string(5000, 'x')}}, 1};
        QTest::newRow("not a number") << Measurement{Kind::Gauge, "a", {}, std::nan("")};
        QTest::newRow("a counter that falls") << Measurement{Kind::Counter, "a", {}, -1};
    }

    void whatMayNotBeTakenIsRefused()
    {
        QFETCH(Measurement, measurement);
        auto metrics = make();

        QVERIFY(!metrics.take(measurement).has_value());
        QCOMPARE(metrics.stats().refused, std::uint64_t(1));
        QCOMPARE(metrics.stats().series, std::size_t(0));
    }

private:
    CustomMetrics make(Options options = {}) { return {*m_store, *m_clock, std::move(options)}; }

    static void take(CustomMetrics& metrics, const Measurement& measurement)
    {
        const auto taken = metrics.take(measurement);
        QVERIFY2(taken.has_value(), taken ? "" : taken.error().message.c_str());
    }

    std::unique_ptr<support::MemoryStore> m_store;
    std::unique_ptr<support::ManualClock> m_clock;
};

QTEST_GUILESS_MAIN(CustomMetricsTest)
#include "custom_metrics_test.moc"
