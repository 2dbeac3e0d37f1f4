// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <filesystem>
#include <fstream>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "service/config/explain.h"
#include "service/config/read_configuration.h"

using namespace nocturne;
using namespace nocturne::config;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QStringList lines(const ConfigurationReading& reading)
{
    QStringList list;
    for (const auto& finding : reading.findings) {
        const auto severity = yaml::toString(finding.severity);
        list << QString::fromStdString(std::string(severity) + ' ' + finding.error.text());
    }
    return list;
}

std::string source(const char* path) { return std::string(NOCTURNE_SOURCE_DIR) + path; }

} // namespace

class ReadConfigurationTest : public QObject
{
    Q_OBJECT

private slots:
    void nothingWatchesThisComputer()
    {
        const auto reading = readConfiguration("");

        QVERIFY(reading.findings.empty());
        QVERIFY(reading.configuration == Configuration());
        QVERIFY(reading.configuration.system.enabled);
        QVERIFY(reading.configuration.scrapeConfigs.empty());
    }

    void prometheusFileRunsAsItIs()
    {
        const auto folder = source("/tests/unit/service/config/");
        const auto reading = loadConfiguration(folder + "prometheus.yml");

        QVERIFY(reading);
        const QStringList expected{
            u"warning 58:7: password stands in the file for all who read it: write env:NAME or keychain:NAME, or use "
            "password_file"_s,
        };
        QCOMPARE(lines(*reading), expected);
        QCOMPARE(reading->configuration.remoteWrite.size(), 1U);
        QCOMPARE(reading->configuration.remoteWrite[0].url, std::string("http://remote.example/api/v1/write"));
        const auto& jobs = reading->configuration.scrapeConfigs;
        QCOMPARE(jobs.size(), 4U);
        QCOMPARE(jobs[0].jobName, std::string("prometheus"));
        QCOMPARE(jobs[0].scrapeInterval, std::chrono::milliseconds(15s));
        QCOMPARE(jobs[0].scrapeTimeout, std::chrono::milliseconds(10s));
        QCOMPARE(jobs[1].scrapeTimeout,
                 std::chrono::milliseconds(5s)); // the global one would be longer than the interval
        QCOMPARE(jobs[1].staticConfigs.at(0).targets.size(), 3U);
        QCOMPARE(jobs[1].staticConfigs.at(0).labels.at("group"), std::string("production"));
        QCOMPARE(jobs[2].params.at(0).second.at(0), std::string("http_2xx"));
        QCOMPARE(jobs[2].relabelConfigs.at(2).replacement, std::string("127.0.0.1:9115"));
        QCOMPARE(jobs[3].fileDiscoveries.at(0).files.at(0), folder + "targets/*.json");
        QCOMPARE(jobs[3].http.basicAuth->password.value, std::string("hunter2"));
        QCOMPARE(jobs[3].metricRelabelConfigs.at(0).action, RelabelConfig::Action::Drop);
        const std::vector<std::string> rules{folder + "first_rules.yml", folder + "rules/*.rules"};
        QCOMPARE(reading->configuration.ruleFiles, rules);
        QCOMPARE(reading->configuration.global.externalLabels.at("monitor"), std::string("codelab-monitor"));
    }

