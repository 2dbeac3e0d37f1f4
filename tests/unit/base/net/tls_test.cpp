// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <ctime>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "base/net/client_identity.h"
#include "fetching.h"
#include "support/fault_server.h"
#include "support/faults.h"

using namespace nocturne;
using namespace nocturne::test;
using namespace Qt::StringLiterals;

class TlsTest : public QObject
{
    Q_OBJECT

    std::string file(const QString& name, const std::string& content)
    {
        const auto path = m_folder.filePath(name);
        QFile out(path);
        if (!out.open(QIODevice::WriteOnly) || out.write(QByteArray::fromStdString(content)) < 0)
            qFatal("cannot write %s", qPrintable(path));
        return path.toStdString();
    }

    net::HttpRequest trusting(const FaultServer& server)
    {
        net::HttpRequest request;
        request.url = server.url();
        request.tls.caFile = m_caFile;
        return request;
    }

private slots:
    void initTestCase()
    {
        m_authority = makeCertificate({.commonName = "Test CA", .alternativeNames = {}, .isAuthority = true});
        m_caFile = file(u"ca.pem"_s, m_authority.certificatePem);
    }

    void knownAuthorityIsTrusted()
    {
        FaultServer server(faults::respond(200, {}, "safe"), {.certificate = makeCertificate({}, &m_authority)});
        Fetching web;

        const auto first = web.fetch(trusting(server));
        const auto second = web.fetch(trusting(server)); // over the same connection, so without a handshake

        for (const auto& result : {first, second}) {
            QCOMPARE(described(result), u"200 safe"_s);
            QVERIFY(result->certificate);
            QCOMPARE(result->certificate->issuer, std::string("CN = Test CA"));
            QCOMPARE(result->certificate->subject, std::string("CN = localhost"));
            const auto left = result->certificate->notAfter / 1000 - std::time(nullptr);
            QVERIFY2(left > 86'000 && left <= 86'400, qPrintable(QString::number(left)));
        }
        QCOMPARE(server.connections(), 1);
        QVERIFY(first->phases.tls > 0);
        QCOMPARE(second->phases.tls, 0.0);
    }

