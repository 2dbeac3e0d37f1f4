// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/fault_proxy.h"

#include <cstring>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <QElapsedTimer>
#include <QProcess>
#include <QTcpSocket>
#include <QTest>
#include <QUrl>

#include "support/fault_server.h"
#include "support/faults.h"

using namespace nocturne::test;
using namespace std::chrono_literals;

namespace {

constexpr int kPatience = 20'000; // ms, for what ends at once on a quiet machine

QByteArray fetch(std::uint16_t port, QAbstractSocket::SocketError* error = nullptr)
{
    QTcpSocket socket;
    socket.connectToHost(QStringLiteral("127.0.0.1"), port);
    socket.write("GET / HTTP/1.1\r\n\r\n");
    QByteArray all;
    while (socket.state() != QAbstractSocket::UnconnectedState && socket.waitForReadyRead(kPatience))
        all += socket.readAll();
    if (error != nullptr)
        *error = socket.error();
    return all + socket.readAll();
}

int connected(std::uint16_t port)
{
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) // NOLINT: the socket API
        qFatal("cannot connect");
    return fd;
}

class FaultProxyTest : public QObject
{
    Q_OBJECT

private slots:
    void withoutFaultsEveryBytePasses()
    {
        const std::string body(1'000'000, 'b');
        const FaultServer server(faults::truncated(body, body.size()));
        const FaultProxy proxy(server.port());

        const auto answer = fetch(proxy.port());

        QVERIFY(answer.endsWith(QByteArray::fromStdString(body)));
        QCOMPARE(proxy.bytesDown(), static_cast<std::uint64_t>(answer.size()));
        QCOMPARE(proxy.bytesUp(), std::uint64_t{18});
        QCOMPARE(proxy.connections(), 1);
        QTRY_COMPARE(proxy.openConnections(), 0);
    }

    void aDelayHoldsBothDirections()
    {
        const FaultServer server(faults::truncated("up 1\n", 5));
        const FaultProxy proxy(server.port(), {.delay = 150ms, .jitter = 20ms});
        QElapsedTimer timer;
        timer.start();

        QVERIFY(fetch(proxy.port()).endsWith("up 1\n"));

        QVERIFY(timer.elapsed() >= 300);
    }

