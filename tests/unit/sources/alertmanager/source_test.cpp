// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The source with a board, a clock whose hands are turned, and Alertmanagers in memory.
#include <QTest>

#include "fake_api.h"
#include "sources/alertmanager/alertmanager_source.h"
#include "support/manual_clock.h"

using namespace nocturne;
using namespace nocturne::alertmanager;
using namespace std::chrono_literals;
using alerts::AlertState;
using alerts::Delivery;

namespace {

constexpr Timestamp kNow = 1'700'000'000'000;

RemoteAlert alert(const std::string& instance)
{
    RemoteAlert made;
    made.labels = model::LabelSet{{"alertname", "Disk"}, {"instance", instance}, {"severity", "page"}};
    made.startsAt = kNow - 1000;
    return made;
}

struct Fixture
{
    support::ManualClock clock{kNow};
    alerts::AlertBoard board{clock};
    FakeBoard there;
    NullLogger log;
    std::vector<FakeApi*> peers;
    std::unique_ptr<AlertmanagerSource> source;
    const alerts::Actor ann{"ann", "test"};
    SourceOptions options;

    explicit Fixture(std::size_t count = 1)
    {
        options.name = "main";
        options.whose = "me";
        begin(count);
    }
    /// As after a restart of the source.
    void begin(std::size_t count)
    {
        peers.clear();
        AlertmanagerSource::Peers apis;
        for (std::size_t i = 0; i < count; ++i) {
            auto api = std::make_unique<FakeApi>("peer" + std::to_string(i), there, clock);
            peers.push_back(api.get());
            apis.push_back(std::move(api));
        }
        source = std::make_unique<AlertmanagerSource>(board, clock, log, options, std::move(apis));
    }
    void answer()
    {
        for (bool any = true; any;) {
            any = false;
            for (auto* peer : peers)
                any = peer->answer() || any;
        }
    }
    /// Time goes by, tick by tick.
    void pass(std::chrono::milliseconds time)
    {
        for (auto left = time; left.count() > 0; left -= 250ms) {
            clock.advance(std::min<std::chrono::milliseconds>(left, 250ms));
            board.expire();
            source->tick();
            answer();
        }
    }
    void look()
    {
        source->tick();
        answer();
    }
    alerts::AlertInstance find(const std::string& instance) const
    {
        const auto all = board.snapshot();
        const auto found =
            std::ranges::find_if(*all, [&](const auto& one) { return one.labels.get("instance") == instance; });
        return found == all->end() ? alerts::AlertInstance() : *found;
    }
    std::vector<alerts::Silence> active() const
    {
        auto all = there.silences;
        std::erase_if(all, [&](const auto& one) { return one.stateAt(clock.now()) == alerts::SilenceState::Expired; });
        return all;
    }
};

} // namespace

class AlertmanagerSourceTest : public QObject
{
    Q_OBJECT

private slots:
    void alertsOfAllPeersAreListedOnce()
    {
        Fixture f(2);
        f.peers[0]->active = {alert("a"), alert("b")};
        f.peers[1]->active = {alert("a")};

        f.look();

        QCOMPARE(f.board.snapshot()->size(), std::size_t(2));
        QCOMPARE(f.find("a").source, std::string("alertmanager:main"));
        QVERIFY(f.find("a").severity == alerts::Severity::Critical); // "page"
        QCOMPARE(f.find("a").activeAt, kNow - 1000);
    }

