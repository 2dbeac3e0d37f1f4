// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <limits>
#include <map>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "sources/custom/custom_metrics.h"
#include "sources/custom/packed_texts.h"
#include "support/manual_clock.h"
#include "support/memory_store.h"

using namespace nocturne;
using namespace nocturne::custom;
using namespace std::chrono_literals;

namespace {

constexpr Timestamp kNow = 1'700'000'000'000;

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

/// Custom metrics go on where they were.
class MetricFileTest : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_clock = std::make_unique<support::ManualClock>(kNow);
        m_store = std::make_unique<support::MemoryStore>();
    }

    void eachKindGoesOn()
    {
        const std::vector<Measurement> told = {
            {Kind::Counter, "jobs_total", {{"b", "2"}, {"a", "1"}}, 3},
            {Kind::Gauge, "depth", {}, -4.5},
            {.kind = Kind::Histogram, .name = "size", .value = 7, .buckets = {5, 10}},
            {Kind::Summary, "took", {}, 2},
            {.kind = Kind::Set, .name = "users", .member = "ada"},
        };
        {
            auto metrics = opened();
            for (const auto& measurement : told)
                QVERIFY(metrics->take(measurement));
            QVERIFY(metrics->keep());
        }

        auto again = opened();
        QCOMPARE(again->stats().series, std::size_t(5));
        QVERIFY(again->take({Kind::Counter, "jobs_total", {{"a", "1"}, {"b", "2"}}, 1}));
        QVERIFY(again->take({.kind = Kind::Gauge, .name = "depth", .value = 1, .relative = true}));
        QVERIFY(again->take({Kind::Histogram, "size", {}, 1}));
        QVERIFY(again->take({Kind::Summary, "took", {}, 4}));
        QVERIFY(again->collect());

        const auto values = newest(*m_store);
        QCOMPARE(values.at("jobs_total{a=\"1\", b=\"2\"}"), 4.0);
        QCOMPARE(values.at("depth"), -3.5);
        QCOMPARE(values.at("size_bucket{le=\"5\"}"), 1.0);
        QCOMPARE(values.at("size_bucket{le=\"10\"}"), 2.0);
        QCOMPARE(values.at("size_sum"), 8.0);
        QCOMPARE(values.at("took_count"), 2.0);
        QCOMPARE(values.at("took_sum"), 6.0);
        QCOMPARE(values.at("users"), 0.0); // those seen since the last collection
    }

    void whatIsNotKeptIsAsItWas()
    {
        auto metrics = opened();
        QVERIFY(metrics->take({Kind::Counter, "jobs_total", {}, 3}));
        QVERIFY(metrics->keepSafe());
        QVERIFY(metrics->take({Kind::Counter, "jobs_total", {}, 1}));
        metrics.reset(); // killed

        const auto kept = stored();

        QCOMPARE(kept.size(), std::size_t(1));
        QCOMPARE(kept[0].state, std::vector<double>{3});
        QCOMPARE(kept[0].told, kNow);
    }

    void aNameKeepsItsKindAndItsBuckets()
    {
        auto metrics = opened();
        QVERIFY(metrics->take({.kind = Kind::Histogram, .name = "size", .value = 7, .buckets = {5, 10}}));
        QVERIFY(metrics->take({Kind::Gauge, "depth", {}, 1}));
        QVERIFY(metrics->keep());

        auto again = opened({.buckets = {1, 2, 3}}); // of the configuration: for new ones

        QVERIFY(!again->take({Kind::Counter, "depth", {}, 1}));
        QVERIFY(again->take({Kind::Histogram, "size", {}, 1}));
        QVERIFY(!again->take({.kind = Kind::Histogram, .name = "size", .value = 7, .buckets = {1, 2, 3}}));
    }

    void whatEndedIsGoneFromTheFile()
    {
        auto metrics = opened({.expireAfter = 1min});
        QVERIFY(metrics->take({Kind::Gauge, "old", {}, 1}));
        QVERIFY(metrics->keep());
        m_clock->advance(2min);
        QVERIFY(metrics->take({Kind::Gauge, "new", {}, 1}));
        QVERIFY(metrics->collect());
        QVERIFY(metrics->keep());

        const auto kept = stored();

        QCOMPARE(kept.size(), std::size_t(1));
        QCOMPARE(kept[0].name, std::string("new"));
    }

    void theTimeWhileItWasOffCounts()
    {
        auto metrics = opened();
        QVERIFY(metrics->take({Kind::Gauge, "old", {}, 1}));
        QVERIFY(metrics->keep());
        m_clock->advance(2min);

        auto again = opened({.expireAfter = 1min});
        QVERIFY(again->collect());

        QCOMPARE(again->stats().series, std::size_t(0));
    }

    void overTheLimitTheOnesToldLastAreTakenUp()
    {
        auto metrics = opened();
        QVERIFY(metrics->take({Kind::Gauge, "first", {}, 1}));
        m_clock->advance(1s);
        QVERIFY(metrics->take({Kind::Gauge, "second", {}, 1}));
        QVERIFY(metrics->keep());

        auto again = opened({.maxSeries = 1});

        QCOMPARE(again->stats().series, std::size_t(1));
        QVERIFY(again->take({Kind::Gauge, "second", {}, 2}));
        QVERIFY(!again->take({Kind::Gauge, "first", {}, 2}));
    }

    void rowsThatMayNotBeAreLeftAlone_data()
    {
        QTest::addColumn<KeptSeries>("series");
        QTest::newRow("no name") << KeptSeries{"a.b", {}, Kind::Gauge, {}, {}, {1}, 0};
        QTest::newRow("a label of ours") << KeptSeries{"a", {{"__x", "1"}}, Kind::Gauge, {}, {}, {1}, 0};
        QTest::newRow("no state") << KeptSeries{"a", {}, Kind::Counter, {}, {}, {}, 0};
        QTest::newRow("a counter below zero") << KeptSeries{"a", {}, Kind::Counter, {}, {}, {-1}, 0};
        QTest::newRow("not finite") << KeptSeries{
            "a", {}, Kind::Gauge, {}, {}, {std::numeric_limits<double>::infinity()}, 0};
        QTest::newRow("too few buckets") << KeptSeries{"a", {}, Kind::Histogram, {}, {1, 2}, {1, 1, 1}, 0};
        QTest::newRow("no buckets") << KeptSeries{"a", {}, Kind::Histogram, {}, {}, {1, 1}, 0};
        QTest::newRow("buckets that fall") << KeptSeries{"a", {}, Kind::Histogram, {}, {2, 1}, {1, 1, 1, 1}, 0};
    }
    void rowsThatMayNotBeAreLeftAlone()
    {
        QFETCH(KeptSeries, series);
        QVERIFY((*MetricFile::open(folder(), kNow))->write({series}, {}));

        const auto metrics = opened();

        QCOMPARE(metrics->stats().series, std::size_t(0));
        QVERIFY(metrics->take({Kind::Gauge, "a", {}, 1})); // and the name is free
    }

    void aDamagedFileIsMovedAside()
    {
        QFile file(m_folder->filePath(QString::fromUtf8(kMetricFile)));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(QByteArray(8192, 'x')) > 0);
        file.close();
        std::string damaged;

        const auto opened = MetricFile::open(folder(), kNow, &damaged);

        QVERIFY(opened.has_value());
        QCOMPARE(damaged, folder() + "/custom_metrics.db.damaged-1700000000");
        QVERIFY(QFile::exists(QString::fromStdString(damaged)));
    }

    void textsArePackedAndUnpacked()
    {
        const std::vector<std::string> texts = {"", "abc", "1:x", std::string("\0\xff", 2)};

        QVERIFY(unpackTexts(packTexts(texts)) == texts);
        for (const char* bad : {"3:ab", "x", ":", "1", "-1:a", "99999999999999999999:a", "1:ab"})
            QVERIFY2(!unpackTexts(bad), bad);
    }

private:
    std::string folder() const { return m_folder->path().toStdString(); }
    std::unique_ptr<CustomMetrics> opened(Options options = {})
    {
        auto metrics = std::make_unique<CustomMetrics>(*m_store, *m_clock, std::move(options));
        auto file = MetricFile::open(folder(), m_clock->now());
        if (!file || !metrics->keepIn(std::move(*file)))
            qFatal("the file cannot be opened");
        return metrics;
    }
    std::vector<KeptSeries> stored() const
    {
        auto file = MetricFile::open(folder(), kNow);
        return file ? (*file)->read(100).value_or(std::vector<KeptSeries>()) : std::vector<KeptSeries>();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<support::ManualClock> m_clock;
    std::unique_ptr<support::MemoryStore> m_store;
};

QTEST_GUILESS_MAIN(MetricFileTest)
#include "metric_file_test.moc"
