// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Each option of a scrape config, from its text in prometheus.yml to what a server or the store sees of it.
#include <fstream>

#include <sys/stat.h>

#include <QTemporaryDir>
#include <QTest>

#include "base/net/poll_loop.h"
#include "base/secrets/memory_secrets.h"
#include "service/collector/source_options.h"
#include "service/config/read_configuration.h"
#include "sources/scrape/scrape_manager.h"
#include "support/faults.h"
#include "support/memory_store.h"

using namespace nocturne;
using namespace nocturne::test;
using namespace std::chrono_literals;

namespace {

const std::vector<std::string> kText = {"Content-Type: text/plain; version=0.0.4"};

/// Runs `scrape_configs` given as text and keeps what comes of it.
class Bench
{
public:
    Bench() = default;

    void run(const std::string& text)
    {
        auto reading = config::readConfiguration(text);
        if (reading.hasErrors())
            qFatal("%s", reading.findings.front().error.text().c_str());
        auto jobs = collector::scrapeOptions(reading.configuration, m_keychain);
        if (!jobs)
            qFatal("%s", jobs.error().text().c_str());
        manager.setJobs(std::move(*jobs));
    }
    /// One job "j" with one target and these further lines.
    void runJob(const FaultServer& server, const std::string& lines)
    {
        run("scrape_configs:\n- job_name: j\n  scrape_interval: 1s\n  scrape_timeout: 1s\n  static_configs: [{targets: "
            "['127.0.0.1:" +
            std::to_string(server.port()) + "']}]\n" + lines);
    }
    bool waitForScrapes(int count = 1)
    {
        return loop.runUntil(
            [&] {
                for (const auto& status : manager.statuses()) {
                    if (status.lastScrape == 0)
                        return false;
                }
                return scrapes >= count && !manager.statuses().empty();
            },
            20s);
    }
    std::string lastError() const { return manager.statuses().at(0).lastError; }
    /// The newest value of a series, NaN without one.
    double value(const std::string& name) const
    {
        const auto querier = store.querier(0, clock.now() + 1000);
        auto series = (*querier)->select({*model::Matcher::make(model::Matcher::Op::Equal, "__name__", name)}, {});
        double last = std::nan("");
        for (const auto& cursor : *series) {
            std::array<Timestamp, 64> times{};
            std::array<double, 64> values{};
            const auto count = cursor->read(times, values).value();
            last = count == 0 ? last : values.at(count - 1);
        }
        return last;
    }

    net::PollLoop loop;
    net::HttpClient http{loop};
    support::MemoryStore store;
    SystemClock clock;
    NullLogger log;
    int scrapes = 0;
    scrape::ScrapeManager manager{loop, http, store, clock, log};

private:
    secrets::MemorySecrets m_keychain;
    [[maybe_unused]] const bool m_counts = [this] {
        manager.onChange([this] { ++scrapes; });
        return true;
    }();
};

} // namespace

class ScrapeOptionsTest : public QObject
{
    Q_OBJECT

    std::string secretFile(const std::string& name, const std::string& text)
    {
        const auto path = m_folder.path().toStdString() + '/' + name;
        std::ofstream(path) << text;
        ::chmod(path.c_str(), 0600);
        return path;
    }

private slots:
    void requestsCarryWhatTheJobSays_data()
    {
        QTest::addColumn<QByteArray>("lines");
        QTest::addColumn<QByteArray>("seen");
        QTest::newRow("basic_auth") << QByteArray("  basic_auth: {username: me, password: pw}\n")
                                    << QByteArray("Authorization: Basic bWU6cHc=\r\n");
        QTest::newRow("bearer_token") << QByteArray("  bearer_token: t0ken\n")
                                      << QByteArray("Authorization: Bearer t0ken\r\n");
        QTest::newRow("authorization") << QByteArray("  authorization: {type: Token, credentials: abc}\n")
                                       << QByteArray("Authorization: Token abc\r\n");
        QTest::newRow("http_headers") << QByteArray(
                                             "  http_headers: {X-Scope: {values: [one, two]}, X-Key: {secrets: [s]}}\n")
                                      << QByteArray("X-Scope: one\r\nX-Scope: two\r\nX-Key: s\r\n");
        QTest::newRow("params") << QByteArray("  params: {module: [http_2xx, b], a: ['x y']}\n")
                                << QByteArray("GET /metrics?a=x%20y&module=http_2xx&module=b HTTP/1.1\r\n");
        QTest::newRow("relabelled param") << QByteArray("  relabel_configs: [{target_label: __param_target, "
                                                        "replacement: site}]\n")
                                          << QByteArray("GET /metrics?target=site HTTP/1.1\r\n");
        QTest::newRow("metrics_path") << QByteArray("  metrics_path: /probe\n")
                                      << QByteArray("GET /probe HTTP/1.1\r\n");
        QTest::newRow("scrape_protocols") << QByteArray("  scrape_protocols: [PrometheusText0.0.4]\n")
                                          << QByteArray("Accept: text/plain;version=0.0.4;");
        QTest::newRow("enable_compression")
            << QByteArray("  enable_compression: true\n") << QByteArray("Accept-Encoding: gzip\r\n");
        QTest::newRow("timeout header") << QByteArray("  scrape_timeout: 1s\n")
                                        << QByteArray("X-Prometheus-Scrape-Timeout-Seconds: 1");
        QTest::newRow("relabelled timeout")
            << QByteArray("  relabel_configs: [{target_label: __scrape_timeout__, replacement: 500ms}]\n")
            << QByteArray("X-Prometheus-Scrape-Timeout-Seconds: 0.5");
    }

