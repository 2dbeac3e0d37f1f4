// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <limits>

#include <QTest>

#include "engine/remote_write/receiver.h"
#include "engine/remote_write/request_writer.h"
#include "engine/tsdb/head.h"
#include "support/manual_clock.h"

using namespace nocturne;
using namespace nocturne::remote_write;
using model::LabelSet;
using model::Sample;

namespace {

constexpr Timestamp kNow = 1'700'000'000'000;
constexpr Timestamp kMinute = 60'000;

tsdb::HeadOptions options()
{
    tsdb::HeadOptions options;
    options.retention = {};
    options.lateWindow = std::chrono::minutes(10);
    options.maxSeries = 3;
    return options;
}

/// A store, a receiver, and how to look at what came in.
struct Fixture
{
    support::ManualClock clock{kNow};
    tsdb::Head head{options(), clock};
    Receiver receiver{head, clock};

    Received write(const LabelSet& labels, const std::vector<Sample>& samples, Version version = Version::V1)
    {
        RequestWriter writer(version);
        writer.series(labels);
        for (const auto& sample : samples)
            writer.sample({sample});
        return receiver.receive(version, writer.finish()).value_or(Received{.fault = "malformed"});
    }
    std::vector<Sample> samplesOf(const char* metric)
    {
        std::vector<Sample> samples;
        const auto querier = *head.querier(0, std::numeric_limits<Timestamp>::max());
        const auto cursors =
            *querier->select({*model::Matcher::make(model::Matcher::Op::Equal, "__name__", metric)}, {});
        std::vector<Timestamp> times(100);
        std::vector<double> values(100);
        for (const auto& cursor : cursors) {
            const auto count = cursor->read(times, values).value_or(0);
            for (std::size_t i = 0; i < count; ++i)
                samples.push_back({times[i], values[i]});
        }
        return samples;
    }
};

const LabelSet kUp{{"__name__", "up"}, {"job", "a"}};

} // namespace

class ReceiverTest : public QObject
{
    Q_OBJECT

private slots:
    void storesBothVersions()
    {
        Fixture fixture;

        QCOMPARE(fixture.write(kUp, {{kNow - 2, 1}, {kNow - 1, 2}}), (Received{.samples = 2}));
        QCOMPARE(fixture.write(kUp, {{kNow, 3}}, Version::V2), (Received{.samples = 1}));

        QCOMPARE(fixture.samplesOf("up"), (std::vector<Sample>{{kNow - 2, 1}, {kNow - 1, 2}, {kNow, 3}}));
        QCOMPARE(fixture.head.stats().series, 1U);
    }

    void exemplarsLongerThanOpenMetricsAllowsAreRefusedAndCounted_data() { exemplarsGoToSeriesThatHaveSamples_data(); }
    void exemplarsLongerThanOpenMetricsAllowsAreRefusedAndCounted()
    {
        QFETCH(Version, version);
        Fixture fixture;
        const auto exemplar = [](std::size_t length, Timestamp time) {
            std::string value;
            for (std::size_t i = 1; i < length; ++i) // the name has one
                value += "ü";
            return WrittenExemplar{LabelSet{{"a", value}}, 0.5, time};
        };
        RequestWriter writer(version);
        writer.series(kUp);
        writer.sample({{kNow, 1}});
        writer.exemplar(exemplar(128, kNow - 2)); // characters, not bytes
        writer.exemplar(exemplar(129, kNow - 1));

        const auto received = fixture.receiver.receive(version, writer.finish());

        QVERIFY(received);
        QCOMPARE(*received, (Received{.samples = 1, .exemplars = 1})); // the sample is taken all the same
        QCOMPARE(fixture.head.exemplarStore().stats().held, std::size_t{1});
        QCOMPARE(fixture.head.exemplarStore().stats().refused, std::uint64_t{1});
    }

    void exemplarsGoToSeriesThatHaveSamples_data()
    {
        QTest::addColumn<Version>("version");
        QTest::newRow("1.0") << Version::V1;
        QTest::newRow("2.0") << Version::V2;
    }

