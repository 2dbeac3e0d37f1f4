// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <fstream>

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "sources/streams/connection.h"
#include "support/faults.h"

using namespace nocturne;
using namespace nocturne::streams;

namespace {

/// Files that a tls_config can name, gone with this.
class Files
{
public:
    std::string write(const char* name, const std::string& text) const
    {
        auto path = m_folder.filePath(QLatin1String(name)).toStdString();
        std::ofstream(path) << text;
        return path;
    }

private:
    QTemporaryDir m_folder;
};

/// How the attempt ends: "unauthorized" once TLS is through, as the server answers 401 to everybody.
QString outcome(const test::FaultServer& server, const net::TlsOptions& tls)
{
    StreamOptions options;
    options.url = "wss://127.0.0.1:" + std::to_string(server.port()) + "/";
    options.tls = tls;
    Connection connection(options);
    QSignalSpy ended(&connection, &Connection::ended);
    connection.open();
    if (ended.isEmpty() && !ended.wait(5000))
        return QStringLiteral("nothing");
    return ended.front().front().toString();
}

} // namespace

class ConnectionTlsTest : public QObject
{
    Q_OBJECT

private slots:
    void clientCertificateIsShown()
    {
        const auto authority = test::makeCertificate({.commonName = "authority", .isAuthority = true});
        const auto server = test::makeCertificate({}, &authority);
        const auto client = test::makeCertificate({.commonName = "nocturne"}, &authority);
        const test::FaultServer picky(test::faults::respond(401, {}, "no"), {server, authority.certificatePem});
        const Files files;
        net::TlsOptions tls;
        tls.caFile = files.write("ca.pem", authority.certificatePem);

        const auto without = outcome(picky, tls);
        tls.certFile = files.write("client.pem", client.certificatePem);
        tls.keyFile = files.write("client.key", client.keyPem);
        const auto with = outcome(picky, tls);

        QVERIFY2(without != QLatin1String("unauthorized"), qPrintable(without));
        QCOMPARE(with, QStringLiteral("unauthorized"));
    }

    void certificatesMayStandInTexts()
    {
        const auto authority = test::makeCertificate({.commonName = "authority", .isAuthority = true});
        const auto client = test::makeCertificate({.commonName = "nocturne"}, &authority);
        const test::FaultServer picky(test::faults::respond(401, {}, "no"),
                                      {test::makeCertificate({}, &authority), authority.certificatePem});
        net::TlsOptions tls;
        tls.caPem = authority.certificatePem;
        tls.certPem = client.certificatePem;
        tls.keyPem = client.keyPem;

        QCOMPARE(outcome(picky, tls), QStringLiteral("unauthorized"));
        tls.caPem = test::makeCertificate({.commonName = "stranger", .isAuthority = true}).certificatePem;
        QCOMPARE(outcome(picky, tls), QStringLiteral("tls"));
    }

    void lowestVersionIsKept()
    {
        const auto certificate = test::makeCertificate();
        constexpr int kTls12 = 0x0303;
        const test::FaultServer old(test::faults::respond(401, {}, "no"), {certificate, {}, kTls12});
        const Files files;
        net::TlsOptions tls;
        tls.caFile = files.write("ca.pem", certificate.certificatePem);

        QCOMPARE(outcome(old, tls), QStringLiteral("unauthorized"));
        tls.minVersion = net::TlsVersion::Tls13;
        QCOMPARE(outcome(old, tls), QStringLiteral("tls"));
    }

    void fileThatCannotBeReadIsNamed()
    {
        const test::FaultServer server(test::faults::hang(), {test::makeCertificate()});
        StreamOptions options;
        options.url = "wss://127.0.0.1:" + std::to_string(server.port()) + "/";
        options.tls.caFile = "/no/such/ca.pem";
        Connection connection(options);
        QSignalSpy ended(&connection, &Connection::ended);

        connection.open();

        QVERIFY(ended.isEmpty()); // never from within open()
        QVERIFY(ended.wait(5000));
        QCOMPARE(ended.front().at(0).toString(), QStringLiteral("tls"));
        QVERIFY(ended.front().at(1).toString().contains(QLatin1String("/no/such/ca.pem")));
    }
};

QTEST_GUILESS_MAIN(ConnectionTlsTest)
#include "connection_tls_test.moc"
