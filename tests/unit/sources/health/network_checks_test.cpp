// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <atomic>
#include <thread>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include "sources/health/dns_message.h"
#include "sources/health/network_checks.h"
#include "sources/health/websocket_protocol.h"
#include "support/datagram_server.h"
#include "support/faults.h"

using namespace nocturne;
using namespace nocturne::health;
using namespace nocturne::test;
using namespace std::chrono_literals;

namespace {

net::Patience patience(std::chrono::milliseconds time = 20s) { return {{}, std::chrono::steady_clock::now() + time}; }

std::string outcome(const ProbeResult& result)
{
    return std::string(toString(result.state)) + (result.reason.empty() ? "" : " " + result.reason) +
           (result.error.empty() ? "" : ": " + result.error);
}

std::string questionOf(std::uint16_t type) { return *dnsQuestion(7, "shop.example.org", type); }

Result<DnsAnswer> read(const std::string& bytes, std::uint16_t type)
{
    // NOLINTNEXTLINE: bytes as they come from a socket
    return readDnsMessage({reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()}, type);
}

CheckOptions dnsCheck(const std::string& resolver)
{
    CheckOptions check;
    check.type = CheckType::Dns;
    check.target = "shop.example.org";
    check.resolver = resolver;
    return check;
}

/// Shakes hands as a server, and then says what `talk` does.
FaultScript webSocket(FaultScript talk)
{
    return [talk = std::move(talk)](FaultConnection& peer) {
        const auto request = peer.readRequest();
        const std::string word = "Sec-WebSocket-Key: ";
        const auto at = request.find(word) + word.size();
        const auto key = request.substr(at, request.find("\r\n", at) - at);
        peer.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nX-Node: 3\r\n"
                  "Sec-WebSocket-Accept: " +
                  webSocketAccept(key) + "\r\n\r\n");
        talk(peer);
    };
}

/// Frames of a client without their masks, as far as they are short and came whole: code and payload.
std::vector<std::pair<int, std::string>> unmasked(std::string_view bytes)
{
    std::vector<std::pair<int, std::string>> frames;
    while (bytes.size() >= 6) {
        const std::size_t size = bytes[1] & 0x7f;
        std::string payload(bytes.substr(6, size));
        for (std::size_t i = 0; i < payload.size(); ++i)
            payload[i] = static_cast<char>(payload[i] ^ bytes[2 + i % 4]);
        frames.emplace_back(bytes[0] & 0xf, payload);
        bytes.remove_prefix(std::min(bytes.size(), size + 6));
    }
    return frames;
}

std::string frame(int code, const std::string& payload)
{
    return std::string{static_cast<char>(0x80 | code), static_cast<char>(payload.size())} + payload;
}

/// Greets, answers texts by `answer`, and pings by pongs.
FaultScript chatting(std::string answer)
{
    return webSocket([answer = std::move(answer)](FaultConnection& peer) {
        peer.send(frame(1, "welcome") + frame(9, "are you there"));
        for (auto bytes = peer.receive(); !bytes.empty(); bytes = peer.receive()) {
            for (const auto& [code, payload] : unmasked(bytes)) {
                if (code == 1 && payload == "status?")
                    peer.send(frame(1, answer));
                if (code == 9)
                    peer.send(frame(10, payload));
            }
        }
    });
}

CheckOptions webSocketCheck(const FaultServer& server, const std::string& path = "/ws")
{
    CheckOptions check;
    check.type = CheckType::WebSocket;
    check.target = "ws" + server.url(path).substr(4);
    return check;
}

} // namespace