    void exemplarsGoToSeriesThatHaveSamples()
    {
        QFETCH(Version, version);
        Fixture fixture;
        const auto exemplar = [](Timestamp time) { return WrittenExemplar{LabelSet{{"trace_id", "x"}}, 0.5, time}; };
        RequestWriter writer(version);
        writer.series(kUp);
        writer.sample({{kNow, 1}});
        writer.exemplar(exemplar(kNow - 1));
        writer.exemplar(exemplar(kNow - 2)); // of one request in any order
        writer.series(kUp);                  // Prometheus sends them apart
        writer.exemplar(exemplar(kNow));
        writer.series(LabelSet{{"__name__", "never_seen"}});
        writer.exemplar(exemplar(kNow));

        const auto received = fixture.receiver.receive(version, writer.finish());

        QVERIFY(received);
        QCOMPARE(*received, (Received{.samples = 1, .exemplars = 3}));
        QCOMPARE(fixture.receiver.stats().exemplars, 3U);
        const std::vector<std::vector<model::Matcher>> all = {
            {*model::Matcher::make(model::Matcher::Op::Regex, "__name__", ".+")}};
        const auto found = *fixture.head.exemplars(0, kNow, all, {});
        QCOMPARE(found.size(), 1U);
        QCOMPARE(found.front().series, kUp);
        QCOMPARE(found.front().exemplars.size(), 3U);
        QCOMPARE(found.front().exemplars.front().t, kNow - 2);
    }

    void aRequestSentAgainChangesNothing()
    {
        Fixture fixture;
        const std::vector<Sample> samples{{kNow - 2, 1}, {kNow - 1, 2}, {kNow, 3}};
        (void)fixture.write(kUp, samples);

        QCOMPARE(fixture.write(kUp, samples), (Received{.samples = 3}));

        QCOMPARE(fixture.samplesOf("up"), samples);
    }

    void whatIsDroppedIsNamedAndTheRestStored()
    {
        Fixture fixture;
        (void)fixture.write(kUp, {{kNow - 1, 1}});

        const auto received =
            fixture.write(kUp, {{kNow - 1, 2}, {kNow - 30 * kMinute, 1}, {kNow, 3}, {kNow + 30 * kMinute, 4}});

        QCOMPARE(received.samples, 1U);
        QCOMPARE(received.dropped, 3U);
        QCOMPARE(received.fault,
                 std::string("3 of 4 samples were dropped: 1 out of order, 1 duplicate sample for "
                             "timestamp with another value, 1 out of bounds, too old or too far ahead"));
        QCOMPARE(fixture.samplesOf("up"), (std::vector<Sample>{{kNow - 1, 1}, {kNow, 3}}));
        const auto stats = fixture.receiver.stats();
        QCOMPARE(stats.outOfOrder, 1U);
        QCOMPARE(stats.duplicates, 1U);
        QCOMPARE(stats.outOfBounds, 1U);
        QCOMPARE(stats.samples, 2U);
    }

    void historyLoadsInOrderHoweverOldItIs()
    {
        Fixture fixture;
        const auto halfYear = kNow - Timestamp{183} * 24 * 60 * kMinute;
        std::vector<Sample> samples;
        for (int i = 0; i < 50; ++i)
            samples.push_back({halfYear + i * kMinute, static_cast<double>(i)});

        QCOMPARE(fixture.write(kUp, samples), (Received{.samples = 50}));
        // The window for late samples is counted from the newest of the series.
        QCOMPARE(fixture.write(kUp, {{halfYear + 45 * kMinute + 1, 1}}).samples, 1U);
        QCOMPARE(fixture.write(kUp, {{halfYear + 30 * kMinute + 1, 1}}).samples, 0U);
    }

    void oneBadSeriesDoesNotHarmTheOthers()
    {
        Fixture fixture;
        RequestWriter writer(Version::V1);
        writer.series(kUp);
        writer.sample({{kNow, 1}});
        writer.series(LabelSet{{"job", "nameless"}});
        writer.sample({{kNow - 1, 1}});
        writer.sample({{kNow, 1}});
        writer.series(LabelSet{{"__name__", "down"}});
        writer.sample({{kNow, 0}});

        const auto received = *fixture.receiver.receive(Version::V1, writer.finish());

        QCOMPARE(received.samples, 2U);
        QCOMPARE(received.dropped, 2U);
        QCOMPARE(received.fault, std::string("2 of 4 samples were dropped: 2 invalid; the first: series "
                                             "{job=\"nameless\"}: it has no metric name"));
        QCOMPARE(fixture.samplesOf("down").size(), 1U);
    }

