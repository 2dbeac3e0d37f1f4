// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <fstream>

#include <QTemporaryDir>
#include <QTest>

#include "base/secrets/memory_secrets.h"
#include "service/collector/collector.h"
#include "service/collector/source_options.h"
#include "service/config/explain.h"
#include "service/config/read_configuration.h"
#include "support/faults.h"

using namespace nocturne;
using namespace nocturne::collector;

namespace {

const std::string kCanary = "c4n4ry-in-the-keychain";

config::Configuration configured(const std::string& text)
{
    auto reading = config::readConfiguration(text);
    if (reading.hasErrors())
        qFatal("%s", reading.findings.front().error.message.c_str());
    return std::move(reading.configuration);
}

/// One of each that can hold a secret, all from the keychain.
config::Configuration everySecret(const std::string& httpPort)
{
    return configured("scrape_configs:\n"
                      "- {job_name: basic, scrape_interval: 1s, scrape_timeout: 1s, static_configs: [{targets: "
                      "['127.0.0.1:" +
                      httpPort +
                      "']}], basic_auth: {username: me, password: keychain:shop}}\n"
                      "- {job_name: bearer, scrape_interval: 1s, scrape_timeout: 1s, static_configs: [{targets: "
                      "['127.0.0.1:" +
                      httpPort +
                      "']}], authorization: {credentials: keychain:shop}}\n"
                      "health_checks:\n- {name: shop, interval: 1s, timeout: 1s, url: 'http://127.0.0.1:" +
                      httpPort +
                      "/', headers: {X-Api-Key: keychain:shop}}\n"
                      "streams:\n- {name: aegis, url: 'ws://127.0.0.1:" +
                      httpPort + "/', token: keychain:shop}\n");
}

} // namespace

class SourceOptionsTest : public QObject
{
    Q_OBJECT

private slots:
    void keychainSecretsReachTheSources()
    {
        secrets::MemorySecrets keychain;
        QVERIFY(keychain.write("shop", kCanary));
        const auto configuration = everySecret("9");

        const auto jobs = scrapeOptions(configuration, keychain);
        const auto checks = healthOptions(configuration, keychain);
        const auto streams = streamOptions(configuration, keychain);

        QCOMPARE(jobs->at(0).http.basicAuth->password, kCanary);
        QCOMPARE(jobs->at(1).http.authorization->credentials, kCanary);
        QCOMPARE(checks->checks.at(0).headers.at(0).value, kCanary);
        QCOMPARE(streams->at(0).bearerToken, kCanary);
    }

    void aLockedIdentityIsOpenedWithThePasswordOfTheKeychain()
    {
        QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("me.p12")).toStdString();
        const auto authority = test::makeCertificate({.isAuthority = true});
        const auto own = test::makeCertificate({}, &authority);
        std::ofstream(path, std::ios::binary) << test::pkcs12Of(own, authority, kCanary);
        secrets::MemorySecrets keychain;
        QVERIFY(keychain.write("box", kCanary));
        const auto tls = "tls_config: {pkcs12_file: '" + path + "', key_password: keychain:box}";
        const auto configuration = configured("scrape_configs: [{job_name: a, static_configs: [{targets: ['h:1']}], " +
                                              tls + "}]\nstreams: [{name: s, url: 'wss://h', " + tls + "}]\n");

        const auto jobs = scrapeOptions(configuration, keychain);
        const auto streams = streamOptions(configuration, keychain);
        QVERIFY(keychain.write("box", "another"));
        const auto refused = scrapeOptions(configuration, keychain);