    void requestsCarryWhatTheJobSays()
    {
        QFETCH(QByteArray, lines);
        QFETCH(QByteArray, seen);
        if (lines.startsWith("  scrape_timeout"))
            lines.clear(); // it is there already
        FaultServer server(faults::respond(200, kText, "a 1\n"));
        Bench bench;
        bench.runJob(server, lines.toStdString());

        QVERIFY(bench.waitForScrapes());

        const auto request = QByteArray::fromStdString(server.requests().front());
        QVERIFY2(request.contains(seen), request);
    }

    void noCompressionIsNotAskedFor()
    {
        FaultServer server(faults::respond(200, kText, "a 1\n"));
        Bench bench;
        bench.runJob(server, "  enable_compression: false\n");

        QVERIFY(bench.waitForScrapes());

        QVERIFY(!QByteArray::fromStdString(server.requests().front()).contains("Accept-Encoding: gzip"));
    }

    void filesWithSecretsAreReadForEachScrape()
    {
        FaultServer server(faults::respond(200, kText, "a 1\n"));
        Bench bench;
        const auto file = secretFile("token", "first\n");
        bench.runJob(server, "  authorization: {credentials_file: " + file + "}\n");
        QVERIFY(bench.waitForScrapes());
        QVERIFY(server.requests().back().find("Authorization: Bearer first\r\n") != std::string::npos);

        secretFile("token", "second\n");

        QVERIFY(bench.loop.runUntil(
            [&] { return server.requests().back().find("Authorization: Bearer second\r\n") != std::string::npos; },
            20s));
        std::remove(file.c_str());
        QVERIFY(bench.loop.runUntil([&] { return !bench.lastError().empty(); }, 20s));
        QVERIFY2(bench.lastError().find("cannot read the secret in") != std::string::npos, bench.lastError().c_str());
        QCOMPARE(bench.value("up"), 0.0);
    }

    void passwordFileGoesIntoBasicAuthentication()
    {
        FaultServer server(faults::respond(200, kText, "a 1\n"));
        Bench bench;
        bench.runJob(server, "  basic_auth: {username_file: " + secretFile("user", "me\n") +
                                 ", password_file: " + secretFile("password", "pw\n") + "}\n");

        QVERIFY(bench.waitForScrapes());

        QVERIFY(server.requests().front().find("Authorization: Basic bWU6cHc=\r\n") != std::string::npos);
    }

