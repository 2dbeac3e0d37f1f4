// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <map>

#include <QTest>

#include "sources/scrape/body_ingester.h"
#include "support/memory_store.h"
#include "support/protobuf_exposition.h"

using namespace nocturne;
using namespace nocturne::scrape;
using exposition::Format;
using namespace Qt::StringLiterals;

namespace {

constexpr Timestamp kTime = 1'700'000'000'000;
constexpr std::size_t kMaxSamples = 16;
using Samples = std::vector<model::Sample>;

/// A target, a store and what is between them.
struct Bench
{
    JobOptions job;
    Target target{"http://h:1/metrics", model::LabelSet{{"job", "web"}, {"instance", "h:1"}}};
    support::MemoryStore store;
    BodyIngester ingester{store, job, target};

    std::map<std::string, Samples> stored() const
    {
        std::map<std::string, Samples> all;
        const auto querier = store.querier(0, 4 * kTime);
        auto series = (*querier)->select({*model::Matcher::make(model::Matcher::Op::Regex, "__name__", ".+")}, {});
        for (const auto& cursor : *series) {
            std::array<Timestamp, kMaxSamples> times{};
            std::array<double, kMaxSamples> values{};
            const auto count = cursor->read(times, values).value_or(0);
            for (std::size_t i = 0; i < count; ++i)
                all[cursor->labels().toString()].push_back({times.at(i), values.at(i)});
        }
        return all;
    }
};

/// The native histograms of a store, by labels, as text.
std::map<std::string, std::vector<std::string>> histogramsOf(const Bench& bench)
{
    std::map<std::string, std::vector<std::string>> all;
    const auto querier = bench.store.querier(0, 4 * kTime);
    const auto series = (*querier)->select({*model::Matcher::make(model::Matcher::Op::Regex, "__name__", ".+")}, {});
    for (const auto& cursor : *series) {
        std::vector<model::HistogramSample> samples;
        (void)cursor->readHistograms(samples);
        for (const auto& sample : samples)
            all[cursor->labels().toString()].push_back(sample.histogram->toString());
    }
    return all;
}

/// The exemplars of a store, by labels, as text: labels, value, and time where a body told it.
std::map<std::string, std::vector<std::string>> exemplarsOf(const Bench& bench)
{
    std::map<std::string, std::vector<std::string>> all;
    const std::vector<std::vector<model::Matcher>> any = {
        {*model::Matcher::make(model::Matcher::Op::Regex, "__name__", ".+")}};
    const auto found = bench.store.exemplars(0, 4 * kTime, any, {});
    for (const auto& [series, exemplars] : *found) {
        for (const auto& exemplar : exemplars)
            all[series.toString()].push_back(
                exemplar.labels.toString() + ' ' + std::to_string(static_cast<int>(exemplar.value)) +
                (exemplar.hasOwnTime ? " at " : " scraped at ") + std::to_string(exemplar.t));
    }
    return all;
}

/// A histogram with four observations in buckets (0.5,0.707] and (0.707,1] and one of zero, schema 1.
std::string nativeBody()
{
    using test::Message;
    const auto histogram = Message()
                               .varint(1, 5)
                               .number(2, 3)
                               .zigzag(5, 1)
                               .number(6, 0.001)
                               .varint(7, 1)
                               .message(12, Message().zigzag(1, -1).varint(2, 2))
                               .zigzags(13, {3, -2})
                               .message(3, Message().varint(1, 5).number(2, 1));
    return test::family("rpc", test::Family::Histogram)
        .message(4, Message().label("a", "b").message(7, histogram))
        .delimited();
}

constexpr std::string_view kClassicBody = R"(# TYPE took histogram
took_bucket{le="1"} 1
took_bucket{le="2"} 3
took_bucket{le="+Inf"} 4
took_count 4
took_sum 9
# TYPE other counter
other_count 7
)";

const std::string kOwn = R"(instance="h:1", job="web"})";

} // namespace

class BodyIngesterTest : public QObject
{
    Q_OBJECT

private slots:
    void samplesGetTheTargetsLabels()
    {
        Bench bench;

        const auto report = bench.ingester.ingest("a 1\nb{x=\"y\"} 2 1234\n", Format::PrometheusText, kTime);

        QVERIFY(report);
        QCOMPARE(report->scraped, std::size_t(2));
        QCOMPARE(report->seriesAdded, std::size_t(2));
        const std::map<std::string, Samples> expected = {
            {"a{" + kOwn, {{kTime, 1}}},
            {"b{instance=\"h:1\", job=\"web\", x=\"y\"}", {{1234, 2}}},
        };
        QCOMPARE(bench.stored(), expected);
    }

