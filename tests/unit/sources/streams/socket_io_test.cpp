// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "sources/streams/socket_io.h"

using namespace nocturne::streams;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view kOpen =
    R"(0{"sid":"lv","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1e6})";

} // namespace

/// Packets as the documents of the two protocols show them.
class SocketIoTest : public QObject
{
    Q_OBJECT

private slots:
    void theHandshakeJoinsEachNamespaceWithItsAuth()
    {
        SocketIo session({"/", "/admin"}, R"({"token":"t"})");
        const auto turn = session.take(kOpen);

        QCOMPARE(turn.send, (std::vector<std::string>{R"(40{"token":"t"})", R"(40/admin,{"token":"t"})"}));
        QVERIFY(session.heartbeat() == 45s);
        QVERIFY(!turn.isOpen);
        QVERIFY(session.take(R"(40{"sid":"wZ"})").isOpen);
        QVERIFY(!session.take(R"(40/admin,{"sid":"x"})").isOpen);
    }

    void pingsAreAnswered()
    {
        SocketIo session({}, {});

        QCOMPARE(session.take("2").send, (std::vector<std::string>{"3"}));
        QCOMPARE(session.take("2probe").send, (std::vector<std::string>{"3probe"}));
        QVERIFY(session.take("6").send.empty());
    }

    void eventsAreTakenOutOfTheirPackets_data()
    {
        QTest::addColumn<QByteArray>("packet");
        QTest::addColumn<QByteArray>("event");
        QTest::newRow("plain") << QByteArray(R"(42["foo"])") << QByteArray(R"(["foo"])");
        QTest::newRow("namespace") << QByteArray(R"(42/admin,["bar",1])") << QByteArray(R"(["bar",1])");
        QTest::newRow("asks for an acknowledgement") << QByteArray(R"(4212["foo"])") << QByteArray(R"(["foo"])");
        QTest::newRow("both") << QByteArray(R"(42/a,7["foo",{}])") << QByteArray(R"(["foo",{}])");
        QTest::newRow("binary") << QByteArray(R"(451-["baz",{"_placeholder":true,"num":0}])")
                                << QByteArray(R"(["baz",{"_placeholder":true,"num":0}])");
        QTest::newRow("binary, namespace and id") << QByteArray(R"(452-/admin,3["x"])") << QByteArray(R"(["x"])");
        QTest::newRow("acknowledgements are not for us") << QByteArray(R"(4312["ok"])") << QByteArray();
        QTest::newRow("binary ones neither") << QByteArray(R"(461-/admin,4[{}])") << QByteArray();
    }
    void eventsAreTakenOutOfTheirPackets()
    {
        QFETCH(QByteArray, packet);
        QFETCH(QByteArray, event);
        SocketIo session({}, {});
        const auto text = packet.toStdString();
        const auto turn = session.take(text);

        QCOMPARE(turn.bad, std::string());
        QCOMPARE(std::string(turn.event.value_or("")), event.toStdString());
    }

    void whatIsNoPacketIsBad_data()
    {
        QTest::addColumn<QByteArray>("packet");
        for (const auto* text :
             {"", "hello", "{\"type\":\"metrics\"}", "0", "0[]", "0{\"pingInterval\":1}", "4", "49", "42", "42{}",
              "42/admin", "45[]", "45x-[]", "451[]", "45999999999999999-[]", "45101-[]"})
            QTest::newRow(*text == 0 ? "empty" : text) << QByteArray(text);
    }
    void whatIsNoPacketIsBad()
    {
        QFETCH(QByteArray, packet);
        SocketIo session({}, {});
        const auto text = packet.toStdString();

        QVERIFY(!session.take(text).bad.empty());
    }

    void attachmentsAreDroppedAndCountedAndOthersAreNotAnnounced()
    {
        SocketIo session({}, {});
        session.take(R"(452-["a",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}])");

        QVERIFY(session.takeBinary());
        QVERIFY(session.takeBinary());
        QVERIFY(!session.takeBinary());
        QCOMPARE(session.attachmentsDropped(), std::uint64_t{2});
    }

    void aRefusalIsTold()
    {
        SocketIo session({"/admin"}, {});

        QCOMPARE(session.take(R"(44/admin,{"message":"Not authorized","data":{"code":"E001"}})").refused,
                 std::string("/admin: Not authorized"));
        QCOMPARE(session.take(R"(44"Invalid namespace")").refused, std::string("/: \"Invalid namespace\""));
        QVERIFY(!session.take("41/admin,").closed.empty());
        QVERIFY(!session.take("1").closed.empty());
    }

    void eventsGoToTheFirstNamespace()
    {
        QCOMPARE(SocketIo({}, {}).packetOf(R"(["join","a"])"), std::string(R"(42["join","a"])"));
        QCOMPARE(SocketIo({"/admin"}, {}).packetOf(R"(["join"])"), std::string(R"(42/admin,["join"])"));
    }

    void aHeartbeatThatCannotBeIsBounded()
    {
        SocketIo session({}, {});
        session.take(R"(0{"sid":"a","pingInterval":1e300,"pingTimeout":-1})");

        QVERIFY(session.heartbeat() == 10min);
    }

    void theUrlNamesPathAndProtocol_data()
    {
        QTest::addColumn<QByteArray>("url");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("host") << QByteArray("ws://h:3000")
                              << QByteArray("ws://h:3000/socket.io/?EIO=4&transport=websocket");
        QTest::newRow("slash") << QByteArray("ws://h/") << QByteArray("ws://h/socket.io/?EIO=4&transport=websocket");
        QTest::newRow("path") << QByteArray("wss://h/rt/") << QByteArray("wss://h/rt/?EIO=4&transport=websocket");
        QTest::newRow("query") << QByteArray("ws://h?a=/b")
                               << QByteArray("ws://h/socket.io/?a=/b&EIO=4&transport=websocket");
    }
    void theUrlNamesPathAndProtocol()
    {
        QFETCH(QByteArray, url);
        QFETCH(QByteArray, expected);

        QCOMPARE(socketIoUrl(url.toStdString()), expected.toStdString());
    }
};

QTEST_GUILESS_MAIN(SocketIoTest)
#include "socket_io_test.moc"