    void oauth2TokenIsFetchedOnceUsedAndRenewedWhenRefused()
    {
        FaultServer tokens(
            faults::inTurn({faults::respond(401, {}, "{}"),
                            faults::respond(200, {"Content-Type: application/json"},
                                            R"({"access_token":"one","token_type":"bearer","expires_in":3600})"),
                            faults::respond(200, {"Content-Type: application/json"}, R"({"access_token":"two"})")}));
        FaultServer server(faults::inTurn({faults::respond(200, kText, "a 1\n"), faults::respond(200, kText, "a 2\n"),
                                           faults::respond(401, {}, ""), faults::respond(200, kText, "a 3\n")}));
        Bench bench;
        bench.runJob(server, "  oauth2: {client_id: 'me:1', client_secret: s, token_url: '" + tokens.url("/token") +
                                 "', scopes: [a, b], endpoint_params: {audience: all}}\n");

        QVERIFY(bench.loop.runUntil([&] { return bench.value("a") == 3.0; }, 20s));

        const auto asked = tokens.requests();
        QCOMPARE(asked.size(), std::size_t(3));
        QVERIFY2(asked[0].find("Authorization: Basic bWUlM0ExOnM=\r\n") != std::string::npos, asked[0].c_str());
        QVERIFY2(asked[0].ends_with("grant_type=client_credentials&scope=a%20b&audience=all"), asked[0].c_str());
        QVERIFY2(asked[1].ends_with("&client_id=me%3A1&client_secret=s"), asked[1].c_str());
        const auto requests = server.requests();
        QVERIFY(requests[1].find("Authorization: Bearer one\r\n") != std::string::npos);
        QVERIFY(requests[3].find("Authorization: Bearer two\r\n") != std::string::npos);
    }

    void redirectsAreFollowedUnlessToldOtherwise_data()
    {
        QTest::addColumn<QByteArray>("lines");
        QTest::addColumn<double>("up");
        QTest::newRow("followed") << QByteArray() << 1.0;
        QTest::newRow("not followed") << QByteArray("  follow_redirects: false\n") << 0.0;
    }

    void redirectsAreFollowedUnlessToldOtherwise()
    {
        QFETCH(QByteArray, lines);
        QFETCH(double, up);
        FaultServer server(faults::respondByPath(
            {{"/metrics", faults::redirectTo(302, "/other")}, {"/other", faults::respond(200, kText, "a 1\n")}}));
        Bench bench;
        bench.runJob(server, lines.toStdString());

        QVERIFY(bench.waitForScrapes());

        QCOMPARE(bench.value("up"), up);
    }

    void proxyIsUsedWhereAskedForAlone()
    {
        FaultServer proxy(faults::respond(200, kText, "a 7\n"));
        FaultServer server(faults::respond(200, kText, "a 1\n"));
        qputenv("http_proxy", QByteArray::fromStdString(proxy.url()));
        Bench plain;
        plain.runJob(server, "");
        QVERIFY(plain.waitForScrapes());
        qunsetenv("http_proxy");
        QCOMPARE(plain.value("a"), 1.0);

        Bench through;
        through.runJob(server, "  proxy_url: " + proxy.url() + "\n");
        QVERIFY(through.waitForScrapes());
        QCOMPARE(through.value("a"), 7.0);

        Bench around;
        around.runJob(server, "  proxy_url: " + proxy.url() + "\n  no_proxy: 127.0.0.0/8\n");
        QVERIFY(around.waitForScrapes());
        QCOMPARE(around.value("a"), 1.0);
    }

    void proxyIsToldItsHeadersOnConnect()
    {
        FaultServer proxy(faults::respond(403, {}, ""));
        FaultServer server(faults::respond(200, kText, "a 1\n"));
        Bench bench;
        bench.runJob(server, "  scheme: https\n  proxy_url: " + proxy.url() +
                                 "\n  proxy_connect_header: {X-Proxy-Key: [k1]}\n");

        QVERIFY(bench.waitForScrapes());

        const auto request = QByteArray::fromStdString(proxy.requests().front());
        QVERIFY2(request.startsWith("CONNECT "), request);
        QVERIFY2(request.contains("X-Proxy-Key: k1\r\n"), request);
    }

    void tlsGoesByWhatTheJobSays_data()
    {
        QTest::addColumn<QByteArray>("tls");
        QTest::addColumn<double>("up");
        QTest::newRow("authority written out")
            << QByteArray("ca: CA, server_name: metrics.test, key: KEY, cert: CERT") << 1.0;
        QTest::newRow("no authority") << QByteArray("server_name: metrics.test, key: KEY, cert: CERT") << 0.0;
        QTest::newRow("wrong name") << QByteArray("ca: CA, server_name: other.test, key: KEY, cert: CERT") << 0.0;
        QTest::newRow("no certificate of ours") << QByteArray("ca: CA, server_name: metrics.test") << 0.0;
        QTest::newRow("not verified") << QByteArray("insecure_skip_verify: true, key: KEY, cert: CERT") << 1.0;
        QTest::newRow("older versions alone")
            << QByteArray("ca: CA, server_name: metrics.test, key: KEY, cert: CERT, max_version: TLS12") << 1.0;
        QTest::newRow("too new") << QByteArray(
                                        "ca: CA, server_name: metrics.test, key: KEY, cert: CERT, min_version: TLS13")
                                 << 0.0;
    }

