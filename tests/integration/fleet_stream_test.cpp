// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <map>
#include <memory>
#include <vector>

#include <QJsonArray>

#include "base/core/iso_time.h"
#include "base/net/http_client.h"
#include "integration/fleet_process.h"
#include "integration/samples.h"
#include "service/collector/qt_event_loop.h"
#include "sources/streams/stream_client.h"

using namespace nocturne;
using namespace nocturne::integration;
using namespace nocturne::streams;
using namespace std::chrono_literals;

namespace {

constexpr int kRestarts = 20;
constexpr auto kStale = -2.0; // as latestOf() tells it

double numberOf(const QJsonValue& value) { return value.isString() ? value.toString().toDouble() : value.toDouble(); }

Timestamp timeOf(const QJsonValue& value) { return parseIsoTime(value.toString().toStdString()).value_or(0); }

} // namespace

/// The stream client against the real server library, through restarts, silence and nonsense.
class FleetStreamTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (const auto why = FleetProcess::missing(); !why.isEmpty())
            QSKIP(qPrintable(why));
        m_fleet = std::make_unique<FleetProcess>();
        QVERIFY(m_fleet->start({QStringLiteral("--interval"), QStringLiteral("50"), QStringLiteral("--tick"),
                                QStringLiteral("25"), QStringLiteral("--bucket"), QStringLiteral("1")}));
    }
    void init()
    {
        m_store = std::make_unique<support::MemoryStore>();
        m_board = std::make_unique<alerts::AlertBoard>(m_clock);
    }
    void cleanup()
    {
        m_client.reset();
        if (m_fleet)
            QVERIFY(m_fleet->control(QStringLiteral("heal")));
    }
    void cleanupTestCase() { m_fleet.reset(); }

    void throughTwentyRestartsEveryMessageIsStoredOnceAndNoneIsInvented()
    {
        auto options = streamOptions();
        options.wanted = TopicSet::all();
        start(options);
        for (int restart = 0; restart < kRestarts; ++restart) {
            const auto connections = m_client->stats().connections;
            const auto messages = m_client->stats().metricsMessages;
            QVERIFY(until([&] { return m_client->stats().metricsMessages >= messages + 4; }));
            QVERIFY(m_fleet->control(QStringLiteral("restart"), {{QStringLiteral("downMs"), 20}}));
            QVERIFY(until([&] { return m_client->stats().connections > connections; }));
        }
        const auto messages = m_client->stats().metricsMessages;
        QVERIFY(until([&] { return m_client->stats().metricsMessages >= messages + 4; }));
        m_client->stop();

        checkOverviewAgainstWhatWasSent();
        checkRatesAgainstRest();
        const auto stats = m_client->stats();
        QVERIFY(stats.connections >= kRestarts + 1);
        QCOMPARE(stats.badMessages, std::uint64_t{0});
        QCOMPARE(stats.badFields, std::uint64_t{0});
        QVERIFY(stats.recorded.counterResets > 0);
        QCOMPARE(stats.recorded.counterResets, storedFalls());
        QCOMPARE(stats.recorded.gaps, stats.connections);
    }

    void subscriptionsFollowWhatIsWanted()
    {
        start(streamOptions());
        QVERIFY(until([&] { return m_client->stats().metricsMessages > 2; }));
        QCOMPARE(m_client->stats().subscribedMessages, std::uint64_t{0}); // the server's default is enough
        QVERIFY(samplesOf(*m_store, "aegis_request_rate").empty());

        auto wanted = TopicSet();
        m_client->setWanted(wanted.set(Topic::RequestRate).set(Topic::Overview, false));
        QVERIFY(until([&] { return samplesOf(*m_store, "aegis_request_rate").size() > 10; }));
        QCOMPARE(m_client->stats().subscribedMessages, std::uint64_t{1});

        QVERIFY(m_fleet->control(QStringLiteral("restart")));
        QVERIFY(until([&] { return m_client->stats().subscribedMessages == 2; }));
        const auto overview = samplesOf(*m_store, "aegis_requests_total").size();
        const auto messages = m_client->stats().metricsMessages;
        QVERIFY(until([&] { return m_client->stats().metricsMessages > messages + 3; }));
        QVERIFY(samplesOf(*m_store, "aegis_requests_total").size() ==
                overview); // the server's default ended with the reply
    }

    void aTopicThatTheServerNeverSendsIsNamed()
    {
        auto options = streamOptions();
        options.wanted.set(Topic::StatusDistribution);
        start(options);

        QVERIFY(until([&] { return part("statusDistribution").details == "not provided by server"; }));
        QVERIFY(part("statusDistribution").state == StreamState::Degraded);
        QVERIFY(part("overview").state == StreamState::Up);
        QVERIFY(m_client->status().state == StreamState::Up);
    }

    void restGivesBackendsAndTheStatusDistribution()
    {
        auto options = streamOptions();
        options.restUrl = m_fleet->url(QStringLiteral("rest"));
        options.restInterval = 100ms;
        options.wanted.set(Topic::StatusDistribution);
        collector::QtEventLoop loop;
        net::HttpClient http(loop);
        start(options, &http);
        QVERIFY(until([&] { return latestOf(*m_store, "aegis_backend_up", "backend", "orders-1") == 1; }));
        QVERIFY(until([&] { return part("statusDistribution").details == "by REST"; }));
        QVERIFY(latestOf(*m_store, "aegis_status_requests", "class", "2xx") > 0);

        const QJsonObject broken = {{QStringLiteral("name"), QStringLiteral("orders-1")}};
        QVERIFY(m_fleet->control(QStringLiteral("backend"), broken));
        QVERIFY(until([&] { return latestOf(*m_store, "aegis_backend_up", "backend", "orders-1") == 0; }));
        QCOMPARE(latestOf(*m_store, "aegis_backend_circuit_open", "backend", "orders-1"), 1.0);
        QCOMPARE(part("backend orders-1").details, std::string("unhealthy, circuit breaker open"));
        QVERIFY(part("backend orders-1").state == StreamState::Down);
        QCOMPARE(part("backend users-1").details, std::string("healthy, circuit breaker closed"));
        QVERIFY(part("backend users-1").state == StreamState::Up);
        QCOMPARE(latestOf(*m_store, "aegis_backend_up", "backend", "users-1"), 1.0);

        QVERIFY(m_fleet->control(QStringLiteral("kill")));
        QVERIFY(until([&] { return latestOf(*m_store, "aegis_backend_up", "backend", "users-1") == kStale; }));
        m_client.reset(); // before the HTTP client it borrows
    }

    void restStandsInWhileTheStreamIsLost()
    {
        auto options = streamOptions();
        options.url += "/not"; // which the server refuses
        options.restUrl = m_fleet->url(QStringLiteral("rest"));
        options.restInterval = 100ms;
        options.wanted = TopicSet::all();
        collector::QtEventLoop loop;
        net::HttpClient http(loop);
        start(options, &http);

        QVERIFY(until([&] { return samplesOf(*m_store, "aegis_requests_total").size() >= 5; }));
        for (const auto& sample : samplesOf(*m_store, "aegis_requests_total"))
            QVERIFY(!model::isStaleMarker(sample.v)); // attempts that fail are no gaps
        QVERIFY(until([&] { return samplesOf(*m_store, "aegis_request_rate").size() > 10; }));
        QVERIFY(until([&] { return latestOf(*m_store, "aegis_latency_milliseconds", "quantile", "0.95") > 0; }));
        QVERIFY(until([&] { return latestOf(*m_store, "aegis_endpoint_requests", "method", "GET") > 0; }));
        QCOMPARE(part("overview").details, std::string("by REST while the stream is lost"));
        QVERIFY(m_client->status().state == StreamState::Down);
        QCOMPARE(latestOf(*m_store, "stream_up"), 0.0);
        QCOMPARE(m_client->stats().badFields, std::uint64_t{0});

        const QJsonObject failing = {{QStringLiteral("path"), QStringLiteral("realtime")}};
        QVERIFY(m_fleet->control(QStringLiteral("rest-fail"), failing));
        QVERIFY(until([&] { return latestOf(*m_store, "aegis_requests_total") == kStale; }));
        QVERIFY(part("overview").state == StreamState::Down);
        m_client.reset(); // before the HTTP client it borrows
    }

    void theServersOwnSummariesAreKeptByRange()
    {
        auto options = streamOptions();
        options.restUrl = m_fleet->url(QStringLiteral("rest"));
        options.restInterval = 100ms;
        options.restRanges = {"5m", "1h"};
        collector::QtEventLoop loop;
        net::HttpClient http(loop);
        start(options, &http);

        for (const auto* range : {"5m", "1h"})
            QVERIFY(until([&] { return latestOf(*m_store, "aegis_range_requests", "range", range) > 0; }));
        QVERIFY(latestOf(*m_store, "aegis_range_requests", "range", "1h") >
                latestOf(*m_store, "aegis_range_requests", "range", "5m"));
        QVERIFY(latestOf(*m_store, "aegis_range_p95_latency_milliseconds", "range", "1h") > 0);
        QVERIFY(part("last 1h").state == StreamState::Up);

        const QJsonObject failing = {{QStringLiteral("path"), QStringLiteral("overview")}};
        QVERIFY(m_fleet->control(QStringLiteral("rest-fail"), failing));
        QVERIFY(until([&] { return latestOf(*m_store, "aegis_range_requests", "range", "1h") == kStale; }));
        QVERIFY(part("last 1h").details.find("told to fail") != std::string::npos);
        m_client.reset(); // before the HTTP client it borrows
    }

    void alertsEnterTheBoardAndAreUnverifiedWhileTheStreamIsLost()
    {
        start(streamOptions());
        QVERIFY(until([&] { return m_client->stats().metricsMessages > 0; }));
        QVERIFY(m_fleet->control(QStringLiteral("alert"), {{QStringLiteral("type"), QStringLiteral("alert:new")}}));
        QVERIFY(until([&] { return m_board->snapshot()->size() == 1; }));
        const auto alert = m_board->snapshot()->at(0);
        QCOMPARE(alert.name(), std::string("High Error Rate"));
        QVERIFY(alert.severity == alerts::Severity::Critical);
        QCOMPARE(alert.threshold.value(), 5.0);

        QVERIFY(m_fleet->control(QStringLiteral("kill")));
        QVERIFY(until([&] { return m_board->snapshot()->at(0).unverifiedSince > 0; }));
        QVERIFY(m_fleet->control(QStringLiteral("restore")));
        QVERIFY(until([&] { return m_client->status().state == StreamState::Up; }));
        QVERIFY(m_board->snapshot()->at(0).unverifiedSince > 0); // nobody said that it is still so

        QVERIFY(m_fleet->control(QStringLiteral("alert"), {{QStringLiteral("status"), QStringLiteral("resolved")}}));
        QVERIFY(until([&] { return m_board->snapshot()->at(0).state == alerts::AlertState::Resolved; }));
    }

    void badMessagesAreCountedAndTheGoodOnesBetweenThemStored()
    {
        start(streamOptions());
        QVERIFY(until([&] { return m_client->stats().metricsMessages > 0; }));
        for (const auto* text : {"{", "[]", "null", "42", R"({"type":"metrics"})", R"({"data":{}})"})
            QVERIFY(m_fleet->control(QStringLiteral("send"), {{QStringLiteral("text"), QString::fromUtf8(text)}}));
        QVERIFY(
            m_fleet->control(QStringLiteral("send"), {{QStringLiteral("text"), QStringLiteral(R"({"type":"x"})")}}));
        QVERIFY(until([&] { return m_client->stats().badMessages == 6 && m_client->stats().unknownMessages == 1; }));
        QVERIFY(m_client->status().state == StreamState::Up);
        QCOMPARE(m_client->stats().connections, std::uint64_t{1});
        const auto messages = m_client->stats().metricsMessages;
        QVERIFY(until([&] { return m_client->stats().metricsMessages > messages + 2; }));
        m_client->stop();

        checkOverviewAgainstWhatWasSent();
    }

    void tooManyBadMessagesEndTheConnection()
    {
        auto options = streamOptions();
        options.badMessages = 5;
        start(options);
        QVERIFY(until([&] { return m_client->stats().metricsMessages > 0; }));
        bool named = false;
        m_client->onChange([&] { named = named || m_client->status().reason == "protocol"; });
        for (int i = 0; i < 5; ++i)
            QVERIFY(m_fleet->control(QStringLiteral("send"), {{QStringLiteral("text"), QStringLiteral("{")}}));

        QVERIFY(until([&] { return named; }));
        QVERIFY(until([&] { return m_client->stats().connections == 2; }));
    }

    void aMessageOverTheLimitEndsTheConnection()
    {
        auto options = streamOptions();
        options.messageBytes = 16'384;
        options.frameBytes = 16'384;
        start(options);
        QVERIFY(until([&] { return m_client->stats().metricsMessages > 0; }));
        bool named = false;
        m_client->onChange([&] { named = named || m_client->status().reason == "protocol"; });
        const auto large = QString(20'000, QLatin1Char('x'));
        QVERIFY(m_fleet->control(QStringLiteral("send"), {{QStringLiteral("text"), large}}));

        QVERIFY(until([&] { return named; }));
    }

    void silenceIsStaleBeforeItIsTheEnd()
    {
        auto options = streamOptions();
        options.silenceLimit = 900ms;
        start(options);
        QVERIFY(until([&] { return m_client->stats().metricsMessages > 0; }));
        std::vector<std::string> reasons;
        m_client->onChange([&] {
            if (reasons.empty() || reasons.back() != std::string(toString(m_client->status().state)))
                reasons.emplace_back(toString(m_client->status().state));
        });
        QVERIFY(m_fleet->control(QStringLiteral("gap"), {{QStringLiteral("seconds"), 1.5}}));

        QVERIFY(until([&] { return reasons.size() >= 4; }));
        QCOMPARE(reasons[0], std::string("degraded"));
        QCOMPARE(reasons[1], std::string("down"));
        QCOMPARE(reasons[2], std::string("degraded")); // connected, and nothing came yet
        QCOMPARE(reasons[3], std::string("up"));
    }

    void aKilledServerIsRefusedAndItsSeriesEnd()
    {
        start(streamOptions());
        QVERIFY(until(
            [&] { return m_client->stats().metricsMessages > 2 && latestOf(*m_store, "stream_rtt_seconds") >= 0; }));
        QVERIFY(m_fleet->control(QStringLiteral("kill")));
        const bool isRefused = until([&] { return m_client->status().reason == "refused"; });
        QVERIFY2(isRefused, m_client->status().reason.c_str());

        QVERIFY(m_client->status().state == StreamState::Down);
        QVERIFY(m_client->status().nextAttempt >= m_client->status().lastAttempt);
        QCOMPARE(latestOf(*m_store, "aegis_requests_total"), kStale);
        QCOMPARE(latestOf(*m_store, "aegis_p95_latency_milliseconds"), kStale);
        QCOMPARE(latestOf(*m_store, "stream_up"), 0.0);
        QVERIFY(latestOf(*m_store, "stream_rtt_seconds") >= 0);
    }

    void theEleventhConnectionWaitsLong()
    {
        std::vector<std::unique_ptr<StreamClient>> clients;
        for (int i = 0; i < 10; ++i) {
            auto options = streamOptions();
            options.name = "gw" + std::to_string(i);
            clients.push_back(std::make_unique<StreamClient>(options, *m_store, *m_board, m_clock, m_logger));
            clients.back()->start();
        }
        QVERIFY(until([&] {
            return std::ranges::all_of(clients, [](const auto& client) { return client->stats().metricsMessages > 0; });
        }));
        start(streamOptions());

        QVERIFY(until([&] { return m_client->status().reason == "too_many_connections"; }));
        QVERIFY(m_client->status().nextAttempt >= m_clock.now() + 25'000);
        QVERIFY(m_client->status().lastError.find("429") != std::string::npos);
    }

private:
    StreamOptions streamOptions() const
    {
        StreamOptions options;
        options.name = "gateway";
        options.url = m_fleet->url(QStringLiteral("stream"));
        options.updateInterval = 50ms;
        options.staleAfterIntervals = 8;
        options.backoffBase = 20ms;
        options.backoffCap = 100ms;
        options.pingInterval = 200ms;
        return options;
    }
    void start(const StreamOptions& options, net::HttpClient* http = nullptr)
    {
        m_client = std::make_unique<StreamClient>(options, *m_store, *m_board, m_clock, m_logger, http);
        m_client->start();
    }
    template <typename Condition>
    static bool until(Condition condition)
    {
        return QTest::qWaitFor(condition, 8'000);
    }
    TopicStatus part(const std::string& name) const
    {
        const auto& parts = m_client->status().parts;
        const auto found = std::ranges::find(parts, name, &TopicStatus::name);
        return found == parts.end() ? TopicStatus() : *found;
    }

    /// What is stored is what was sent, neither more nor less, from the first stored to the last stored sample.
    void checkOverviewAgainstWhatWasSent()
    {
        const auto total = samplesOf(*m_store, "aegis_requests_total");
        const auto failed = samplesOf(*m_store, "aegis_failed_requests_total"); // sent as text
        std::map<Timestamp, double> storedTotal;
        std::map<Timestamp, double> storedFailed;
        for (const auto& sample : total) {
            if (!model::isStaleMarker(sample.v))
                QVERIFY(storedTotal.emplace(sample.t, sample.v).second);
        }
        for (const auto& sample : failed) {
            if (!model::isStaleMarker(sample.v))
                QVERIFY(storedFailed.emplace(sample.t, sample.v).second);
        }
        QVERIFY(!storedTotal.empty());
        std::map<Timestamp, double> sentTotal;
        std::map<Timestamp, double> sentFailed;
        const auto control = QString::fromStdString(m_fleet->url(QStringLiteral("control")));
        const auto sent = FleetProcess::get(control + QStringLiteral("/control/sent")).array();
        for (const auto& entry : sent) {
            const auto overview = entry.toObject().value(QStringLiteral("overview")).toObject();
            const auto time = timeOf(overview.value(QStringLiteral("timestamp")));
            if (time < storedTotal.begin()->first || time > storedTotal.rbegin()->first)
                continue;
            sentTotal.emplace(time, numberOf(overview.value(QStringLiteral("totalRequests"))));
            sentFailed.emplace(time, numberOf(overview.value(QStringLiteral("failedRequests"))));
        }
        QCOMPARE(storedTotal.size(), sentTotal.size());
        QVERIFY(storedTotal == sentTotal);
        QVERIFY(storedFailed == sentFailed);
        const auto& stats = m_client->stats();
        QCOMPARE(storedTotal.size(), stats.metricsMessages - stats.recorded.lateMessages);
    }

    /// How often a total of the stored samples is below the one before it.
    std::uint64_t storedFalls() const
    {
        std::map<Timestamp, std::vector<double>> rows;
        for (const auto* metric : {"aegis_requests_total", "aegis_successful_requests_total",
                                   "aegis_failed_requests_total", "aegis_rate_limited_requests_total"}) {
            for (const auto& sample : samplesOf(*m_store, metric)) {
                if (!model::isStaleMarker(sample.v))
                    rows[sample.t].push_back(sample.v);
            }
        }
        std::uint64_t falls = 0;
        for (auto row = rows.begin(); std::next(row) != rows.end(); ++row) {
            const auto& [before, after] = std::pair(row->second, std::next(row)->second);
            bool fell = false;
            for (std::size_t i = 0; i < before.size(); ++i)
                fell = fell || after[i] < before[i];
            falls += fell ? 1 : 0;
        }
        return falls;
    }

    /// Each stored bucket is one of the server's, with its final value; none is missing in between.
    void checkRatesAgainstRest()
    {
        std::map<Timestamp, double> server;
        const auto url = QString::fromStdString(m_fleet->url(QStringLiteral("rest")));
        const auto answer = FleetProcess::get(url + QStringLiteral("/request-rate?range=1h")).object();
        for (const auto& row : answer.value(QStringLiteral("data")).toArray())
            server.emplace(timeOf(row.toObject().value(QStringLiteral("timestamp"))),
                           numberOf(row.toObject().value(QStringLiteral("value"))));
        std::map<Timestamp, double> stored;
        for (const auto& sample : samplesOf(*m_store, "aegis_request_rate")) {
            if (!model::isStaleMarker(sample.v))
                QVERIFY(stored.emplace(sample.t, sample.v).second);
        }
        QVERIFY(stored.size() > 600); // a quarter of an hour that the server remembered, and what came since
        auto expected = server.find(stored.begin()->first);
        for (const auto& [start, value] : stored) {
            QVERIFY(expected != server.end());
            QCOMPARE(start, expected->first);
            QCOMPARE(value, expected->second);
            ++expected;
        }
    }

    SystemClock m_clock;
    NullLogger m_logger;
    std::unique_ptr<FleetProcess> m_fleet;
    std::unique_ptr<support::MemoryStore> m_store;
    std::unique_ptr<alerts::AlertBoard> m_board;
    std::unique_ptr<StreamClient> m_client;
};

QTEST_GUILESS_MAIN(FleetStreamTest)
#include "fleet_stream_test.moc"
