// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Answers from roll-ups beside answers from the same samples; and what is left when the samples are gone.
#include <atomic>
#include <bit>
#include <cmath>
#include <limits>
#include <random>

#include <QTest>

#include "engine/model/float_histogram.h"
#include "engine/promql/evaluator.h"
#include "engine/promql/parser.h"
#include "engine/tsdb/store.h"
#include "support/crash_disk.h"
#include "support/manual_clock.h"

using namespace nocturne;
using namespace std::chrono_literals;
using model::LabelSet;
using model::Sample;
using promql::EvalOptions;
using promql::EvalResult;

namespace {

constexpr Timestamp kStart = 1'700'006'400'000; // a multiple of 2 hours
constexpr Timestamp kMinute = 60'000;
constexpr Timestamp kHour = 60 * kMinute;

/// A store whose roll-ups may be hidden, and which counts when they are used.
class Watched final : public storage::Queryable
{
public:
    Watched(const storage::Queryable& store, bool offersRollUps)
        : m_store(store)
        , m_offers(offersRollUps)
    {}
    Result<std::unique_ptr<storage::Querier>> querier(Timestamp minTime, Timestamp maxTime) const override
    {
        return std::make_unique<View>(*this, *m_store.querier(minTime, maxTime));
    }
    int uses() const { return m_uses; }

private:
    class View final : public storage::Querier
    {
    public:
        View(const Watched& owner, std::unique_ptr<storage::Querier> inner)
            : m_owner(owner)
            , m_inner(std::move(inner))
        {}
        Result<std::vector<std::unique_ptr<storage::SeriesCursor>>> select(const std::vector<model::Matcher>& matchers,
                                                                           const std::stop_token& stop) override
        {
            return m_inner->select(matchers, stop);
        }
        Result<std::optional<storage::RollUpCursors>> selectRollUps(const std::vector<model::Matcher>& matchers,
                                                                    std::chrono::milliseconds resolution,
                                                                    const std::stop_token& stop) override
        {
            if (!m_owner.m_offers)
                return std::nullopt;
            auto found = m_inner->selectRollUps(matchers, resolution, stop);
            m_owner.m_uses += found && *found ? 1 : 0;
            return found;
        }
        Result<std::vector<std::string>> labelNames(const std::vector<model::Matcher>& m) override
        {
            return m_inner->labelNames(m);
        }
        Result<std::vector<std::string>> labelValues(const std::string& name,
                                                     const std::vector<model::Matcher>& m) override
        {
            return m_inner->labelValues(name, m);
        }
        Result<std::vector<LabelSet>> series(const std::vector<model::Matcher>& m) override
        {
            return m_inner->series(m);
        }
        Result<std::map<std::string, model::Metadata>> metadata(const std::string& metric) override
        {
            return m_inner->metadata(metric);
        }

    private:
        const Watched& m_owner;
        std::unique_ptr<storage::Querier> m_inner;
    };