    void exampleIsWithoutFault()
    {
        const auto reading = loadConfiguration(source("/resources/nocturne.example.yml"));

        QVERIFY(reading);
        QCOMPARE(lines(*reading), QStringList());
        const auto& configuration = reading->configuration;
        QCOMPARE(configuration.scrapeConfigs.size(), 2U);
        const auto& gateway = configuration.scrapeConfigs[1];
        QVERIFY((gateway.http.authorization->credentials == Secret{Secret::Source::Environment, "GATEWAY_TOKEN"}));
        QCOMPARE(gateway.bodySizeLimit, std::size_t{16} << 20U);
        QCOMPARE(gateway.http.tls.caFile, source("/resources/tls/ca.pem"));
        QCOMPARE(configuration.healthChecks.size(), 4U);
        QVERIFY((configuration.healthChecks[0].headers[0].value == Secret{Secret::Source::Keychain, "shop"}));
        QCOMPARE(configuration.healthChecks[1].expectedStatus,
                 (std::vector<health::StatusRange>{{200, 200}, {301, 301}}));
        QCOMPARE(configuration.healthChecks[2].target, std::string("localhost:5432"));
        QCOMPARE(configuration.healthChecks[1].dependsOn, std::vector<std::string>{"database"});
        QCOMPARE(configuration.healthChecks[3].query, std::string("max(cleaner_last_run_timestamp_seconds)"));
        QCOMPARE(configuration.healthGroups.size(), 1U);
        QCOMPARE(configuration.streams.at(0).updateInterval, std::chrono::milliseconds(1s));
        QCOMPARE(configuration.engines.size(), 2U);
        QCOMPARE(configuration.engines[0].remote.name, std::string("longterm"));
        QCOMPARE(configuration.lokis.at(0).query, std::string("{namespace=\"shop\"}"));
        QCOMPARE(configuration.alertmanagers.at(0).urls.size(), 2U);
        QCOMPARE(configuration.burstlets.at(0).url, std::string("http://localhost:3001/api/v1/monitoring"));
        QCOMPARE(configuration.logs.files.at(0).path, std::string("/var/log/shop/*.log"));
        QVERIFY(configuration.logs.files.at(1).multiline.indented);
        QCOMPARE(configuration.logs.syslog.tcp, std::string("127.0.0.1:5514"));
        QCOMPARE(configuration.logs.retention, std::chrono::milliseconds(7 * 24h));
        QCOMPARE(configuration.logs.countRetention, std::chrono::milliseconds(30 * 24h));
        QCOMPARE(configuration.storage.retention, std::chrono::milliseconds(30 * 24h));
        QVERIFY(configuration.limits == Limits());
        QVERIFY(configuration.ui == (UiConfig{UiConfig::Theme::Night, ""}));
    }

    void checksOfThisComputerAreReadAndExplained()
    {
        const auto reading =
            readConfiguration("allow_exec: true\nexec_directory: /checks\nhealth_checks:\n"
                              "  - {name: d, type: disk, path: /, thresholds: {warning: 80}}\n"
                              "  - {name: m, type: memory, thresholds: {critical: 95}}\n"
                              "  - {name: s, type: sqlite, path: /a.db, query: SELECT 1, tables: [t]}\n"
                              "  - {name: c, type: command, command: [raid, -v]}\n");

        QCOMPARE(lines(reading), QStringList());
        const auto& checks = reading.configuration.healthChecks;
        QCOMPARE(checks[0].thresholds.warning, std::optional(80.0));
        QCOMPARE(checks[2].tables, std::vector<std::string>{"t"});
        QCOMPARE(checks[3].command, (std::vector<std::string>{"raid", "-v"}));
        QCOMPARE(readConfiguration(explain(reading.configuration)).configuration.execDirectory, std::string("/checks"));
    }

    void schemaOfACheckIsReadAndExplained()
    {
        const QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("shop.json")).toStdString();
        QVERIFY(std::ofstream(path) << "{\"required\": [\"id\"]}");

        const auto reading = readConfiguration("health_checks:\n  - {name: a, url: 'http://h/', schema: shop.json}\n",
                                               folder.path().toStdString());
        const auto again = readConfiguration(explain(reading.configuration));