    void seriesOverTheLimitAreRefused()
    {
        Fixture fixture;
        for (const auto* name : {"a", "b", "c"})
            QCOMPARE(fixture.write(LabelSet{{"__name__", name}}, {{kNow, 1}}).samples, 1U);

        const auto received = fixture.write(LabelSet{{"__name__", "d"}}, {{kNow, 1}});

        QCOMPARE(received.samples, 0U);
        QVERIFY(received.fault.find("1 of series over the limit") != std::string::npos);
        QCOMPARE(fixture.receiver.stats().seriesRefused, 1U);
        QCOMPARE(fixture.write(LabelSet{{"__name__", "a"}}, {{kNow + 1, 1}}).samples, 1U);
    }

    void aSeriesGivenUpIsMadeAnew()
    {
        Fixture fixture;
        tsdb::HeadOptions shortOptions = options();
        shortOptions.retention = std::chrono::hours(1);
        tsdb::Head head(shortOptions, fixture.clock);
        Receiver receiver(head, fixture.clock);
        const auto write = [&](Timestamp time) {
            RequestWriter writer(Version::V1);
            writer.series(kUp);
            writer.sample({{time, 1}});
            return receiver.receive(Version::V1, writer.finish())->samples;
        };
        QCOMPARE(write(kNow), 1U);
        fixture.clock.advance(std::chrono::hours(3));
        head.maintain();
        QCOMPARE(head.stats().series, 0U);

        QCOMPARE(write(fixture.clock.now()), 1U);

        QCOMPARE(head.stats().series, 1U);
    }

    void histogramsAndStartsAreKept()
    {
        Fixture fixture;
        model::FloatHistogram histogram;
        histogram.count = 3;
        histogram.sum = 4;
        histogram.positive = {{{0, 2}}, {1, 2}};
        auto broken = histogram;
        broken.positive.counts.pop_back();
        const auto shared = [](const model::FloatHistogram& value) {
            return std::make_shared<const model::FloatHistogram>(value);
        };
        RequestWriter writer(Version::V2);
        writer.series(LabelSet{{"__name__", "latency"}});
        writer.histogram({{kNow - 1, shared(histogram)}, kNow - 500});
        writer.histogram({{kNow, shared(broken)}, {}});
        writer.metadata("latency", {model::MetricType::Histogram, "how long", "seconds"});

        const auto received = *fixture.receiver.receive(Version::V2, writer.finish());

        QCOMPARE(received.histograms, 1U);
        QCOMPARE(received.samples, 0U);
        QCOMPARE(received.dropped, 1U);
        const auto querier = *fixture.head.querier(0, kNow + 1);
        const auto cursors = *querier->select({}, {});
        QCOMPARE(cursors.size(), 1U);
        std::vector<model::HistogramSample> histograms;
        QVERIFY(cursors.front()->readHistograms(histograms));
        QCOMPARE(histograms.size(), 1U);
        QVERIFY(*histograms.front().histogram == histogram);
        std::vector<model::StartTime> starts;
        QVERIFY(cursors.front()->readStartTimes(starts));
        QCOMPARE(starts, (std::vector<model::StartTime>{{kNow - 1, kNow - 500}}));
        QCOMPARE(fixture.head.metadata().at("latency").help, std::string("how long"));
    }

    void whatCannotBeReadStoresNothing()
    {
        Fixture fixture;
        RequestWriter writer(Version::V1);
        writer.series(kUp);
        writer.sample({{kNow, 1}});
        const auto body = writer.finish();

        QVERIFY(!fixture.receiver.receive(Version::V1, body.substr(0, body.size() - 3)));
        QVERIFY(!fixture.receiver.receive(Version::V1, "up 1\n"));

        QCOMPARE(fixture.head.stats().samples, 0U);
        QCOMPARE(fixture.receiver.stats().requestsMalformed, 2U);
    }
};

QTEST_APPLESS_MAIN(ReceiverTest)
#include "receiver_test.moc"