    void tlsGoesByWhatTheJobSays()
    {
        QFETCH(QByteArray, tls);
        QFETCH(double, up);
        constexpr int kTls12 = 0x0303;
        const auto authority = makeCertificate({.commonName = "CA", .alternativeNames = {}, .isAuthority = true});
        const auto own = makeCertificate({.commonName = "us", .alternativeNames = {"DNS:us"}}, &authority);
        FaultServer server(faults::respond(200, kText, "a 1\n"),
                           {.certificate = makeCertificate({.alternativeNames = {"DNS:metrics.test"}}, &authority),
                            .clientCaPem = authority.certificatePem,
                            .maxVersion = kTls12});
        const auto quoted = [](const std::string& pem) {
            return '"' + QByteArray::fromStdString(pem).replace("\n", "\\n") + '"';
        };
        tls.replace("CERT", quoted(own.certificatePem))
            .replace("ca: CA,", "ca: " + quoted(authority.certificatePem) + ",")
            .replace("KEY", quoted(own.keyPem));
        Bench bench;
        bench.runJob(server, "  scheme: https\n  tls_config: {" + tls.toStdString() + "}\n");

        QVERIFY(bench.waitForScrapes());

        QVERIFY2(bench.value("up") == up, bench.lastError().c_str());
    }

    void theEndOfTheCertificateIsTold()
    {
        const auto authority = makeCertificate({.commonName = "CA", .alternativeNames = {}, .isAuthority = true});
        FaultServer server(faults::respond(200, kText, "a 1\n"), {.certificate = makeCertificate({}, &authority)});
        FaultServer plain(faults::respond(200, kText, "a 1\n"));
        const auto file = secretFile("ca.pem", authority.certificatePem);
        Bench bench;
        bench.runJob(server, "  scheme: https\n  tls_config: {ca_file: '" + file + "'}\n");
        Bench other;
        other.runJob(plain, "");

        QVERIFY(bench.waitForScrapes() && other.waitForScrapes());

        QVERIFY2(bench.value("up") == 1, bench.lastError().c_str());
        const double left = bench.value("scrape_cert_not_after_timestamp_seconds") - double(bench.clock.now()) / 1000;
        QVERIFY2(left > 86'000 && left <= 86'400, std::to_string(left).c_str());
        QVERIFY(std::isnan(other.value("scrape_cert_not_after_timestamp_seconds")));
    }

    void revokedTargetIsDown_data()
    {
        QTest::addColumn<bool>("isRevoked");
        QTest::newRow("revoked") << true;
        QTest::newRow("another was") << false;
    }
    void revokedTargetIsDown()
    {
        QFETCH(bool, isRevoked);
        const auto authority = makeCertificate({.commonName = "CA", .alternativeNames = {}, .isAuthority = true});
        const auto shown = makeCertificate({}, &authority);
        FaultServer server(faults::respond(200, kText, "a 1\n"), {.certificate = shown});
        const auto list = revocationList(authority, {isRevoked ? shown : makeCertificate({}, &authority)});
        Bench bench;
        bench.runJob(server, "  scheme: https\n  tls_config: {ca_file: '" +
                                 secretFile("ca.pem", authority.certificatePem) + "', crl_file: '" +
                                 secretFile("crl.pem", list) + "'}\n");

        QVERIFY(bench.waitForScrapes());

        QVERIFY2(bench.value("up") == (isRevoked ? 0 : 1), bench.lastError().c_str());
        QCOMPARE(bench.lastError().find("certificate revoked") != std::string::npos, isRevoked);
    }