    void aRateIsKept()
    {
        const std::string body(40'000, 'b');
        const FaultServer server(faults::truncated(body, body.size()));
        const FaultProxy proxy(server.port(), {.bytesPerSecond = 100'000});
        QElapsedTimer timer;
        timer.start();

        QVERIFY(fetch(proxy.port()).endsWith(QByteArray::fromStdString(body)));

        QVERIFY(timer.elapsed() >= 350); // 0.4 s, less the burst
    }

    void anAnswerIsCut_data()
    {
        QTest::addColumn<int>("cut");
        QTest::addColumn<bool>("isReset");
        QTest::newRow("in order") << static_cast<int>(ProxyFaults::Cut::Close) << false;
        QTest::newRow("by a reset") << static_cast<int>(ProxyFaults::Cut::Reset) << true;
        QTest::newRow("in one direction") << static_cast<int>(ProxyFaults::Cut::HalfClose) << false;
    }
    void anAnswerIsCut()
    {
        QFETCH(const int, cut);
        QFETCH(const bool, isReset);
        const std::string body(10'000, 'b');
        const FaultServer server(faults::truncated(body, body.size()));
        const FaultProxy proxy(server.port(), {.cutAfter = 1000, .cut = static_cast<ProxyFaults::Cut>(cut)});
        auto error = QAbstractSocket::UnknownSocketError;

        const auto answer = fetch(proxy.port(), &error);

        QVERIFY(isReset ? answer.size() <= 1000 : answer.size() == 1000); // a reset may overtake what was sent
        QCOMPARE(error, QAbstractSocket::RemoteHostClosedError);
        QCOMPARE(proxy.bytesDown(), std::uint64_t{1000});
    }

    void whatAHalfClosedConnectionSendsStillArrives()
    {
        const FaultServer server([](FaultConnection& connection) {
            connection.readRequest();
            connection.send("answer");
            connection.readRequest();
        });
        const FaultProxy proxy(server.port(), {.cutAfter = 6, .cut = ProxyFaults::Cut::HalfClose});
        const int client = connected(proxy.port()); // QTcpSocket closes when the other side does
        const auto send = [client](const char* text) { (void)!::write(client, text, std::strlen(text)); };
        send("GET /first HTTP/1.1\r\n\r\n");
        std::string got(7, ' ');
        std::size_t size = 0;
        for (ssize_t more = 1; more > 0; size += static_cast<std::size_t>(more))
            more = ::read(client, got.data() + size, got.size() - size);
        QCOMPARE(got.substr(0, size), std::string("answer"));
        send("GET /second HTTP/1.1\r\n\r\n");

        QTRY_COMPARE_WITH_TIMEOUT(server.requests().size(), std::size_t{2}, kPatience);
        ::close(client);
    }

    void aBlackHoleAndAStallSayNothingUntilTheLifeIsOver_data()
    {
        QTest::addColumn<bool>("hole");
        QTest::newRow("black hole") << true;
        QTest::newRow("stall") << false;
    }
    void aBlackHoleAndAStallSayNothingUntilTheLifeIsOver()
    {
        QFETCH(const bool, hole);
        const FaultServer server(faults::truncated("up 1\n", 5));
        auto faults =
            hole ? ProxyFaults{.blackHole = true} : ProxyFaults{.cutAfter = 10, .cut = ProxyFaults::Cut::Stall};
        faults.life = 1s;
        const FaultProxy proxy(server.port(), faults);
        QElapsedTimer timer;
        timer.start();

        const auto answer = fetch(proxy.port());

        QVERIFY(timer.elapsed() >= 950);
        QCOMPARE(answer.size(), hole ? 0 : 10);
    }

    void faultsChangeWhileConnectionsAreOpen()
    {
        const FaultServer server(faults::respond(200, {}, "up 1\n"));
        FaultProxy proxy(server.port(), {.blackHole = true});
        QTcpSocket socket;
        socket.connectToHost(QStringLiteral("127.0.0.1"), proxy.port());
        socket.write("GET / HTTP/1.1\r\n\r\n");
        QVERIFY(!socket.waitForReadyRead(100));

        proxy.setFaults({});
        QByteArray got;
        while (!got.endsWith("up 1\n") && socket.waitForReadyRead(kPatience))
            got += socket.readAll();
        QVERIFY(got.endsWith("up 1\n"));

        proxy.dropConnections();
        QVERIFY(socket.state() == QAbstractSocket::UnconnectedState || socket.waitForDisconnected(kPatience));
        QCOMPARE(proxy.openConnections(), 0);
    }

    void nobodyBehindItIsAReset()
    {
        const RefusedPort nobody;
        const FaultProxy proxy(nobody.port());

        QCOMPARE(fetch(proxy.port()), QByteArray());
        QTRY_COMPARE(proxy.openConnections(), 0);
    }

    void theProgramPassesBytesAndEnds()
    {
        const FaultServer server(faults::truncated("up 1\n", 5));
        QProcess program;
        program.start(QStringLiteral(NOCTURNE_BIN_DIR "/tests/nocturne-faultproxy"),
                      {QString::number(server.port()), QStringLiteral("--seconds"), QStringLiteral("2"),
                       QStringLiteral("--delay"), QStringLiteral("1")});
        QVERIFY(program.waitForReadyRead(kPatience));
        const QUrl url(QString::fromUtf8(program.readLine().trimmed()));

        QVERIFY(fetch(static_cast<std::uint16_t>(url.port())).endsWith("up 1\n"));
        QVERIFY(program.waitForFinished(kPatience));
        QCOMPARE(program.exitCode(), 0);
    }
};

} // namespace

QTEST_GUILESS_MAIN(FaultProxyTest)
#include "fault_proxy_test.moc"
