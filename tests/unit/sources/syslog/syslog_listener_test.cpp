// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QProcess>
#include <QStandardPaths>
#include <QTcpSocket>
#include <QTest>
#include <QUdpSocket>

#include "sources/syslog/syslog_listener.h"
#include "support/manual_clock.h"

using namespace nocturne;
using namespace nocturne::syslog;
using Texts = std::vector<std::string>;

namespace {

Options everywhere()
{
    Options options;
    options.udp = Address{"127.0.0.1", 0};
    options.tcp = Address{"127.0.0.1", 0};
    return options;
}

} // namespace

class SyslogListenerTest : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_store = std::make_unique<logs::LogStore>();
        m_clock = std::make_unique<support::ManualClock>(1'767'225'600'000);
    }

    void datagramIsARecord()
    {
        SyslogListener listener(*m_store, *m_clock, everywhere());
        QVERIFY(listener.listen());
        QUdpSocket socket;

        socket.writeDatagram("<11>1 - db1 shop 7 - - no route", QHostAddress::LocalHost,
                             static_cast<quint16>(listener.udpPort()));

        QTRY_COMPARE(m_store->size(), std::size_t(1));
        const auto record = m_store->find({}).front();
        QCOMPARE(record.message, std::string("no route"));
        QCOMPARE(record.service, std::string("shop"));
        QCOMPARE(record.source, std::string("syslog:udp 127.0.0.1"));
        QVERIFY(record.level == LogLevel::Error);
        QCOMPARE(listener.stats().taken, std::uint64_t(1));
    }

    void streamIsCutIntoRecords()
    {
        SyslogListener listener(*m_store, *m_clock, everywhere());
        QVERIFY(listener.listen());
        QTcpSocket socket;
        socket.connectToHost(QHostAddress::LocalHost, static_cast<quint16>(listener.tcpPort()));
        QVERIFY(socket.waitForConnected());

        socket.write("7 <13>one<13>two\n<13>three, without an end");
        QTRY_COMPARE(m_store->size(), std::size_t(2));
        QCOMPARE(listener.stats().connections, std::size_t(1));
        socket.disconnectFromHost();

        QTRY_COMPARE(messages(), (Texts{"one", "two", "three, without an end"}));
        QTRY_COMPARE(listener.stats().connections, std::size_t(0));
        QCOMPARE(m_store->find({}).front().source, std::string("syslog:tcp 127.0.0.1"));
    }

    void streamThatCannotBeReadIsClosed()
    {
        auto options = everywhere();
        options.maxMessageBytes = 100;
        SyslogListener listener(*m_store, *m_clock, options);
        QVERIFY(listener.listen());
        QTcpSocket socket;
        socket.connectToHost(QHostAddress::LocalHost, static_cast<quint16>(listener.tcpPort()));
        QVERIFY(socket.waitForConnected());

        socket.write("101 <13>x");

        QTRY_COMPARE(socket.state(), QAbstractSocket::UnconnectedState);
        QCOMPARE(listener.stats().refused, std::uint64_t(1));
        QVERIFY(listener.stats().lastError.find("more than 100 bytes") != std::string::npos);
    }

    void moreThanTheRateIsLeftOut()
    {
        auto options = everywhere();
        options.maxPerSecond = 1;
        SyslogListener listener(*m_store, *m_clock, options);
        QVERIFY(listener.listen());
        QTcpSocket socket;
        socket.connectToHost(QHostAddress::LocalHost, static_cast<quint16>(listener.tcpPort()));
        QVERIFY(socket.waitForConnected());
        socket.write(QByteArray("<13>x\n").repeated(15));

        QTRY_COMPARE(listener.stats().refused, std::uint64_t(5));
        QCOMPARE(m_store->size(), std::size_t(10));
        m_clock->advance(std::chrono::seconds(2));
        socket.write(QByteArray("<13>x\n").repeated(5));

        QTRY_COMPARE(listener.stats().refused, std::uint64_t(8));
    }

    void connectionsAreBounded()
    {
        auto options = everywhere();
        options.maxConnections = 1;
        SyslogListener listener(*m_store, *m_clock, options);
        QVERIFY(listener.listen());
        QTcpSocket first;
        QTcpSocket second;
        first.connectToHost(QHostAddress::LocalHost, static_cast<quint16>(listener.tcpPort()));
        QTRY_COMPARE(listener.stats().connections, std::size_t(1));
        second.connectToHost(QHostAddress::LocalHost, static_cast<quint16>(listener.tcpPort()));

        QTRY_COMPARE(listener.stats().refused, std::uint64_t(1));
        QTRY_COMPARE(second.state(), QAbstractSocket::UnconnectedState);
        QCOMPARE(first.state(), QAbstractSocket::ConnectedState);
    }

    void addressesBeyondLoopbackHaveToBeWanted()
    {
        auto options = everywhere();
        options.udp->host = "0.0.0.0";
        const auto refused = SyslogListener(*m_store, *m_clock, options).listen();

        QVERIFY(refused.error().kind == Error::Kind::InvalidInput);
        QVERIFY(refused.error().message.find("logs.syslog.allow_remote") != std::string::npos);
    }

    void aPortThatIsTakenIsSaid()
    {
        SyslogListener first(*m_store, *m_clock, everywhere());
        QVERIFY(first.listen());
        auto options = everywhere();
        options.tcp->port = first.tcpPort();

        const auto refused = SyslogListener(*m_store, *m_clock, options).listen();

        QVERIFY(refused.error().kind == Error::Kind::Unavailable);
    }

    /// util-linux' logger, in both formats over both transports.
    void logger_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<bool>("isTcp");
        QTest::newRow("RFC 5424 over UDP")
            << QStringList{QStringLiteral("--rfc5424"), QStringLiteral("--udp")} << false;
        QTest::newRow("RFC 3164 over UDP")
            << QStringList{QStringLiteral("--rfc3164"), QStringLiteral("--udp")} << false;
        QTest::newRow("RFC 5424 over TCP") << QStringList{QStringLiteral("--rfc5424"), QStringLiteral("--tcp")} << true;
        QTest::newRow("RFC 3164 over TCP") << QStringList{QStringLiteral("--rfc3164"), QStringLiteral("--tcp")} << true;
        QTest::newRow("counted octets") << QStringList{QStringLiteral("--rfc5424"), QStringLiteral("--tcp"),
                                                       QStringLiteral("--octet-count")}
                                        << true;
    }

    void logger()
    {
        QFETCH(QStringList, arguments);
        QFETCH(bool, isTcp);
        const auto program = QStandardPaths::findExecutable(QStringLiteral("logger"));
        if (program.isEmpty())
            QSKIP("logger of util-linux is not installed");
        SyslogListener listener(*m_store, *m_clock, everywhere());
        QVERIFY(listener.listen());

        QProcess process;
        process.start(program, arguments + QStringList{QStringLiteral("--server"), QStringLiteral("127.0.0.1"),
                                                       QStringLiteral("--port"),
                                                       QString::number(isTcp ? listener.tcpPort() : listener.udpPort()),
                                                       QStringLiteral("--tag"), QStringLiteral("shop"),
                                                       QStringLiteral("--priority"), QStringLiteral("local3.warning"),
                                                       QStringLiteral("disk /var is full")});
        QTRY_COMPARE(process.state(), QProcess::NotRunning);

        QTRY_COMPARE(messages(), (Texts{"disk /var is full"}));
        const auto record = m_store->find({}).front();
        QCOMPARE(record.service, std::string("shop"));
        QVERIFY(record.level == LogLevel::Warning);
        QCOMPARE(record.fields.at("facility"), std::string("local3"));
        QVERIFY(!record.fields.at("host").empty());
    }

private:
    Texts messages() const
    {
        Texts texts;
        for (const auto& record : m_store->find({}))
            texts.push_back(record.message);
        return texts;
    }

    std::unique_ptr<logs::LogStore> m_store;
    std::unique_ptr<support::ManualClock> m_clock;
};

QTEST_GUILESS_MAIN(SyslogListenerTest)
#include "syslog_listener_test.moc"
