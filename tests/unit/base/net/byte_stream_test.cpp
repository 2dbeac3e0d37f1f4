// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <fstream>
#include <memory>
#include <thread>

#include <QDateTime>
#include <QTemporaryDir>
#include <QTest>

#include <openssl/ssl.h>

#include "base/net/byte_stream.h"
#include "support/fault_server.h"

using namespace nocturne;
using namespace nocturne::test;
using namespace std::chrono_literals;
using namespace std::string_literals;

namespace {

net::Patience patience(std::chrono::milliseconds time = 20s) { return {{}, std::chrono::steady_clock::now() + time}; }

/// Sends back what comes.
FaultScript echo()
{
    return [](FaultConnection& peer) {
        for (auto bytes = peer.receive(); !bytes.empty(); bytes = peer.receive()) {
            if (!peer.send(bytes))
                return;
        }
    };
}

net::StreamOptions optionsFor(std::uint16_t port, bool isTls = false)
{
    return {"127.0.0.1", std::to_string(port), isTls, {}};
}

std::string readAll(net::ByteStream& stream, std::size_t bytes)
{
    std::string all;
    while (all.size() < bytes) {
        const auto more = stream.read(patience());
        if (!more || more->empty())
            return all;
        all += *more;
    }
    return all;
}

std::string word(const net::StreamFailure& failure) { return std::string(net::toString(failure.state)); }

template <typename T>
std::string word(const net::StreamResult<T>& result)
{
    return result ? "ok" : word(result.error());
}

std::string firstWords(const std::string& text) { return text.substr(0, text.find(" (")); }

} // namespace

class ByteStreamTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_authority = makeCertificate({.commonName = "Test CA", .alternativeNames = {}, .isAuthority = true});
    }

    void bytesGoBothWays_data()
    {
        QTest::addColumn<bool>("isTls");
        QTest::newRow("plain") << false;
        QTest::newRow("TLS") << true;
    }
    void bytesGoBothWays()
    {
        QFETCH(bool, isTls);
        const FaultServer::Tls tls{.certificate = makeCertificate({}, &m_authority)};
        const auto server = isTls ? std::make_unique<FaultServer>(echo(), tls) : std::make_unique<FaultServer>(echo());
        auto options = optionsFor(server->port(), isTls);
        options.tls.caPem = m_authority.certificatePem;
        const std::string sent(300'000, 'x');

        auto stream = net::ByteStream::open(options, patience());
        QVERIFY2(stream, stream ? "" : stream.error().words.c_str());
        std::string received;
        for (std::size_t at = 0; at < sent.size(); at += 30'000) {
            QVERIFY(stream->write(sent.substr(at, 30'000), patience()));
            received += readAll(*stream, 30'000);
        }

        QCOMPARE(received, sent);
        QCOMPARE(stream->address(), std::string("127.0.0.1"));
        QCOMPARE(stream->tlsVersion(), std::string(isTls ? "TLSv1.3" : ""));
        QCOMPARE(stream->certificate().has_value(), isTls);
        QCOMPARE(stream->phases().tls > 0, isTls);
        if (isTls)
            QCOMPARE(stream->certificate()->issuer, std::string("CN = Test CA"));
    }

    void aCertificateThatIsNotTrustedIsRefusedWithItsReason_data()
    {
        QTest::addColumn<CertificateOptions>("certificate");
        QTest::addColumn<bool>("isSigned");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* kind, const CertificateOptions& certificate, bool isSigned,
                            const char* expected) {
            QTest::newRow(kind) << certificate << isSigned << QString::fromUtf8(expected);
        };
        row("expired", {.notBefore = -2h, .notAfter = -1h}, true,
            "the certificate is refused: certificate has expired");
        row("not yet valid", {.notBefore = 1h}, true, "the certificate is refused: certificate is not yet valid");
        row("self-signed", {}, false, "the certificate is refused: self-signed certificate");
        row("other host", {.commonName = "other", .alternativeNames = {"DNS:other"}}, true,
            "the certificate is refused: IP address mismatch");
        row("weak key", {.rsaBits = 1024}, true, "the certificate is refused: EE certificate key too weak");
    }
    void aCertificateThatIsNotTrustedIsRefusedWithItsReason()
    {
        QFETCH(CertificateOptions, certificate);
        QFETCH(bool, isSigned);
        QFETCH(QString, expected);
        FaultServer server(echo(), {.certificate = makeCertificate(certificate, isSigned ? &m_authority : nullptr)});
        auto options = optionsFor(server.port(), true);
        options.tls.caPem = m_authority.certificatePem;

        const auto stream = net::ByteStream::open(options, patience());
        options.tls.insecureSkipVerify = true;
        const auto unverified = net::ByteStream::open(options, patience());

        QVERIFY(!stream);
        QCOMPARE(word(stream), "tls"s);
        QCOMPARE(firstWords(stream.error().words), expected.toStdString());
        QVERIFY(stream.error().certificate);
        QCOMPARE(stream.error().certificate->subject, "CN = " + certificate.commonName);
        const auto ends = QDateTime::currentSecsSinceEpoch() + certificate.notAfter.count();
        QVERIFY(std::abs(stream.error().certificate->notAfter / 1000 - ends) < 60);
        QVERIFY2(certificate.rsaBits > 0 || unverified, "skipping the verification is what it says");
    }

    void theNameThatIsAskedForIsTheOneThatCounts()
    {
        FaultServer server(echo(),
                           {.certificate = makeCertificate(
                                {.commonName = "shop", .alternativeNames = {"DNS:shop.example.org"}}, &m_authority)});
        auto options = optionsFor(server.port(), true);
        options.tls.caPem = m_authority.certificatePem;
        options.tls.serverName = "shop.example.org";
        const auto right = net::ByteStream::open(options, patience());
        options.tls.serverName = "shop.example.com";
        const auto wrong = net::ByteStream::open(options, patience());

        QVERIFY2(right, right ? "" : right.error().words.c_str());
        QCOMPARE(firstWords(wrong.error().words), std::string("the certificate is refused: hostname mismatch"));
    }

    void whatIsNotWhatWeAskForIsRefused()
    {
        FaultServer old(echo(), {.certificate = makeCertificate({}, &m_authority), .maxVersion = TLS1_2_VERSION});
        auto options = optionsFor(old.port(), true);
        options.tls.caPem = m_authority.certificatePem;
        options.tls.minVersion = net::TlsVersion::Tls13;
        const auto tooOld = net::ByteStream::open(options, patience());
        FaultServer plain([](FaultConnection& peer) { peer.send("220 welcome\r\n"); });
        const auto noTls = net::ByteStream::open(optionsFor(plain.port(), true), patience());
        options.tls.caPem = "no certificate";
        const auto noAuthority = net::ByteStream::open(options, patience());

        QCOMPARE(word(tooOld), "tls"s);
        QVERIFY2(tooOld.error().words.find("version") != std::string::npos, tooOld.error().words.c_str());
        QCOMPARE(noTls.error().words, std::string("TLS failed: wrong version number"));
        QCOMPARE(word(noAuthority), "invalid_request"s);
        QCOMPARE(noAuthority.error().words, std::string("ca holds no PEM certificate"));
    }

    void aServerThatWantsToKnowUsIsShownOurCertificate()
    {
        const auto own = makeCertificate({.commonName = "nocturne", .alternativeNames = {}}, &m_authority);
        FaultServer server(
            echo(), {.certificate = makeCertificate({}, &m_authority), .clientCaPem = m_authority.certificatePem});
        auto options = optionsFor(server.port(), true);
        options.tls.caPem = m_authority.certificatePem;
        const auto talk = [&]() -> std::string {
            auto stream = net::ByteStream::open(options, patience());
            if (!stream)
                return stream.error().words;
            if (const auto sent = stream->write("hello", patience()); !sent)
                return sent.error().words;
            const auto answer = stream->read(patience());
            return answer ? *answer : answer.error().words;
        };

        const auto without = talk();
        options.tls.certPem = own.certificatePem;
        options.tls.keyPem = own.keyPem;
        const auto with = talk();

        QVERIFY2(without.find("certificate required") != std::string::npos, without.c_str());
        QCOMPARE(with, std::string("hello"));
    }

    void revokedCertificateIsRefusedByName()
    {
        const auto own = makeCertificate({}, &m_authority);
        FaultServer server([](FaultConnection& peer) { peer.waitForClose(); }, {.certificate = own});
        QTemporaryDir folder;
        auto options = optionsFor(server.port(), true);
        options.tls.caPem = m_authority.certificatePem;
        const auto wordsWith = [&](const std::string& list) -> std::string {
            options.tls.crlFile = folder.filePath(QStringLiteral("crl.pem")).toStdString();
            std::ofstream(options.tls.crlFile) << list;
            const auto stream = net::ByteStream::open(options, patience());
            return stream ? "open" : stream.error().words;
        };

        const auto revoked = wordsWith(revocationList(m_authority, {own}));

        QVERIFY2(revoked.find("the certificate is refused: certificate revoked (") != std::string::npos,
                 revoked.c_str());
        QCOMPARE(wordsWith(revocationList(m_authority, {})), "open"s);
        const auto over = wordsWith(revocationList(m_authority, {}, true));
        QVERIFY2(over.ends_with("fetch a newer list for tls_config.crl_file"), over.c_str());
        const auto none = wordsWith("no list");
        QVERIFY2(none.find("crl.pem cannot be used") != std::string::npos, none.c_str());
    }

    void whatDoesNotComeIsNotWaitedForLongerThanAllowed()
    {
        FaultServer silent([](FaultConnection& peer) { peer.waitForClose(); });
        auto plain = net::ByteStream::open(optionsFor(silent.port()), patience());
        const auto late = plain->read(patience(50ms));
        const auto noHandshake = net::ByteStream::open(optionsFor(silent.port(), true), patience(50ms));
        std::stop_source stop;
        stop.request_stop();
        const auto stopped = plain->read({stop.get_token(), std::chrono::steady_clock::now() + 20s});

        QCOMPARE(word(late), "timeout"s);
        QCOMPARE(late.error().words, std::string("no answer in time"));
        QCOMPARE(word(noHandshake), "timeout"s);
        QCOMPARE(word(stopped), "cancelled"s);
    }

    void aStopEndsAWaitThatIsUnderWay()
    {
        FaultServer silent([](FaultConnection& peer) { peer.waitForClose(); });
        auto stream = net::ByteStream::open(optionsFor(silent.port()), patience());
        std::stop_source stop;
        std::thread stopping([&] {
            std::this_thread::sleep_for(20ms);
            stop.request_stop();
        });

        const auto stopped = stream->read({stop.get_token(), std::chrono::steady_clock::now() + 10min});
        stopping.join();

        QCOMPARE(word(stopped), "cancelled"s);
    }

    void noConnectionIsToldInWords()
    {
        RefusedPort refused;
        const auto closed = net::ByteStream::open(optionsFor(refused.port()), patience());
        const auto nowhere = net::ByteStream::open({"no.such.name.invalid", "80", false, {}}, patience());

        QCOMPARE(word(closed), "refused"s);
        QCOMPARE(closed.error().words, std::string("no connection to 127.0.0.1: Connection refused"));
        QCOMPARE(word(nowhere), "dns"s);
    }

    void anOrderlyEndIsNoFailure()
    {
        FaultServer brief([](FaultConnection& peer) { peer.send("bye"); });
        auto stream = net::ByteStream::open(optionsFor(brief.port()), patience());

        QCOMPARE(readAll(*stream, 100), std::string("bye"));
        QCOMPARE(stream->read(patience()).value(), std::string());
    }

private:
    TestCertificate m_authority;
};

QTEST_GUILESS_MAIN(ByteStreamTest)
#include "byte_stream_test.moc"