    void anAcknowledgementIsALeaseFromTakingToGivingBack()
    {
        Fixture f;
        f.peers[0]->active = {alert("a")};
        f.look();
        QVERIFY(f.board.acknowledge({f.find("a").id}, f.ann, {.comment = "known"}));
        f.pass(250ms);

        QCOMPARE(f.active().size(), std::size_t(1));
        QCOMPARE(f.active()[0].endsAt, f.clock.now() + 600'000);
        QVERIFY(f.find("a").delivery.state == Delivery::State::Accepted);

        f.pass(6min); // not yet
        QCOMPARE(f.active()[0].endsAt, kNow + 250 + 600'000);
        f.pass(60min);
        QCOMPARE(f.active().size(), std::size_t(1));
        QCOMPARE(f.there.made, 1); // always the same one
        QVERIFY(f.active()[0].endsAt > f.clock.now() + 600'000 / 4);
        QVERIFY(f.find("a").mutedBy.empty());

        QVERIFY(f.board.unacknowledge({f.find("a").id}, f.ann));
        f.pass(250ms);
        QVERIFY(f.active().empty());
    }

    void aLeaseEndsByItselfWhenNobodyRenewsIt()
    {
        Fixture f;
        f.peers[0]->active = {alert("a")};
        f.look();
        QVERIFY(f.board.acknowledge({f.find("a").id}, f.ann, {}));
        f.pass(250ms);
        QCOMPARE(f.active().size(), std::size_t(1));

        f.source.reset();
        f.clock.advance(10min);

        QVERIFY(f.active().empty());
    }

    void afterARestartTheLeaseIsFoundAndNotDoubled()
    {
        Fixture f;
        f.peers[0]->active = {alert("a")};
        f.look();
        QVERIFY(f.board.acknowledge({f.find("a").id}, f.ann, {}));
        f.pass(250ms);

        f.begin(1);
        f.peers[0]->active = {alert("a")};
        f.pass(60min);

        QCOMPARE(f.there.made, 1);
        QCOMPARE(f.active().size(), std::size_t(1));
    }

    void aLeaseIsReleasedWhenItsAlertIsOver()
    {
        Fixture f;
        f.peers[0]->active = {alert("a")};
        f.look();
        QVERIFY(f.board.acknowledge({f.find("a").id}, f.ann, {}));
        f.pass(1s);
        f.peers[0]->active.clear();

        f.pass(16s);

        QVERIFY(f.find("a").state == AlertState::Resolved);
        QVERIFY(f.active().empty());
    }

    void aWriteThatIsRefusedKeepsTheAcknowledgementAndSaysWhy()
    {
        Fixture f;
        f.peers[0]->active = {alert("a")};
        f.peers[0]->refusal = Error{Error::Kind::InvalidInput, "not today"};
        f.look();
        QVERIFY(f.board.acknowledge({f.find("a").id}, f.ann, {}));
        f.pass(250ms);

        QVERIFY(f.find("a").acknowledgement.has_value());
        QVERIFY(f.find("a").delivery.state == Delivery::State::Failed);
        QCOMPARE(f.find("a").delivery.reason, std::string("not today"));
        QCOMPARE(f.peers[0]->writes.size(), std::size_t(1)); // and not in a storm
        QCOMPARE(f.source->health().undelivered, std::size_t(1));

        f.peers[0]->refusal.reset();
        f.pass(15s);
        QVERIFY(f.find("a").delivery.state == Delivery::State::Accepted);
        QCOMPARE(f.source->health().undelivered, std::size_t(0));
    }

    void whereWritingIsOffTheAcknowledgementIsOnlyHere()
    {
        Fixture f;
        f.options.writes = false;
        f.begin(1);
        f.peers[0]->active = {alert("a")};
        f.look();
        QVERIFY(f.board.acknowledge({f.find("a").id}, f.ann, {}));
        f.pass(1s);

        QVERIFY(f.peers[0]->writes.empty());
        QVERIFY(f.find("a").delivery.state == Delivery::State::Failed);
        QVERIFY(f.find("a").delivery.reason.starts_with("only here"));
    }

    void withoutAnyPeerAlertsStayUnverified()
    {
        Fixture f(2);
        f.peers[0]->active = {alert("a")};
        f.peers[1]->active = {alert("a")};
        f.look();
        f.peers[0]->isDown = true;
        f.pass(16s);
        QCOMPARE(f.find("a").unverifiedSince, Timestamp(0));

        f.peers[1]->isDown = true;
        f.pass(10min);

        QVERIFY(f.find("a").state == AlertState::Firing);
        QVERIFY(f.find("a").unverifiedSince != 0);
        f.peers[0]->isDown = false;
        f.pass(16s);
        QCOMPARE(f.find("a").unverifiedSince, Timestamp(0));
    }

    void theNextPeerIsToldWhereTheFirstDies()
    {
        Fixture f(2);
        f.peers[0]->active = {alert("a")};
        f.peers[1]->active = {alert("a")};
        f.look();
        f.peers[0]->refusal = Error{Error::Kind::Unavailable, "503"};
        QVERIFY(f.board.acknowledge({f.find("a").id}, f.ann, {}));
        f.pass(250ms);

        QCOMPARE(f.active().size(), std::size_t(1));
        QCOMPARE(f.peers[1]->writes, std::vector<std::string>{"put "});
    }

    void anAlertOfOurRulesIsNotListedTwiceAndIsToldOfAllTheSame()
    {
        Fixture f;
        f.peers[0]->active = {alert("a")};
        alerts::AlertInstance ours;
        ours.labels = f.peers[0]->active[0].labels;
        ours.state = AlertState::Firing;
        ours.activeAt = ours.firedAt = kNow;
        f.board.report("rules:f;g", {ours});
        alerts::Silence theirs;
        theirs.id = "amtool";
        theirs.matchers = *alerts::parseMatchers("instance=\"a\"");
        theirs.endsAt = kNow + 60'000;
        theirs.createdBy = "bob";
        f.there.silences = {theirs};

        f.look();

        QCOMPARE(f.board.snapshot()->size(), std::size_t(1));
        QCOMPARE(f.find("a").source, std::string("rules:f;g"));
        QCOMPARE(f.find("a").mutedBy.size(), std::size_t(1));
        QCOMPARE(f.find("a").mutedBy[0].who, std::string("bob"));
        QVERIFY(f.board.acknowledge({f.find("a").id}, f.ann, {}));
        f.pass(250ms);
        QCOMPARE(f.there.made, 1);
    }

    void aSilenceOfAnotherSourceDoesNotMuteOurs()
    {
        Fixture f;
        f.peers[0]->active = {alert("a")};
        alerts::AlertInstance other;
        other.labels = model::LabelSet{{"alertname", "Other"}, {"instance", "a"}};
        other.state = AlertState::Firing;
        other.activeAt = other.firedAt = kNow;
        f.board.report("stream:s", {other});
        alerts::Silence theirs;
        theirs.id = "amtool";
        theirs.matchers = *alerts::parseMatchers("instance=\"a\"");
        theirs.endsAt = kNow + 60'000;
        f.there.silences = {theirs};

        f.look();

        for (const auto all = f.board.snapshot(); const auto& one : *all)
            QCOMPARE(one.isMuted(), one.source == "alertmanager:main");
    }

    void whoTookItElsewhereIsToldApartFromASilence()
    {
        Fixture f;
        f.peers[0]->active = {alert("a")};
        alerts::Silence theirs;
        theirs.id = "lease";
        theirs.matchers = *alerts::parseMatchers("instance=\"a\"");
        theirs.endsAt = kNow + 60'000;
        theirs.createdBy = "ines";
        theirs.comment = markedComment("Acknowledged: at it", "another", "ack:1");
        f.there.silences = {theirs};

        f.look();

        const auto found = f.find("a");
        QVERIFY(found.takenElsewhere() != nullptr);
        QCOMPARE(found.takenElsewhere()->who, std::string("ines"));
        QCOMPARE(found.takenElsewhere()->text, std::string("at it"));
        QVERIFY(!found.needsSomebody());
        QVERIFY(f.board.acknowledge({found.id}, f.ann, {}));
        QVERIFY(f.find("a").takenElsewhere() == nullptr); // it is hers here
    }

    void aChangeOfTheirSilenceSurvivesAnOutage()
    {
        Fixture f;
        f.peers[0]->active = {alert("a")};
        alerts::Silence theirs;
        theirs.id = "amtool";
        theirs.matchers = *alerts::parseMatchers("instance=\"a\"");
        theirs.endsAt = kNow + 3'600'000;
        theirs.createdBy = "bob";
        f.there.silences = {theirs};
        f.look();
        f.peers[0]->isDown = true;
        QVERIFY(f.board.expireSilence("amtool", f.ann));
        f.pass(20s);

        QVERIFY(f.board.silences()->front().delivery.state == Delivery::State::Failed);
        QVERIFY(f.board.silences()->front().stateAt(f.clock.now()) == alerts::SilenceState::Expired); // as wanted
        QCOMPARE(f.active().size(), std::size_t(1));

        f.peers[0]->isDown = false;
        f.pass(20s);
        QVERIFY(f.active().empty());
        QVERIFY(f.board.silenceOrders("alertmanager:main").empty());
        QVERIFY(f.board.silences()->front().delivery.state == Delivery::State::None);
    }

    void aSilenceOfTheBoardIsWrittenOnlyWhereItMatchesSomething()
    {
        Fixture f;
        f.peers[0]->active = {alert("a")};
        f.look();
        alerts::Silence local{.matchers = *alerts::parseMatchers("instance=\"b\"")};
        local.endsAt = kNow + 3'600'000;
        QVERIFY(f.board.addSilence(local, f.ann, true));
        f.pass(20s);
        QVERIFY(f.peers[0]->writes.empty());

        f.peers[0]->active.push_back(alert("b"));
        f.pass(20s);

        QCOMPARE(f.active().size(), std::size_t(1));
        QVERIFY(f.board.silences()->front().delivery.state == Delivery::State::Accepted);
    }

    void aSourceThatIsGoneTakesItsSilencesAlong()
    {
        Fixture f;
        f.peers[0]->active = {alert("a")};
        alerts::Silence theirs;
        theirs.id = "amtool";
        theirs.matchers = *alerts::parseMatchers("instance=\"a\"");
        theirs.endsAt = kNow + 3'600'000;
        f.there.silences = {theirs};
        f.look();

        f.board.endOtherSources("alertmanager:", {}, "alertmanager removed");

        QVERIFY(f.board.silences()->empty());
        QCOMPARE(f.find("a").endReason, std::string("alertmanager removed"));
    }
};

QTEST_APPLESS_MAIN(AlertmanagerSourceTest)
#include "source_test.moc"
