// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/probe/source_entry.h"

#include <QTest>

#include "service/config/read_configuration.h"

using namespace nocturne;
using namespace nocturne::probe;

namespace {

config::Configuration read(const std::string& text)
{
    auto reading = config::readConfiguration(text);
    for (const auto& finding : reading.findings) {
        if (finding.severity == yaml::Finding::Severity::Error)
            qWarning("%s", finding.error.text().c_str());
    }
    return reading.hasErrors() ? config::Configuration() : reading.configuration;
}

} // namespace

class SourceEntryTest : public QObject
{
    Q_OBJECT

private slots:
    void whatIsWrittenIsRead_data()
    {
        QTest::addColumn<int>("service");
        QTest::addColumn<QByteArray>("url");
        const auto row = [](Service service, const char* url) {
            QTest::newRow(std::string(toString(service)).c_str()) << static_cast<int>(service) << QByteArray(url);
        };
        row(Service::Engine, "http://db1:9090/prom");
        row(Service::Alertmanager, "https://db1:9093");
        row(Service::Loki, "http://localhost:3100");
        row(Service::Burstlet, "http://db1:3001/api/v1/monitoring");
        row(Service::Aegis, "ws://db1:4000/ws/metrics");
        row(Service::SocketIo, "ws://db1:4000/socket.io/");
        row(Service::JsonStream, "wss://db1/stream");
        row(Service::Exposition, "https://db1:8443/probe?module=http_2xx&target=a");
        row(Service::Health, "http://db1:8080/health");
    }
    void whatIsWrittenIsRead()
    {
        QFETCH(int, service);
        QFETCH(QByteArray, url);
        const Finding finding{.service = static_cast<Service>(service), .url = url.toStdString()};

        const auto entry = entryFor(finding, {}, {});
        QVERIFY(entry.has_value());
        const auto text = paste::asDocument(entry->item);
        const auto configuration = read(text);

        QVERIFY2(configuration != config::Configuration(), text.c_str());
        QVERIFY(entry->secrets.empty());
        if (finding.service != Service::SocketIo && finding.service != Service::Exposition)
            QVERIFY2(isWatched(finding, configuration), text.c_str());
    }

    void aTargetIsTakenApart()
    {
        const Finding finding{.service = Service::Exposition,
                              .url = "https://db1:8443/probe?module=http_2xx&target=a%20b&target=c"};

        const auto job = read(paste::asDocument(entryFor(finding, {}, {})->item)).scrapeConfigs.at(0);

        QCOMPARE(job.scheme, std::string("https"));
        QCOMPARE(job.metricsPath, std::string("/probe"));
        QCOMPARE(job.staticConfigs.at(0).targets.at(0), std::string("db1:8443"));
        QCOMPARE(job.params.at(0).second.at(0), std::string("http_2xx"));
        QCOMPARE(job.params.at(1).second.at(0), std::string("a b"));
        QCOMPARE(job.params.at(1).second.at(1), std::string("c"));
    }

    void namesSayWhatItIsAndAreNotTaken()
    {
        const Finding node{.service = Service::Exposition, .url = "http://127.0.0.1:9100/metrics"};
        const auto first = entryFor(node, {}, {});
        const auto there = read(paste::asDocument(first->item));

        QCOMPARE(first->name, std::string("node"));
        QCOMPARE(entryFor(node, {}, there)->name, std::string("node-2"));
        QCOMPARE(entryFor({.service = Service::Exposition, .url = "http://db1:9100/metrics"}, {}, {})->name,
                 std::string("node-db1"));
        QCOMPARE(entryFor({.service = Service::Exposition, .url = "http://127.0.0.1:8080/metrics"}, {}, {})->name,
                 std::string("port-8080"));
        QCOMPARE(
            entryFor({.service = Service::Engine, .url = "http://db1:80", .product = "Grafana Mimir"}, {}, {})->name,
            std::string("mimir-db1"));
    }

    void secretsStayOutOfTheFile_data()
    {
        QTest::addColumn<int>("service");
        QTest::newRow("job") << static_cast<int>(Service::Exposition);
        QTest::newRow("engine") << static_cast<int>(Service::Engine);
        QTest::newRow("stream") << static_cast<int>(Service::Aegis);
        QTest::newRow("check") << static_cast<int>(Service::Health);
    }
    void secretsStayOutOfTheFile()
    {
        QFETCH(int, service);
        const Finding finding{.service = static_cast<Service>(service),
                              .url =
                                  service == static_cast<int>(Service::Aegis) ? "ws://db1:4000/ws" : "http://db1:1/x"};
        paste::WebRequest request;
        request.headers = {{"Authorization", "Bearer canary-1"},
                           {"X-Api-Key", "canary-2"},
                           {"Cookie", "a=canary-3"},
                           {"X-Access", "canary-4"}, // names tell little: what is not known to be harmless is kept
                           {"X-Scope-OrgID", "7"},
                           {"User-Agent", "curl"}};

        const auto entry = entryFor(finding, request, {});
        const auto text = paste::asDocument(entry->item);

        QVERIFY2(text.find("canary") == std::string::npos, text.c_str());
        QVERIFY2(text.find("curl") == std::string::npos, text.c_str());
        QVERIFY2(text.find("X-Scope-OrgID") != std::string::npos, text.c_str());
        QCOMPARE(entry->secrets.size(), std::size_t(4));
        for (const auto& [name, secret] : entry->secrets)
            QVERIFY2(text.find("keychain:" + name) != std::string::npos, text.c_str());
        QVERIFY2(read(text) != config::Configuration(), text.c_str());
    }

    void aPasswordIsKept()
    {
        paste::WebRequest request;
        request.basicAuth = net::BasicAuth{"bob", "canary"};
        request.tls.insecureSkipVerify = true;
        request.headers = {{"Authorization", "Bearer other"}}; // curl -u goes first

        const auto entry = entryFor({.service = Service::Exposition, .url = "https://db1/metrics"}, request, {});
        const auto job = read(paste::asDocument(entry->item)).scrapeConfigs.at(0);

        QCOMPARE(job.http.basicAuth->username.value, std::string("bob"));
        QCOMPARE(job.http.basicAuth->password.value, entry->secrets.at(0).first);
        QVERIFY(job.http.tls.insecureSkipVerify);
        QVERIFY(!job.http.authorization);
    }

    void aSecretInTheQueryIsRefused()
    {
        const auto entry = entryFor({.service = Service::Exposition, .url = "http://a/metrics?token=canary"}, {}, {});

        QVERIFY(!entry.has_value());
        QVERIFY(entry.error().message.find("canary") == std::string::npos);
    }

    void whatIsWatchedIsKnown()
    {
        const auto configuration = read("scrape_configs:\n  - job_name: a\n    static_configs:\n      - targets: "
                                        "[\"localhost:9100\"]\n");

        QVERIFY(isWatched({.service = Service::Exposition, .url = "http://127.0.0.1:9100/metrics"}, configuration));
        QVERIFY(!isWatched({.service = Service::Exposition, .url = "http://127.0.0.1:9101/metrics"}, configuration));
        QVERIFY(!isWatched({.service = Service::Engine, .url = "http://127.0.0.1:9100"}, configuration));
    }
};

QTEST_GUILESS_MAIN(SourceEntryTest)
#include "source_entry_test.moc"
