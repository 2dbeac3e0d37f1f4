// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Nocturne and a real Alertmanager: alerts both ways, and what people do about them on either side.
#include <QCoreApplication>
#include <QDateTime>
#include <QFile>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "alertmanager_process.h"
#include "service/collector/collector.h"
#include "service/config/read_configuration.h"

using namespace nocturne;
using namespace nocturne::test;
using namespace Qt::StringLiterals;
using alerts::AlertState;
using alerts::Delivery;

namespace {

constexpr int kSoon = 20'000;
constexpr const char* kNoRules = "groups: []\n";
constexpr const char* kRule = R"(groups:
  - name: g
    interval: 1s
    rules:
      - {alert: AlwaysTrue, expr: vector(7) > 5, labels: {severity: critical, team: db}}
)";

qint64 endOf(const QJsonValue& silence)
{
    return QDateTime::fromString(silence[u"endsAt"].toString(), Qt::ISODateWithMs).toMSecsSinceEpoch();
}

} // namespace

class AlertmanagerTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    SystemClock m_clock;
    const alerts::Actor m_ann{"ann", "test"};

    QString path(const char* name) const { return m_folder->filePath(QString::fromLatin1(name)); }
    QString write(const char* name, const QByteArray& text) const
    {
        QFile file(path(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("cannot write");
        return file.fileName();
    }
    /// Polls each second, and leases of `lease` seconds.
    QByteArray configuration(const QStringList& urls, int lease, const QString& sendTo = {}) const
    {
        auto text = u"system: {enabled: false}\nlogs: {journal: false}\n"
                    "global: {external_labels: {site: berlin, replica: a}}\n"
                    "datasources:\n  alertmanagers:\n    - name: main\n      urls: ['%1']\n"
                    "      refresh_interval: 1s\n      ack_lease: %2s\n      severities: {worst: critical}\n"_s
                        .arg(urls.join(u"', '"_s))
                        .arg(lease);
        if (!sendTo.isEmpty())
            text += u"alerting:\n  alert_relabel_configs: [{action: labeldrop, regex: replica}]\n"
                    "  resend_delay: 1s\n  alertmanagers: [{static_configs: [{targets: ['%1']}]}]\n"_s.arg(
                        sendTo.section(u"//"_s, 1));
        return text.toUtf8();
    }
    std::unique_ptr<collector::Collector> start(const QByteArray& text, const char* rules = kNoRules) const
    {
        auto reading = config::readConfiguration(text.toStdString(), "");
        if (!reading.findings.empty())
            qFatal("%s", reading.findings.front().error.text().c_str());
        collector::CollectorOptions options;
        options.configuration = std::move(reading.configuration);
        options.extraRuleFiles = {write("rules.yml", rules).toStdString()};
        options.dataFolder = path("data").toStdString();
        auto collector = std::make_unique<collector::Collector>(std::move(options), m_clock);
        const auto started = collector->start();
        if (!started)
            qFatal("%s", started.error().text().c_str());
        return collector;
    }
    static alerts::AlertInstance find(collector::Collector& collector, const std::string& name)
    {
        const auto all = collector.alerts().snapshot();
        const auto found = std::ranges::find(*all, name, &alerts::AlertInstance::name);
        return found == all->end() ? alerts::AlertInstance() : *found;
    }
    static std::optional<alerts::Silence> findSilence(collector::Collector& collector, const std::string& id)
    {
        const auto all = collector.alerts().silences();
        const auto found = std::ranges::find(*all, id, &alerts::Silence::id);
        return found == all->end() ? std::nullopt : std::optional(*found);
    }

private slots:
    void initTestCase()
    {
        if (!AlertmanagerProcess::isInstalled())
            QSKIP("prometheus-alertmanager and amtool are not installed");
    }

    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void anAlertOfOurRuleIsSentAcknowledgedRenewedAndReleased()
    {
        AlertmanagerProcess am;
        QVERIFY(am.start());
        const auto collector = start(configuration({am.url()}, 9, am.url()), kRule);

        QTRY_VERIFY_WITH_TIMEOUT(am.amtool({u"alert"_s, u"query"_s}).contains("AlwaysTrue"), kSoon);
        const auto labels = am.alerts().first()[u"labels"].toObject();
        QCOMPARE(labels[u"site"].toString(), u"berlin"_s);
        QVERIFY(!labels.contains(u"replica"_s));
        QTRY_VERIFY_WITH_TIMEOUT(find(*collector, "AlwaysTrue").state == AlertState::Firing, kSoon);
        const auto id = find(*collector, "AlwaysTrue").id;
        QVERIFY(collector->alerts().acknowledge({id}, m_ann, {.comment = "known"}));

        QTRY_COMPARE_WITH_TIMEOUT(am.stateOf(u"AlwaysTrue"_s), u"suppressed"_s, kSoon);
        const auto lease = am.activeSilences().first();
        QCOMPARE(am.activeSilences().size(), 1);
        QCOMPARE(lease[u"createdBy"].toString(), u"ann"_s);
        QVERIFY(lease[u"comment"].toString().startsWith(u"Acknowledged: known"_s));
        QVERIFY(endOf(lease) <= m_clock.now() + 9'000);
        QTRY_VERIFY_WITH_TIMEOUT(find(*collector, "AlwaysTrue").delivery.state == Delivery::State::Accepted, kSoon);
        QCOMPARE(find(*collector, "AlwaysTrue").delivery.source, std::string("alertmanager:main"));
        QVERIFY(find(*collector, "AlwaysTrue").mutedBy.empty());          // it is acknowledged, which is not muted
        QCOMPARE(collector->alerts().snapshot()->size(), std::size_t(1)); // and one, though there are two who say it
        QVERIFY(collector->alerts().silences()->empty());                 // nor is a lease a silence to be ended

        QTRY_VERIFY_WITH_TIMEOUT(am.activeSilences().size() == 1 && endOf(am.activeSilences().first()) > endOf(lease),
                                 kSoon);
        QCOMPARE(am.activeSilences().first()[u"id"].toString(), lease[u"id"].toString());

        QVERIFY(collector->alerts().unacknowledge({id}, m_ann));
        QTRY_COMPARE_WITH_TIMEOUT(am.stateOf(u"AlwaysTrue"_s), u"active"_s, kSoon);
        QVERIFY(am.activeSilences().isEmpty());
        QCOMPARE(am.silences().size(), 1); // none was made beside it
    }

    void aForeignAlertIsSeenAndItsLeaseEndsWithIt()
    {
        AlertmanagerProcess am;
        QVERIFY(am.start());
        QVERIFY(am.post({u"alertname=Disk"_s, u"severity=worst"_s, u"instance=a"_s}));
        const auto collector = start(configuration({am.url()}, 60));

        QTRY_VERIFY_WITH_TIMEOUT(find(*collector, "Disk").state == AlertState::Firing, kSoon);
        const auto alert = find(*collector, "Disk");
        QCOMPARE(alert.source, std::string("alertmanager:main"));
        QVERIFY(alert.severity == alerts::Severity::Critical);
        QCOMPARE(alert.severityText, std::string("worst"));
        QCOMPARE(alert.annotations.at("summary"), std::string("posted <b>by</b> a test"));
        QVERIFY(collector->alerts().acknowledge({alert.id}, m_ann, {}));
        QTRY_COMPARE_WITH_TIMEOUT(am.stateOf(u"Disk"_s), u"suppressed"_s, kSoon);

        QVERIFY(am.post({u"alertname=Disk"_s, u"severity=worst"_s, u"instance=a"_s}, -1));

        QTRY_VERIFY_WITH_TIMEOUT(find(*collector, "Disk").state == AlertState::Resolved, kSoon);
        QTRY_VERIFY_WITH_TIMEOUT(am.activeSilences().isEmpty(), kSoon);
    }

    void aSilenceOfAmtoolMutesHereAndIsChangedAndEndedFromHere()
    {
        AlertmanagerProcess am;
        QVERIFY(am.start());
        QVERIFY(am.post({u"alertname=Disk"_s, u"instance=a"_s}));
        const auto collector = start(configuration({am.url()}, 60));
        QTRY_VERIFY_WITH_TIMEOUT(find(*collector, "Disk").needsSomebody(), kSoon);

        const auto id = am.amtool({u"silence"_s, u"add"_s, u"alertname=Disk"_s, u"--author=bob"_s, u"--comment=known"_s,
                                   u"--duration=10m"_s})
                            .toStdString();
        QTRY_VERIFY_WITH_TIMEOUT(find(*collector, "Disk").isMuted(), kSoon);
        const auto mute = find(*collector, "Disk").mutedBy.front();
        QCOMPARE(mute.id, id);
        QCOMPARE(mute.who, std::string("bob"));
        QCOMPARE(mute.source, std::string("alertmanager:main"));
        auto silence = findSilence(*collector, id).value();
        QCOMPARE(silence.source, std::string("alertmanager:main"));
        QCOMPARE(silence.comment, std::string("known"));

        silence.endsAt += 3'600'000;
        silence.comment = "longer";
        QVERIFY(collector->alerts().changeSilence(silence, m_ann));
        QCOMPARE(findSilence(*collector, id)->endsAt, silence.endsAt); // shown at once
        QVERIFY(findSilence(*collector, id)->delivery.state == Delivery::State::Pending);
        QTRY_VERIFY_WITH_TIMEOUT(std::abs(endOf(am.activeSilences().first()) - silence.endsAt) < 1000, kSoon);
        QCOMPARE(am.activeSilences().first()[u"comment"].toString(), u"longer"_s);
        QTRY_VERIFY_WITH_TIMEOUT(collector->alerts().silenceOrders("alertmanager:main").empty(), kSoon);

        QVERIFY(collector->alerts().expireSilence(id, m_ann));
        QTRY_COMPARE_WITH_TIMEOUT(am.stateOf(u"Disk"_s), u"active"_s, kSoon);
        QTRY_VERIFY_WITH_TIMEOUT(!find(*collector, "Disk").isMuted(), kSoon);
        QTRY_VERIFY_WITH_TIMEOUT(collector->alerts().silenceOrders("alertmanager:main").empty(), kSoon);
    }

    void aSilenceOfTheBoardIsWrittenThereWithItsChanges()
    {
        AlertmanagerProcess am;
        QVERIFY(am.start());
        QVERIFY(am.post({u"alertname=Disk"_s, u"instance=a"_s}));
        const auto collector = start(configuration({am.url()}, 60));
        QTRY_VERIFY_WITH_TIMEOUT(find(*collector, "Disk").needsSomebody(), kSoon);

        alerts::Silence silence{.matchers = *alerts::parseMatchers("instance=~\"a|b\",severity!=\"info\"")};
        silence.endsAt = m_clock.now() + 3'600'000;
        silence.comment = "moving house";
        const auto made = collector->alerts().addSilence(silence, m_ann, true);
        QVERIFY(made);
        QTRY_COMPARE_WITH_TIMEOUT(am.stateOf(u"Disk"_s), u"suppressed"_s, kSoon);
        const auto there = am.activeSilences().first();
        QCOMPARE(there[u"createdBy"].toString(), u"ann"_s);
        QVERIFY(there[u"comment"].toString().startsWith(u"moving house ["_s));
        QCOMPARE(there[u"matchers"].toArray().size(), 2);
        QTRY_VERIFY_WITH_TIMEOUT(findSilence(*collector, made->id)->delivery.state == Delivery::State::Accepted, kSoon);
        QCOMPARE(find(*collector, "Disk").mutedBy.size(), std::size_t(1)); // told once, though both know
        QCOMPARE(collector->alerts().silences()->size(), std::size_t(1));

        auto longer = *findSilence(*collector, made->id);
        longer.endsAt += 3'600'000;
        QVERIFY(collector->alerts().changeSilence(longer, m_ann, true));
        QTRY_VERIFY_WITH_TIMEOUT(std::abs(endOf(am.activeSilences().first()) - longer.endsAt) < 1000, kSoon);
        QVERIFY(collector->alerts().expireSilence(made->id, m_ann));
        QTRY_COMPARE_WITH_TIMEOUT(am.stateOf(u"Disk"_s), u"active"_s, kSoon);
    }

    void ofTwoPeersOneMayDieAndWithBothItsAlertsAreUnverified()
    {
        AlertmanagerProcess first;
        AlertmanagerProcess second;
        QVERIFY(first.start(true));
        QVERIFY(second.start(true, &first));
        QVERIFY(first.post({u"alertname=Disk"_s, u"instance=a"_s}));
        QVERIFY(second.post({u"alertname=Disk"_s, u"instance=a"_s}));
        const auto collector = start(configuration({first.url(), second.url()}, 60));
        QTRY_VERIFY_WITH_TIMEOUT(find(*collector, "Disk").needsSomebody(), kSoon);
        QCOMPARE(collector->alerts().snapshot()->size(), std::size_t(1));

        first.kill();
        const auto row = [&] { return collector->sources().sources()->at(0); };
        QTRY_VERIFY_WITH_TIMEOUT(row().state == collector::SourceState::Degraded, kSoon);
        QCOMPARE(find(*collector, "Disk").unverifiedSince, Timestamp(0));
        const auto id = find(*collector, "Disk").id;
        QVERIFY(collector->alerts().acknowledge({id}, m_ann, {}));
        QTRY_COMPARE_WITH_TIMEOUT(second.stateOf(u"Disk"_s), u"suppressed"_s, kSoon);
        QVERIFY(collector->alerts().unacknowledge({id}, m_ann));
        QTRY_COMPARE_WITH_TIMEOUT(second.stateOf(u"Disk"_s), u"active"_s, kSoon);

        second.kill();
        QTRY_VERIFY_WITH_TIMEOUT(find(*collector, "Disk").unverifiedSince != 0, kSoon);
        QVERIFY(find(*collector, "Disk").state == AlertState::Firing);
        QVERIFY(collector->alerts().acknowledge({id}, m_ann, {.comment = "kept"}));
        QTRY_VERIFY_WITH_TIMEOUT(find(*collector, "Disk").delivery.state == Delivery::State::Failed, kSoon);
        QVERIFY(!find(*collector, "Disk").delivery.reason.empty());
        QCOMPARE(find(*collector, "Disk").acknowledgement->comment, std::string("kept"));

        QVERIFY(second.start(true));
        QVERIFY(second.post({u"alertname=Disk"_s, u"instance=a"_s})); // alerts are in memory there alone
        QTRY_COMPARE_WITH_TIMEOUT(second.stateOf(u"Disk"_s), u"suppressed"_s, kSoon);
        QTRY_VERIFY_WITH_TIMEOUT(find(*collector, "Disk").delivery.state == Delivery::State::Accepted, kSoon);
    }

    void aLeaseIsFoundAgainAfterARestartAndEndsWhenNocturneDies()
    {
        AlertmanagerProcess am;
        QVERIFY(am.start());
        QVERIFY(am.post({u"alertname=Disk"_s, u"instance=a"_s}));
        const auto text = configuration({am.url()}, 6);
        {
            const auto collector = start(text);
            QTRY_VERIFY_WITH_TIMEOUT(find(*collector, "Disk").needsSomebody(), kSoon);
            QVERIFY(collector->alerts().acknowledge({find(*collector, "Disk").id}, m_ann, {}));
            QTRY_COMPARE_WITH_TIMEOUT(am.stateOf(u"Disk"_s), u"suppressed"_s, kSoon);
        }
        const auto before = am.activeSilences().first();
        QProcess daemon;
        daemon.setProcessChannelMode(QProcess::ForwardedChannels);
        daemon.start(u"" NOCTURNE_BIN_DIR "/nocturned"_s,
                     {u"--config"_s, write("nocturne.yml", text), u"--data"_s, path("data")});
        QVERIFY(daemon.waitForStarted());
        QTRY_VERIFY_WITH_TIMEOUT(!am.activeSilences().isEmpty() && endOf(am.activeSilences().first()) > endOf(before),
                                 kSoon);
        QCOMPARE(am.activeSilences().first()[u"id"].toString(), before[u"id"].toString());
        QCOMPARE(am.silences().size(), 1);

        daemon.kill();
        QVERIFY(daemon.waitForFinished());
        QCOMPARE(am.stateOf(u"Disk"_s), u"suppressed"_s); // for as long as the lease holds
        QTRY_COMPARE_WITH_TIMEOUT(am.stateOf(u"Disk"_s), u"active"_s, kSoon);
        QCOMPARE(am.silences().size(), 1);
    }

    void theHeartbeatEndsWhenNocturneFallsSilent()
    {
        AlertmanagerProcess am;
        QVERIFY(am.start());
        auto text = configuration({am.url()}, 60, am.url());
        text += "  heartbeat_interval: 1s\n";
        {
            const auto collector = start(text);
            QTRY_COMPARE_WITH_TIMEOUT(am.stateOf(u"Watchdog"_s), u"active"_s, kSoon);
            QTRY_VERIFY_WITH_TIMEOUT(find(*collector, "Watchdog").isHeartbeat(), kSoon);
        }
        QTRY_COMPARE_WITH_TIMEOUT(am.stateOf(u"Watchdog"_s), QString(), kSoon);
    }
};

QTEST_GUILESS_MAIN(AlertmanagerTest)
#include "alertmanager_test.moc"