    void badCertificateIsRefusedWithReasonAndCure_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* kind, const char* expected) {
            QTest::newRow(kind) << QString::fromUtf8(kind) << QString::fromUtf8(expected);
        };
        row("self-signed", "TLS failed: SSL certificate problem: self-signed certificate: give the issuer in "
                           "tls_config.ca_file");
        row("unknown authority",
            "TLS failed: SSL certificate problem: unable to get local issuer certificate: give the "
            "issuer in tls_config.ca_file");
        row("expired",
            "TLS failed: SSL certificate problem: certificate has expired: renew the certificate of the server");
        row("not yet valid",
            "TLS failed: SSL certificate problem: certificate is not yet valid: renew the certificate of "
            "the server");
        row("wrong host",
            "TLS failed: SSL: no alternative certificate subject name matches target host name '127.0.0.1': "
            "use the name of the certificate, or set tls_config.server_name");
        row("RSA of 1024 bits", "TLS failed: SSL certificate problem: EE certificate key too weak");
        row("TLS 1.1 only", "TLS failed: tlsv1 alert protocol version: see "
                            "tls_config.min_version");
        row("client certificate missing",
            "TLS failed: tlsv13 alert certificate required: the server may ask for a client "
            "certificate, set tls_config.cert_file and key_file");
        row("issuer that is no authority", "TLS failed: SSL certificate problem: invalid CA certificate: give the "
                                           "issuer in tls_config.ca_file");
        row("expired authority",
            "TLS failed: SSL certificate problem: certificate has expired: renew the certificate of the server");
        row("plain http", "TLS failed: wrong version number: this port seems to speak plain http");
    }

    void badCertificateIsRefusedWithReasonAndCure()
    {
        using namespace std::chrono_literals;
        QFETCH(QString, kind);
        QFETCH(QString, expected);
        CertificateOptions options;
        FaultServer::Tls tls;
        const auto stranger = makeCertificate({.commonName = "Stranger", .alternativeNames = {}, .isAuthority = true});
        const auto clerk = makeCertificate({.commonName = "Clerk"}, &m_authority);
        const auto late = makeCertificate({.commonName = "Late CA", .notAfter = -60s, .isAuthority = true});
        const TestCertificate* issuer = &m_authority;
        if (kind == u"self-signed"_s)
            issuer = nullptr;
        else if (kind == u"unknown authority"_s)
            issuer = &stranger;
        else if (kind == u"issuer that is no authority"_s)
            issuer = &clerk;
        else if (kind == u"expired authority"_s)
            issuer = &late;
        else if (kind == u"expired"_s)
            options.notAfter = -60s;
        else if (kind == u"not yet valid"_s)
            options.notBefore = 3600s;
        else if (kind == u"wrong host"_s)
            options.alternativeNames = {"DNS:elsewhere.example"};
        else if (kind == u"RSA of 1024 bits"_s)
            options.rsaBits = 1024;
        else if (kind == u"TLS 1.1 only"_s)
            tls.maxVersion = 0x0302;
        else if (kind == u"client certificate missing"_s)
            tls.clientCaPem = m_authority.certificatePem;
        tls.certificate = makeCertificate(options, issuer);
        const auto server = kind == u"plain http"_s ? std::make_unique<FaultServer>([](FaultConnection& connection) {
            connection.send("HTTP/1.1 400 Bad Request\r\n\r\n");
            connection.waitForClose();
        })
                                                    : std::make_unique<FaultServer>(faults::respond(200, {}, "x"), tls);
        Fetching web;
        auto request = trusting(*server);
        request.tls.caFile =
            file(u"all.pem"_s, m_authority.certificatePem + clerk.certificatePem + late.certificatePem);
        request.url = "https://127.0.0.1:" + std::to_string(server->port()) + "/";

        const auto result = web.fetch(request);

        QVERIFY(!result);
        QCOMPARE(described(result), u"tls: "_s + expected);
        QVERIFY(server->requests().empty());
    }

    void revokedCertificateIsRefused_data()
    {
        QTest::addColumn<bool>("isRevoked");
        QTest::addColumn<bool>("isOver");
        QTest::addColumn<QString>("expected");
        QTest::newRow("on the list") << true << false
                                     << u"tls: TLS failed: SSL certificate problem: certificate revoked: its issuer "
                                        "has taken the certificate back, install a new one on the server"_s;
        QTest::newRow("not on it") << false << false << u"200 x"_s;
        QTest::newRow("list that has ended")
            << false << true
            << u"tls: TLS failed: SSL certificate problem: CRL has expired: tls_config.crl_file needs a list of every "
               "authority of the chain that is still valid"_s;
    }
    void revokedCertificateIsRefused()
    {
        QFETCH(bool, isRevoked);
        QFETCH(bool, isOver);
        const auto good = makeCertificate({}, &m_authority);
        const auto bad = makeCertificate({}, &m_authority);
        FaultServer server(faults::respond(200, {}, "x"), {.certificate = isRevoked ? bad : good});
        Fetching web;
        auto request = trusting(server);
        request.tls.crlFile = file(u"crl.pem"_s, revocationList(m_authority, {bad}, isOver));

        QTEST(described(web.fetch(request)), "expected");

        request.tls.crlFile
            .clear(); // a connection that was made without a list is not used with one, nor the other way
        QCOMPARE(described(web.fetch(request)), u"200 x"_s);
        request.tls.crlFile = file(u"same.pem"_s, revocationList(m_authority, {bad}, isOver));
        QTEST(described(web.fetch(request)), "expected");
    }

    void listThatCannotBeReadIsNoReasonToTrust()
    {
        FaultServer server(faults::respond(200, {}, "x"), {.certificate = makeCertificate({}, &m_authority)});
        auto request = trusting(server);
        const auto stranger = makeCertificate({.commonName = "Stranger", .alternativeNames = {}, .isAuthority = true});
        for (const auto& list : {std::string("no list"), revocationList(stranger, {})}) {
            request.tls.crlFile = file(u"odd.pem"_s, list);
            QCOMPARE(stateOf(Fetching().fetch(request)), u"tls"_s);
        }
        request.tls.crlFile = m_folder.filePath(u"absent.pem"_s).toStdString();
        QCOMPARE(stateOf(Fetching().fetch(request)), u"tls"_s);
        QVERIFY(server.requests().empty());
    }

    void certificateThatChangesIsJudgedAnew()
    {
        Fetching web;
        const auto fetch = [&](const TestCertificate& shown) {
            FaultServer server(faults::respond(200, {}, "x"), {.certificate = shown}); // gone with its connections
            return web.fetch(trusting(server));
        };
        const auto first = fetch(makeCertificate({}, &m_authority));
        const auto renewed = fetch(makeCertificate({.notAfter = std::chrono::hours(48)}, &m_authority));
        const auto stolen = fetch(makeCertificate());

        QCOMPARE(described(first), u"200 x"_s);
        QCOMPARE(described(renewed), u"200 x"_s);
        QVERIFY(renewed->certificate->notAfter > first->certificate->notAfter);
        QCOMPARE(stateOf(stolen), u"tls"_s);
    }

    void verificationIsSkippedOnlyWhereAsked()
    {
        FaultServer server(faults::respond(200, {}, "x"), {.certificate = makeCertificate()});
        Fetching web;
        net::HttpRequest request;
        request.url = server.url();
        request.tls.insecureSkipVerify = true;

        QCOMPARE(described(web.fetch(request)), u"200 x"_s);

        request.tls.insecureSkipVerify = false; // a connection made without verification is not used for this
        QCOMPARE(stateOf(web.fetch(request)), u"tls"_s);
    }

    void serverNameIsVerifiedInPlaceOfTheHost()
    {
        FaultServer server(faults::respond(200, {}, "named"),
                           {.certificate = makeCertificate({.alternativeNames = {"DNS:db.example"}}, &m_authority)});
        Fetching web;
        auto request = trusting(server);
        request.tls.serverName = "db.example";

        const auto result = web.fetch(request);

        QCOMPARE(described(result), u"200 named"_s);
        QCOMPARE(result->effectiveUrl, server.url());
        const auto host = "\r\nHost: 127.0.0.1:" + std::to_string(server.port()) + "\r\n";
        QVERIFY(server.requests().at(0).find(host) != std::string::npos);
    }

    void clientCertificateIsShown()
    {
        FaultServer server(faults::respond(200, {}, "known"), {.certificate = makeCertificate({}, &m_authority),
                                                               .clientCaPem = m_authority.certificatePem});
        const auto own = makeCertificate({.commonName = "client"}, &m_authority);
        Fetching web;
        auto request = trusting(server);
        request.tls.certFile = file(u"client.pem"_s, own.certificatePem);
        request.tls.keyFile = file(u"client.key"_s, own.keyPem);

        QCOMPARE(described(web.fetch(request)), u"200 known"_s);

        const auto other = makeCertificate({.commonName = "other"}, &m_authority);
        request.tls.keyFile = file(u"other.key"_s, other.keyPem);
        Fetching another; // libcurl tells connections apart by the certificate's file, not by the key's
        QCOMPARE(stateOf(another.fetch(request)), u"tls"_s);
    }

    void lockedIdentityIsOpened_data()
    {
        QTest::addColumn<bool>("isBox");
        QTest::newRow("PEM with a password") << false;
        QTest::newRow("PKCS#12") << true;
    }
    void lockedIdentityIsOpened()
    {
        QFETCH(bool, isBox);
        FaultServer server(faults::respond(200, {}, "known"), {.certificate = makeCertificate({}, &m_authority),
                                                               .clientCaPem = m_authority.certificatePem});
        const auto own = makeCertificate({.commonName = "client"}, &m_authority);
        const auto box = file(u"client.p12"_s, pkcs12Of(own, m_authority, "canary \"ä"));
        auto request = trusting(server);
        request.tls.certFile = isBox ? "" : file(u"client.pem"_s, own.certificatePem);
        request.tls.keyFile = isBox ? "" : file(u"locked.key"_s, lockedKey(own, "canary \"ä"));
        const auto locked = request.tls;

        const auto opened = net::unlockIdentity(request.tls, isBox ? box : "", "canary \"ä");

        QVERIFY2(opened, opened ? "" : opened.error().message.c_str());
        QCOMPARE(described(Fetching().fetch(request)), u"200 known"_s);
        for (const auto* wrong : {"wrong", ""}) {
            request.tls = locked;
            const auto refused = net::unlockIdentity(request.tls, isBox ? box : "", wrong);
            if (!isBox && std::string(wrong).empty()) { // as it is: nobody says that the key is locked
                QVERIFY(refused);
                QCOMPARE(stateOf(Fetching().fetch(request)), u"tls"_s); // and no terminal is asked
                continue;
            }
            QVERIFY(!refused);
            QVERIFY2(refused.error().message.ends_with(" cannot be opened: correct key_password, or the file"),
                     refused.error().message.c_str());
            QCOMPARE(request.tls, locked);
        }
    }

    void whatHoldsNoIdentityIsNamed_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QByteArray>("message");
        const auto certificate = makeCertificate();
        QTest::newRow("empty") << QByteArray() << QByteArray(" is empty, larger than 1 MiB or cannot be read");
        QTest::newRow("PEM") << QByteArray::fromStdString(certificate.keyPem)
                             << QByteArray(" is no PKCS#12: for PEM there are cert_file and key_file");
        QTest::newRow("huge") << QByteArray(2'000'000, '0')
                              << QByteArray(" is empty, larger than 1 MiB or cannot be read");
        QTest::newRow("cut short") << QByteArray::fromStdString(pkcs12Of(certificate, certificate, "a").substr(0, 500))
                                   << QByteArray(" is no PKCS#12: for PEM there are cert_file and key_file");
    }
    void whatHoldsNoIdentityIsNamed()
    {
        QFETCH(QByteArray, content);
        QFETCH(QByteArray, message);
        net::TlsOptions tls;

        const auto opened = net::unlockIdentity(tls, file(u"odd.p12"_s, content.toStdString()), "canary");

        QVERIFY(!opened);
        const auto said = QByteArray::fromStdString(opened.error().message);
        QVERIFY2(said.contains("odd.p12") && said.endsWith(message) && !said.contains("canary"), said);
    }

    void missingFilesAreNamed()
    {
        FaultServer server(faults::respond(200, {}, "x"), {.certificate = makeCertificate()});
        Fetching web;
        net::HttpRequest request;
        request.url = server.url();
        request.tls.caFile = m_folder.filePath(u"absent.pem"_s).toStdString();

        const auto result = web.fetch(request);

        QCOMPARE(stateOf(result), u"tls"_s);
        QVERIFY2(described(result).contains(u"absent.pem"_s), qPrintable(described(result)));
    }

private:
    QTemporaryDir m_folder;
    TestCertificate m_authority;
    std::string m_caFile;
};

QTEST_GUILESS_MAIN(TlsTest)
#include "tls_test.moc"