class NetworkChecksTest : public QObject
{
    Q_OBJECT

private slots:
    void recordsAreReadAsZoneFilesWriteThem_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QByteArray>("data");
        QTest::addColumn<QString>("record");
        const auto row = [](const char* type, const std::string& data, const char* record) {
            QTest::newRow(type) << QString::fromUtf8(type) << QByteArray::fromStdString(data)
                                << QString::fromUtf8(record);
        };
        row("A", "\x7f" + bigEndian(1, 3), "127.0.0.1");
        row("AAAA", bigEndian(0, 15) + "\x01", "::1");
        row("MX", bigEndian(10, 2) + dnsName("mail.example.org"), "10 mail.example.org");
        row("SRV", bigEndian(1, 2) + bigEndian(2, 2) + bigEndian(443, 2) + dnsName("a.example"), "1 2 443 a.example");
        row("CNAME", dnsName("www.example.org"), "www.example.org");
        row("SOA",
            dnsName("ns.x") + dnsName("root.x") + bigEndian(1, 4) + bigEndian(2, 4) + bigEndian(3, 4) +
                bigEndian(4, 4) + bigEndian(5, 4),
            "ns.x root.x 1 2 3 4 5");
        row("TXT",
            "\x03"
            "abc\x02"
            "de",
            "abcde");
        row("CAA", bigEndian(0, 1) + "\x05issueca.example", "0 issue ca.example");
    }
    void recordsAreReadAsZoneFilesWriteThem()
    {
        QFETCH(QString, type);
        QFETCH(QByteArray, data);
        QFETCH(QString, record);
        const auto number = *dnsRecordType(type.toStdString());

        const auto answer = read(dnsAnswer(questionOf(number), {{number, data.toStdString()}}), number);
        const auto cut = read(dnsAnswer(questionOf(number), {{number, data.left(1).toStdString()}}), number);

        QVERIFY2(answer, answer ? "" : answer.error().message.c_str());
        QCOMPARE(answer->records, std::vector{record.toStdString()});
        QCOMPARE(answer->id, 7);
        QVERIFY(!cut || type == QStringLiteral("TXT"));
    }

    void whatIsNoAnswerIsRefused()
    {
        QVERIFY(!read("", 1));
        QVERIFY(!read(questionOf(1), 1)); // a question
        QVERIFY(!read(dnsAnswer(questionOf(1), {{1, "\x7f\x01\x01\x01"}}).substr(0, 40), 1));
        QVERIFY(!dnsQuestion(1, "", 1));
        QVERIFY(!dnsQuestion(1, std::string(70, 'a') + ".example", 1)); // a label has 63 bytes at most
    }

    void namesAreHeldAgainstWhatIsExpected_data()
    {
        QTest::addColumn<std::vector<std::string>>("expected");
        QTest::addColumn<int>("flags");
        QTest::addColumn<bool>("isEmpty");
        QTest::addColumn<QString>("outcome");
        using Texts = std::vector<std::string>;
        QTest::newRow("there") << Texts{} << 0x8180 << false << QStringLiteral("up");
        QTest::newRow("as expected") << Texts{"127.0.0.2"} << 0x8180 << false << QStringLiteral("up");
        QTest::newRow("missing") << Texts{"127.0.0.9"} << 0x8180 << false
                                 << QStringLiteral("down dns_mismatch: 127.0.0.9 is not among the answers: "
                                                   "127.0.0.1, 127.0.0.2");
        QTest::newRow("unknown name") << Texts{} << 0x8183 << true
                                      << QStringLiteral("down dns: the nameserver answers NXDOMAIN");
        QTest::newRow("broken server") << Texts{} << 0x8182 << true
                                       << QStringLiteral("down dns: the nameserver answers SERVFAIL");
        QTest::newRow("no record") << Texts{} << 0x8180 << true
                                   << QStringLiteral("down dns_mismatch: there is no record of type A");
    }
    void namesAreHeldAgainstWhatIsExpected()
    {
        QFETCH(std::vector<std::string>, expected);
        QFETCH(int, flags);
        QFETCH(bool, isEmpty);
        QFETCH(QString, outcome);
        const std::vector<std::pair<unsigned, std::string>> records = {{1, "\x7f" + bigEndian(1, 3)},
                                                                       {1, "\x7f" + bigEndian(2, 3)}};
        DatagramServer server([&](const std::string& question) {
            auto other = dnsAnswer(question, {{1, "\x7f" + bigEndian(9, 3)}});
            other[0] = static_cast<char>(other[0] ^ 1); // of another question
            return std::vector{other, dnsAnswer(question, isEmpty ? decltype(records){} : records, unsigned(flags))};
        });
        auto check = dnsCheck(server.target());
        check.expectedAnswers = expected;

        QCOMPARE(QString::fromStdString(::outcome(checkDns(check, patience()))), outcome);
    }

    void anAnswerThatIsTooLongComesByTcp()
    {
        const auto answerOf = [](const std::string& question, unsigned flags) {
            return dnsAnswer(question, {{1, "\x7f" + bigEndian(5, 3)}}, flags);
        };
        FaultServer tcp([&](FaultConnection& peer) {
            const auto bytes = answerOf(peer.receive().substr(2), 0x8180);
            peer.send(bigEndian(unsigned(bytes.size()), 2) + bytes.substr(0, 9));
            peer.send(bytes.substr(9));
        });
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(tcp.port());
        const int udp = ::socket(AF_INET, SOCK_DGRAM, 0);
        if (::bind(udp, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) // NOLINT
            QSKIP("somebody has the port of UDP");
        std::thread answering([&] {
            std::string bytes(2'000, '\0');
            sockaddr_storage from{};
            socklen_t size = sizeof from;
            auto* general = reinterpret_cast<sockaddr*>(&from); // NOLINT: the sockets interface wants it
            bytes.resize(static_cast<std::size_t>(::recvfrom(udp, bytes.data(), bytes.size(), 0, general, &size)));
            const auto cut = dnsAnswer(bytes, {}, 0x8380);
            ::sendto(udp, cut.data(), cut.size(), 0, general, size);
        });
        auto check = dnsCheck("127.0.0.1:" + std::to_string(tcp.port()));
        check.expectedAnswers = {"127.0.0.5"};

        const auto result = checkDns(check, patience());
        answering.join();
        ::close(udp);

        QCOMPARE(outcome(result), std::string("up"));
    }

    void aNameserverThatIsNotThereIsToldApart()
    {
        DatagramServer silent([](const std::string&) { return std::vector<std::string>(); });
        DatagramServer broken([](const std::string&) { return std::vector<std::string>{"nonsense"}; });
        std::atomic<int> asked = 0;
        DatagramServer lossy([&](const std::string& question) {
            return ++asked < 2 ? std::vector<std::string>()
                               : std::vector{dnsAnswer(question, {{1, "\x7f" + bigEndian(1, 3)}})};
        });

        QCOMPARE(outcome(checkDns(dnsCheck(silent.target()), patience(50ms))),
                 std::string("down timeout: no answer in time"));
        QCOMPARE(outcome(checkDns(dnsCheck(broken.target()), patience())),
                 std::string("down protocol: the DNS answer is broken"));
        QCOMPARE(outcome(checkDns(dnsCheck(lossy.target()), patience())), std::string("up"));
        QCOMPARE(asked.load(), 2);
        QCOMPARE(checkDns(dnsCheck("127.0.0.1:1"), patience()).reason, std::string("refused"));
    }

    void aHandshakeByTlsTellsHowLongTheChainLasts()
    {
        const auto authority =
            makeCertificate({.commonName = "CA", .alternativeNames = {}, .notAfter = 240h, .isAuthority = true});
        FaultServer server([](FaultConnection& peer) { peer.waitForClose(); },
                           {.certificate = makeCertificate({.notAfter = 120h}, &authority)});
        CheckOptions check;
        check.type = CheckType::Tls;
        check.target = "127.0.0.1:" + std::to_string(server.port());
        check.tls.caPem = authority.certificatePem;
        check.certificateDays = {10, 3, true};
        const auto now = SystemClock().now();
        const auto few = checkTls(check, now, patience());
        check.certificateDays = {4, {}, true};
        const auto enough = checkTls(check, now, patience());
        check.tls.caPem = makeCertificate({.isAuthority = true}).certificatePem;
        const auto stranger = checkTls(check, now, patience());

        QCOMPARE(outcome(few), std::string("degraded certificate_expires: a certificate ends in 4 days"));
        QCOMPARE(outcome(enough), std::string("up"));
        QCOMPARE(enough.readings.at(0).labelValue, std::string("TLS 1.3"));
        QVERIFY(enough.phases.tls > 0);
        QCOMPARE(stranger.reason, std::string("tls"));
        QVERIFY2(stranger.error.find("CN = localhost, issued by CN = CA") != std::string::npos, stranger.error.c_str());
        QCOMPARE(stranger.certificateEnds, enough.certificateEnds); // known of one that is refused, too
    }

    void aPingIsAnsweredOrTheCureIsTold()
    {
        CheckOptions check;
        check.type = CheckType::Icmp;
        check.target = "127.0.0.1";
        const auto result = checkIcmp(check, patience());
        check.target = "no.such.name.invalid";
        const auto nowhere = checkIcmp(check, patience());

        QCOMPARE(nowhere.reason, std::string("dns"));
        if (result.reason == "not_permitted")
            QVERIFY2(result.error.find("sysctl -w net.ipv4.ping_group_range=") != std::string::npos,
                     result.error.c_str());
        else
            QCOMPARE(outcome(result), std::string("up"));
    }

    void aWebSocketIsOpenedAskedAndPinged()
    {
        FaultServer server(chatting(R"({"state":"ready","queue":3})"));
        auto check = webSocketCheck(server, "/ws?room=1");
        check.headers = {{"X-Token", "s3cret"}};
        check.body = "status?";
        check.expectations = {{.of = Expectation::Of::Json, .subject = "$.state", .equals = "ready"},
                              {.of = Expectation::Of::Json, .subject = "$.queue", .atMost = 2, .isWarning = true},
                              {.of = Expectation::Of::Header, .subject = "X-Node", .equals = "3"}};

        const auto result = checkWebSocket(check, 0, patience());

        QCOMPARE(outcome(result), std::string("degraded json_mismatch: $.queue is 3, more than 2"));
        QCOMPARE(result.httpStatus, 101);
        QCOMPARE(result.readings.at(0).metric, std::string("probe_websocket_ping_seconds"));
        const auto request = server.requests().at(0);
        QVERIFY(request.starts_with("GET /ws?room=1 HTTP/1.1\r\nHost: 127.0.0.1:"));
        QVERIFY(request.find("\r\nX-Token: s3cret\r\n") != std::string::npos);
    }

    void anAnswerThatNeverComesIsKept()
    {
        FaultServer server(chatting(R"({"state":"starting","token":"abcdef"})"));
        auto check = webSocketCheck(server);
        check.body = "status?";
        check.expectations = {{.of = Expectation::Of::Body, .contains = "ready"}};

        const auto result = checkWebSocket(check, 0, patience(300ms));

        QCOMPARE(result.reason, std::string("body_mismatch"));
        QVERIFY2(result.body.find("starting") != std::string::npos && result.body.find("abcdef") == std::string::npos,
                 result.body.c_str());
    }

    void aServerThatIsNoWebSocketIsToldApart_data()
    {
        QTest::addColumn<FaultScript>("script");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, FaultScript script, const char* expected) {
            QTest::newRow(name) << std::move(script) << QString::fromUtf8(expected);
        };
        row("page", faults::respond(200, {}, "x"),
            "down status_mismatch: the server answered with HTTP 200, not with a WebSocket");
        row("unauthorized", faults::respond(401, {}, ""),
            "down unauthorized: the server answered with HTTP 401, not with a WebSocket");
        row("overloaded", faults::respond(503, {}, ""),
            "down server_error: the server answered with HTTP 503, not with a WebSocket");
        row("wrong key", faults::raw("HTTP/1.1 101 Switching\r\nSec-WebSocket-Accept: AAAA\r\n\r\n"),
            "down protocol: the server does not accept the WebSocket as it has to");
        row("no HTTP", faults::raw("220 mail\r\n\r\n"), "down protocol: the server does not speak HTTP: \"220 mail\"");
        row("endless head", faults::endlessHeaders(), "down protocol: the head of the answer is larger than 16 KiB");
        row("closed", faults::closeWithoutAnswer(), "down reset: the server closed the connection without an answer");
        row("closes", webSocket([](FaultConnection& peer) { peer.send(frame(8, "\x03\xe9")); }),
            "down reset: the server closed the WebSocket");
        row("masks", webSocket([](FaultConnection& peer) {
                peer.send("\x81\x85"
                          "abcdhello");
            }),
            "down protocol: the server masks its frames");
        row("large", webSocket([](FaultConnection& peer) { peer.send(std::string("\x82\x7f\0\0\0\0\1\0\0\0", 10)); }),
            "down body_too_large: a message is larger than the limit of 1048576 bytes");
    }
    void aServerThatIsNoWebSocketIsToldApart()
    {
        QFETCH(FaultScript, script);
        QFETCH(QString, expected);
        FaultServer server(script);

        QCOMPARE(QString::fromStdString(outcome(checkWebSocket(webSocketCheck(server), 0, patience()))), expected);
    }

    void framesArePutTogether()
    {
        WebSocketReader reader(10);
        reader.feed(std::string("\x01\x02"
                                "he\x89\x01p\x80\x03"
                                "llo\x82\x7e\x00\x02"
                                "ab",
                                18));
        using Kind = WebSocketMessage::Kind;

        QVERIFY(reader.next() == (WebSocketMessage{Kind::Ping, "p"}));
        QVERIFY(reader.next() == (WebSocketMessage{Kind::Text, "hello"}));
        QVERIFY(reader.next() == (WebSocketMessage{Kind::Binary, "ab"}));
        QVERIFY(!reader.next()->has_value());
        reader.feed("\x01\x06"
                    "abcdef\x80\x05");
        QVERIFY(reader.next().error().kind == Error::Kind::LimitExceeded); // the parts together
    }

    void theFramesWeSendAreMasked()
    {
        // RFC 6455, section 5.7: a masked "Hello"; section 1.3: the answer to a key.
        QCOMPARE(
            QByteArray::fromStdString(webSocketFrame(WebSocketMessage::Kind::Text, "Hello", {0x37, 0xfa, 0x21, 0x3d})),
            QByteArray::fromHex("818537fa213d7f9f4d5158"));
        QCOMPARE(webSocketAccept("dGhlIHNhbXBsZSBub25jZQ=="), std::string("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
        QCOMPARE(webSocketFrame(WebSocketMessage::Kind::Text, std::string(300, 'a'), {}).substr(0, 4),
                 std::string("\x81\xfe\x01\x2c"));
    }
};

QTEST_GUILESS_MAIN(NetworkChecksTest)
#include "network_checks_test.moc"
