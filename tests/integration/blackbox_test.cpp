// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Our checks beside Prometheus' blackbox_exporter: asked the same of the same servers, both come to the same verdict.
//
// As root the test moves into a network of its own, which has loopback alone and lets everybody ping.
#include <QtTest>

#include <fstream>
#include <functional>
#include <map>
#include <memory>

#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <QTemporaryDir>

#include "base/net/http_client.h"
#include "base/net/poll_loop.h"
#include "prometheus_process.h"
#include "server_process.h"
#include "sources/health/probe.h"
#include "support/datagram_server.h"
#include "support/faults.h"

using namespace nocturne;
using namespace nocturne::health;
using namespace nocturne::test;
using namespace std::chrono_literals;

namespace {

constexpr auto kTimeout = 1500ms;

/// One question to both.
struct Case
{
    std::string name;
    bool isGood = false;
    std::string module; ///< lines of YAML below the module, "prober: http" first
    std::string target; ///< as blackbox_exporter takes it
    CheckOptions check;
};

/// Whether this thread is in a network of its own now, with loopback up and pings allowed.
bool moveToOwnNetwork()
{
    if (::geteuid() != 0 || ::unshare(CLONE_NEWNET) != 0)
        return false;
    const int socket = ::socket(AF_INET, SOCK_DGRAM, 0);
    ifreq loopback{};
    std::strncpy(loopback.ifr_name, "lo", IFNAMSIZ - 1);
    loopback.ifr_flags = IFF_UP | IFF_RUNNING;
    const bool isUp = ::ioctl(socket, SIOCSIFFLAGS, &loopback) == 0; // NOLINT: the system's interface
    ::close(socket);
    std::ofstream("/proc/sys/net/ipv4/ping_group_range") << "0 2147483647";
    return isUp;
}

std::string indented(const std::string& lines, const std::string& by)
{
    std::string text;
    std::istringstream in(lines);
    for (std::string line; std::getline(in, line);)
        text += by + line + "\n";
    return text;
}

} // namespace

class BlackboxTest : public QObject
{
    Q_OBJECT

    std::string file(const QString& name, const std::string& content)
    {
        QFile out(m_folder.filePath(name));
        if (!out.open(QIODevice::WriteOnly) || out.write(QByteArray::fromStdString(content)) < 0)
            qFatal("no file");
        return out.fileName().toStdString();
    }

    CheckOptions of(CheckType type, const std::string& target) const
    {
        CheckOptions check;
        check.name = "c";
        check.type = type;
        check.target = target;
        check.timeout = kTimeout;
        check.interval = 60s;
        return check;
    }

    void add(const std::string& name, bool isGood, const std::string& module, const std::string& target,
             const CheckOptions& check)
    {
        m_cases.push_back({name, isGood, module, target, check});
    }

    void http(const std::string& name, bool isGood, const std::string& url, const std::string& options = {},
              const std::function<void(CheckOptions&)>& change = {})
    {
        auto check = of(CheckType::Http, url);
        if (change)
            change(check);
        add(name, isGood, "prober: http\nhttp:\n  preferred_ip_protocol: ip4\n" + indented(options, "  "), url, check);
    }

    FaultServer& serve(const FaultScript& script)
    {
        return *m_servers.emplace_back(std::make_unique<FaultServer>(script));
    }
    FaultServer& serveTls(const CertificateOptions& options, bool isSigned, int maxVersion = 0)
    {
        return *m_servers.emplace_back(std::make_unique<FaultServer>(
            faults::respond(200, {}, "safe"),
            FaultServer::Tls{.certificate = makeCertificate(options, isSigned ? &m_authority : nullptr),
                             .maxVersion = maxVersion}));
    }