    const storage::Queryable& m_store;
    bool m_offers;
    mutable std::atomic<int> m_uses = 0;
};

/// The value of a series of one kind at a scrape; `previous` is its last one.
double valueOf(unsigned kind, std::size_t scrape, double previous, std::mt19937& random)
{
    const bool isReset = random() % 400 == 0;
    switch (kind) {
    case 0: // a counter
        return isReset ? 0 : previous + random() % 50;
    case 1: // seconds
        return isReset ? 0.25 : std::round((previous + random() % 1000 / 1000.0) * 1000) / 1000;
    case 2: // restless: several resets in a bucket
        return random() % 7 == 0 ? 0 : previous + random() % 9;
    case 3: // the same of fractions
        return random() % 7 == 0 ? 0.5 : previous + random() % 9 / 7.0;
    case 4: // hundredths
        return static_cast<double>(random() % 10'000) / 100;
    case 5: // full mantissa of both signs, about zero
        return std::sin(static_cast<double>(random()));
    case 6:
        return 42;
    case 7: // a spike
        return scrape == 3000 ? 1e6 : 1;
    case 8:
        return random() % 5 == 0 ? model::kNormalNan : static_cast<double>(random() % 100);
    case 9:
        return random() % 50 == 0 ? std::numeric_limits<double>::infinity() : 1e308 * (random() % 2);
    case 10:
        return random() % 2 == 0 ? -0.0 : 0.0;
    default: // large, and small changes
        return 1e15 + random() % 3;
    }
}

constexpr unsigned kKinds = 12;

bool isSame(double a, double b, bool bitwise)
{
    const auto bits = [](double v) { return std::bit_cast<std::uint64_t>(v); };
    if (bits(a) == bits(b) || (std::isnan(a) && std::isnan(b) && promql::isAbsent(a) == promql::isAbsent(b)))
        return true;
    return !bitwise && std::fabs(a - b) <= 1e-12 * std::max(std::fabs(a), std::fabs(b));
}

class RollUpQueryTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_clock.setNow(kStart);
        m_store = open(options());
        fill(5760); // a day
        QVERIFY(m_store->stats().rollUps > 10);
    }

    void answersAreThoseOfTheSamples_data()
    {
        QTest::addColumn<QString>("function");
        QTest::addColumn<bool>("bitwise");
        for (const auto* name :
             {"min_over_time", "max_over_time", "count_over_time", "last_over_time", "present_over_time", "rate",
              "increase", "delta", "resets", "first_over_time", "ts_of_first_over_time", "ts_of_last_over_time"})
            QTest::newRow(name) << QString::fromLatin1(name) << true;
        for (const auto* name : {"sum_over_time", "avg_over_time"})
            QTest::newRow(name) << QString::fromLatin1(name) << false;
    }
    void answersAreThoseOfTheSamples()
    {
        QFETCH(QString, function);
        QFETCH(bool, bitwise);
        std::mt19937 random(static_cast<unsigned>(function.size()));
        const Watched rolled(*m_store, true);
        const Watched samples(*m_store, false);
        const std::vector<Timestamp> ranges = {5 * kMinute, 15 * kMinute, kHour, 3 * kHour, 12 * kHour};
        int answered = 0;
        for (int run = 0; run < 60; ++run) {
            const auto range = ranges[random() % ranges.size()];
            const auto step = ranges[random() % 4];
            const auto start = kStart + static_cast<Timestamp>(random() % 60) * 5 * kMinute;
            const auto end = start + static_cast<Timestamp>(random() % 24) * kHour;
            const auto offset = random() % 4 == 0 ? std::string(" offset 1h") : std::string();
            const auto text = function.toStdString() + "({__name__=~\"m.*\"}[" + std::to_string(range / kMinute) +
                              "m]" + offset + ")";

            const auto a = ask(rolled, text, start, end, step);
            const auto b = ask(samples, text, start, end, step);

            requireSame(a, b, bitwise, text);
            QCOMPARE(a.infos, b.infos);
            answered += static_cast<int>(a.series.size());
        }
        QVERIFY(answered > 300);
        QVERIFY(rolled.uses() > 30);
    }

    void windowsThatCutBucketsAreReadFromSamples_data()
    {
        QTest::addColumn<Timestamp>("start");
        QTest::addColumn<Timestamp>("step");
        QTest::addColumn<QString>("expression");
        const QString plain = QStringLiteral("max_over_time(m4[1h])");
        QTest::newRow("start") << kStart + 1000 << kHour << plain;
        QTest::newRow("step") << kStart << kHour + 1000 << plain;
        QTest::newRow("range") << kStart << kHour << QStringLiteral("max_over_time(m4[61m])");
        QTest::newRow("offset") << kStart << kHour << QStringLiteral("max_over_time(m4[1h] offset 7s)");
        QTest::newRow("function") << kStart << kHour << QStringLiteral("quantile_over_time(0.5, m4[1h])");
    }
    void windowsThatCutBucketsAreReadFromSamples()
    {
        QFETCH(Timestamp, start);
        QFETCH(Timestamp, step);
        QFETCH(QString, expression);
        const Watched watched(*m_store, true);

        const auto found = ask(watched, expression.toStdString(), start, start + 20 * kHour, step);

        QCOMPARE(watched.uses(), 0);
        QCOMPARE(found.series.size(), std::size_t{1});
    }

