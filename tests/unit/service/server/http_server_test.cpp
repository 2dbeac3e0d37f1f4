// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The server over real sockets on loopback.
#include <QElapsedTimer>
#include <QEventLoop>
#include <QTcpSocket>
#include <QTest>
#include <QTimer>

#include "service/server/http_server.h"
#include "service/server/server.h"

using namespace nocturne;
using namespace nocturne::server;

namespace {

using namespace std::chrono_literals;

/// A server whose handler answers "hello", or keeps the reply where the path is /wait.
struct Served
{
    SystemClock clock;
    std::vector<std::pair<HttpServer::Reply, std::stop_token>> waiting;
    std::string body = "hello\n";
    HttpServer server;

    explicit Served(HttpLimits limits = {}, AccessOptions access = {})
        : server(
              limits, access, clock,
              [this](const HttpRequest& request, std::stop_token stop, HttpServer::Reply reply) {
                  if (request.path == "/wait")
                      waiting.emplace_back(std::move(reply), std::move(stop));
                  else
                      reply({.body = request.method == "POST" ? request.body : body});
              },
              [](const HttpRequest&) { return std::string("any"); })
    {
        if (!server.listen("127.0.0.1", 0))
            qFatal("no port");
    }

    std::unique_ptr<QTcpSocket> connect() const
    {
        auto socket = std::make_unique<QTcpSocket>();
        socket->connectToHost(QStringLiteral("127.0.0.1"), static_cast<quint16>(server.port()));
        return socket;
    }
};

QByteArray request(const QByteArray& line, const QByteArray& headers = {}, const QByteArray& body = {})
{
    return line + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n" + body;
}

/// Reads until `done` or five seconds have passed.
template <typename Done>
QByteArray readUntil(QTcpSocket& socket, Done done)
{
    QByteArray all;
    QEventLoop loop;
    const auto look = [&] {
        all += socket.readAll();
        if (done(all))
            loop.quit();
    };
    QObject::connect(&socket, &QTcpSocket::readyRead, &loop, look);
    QObject::connect(&socket, &QTcpSocket::disconnected, &loop, look);
    QTimer::singleShot(5000, &loop, &QEventLoop::quit);
    QTimer::singleShot(0, &loop, look);
    loop.exec();
    return all;
}

QByteArray readToEnd(QTcpSocket& socket)
{
    return readUntil(socket, [&](const QByteArray&) { return socket.state() == QAbstractSocket::UnconnectedState; });
}

} // namespace

class HttpServerTest : public QObject
{
    Q_OBJECT

private slots:
    void answersAndClosesWhereAsked()
    {
        Served served;
        const auto socket = served.connect();
        socket->write(request("GET /", "Connection: close\r\n"));

        const auto answer = readToEnd(*socket);

        QVERIFY2(answer.startsWith("HTTP/1.1 200 OK\r\n"), answer.constData());
        QVERIFY(answer.contains("\r\nContent-Length: 6\r\n"));
        QVERIFY(answer.contains("\r\nX-Content-Type-Options: nosniff\r\n"));
        QVERIFY(!answer.contains("Access-Control"));
        QVERIFY(answer.endsWith("\r\n\r\nhello\n"));
    }

