// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/fault_script.h"

#include <QProcess>
#include <QRegularExpression>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>
#include <QWebSocket>

#include "support/web_socket_faults.h"

using namespace nocturne::test;
using namespace std::chrono_literals;

namespace {

constexpr int kPatience = 20'000; // ms

QByteArray fetch(QTcpSocket& socket, const QByteArray& path)
{
    socket.write("GET " + path + " HTTP/1.1\r\n\r\n");
    QByteArray all;
    while (socket.state() != QAbstractSocket::UnconnectedState && !all.endsWith('\n') &&
           socket.waitForReadyRead(kPatience))
        all += socket.readAll();
    return all;
}

QByteArray fetch(std::uint16_t port, const QByteArray& path)
{
    QTcpSocket socket;
    socket.connectToHost(QStringLiteral("127.0.0.1"), port);
    return fetch(socket, path);
}

/// A client that notes what it sees until the connection ends.
class Visitor
{
public:
    explicit Visitor(std::uint16_t port, const QString& path = QStringLiteral("/ws"))
    {
        QObject::connect(&m_socket, &QWebSocket::connected, [this] { isConnected = true; });
        QObject::connect(&m_socket, &QWebSocket::disconnected, [this] { isOver = true; });
        QObject::connect(&m_socket, &QWebSocket::textMessageReceived, [this](const QString& text) { texts << text; });
        QObject::connect(&m_socket, &QWebSocket::pong, [this] { ++pongs; });
        m_socket.setMaxAllowedIncomingFrameSize(1U << 20U);
        m_socket.setMaxAllowedIncomingMessageSize(4U << 20U);
        m_socket.open(QUrl(QStringLiteral("ws://127.0.0.1:%1%2").arg(port).arg(path)));
    }
    QWebSocket& socket() { return m_socket; }

    bool isConnected = false;
    bool isOver = false;
    QStringList texts;
    int pongs = 0;

private:
    QWebSocket m_socket;
};

class FaultServerTest : public QObject
{
    Q_OBJECT

private slots:
    void aScriptServesByPathAndInTurn()
    {
        const auto script = readFaultScript("# what is down twice comes back\n"
                                            "\n"
                                            "/metrics respond 200 up 1\\n\n"
                                            "/flaky reset\n"
                                            "/flaky respond 503 busy\\n\n"
                                            "/flaky respond 200 a\\sb\\x21\\\\\\n\n");
        QVERIFY2(script, script ? "" : script.error().c_str());
        const FaultServer server(*script);

        QVERIFY(fetch(server.port(), "/metrics").endsWith("\r\n\r\nup 1\n"));
        QCOMPARE(fetch(server.port(), "/flaky"), QByteArray());
        QVERIFY(fetch(server.port(), "/flaky").startsWith("HTTP/1.1 503 "));
        QVERIFY(fetch(server.port(), "/flaky").endsWith("\r\n\r\na b!\\\n"));
        QVERIFY(fetch(server.port(), "/flaky").endsWith("\r\n\r\na b!\\\n"));
        QVERIFY(fetch(server.port(), "/else").startsWith("HTTP/1.1 404 "));
    }