    void clashingLabelIsMovedAside()
    {
        Bench bench;
        QVERIFY(bench.ingester.ingest("a{job=\"theirs\",exported_job=\"too\"} 1\n", Format::PrometheusText, kTime));

        QCOMPARE(bench.stored().begin()->first,
                 std::string(R"(a{exported_exported_job="theirs", exported_job="too", instance="h:1", job="web"})"));
    }

    void honorLabelsKeepsTheirs()
    {
        Bench bench;
        bench.job.honorLabels = true;
        QVERIFY(bench.ingester.ingest("a{job=\"theirs\"} 1\n", Format::PrometheusText, kTime));

        QCOMPARE(bench.stored().begin()->first, std::string(R"(a{instance="h:1", job="theirs"})"));
    }

    void honoredLabelThatIsEmptyKeepsOursAway()
    {
        Bench bench;
        bench.job.honorLabels = true;
        QVERIFY(bench.ingester.ingest("a{instance=\"\"} 1\n", Format::PrometheusText, kTime));
        const auto sample = test::Message().label("instance", "").message(2, test::Message().number(1, 2));
        const auto body = test::family("b", test::Family::Gauge).message(4, sample).delimited();
        QVERIFY(bench.ingester.ingest(body, Format::Protobuf, kTime + 1000));

        QCOMPARE(bench.stored().begin()->first, std::string(R"(a{job="web"})"));
        QCOMPARE(bench.stored().rbegin()->first, std::string(R"(b{job="web"})"));
    }

    void repeatedScrapeAddsNoSeries()
    {
        Bench bench;
        QVERIFY(bench.ingester.ingest("a 1\nb 2\n", Format::PrometheusText, kTime));

        const auto report = bench.ingester.ingest("b 4\na 3\n", Format::PrometheusText, kTime + 1000);

        QVERIFY(report);
        QCOMPARE(report->seriesAdded, std::size_t(0));
        QCOMPARE(bench.stored().at("a{" + kOwn), (Samples{{kTime, 1}, {kTime + 1000, 3}}));
        QCOMPARE(bench.stored().at("b{" + kOwn), (Samples{{kTime, 2}, {kTime + 1000, 4}}));
    }

    void aMarkerOfTheTargetsOwnIsAnOrdinaryNan()
    {
        Bench bench;
        const auto sample = test::Message().message(2, test::Message().number(1, model::kStaleMarker));
        const auto body = test::family("a", test::Family::Gauge).message(4, sample).delimited();

        QVERIFY(bench.ingester.ingest(body, Format::Protobuf, kTime));

        const auto stored = bench.stored().at("a{" + kOwn);
        QCOMPARE(stored.size(), std::size_t(1));
        QVERIFY(std::isnan(stored[0].v));
        QVERIFY(!model::isStaleMarker(stored[0].v));
    }

    void vanishedSeriesEndsWithAMarker()
    {
        Bench bench;
        QVERIFY(bench.ingester.ingest("a 1\nb 2\nwith_time 3 1234\n", Format::PrometheusText, kTime));

        QVERIFY(bench.ingester.ingest("a 1\n", Format::PrometheusText, kTime + 1000));

        QVERIFY(model::isStaleMarker(bench.stored().at("b{" + kOwn).back().v));
        QCOMPARE(bench.stored().at("a{" + kOwn).back().v, 1.0);
        QCOMPARE(bench.stored().at("with_time{" + kOwn), (Samples{{1234, 3}}));
    }

    void malformedBodyLeavesNothingButMarkers()
    {
        Bench bench;
        QVERIFY(bench.ingester.ingest("a 1\n", Format::PrometheusText, kTime));

        const auto report = bench.ingester.ingest("a 2\nb{ 3\n", Format::PrometheusText, kTime + 1000);

        QVERIFY(!report);
        QCOMPARE(report.error().where->line, 2);
        QCOMPARE(bench.stored().size(), std::size_t(1));
        const auto a = bench.stored().at("a{" + kOwn);
        QCOMPARE(a.size(), std::size_t(2));
        QVERIFY(model::isStaleMarker(a.back().v));
    }

