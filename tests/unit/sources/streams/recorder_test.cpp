// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <limits>
#include <map>

#include "sources/streams/recorder.h"
#include "support/manual_clock.h"
#include "support/memory_store.h"

using namespace nocturne;
using namespace nocturne::streams;

namespace {

constexpr Timestamp kNoon = 1'772'366'400'000; // 2026-03-01T12:00:00Z

/// All samples of all series, staleness markers as "stale".
std::map<std::string, std::string> stored(const support::MemoryStore& store)
{
    std::map<std::string, std::string> text;
    const auto querier = *store.querier(0, std::numeric_limits<Timestamp>::max());
    const auto series = *querier->select({}, {});
    for (const auto& cursor : series) {
        std::array<Timestamp, 64> times{};
        std::array<double, 64> values{};
        const auto own = cursor->labels().without(std::vector<std::string>{"job", "instance"});
        auto& line = text[own.size() == 1 ? std::string(own.metricName()) : own.toString()];
        while (const auto count = *cursor->read(times, values)) {
            for (std::size_t i = 0; i < count; ++i) {
                line += (line.empty() ? "" : " ") + std::to_string(times[i] - kNoon) + "=" +
                        (model::isStaleMarker(values[i]) ? "stale" : std::to_string(int(values[i])));
            }
        }
    }
    return text;
}

MetricsMessage overview(Timestamp time, double total)
{
    MetricsMessage message;
    message.time = time;
    message.overview.emplace()[5] = total;
    return message;
}

MetricsMessage rates(Timestamp time, std::vector<std::pair<Timestamp, double>> rows)
{
    MetricsMessage message;
    message.time = time;
    message.requestRate.emplace();
    for (const auto& [start, value] : rows)
        message.requestRate->push_back({start, {value, {}, {}, {}}});
    return message;
}

} // namespace

