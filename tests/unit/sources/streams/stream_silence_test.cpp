// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <limits>
#include <memory>

#include <QTest>
#include <QTimer>
#include <QWebSocket>
#include <QWebSocketServer>

#include "engine/model/matcher.h"
#include "sources/streams/stream_client.h"
#include "support/memory_store.h"

using namespace nocturne;
using namespace nocturne::streams;
using namespace std::chrono_literals;

namespace {

const auto kUnknown = QStringLiteral(R"({"type":"weather","data":{"sun":1}})");
const auto kMetrics = QStringLiteral(R"({"type":"metrics","data":{"overview":{"totalRequests":7}}})");

/// Says the same thing all the time, to everybody.
class Chatterbox : public QObject
{
public:
    Chatterbox()
        : m_server(QStringLiteral("chatter"), QWebSocketServer::NonSecureMode)
    {
        connect(&m_server, &QWebSocketServer::newConnection, this, [this] {
            m_sockets.push_back(m_server.nextPendingConnection());
            m_sockets.back()->setParent(&m_server); // which Qt promises and does not do
        });
        connect(&m_timer, &QTimer::timeout, this, [this] {
            for (auto* socket : m_sockets)
                socket->sendTextMessage(m_words);
        });
        m_timer.start(20);
    }
    bool listen(quint16 port = 0) { return m_server.listen(QHostAddress::LocalHost, port); }
    void say(const QString& words) { m_words = words; }
    quint16 port() const { return m_server.serverPort(); }

private:
    QWebSocketServer m_server;
    QTimer m_timer;
    std::vector<QWebSocket*> m_sockets;
    QString m_words = kUnknown;
};

} // namespace

/// A server that is there and tells nothing of use.
class StreamSilenceTest : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_store = std::make_unique<support::MemoryStore>();
        m_board = std::make_unique<alerts::AlertBoard>(m_clock);
    }
    void cleanup() { m_client.reset(); }

    void unknownMessagesAreNoSignOfLife()
    {
        Chatterbox server;
        QVERIFY(server.listen());
        start(server.port(), 60s);
        QTRY_VERIFY(status().state == StreamState::Degraded);
        QCOMPARE(status().reason, std::string("stale"));
        QVERIFY2(status().lastError.find("\"weather\"") != std::string::npos, status().lastError.c_str());
        QCOMPARE(lastUp(), 0.0);
        QVERIFY(m_client->stats().unknownMessages > 0);
        QCOMPARE(status().lastSuccess, Timestamp{0});

        server.say(kMetrics);
        QTRY_VERIFY(status().state == StreamState::Up);
        QCOMPARE(status().lastError, std::string());
        QCOMPARE(lastUp(), 1.0);
    }

    void aNewConnectionDoesNotHideTheSilence()
    {
        Chatterbox server;
        QVERIFY(server.listen());
        start(server.port(), 500ms);
        QTRY_VERIFY(status().state == StreamState::Degraded);
        int up = 0;
        m_client->onChange([&] { up += status().state == StreamState::Up ? 1 : 0; });
        QTRY_VERIFY(m_client->stats().connections >= 3);
        QCOMPARE(up, 0);
        QCOMPARE(status().reason, std::string("stale"));
        QCOMPARE(lastUp(), 0.0);
    }

    void theErrorEndsWithItsCause()
    {
        quint16 port = 0;
        {
            Chatterbox gone;
            QVERIFY(gone.listen());
            port = gone.port();
        }
        start(port, 60s);
        QTRY_COMPARE(status().reason, std::string("refused"));
        QVERIFY(!status().lastError.empty());

        Chatterbox server;
        server.say(kMetrics);
        QVERIFY(server.listen(port));
        QTRY_VERIFY(status().state == StreamState::Up);
        QCOMPARE(status().lastError, std::string());
    }

private:
    void start(quint16 port, std::chrono::milliseconds silenceLimit)
    {
        StreamOptions options;
        options.name = "gateway";
        options.url = "ws://127.0.0.1:" + std::to_string(port) + "/";
        options.updateInterval = 100ms;
        options.silenceLimit = silenceLimit;
        options.backoffBase = 20ms;
        options.backoffCap = 100ms;
        m_client = std::make_unique<StreamClient>(options, *m_store, *m_board, m_clock, m_logger);
        m_client->start();
    }
    const StreamStatus& status() const { return m_client->status(); }

    /// The last sample of stream_up; -1 where there is none.
    double lastUp() const
    {
        const auto querier = *m_store->querier(0, std::numeric_limits<Timestamp>::max());
        const auto series = *querier->select({model::Matcher::equal("__name__", "stream_up")}, {});
        double last = -1;
        for (const auto& cursor : series) {
            std::array<Timestamp, 64> times{};
            std::array<double, 64> values{};
            while (const auto count = *cursor->read(times, values))
                last = values[count - 1];
        }
        return last;
    }

    SystemClock m_clock;
    NullLogger m_logger;
    std::unique_ptr<support::MemoryStore> m_store;
    std::unique_ptr<alerts::AlertBoard> m_board;
    std::unique_ptr<StreamClient> m_client;
};

QTEST_GUILESS_MAIN(StreamSilenceTest)
#include "stream_silence_test.moc"
