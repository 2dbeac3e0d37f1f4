// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Row W1 of the fault matrix: frames as RFC 6455 wants them and as it does not, in the groups that the Autobahn test
// suite has. What is wrong ends the connection, and the server is told by the code of section 7.4.1 why.
#include <atomic>
#include <memory>

#include <QSignalSpy>
#include <QTest>

#include "sources/streams/connection.h"
#include "support/web_socket_faults.h"

using namespace nocturne;
using namespace nocturne::streams;
using namespace nocturne::test;
using namespace Qt::StringLiterals;

namespace {

using Frame = WebSocketPeer::Frame;
using Frames = std::vector<Frame>;
using Opcode = WebSocketOpcode;

constexpr int kFailed = 1002;  // protocol error
constexpr int kBadText = 1007; // not consistent with its type

Frame text(const std::string& payload, bool isFinal = true) { return {Opcode::Text, payload, isFinal}; }
Frame further(const std::string& payload, bool isFinal = true) { return {Opcode::Continuation, payload, isFinal}; }
Frame closing(const std::string& payload) { return {Opcode::Close, payload}; }
Frame closing(std::uint16_t code, const std::string& reason = {})
{
    return closing(std::string{static_cast<char>(code >> 8U), static_cast<char>(code & 255U)} + reason);
}

/// What a client makes of frames: the messages it takes, by kind and size, and how it ends.
struct Outcome
{
    QStringList messages;
    QString reason; ///< empty: it did not end
    int code = 0;   ///< of its close frame; 0: none
};

/// The frames, then the text "end".
Outcome outcomeOf(const Frames& frames)
{
    std::atomic<int> code = 0;
    FaultServer server(faults::webSocket([&](WebSocketPeer& peer) {
        for (const auto& frame : frames)
            peer.send(frame);
        peer.sendText("end");
        while (const auto answer = peer.read()) {
            if (answer->opcode != Opcode::Close)
                continue;
            const auto& bytes = answer->payload;
            code = bytes.size() < 2 ? 1005
                                    : static_cast<unsigned char>(bytes[0]) * 256 + static_cast<unsigned char>(bytes[1]);
            return;
        }
    }));
    StreamOptions options;
    options.url = "ws://127.0.0.1:" + std::to_string(server.port()) + "/";
    Outcome outcome;
    bool isDone = false;
    Connection connection(options);
    QObject::connect(&connection, &Connection::received, [&](const QByteArray& message) {
        isDone = isDone || message == "end";
        if (message != "end")
            outcome.messages += u"text "_s + QString::number(message.size());
    });
    QObject::connect(&connection, &Connection::receivedBinary,
                     [&](qsizetype size) { outcome.messages += u"binary "_s + QString::number(size); });
    QObject::connect(&connection, &Connection::ended, [&](const QString& reason) {
        outcome.reason = reason;
        isDone = true;
    });
    connection.open();
    if (!QTest::qWaitFor([&] { return isDone; }, 10'000))
        outcome.reason = u"nothing"_s;
    if (!outcome.reason.isEmpty())
        (void)QTest::qWaitFor([&] { return code != 0 || server.openConnections() == 0; }, 5'000);
    outcome.code = code;
    return outcome;
}

} // namespace
Q_DECLARE_METATYPE(Frames)

class FramesTest : public QObject
{
    Q_OBJECT

    static void good(const std::string& name, const Frames& frames, const QStringList& messages)
    {
        QTest::newRow(name.c_str()) << frames << messages << QString() << 0;
    }
    static void bad(const std::string& name, const Frames& frames, int code = kFailed)
    {
        QTest::newRow(name.c_str()) << frames << QStringList() << u"protocol"_s << code;
    }
    static void closed(const std::string& name, const Frame& frame, int code)
    {
        QTest::newRow(name.c_str()) << Frames{frame} << QStringList() << u"closed"_s << code;
    }

private slots:
    void framesAreReadAsTheStandardWantsThem_data()
    {
        QTest::addColumn<Frames>("frames");
        QTest::addColumn<QStringList>("messages");
        QTest::addColumn<QString>("reason");
        QTest::addColumn<int>("code");
        for (const int size : {1, 125, 126, 127, 128, 65'535, 65'536}) {
            const std::string payload(static_cast<std::size_t>(size), '*');
            good("text of " + std::to_string(size), {text(payload)}, {u"text %1"_s.arg(size)});
            good("binary of " + std::to_string(size), {{Opcode::Binary, payload}}, {u"binary %1"_s.arg(size)});
        }
        addControl();
        addReserved();
        addFragments();
        addTexts();
        addCloses();
    }

    void framesAreReadAsTheStandardWantsThem()
    {
        QFETCH(Frames, frames);
        QFETCH(QStringList, messages);
        QFETCH(QString, reason);
        QFETCH(int, code);

        const auto outcome = outcomeOf(frames);

        QCOMPARE(outcome.reason, reason);
        QCOMPARE(outcome.messages, messages);
        QCOMPARE(outcome.code, code);
    }

    /// What Qt 6.4 does otherwise: harmless, or rare, and not ours to change. A row that fails here is good news.
    void whereQtGoesItsOwnWay_data()
    {
        QTest::addColumn<Frames>("frames");
        QTest::addColumn<QStringList>("messages");
        QTest::addColumn<QString>("reason");
        QTest::newRow("a masked frame is taken") << Frames{{.opcode = Opcode::Text, .payload = "abc", .masked = true}}
                                                 << QStringList{u"text 3"_s} << QString();
        QTest::newRow("a letter over two fragments is refused")
            << Frames{text("\xe2\x82", false), further("\xac")} << QStringList() << u"protocol"_s;
        for (const std::uint16_t code : {0, 999, 1005, 1006, 1015, 5000, 65'535})
            QTest::addRow("close %d is taken", code) << Frames{closing(code)} << QStringList() << u"closed"_s;
    }
    void whereQtGoesItsOwnWay()
    {
        QFETCH(Frames, frames);
        QFETCH(QStringList, messages);
        QFETCH(QString, reason);

        const auto outcome = outcomeOf(frames);

        QCOMPARE(outcome.reason, reason);
        QCOMPARE(outcome.messages, messages);
    }

private:
    static void addControl()
    {
        good("ping", {{Opcode::Ping, ""}}, {});
        good("ping with words", {{Opcode::Ping, "are you there?"}}, {});
        good("ping of 125 bytes", {{Opcode::Ping, std::string(125, 'p')}}, {});
        good("ping that is no text", {{Opcode::Ping, "\xff\xfe"}}, {});
        good("ten pings", Frames(10, {Opcode::Ping, "again"}), {});
        good("pong that nobody asked for", {{Opcode::Pong, "here"}}, {});
        bad("ping of 126 bytes", {{Opcode::Ping, std::string(126, 'p')}});
        bad("pong of 126 bytes", {{Opcode::Pong, std::string(126, 'p')}});
        bad("close of 126 bytes", {closing(1000, std::string(124, 'c'))});
        bad("ping in fragments", {{Opcode::Ping, "a", false}, further("b")});
        bad("pong in fragments", {{Opcode::Pong, "a", false}, further("b")});
        bad("close in fragments", {{Opcode::Close, std::string("\x03\xe8", 2), false}});
    }
    static void addReserved()
    {
        for (std::uint8_t bits = 1; bits < 8; ++bits)
            bad("reserved bits " + std::to_string(bits), {{.opcode = Opcode::Text, .payload = "a", .reserved = bits}});
        bad("reserved bits of a ping", {{.opcode = Opcode::Ping, .payload = {}, .reserved = 1}});
        for (const int opcode : {3, 4, 5, 6, 7, 11, 12, 13, 14, 15})
            bad("opcode " + std::to_string(opcode), {{static_cast<Opcode>(opcode), "a"}});
    }
    static void addFragments()
    {
        good("two fragments", {text("ab", false), further("c")}, {u"text 3"_s});
        good("empty fragments", {text("", false), further("", false), further("c")}, {u"text 1"_s});
        good("a ping between", {text("ab", false), {Opcode::Ping, "p"}, further("c")}, {u"text 3"_s});
        good("binary in fragments", {{Opcode::Binary, "ab", false}, further("c")}, {u"binary 3"_s});
        bad("fragment of nothing", {further("a")});
        bad("first fragment of nothing", {further("a", false), further("b")});
        bad("text within a text", {text("a", false), text("b")});
        bad("binary within a text", {text("a", false), {Opcode::Binary, "b"}});
        QTest::newRow("two ends") << Frames{text("a", false), further("b"), further("c")} << QStringList{u"text 2"_s}
                                  << u"protocol"_s << kFailed;
    }
    static void addTexts()
    {
        good("letters of two, three and four bytes", {text("\xc3\xa4\xe2\x82\xac\xf0\x9f\x8c\x99")}, {u"text 9"_s});
        bad("a byte that no letter has", {text("a\xff")}, kBadText);
        bad("overlong", {text("\xc0\xaf")}, kBadText);
        bad("surrogate", {text("\xed\xa0\x80")}, kBadText);
        bad("beyond Unicode", {text("\xf4\x90\x80\x80")}, kBadText);
        bad("cut letter", {text("a\xe2\x82")}, kBadText);
        bad("a continuation alone", {text("\x80")}, kBadText);
        bad("wrong in the second fragment", {text("good", false), further("\xff")}, kBadText);
    }
    static void addCloses()
    {
        closed("close without a code", closing(""), 1000);
        for (const std::uint16_t code : {1000, 1001, 1011, 3000, 4000, 4999})
            closed("close " + std::to_string(code), closing(code, "bye"), code);
        closed("close with a long reason", closing(1000, std::string(123, 'r')), 1000);
        bad("close of one byte", {closing("\x03")});
        bad("close with words that are no text", {closing(1000, "\xff")}, kBadText);
    }
};

QTEST_GUILESS_MAIN(FramesTest)
#include "frames_test.moc"
