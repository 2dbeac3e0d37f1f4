// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <atomic>
#include <fstream>
#include <memory>

#include <unistd.h>

#include <QTest>

#include "base/core/backoff.h"
#include "integration/samples.h"
#include "sources/streams/stream_client.h"
#include "support/fault_proxy.h"
#include "support/web_socket_faults.h"

using namespace nocturne;
using namespace nocturne::integration;
using namespace nocturne::streams;
using namespace nocturne::test;
using namespace std::chrono_literals;

namespace {

constexpr auto kGood = R"({"v":1})";

mapping::JsonMapping valueMapping()
{
    mapping::SampleMapping sample;
    sample.name = "v";
    sample.value = *mapping::parsePlace("$.v");
    sample.selection.time = mapping::parsePlace("$.t").value();
    mapping::JsonMapping mapping;
    mapping.samples.push_back(sample);
    return mapping;
}

std::size_t residentBytes()
{
    std::ifstream statm("/proc/self/statm");
    std::size_t pages = 0;
    std::size_t resident = 0;
    statm >> pages >> resident;
    return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

} // namespace

/// What networks and servers do to WebSockets. Rows W1 to W7 of the catalogue of faults.
class StreamFaultsTest : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_store = std::make_unique<support::MemoryStore>();
        m_board = std::make_unique<alerts::AlertBoard>(m_clock);
    }
    void cleanup() { m_client.reset(); }

    void fragmentsAreOneMessage()
    {
        const auto text = "{\"v\":1,\"filler\":\"" + std::string(20'000, 'x') + "\"}";
        FaultServer server(faults::webSocket(faults::webSocketFragments(text, 10'000)));
        start(server.port());

        QVERIFY(until([&] { return latestOf(*m_store, "v") == 1; }));
        QCOMPARE(stats().connections, std::uint64_t{1});
    }

    void whatIsNoWebSocketEndsTheConnection_data()
    {
        QTest::addColumn<int>("fault");
        for (const auto& [name, fault] : {std::pair("bad UTF-8", 0),
                                          {"reserved bits", 1},

                                          {"long ping", 3},
                                          {"a frame of 2 GB", 4},
                                          {"endless fragments", 5},
                                          {"a frame of 2^63", 6},
                                          {"fragment of nothing", 7}})
            QTest::newRow(name) << fault;
    }
    void whatIsNoWebSocketEndsTheConnection()
    {
        QFETCH(int, fault);
        const auto before = residentBytes();
        std::atomic<int> connections = 0;
        FaultServer server(faults::webSocket([&](WebSocketPeer& peer) {
            if (connections++ == 0)
                scriptOf(fault)(peer);
            else
                faults::webSocketSay({kGood}, 1ms)(peer);
        }));
        std::string reason;
        start(server.port());
        m_client->onChange([&] {
            if (m_client->status().state == StreamState::Down && reason.empty())
                reason = m_client->status().reason;
        });

        QVERIFY(until([&] { return latestOf(*m_store, "v") == 1; })); // of the second connection
        QCOMPARE(reason, std::string("protocol"));
        QVERIFY2(residentBytes() < before + (std::size_t{8} << 20U),
                 std::to_string((residentBytes() - before) >> 20U).c_str());
    }

    void aServerThatAnswersNoPingIsDead()
    {
        FaultServer server(faults::webSocket(faults::webSocketSilence()));
        start(server.port(), [](StreamOptions& options) { options.pingInterval = 50ms; });

        QVERIFY(until([&] { return m_client->status().reason == "dead"; }));
    }

    void aPulledCableIsStaleBeforeItIsDead()
    {
        FaultServer server(faults::webSocket(faults::webSocketSay(std::vector<std::string>(500, kGood), 20ms)));
        FaultProxy proxy(server.port());
        start(proxy.port(), [](StreamOptions& options) {
            options.updateInterval = 100ms;
            options.pingInterval = 400ms;
        });
        std::vector<std::string> words;
        m_client->onChange([&] {
            if (!m_client->status().reason.empty() && (words.empty() || words.back() != m_client->status().reason))
                words.push_back(m_client->status().reason);
        });
        QVERIFY(until([&] { return stats().metricsMessages > 3; }));
        proxy.setFaults({.blackHole = true});
        QVERIFY(until([&] { return words.size() >= 2; }));
        QCOMPARE(words[0], std::string("stale"));
        QCOMPARE(words[1], std::string("dead"));
        QCOMPARE(latestOf(*m_store, "v"), -2.0);

        proxy.setFaults({});
        QVERIFY(until([&] { return m_client->status().state == StreamState::Up; }));
    }

    void aCloseCodeThatQtDoesNotKnowIsNoFaultOfTheProtocol()
    {
        FaultServer server(faults::webSocket(scriptOf(2)));
        start(server.port(), [](StreamOptions& options) { options.backoffBase = options.backoffCap = 60s; });

        QVERIFY(until([&] { return m_client->status().reason == "closed"; }));
    }

    void aServerThatClosesAtOnceIsTriedAgainAndAgain()
    {
        FaultServer server(faults::webSocket(faults::webSocketClose(1001, "try again later")));
        start(server.port(), [](StreamOptions& options) { options.healthyAfter = 30s; });

        QVERIFY(until([&] { return stats().connections >= 10; }));
        QCOMPARE(stats().attempts - (isWaiting() ? 0 : 1), stats().losses);
        QVERIFY2(m_client->status().lastError.find("try again later") != std::string::npos,
                 m_client->status().lastError.c_str());
    }

    void waitsGrowAsTheFormulaHasIt()
    {
        constexpr int kClients = 2000;
        std::array<double, 10> sums{};
        for (int client = 0; client < kClients; ++client) {
            Backoff backoff({500ms, 60'000ms}, static_cast<std::uint64_t>(client));
            for (auto& sum : sums)
                sum += static_cast<double>(backoff.next().count());
        }
        for (std::size_t i = 0; i < sums.size(); ++i) {
            const auto expected = std::min(60'000.0, 500.0 * static_cast<double>(1U << i)) / 2;
            QVERIFY(std::abs(sums[i] / kClients - expected) < 0.2 * expected);
        }
    }

    void clientsDoNotComeBackTogether()
    {
        // A server that refuses for ten minutes: the tries of a hundred clients once the waits are long, by second.
        std::map<std::int64_t, int> bySecond;
        int late = 0;
        for (int client = 0; client < 100; ++client) {
            Backoff backoff({500ms, 60'000ms}, static_cast<std::uint64_t>(client) * 7919);
            std::int64_t time = 0;
            while (time < 600'000) {
                time += backoff.next().count();
                if (time > 120'000) {
                    ++bySecond[time / 1000];
                    ++late;
                }
            }
        }
        QVERIFY(late > 1000);
        for (const auto& [second, count] : bySecond)
            QVERIFY2(count <= late / 10, std::to_string(second).c_str());
    }

    void goodMessagesBetweenBadOnesAreStored()
    {
        std::vector<std::string> messages;
        int good = 0;
        for (const auto* bad :
             {"{", "[]", "null", "42", R"({"v":null})", R"({"v":{}})", R"({"v":"much"})", R"({"v":1e999})", "",
              R"({"x":1})", R"({"v":"NaN"})", R"({"v":99999999999999999999999})"}) {
            messages.emplace_back(bad);
            ++good;
            messages.push_back("{\"v\":" + std::to_string(good) + ",\"t\":" + std::to_string(m_clock.now() + good) +
                               "}");
        }
        FaultServer server(faults::webSocket(faults::webSocketSay(messages, 3ms)));
        start(server.port());

        QVERIFY(until([&] { return latestOf(*m_store, "v") == good; }));
        QCOMPARE(samplesOf(*m_store, "v").size(), static_cast<std::size_t>(good));
        QCOMPARE(stats().connections, std::uint64_t{1});
        // Those with nothing at $.v are not bad: a server leaves out what it has not.
        QCOMPARE(stats().badMessages, std::uint64_t{7});
    }

    void twentyBadMessagesEndTheConnection()
    {
        FaultServer server(faults::webSocket(faults::webSocketSay(std::vector<std::string>(25, "{"), 1ms)));
        std::string reason;
        start(server.port());
        m_client->onChange([&] { reason = reason.empty() ? m_client->status().reason : reason; });

        QVERIFY(until([&] { return !reason.empty(); }));
        QCOMPARE(reason, std::string("protocol"));
        QVERIFY(stats().badMessages >= 20);
    }

    void aFloodIsTakenAndAllOfItCounted()
    {
        constexpr std::uint64_t kMessages = 20'000;
        const auto before = residentBytes();
        FaultServer server(faults::webSocket(faults::webSocketFlood(R"({"v":7})", kMessages)));
        start(server.port());
        QVERIFY(until([&] { return stats().metricsMessages == kMessages; }));
        QVERIFY(until([&] { return latestOf(*m_store, "v") == 7; }));
        QTest::qWait(300); // the last samples are written

        const auto counted = stats();
        QCOMPARE(counted.badMessages, std::uint64_t{0});
        QCOMPARE(counted.recorded.samples + counted.droppedReplaced + counted.droppedLate, kMessages);
        QVERIFY(residentBytes() < before + (std::size_t{64} << 20U));
    }

private:
    static WebSocketScript scriptOf(int fault)
    {
        switch (fault) {
        case 0:
            return faults::webSocketBadUtf8();
        case 1:
            return faults::webSocketReservedBits();
        case 2:
            return faults::webSocketClose(1013, "try again later"); // which Qt does not know
        case 3:
            return faults::webSocketLongPing();
        case 4:
            return faults::webSocketHugeFrame(std::uint64_t{2} << 30U);
        case 5:
            return faults::webSocketEndlessFragments();
        case 6:
            return faults::webSocketHugeFrame(std::uint64_t{1} << 63U);
        default:
            return faults::webSocketFrame({WebSocketOpcode::Continuation, "{}"});
        }
    }
    template <typename Change>
    void start(std::uint16_t port, Change change)
    {
        StreamOptions options;
        options.name = "plant";
        options.type = StreamType::Json;
        options.url = "ws://127.0.0.1:" + std::to_string(port) + "/";
        options.mapping = valueMapping();
        options.updateInterval = 30s;
        options.flushInterval = 20ms;
        options.backoffBase = 10ms;
        options.backoffCap = 40ms;
        change(options);
        m_client = std::make_unique<StreamClient>(options, *m_store, *m_board, m_clock, m_logger);
        m_client->start();
    }
    void start(std::uint16_t port)
    {
        start(port, [](StreamOptions&) {});
    }
    template <typename Condition>
    static bool until(Condition condition)
    {
        return QTest::qWaitFor(condition, 20'000);
    }
    StreamStats stats() const { return m_client->stats(); }
    bool isWaiting() const { return m_client->status().nextAttempt != 0; }

    SystemClock m_clock;
    NullLogger m_logger;
    std::unique_ptr<support::MemoryStore> m_store;
    std::unique_ptr<alerts::AlertBoard> m_board;
    std::unique_ptr<StreamClient> m_client;
};

QTEST_GUILESS_MAIN(StreamFaultsTest)
#include "stream_faults_test.moc"