    void addStatuses()
    {
        auto& web = serve(faults::respondByPath({
            {"/ok", faults::respond(200, {"X-Node: 7", "Content-Type: text/plain"}, "state: ready, queue 3")},
            {"/empty", faults::respond(204, {}, "")},
            {"/broken", faults::respond(500, {}, "no")},
            {"/moved", faults::redirectTo(302, "/ok")},
            {"/round", faults::redirectTo(302, "/round")},
            {"/slow", faults::slowBytes("abc", 100ms)},
            {"/large", faults::respond(200, {}, std::string(5'000, 'x'))},
        }));
        const auto url = [&](const char* path) { return web.url(path); };
        http("200", true, url("/ok"));
        http("204", true, url("/empty"));
        http("404", false, url("/nowhere"));
        http("500", false, url("/broken"));
        http("404 is expected", true, url("/nowhere"), "valid_status_codes: [404]", [](CheckOptions& check) {
            check.expectedStatus = {{404, 404}};
        });
        http("200 is not expected", false, url("/ok"), "valid_status_codes: [404]", [](CheckOptions& check) {
            check.expectedStatus = {{404, 404}};
        });
        http("redirect", true, url("/moved"));
        http("redirect is an answer", false, url("/moved"), "follow_redirects: false",
             [](CheckOptions& check) { check.followRedirects = false; });
        http("redirect is expected", true, url("/moved"), "follow_redirects: false\nvalid_status_codes: [302]",
             [](CheckOptions& check) {
                 check.followRedirects = false;
                 check.expectedStatus = {{302, 302}};
             });
        http("redirect without end", false, url("/round"));
        http("slow, in time", true, url("/slow"));
        http("larger than allowed", false, url("/large"), "body_size_limit: 1KB",
             [](CheckOptions& check) { check.maxBodyBytes = 1'000; });
        addAnswers(url("/ok"));
    }

    void addAnswers(const std::string& url)
    {
        const auto body = [](auto member, const char* expression) {
            return [member, expression](CheckOptions& check) {
                Expectation expectation;
                expectation.*member = expression;
                check.expectations = {expectation};
            };
        };
        const auto header = [](const char* name, const char* expression) {
            return [name, expression](CheckOptions& check) {
                check.expectations = {{.of = Expectation::Of::Header, .subject = name, .matches = expression}};
            };
        };
        http("body matches", true, url, "fail_if_body_not_matches_regexp: ['queue [0-9]$']",
             body(&Expectation::matches, "queue [0-9]$"));
        http("body does not match", false, url, "fail_if_body_not_matches_regexp: ['^queue']",
             body(&Expectation::matches, "^queue"));
        http("body must not match", false, url, "fail_if_body_matches_regexp: ['rea+dy']",
             body(&Expectation::notMatches, "rea+dy"));
        http("body must not match and does not", true, url, "fail_if_body_matches_regexp: ['error']",
             body(&Expectation::notMatches, "error"));
        const std::string wanted = "fail_if_header_not_matches: [{header: ";
        http("header matches", true, url, wanted + "X-Node, regexp: '^[0-9]$'}]", header("X-Node", "^[0-9]$"));
        http("header does not match", false, url, wanted + "X-Node, regexp: '^8'}]", header("X-Node", "^8"));
        http("header is missing", false, url, wanted + "X-None, regexp: '.*'}]", header("X-None", ".*"));
    }

    void addRequests()
    {
        auto& picky = serve([](FaultConnection& peer) {
            for (auto request = peer.readRequest(); !request.empty(); request = peer.readRequest()) {
                const bool isRight = request.starts_with("POST ") && request.ends_with("ping") &&
                                     request.find("Basic dTpw") != std::string::npos;
                peer.send(std::string("HTTP/1.1 ") + (isRight ? "200 OK" : "401 Unauthorized") +
                          "\r\nContent-Length: 0\r\n\r\n");
            }
        });
        const auto asking = [](const char* password) {
            return [password](CheckOptions& check) {
                check.method = "POST";
                check.body = "ping";
                check.basicAuth = net::BasicAuth{"u", password};
            };
        };
        const std::string post = "method: POST\nbody: ping\nbasic_auth: {username: u, password: ";
        http("body and password", true, picky.url("/"), post + "p}", asking("p"));
        http("wrong password", false, picky.url("/"), post + "q}", asking("q"));
    }

    void addFailures()
    {
        http("refused", false, m_refused.url("/"));
        http("hangs", false, serve(faults::hang()).url("/"));
        http("reset", false, serve(faults::resetBeforeAnswer()).url("/"));
        http("no HTTP", false, serve(faults::raw("220 mail\r\n")).url("/"));
        http("cut off", false, serve(faults::truncated("ab", 10)).url("/"), "fail_if_body_matches_regexp: ['x']",
             [](CheckOptions& check) { check.expectations = {{.notMatches = "x"}}; });
        http("name that is none", false, "http://no.such.name.invalid/");
        http("plain where TLS is asked for", false, "https" + serve(faults::respond(200, {}, "")).url("/").substr(4));
    }

    void addTls()
    {
        const auto trusting = [this](CheckOptions& check) { check.tls.caFile = m_caFile; };
        const auto skipping = [](CheckOptions& check) { check.tls.insecureSkipVerify = true; };
        const auto ca = "tls_config: {ca_file: " + m_caFile + "}";
        auto& good = serveTls({}, true);
        auto& expired = serveTls({.notBefore = -2h, .notAfter = -1h}, true);
        auto& selfMade = serveTls({}, false);
        auto& other = serveTls({.commonName = "other", .alternativeNames = {"DNS:other.example"}}, true);
        auto& old = serveTls({}, true, 0x0302);
        http("TLS", true, good.url("/"), ca, trusting);
        http("unknown authority", false, good.url("/"));
        http("expired", false, expired.url("/"), ca, trusting);
        http("self-signed", false, selfMade.url("/"), ca, trusting);
        http("self-signed, not verified", true, selfMade.url("/"), "tls_config: {insecure_skip_verify: true}",
             skipping);
        http("another's certificate", false, other.url("/"), ca, trusting);
        http("another's name is expected", true, other.url("/"),
             "tls_config: {ca_file: " + m_caFile + ", server_name: other.example}", [this](CheckOptions& check) {
                 check.tls.caFile = m_caFile;
                 check.tls.serverName = "other.example";
             });
        http("TLS 1.1", false, old.url("/"), ca, trusting);
        for (auto* server : {&good, &expired, &other}) {
            const auto target = "127.0.0.1:" + std::to_string(server->port());
            auto check = of(CheckType::Tls, target);
            check.tls.caFile = m_caFile;
            add("handshake " + std::to_string(m_cases.size()), server == &good,
                "prober: tcp\ntcp:\n  tls: true\n  tls_config: {ca_file: " + m_caFile + "}\n", target, check);
        }
    }

    void addTcp()
    {
        const auto tcp = [&](const char* name, bool isGood, const std::string& target) {
            add(name, isGood, "prober: tcp\n", target, of(CheckType::Tcp, target));
        };
        tcp("port", true, "127.0.0.1:" + std::to_string(serve(faults::hang()).port()));
        tcp("port that is closed", false, "127.0.0.1:" + std::to_string(m_refused.port()));
        tcp("port of no host", false, "no.such.name.invalid:80");
    }

    void addDns()
    {
        m_nameserver = std::make_unique<DatagramServer>([](const std::string& question) {
            const auto asks = [&](const char* word) { return question.find(word) != std::string::npos; };
            if (asks("silent"))
                return std::vector<std::string>();
            if (asks("none"))
                return std::vector{dnsAnswer(question, {}, 0x8183)};
            if (asks("failing"))
                return std::vector{dnsAnswer(question, {}, 0x8182)};
            if (question.ends_with(bigEndian(15, 2) + bigEndian(1, 2)))
                return std::vector{dnsAnswer(question, {{15, bigEndian(10, 2) + dnsName("mail.example")}})};
            return std::vector{dnsAnswer(question, {{1, "\x7f" + bigEndian(5, 3)}})};
        });
        const auto dns = [&](const char* name, bool isGood, const std::string& query, const std::string& type,
                             const std::string& expression = {}, const std::vector<std::string>& expected = {}) {
            auto check = of(CheckType::Dns, query);
            check.resolver = m_nameserver->target();
            check.record = type;
            check.expectedAnswers = expected;
            add(name, isGood,
                "prober: dns\ndns:\n  preferred_ip_protocol: ip4\n  query_name: " + query + "\n  query_type: " + type +
                    "\n" +
                    (expression.empty()
                         ? ""
                         : "  validate_answer_rrs: {fail_if_not_matches_regexp: ['" + expression + "']}\n"),
                check.resolver, check);
        };
        dns("name", true, "shop.example", "A");
        dns("name with its address", true, "shop.example", "A", ".*127\\.0\\.0\\.5$", {"127.0.0.5"});
        dns("name with another address", false, "shop.example", "A", ".*127\\.0\\.0\\.6$", {"127.0.0.6"});
        dns("mail", true, "shop.example", "MX", ".*10\\smail\\.example\\.$", {"10 mail.example."});
        dns("unknown name", false, "none.example", "A");
        dns("failing nameserver", false, "failing.example", "A");
        dns("silent nameserver", false, "silent.example", "A");
    }

    void addPings()
    {
        if (!m_hasOwnNetwork)
            return;
        const auto ping = [&](const char* name, bool isGood, const std::string& target, const char* protocol) {
            add(name, isGood, std::string("prober: icmp\nicmp:\n  preferred_ip_protocol: ") + protocol + "\n", target,
                of(CheckType::Icmp, target));
        };
        ping("ping", true, "127.0.0.1", "ip4");
        ping("ping of IPv6", true, "::1", "ip6");
        ping("ping without a way", false, "192.0.2.1", "ip4");
        ping("ping of no host", false, "no.such.name.invalid", "ip4");
    }

    ProbeResult ours(const CheckOptions& check)
    {
        net::PollLoop loop;
        net::HttpClient client(loop);
        std::optional<ProbeResult> result;
        const auto probe =
            startProbe(check, loop, client, m_clock, [&](ProbeResult found) { result = std::move(found); });
        loop.runUntil([&] { return result.has_value(); }, 30s);
        return result.value_or(ProbeResult());
    }

    /// 1, 0, or -1 where it did not say.
    int theirs(const Case& question)
    {
        const auto url =
            QStringLiteral("http://127.0.0.1:%1/probe?module=%2&target=%3")
                .arg(m_exporter.port())
                .arg(moduleOf(question))
                .arg(QString::fromLatin1(QUrl::toPercentEncoding(QString::fromStdString(question.target))));
        const auto answer = ask(url);
        return answer.body.contains("\nprobe_success 1") ? 1 : answer.body.contains("\nprobe_success 0") ? 0 : -1;
    }
    QString moduleOf(const Case& question) const { return QStringLiteral("m%1").arg(&question - m_cases.data()); }

private slots:
    void initTestCase()
    {
        const auto program = QStringLiteral("prometheus-blackbox-exporter");
        if (const auto obstacle = m_exporter.obstacle({program}); !obstacle.isEmpty())
            QSKIP(qPrintable(obstacle + QStringLiteral(": apt-get install ") + program));
        m_hasOwnNetwork = moveToOwnNetwork();
        m_authority = makeCertificate({.commonName = "Test CA", .alternativeNames = {}, .isAuthority = true});
        m_caFile = file(QStringLiteral("ca.pem"), m_authority.certificatePem);
        addStatuses();
        addRequests();
        addFailures();
        addTls();
        addTcp();
        addDns();
        addPings();
        std::string modules = "modules:\n";
        for (const auto& question : m_cases)
            modules += "  " + moduleOf(question).toStdString() + ":\n    timeout: 1500ms\n" +
                       indented(question.module, "    ");
        const auto config = file(QStringLiteral("blackbox.yml"), modules);
        const auto home = QStringLiteral("http://127.0.0.1:%1/").arg(m_exporter.port());
        const QStringList arguments{QStringLiteral("--config.file=") + QString::fromStdString(config),
                                    QStringLiteral("--timeout-offset=0"),
                                    QStringLiteral("--web.listen-address=127.0.0.1:%1").arg(m_exporter.port())};
        const bool started = m_exporter.start(program, arguments, [&] { return ask(home).status == 200; });
        QVERIFY2(started, m_exporter.log().constData());
    }

    void bothComeToTheSameVerdict()
    {
        QVERIFY2(m_cases.size() >= 20, "enough to tell");
        for (const auto& question : m_cases) {
            const auto result = ours(question.check);
            const auto verdict = theirs(question);

            QVERIFY2(verdict == (question.isGood ? 1 : 0),
                     (question.name + ": blackbox_exporter says " + std::to_string(verdict)).c_str());
            QVERIFY2((result.state != HealthState::Down) == question.isGood,
                     (question.name + ": we say " + std::string(toString(result.state)) + ", " + result.error).c_str());
        }
        qInfo("%zu cases, pings among them: %s", m_cases.size(), m_hasOwnNetwork ? "yes" : "no");
    }

private:
    SystemClock m_clock;
    QTemporaryDir m_folder;
    RefusedPort m_refused;
    ServerProcess m_exporter;
    TestCertificate m_authority;
    std::string m_caFile;
    std::vector<std::unique_ptr<FaultServer>> m_servers;
    std::unique_ptr<DatagramServer> m_nameserver;
    std::vector<Case> m_cases;
    bool m_hasOwnNetwork = false;
};

QTEST_GUILESS_MAIN(BlackboxTest)
#include "blackbox_test.moc"