    void largeBodiesAreBoundedTogether()
    {
        HttpLimits limits;
        limits.bodiesAtOnceBytes = 300'000;
        limits.smallBodyBytes = 1000;
        Served served(limits);
        const QByteArray large(200'000, 'x');
        const auto length = QByteArray("Content-Length: 200000\r\n");
        const auto first = served.connect();
        first->write(request("POST /wait", length, large.left(10))); // on its way
        QTRY_COMPARE(served.server.stats().bodyBytes, std::size_t{200'000});

        const auto second = served.connect();
        second->write(request("POST /", length, large.left(10)));
        const auto refused = readToEnd(*second);
        const auto chunked = served.connect(); // that does not say how much it is
        chunked->write(request("POST /", "Transfer-Encoding: chunked\r\n", "30d40\r\n" + large + "\r\n0\r\n\r\n"));
        const auto refusedToo = readToEnd(*chunked);
        const auto small = served.connect();
        small->write(request("POST /", "Content-Length: 1000\r\nConnection: close\r\n", large.left(1000)));
        const auto taken = readToEnd(*small);

        QVERIFY2(refused.startsWith("HTTP/1.1 503 ") && refused.contains("\r\nRetry-After: 1\r\n"),
                 refused.constData());
        QVERIFY2(refusedToo.startsWith("HTTP/1.1 503 "), refusedToo.constData());
        QVERIFY(taken.startsWith("HTTP/1.1 200 "));

        first->write(large.mid(10));
        QTRY_COMPARE(served.waiting.size(), std::size_t{1});
        first->abort(); // the client is gone, and its body is still there
        QTRY_COMPARE(served.server.stats().connections, std::size_t{0});
        QCOMPARE(served.server.stats().bodyBytes, std::size_t{200'000});
        served.waiting.front().first({.body = "done"});
        QTRY_COMPARE(served.server.stats().bodyBytes, std::size_t{0});

        const auto third = served.connect();
        third->write(request("POST /", length + "Connection: close\r\n", large));
        QVERIFY(readToEnd(*third).endsWith(large));
        QTRY_COMPARE(served.server.stats().bodyBytes, std::size_t{0});
    }

    void connectionsAreKept()
    {
        Served served;
        const auto socket = served.connect();
        for (int i = 0; i < 3; ++i) {
            socket->write(request("GET /"));
            const auto answer = readUntil(*socket, [](const QByteArray& all) { return all.endsWith("hello\n"); });
            QCOMPARE(answer.count("HTTP/1.1 200"), 1);
        }
        QCOMPARE(served.server.stats().connectionsAccepted, std::uint64_t{1});
        QCOMPARE(served.server.stats().answers.at({"any", 200}), std::uint64_t{3});
    }

    void requestsSentAheadAreAnsweredInOrder()
    {
        Served served;
        const auto socket = served.connect();
        QByteArray all;
        for (int i = 0; i < 500; ++i)
            all += request("POST /", "Content-Length: 4\r\n", QByteArray::number(1000 + i));
        socket->write(all);

        const auto answers = readUntil(*socket, [](const QByteArray& got) { return got.endsWith("1499"); });

        QCOMPARE(answers.count("HTTP/1.1 200"), 500);
        QVERIFY(answers.indexOf("\n1000") < answers.indexOf("\n1001"));
    }

    void continueIsSaidBeforeTheBody()
    {
        Served served;
        const auto socket = served.connect();
        socket->write(request("POST /", "Expect: 100-continue\r\nContent-Length: 2\r\n"));
        QCOMPARE(readUntil(*socket, [](const QByteArray& all) { return all.endsWith("\r\n\r\n"); }),
                 QByteArray("HTTP/1.1 100 Continue\r\n\r\n"));

        socket->write("hi");

        QVERIFY(
            readUntil(*socket, [](const QByteArray& all) { return all.endsWith("hi"); }).startsWith("HTTP/1.1 200"));
    }

    void largeAnswersArriveWhole()
    {
        Served served;
        served.body = std::string(std::size_t{20} << 20U, 'x');
        const auto socket = served.connect();
        socket->write(request("GET /", "Connection: close\r\n"));

        const auto answer = readToEnd(*socket);

        QVERIFY(answer.size() > (20 << 20));
        QVERIFY(answer.endsWith("xxx"));
    }

    void clientThatLeavesStopsItsRequest()
    {
        Served served;
        const auto socket = served.connect();
        socket->write(request("GET /wait"));
        QTRY_COMPARE(served.waiting.size(), std::size_t{1});
        QElapsedTimer timer;
        timer.start();

        socket->abort();
        QTRY_VERIFY_WITH_TIMEOUT(served.waiting.front().second.stop_requested(), 50);

        QVERIFY(timer.elapsed() < 50);
        served.waiting.front().first({.body = "late"});
        QTRY_COMPARE(served.server.stats().clientsGone, std::uint64_t{1});
        QCOMPARE(served.server.stats().connections, std::size_t{0});
    }

    void slowHeadersEnd()
    {
        Served served({.headerTime = 100ms});
        const auto socket = served.connect();
        socket->write("GET / HTTP/1.1\r\nHost:");

        const auto answer = readToEnd(*socket);

        QVERIFY2(answer.startsWith("HTTP/1.1 408"), answer.constData());
    }

    void slowHeadersEndThoughBytesTrickle()
    {
        Served served({.headerTime = 150ms});
        const auto socket = served.connect();
        QTRY_COMPARE(socket->state(), QAbstractSocket::ConnectedState);
        QElapsedTimer timer;
        timer.start();
        while (timer.elapsed() < 1500 && socket->state() == QAbstractSocket::ConnectedState) {
            socket->write("X");
            QTest::qWait(20);
        }

        QVERIFY(timer.elapsed() < 1400);
    }

    void silentConnectionsEnd()
    {
        Served served({.headerTime = 100ms});
        const auto socket = served.connect();

        QCOMPARE(readToEnd(*socket), QByteArray());
        QTRY_COMPARE(served.server.stats().connections, std::size_t{0});
    }

    void slowBodiesEnd()
    {
        Served served({.bodyTime = 100ms});
        const auto socket = served.connect();
        socket->write(request("POST /", "Content-Length: 10\r\n", "abc"));

        QVERIFY(readToEnd(*socket).startsWith("HTTP/1.1 408"));
    }

    void idleConnectionsEnd()
    {
        Served served({.idleTime = 100ms});
        const auto socket = served.connect();
        socket->write(request("GET /"));

        QVERIFY(readToEnd(*socket).endsWith("hello\n"));
    }

    void clientsThatTakeNothingAreLeft()
    {
        Served served({.drainTime = 200ms});
        served.body = std::string(std::size_t{64} << 20U, 'x');
        const auto socket = served.connect();
        socket->setReadBufferSize(1024);
        socket->write(request("GET /"));

        QTRY_COMPARE_WITH_TIMEOUT(served.server.stats().connections, std::size_t{1}, 1000);
        QTRY_COMPARE_WITH_TIMEOUT(served.server.stats().connections, std::size_t{0}, 3000);
    }

    void connectionsHaveALimit()
    {
        Served served({.connections = 3, .connectionsPerAddress = 2});
        std::vector<std::unique_ptr<QTcpSocket>> sockets;
        for (int i = 0; i < 4; ++i)
            sockets.push_back(served.connect());

        QTRY_COMPARE(served.server.stats().connectionsRefused, std::uint64_t{2});

        QCOMPARE(served.server.stats().connections, std::size_t{2});
        sockets.clear();
        QTRY_COMPARE(served.server.stats().connections, std::size_t{0});
        const auto again = served.connect();
        again->write(request("GET /"));
        QVERIFY(readUntil(*again, [](const QByteArray& all) { return all.endsWith("hello\n"); }).contains(" 200 "));
    }

    void requestsAtOnceHaveALimit()
    {
        Served served({.requestsAtOnce = 1});
        const auto first = served.connect();
        first->write(request("GET /wait"));
        QTRY_COMPARE(served.waiting.size(), std::size_t{1});
        const auto second = served.connect();
        second->write(request("GET /"));

        const auto answer = readToEnd(*second);

        QVERIFY2(answer.startsWith("HTTP/1.1 503"), answer.constData());
        QVERIFY(answer.contains("\r\nRetry-After: 1\r\n"));
        served.waiting.front().first({.body = "done"});
        QVERIFY(readUntil(*first, [](const QByteArray& all) { return all.endsWith("done"); }).contains(" 200 "));
    }

    void refusalsCloseTheConnection_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("status");
        QTest::newRow("no HTTP") << QByteArray("hello\r\n\r\n") << QByteArray("400");
        QTest::newRow("foreign host") << QByteArray("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n")
                                      << QByteArray("421");
        QTest::newRow("foreign origin") << request("GET /", "Origin: http://evil.example\r\n") << QByteArray("403");
        QTest::newRow("no token") << request("GET /") << QByteArray("401");
        QTest::newRow("no token, body unread")
            << request("POST /", "Content-Length: 4000000\r\n") + QByteArray(100'000, 'x') << QByteArray("401");
        QTest::newRow("header too large")
            << request("GET /", "X: " + QByteArray(20'000, 'x') + "\r\n") << QByteArray("431");
    }

    void refusalsCloseTheConnection()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, status);
        Served served({}, {.token = "0123456789abcdef"});
        const auto socket = served.connect();
        socket->write(text);

        const auto answer = readToEnd(*socket);

        QVERIFY2(answer.startsWith("HTTP/1.1 " + status), answer.constData());
        QVERIFY(answer.contains("\r\nConnection: close\r\n"));
        QCOMPARE(served.server.stats().requestsRefused, std::uint64_t{1});
    }

    void answersAfterTheServerIsGoneAreDropped()
    {
        HttpServer::Reply late;
        {
            Served served;
            const auto socket = served.connect();
            socket->write(request("GET /wait"));
            QTRY_COMPARE(served.waiting.size(), std::size_t{1});
            late = served.waiting.front().first;
        }

        late({.body = "late"}); // must not touch what is gone

        QCoreApplication::processEvents();
    }
};

QTEST_GUILESS_MAIN(HttpServerTest)
#include "http_server_test.moc"
