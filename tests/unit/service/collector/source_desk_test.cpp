// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/collector/source_desk.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "base/secrets/memory_secrets.h"
#include "service/config/read_configuration.h"
#include "support/fault_server.h"
#include "support/faults.h"

using namespace nocturne;
using namespace nocturne::collector;
using namespace Qt::StringLiterals;

namespace {

const probe::Finding kNode{.service = probe::Service::Exposition, .url = "http://127.0.0.1:9100/metrics"};

/// A desk over a folder of its own, whose configuration is read anew as the collector would.
struct Fixture
{
    QTemporaryDir folder;
    PosixIo io;
    secrets::MemorySecrets keychain;
    config::Configuration configuration;
    int reloads = 0;
    bool refuses = false;

    QString path(const QString& name = u"nocturne.yml"_s) const { return folder.filePath(name); }
    QByteArray text(const QString& name = u"nocturne.yml"_s) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(none)");
    }
    void write(const QByteArray& content, const QString& name = u"nocturne.yml"_s) const
    {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }
    SourceDesk desk(const QString& name = u"nocturne.yml"_s, bool readOnly = false)
    {
        return {io,
                {path(name).toStdString(), path(u"rules"_s).toStdString(), readOnly},
                {[this] { return configuration; }, [this]() -> secrets::SecretStore& { return keychain; },
                 [this, name]() -> Result<void> {
                     ++reloads;
                     if (refuses)
                         return fail(Error::Kind::InvalidInput, "it is refused");
                     const auto read = config::loadConfiguration(path(name).toStdString());
                     if (read)
                         configuration = read->configuration;
                     return {};
                 },
                 [] { return 0; }}};
    }
};

} // namespace

class SourceDeskTest : public QObject
{
    Q_OBJECT

private slots:
    void theFirstSourceMakesTheFile()
    {
        Fixture fixture;
        auto desk = fixture.desk();
        QVERIFY(!desk.hasConfiguration());

        const auto added = desk.add(*desk.entryFor(kNode, {}));

        QVERIFY2(added.has_value(), added ? "" : added.error().text().c_str());
        QVERIFY(desk.hasConfiguration());
        QVERIFY(desk.isWatched(kNode));
        QCOMPARE(fixture.reloads, 1);
    }

    void whatPeopleWroteStays()
    {
        Fixture fixture;
        const QByteArray mine = "# by hand\nglobal: {scrape_interval: 5s}   # fast\n";
        fixture.write(mine);
        QFile::setPermissions(fixture.path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup);
        auto desk = fixture.desk();

        QVERIFY(desk.add(*desk.entryFor(kNode, {})).has_value());

        QVERIFY2(fixture.text().startsWith(mine), fixture.text().constData());
        QVERIFY(QFile::permissions(fixture.path()).testFlag(QFile::ReadGroup));
    }

    void secretsGoToTheKeychain()
    {
        Fixture fixture;
        auto desk = fixture.desk();
        paste::WebRequest request;
        request.basicAuth = net::BasicAuth{"bob", "canary"};
        const auto entry = *desk.entryFor(kNode, request);

        QVERIFY(desk.add(entry).has_value());

        QVERIFY(!fixture.text().contains("canary"));
        QCOMPARE(*fixture.keychain.read(entry.secrets.at(0).first), std::string("canary"));
    }

    void severalAreAddedAtOnceOrNone()
    {
        Fixture fixture;
        auto desk = fixture.desk();
        const probe::SourceEntry a{"a",
                                   {{"scrape_configs"}, "- job_name: a\n  static_configs: [{targets: [\"a:1\"]}]\n"}};
        const probe::SourceEntry b{"b",
                                   {{"scrape_configs"}, "- job_name: b\n  static_configs: [{targets: [\"b:1\"]}]\n"}};
        const probe::SourceEntry faulty{"c", {{"scrape_configs"}, "- job_name: c\n  scheme: gopher\n"}};

        QVERIFY(!desk.add({a, faulty}).has_value());
        QVERIFY(!desk.hasConfiguration());
        QVERIFY(desk.add({a, b}).has_value());

        QCOMPARE(fixture.reloads, 1);
        QVERIFY(desk.hasJob("a"));
        QVERIFY(desk.hasJob("b"));
        QVERIFY(!desk.hasJob("c"));
    }