    void aSpikeOfOneSampleIsSeenAtEveryZoom()
    {
        for (const auto step : {5 * kMinute, kHour, 6 * kHour, 24 * kHour}) {
            const auto text = "max_over_time(m7[" + std::to_string(step / kMinute) + "m])";
            const auto found = ask(Watched(*m_store, true), text, kStart, kStart + 24 * kHour, step);
            QCOMPARE(std::ranges::max(found.series.front().values,
                                      [](double a, double b) { return promql::isAbsent(a) || a < b; }),
                     1e6);
        }
    }

    void nativeHistogramsAreReadFromSamples()
    {
        const Watched rolled(*m_store, true);
        const Watched samples(*m_store, false);
        const auto text = "count_over_time(h[1h])";

        const auto a = ask(rolled, text, kStart, kStart + 24 * kHour, kHour);
        const auto b = ask(samples, text, kStart, kStart + 24 * kHour, kHour);

        QVERIFY(rolled.uses() > 0);
        QCOMPARE(a.series.size(), std::size_t{1});
        QCOMPARE(a.series.front().values, b.series.front().values);
    }

    void roundsOfAggregationAreTheSame()
    {
        const auto text = "sum by (job) (rate({__name__=~\"m[0-3]\"}[1h]))";
        const auto a = ask(Watched(*m_store, true), text, kStart, kStart + 24 * kHour, kHour);
        const auto b = ask(Watched(*m_store, false), text, kStart, kStart + 24 * kHour, kHour);

        requireSame(a, b, true, text);
    }