    void returnAfterFailureGoesOn()
    {
        Bench bench;
        QVERIFY(bench.ingester.ingest("a 1\n", Format::PrometheusText, kTime));
        bench.ingester.markStale(kTime + 1000);

        QVERIFY(bench.ingester.ingest("a 2\n", Format::PrometheusText, kTime + 2000));

        const auto a = bench.stored().at("a{" + kOwn);
        QCOMPARE(a.size(), std::size_t(3));
        QVERIFY(model::isStaleMarker(a.at(1).v));
        QCOMPARE(a.at(2), (model::Sample{kTime + 2000, 2}));
    }

    void seriesThatStandsTwiceCountsOnce()
    {
        Bench bench;

        const auto report = bench.ingester.ingest("a 1\na 2\n", Format::PrometheusText, kTime);

        QVERIFY(report);
        QCOMPARE(report->duplicates, std::size_t(1));
        QCOMPARE(bench.stored().at("a{" + kOwn), (Samples{{kTime, 1}}));
    }

    void droppedByRelabellingIsNotStored()
    {
        Bench bench;
        bench.job.metricRelabelRules = {
            *RelabelRule::make({.sourceLabels = {"__name__"}, .regex = "go_.*", .action = RelabelRule::Action::Drop})};

        for (const Timestamp time : {kTime, kTime + 1000}) {
            const auto report = bench.ingester.ingest("go_gc 1\na 2\n", Format::PrometheusText, time);
            QVERIFY(report);
            QCOMPARE(report->scraped, std::size_t(2));
            QCOMPARE(report->kept, std::size_t(1));
        }

        QCOMPARE(bench.stored().size(), std::size_t(1));
    }

    /// How series of a program that gave its metrics other names go on.
    void anOldNameIsKeptUnderTheNewOne()
    {
        Bench bench;
        bench.job.metricRelabelRules = {*RelabelRule::make({.sourceLabels = {"__name__"},
                                                            .regex = "pkg_auth_attempts",
                                                            .targetLabel = "__name__",
                                                            .replacement = "auth_attempts_total"})};

        QVERIFY(bench.ingester.ingest("pkg_auth_attempts 1\n", Format::PrometheusText, kTime));
        QVERIFY(bench.ingester.ingest("auth_attempts_total 2\n", Format::PrometheusText, kTime + 1000));

        QCOMPARE(bench.stored().size(), std::size_t(1));
        QCOMPARE(bench.stored().at("auth_attempts_total{" + kOwn), (Samples{{kTime, 1}, {kTime + 1000, 2}}));
    }

    void limitsFailTheWholeScrape_data()
    {
        QTest::addColumn<Limits>("limits");
        QTest::newRow("samples") << Limits{.samplesPerScrape = 1};
        QTest::newRow("series") << Limits{.seriesPerTarget = 1};
        QTest::newRow("labels") << Limits{.labelsPerSeries = 3};
        QTest::newRow("length of a value") << Limits{.labelValueBytes = 4};
        QTest::newRow("length of a name") << Limits{.labelNameBytes = 4};
    }

    void limitsFailTheWholeScrape()
    {
        QFETCH(Limits, limits);
        Bench bench;
        bench.job.limits = limits;

        const auto report = bench.ingester.ingest("a 1\nb{a_name=\"a value\"} 2\n", Format::PrometheusText, kTime);

        QVERIFY(!report);
        QVERIFY(report.error().kind == Error::Kind::LimitExceeded);
        QVERIFY(bench.stored().empty());
    }

    void tooManySeriesNameTheLabelThatMakesThem_data()
    {
        QTest::addColumn<JobOptions>("job");
        QTest::addColumn<QString>("expected");
        QTest::newRow("samples") << JobOptions{.limits = Limits{.samplesPerScrape = 2}}
                                 << u"more than 2 samples: raise limits.samples_per_scrape if that is meant"_s;
        QTest::newRow("series") << JobOptions{.limits = Limits{.seriesPerTarget = 2}}
                                << u"more than 2 series: raise limits.series_per_target if that is meant"_s;
        JobOptions wanted;
        wanted.sampleLimits.samples = 2;
        QTest::newRow("sample_limit") << wanted
                                      << u"more samples than sample_limit 2 of this job: raise it if that is meant"_s;
    }
    void tooManySeriesNameTheLabelThatMakesThem()
    {
        QFETCH(JobOptions, job);
        QFETCH(QString, expected);
        Bench bench;
        bench.job.limits = job.limits;
        bench.job.sampleLimits = job.sampleLimits;

        const auto report = bench.ingester.ingest("a{path=\"/\",id=\"1\"} 1\na{path=\"/\",id=\"2\"} 1\n"
                                                  "a{path=\"/b\",id=\"3\"} 1\nb{path=\"/b\",id=\"4\"} 1\n",
                                                  Format::PrometheusText, kTime);

        QVERIFY(!report);
        QCOMPARE(QString::fromStdString(report.error().message), expected + u", label \"id\" has 4 values"_s);
    }