class RecorderTest : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_clock = std::make_unique<support::ManualClock>(kNoon);
        m_store = std::make_unique<support::MemoryStore>();
        m_recorder =
            std::make_unique<Recorder>(*m_store, *m_clock, model::LabelSet{{"job", "stream"}, {"instance", "gw"}},
                                       std::chrono::milliseconds(1000));
    }

    void eachMessageIsOneSampleAtTheServersTime()
    {
        record(overview(kNoon + 10, 5));
        record(overview(kNoon + 1010, 8));

        QCOMPARE(stored(*m_store)["aegis_requests_total"], std::string("10=5 1010=8"));
    }

    void aRepeatedOrLateMessageAddsNothing()
    {
        record(overview(kNoon + 1000, 5));
        record(overview(kNoon + 1000, 6));
        record(overview(kNoon + 500, 7));

        QCOMPARE(stored(*m_store)["aegis_requests_total"], std::string("1000=5"));
        QCOMPARE(m_recorder->stats().lateMessages, std::uint64_t{2});
    }

    void aTotalThatFallsIsAReset()
    {
        record(overview(kNoon, 500));
        QVERIFY(m_recorder->markGap());
        record(overview(kNoon + 2000, 3));
        record(overview(kNoon + 3000, 4));

        QCOMPARE(stored(*m_store)["aegis_requests_total"], std::string("0=500 1=stale 2000=3 3000=4"));
        QCOMPARE(m_recorder->stats().counterResets, std::uint64_t{1});
    }

    void theMarkerOfAGapComesAtMostOneIntervalAfterTheLastSample()
    {
        record(overview(kNoon, 5));
        m_clock->advance(std::chrono::milliseconds(400));
        QVERIFY(m_recorder->markGap());
        record(overview(kNoon + 2000, 6));
        m_clock->advance(std::chrono::milliseconds(40'000));
        QVERIFY(m_recorder->markGap());
        QVERIFY(m_recorder->markGap());

        QCOMPARE(stored(*m_store)["aegis_requests_total"], std::string("0=5 400=stale 2000=6 3000=stale"));
    }

    void aBucketIsStoredOnceWhenANewerOneShowsThatItIsComplete()
    {
        record(rates(kNoon, {{kNoon - 20'000, 1}, {kNoon - 10'000, 2}, {kNoon, 1}}));
        record(rates(kNoon + 5'000, {{kNoon - 20'000, 1}, {kNoon - 10'000, 2}, {kNoon, 7}}));
        QCOMPARE(stored(*m_store)["aegis_request_rate"], std::string("-20000=1 -10000=2"));
        record(rates(kNoon + 11'000, {{kNoon - 10'000, 2}, {kNoon, 9}, {kNoon + 10'000, 1}}));

        QCOMPARE(stored(*m_store)["aegis_request_rate"], std::string("-20000=1 -10000=2 0=9"));
        QCOMPARE(m_recorder->stats().repeatedRows, std::uint64_t{3});
    }

    void aServerThatSendsOnlyTheNewestBucketLosesNone()
    {
        record(rates(kNoon, {{kNoon, 1}}));
        record(rates(kNoon + 10'000, {{kNoon + 10'000, 2}}));
        record(rates(kNoon + 20'000, {{kNoon + 20'000, 3}}));

        QCOMPARE(stored(*m_store)["aegis_request_rate"], std::string("0=1 10000=2"));
    }

    void bucketsFillTheGapThatTheStreamHad()
    {
        record(rates(kNoon, {{kNoon - 20'000, 1}, {kNoon - 10'000, 2}, {kNoon, 3}}));
        m_clock->advance(std::chrono::milliseconds(30'000));
        QVERIFY(m_recorder->markGap());
        record(rates(kNoon + 31'000, {{kNoon - 10'000, 2}, {kNoon, 3}, {kNoon + 10'000, 4}, {kNoon + 20'000, 5}}));

        QCOMPARE(stored(*m_store)["aegis_request_rate"], std::string("-20000=1 -10000=2 -1=stale 0=3 10000=4"));
    }

    void anEndpointThatLeavesTheListEnds()
    {
        MetricsMessage message;
        message.time = kNoon;
        message.endpoints = {{"GET", "/a", 10, {}, {}, {}}, {"GET", "/b", 9, {}, {}, {}}};
        record(message);
        message.time = kNoon + 1000;
        message.endpoints = {{"GET", "/a", 11, {}, {}, {}}};
        record(message);

        auto text = stored(*m_store);
        QCOMPARE(text[R"(aegis_endpoint_requests{method="GET", path="/a"})"], std::string("0=10 1000=11"));
        QCOMPARE(text[R"(aegis_endpoint_requests{method="GET", path="/b"})"], std::string("0=9 1000=stale"));
    }

    void aServerClockThatIsFarOffIsShifted()
    {
        record(overview(kNoon + 3'600'000, 1));
        record(overview(kNoon + 3'601'000, 2));

        QCOMPARE(stored(*m_store)["aegis_requests_total"], std::string("0=1 1000=2"));
        QCOMPARE(m_recorder->skew(), Timestamp{3'600'000});
    }

    void backendsAreOneOrZeroAndBreakersOpenOrClosed()
    {
        QVERIFY(m_recorder->recordBackends({{"a", "healthy", "CLOSED", 12}, {"b", "unhealthy", "HALF_OPEN", {}}}));
        m_clock->advance(std::chrono::milliseconds(1000));
        QVERIFY(m_recorder->recordBackends({{"a", "unhealthy", "open", {}}}));

        auto text = stored(*m_store);
        QCOMPARE(text[R"(aegis_backend_up{backend="a"})"], std::string("0=1 1000=0"));
        QCOMPARE(text[R"(aegis_backend_circuit_open{backend="a"})"], std::string("0=0 1000=1"));
        QCOMPARE(text[R"(aegis_backend_response_milliseconds{backend="a"})"], std::string("0=12 1000=stale"));
        QCOMPARE(text[R"(aegis_backend_up{backend="b"})"], std::string("0=0 1000=stale"));
    }

private:
    void record(const MetricsMessage& message) { QVERIFY(m_recorder->record(message)); }

    std::unique_ptr<support::ManualClock> m_clock;
    std::unique_ptr<support::MemoryStore> m_store;
    std::unique_ptr<Recorder> m_recorder;
};

QTEST_APPLESS_MAIN(RecorderTest)
#include "recorder_test.moc"