        QCOMPARE(lines(reading), QStringList());
        const auto& check = reading.configuration.healthChecks.at(0);
        QCOMPARE(check.schemaFile, path);
        QCOMPARE(check.schema->complaintAbout("{}"), std::string("the body lacks \"id\""));
        QCOMPARE(again.configuration.healthChecks.at(0).schemaFile, path);
        QVERIFY(again.configuration.healthChecks.at(0).schema == check.schema);
    }

    void faultySchemaOfACheckIsAnErrorWithItsPlace()
    {
        const QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("s.json")).toStdString();
        const auto foundWith = [&](const std::string& content) {
            std::ofstream(path) << content;
            const auto reading = readConfiguration(
                "health_checks:\n  - {name: a, url: 'http://h/',\n     schema: s.json}\n", folder.path().toStdString());
            return lines(reading).join(u'\n');
        };
        const auto place = QStringLiteral("error 3:6: schema: ") + QString::fromStdString(path);

        QVERIFY(foundWith("{\n  nul\n}").startsWith(place + QStringLiteral(":2:3: the schema is not JSON: ")));
        QCOMPARE(foundWith("{\"minItems\": -1}"),
                 place + QStringLiteral(": at /minItems: write a whole number, 0 or more"));
        QCOMPARE(foundWith(std::string(300'000, ' ')), place + QStringLiteral(": the schema is larger than 256 KiB"));
        QVERIFY(std::filesystem::remove(path) && std::filesystem::create_directory(path));
        QCOMPARE(foundWith(""), place + QStringLiteral(": cannot be read, or is no file"));
    }

    void checksOfServersAreReadAndExplained()
    {
        const auto reading = readConfiguration(
            "health_checks:\n"
            "  - {name: r, type: redis, target: 'cache:6379', username: watcher, password: env:P, tls: true,\n"
            "     tls_config: {ca_file: /ca.pem}, certificate_days: {warning: 14}}\n"
            "  - {name: p, type: postgresql, target: 'localhost:5432', username: w, password: keychain:pg,\n"
            "     database: shop, query: SELECT count(*) FROM a, expected_value: '0', tables: [a, b.c]}\n"
            "  - {name: m, type: mysql, target: 'db:3306', username: w, tls: true, thresholds: {critical: 3}}\n"
            "  - {name: t, type: tls, target: 'h:443', tls_config: {min_version: TLS13}}\n"
            "  - {name: d, type: dns, target: h.example, record: MX, resolver: '192.0.2.53:53',\n"
            "     expected_answers: [10 mail.h.example]}\n"
            "  - {name: i, type: icmp, target: h.example, thresholds: {warning: 0.1}}\n"
            "  - {name: w, type: websocket, url: 'wss://h/ws', headers: {X-Token: env:T}, send: hello,\n"
            "     expect: [{contains: welcome}], certificate_days: {critical: 3}}\n");

        QCOMPARE(lines(reading), QStringList());
        const auto& checks = reading.configuration.healthChecks;
        QCOMPARE(checks[0].http.basicAuth->password.value, std::string("P"));
        QVERIFY(checks[0].isTls);
        QCOMPARE(checks[0].http.tls.caFile, std::string("/ca.pem"));
        QCOMPARE(checks[1].expectedValue, std::optional<std::string>("0"));
        QCOMPARE(checks[1].tables, (std::vector<std::string>{"a", "b.c"}));
        QCOMPARE(checks[4].expectedAnswers, std::vector<std::string>{"10 mail.h.example"});
        QCOMPARE(checks[6].body, std::string("hello"));
        auto again = readConfiguration(explain(reading.configuration)).configuration.healthChecks;
        QCOMPARE(again.size(), checks.size());
        QCOMPARE(again[6].body, std::string("<body>")); // may hold a secret
        again[6].body = checks[6].body;
        for (std::size_t i = 0; i < checks.size(); ++i) {
            again[i].where = checks[i].where;
            QVERIFY2(again[i] == checks[i], checks[i].name.c_str());
        }
    }

    void whatTheFileLeavesOpenIsNoChoice()
    {
        QVERIFY(readConfiguration("ui: {}\n").configuration.ui == UiConfig());
        const auto asOfCommandLine = readConfiguration("ui: {theme: contrast-light}\n").configuration.ui;
        QVERIFY(asOfCommandLine.theme == UiConfig::Theme::HighContrastLight);
        const auto chosen = readConfiguration("ui: {theme: high_contrast_light, language: de}\n").configuration.ui;
        QVERIFY(chosen == (UiConfig{UiConfig::Theme::HighContrastLight, "de"}));
    }

    void retentionMayTellOfRollUpsToo()
    {
        const auto one = readConfiguration("storage: {retention: 10d}\n").configuration.storage;
        QCOMPARE(one.retention, std::chrono::milliseconds(10 * 24h));
        QCOMPARE(one.rollUp5mRetention, std::chrono::milliseconds(90 * 24h));
        QCOMPARE(one.rollUp1hRetention, std::chrono::milliseconds(730 * 24h));

        const auto all =
            readConfiguration("storage: {retention: {raw: 5d, rollup_5m: 20d, rollup_1h: 1y}}\n").configuration.storage;
        QCOMPARE(all.retention, std::chrono::milliseconds(5 * 24h));
        QCOMPARE(all.rollUp5mRetention, std::chrono::milliseconds(20 * 24h));
        QCOMPARE(all.rollUp1hRetention, std::chrono::milliseconds(365 * 24h));
    }

    void fileLargerThanItsOwnLimitIsRefused()
    {
        const auto reading = readConfiguration("limits:\n  config_bytes: 20\n");

        QVERIFY(reading.hasErrors());
        QVERIFY2(lines(reading).join(u'\n').contains(QStringLiteral("config_bytes")),
                 qPrintable(lines(reading).join(u'\n')));
    }

    void streamTlsThatCannotBeActedOnIsTold()
    {
        const auto reading = readConfiguration("streams:\n- {name: a, url: 'wss://h', tls_config: {server_name: x, "
                                               "min_version: TLS10}}\n");

        QVERIFY(!reading.hasErrors());
        QCOMPARE(reading.findings.size(), 2U);
    }

    void everyLimitCanBeSet()
    {
        const auto reading = readConfiguration(
            "limits:\n"
            "  body_bytes: 1KB\n  samples_per_scrape: 1\n  series_per_target: 2\n"
            "  total_series: 3\n  labels_per_series: 4\n  label_name_bytes: 5\n"
            "  label_value_bytes: 6\n  line_bytes: 7\n  future_window: 8s\n"
            "  query_time: 9s\n  query_samples: 10\n  query_series: 11\n"
            "  query_points: 12\n  query_text_bytes: 13\n  websocket_frame_bytes: 14\n"
            "  websocket_message_bytes: 15\n  api_bodies_bytes: 22\n  config_bytes: 1600\n  log_line_bytes: 17\n"
            "  disk_low_bytes: 19\n  disk_stop_bytes: 0\n  disk_reserve_bytes: 21\n"
            "  health_body_bytes: 18\n  health_components: 19\n");
        const Limits expected{
            .bodyBytes = 1024,
            .healthBodyBytes = 18,
            .healthComponents = 19,
            .samplesPerScrape = 1,
            .seriesPerTarget = 2,
            .totalSeries = 3,
            .labelsPerSeries = 4,
            .labelNameBytes = 5,
            .labelValueBytes = 6,
            .lineBytes = 7,
            .futureWindow = 8s,
            .queryTime = 9s,
            .querySamples = 10,
            .querySeries = 11,
            .queryPoints = 12,
            .queryTextBytes = 13,
            .webSocketFrameBytes = 14,
            .webSocketMessageBytes = 15,
            .apiBodiesBytes = 22,
            .configBytes = 1600,
            .logLineBytes = 17,
            .diskLowBytes = 19,
            .diskStopBytes = 0,
            .diskReserveBytes = 21,
        };
        QCOMPARE(lines(reading), QStringList());
        QVERIFY(reading.configuration.limits == expected);
    }

    void globalLimitsReachEveryJob()
    {
        const auto reading = readConfiguration("global: {sample_limit: 5, body_size_limit: 1MB, scrape_interval: 4s}\n"
                                               "scrape_configs: [{job_name: a}, {job_name: b, sample_limit: 7}]\n");
        const auto& jobs = reading.configuration.scrapeConfigs;
        QCOMPARE(lines(reading), QStringList());
        QCOMPARE(jobs[0].sampleLimit, 5U);
        QCOMPARE(jobs[1].sampleLimit, 7U);
        QCOMPARE(jobs[1].bodySizeLimit, 1'048'576U);
        QCOMPARE(jobs[0].scrapeTimeout, std::chrono::milliseconds(4s));
    }

    void everySecretFormIsKnown()
    {
        const auto reading = readConfiguration("streams:\n"
                                               "  - {name: a, url: 'ws://h', token: 'keychain:x'}\n"
                                               "  - {name: b, url: 'ws://h', token: 'env:X'}\n"
                                               "  - {name: c, url: 'ws://h', token_file: x.token}\n"
                                               "  - {name: d, url: 'ws://h'}\n",
                                               "/no/such/folder");
        const auto& streams = reading.configuration.streams;
        QVERIFY((streams[0].token == Secret{Secret::Source::Keychain, "x"}));
        QVERIFY((streams[1].token == Secret{Secret::Source::Environment, "X"}));
        QVERIFY((streams[2].token == Secret{Secret::Source::File, "/no/such/folder/x.token"}));
        QVERIFY(!streams[3].token.isSet());
        QCOMPARE(lines(reading),
                 QStringList{u"warning 4:30: token_file: there is no file \"/no/such/folder/x.token\""_s});
    }

    void secretFileThatOthersReadIsWarnedAbout()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath(u"token"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        const std::string text = "scrape_configs: [{job_name: a, bearer_token_file: token}]\n";

        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::ReadGroup));
        const auto open = readConfiguration(text, folder.path().toStdString());
        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
        const auto closed = readConfiguration(text, folder.path().toStdString());

        QCOMPARE(lines(open),
                 QStringList{u"warning 1:32: bearer_token_file: others may read \"%1/token\": run chmod 600 "
                             "on it"_s.arg(folder.path())});
        QCOMPARE(lines(closed), QStringList());
        QCOMPARE(closed.configuration.scrapeConfigs[0].http.authorization->type, std::string("Bearer"));
    }

    void keyThatOthersReadIsWarnedAbout_data()
    {
        QTest::addColumn<QString>("keys");
        QTest::addColumn<int>("column");
        QTest::newRow("PEM") << u"cert_file: key, key_file: key"_s << 61;
        QTest::newRow("PKCS#12") << u"pkcs12_file: key, key_password: 'env:A'"_s << 45;
    }
    void keyThatOthersReadIsWarnedAbout()
    {
        QFETCH(QString, keys);
        QFETCH(int, column);
        QTemporaryDir folder;
        QFile file(folder.filePath(u"key"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        const auto text = u"scrape_configs: [{job_name: a, tls_config: {%1}}]\n"_s.arg(keys).toStdString();

        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::ReadGroup | QFile::ReadOther)); // 0644 and kin
        const auto open = readConfiguration(text, folder.path().toStdString());
        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
        const auto closed = readConfiguration(text, folder.path().toStdString());

        QCOMPARE(lines(open), QStringList{u"warning 1:%1: %2: others may read \"%3/key\": run chmod 600 on it"_s.arg(
                                  QString::number(column),
                                  keys.contains(u"pkcs12"_s) ? u"pkcs12_file"_s : u"key_file"_s, folder.path())});
        QCOMPARE(lines(closed), QStringList());
        QVERIFY(!closed.configuration.scrapeConfigs[0].http.tls.keyPassword.isSet() || keys.contains(u"pkcs12"_s));
    }

    void filesThatCannotBeReadAreErrors()
    {
        QTemporaryDir folder;
        QVERIFY(loadConfiguration("/no/such/file.yml").error().kind == Error::Kind::NotFound);
        QVERIFY(loadConfiguration(folder.path().toStdString()).error().kind == Error::Kind::Unavailable);
        QFile file(folder.filePath(u"big.yml"_s));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.resize(qint64(5) << 20));
        QVERIFY(loadConfiguration(file.fileName().toStdString()).error().kind == Error::Kind::LimitExceeded);
    }
};

QTEST_APPLESS_MAIN(ReadConfigurationTest)
#include "read_configuration_test.moc"