    void aWrongScriptIsRefusedWithItsLine_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("reason");
        QTest::newRow("no path") << QByteArray("\nmetrics hang") << QByteArray("line 2: a line begins with a path");
        QTest::newRow("unknown") << QByteArray("/a dance") << QByteArray("line 1: unknown fault \"dance\"");
        QTest::newRow("no number") << QByteArray("/a gzip-bomb big") << QByteArray("line 1: \"big\" is no number");
        QTest::newRow("too much") << QByteArray("/a hang 5") << QByteArray("line 1: hang takes nothing");
        QTest::newRow("escape") << QByteArray("/a raw \\q") << QByteArray("line 1: an escape is");
        QTest::newRow("cut escape") << QByteArray("/a raw \\x4") << QByteArray("line 1: an escape is");
    }
    void aWrongScriptIsRefusedWithItsLine()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const QByteArray, reason);

        const auto script = readFaultScript(text.toStdString());

        QVERIFY(!script);
        QVERIFY2(QByteArray::fromStdString(script.error()).startsWith(reason), script.error().c_str());
    }

    void everyNameIsKnown()
    {
        const auto names = QString::fromStdString(faultNames()).split(QLatin1Char('\n'), Qt::SkipEmptyParts);

        QVERIFY(names.size() >= 28);
        for (const auto& line : names) {
            auto call = line;
            call.replace(QRegularExpression(QStringLiteral("STATUS|CODE|MS|BYTES|COUNT|PIECES")), QStringLiteral("3"));
            const auto script = readFaultScript("/a " + call.toStdString());
            QVERIFY2(script, script ? "" : script.error().c_str());
        }
    }

    void aWebSocketEchoes()
    {
        const FaultServer server(faults::webSocket(faults::webSocketEcho()));
        Visitor visitor(server.port());
        QTRY_VERIFY_WITH_TIMEOUT(visitor.isConnected, kPatience);
        const QString large(100'000, QLatin1Char('x')); // a size of 64 bits
        visitor.socket().sendTextMessage(QStringLiteral("small"));
        visitor.socket().sendTextMessage(QString(300, QLatin1Char('m')));
        visitor.socket().sendTextMessage(large);
        visitor.socket().ping("here");

        QTRY_COMPARE_WITH_TIMEOUT(visitor.texts.size(), 3, kPatience);
        QCOMPARE(visitor.texts.back(), large);
        QTRY_COMPARE_WITH_TIMEOUT(visitor.pongs, 1, kPatience);
        visitor.socket().close();
        QTRY_VERIFY_WITH_TIMEOUT(visitor.isOver, kPatience);
    }

    void aRequestWithoutAKeyIsNoWebSocket()
    {
        const FaultServer server(faults::webSocket(faults::webSocketEcho()));

        QVERIFY(fetch(server.port(), "/ws").startsWith("HTTP/1.1 400 "));
    }

    void wordsAndFragmentsArriveWhole()
    {
        const auto script =
            readFaultScript("/ws ws-say 1 {\"a\":1} two\\swords\n/pieces ws-fragments 4 in-four-pieces");
        const FaultServer server(*script);
        Visitor words(server.port());
        Visitor pieces(server.port(), QStringLiteral("/pieces"));

        QTRY_COMPARE_WITH_TIMEOUT(words.texts, QStringList({QStringLiteral("{\"a\":1}"), QStringLiteral("two words")}),
                                  kPatience);
        QTRY_COMPARE_WITH_TIMEOUT(pieces.texts, QStringList({QStringLiteral("in-four-pieces")}), kPatience);
    }

    void whatBreaksTheProtocolEndsTheConnection_data()
    {
        QTest::addColumn<QByteArray>("fault");
        QTest::addColumn<int>("code");
        const auto wrong = static_cast<int>(QWebSocketProtocol::CloseCodeProtocolError);
        const auto large = static_cast<int>(QWebSocketProtocol::CloseCodeTooMuchData);
        QTest::newRow("bad UTF-8") << QByteArray("ws-bad-utf8")
                                   << static_cast<int>(QWebSocketProtocol::CloseCodeWrongDatatype);
        QTest::newRow("reserved bits") << QByteArray("ws-reserved-bits") << wrong;
        QTest::newRow("long ping") << QByteArray("ws-long-ping") << wrong;
        QTest::newRow("bad close") << QByteArray("ws-bad-close") << wrong;
        QTest::newRow("a frame of 2 GB") << QByteArray("ws-huge-frame 2147483648") << large;
        QTest::newRow("endless fragments") << QByteArray("ws-endless-fragments") << large;
        QTest::newRow("close") << QByteArray("ws-close 1001 later")
                               << static_cast<int>(QWebSocketProtocol::CloseCodeGoingAway);
    }
    void whatBreaksTheProtocolEndsTheConnection()
    {
        QFETCH(const QByteArray, fault);
        QFETCH(const int, code);
        const FaultServer server(*readFaultScript("/ws " + fault.toStdString()));
        Visitor visitor(server.port());

        QTRY_VERIFY_WITH_TIMEOUT(visitor.isOver, kPatience);

        QCOMPARE(static_cast<int>(visitor.socket().closeCode()), code);
        QVERIFY(visitor.texts.isEmpty());
    }

    void silenceIsNotEvenAPong()
    {
        const FaultServer server(faults::webSocket(faults::webSocketSilence()));
        Visitor visitor(server.port());
        QTRY_VERIFY_WITH_TIMEOUT(visitor.isConnected, kPatience);
        visitor.socket().ping();
        QTest::qWait(200);

        QCOMPARE(visitor.pongs, 0);
        QVERIFY(!visitor.isOver);
    }

    void aFloodIsAllThere()
    {
        const FaultServer server(*readFaultScript("/ws ws-flood 5000 x"));
        Visitor visitor(server.port());

        QTRY_COMPARE_WITH_TIMEOUT(visitor.texts.size(), 5000, kPatience);
    }

    void theProgramSpeaksTls()
    {
        const QTemporaryDir folder;
        QFile script(folder.filePath(QStringLiteral("script")));
        QVERIFY(script.open(QIODevice::WriteOnly));
        script.write("/metrics respond 200 up 1\\n\n");
        script.close();
        const auto authority = folder.filePath(QStringLiteral("authority.pem"));
        QProcess program;
        program.start(
            QStringLiteral(NOCTURNE_BIN_DIR "/tests/nocturne-faultd"),
            {script.fileName(), QStringLiteral("--tls"), authority, QStringLiteral("--seconds"), QStringLiteral("3")});
        QVERIFY(program.waitForReadyRead(kPatience));
        const QUrl url(QString::fromUtf8(program.readLine().trimmed()));
        QCOMPARE(url.scheme(), QStringLiteral("https"));
        QSslSocket socket;
        auto trust = QSslConfiguration::defaultConfiguration();
        trust.setCaCertificates(QSslCertificate::fromPath(authority));
        socket.setSslConfiguration(trust);
        socket.connectToHostEncrypted(url.host(), static_cast<quint16>(url.port()));
        QVERIFY2(socket.waitForEncrypted(kPatience), qPrintable(socket.errorString()));

        QVERIFY(fetch(socket, "/metrics").endsWith("up 1\n"));
        QVERIFY(program.waitForFinished(kPatience)); // by itself
    }

    void theProgramNamesTheWrongLine()
    {
        const QTemporaryDir folder;
        QFile script(folder.filePath(QStringLiteral("script")));
        QVERIFY(script.open(QIODevice::WriteOnly));
        script.write("/a hang\n/b juggle\n");
        script.close();
        QProcess program;
        program.start(QStringLiteral(NOCTURNE_BIN_DIR "/tests/nocturne-faultd"), {script.fileName()});
        QVERIFY(program.waitForFinished(kPatience));

        QCOMPARE(program.exitCode(), 2);
        QVERIFY(program.readAllStandardError().contains("line 2: unknown fault \"juggle\""));
    }
};

} // namespace

QTEST_GUILESS_MAIN(FaultServerTest)
#include "fault_server_test.moc"
