// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Targets out of files, servers and names: found, followed, and kept when they cannot be read again.
#include "sources/scrape/discovery.h"

#include <cstdio>
#include <fstream>

#include <QTemporaryDir>
#include <QTest>
#include <QUdpSocket>

#include "base/net/poll_loop.h"
#include "sources/scrape/dns_lookup.h"
#include "sources/scrape/oauth2_tokens.h"
#include "support/fault_server.h"
#include "support/faults.h"
#include "support/manual_clock.h"

using namespace nocturne;
using namespace nocturne::scrape;
using namespace std::chrono_literals;

namespace {

void write(const std::string& path, const std::string& text)
{
    const auto draft = path + ".draft"; // as editors do: a new file moved over the old one
    std::ofstream(draft) << text;
    std::rename(draft.c_str(), path.c_str());
}

/// A discovery and what it said last.
struct Bench
{
    net::PollLoop loop;
    net::HttpClient http{loop};
    support::ManualClock clock{1'700'000'000'000};
    OAuth2Tokens tokens{loop, http, clock};
    NullLogger log;
    int changes = 0;
    std::unique_ptr<Discovery> discovery;

    void begin(const DiscoveryOptions& options)
    {
        discovery = makeDiscovery(options, {loop, http, tokens, clock, log}, [this] { ++changes; });
    }
    /// Every address and its labels, in order.
    std::string found() const
    {
        std::string text;
        for (const auto& group : discovery->groups()) {
            for (const auto& address : group.addresses) {
                text += address;
                for (const auto& [name, value] : group.labels)
                    text += ' ' + name + '=' + value;
                text += '\n';
            }
        }
        return text;
    }
    bool waitFor(const std::function<bool()>& condition) { return loop.runUntil(condition, 20s); }
};

/// A server of names that answers every question by `answer`, given the question's packet.
class NameServer
{
public:
    using Answer = std::function<QByteArray(const QByteArray&)>;

    explicit NameServer(Answer answer)
        : m_answer(std::move(answer))
    {
        m_socket.bind(QHostAddress::LocalHost);
    }
    std::string address() const { return "127.0.0.1:" + std::to_string(m_socket.localPort()); }
    void setAnswer(Answer answer) { m_answer = std::move(answer); }
    void serve()
    {
        while (m_socket.hasPendingDatagrams() || m_socket.waitForReadyRead(1)) {
            QByteArray question(static_cast<qsizetype>(m_socket.pendingDatagramSize()), '\0');
            QHostAddress from;
            quint16 port = 0;
            m_socket.readDatagram(question.data(), question.size(), &from, &port);
            m_socket.writeDatagram(m_answer(question), from, port);
        }
    }

private:
    QUdpSocket m_socket;
    Answer m_answer;
};

QByteArray shortNumber(int value)
{
    return QByteArray(1, static_cast<char>(value >> 8)) + QByteArray(1, static_cast<char>(value & 255));
}

/// An answer to `question` with these records: type and data, each of the name that was asked for.
QByteArray answerTo(const QByteArray& question, const std::vector<std::pair<int, QByteArray>>& records, int code = 0)
{
    auto end = 12;
    while (end < question.size() && question[end] != 0)
        end += static_cast<unsigned char>(question[end]) + 1;
    QByteArray answer = question.left(2) + shortNumber(0x8180 | code) + shortNumber(1) +
                        shortNumber(static_cast<int>(records.size())) + shortNumber(0) + shortNumber(0) +
                        question.mid(12, end + 5 - 12);
    for (const auto& [type, data] : records)
        answer += shortNumber(0xc00c) + shortNumber(type) + shortNumber(1) + shortNumber(0) + shortNumber(60) +
                  shortNumber(static_cast<int>(data.size())) + data;
    return answer;
}

const QByteArray kName = QByteArray("\3one\7example\0", 13);

} // namespace

class DiscoveryTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void filesAreReadFollowedAndKeptWhenBroken()
    {
        const auto folder = m_folder->path().toStdString();
        write(folder + "/a.json", R"([{"targets": ["h1:1", "h2:2"], "labels": {"zone": "a"}}])");
        write(folder + "/b.yml", "- targets: ['h3:3']\n");
        Bench bench;
        bench.begin(FileDiscoveryOptions{{folder + "/*.json", folder + "/b.yml"}});
        const auto a = " zone=a __meta_filepath=" + folder + "/a.json\n";
        const auto b = "h3:3 __meta_filepath=" + folder + "/b.yml\n";
        QCOMPARE(bench.found(), "h1:1" + a + "h2:2" + a + b);

        write(folder + "/a.json", R"([{"targets": ["h4:4"], "labels": {"zone": "a"}}])");
        QVERIFY(bench.waitFor([&] { return bench.found() == "h4:4" + a + b; }));

        write(folder + "/a.json", R"([{"targets": ["h5:5"], "lables": {}}])");
        QVERIFY(bench.waitFor([&] { return !bench.discovery->status().lastError.empty(); }));
        QCOMPARE(bench.found(), "h4:4" + a + b);
        QVERIFY2(bench.discovery->status().lastError.find("/a.json: 1:24: ") != std::string::npos,
                 bench.discovery->status().lastError.c_str());

        std::remove((folder + "/a.json").c_str());
        QVERIFY(bench.waitFor([&] { return bench.found() == b; }));
        QVERIFY(bench.discovery->status().lastError.empty());
    }

    void fileThatComesLaterIsFound()
    {
        const auto folder = m_folder->path().toStdString();
        Bench bench;
        bench.begin(FileDiscoveryOptions{{folder + "/late*.yaml"}});
        QCOMPARE(bench.found(), std::string());

        write(folder + "/late-1.yaml", "- targets: [late:1]\n");

        QVERIFY(bench.waitFor([&] { return bench.discovery->status().targets == 1; }));
        QVERIFY(bench.changes > 0);
    }

    void serverIsAskedAndItsLastAnswerKept()
    {
        using namespace test::faults;
        const auto json = [](const std::string& body) {
            return respond(200, {"Content-Type: application/json"}, body);
        };
        test::FaultServer server(
            inTurn({json(R"([{"targets":["h1:1"],"labels":{"__meta_rack":"r1"}}])"), respond(500, {}, "oops"),
                    respond(200, {"Content-Type: text/html"}, "[]"), json("[{"), json("[]")}));
        Bench bench;
        HttpDiscoveryOptions options;
        options.url = server.url("/sd");
        options.refresh = 1s;
        bench.begin(options);
        QVERIFY(bench.waitFor([&] { return bench.discovery->status().hasRun; }));
        QCOMPARE(bench.found(), "h1:1 __meta_rack=r1 __meta_url=" + server.url("/sd") + "\n");
        const auto request = QByteArray::fromStdString(server.requests().front());
        QVERIFY2(request.contains("X-Prometheus-Refresh-Interval-Seconds: 1\r\n"), request);
        QVERIFY2(request.contains("Accept: application/json\r\n"), request);

        for (const auto* word : {"HTTP status 500", "text/html", "1:"}) {
            QVERIFY(bench.waitFor([&] { return bench.discovery->status().lastError.find(word) != std::string::npos; }));
            QCOMPARE(bench.discovery->status().targets, std::size_t(1));
            QVERIFY(bench.found().starts_with("h1:1 "));
        }
        QVERIFY(bench.waitFor([&] { return bench.discovery->status().lastError.empty(); }));
        QCOMPARE(bench.found(), std::string());
    }

    void recordsBecomeTargets_data()
    {
        using Type = DnsDiscoveryOptions::Type;
        QTest::addColumn<int>("type");
        QTest::addColumn<int>("record");
        QTest::addColumn<QByteArray>("data");
        QTest::addColumn<std::string>("expected");
        const std::string name = " __meta_dns_name=svc.example.";
        QTest::newRow("A") << int(Type::A) << 1 << QByteArray("\x0a\0\0\x07", 4) << "10.0.0.7:9100" + name + "\n";
        QTest::newRow("AAAA") << int(Type::Aaaa) << 28 << QByteArray("\xfd\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1", 16)
                              << "[fd00::1]:9100" + name + "\n";
        QTest::newRow("SRV") << int(Type::Srv) << 33 << QByteArray("\0\1\0\2\x1f\x90", 6) + kName
                             << "one.example:8080" + name +
                                    " __meta_dns_srv_record_target=one.example. __meta_dns_srv_record_port=8080\n";
        QTest::newRow("MX") << int(Type::Mx) << 15 << QByteArray("\0\5", 2) + kName
                            << "one.example:9100" + name + " __meta_dns_mx_record_target=one.example.\n";
        QTest::newRow("NS") << int(Type::Ns) << 2 << kName
                            << "one.example:9100" + name + " __meta_dns_ns_record_target=one.example.\n";
    }

    void recordsBecomeTargets()
    {
        QFETCH(int, type);
        QFETCH(int, record);
        QFETCH(QByteArray, data);
        QFETCH(std::string, expected);
        NameServer server([&](const QByteArray& question) { return answerTo(question, {{record, data}}); });
        Bench bench;
        bench.begin(DnsDiscoveryOptions{
            {"svc.example."}, static_cast<DnsDiscoveryOptions::Type>(type), 9100, 60s, server.address()});

        QVERIFY(bench.waitFor([&] {
            server.serve();
            return bench.discovery->status().hasRun;
        }));

        QCOMPARE(bench.discovery->status().lastError, std::string());
        QCOMPARE(bench.found(), expected);
    }

    void nameserverThatFailsLeavesTheTargetsAndAMissingNameTakesThem()
    {
        const QByteArray address("\x7f\0\0\1", 4);
        NameServer server([&](const QByteArray& question) { return answerTo(question, {{1, address}}); });
        Bench bench;
        bench.begin(DnsDiscoveryOptions{{"svc.example."}, DnsDiscoveryOptions::Type::A, 1, 50ms, server.address()});
        const auto wait = [&](const std::function<bool()>& condition) {
            return bench.waitFor([&] {
                server.serve();
                return condition();
            });
        };
        QVERIFY(wait([&] { return bench.discovery->status().targets == 1; }));

        server.setAnswer([](const QByteArray& question) { return answerTo(question, {}, 2); }); // SERVFAIL
        QVERIFY(wait([&] { return !bench.discovery->status().lastError.empty(); }));
        QCOMPARE(bench.discovery->status().targets, std::size_t(1));

        server.setAnswer([](const QByteArray& question) { return answerTo(question, {}, 3); }); // NXDOMAIN
        QVERIFY(wait([&] { return bench.discovery->status().targets == 0; }));
        QCOMPARE(bench.discovery->status().lastError, std::string());
    }

    void brokenDnsAnswerIsRefused()
    {
        QVERIFY(!readDnsAnswer({}, DnsType::A));
        const QByteArray lying =
            shortNumber(1) + shortNumber(0x8180) + shortNumber(0) + shortNumber(9) + shortNumber(0) + shortNumber(0);
        const auto* bytes = reinterpret_cast<const unsigned char*>(lying.constData());
        QVERIFY(!readDnsAnswer({bytes, static_cast<std::size_t>(lying.size())}, DnsType::A));
    }

    void whatIsNotSupportedSaysSo()
    {
        Bench bench;
        bench.begin(UnsupportedDiscovery{"kubernetes_sd_configs"});

        QCOMPARE(bench.found(), std::string());
        QVERIFY(bench.discovery->status().lastError.starts_with("Nocturne has no kubernetes_sd_configs"));
    }

    void brokenGroupsAreNamedByPlace_data()
    {
        QTest::addColumn<std::string>("text");
        QTest::addColumn<std::string>("error");
        QTest::newRow("no list") << std::string("{}") << std::string("1:1: a list of groups");
        QTest::newRow("null group") << std::string("[null]") << std::string("1:2: a group of targets is missing");
        QTest::newRow("unknown key") << std::string("- target: [a]") << std::string("1:3: ");
        QTest::newRow("targets no list") << std::string("- targets: a") << std::string("1:12: ");
        QTest::newRow("label name") << std::string("- {targets: [a], labels: {a-b: c}}")
                                    << std::string("1:18: \"a-b\" is no label name");
    }

    void brokenGroupsAreNamedByPlace()
    {
        QFETCH(std::string, text);
        QFETCH(std::string, error);
        const auto groups = readTargetGroups(text);
        QVERIFY(!groups);
        QVERIFY2(groups.error().text().starts_with(error), groups.error().text().c_str());
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(DiscoveryTest)
#include "discovery_test.moc"