    void limitsFailTheScrape_data()
    {
        QTest::addColumn<QByteArray>("lines");
        QTest::addColumn<QByteArray>("error");
        const auto row = [](const char* name, const char* lines, const char* error) {
            QTest::newRow(name) << QByteArray(lines) << QByteArray(error);
        };
        row("body_size_limit", "  body_size_limit: 10B\n", "10");
        row("sample_limit", "  sample_limit: 2\n", "sample_limit 2");
        row("sample_limit counts after relabelling",
            "  sample_limit: 2\n  metric_relabel_configs: [{source_labels: [__name__], regex: c, action: drop}]\n", "");
        row("label_limit", "  label_limit: 3\n", "over label_limit 3");
        row("label_limit that is met", "  label_limit: 4\n", "");
        row("label_name_length_limit", "  label_name_length_limit: 7\n", "over label_name_length_limit 7");
        row("label_value_length_limit", "  label_value_length_limit: 5\n", "over label_value_length_limit 5");
    }

    void limitsFailTheScrape()
    {
        QFETCH(QByteArray, lines);
        QFETCH(QByteArray, error);
        FaultServer server(faults::respond(200, kText, "a 1\nb{x=\"1\"} 1\nc 1\n"));
        Bench bench;
        bench.runJob(server, lines.toStdString());

        QVERIFY(bench.waitForScrapes());

        QVERIFY2(error.isEmpty() == bench.lastError().empty() &&
                     QByteArray::fromStdString(bench.lastError()).contains(error),
                 bench.lastError().c_str());
        QCOMPARE(bench.value("up"), error.isEmpty() ? 1.0 : 0.0);
    }

    void moreTargetsThanTheLimitFailAll()
    {
        FaultServer server(faults::respond(200, kText, "a 1\n"));
        const auto port = std::to_string(server.port());
        Bench bench;
        bench.run("scrape_configs:\n- {job_name: j, scrape_interval: 1s, scrape_timeout: 1s, target_limit: 1, "
                  "static_configs: [{targets: ['127.0.0.1:" +
                  port + "', 'localhost:" + port + "']}]}\n");

        QVERIFY(bench.waitForScrapes(2));

        for (const auto& status : bench.manager.statuses())
            QCOMPARE(status.lastError, std::string("target_limit exceeded (number of targets: 2, limit: 1)"));
        QVERIFY(server.requests().empty());
    }

    void droppedTargetsAreCountedAndKeptAsFarAsAskedFor()
    {
        Bench bench;
        bench.run("scrape_configs:\n- {job_name: j, keep_dropped_targets: 1, static_configs: [{targets: [a, b, c]}], "
                  "relabel_configs: [{action: drop, source_labels: [__address__], regex: '.*'}]}\n");

        const auto dropped = bench.manager.dropped();

        QCOMPARE(dropped.size(), std::size_t(1));
        QCOMPARE(dropped[0].count, std::size_t(3));
        QCOMPARE(dropped[0].labels.size(), std::size_t(1));
        QCOMPARE(dropped[0].labels[0].toString(),
                 std::string(R"({__address__="a", __metrics_path__="/metrics", __scheme__="http", )"
                             R"(__scrape_interval__="15s", __scrape_timeout__="10s", job="j"})"));
    }

    void labelsOfTheTargetAndTheBody_data()
    {
        QTest::addColumn<QByteArray>("lines");
        QTest::addColumn<QByteArray>("label");
        QTest::newRow("target's win") << QByteArray() << QByteArray("exported_job");
        QTest::newRow("honor_labels") << QByteArray("  honor_labels: true\n") << QByteArray("job");
    }

    void labelsOfTheTargetAndTheBody()
    {
        QFETCH(QByteArray, lines);
        QFETCH(QByteArray, label);
        FaultServer server(faults::respond(200, kText, "a{job=\"theirs\"} 1\n"));
        Bench bench;
        bench.runJob(server, lines.toStdString());
        QVERIFY(bench.waitForScrapes());

        const auto querier = bench.store.querier(0, bench.clock.now() + 1000);
        auto series = (*querier)->select({*model::Matcher::make(model::Matcher::Op::Equal, "__name__", "a")}, {});

        QCOMPARE(series->size(), std::size_t(1));
        QCOMPARE(series->front()->labels().get(label.toStdString()), std::string_view("theirs"));
    }

    void timesOfTheBodyAreHonouredOrNot_data()
    {
        QTest::addColumn<QByteArray>("lines");
        QTest::addColumn<bool>("ownTime");
        QTest::addColumn<bool>("endsByMarker");
        QTest::newRow("honoured") << QByteArray() << true << false;
        QTest::newRow("not honoured") << QByteArray("  honor_timestamps: false\n") << false << true;
        QTest::newRow("tracked") << QByteArray("  track_timestamps_staleness: true\n") << true << true;
    }

