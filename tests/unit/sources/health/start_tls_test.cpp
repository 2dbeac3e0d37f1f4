// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// TLS that begins after some words in the open.
#include <QtTest>

#include <csignal>
#include <memory>
#include <thread>

#include <arpa/inet.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "sources/health/network_checks.h"
#include "sources/health/start_tls.h"
#include "support/test_certificate.h"

using namespace nocturne;
using namespace nocturne::health;
using namespace std::chrono_literals;

namespace {

/// What a server says at first, and what it answers to each thing it is told.
using Script = std::vector<std::string>;

Script scriptOf(StartTls protocol)
{
    switch (protocol) {
    case StartTls::Smtp:
        return {"220-mail\r\n220 ready\r\n", "250-mail\r\n250-SIZE 1\r\n250 StartTLS\r\n", "220 go\r\n"};
    case StartTls::Imap:
        return {"* OK ready\r\n", "* CAPABILITY IMAP4\r\nn1 OK go\r\n"};
    case StartTls::Pop3:
        return {"+OK ready\r\n", "+OK go\r\n"};
    case StartTls::Ftp:
        return {"220-Welcome\r\n to the archive\r\n220 ready\r\n", "234 go\r\n"};
    case StartTls::Postgres:
        return {"", "S"};
    case StartTls::None:
        break;
    }
    return {};
}

/// Follows a script with one client and shakes hands by TLS then. Ends with its client.
class ScriptedServer
{
public:
    ScriptedServer(Script script, const test::TestCertificate& certificate)
        : m_script(std::move(script))
        , m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        const std::unique_ptr<BIO, decltype(&BIO_free_all)> chain(
            BIO_new_mem_buf(certificate.certificatePem.data(), int(certificate.certificatePem.size())), &BIO_free_all);
        const std::unique_ptr<BIO, decltype(&BIO_free_all)> key(
            BIO_new_mem_buf(certificate.keyPem.data(), int(certificate.keyPem.size())), &BIO_free_all);
        X509* const x509 = PEM_read_bio_X509(chain.get(), nullptr, nullptr, nullptr);
        EVP_PKEY* const privateKey = PEM_read_bio_PrivateKey(key.get(), nullptr, nullptr, nullptr);
        SSL_CTX_use_certificate(m_context.get(), x509);
        SSL_CTX_use_PrivateKey(m_context.get(), privateKey);
        X509_free(x509);
        EVP_PKEY_free(privateKey);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* general = reinterpret_cast<sockaddr*>(&address); // NOLINT: the sockets interface wants it
        if (::bind(m_socket, general, size) != 0 || ::listen(m_socket, 1) != 0 ||
            ::getsockname(m_socket, general, &size) != 0)
            qFatal("no loopback port");
        m_port = ntohs(address.sin_port);
        m_thread = std::thread([this] { serve(); });
    }
    ~ScriptedServer()
    {
        ::shutdown(m_socket, SHUT_RDWR);
        m_thread.join();
        ::close(m_socket);
    }
    ScriptedServer(const ScriptedServer&) = delete;
    ScriptedServer& operator=(const ScriptedServer&) = delete;

    std::string target() const { return "127.0.0.1:" + std::to_string(m_port); }

private:
    void serve()
    {
        const int client = ::accept(m_socket, nullptr, nullptr);
        if (client < 0)
            return;
        bool isThere = true;
        for (std::size_t i = 0; isThere && i < m_script.size(); ++i) {
            std::array<char, 256> told{};
            if (i > 0)
                isThere = ::recv(client, told.data(), told.size(), 0) > 0;
            isThere = isThere && ::send(client, m_script[i].data(), m_script[i].size(), MSG_NOSIGNAL) >= 0;
        }
        if (isThere) {
            const std::unique_ptr<SSL, decltype(&SSL_free)> session(SSL_new(m_context.get()), &SSL_free);
            SSL_set_fd(session.get(), client);
            SSL_accept(session.get());
        }
        ::close(client);
    }

    Script m_script;
    std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> m_context{SSL_CTX_new(TLS_server_method()), &SSL_CTX_free};
    int m_socket;
    int m_port = 0;
    std::thread m_thread;
};

} // namespace

class StartTlsTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { std::signal(SIGPIPE, SIG_IGN); } // the server's side of a connection that was given up

    void protocols_data()
    {
        QTest::addColumn<int>("protocol");
        for (const auto protocol : {StartTls::Smtp, StartTls::Imap, StartTls::Pop3, StartTls::Ftp, StartTls::Postgres})
            QTest::newRow(std::string(toString(protocol)).c_str()) << int(protocol);
    }
    void protocols()
    {
        QFETCH(int, protocol);
        const auto authority = test::makeCertificate(
            {.commonName = "CA", .alternativeNames = {}, .notAfter = 30 * 24h, .isAuthority = true});
        const auto certificate = test::makeCertificate({.notAfter = 10 * 24h}, &authority);
        CheckOptions check;
        check.type = CheckType::Tls;
        check.startTls = StartTls(protocol);
        check.tls.caPem = authority.certificatePem;
        check.certificateDays = {14, 3, true};
        const ScriptedServer server(scriptOf(check.startTls), certificate);
        check.target = server.target();

        const auto result = checkTls(check, SystemClock().now(), {{}, std::chrono::steady_clock::now() + 10s});

        QVERIFY2(result.reason == "certificate_expires", result.error.c_str());
        QVERIFY(result.state == HealthState::Degraded);
        QVERIFY(result.phases.tls > 0);
        QCOMPARE(result.readings.at(0).metric, std::string("probe_tls_version_info"));
    }

    void aStrangersCertificateIsRefused()
    {
        CheckOptions check;
        check.type = CheckType::Tls;
        check.startTls = StartTls::Pop3;
        check.tls.caPem = test::makeCertificate({.isAuthority = true}).certificatePem;
        const ScriptedServer server(scriptOf(check.startTls), test::makeCertificate());
        check.target = server.target();

        const auto result = checkTls(check, SystemClock().now(), {{}, std::chrono::steady_clock::now() + 10s});

        QCOMPARE(result.reason, std::string("tls"));
        QVERIFY(result.certificateEnds.has_value());
    }

    void dialoguesThatComeToNothing_data()
    {
        QTest::addColumn<int>("protocol");
        QTest::addColumn<QByteArray>("said");
        QTest::addColumn<QByteArray>("error");
        const auto row = [](const char* name, StartTls protocol, const QByteArray& said, const char* error) {
            QTest::newRow(name) << int(protocol) << said << QByteArray(error);
        };
        row("busy", StartTls::Smtp, "421 busy\r\n", "the server does not begin TLS: it says \"421 busy\"");
        row("no extension", StartTls::Smtp, "220 a\r\n250-a\r\n250 SIZE\r\n", "the server does not offer STARTTLS");
        row("not now", StartTls::Smtp, "220 a\r\n250 STARTTLS\r\n454 later\r\n",
            "the server does not begin TLS: it says \"454 later\"");
        row("words behind the consent", StartTls::Smtp, "220 a\r\n250 STARTTLS\r\n220 go\r\n250 I am the next\r\n",
            "the server spoke on after it agreed to TLS: somebody on the way may have");
        row("imap without", StartTls::Imap, "* OK\r\nn1 BAD what\r\n",
            "the server does not begin TLS: it says \"n1 BAD what\"");
        row("pop3 without", StartTls::Pop3, "+OK\r\n-ERR what\r\n",
            "the server does not begin TLS: it says \"-ERR what\"");
        row("ftp without", StartTls::Ftp, "220 a\r\n500 what\r\n",
            "the server does not begin TLS: it says \"500 what\"");
        row("postgres without", StartTls::Postgres, "N", "the server has no TLS");
        row("no postgres", StartTls::Postgres, "HTTP", "the server does not speak as PostgreSQL does");
        row("postgres speaks on", StartTls::Postgres, "SS",
            "the server spoke on after it agreed to TLS: somebody on the way may have");
        row("a line without end", StartTls::Smtp, QByteArray(9000, 'x'), "the server says too much before TLS");
        row("lines without end", StartTls::Smtp, QByteArray("220-a\r\n").repeated(200),
            "the server says too much before TLS");
    }
    void dialoguesThatComeToNothing()
    {
        QFETCH(int, protocol);
        QFETCH(QByteArray, said);
        QFETCH(QByteArray, error);
        StartTlsDialogue dialogue{StartTls(protocol)};

        const auto taken = dialogue.feed(said.toStdString());

        QVERIFY(!taken.has_value());
        QCOMPARE(taken.error().message, error.toStdString());
    }

    void aDialogueInPiecesIsTheSame()
    {
        StartTlsDialogue dialogue(StartTls::Smtp);
        std::string sent;
        for (const char c : std::string("220 a\r\n250-b\r\n250 STARTTLS\r\n220 go\r\n")) {
            QVERIFY(dialogue.feed({&c, 1}).has_value());
            sent += dialogue.takeOutput();
        }

        QVERIFY(dialogue.isDone());
        QCOMPARE(sent, std::string("EHLO nocturne\r\nSTARTTLS\r\n"));
    }
};

QTEST_GUILESS_MAIN(StartTlsTest)
#include "start_tls_test.moc"
