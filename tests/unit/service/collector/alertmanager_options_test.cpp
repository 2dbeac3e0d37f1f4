// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "base/secrets/memory_secrets.h"
#include "service/collector/alertmanager_options.h"
#include "service/config/read_configuration.h"

using namespace nocturne;
using namespace nocturne::collector;

namespace {

config::Configuration read(const std::string& text)
{
    auto reading = config::readConfiguration(text);
    if (reading.hasErrors())
        qFatal("%s", reading.findings.front().error.text().c_str());
    return std::move(reading.configuration);
}

} // namespace

class AlertmanagerOptionsTest : public QObject
{
    Q_OBJECT

private slots:
    void targetsHaveSchemePrefixAndRelabelledAddressAndStandOnce()
    {
        const auto configuration = read("global: {external_labels: {site: b}}\n"
                                        "alerting:\n  alertmanagers:\n"
                                        "    - scheme: https\n      path_prefix: am/\n      static_configs:\n"
                                        "        - {targets: ['a:1', 'b:2', 'a:1']}\n"
                                        "        - {targets: ['c:3'], labels: {dc: two}}\n"
                                        "      relabel_configs:\n"
                                        "        - {source_labels: [dc], regex: two, action: drop}\n"
                                        "        - {source_labels: [__address__], regex: 'b:2', "
                                        "target_label: __address__, replacement: 'd:4'}\n"
                                        "    - static_configs: [{targets: ['plain:9093']}]\n");
        secrets::MemorySecrets keychain;

        const auto options = alertingOptions(configuration, keychain);

        QVERIFY(options);
        std::vector<std::string> urls;
        for (const auto& target : options->targets)
            urls.push_back(target.url);
        const std::vector<std::string> expected{"https://a:1/am", "https://d:4/am", "http://plain:9093"};
        QCOMPARE(urls, expected);
        QCOMPARE(options->sender.externalLabels.get("site"), std::string_view("b"));
        QCOMPARE(options->resendDelay, std::chrono::milliseconds(60'000));
    }

    void aSourceKnowsWhatOurAlertsLookLikeThere()
    {
        const auto configuration = read("datasources: {alertmanagers: [{name: m, urls: ['http://a'], "
                                        "headers: {X-Key: 'keychain:am'}, severities: {P1: critical}}]}\n"
                                        "alerting: {alert_relabel_configs: [{action: labeldrop, regex: replica}]}\n");
        secrets::MemorySecrets keychain;
        QVERIFY(keychain.write("am", "s3cret"));

        const auto options = alertmanagerOptions(configuration, keychain);

        QVERIFY(options);
        QCOMPARE(options->size(), std::size_t(1));
        QCOMPARE(options->front().http.headers.at(0).value, std::string("s3cret"));
        QCOMPARE(options->front().source.relabelRules.size(), std::size_t(1));
        const auto maps = severityMaps(configuration);
        QCOMPARE(maps.size(), std::size_t(1));
        QCOMPARE(maps[0].source, std::string("alertmanager:m"));
        QVERIFY(maps[0].words.at("p1") == alerts::Severity::Critical);
    }

    void aSecretThatIsNotThereIsToldWithTheNameOfItsSource()
    {
        const auto configuration = read("datasources: {alertmanagers: [{name: m, urls: ['http://a'], "
                                        "authorization: {credentials: 'keychain:absent'}}]}\n");
        secrets::MemorySecrets keychain;

        const auto options = alertmanagerOptions(configuration, keychain);

        QVERIFY(!options);
        QVERIFY(options.error().message.starts_with("alertmanager m: "));
    }
};

QTEST_GUILESS_MAIN(AlertmanagerOptionsTest)
#include "alertmanager_options_test.moc"