    void whatHasNoLabelWithSeveralValuesBlamesNone()
    {
        Bench bench;
        bench.job.limits.samplesPerScrape = 1;

        const auto report = bench.ingester.ingest("a{one=\"x\"} 1\nb{one=\"x\"} 1\n", Format::PrometheusText, kTime);

        QVERIFY(!report);
        QVERIFY(report.error().message.ends_with("if that is meant"));
    }

    void endOfTheCertificateIsASeriesWhileThereIsOne()
    {
        Bench bench;
        const auto key = "scrape_cert_not_after_timestamp_seconds{" + kOwn;

        bench.ingester.writeCertificate(kTime, 0); // plain http
        QVERIFY(bench.stored().empty());
        bench.ingester.writeCertificate(kTime, 1'900'000'000'500);
        bench.ingester.writeCertificate(kTime + 1000, 0);
        bench.ingester.writeCertificate(kTime + 2000, 0);

        const auto samples = bench.stored().at(key);
        QCOMPARE(samples.size(), std::size_t{2});
        QCOMPARE(samples[0], (model::Sample{kTime, 1'900'000'000.5}));
        QCOMPARE(samples[1].t, kTime + 1000);
        QVERIFY(model::isStaleMarker(samples[1].v));
    }

    void countersMayFall()
    {
        Bench bench;

        for (const auto& [time, value] : {std::pair{kTime, "10"}, {kTime + 1000, "3"}, {kTime + 2000, "4"}}) {
            const auto body = "# TYPE requests_total counter\nrequests_total " + std::string(value) + "\n";
            QVERIFY(bench.ingester.ingest(body, Format::PrometheusText, time));
        }

        QCOMPARE(bench.stored().at("requests_total{" + kOwn),
                 (Samples{{kTime, 10}, {kTime + 1000, 3}, {kTime + 2000, 4}}));
    }

    void nativeHistogramIsStoredAsOne()
    {
        Bench bench;
        bench.job.histograms.native = true;

        const auto first = bench.ingester.ingest(nativeBody(), Format::Protobuf, kTime);
        const auto second = bench.ingester.ingest(nativeBody(), Format::Protobuf, kTime + 1000);

        QVERIFY2(first && second, first ? "" : first.error().text().c_str());
        QCOMPARE(first->seriesAdded, std::size_t{1});
        QCOMPARE(second->seriesAdded, std::size_t{0});
        const std::string histogram =
            "{count:5, sum:3, [-0.001,0.001]:1, (0.5,0.7071067811865475]:3, (0.7071067811865475,1]:1}";
        const std::map<std::string, std::vector<std::string>> expected = {
            {"rpc{a=\"b\", " + kOwn, {histogram, histogram}}};
        QCOMPARE(histogramsOf(bench), expected);

        bench.ingester.markStale(kTime + 2000);
        const auto ended = bench.stored()["rpc{a=\"b\", " + kOwn];
        QCOMPARE(ended.size(), std::size_t{1});
        QVERIFY(model::isStaleMarker(ended.front().v));
    }

    void nativeHistogramsCountOnlyWhereTheyAreWanted()
    {
        Bench bench;

        QVERIFY(bench.ingester.ingest(nativeBody(), Format::Protobuf, kTime));

        QVERIFY(histogramsOf(bench).empty());
        QCOMPARE(bench.stored().size(), std::size_t{4}); // count, sum, two buckets
    }

    void histogramsBecomeCoarserWhereALimitAsksForIt()
    {
        Bench bench;
        bench.job.histograms = {.native = true, .bucketLimit = 1};
        QVERIFY(bench.ingester.ingest(nativeBody(), Format::Protobuf, kTime));
        QCOMPARE(histogramsOf(bench).begin()->second.front(),
                 std::string("{count:5, sum:3, [-0.001,0.001]:1, (0.5,1]:4}"));

        Bench other;
        other.job.histograms = {.native = true, .minBucketFactor = 2};
        QVERIFY(other.ingester.ingest(nativeBody(), Format::Protobuf, kTime));
        QCOMPARE(histogramsOf(other), histogramsOf(bench));
    }

    void classicHistogramsAreConverted_data()
    {
        QTest::addColumn<bool>("classicToo");
        QTest::addColumn<int>("floats");
        QTest::newRow("converted alone") << false << 1;
        QTest::newRow("both") << true << 6;
    }
    void classicHistogramsAreConverted()
    {
        QFETCH(const bool, classicToo);
        QFETCH(const int, floats);
        Bench bench;
        bench.job.histograms = {.classicToo = classicToo, .convertClassic = true};

        QVERIFY(bench.ingester.ingest(kClassicBody, Format::PrometheusText, kTime));
        const auto warm = bench.ingester.ingest(kClassicBody, Format::PrometheusText, kTime + 1000);

        QVERIFY(warm);
        QCOMPARE(warm->seriesAdded, std::size_t{0});
        const std::string histogram = "{count:4, sum:9, [-Inf,1]:1, (1,2]:2, (2,+Inf]:1}";
        const std::map<std::string, std::vector<std::string>> expected = {{"took{" + kOwn, {histogram, histogram}}};
        QCOMPARE(histogramsOf(bench), expected);
        QCOMPARE(bench.stored().size(), static_cast<std::size_t>(floats));
    }

    void anImpossibleClassicHistogramIsLeftOut()
    {
        Bench bench;
        bench.job.histograms.convertClassic = true;

        QVERIFY(bench.ingester.ingest("# TYPE t histogram\nt_bucket{le=\"1\"} 3\nt_bucket{le=\"2\"} 1\nt_count 3\n",
                                      Format::PrometheusText, kTime));

        QVERIFY(histogramsOf(bench).empty());
    }

    void tooManyCustomBucketsFailTheScrape()
    {
        Bench bench;
        bench.job.histograms = {.convertClassic = true, .bucketLimit = 2};

        const auto report = bench.ingester.ingest(kClassicBody, Format::PrometheusText, kTime);

        QVERIFY(!report);
        QVERIFY(report.error().kind == Error::Kind::LimitExceeded);
        QVERIFY(bench.stored().empty());
    }

    void exemplarsAreStoredWithTheirSeries()
    {
        Bench bench;
        const std::string body = "# TYPE calls counter\n"
                                 "calls_total{a=\"b\"} 5 # {trace_id=\"x\",span=\"\"} 3 1700000000.5\n"
                                 "calls_total{a=\"c\"} 5 # {} 2\n"
                                 "calls_total{a=\"d\"} 5\n"
                                 "# EOF\n";

        QVERIFY(bench.ingester.ingest(body, Format::OpenMetrics, kTime));

        using Found = std::map<std::string, std::vector<std::string>>;
        QCOMPARE(exemplarsOf(bench), (Found{{R"(calls_total{a="b", )" + kOwn, {R"({trace_id="x"} 3 at 1700000000500)"}},
                                            {R"(calls_total{a="c", )" + kOwn, {"{} 2 scraped at 1700000000000"}}}));
        QVERIFY(bench.ingester.ingest(body, Format::OpenMetrics, kTime + 1)); // known series too
        QCOMPARE(exemplarsOf(bench).at(R"(calls_total{a="c", )" + kOwn).size(), std::size_t{2});
    }

    void exemplarsOfWhatIsDroppedAreNotStored()
    {
        Bench bench;
        bench.job.metricRelabelRules = {*RelabelRule::make(
            {.sourceLabels = {"__name__"}, .regex = "calls_total", .action = RelabelRule::Action::Drop})};

        QVERIFY(bench.ingester.ingest("# TYPE calls counter\ncalls_total 5 # {a=\"b\"} 3\n# EOF\n", Format::OpenMetrics,
                                      kTime));

        QVERIFY(exemplarsOf(bench).empty());
    }

    void exemplarsOfNativeHistogramsNeedATimeAndComeInOrder()
    {
        using test::Message;
        const auto exemplar = [](const char* trace, double value, std::uint64_t seconds) {
            auto message = Message().label("trace_id", trace).number(2, value);
            return seconds == 0 ? message : message.message(3, Message().varint(1, seconds));
        };
        const auto histogram = Message()
                                   .varint(1, 3)
                                   .number(2, 3)
                                   .zigzag(5, 1)
                                   .number(6, 0.001)
                                   .message(12, Message().zigzag(1, 0).varint(2, 1))
                                   .zigzags(13, {3})
                                   .message(16, exemplar("late", 1, 1'700'000'002))
                                   .message(16, exemplar("timeless", 1, 0))
                                   .message(16, exemplar("early", 1, 1'700'000'001));
        Bench bench;
        bench.job.histograms.native = true;

        QVERIFY(bench.ingester.ingest(
            test::family("rpc", test::Family::Histogram).message(4, Message().message(7, histogram)).delimited(),
            Format::Protobuf, kTime));

        const std::vector<std::string> expected = {R"({trace_id="early"} 1 at 1700000001000)",
                                                   R"({trace_id="late"} 1 at 1700000002000)"};
        QCOMPARE(exemplarsOf(bench).at("rpc{" + kOwn), expected);
    }

    void aConvertedHistogramHasTheExemplarsOfItsBuckets()
    {
        Bench bench;
        bench.job.histograms.convertClassic = true;

        QVERIFY(bench.ingester.ingest("# TYPE took histogram\n"
                                      "took_bucket{le=\"1.0\"} 1 # {a=\"b\"} 1 1700000002\n"
                                      "took_bucket{le=\"2.0\"} 3 # {a=\"c\"} 2 1700000001\n"
                                      "took_bucket{le=\"+Inf\"} 4 # {a=\"d\"} 9\n"
                                      "took_count 4\ntook_sum 9\n# EOF\n",
                                      Format::OpenMetrics, kTime));

        const std::vector<std::string> expected = {R"({a="c"} 2 at 1700000001000)", R"({a="b"} 1 at 1700000002000)"};
        QCOMPARE(exemplarsOf(bench).at("took{" + kOwn), expected);
    }

    void startTimesAreStoredWhereTheyAreWanted_data()
    {
        QTest::addColumn<bool>("wanted");
        QTest::newRow("wanted") << true;
        QTest::newRow("not asked for") << false;
    }

    void startTimesAreStoredWhereTheyAreWanted()
    {
        QFETCH(bool, wanted);
        Bench bench;
        bench.job.startTimes = wanted;

        QVERIFY(bench.ingester.ingest("# TYPE calls counter\ncalls_total 5\ncalls_created 1699999999\n"
                                      "# TYPE odd counter\nodd_total 5\nodd_created 1700000001\n# EOF\n",
                                      Format::OpenMetrics, kTime));

        std::map<std::string, std::vector<model::StartTime>> found;
        const auto querier = *bench.store.querier(0, 4 * kTime);
        const auto cursors = querier->select({*model::Matcher::make(model::Matcher::Op::Regex, "__name__", ".+")}, {});
        for (const auto& cursor : *cursors)
            QVERIFY(cursor->readStartTimes(found[std::string(cursor->labels().metricName())]));
        QCOMPARE(found.size(), std::size_t{2});
        QCOMPARE(found["calls_total"].size(), std::size_t{wanted ? 1U : 0U});
        if (wanted)
            QCOMPARE(found["calls_total"].front(), (model::StartTime{kTime, kTime - 1000}));
        QVERIFY(found["odd_total"].empty()); // it begins after the sample
    }

    void reportIsFiveSeries()
    {
        Bench bench;

        bench.ingester.writeReport(kTime, true, 0.25, {.scraped = 7, .kept = 6, .seriesAdded = 5});

        const std::map<std::string, Samples> expected = {
            {"scrape_duration_seconds{" + kOwn, {{kTime, 0.25}}},
            {"scrape_samples_post_metric_relabeling{" + kOwn, {{kTime, 6}}},
            {"scrape_samples_scraped{" + kOwn, {{kTime, 7}}},
            {"scrape_series_added{" + kOwn, {{kTime, 5}}},
            {"up{" + kOwn, {{kTime, 1}}},
        };
        QCOMPARE(bench.stored(), expected);
    }
};

QTEST_APPLESS_MAIN(BodyIngesterTest)
#include "body_ingester_test.moc"