    void aMappedStreamIsAdded()
    {
        Fixture fixture;
        auto desk = fixture.desk();
        const probe::Finding finding{.service = probe::Service::SocketIo, .url = "ws://127.0.0.1:3000/socket.io/"};
        paste::WebRequest request;
        request.headers = {{"Authorization", "Bearer canary"}};
        const std::string mapping = "samples:\n  - {name: price, value: $.p, labels: {symbol: $.s}}\n";

        const auto entry = desk.streamEntryFor(finding, request, mapping);
        QVERIFY2(entry.has_value(), entry ? "" : entry.error().text().c_str());
        const auto added = desk.add(*entry);

        QVERIFY2(added.has_value(), added ? "" : added.error().text().c_str());
        QCOMPARE(fixture.configuration.streams.size(), std::size_t(1));
        const auto& stream = fixture.configuration.streams.front();
        QCOMPARE(stream.protocol == config::StreamConfig::Protocol::SocketIo, true);
        QCOMPARE(stream.url, finding.url);
        QCOMPARE(stream.mapping.samples.size(), std::size_t(1));
        QVERIFY(!fixture.text().contains("canary"));
        QVERIFY(!desk.streamEntryFor(finding, {}, "samples: [{name: a, value: p}]").has_value());
    }

    void aConfigurationThatIsRefusedLeavesTheFileAsItWas()
    {
        Fixture fixture;
        fixture.write("global: {}\n");
        auto desk = fixture.desk();
        const auto entry = *desk.entryFor(kNode, {});
        fixture.refuses = true;

        const auto added = desk.add(entry);

        QCOMPARE(added.error().message, std::string("it is refused"));
        QCOMPARE(fixture.text(), QByteArray("global: {}\n"));
    }

    void aNewFileThatIsRefusedIsRemoved()
    {
        Fixture fixture;
        auto desk = fixture.desk();
        fixture.refuses = true;

        QVERIFY(!desk.add(*desk.entryFor(kNode, {})).has_value());
        QVERIFY(!desk.hasConfiguration());
    }

    void aPrometheusKeepsReadingItsFile()
    {
        Fixture fixture;
        fixture.write("global: {}\n", u"prometheus.yml"_s);
        auto desk = fixture.desk(u"prometheus.yml"_s);

        const auto job = desk.add(*desk.entryFor(kNode, {}));
        const auto engine =
            desk.add(*desk.entryFor({.service = probe::Service::Engine, .url = "http://127.0.0.1:9090"}, {}));

        QVERIFY(job.has_value());
        QVERIFY(engine.error().message.find("Prometheus") != std::string::npos);
    }

    void whoOnlyLooksAddsNothing()
    {
        Fixture fixture;
        auto desk = fixture.desk(u"nocturne.yml"_s, true);

        QVERIFY(!desk.obstacle().empty());
        QVERIFY(!desk.add(*desk.entryFor(kNode, {})).has_value());
        QVERIFY(!desk.hasConfiguration());
    }

    void aLinkStaysALink()
    {
        Fixture fixture;
        fixture.write("global: {}\n", u"real.yml"_s);
        QVERIFY(QFile::link(fixture.path(u"real.yml"_s), fixture.path()));
        auto desk = fixture.desk();

        QVERIFY(desk.add(*desk.entryFor(kNode, {})).has_value());

        QVERIFY(!QFile::symLinkTarget(fixture.path()).isEmpty());
        QVERIFY(fixture.text(u"real.yml"_s).contains("job_name"));
    }

    void rulesAreKeptUnderANameOfTheirOwn()
    {
        Fixture fixture;
        auto desk = fixture.desk();
        const std::string rules = "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up == 0\n";

        const auto first = desk.addRules(rules, "Node: disk & co/../x");
        const auto second = desk.addRules(rules, "Node: disk & co/../x");

        QCOMPARE(*first, fixture.path(u"rules/node-disk-co-x.yml"_s).toStdString());
        QCOMPARE(*second, fixture.path(u"rules/node-disk-co-x-2.yml"_s).toStdString());
        QVERIFY(!desk.addRules("groups:\n- name: g\n  rules:\n  - alert: A\n    expr: rat(x)\n", "b").has_value());
    }

    void whatIsWatchedIsNotOfferedAgain()
    {
        const test::FaultServer server(
            test::faults::respond(200, {"Content-Type: text/plain; version=0.0.4"}, "a 1\n"));
        Fixture fixture;
        auto desk = fixture.desk();
        probe::ScanOptions options;
        options.ports = {server.port()};
        options.total = std::chrono::seconds(5);

        const auto before = desk.lookAround(options, {});
        QCOMPARE(before.size(), std::size_t(1));
        QVERIFY(desk.add(*desk.entryFor(before.front().finding, {})).has_value());
        QCOMPARE(desk.lookAround(options, {}).size(), std::size_t(0));
    }
};

QTEST_GUILESS_MAIN(SourceDeskTest)
#include "source_desk_test.moc"
