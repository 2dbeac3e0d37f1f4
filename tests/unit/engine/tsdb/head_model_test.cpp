// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// The head against the simplest thing that could be right: a map from labels to sorted samples.
#include "engine/tsdb/head.h"

#include <QtTest>

#include <limits>
#include <map>
#include <random>

#include "support/manual_clock.h"

using namespace nocturne;
using namespace std::chrono_literals;
using model::LabelSet;
using model::Sample;

namespace {

constexpr Timestamp kStart = 1'700'000'000'000;
constexpr auto kEarliest = std::numeric_limits<Timestamp>::min();
constexpr auto kLatest = std::numeric_limits<Timestamp>::max();

struct Model
{
    std::map<LabelSet, std::map<Timestamp, double>> series;

    void add(const LabelSet& labels, const Sample& sample, Timestamp oldest, Timestamp latest)
    {
        auto& samples = series[labels];
        const bool inBounds = sample.t > oldest && sample.t <= latest;
        if (inBounds && (samples.empty() || sample.t > samples.rbegin()->first))
            samples.emplace(sample.t, sample.v);
    }
};

} // namespace

class HeadModelTest : public QObject
{
    Q_OBJECT

private slots:
    void randomHistoriesAgree_data()
    {
        QTest::addColumn<int>("seed");
        for (int seed = 1; seed <= 12; ++seed)
            QTest::addRow("seed %d", seed) << seed;
    }
    void randomHistoriesAgree()
    {
        QFETCH(int, seed);
        std::mt19937 random(static_cast<unsigned>(seed));
        const auto below = [&](unsigned n) { return static_cast<unsigned>(random() % n); };
        support::ManualClock clock(kStart);
        const auto retention = 20min;
        tsdb::Head head({.retention = retention, .maxSeriesId = 60}, clock);
        Model expected;
        std::map<LabelSet, storage::SeriesRef> refs;

        for (int step = 0; step < 600; ++step) {
            const auto appender = head.appender();
            std::vector<std::pair<LabelSet, Sample>> pending;
            for (unsigned i = below(40); i > 0; --i) {
                const auto name = std::to_string(below(20) + static_cast<unsigned>(step) / 40);
                const LabelSet labels{{"__name__", "m"}, {"n", name}};
                const auto t = clock.now() + static_cast<Timestamp>(below(20'000)) - 5000;
                const Sample sample{t, below(10) == 0 ? model::kStaleMarker : below(1000) / 8.0};
                auto& ref = refs[labels];
                ref = appender->append(ref, labels, sample).value();
                pending.emplace_back(labels, sample);
            }
            if (below(5) == 0) {
                appender->rollback();
            } else {
                appender->commit().value();
                const auto oldest = clock.now() - std::chrono::milliseconds(retention).count();
                for (const auto& [labels, sample] : pending)
                    expected.add(labels, sample, oldest, clock.now() + 600'000);
            }
            clock.advance(std::chrono::milliseconds(below(10'000)));
            if (below(20) == 0) {
                compare(head, expected, clock.now() - std::chrono::milliseconds(retention).count());
                const auto after = clock.now() - static_cast<Timestamp>(below(1'500'000));
                compareWindow(head, after, after + static_cast<Timestamp>(below(600'000)));
            }
        }
        QVERIFY(head.stats().seriesRemoved > 0); // or retention was not tried
    }

private:
    using Found = std::map<LabelSet, std::map<Timestamp, double>>;

    static Found readAll(const tsdb::Head& head, Timestamp after, Timestamp until)
    {
        const auto cursors = head.querier(after, until).value()->select({}, {}).value();
        if (!std::ranges::is_sorted(cursors, [](const auto& a, const auto& b) { return a->labels() < b->labels(); }))
            qFatal("series are not sorted by label set");
        Found found;
        for (const auto& cursor : cursors) {
            std::array<Timestamp, 50> times{};
            std::array<double, 50> values{};
            auto& samples = found[cursor->labels()];
            while (const auto count = cursor->read(times, values).value()) {
                for (std::size_t i = 0; i < count; ++i)
                    samples.emplace(times[i], values[i]);
            }
        }
        return found;
    }

    /// A window has those of all samples that lie in it.
    static void compareWindow(const tsdb::Head& head, Timestamp after, Timestamp until)
    {
        const auto window = readAll(head, after, until);
        std::size_t expected = 0;
        for (const auto& [labels, samples] : readAll(head, kEarliest, kLatest)) {
            const auto known = window.find(labels);
            for (const auto& [t, v] : samples) {
                if (t <= after || t > until)
                    continue;
                ++expected;
                QVERIFY(known != window.end() && known->second.contains(t));
                QVERIFY((Sample{t, known->second.at(t)} == Sample{t, v}));
            }
        }
        std::size_t count = 0;
        for (const auto& [labels, samples] : window)
            count += samples.size();
        QCOMPARE(count, expected);
    }

    /// Within the retention all samples are there; older ones may be, as chunks go whole, but none is invented.
    static void compare(const tsdb::Head& head, const Model& expected, Timestamp oldest)
    {
        const auto found = readAll(head, kEarliest, kLatest);
        for (const auto& [labels, samples] : expected.series) {
            for (const auto& [t, v] : samples) {
                const auto known = found.find(labels);
                if (known != found.end() && known->second.contains(t))
                    QVERIFY((Sample{t, known->second.at(t)} == Sample{t, v}));
                else
                    QVERIFY(t <= oldest);
            }
        }
        for (const auto& [labels, samples] : found) {
            const auto known = expected.series.find(labels);
            for (const auto& [t, v] : samples)
                QVERIFY(known != expected.series.end() && known->second.contains(t));
        }
    }
};

QTEST_APPLESS_MAIN(HeadModelTest)
#include "head_model_test.moc"