    void whenSamplesAreGoneRollUpsAnswerAndSayIt()
    {
        const auto rate = "rate(m0[1h])";
        const auto max = "max_over_time(m4[1h])";
        const auto end = kStart + 12 * kHour;
        const auto rateBefore = ask(*m_store, rate, kStart + kHour, end, kHour);
        const auto maxBefore = ask(*m_store, max, kStart + kHour, end, kHour);
        m_store.reset();
        auto short_ = options();
        short_.retention = 1h;
        short_.rollUpRetention = {1000h, 2000h};
        m_store = open(short_);
        m_clock.advance(3h);
        for (int i = 0; i < 10; ++i)
            m_store->keep();
        QCOMPARE(m_store->stats().blocks, std::size_t{0});

        const auto rateAfter = ask(*m_store, rate, kStart + kHour, end, kHour);
        const auto maxAfter = ask(*m_store, max, kStart + kHour, end, kHour);
        const auto plain = ask(*m_store, "m7", kStart, end, 5 * kMinute);
        const auto odd = ask(*m_store, "max_over_time(m7[13h]) + 0", kStart + 13 * kHour, kStart + 14 * kHour, 61'000);

        requireSame(rateAfter, rateBefore, true, rate);
        requireSame(maxAfter, maxBefore, true, max);
        QVERIFY(maxBefore.infos.empty());
        QCOMPARE(maxAfter.infos.size(), std::size_t{1});
        QVERIFY(QString::fromStdString(maxAfter.infos.front()).contains(QStringLiteral("roll-ups per 1h stand in")));
        QVERIFY2(plain.infos.front().find("roll-ups per 5m stand in") != std::string::npos,
                 plain.infos.front().c_str());
        QCOMPARE(plain.series.size(), std::size_t{1});
        QVERIFY(std::ranges::count(plain.series.front().values, 1.0) > 100); // of 145, but for gaps
        QCOMPARE(odd.series.front().values.front(), 1e6);
    }

private:
    static tsdb::StoreOptions options()
    {
        tsdb::StoreOptions options;
        options.folder = "/data";
        options.threads = false;
        options.rollUpWindows = {2h, 8h};
        options.retention = {};
        options.clockJump = {};
        return options;
    }
    std::unique_ptr<tsdb::Store> open(const tsdb::StoreOptions& options)
    {
        auto store = tsdb::Store::open(options, m_clock, m_log, m_disk);
        if (!store)
            qFatal("%s", store.error().message.c_str());
        return std::move(*store);
    }
    /// Series of every kind by 15 s, with gaps, markers, times off the beat, and one of native histograms.
    void fill(std::size_t scrapes)
    {
        std::mt19937 random(3);
        std::array<double, kKinds> values{};
        std::array<std::size_t, kKinds> silentUntil{};
        for (std::size_t scrape = 0; scrape < scrapes; ++scrape) {
            const auto beat = kStart + static_cast<Timestamp>(scrape) * 15'000;
            const auto t = random() % 20 == 0 ? beat + static_cast<Timestamp>(random() % 400) : beat;
            m_clock.setNow(t);
            auto appender = m_store->appender();
            for (unsigned kind = 0; kind < kKinds; ++kind) {
                if (scrape < silentUntil.at(kind))
                    continue;
                const LabelSet labels{{"__name__", "m" + std::to_string(kind)},
                                      {"job", kind % 2 == 0 ? "a" : "b"},
                                      {"kind", std::to_string(kind)}};
                if (random() % 700 == 0) {
                    silentUntil.at(kind) = scrape + random() % 300;
                    QVERIFY(appender->append(0, labels, {t, model::kStaleMarker}));
                    continue;
                }
                auto& value = values.at(kind);
                value = valueOf(kind, scrape, value, random);
                QVERIFY(appender->append(0, labels, {t, value}));
            }
            auto histogram = std::make_shared<model::FloatHistogram>();
            histogram->count = static_cast<double>(scrape);
            QVERIFY(appender->appendHistogram(0, LabelSet{{"__name__", "h"}}, {t, histogram}));
            QVERIFY(appender->commit());
            if (scrape % 240 == 239) {
                QVERIFY(m_store->persist());
                for (int i = 0; i < 3; ++i)
                    m_store->keep();
            }
        }
    }
    static EvalResult ask(const storage::Queryable& store, const std::string& text, Timestamp start, Timestamp end,
                          Timestamp step)
    {
        promql::ParserOptions parser;
        parser.experimentalFunctions = true;
        const auto expr = promql::parse(text, parser);
        if (!expr)
            qFatal("%s", expr.error().message.c_str());
        auto options = EvalOptions::range(start, end, step);
        options.source = text;
        auto result = promql::evaluate(**expr, store, options);
        if (!result)
            qFatal("%s: %s", text.c_str(), result.error().message.c_str());
        return std::move(*result);
    }
    static void requireSame(const EvalResult& a, const EvalResult& b, bool bitwise, const std::string& text)
    {
        QVERIFY2(a.series.size() == b.series.size(), text.c_str());
        for (std::size_t i = 0; i < a.series.size(); ++i) {
            QVERIFY2(a.series[i].labels == b.series[i].labels, text.c_str());
            for (std::size_t step = 0; step < a.times.size(); ++step) {
                const auto x = a.series[i].values[step];
                const auto y = b.series[i].values[step];
                if (!isSame(x, y, bitwise))
                    QFAIL(qPrintable(
                        QStringLiteral("%1: %2 at %3: %4 and %5")
                            .arg(QString::fromStdString(text), QString::fromStdString(a.series[i].labels.toString()))
                            .arg(a.times[step] - kStart)
                            .arg(x, 0, 'g', 17)
                            .arg(y, 0, 'g', 17)));
            }
        }
    }

    support::CrashDisk m_disk;
    support::ManualClock m_clock{kStart};
    NullLogger m_log;
    std::unique_ptr<tsdb::Store> m_store;
};

} // namespace

QTEST_APPLESS_MAIN(RollUpQueryTest)
#include "roll_up_query_test.moc"