        QVERIFY2(jobs && streams, jobs ? streams.error().message.c_str() : jobs.error().message.c_str());
        QCOMPARE(jobs->at(0).http.tls.certPem, own.certificatePem + authority.certificatePem);
        QCOMPARE(streams->at(0).tls.keyPem, own.keyPem);
        QVERIFY(!refused);
        const auto& said = refused.error().message;
        QVERIFY2(said.find("me.p12 cannot be opened: correct key_password") != std::string::npos, said.c_str());
        QVERIFY(said.find(kCanary) == std::string::npos);
    }

    void limitsReachTheHealthChecks()
    {
        secrets::MemorySecrets keychain;
        const auto checks = healthOptions(configured("limits: {health_body_bytes: 2MB, health_components: 300}\n"
                                                     "health_checks:\n- {name: a, type: tcp, target: 'h:1'}\n"),
                                          keychain);

        QCOMPARE(checks->checks.at(0).maxBodyBytes, std::size_t{2} << 20U);
        QCOMPARE(checks->checks.at(0).maxComponents, std::size_t{300});
    }

    void secretThatCannotBeHadNamesItsUserAndItself()
    {
        secrets::MemorySecrets empty;

        const auto jobs = scrapeOptions(everySecret("9"), empty);

        QVERIFY(!jobs);
        QVERIFY(jobs.error().kind == Error::Kind::NotFound);
        QVERIFY2(jobs.error().message.find("basic") != std::string::npos &&
                     jobs.error().message.find("shop") != std::string::npos,
                 jobs.error().message.c_str());
    }

    void aMappedStreamGetsItsSecretsAndMapping()
    {
        qputenv("STREAM_TEST_KEY", "k&y");
        const auto configuration = configured(
            "streams:\n- {name: a, type: json, protocol: socket.io, url: 'ws://h', auth: {token: "
            "'env:STREAM_TEST_KEY', "
            "user: 'a\"b'}, query: {key: 'env:STREAM_TEST_KEY'}, namespaces: [/x], series_limit: 7, mapping: "
            "{samples: [{name: n, value: $.v}]}}\n");
        secrets::MemorySecrets none;
        const auto options = streamOptions(configuration, none)->at(0);

        QVERIFY(options.type == streams::StreamType::Json);
        QVERIFY(options.protocol == streams::Protocol::SocketIo);
        QCOMPARE(options.auth, std::string("{\"token\":\"k&y\",\"user\":\"a\\\"b\"}"));
        QCOMPARE(options.query.at(0).second, std::string("k&y"));
        QCOMPARE(options.namespaces.at(0), std::string("/x"));
        QCOMPARE(options.seriesLimit, std::size_t{7});
        QCOMPARE(options.mapping.samples.at(0).name, std::string("n"));
        QVERIFY(options.updateInterval.count() == 0);
        QVERIFY(options.restUrl.empty());
    }

    void streamTakesAllOfItsTls()
    {
        secrets::MemorySecrets none;
        const auto configuration = configured("streams:\n- {name: a, url: 'wss://h', tls_config: {ca_file: /ca, "
                                              "cert_file: /cert, key_file: /key, min_version: TLS13}}\n");

        const auto tls = streamOptions(configuration, none)->at(0).tls;

        QCOMPARE(tls.caFile, std::string("/ca"));
        QCOMPARE(tls.certFile, std::string("/cert"));
        QCOMPARE(tls.keyFile, std::string("/key"));
        QVERIFY(tls.minVersion == net::TlsVersion::Tls13);
    }

    void ruleFileLargerThanTheLimitIsRefused()
    {
        const QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("r.yml")).toStdString();
        std::ofstream(path) << "groups: []\n" << std::string(100, '#');

        QVERIFY(loadRuleGroups({path}, 1000));
        QVERIFY(loadRuleGroups({path}, 50).error().kind == Error::Kind::LimitExceeded);
        QVERIFY(loadRuleGroups({"/no/such.yml"}, 50).error().kind == Error::Kind::NotFound);
    }

    void rulesGetWhatTheConfigurationSays()
    {
        const auto settings = ruleSettings(
            configured("global: {evaluation_interval: 7s, rule_query_offset: 30s, external_labels: {site: a}}\n"
                       "server: {external_url: 'https://host/base/'}\n"
                       "query: {features: [promql-delayed-name-removal]}\n"));

        QCOMPARE(settings.interval, std::chrono::milliseconds(7000));
        QCOMPARE(settings.queryOffset, std::chrono::milliseconds(30'000));
        QCOMPARE(settings.externalLabels.toString(), std::string("{site=\"a\"}"));
        QCOMPARE(settings.externalUrl, std::string("https://host/base"));
        QVERIFY(settings.features.delayedNameRemoval);
    }

    void externalUrlIsThatOfTheServer()
    {
        QCOMPARE(ruleSettings(configured("{}")).externalUrl, std::string());
        const auto url = ruleSettings(configured("server: {listen: '127.0.0.1:9099'}")).externalUrl;
        QVERIFY2(url.starts_with("http://") && url.ends_with(":9099"), url.c_str());
    }

    void ruleFileMayUseTheFeaturesThatAreOn()
    {
        const QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("r.yml")).toStdString();
        std::ofstream(path) << "groups: [{name: g, rules: [{record: r, expr: 'limitk(1, up)'}]}]\n";
        const auto on = configured("query: {features: [promql-experimental-functions]}\n");

        QVERIFY(loadRuleGroups({path}, 1000).error().kind == Error::Kind::InvalidInput);
        QVERIFY(loadRuleGroups({path}, 1000, enabledFeatures(on).parser));
    }

    /// Sources that are refused tell why in rows, logs and series; none of them may hold the secret.
    void secretIsNeverTold()
    {
        const test::FaultServer refuses(test::faults::respond(401, {"Content-Type: text/plain"}, "no"));
        CollectorOptions options;
        options.configuration = everySecret(std::to_string(refuses.port()));
        options.configuration.system.enabled = false;
        options.configuration.logs.journal = false;
        options.keychain = std::make_shared<secrets::MemorySecrets>();
        QVERIFY(options.keychain->write("shop", kCanary));
        options.logLevel = LogLevel::Debug;
        const auto explained = config::explain(options.configuration);
        const SystemClock clock;
        Collector collector(options, clock);

        QVERIFY(collector.start());
        const auto allFailed = [&] {
            const auto rows = collector.sources().sources();
            return rows->size() == 4 &&
                   std::ranges::all_of(*rows, [](const SourceStatus& row) { return row.failures > 0; });
        };
        QTRY_VERIFY_WITH_TIMEOUT(allFailed(), 10'000);
        collector.stop();

        std::string told = explained;
        for (const auto sources = collector.sources().sources(); const auto& row : *sources) {
            told += row.address + row.reason + row.lastError + row.labels.toString();
            for (const auto& part : row.parts)
                told += part.name + part.details;
        }
        for (const auto& record : collector.logs().find({}))
            told += record.message;
        QVERIFY2(told.find(kCanary) == std::string::npos, told.c_str());
        QVERIFY(told.find("keychain:shop") != std::string::npos);
        const auto requests = refuses.requests();
        QVERIFY(std::ranges::any_of(requests,
                                    [](const std::string& text) { return text.find(kCanary) != std::string::npos; }));
    }
};

QTEST_GUILESS_MAIN(SourceOptionsTest)
#include "source_options_test.moc"
