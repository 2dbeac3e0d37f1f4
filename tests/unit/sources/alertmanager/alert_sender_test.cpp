// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "fake_api.h"
#include "sources/alertmanager/alert_sender.h"
#include "support/manual_clock.h"

using namespace nocturne;
using namespace nocturne::alertmanager;
using namespace std::chrono_literals;

namespace {

constexpr Timestamp kNow = 1'700'000'000'000;

struct Fixture
{
    support::ManualClock clock{kNow};
    NullLogger log;
    FakeBoard there;
    std::vector<FakeApi*> apis;
    std::unique_ptr<AlertSender> sender;

    explicit Fixture(SenderOptions options, std::size_t count = 1)
    {
        std::vector<AlertSender::Target> targets;
        for (std::size_t i = 0; i < count; ++i) {
            auto api = std::make_unique<FakeApi>("am" + std::to_string(i), there, clock);
            apis.push_back(api.get());
            targets.push_back({std::move(api), {}});
        }
        sender = std::make_unique<AlertSender>(clock, log, std::move(options), std::move(targets));
    }
    std::vector<rules::AlertNotice> notices(int count) const
    {
        std::vector<rules::AlertNotice> all;
        for (int i = 0; i < count; ++i) {
            rules::AlertNotice notice;
            notice.alert.labels = model::LabelSet{{"alertname", "A"}, {"i", std::to_string(i)}, {"replica", "one"}};
            notice.alert.expression = "up == 0";
            notice.alert.activeAt = kNow - 60'000;
            notice.alert.firedAt = kNow;
            notice.endsAt = kNow + 240'000;
            all.push_back(std::move(notice));
        }
        return all;
    }
};

} // namespace

class AlertSenderTest : public QObject
{
    Q_OBJECT

private slots:
    void alertsGoOutRelabelledWithTheirTimes()
    {
        SenderOptions options;
        options.relabelRules = {
            *scrape::RelabelRule::make({.regex = "replica", .action = scrape::RelabelRule::Action::LabelDrop})};
        options.externalUrl = "http://n:1";
        Fixture f(options);

        f.sender->send(f.notices(1));

        QCOMPARE(f.apis[0]->sent.size(), std::size_t(1));
        const auto& alert = f.apis[0]->sent[0].at(0);
        QCOMPARE(alert.labels.toString(), std::string("{alertname=\"A\", i=\"0\"}"));
        QCOMPARE(alert.startsAt, kNow); // when it fired, as Prometheus says it
        QCOMPARE(alert.endsAt, kNow + 240'000);
        QCOMPARE(alert.generatorUrl, std::string("http://n:1/graph?g0.expr=up%20%3D%3D%200&g0.tab=1"));
    }

    void whatRelabellingDropsIsNotSent()
    {
        SenderOptions options;
        options.relabelRules = {*scrape::RelabelRule::make(
            {.sourceLabels = {"i"}, .regex = "0", .action = scrape::RelabelRule::Action::Drop})};
        Fixture f(options);

        f.sender->send(f.notices(2));

        QCOMPARE(f.apis[0]->sent.at(0).size(), std::size_t(1));
    }

    void oneBatchIsUnderWayAtATime()
    {
        Fixture f({});
        f.sender->send(f.notices(600));

        QCOMPARE(f.apis[0]->sent.size(), std::size_t(1));
        QCOMPARE(f.sender->stats()[0].waiting, std::size_t(344));
        f.apis[0]->answer();

        QCOMPARE(f.apis[0]->sent.size(), std::size_t(3));
        QCOMPARE(f.apis[0]->sent[2].size(), std::size_t(88));
        QCOMPARE(f.sender->stats()[0].sent, std::uint64_t(600));
        QCOMPARE(f.sender->stats()[0].errors, std::uint64_t(0));
    }

    void aQueueThatIsFullLosesTheOldestAndCountsThem()
    {
        SenderOptions options;
        options.queueAlerts = 10;
        options.batchAlerts = 4;
        Fixture f(options);
        f.sender->send(f.notices(4)); // under way, and hangs
        f.sender->send(f.notices(13));

        QCOMPARE(f.sender->stats()[0].waiting, std::size_t(10));
        QCOMPARE(f.sender->stats()[0].dropped, std::uint64_t(3));
        f.apis[0]->answer();
        QCOMPARE(f.apis[0]->sent[1].at(0).labels.get("i"), std::string_view("3"));
    }

    void oneThatIsDownKeepsNobodyWaiting()
    {
        Fixture f({}, 2);
        f.apis[0]->isDown = true;
        f.sender->send(f.notices(2));
        f.apis[0]->answer();
        f.apis[1]->answer();

        const auto stats = f.sender->stats();
        QCOMPARE(stats[0].errors, std::uint64_t(2));
        QCOMPARE(stats[0].dropped, std::uint64_t(2));
        QCOMPARE(stats[0].lastError, std::string("connection refused"));
        QCOMPARE(stats[1].sent, std::uint64_t(2));
        QCOMPARE(stats[1].errors, std::uint64_t(0));
    }

    void theHeartbeatLivesForThreeOfItsIntervals()
    {
        SenderOptions options;
        options.heartbeat = 1min;
        options.externalLabels = model::LabelSet{{"site", "b"}};
        Fixture f(options);
        for (int i = 0; i < 8; ++i) { // two minutes less a moment
            f.sender->tick();
            f.apis[0]->answer();
            f.clock.advance(14s);
        }

        QCOMPARE(f.apis[0]->sent.size(), std::size_t(2));
        const auto& alert = f.apis[0]->sent[1].at(0);
        QCOMPARE(alert.labels.toString(), std::string("{alertname=\"Watchdog\", severity=\"none\", site=\"b\"}"));
        QCOMPARE(alert.startsAt, kNow);
        QCOMPARE(alert.endsAt, kNow + 70'000 + 180'000);
    }
};

QTEST_APPLESS_MAIN(AlertSenderTest)
#include "alert_sender_test.moc"