    void timesOfTheBodyAreHonouredOrNot()
    {
        QFETCH(QByteArray, lines);
        QFETCH(bool, ownTime);
        QFETCH(bool, endsByMarker);
        const SystemClock clock;
        const auto told = clock.now() - 60'000;
        FaultServer server(faults::inTurn(
            {faults::respond(200, kText, "a 1 " + std::to_string(told) + "\n"), faults::respond(200, kText, "b 1\n")}));
        Bench bench;
        bench.runJob(server, lines.toStdString());
        QVERIFY(bench.loop.runUntil([&] { return bench.value("b") == 1.0; }, 20s));

        const auto querier = bench.store.querier(0, bench.clock.now() + 1000);
        auto series = (*querier)->select({*model::Matcher::make(model::Matcher::Op::Equal, "__name__", "a")}, {});
        std::array<Timestamp, 8> times{};
        std::array<double, 8> values{};
        const auto count = series->front()->read(times, values).value();

        QCOMPARE(times[0] == told, ownTime);
        QCOMPARE(count == 2 && model::isStaleMarker(values[1]), endsByMarker);
    }

    void furtherMetricsAreWrittenWhereAskedFor()
    {
        FaultServer server(faults::respond(200, kText, "a 1\n"));
        Bench usual;
        usual.runJob(server, "");
        QVERIFY(usual.waitForScrapes());
        QVERIFY(std::isnan(usual.value("scrape_body_size_bytes")));

        Bench further;
        further.runJob(server, "  extra_scrape_metrics: true\n  sample_limit: 9\n");
        QVERIFY(further.waitForScrapes());
        QCOMPARE(further.value("scrape_body_size_bytes"), 4.0);
        QCOMPARE(further.value("scrape_sample_limit"), 9.0);
        QCOMPARE(further.value("scrape_timeout_seconds"), 1.0);
    }

    void failuresAreLoggedIntoTheirFile()
    {
        FaultServer server(faults::respond(500, {}, ""));
        Bench bench;
        const auto file = m_folder.path().toStdString() + "/failures.log";
        bench.runJob(server, "  scrape_failure_log_file: " + file + "\n");
        QVERIFY(bench.waitForScrapes());

        std::ifstream in(file);
        std::string line;
        std::getline(in, line);

        const auto text = QByteArray::fromStdString(line);
        QVERIFY2(text.contains(R"("job_name":"j")") && text.contains("HTTP status 500"), text);
    }

    void fallbackIsForAnswersWithoutType_data()
    {
        QTest::addColumn<QByteArray>("lines");
        QTest::addColumn<double>("up");
        QTest::newRow("none") << QByteArray() << 0.0;
        QTest::newRow("text") << QByteArray("  fallback_scrape_protocol: PrometheusText0.0.4\n") << 1.0;
    }

    void fallbackIsForAnswersWithoutType()
    {
        QFETCH(QByteArray, lines);
        QFETCH(double, up);
        FaultServer server(faults::respond(200, {}, "a 1\n"));
        Bench bench;
        bench.runJob(server, lines.toStdString());

        QVERIFY(bench.waitForScrapes());

        QCOMPARE(bench.value("up"), up);
    }

    void targetsThatStayGoOnWhenTheJobsAreSetAnew()
    {
        FaultServer server(faults::respond(200, kText, "a 1\n"));
        Bench bench;
        bench.runJob(server, "");
        QVERIFY(bench.waitForScrapes());
        const auto before = bench.manager.statuses().at(0);

        bench.runJob(server, "  relabel_configs: [{action: drop, source_labels: [zone], regex: b}]\n");
        QCOMPARE(bench.manager.statuses().at(0).lastScrape, before.lastScrape);
        QVERIFY(!model::isStaleMarker(bench.value("a")));

        bench.runJob(server, "  honor_labels: true\n");
        QCOMPARE(bench.manager.statuses().at(0).lastScrape, Timestamp(0));
        QVERIFY(model::isStaleMarker(bench.value("a")));
        QVERIFY(model::isStaleMarker(bench.value("up")));
    }

private:
    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(ScrapeOptionsTest)
#include "scrape_options_test.moc"
