// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "board_fixture.h"
#include "watch/alerts/state_store.h"

using namespace nocturne;
using namespace nocturne::alerts;
using namespace std::chrono_literals;

namespace {

using Words = std::vector<std::string>;

} // namespace

class BoardVerbsTest : public QObject
{
    Q_OBJECT

private slots:
    void manyAreTakenAtOnceAndSaidTwiceIsSaidOnce()
    {
        BoardFixture f;
        f.board.report("rules", {f.alert("a"), f.alert("b"), f.alert("c")});

        const auto first = f.board.acknowledge(f.idsOf({"a", "b"}), f.ann, {.comment = "mine"});
        f.clock.advance(1s);
        const auto second = f.board.acknowledge(f.idsOf({"a", "b"}), f.ann, {.comment = "mine"});

        QCOMPARE(first->changed, std::size_t(2));
        QCOMPARE(second->changed, std::size_t(0));
        QCOMPARE(f.find("a").acknowledgement->at, kStart);
        QVERIFY(!f.find("c").acknowledgement);
        QVERIFY(f.find("c").needsSomebody());
        QVERIFY(!f.find("a").needsSomebody());
    }

    void anotherPersonTakesOver()
    {
        BoardFixture f;
        f.board.report("rules", {f.alert("a")});
        QVERIFY(f.board.acknowledge(f.idsOf({"a"}), f.ann, {}));

        QVERIFY(f.board.acknowledge(f.idsOf({"a"}), f.bob, {.comment = "I do it"}));

        QCOMPARE(f.find("a").acknowledgement->owner, std::string("bob"));
    }

    void whatIsGoneDoesNotKeepTheRestFromBeingTaken()
    {
        BoardFixture f;
        f.board.report("rules", {f.alert("a"), f.alert("b")});
        auto ids = f.idsOf({"a", "b"});
        ids.push_back("nonsense");
        f.board.report("rules", {f.alert("b")});

        QCOMPARE(f.board.acknowledge(ids, f.ann, {})->changed, std::size_t(1));
        QVERIFY(f.find("b").acknowledgement);
    }

    void acknowledgementIsRefusedWhereItMeansNothing()
    {
        BoardFixture f({.commentRequired = true});
        f.board.report("rules", {f.alert("a")});
        const auto ids = f.idsOf({"a"});

        QVERIFY(f.board.acknowledge({"x"}, f.ann, {.comment = "c"}).error().kind == Error::Kind::NotFound);
        QVERIFY(f.board.acknowledge(ids, Actor{" "}, {.comment = "c"}).error().kind == Error::Kind::InvalidInput);
        QVERIFY(f.board.acknowledge(ids, f.ann, {.comment = " "}).error().kind == Error::Kind::InvalidInput);
        QVERIFY(f.board.acknowledge(ids, f.ann, {.comment = "c", .until = kStart}).error().kind ==
                Error::Kind::InvalidInput);
        QCOMPARE(f.changesAfter(0), Words{"fired"});
    }

    void aNewInstanceIsNotHiddenByTheOldOne()
    {
        BoardFixture f;
        f.board.report("rules", {f.alert("a")});
        QVERIFY(f.board.acknowledge(f.idsOf({"a"}), f.ann, {.sticky = true}));

        f.board.report("rules", {f.alert("a"), f.alert("b")});

        QVERIFY(f.find("b").needsSomebody());
    }

    void gettingWorseEndsAcknowledgementAndSnooze_data()
    {
        QTest::addColumn<int>("severity");
        QTest::addColumn<bool>("sticky");
        QTest::addColumn<bool>("stays");
        QTest::newRow("worse") << int(Severity::Critical) << false << false;
        QTest::newRow("what cannot be judged is worse than a warning") << int(Severity::Unknown) << false << false;
        QTest::newRow("sticky stays") << int(Severity::Critical) << true << true;
        QTest::newRow("better stays") << int(Severity::Info) << false << true;
    }

    void gettingWorseEndsAcknowledgementAndSnooze()
    {
        QFETCH(int, severity);
        QFETCH(bool, sticky);
        QFETCH(bool, stays);
        BoardFixture f;
        f.board.report("rules", {f.alert("a")});
        QVERIFY(f.board.snooze(f.idsOf({"a"}), f.bob, {.until = kStart + 3'600'000}));
        QVERIFY(f.board.acknowledge(f.idsOf({"a"}), f.ann, {.sticky = sticky}));

        auto next = f.alert("a", static_cast<Severity>(severity));
        f.board.report("rules", {next});

        QCOMPARE(f.find("a").acknowledgement.has_value(), stays);
        QCOMPARE(f.find("a").snoozes.empty(), severity > int(Severity::Warning));
    }

    void aFallAndARiseToWhatItWasIsNothingNew()
    {
        BoardFixture f;
        f.board.report("rules", {f.alert("a", Severity::Error)});
        QVERIFY(f.board.acknowledge(f.idsOf({"a"}), f.ann, {}));

        f.board.report("rules", {f.alert("a", Severity::Warning)});
        f.board.report("rules", {f.alert("a", Severity::Error)});

        QVERIFY(f.find("a").acknowledgement);
        QCOMPARE(f.changesAfter(2), (Words{"severity fell", "severity rose"}));
    }

    void snoozeIsForOneOrForAllAndEnds()
    {
        BoardFixture f;
        f.board.report("rules", {f.alert("a"), f.alert("b")});

        QVERIFY(f.board.snooze(f.idsOf({"a"}), f.ann, {.until = kStart + 60'000}));
        QVERIFY(f.board.snooze(f.idsOf({"b"}), f.ann, {.until = kStart + 60'000, .shared = true}));

        QVERIFY(f.find("a").isSnoozedFor("ann"));
        QVERIFY(!f.find("a").isSnoozedFor("bob"));
        QVERIFY(f.find("a").needsSomebody());
        QVERIFY(f.find("b").isSnoozedFor("bob"));
        QVERIFY(!f.find("b").needsSomebody());
        f.pass(59s);
        QVERIFY(f.find("b").isSnoozedForAll());
        f.pass(1s);
        QVERIFY(f.find("a").snoozes.empty());
        QVERIFY(f.find("b").needsSomebody());
    }

    void undoTakesBackForTenSeconds()
    {
        BoardFixture f;
        f.board.report("rules", {f.alert("a"), f.alert("b"), f.alert("c")});
        QVERIFY(f.board.acknowledge(f.idsOf({"a"}), f.bob, {.comment = "before"}));
        const auto receipt = f.board.acknowledge(f.idsOf({"a", "b", "c"}), f.ann, {});
        QVERIFY(f.board.acknowledge(f.idsOf({"c"}), f.bob, {})); // went on from there: not taken back
        f.clock.advance(9s);

        const auto undone = f.board.undo(receipt->undo, f.ann);

        QCOMPARE(undone->changed, std::size_t(2));
        QCOMPARE(f.find("a").acknowledgement->comment, std::string("before"));
        QVERIFY(!f.find("b").acknowledgement);
        QCOMPARE(f.find("c").acknowledgement->owner, std::string("bob"));
        QVERIFY(f.board.undo(receipt->undo, f.ann).error().kind == Error::Kind::NotFound);
        const auto late = f.board.acknowledge(f.idsOf({"b"}), f.ann, {});
        f.clock.advance(11s);
        QVERIFY(f.board.undo(late->undo, f.ann).error().kind == Error::Kind::NotFound);
    }

    void silenceMutesWhatIsAndWhatComes()
    {
        BoardFixture f;
        f.board.report("rules", {f.alert("a"), f.alert("b")});

        const auto made = f.board.addSilence(
            {.matchers = matchers("instance=~\"a|c\""), .endsAt = kStart + 60'000, .comment = "known"}, f.ann);
        f.board.report("rules", {f.alert("a"), f.alert("b"), f.alert("c")});

        QVERIFY(made);
        QVERIFY(f.find("a").isMuted());
        QCOMPARE(f.find("c").mutedBy.front().who, std::string("ann"));
        QCOMPARE(f.find("c").mutedBy.front().text, std::string("known"));
        QVERIFY(!f.find("b").isMuted());
        QCOMPARE(f.changesAfter(2), (Words{"muted: silence " + made->id, "fired"}));
        f.pass(60s);
        QVERIFY(!f.find("a").isMuted());
        QVERIFY(f.find("c").needsSomebody());
    }

    void silenceOfNearlyEverythingIsAskedAbout_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("asks");
        QTest::newRow("everything") << QStringLiteral("alertname=~\".+\"") << true;
        QTest::newRow("everything but one") << QStringLiteral("alertname!=\"Other\",instance=~\".+\"") << true;
        QTest::newRow("more than half") << QStringLiteral("instance=~\"[abc]\"") << true;
        QTest::newRow("half") << QStringLiteral("instance=~\"[ab]\"") << false;
        QTest::newRow("one") << QStringLiteral("instance=\"a\"") << false;
        QTest::newRow("none yet") << QStringLiteral("alertname=\"Unheard\"") << false;
    }

    void silenceOfNearlyEverythingIsAskedAbout()
    {
        QFETCH(QString, text);
        QFETCH(bool, asks);
        BoardFixture f;
        f.board.report("rules", {f.alert("a"), f.alert("b"), f.alert("c"), f.alert("d")});
        const Silence silence{.matchers = matchers(text.toStdString()), .endsAt = kStart + 60'000};

        const auto unasked = f.board.addSilence(silence, f.ann);

        QCOMPARE(!unasked, asks);
        QCOMPARE(!f.board.preview(silence.matchers).doubt.empty(), asks);
        if (asks)
            QVERIFY(f.board.addSilence(silence, f.ann, true));
    }

    void silenceIsExtendedInPlaceAndReplacedWhenItMeansSomethingElse()
    {
        BoardFixture f;
        f.board.report("rules", {f.alert("a"), f.alert("b")});
        const auto id =
            f.board.addSilence({.matchers = matchers("instance=\"a\""), .endsAt = kStart + 60'000}, f.ann)->id;
        auto silence = f.board.silences()->front();
        silence.endsAt += 60'000;

        QCOMPARE(f.board.changeSilence(silence, f.bob)->id, id);
        f.pass(90s);
        QVERIFY(f.find("a").isMuted());
        silence.matchers = matchers("instance=\"b\"");
        const auto other = f.board.changeSilence(silence, f.bob)->id;

        QVERIFY(other != id);
        QVERIFY(!f.find("a").isMuted());
        QCOMPARE(f.find("b").mutedBy.front().id, other);
        QCOMPARE(f.find("b").mutedBy.front().who, std::string("bob"));
    }

    void silenceExpiresAndIsMadeAgain()
    {
        BoardFixture f;
        f.board.report("rules", {f.alert("a")});
        const auto id =
            f.board.addSilence({.matchers = matchers("instance=\"a\""), .endsAt = kStart + 60'000}, f.ann)->id;

        QCOMPARE(f.board.expireSilence(id, f.bob)->changed, std::size_t(1));
        QVERIFY(!f.find("a").isMuted());
        QCOMPARE(f.board.expireSilence(id, f.bob)->changed, std::size_t(0));
        const auto again = f.board.recreateSilence(id, kStart + 120'000, f.bob);

        QVERIFY(again->id != id);
        QCOMPARE(f.find("a").mutedBy.front().id, again->id);
        QVERIFY(f.board.undo(again->undo, f.bob));
        QVERIFY(!f.find("a").isMuted());
        QVERIFY(f.board.expireSilence("nonsense", f.ann).error().kind == Error::Kind::NotFound);
    }

    void downtimeMutesItsWindow()
    {
        BoardFixture f;
        f.board.report("rules", {f.alert("a")});
        Downtime plan;
        plan.matchers = matchers("instance=\"a\"");
        plan.first = {kStart + 60'000, kStart + 120'000};
        plan.comment = "new disk";
        QVERIFY(f.board.addDowntime(plan, f.ann));

        QVERIFY(!f.find("a").isMuted());
        f.pass(60s);
        QVERIFY(f.find("a").mutedBy.front().by == Mute::By::Downtime);
        f.pass(60s);

        QVERIFY(!f.find("a").isMuted());
        QCOMPARE(f.changesAfter(1).size(), std::size_t(2));
    }

    void plannedWorkOnATargetMutesItsAlerts()
    {
        BoardFixture f;
        f.board.report("rules", {f.alert("a"), f.alert("b")});
        const model::LabelSet target{{"instance", "a"}, {"job", std::string(f.find("a").labels.get("job"))}};

        f.board.setMaintained({target});
        QVERIFY(f.find("a").mutedBy.at(0).by == Mute::By::Downtime);
        QCOMPARE(f.find("a").mutedBy.at(0).id, std::string("maintenance:a"));
        QVERIFY(!f.find("b").isMuted());
        f.board.report("rules", {f.alert("a"), f.alert("b")});
        QVERIFY(f.find("a").isMuted());
        f.board.setMaintained({});

        QVERIFY(!f.find("a").isMuted());
    }

    void aDowntimeIsChangedInPlaceUntilItIsOver()
    {
        BoardFixture f;
        f.board.report("rules", {f.alert("a")});
        Downtime plan;
        plan.matchers = matchers("instance=\"a\"");
        plan.first = {kStart, kStart + 60'000};
        plan.id = f.board.addDowntime(plan, f.ann)->id;

        plan.first.end = kStart + 120'000;
        plan.createdBy = "bob";
        const auto changed = f.board.changeDowntime(plan, f.bob);
        QVERIFY(changed);
        QCOMPARE(f.board.downtimes()->size(), std::size_t(1));
        QCOMPARE(f.board.downtimes()->front().createdBy, f.ann.name);
        f.pass(60s);
        QVERIFY(f.find("a").isMuted());
        f.pass(60s);
        QVERIFY(!f.find("a").isMuted());

        plan.first.end = kStart + 900'000;
        QVERIFY(f.board.changeDowntime(plan, f.bob).error().kind == Error::Kind::InvalidInput);
        plan.id = "none";
        QVERIFY(f.board.changeDowntime(plan, f.bob).error().kind == Error::Kind::NotFound);
    }

    void aChangeOfADowntimeIsTakenBack()
    {
        BoardFixture f;
        Downtime plan;
        plan.matchers = matchers("instance=\"a\"");
        plan.first = {kStart + 60'000, kStart + 120'000};
        plan.id = f.board.addDowntime(plan, f.ann)->id;
        const auto before = f.board.downtimes()->front();
        plan.first.end = kStart + 600'000;

        const auto changed = f.board.changeDowntime(plan, f.ann);
        QVERIFY(f.board.undo(changed->undo, f.ann));

        QCOMPARE(f.board.downtimes()->front(), before);
    }

    void aDowntimeOfNearlyEverythingIsAskedAboutTwice()
    {
        BoardFixture f;
        f.board.report("rules", {f.alert("a"), f.alert("b"), f.alert("c")});
        Downtime plan;
        plan.matchers = matchers("instance=~\".+\"");
        plan.first = {kStart, kStart + 60'000};

        QVERIFY(!f.board.addDowntime(plan, f.ann));
        const auto made = f.board.addDowntime(plan, f.ann, true);
        QVERIFY(made);

        plan.id = made->id;
        plan.first.end += 60'000; // the same matchers were agreed to
        QVERIFY(f.board.changeDowntime(plan, f.ann));
        plan.matchers = matchers("alertname=~\".+\"");
        QVERIFY(!f.board.changeDowntime(plan, f.ann));
    }

    void flexibleDowntimeBeginsWithTheFirstProblem()
    {
        BoardFixture f;
        Downtime plan;
        plan.matchers = matchers("instance=\"a\"");
        plan.first = {kStart, kStart + 600'000};
        plan.duration = 30s;
        QVERIFY(f.board.addDowntime(plan, f.ann));
        f.pass(60s);

        f.board.report("rules", {f.alert("a")});
        f.pass(1s);
        QVERIFY(f.find("a").isMuted());
        f.pass(29s);
        QVERIFY(f.find("a").isMuted());
        f.pass(1s);

        QVERIFY(!f.find("a").isMuted());
        f.pass(60s);
        QVERIFY(!f.find("a").isMuted()); // once in a window
    }

    void inhibitedAlertsSayBy()
    {
        BoardFixture f({.inhibitRules = {
                            {matchers("alertname=\"NodeDown\""), matchers("alertname!=\"NodeDown\""), {"instance"}}}});
        auto node = f.alert("a", Severity::Critical);
        node.labels = model::LabelSet{{"alertname", "NodeDown"}, {"instance", "a"}};
        f.board.report("rules", {f.alert("a"), f.alert("b")});

        f.board.report("nodes", {node});

        const auto all = f.board.snapshot();
        const auto symptom = std::ranges::find_if(*all, &AlertInstance::isMuted);
        QVERIFY(symptom != all->end());
        QCOMPARE(symptom->labels.get("instance"), std::string_view("a"));
        QCOMPARE(symptom->mutedBy.front().text, std::string("NodeDown"));
        QVERIFY(!f.find("b").isMuted());
        f.board.report("nodes", {});
        QVERIFY(std::ranges::none_of(*f.board.snapshot(), &AlertInstance::isMuted));
    }

    void whatIsSourceAndTargetDoesNotInhibitItsLike()
    {
        BoardFixture f({.inhibitRules = {{matchers("job=\"node\""), matchers("job=\"node\""), {}}}});

        f.board.report("rules", {f.alert("a"), f.alert("b")});

        QVERIFY(!f.find("a").isMuted() && !f.find("b").isMuted());
    }

    void nothingIsPutOffForTenYears()
    {
        BoardFixture f;
        f.board.report("rules", {f.alert("a")});
        const auto tenYears = kStart + 3650LL * 24 * 3'600'000;

        const auto taken = f.board.acknowledge(f.idsOf({"a"}), f.ann, {.until = tenYears});
        const auto snoozed = f.board.snooze(f.idsOf({"a"}), f.ann, {.until = tenYears, .shared = true});

        QVERIFY(!taken && taken.error().message.find("a year at most") != std::string::npos);
        QVERIFY(!snoozed && snoozed.error().message.find("a year at most") != std::string::npos);
        QVERIFY(f.find("a").needsSomebody());
    }

    void policiesOfAnotherConfigurationCountAtOnce()
    {
        BoardFixture f({.inhibitRules = {{matchers("instance=\"a\""), matchers("instance=\"b\""), {}}}});
        auto first = f.alert("a", Severity::Unknown);
        first.severityText = "P0";
        f.board.report("rules", {first, f.alert("b")});
        QVERIFY(f.find("b").isMuted());
        SeverityMap map;
        map.words = {{"p0", Severity::Critical}};
        EscalationPolicy policy;
        policy.name = "team";
        policy.steps = {{1min, {"desk"}}};

        f.board.setPolicies({.severityMaps = {map}, .escalations = {policy}});

        QVERIFY(!f.find("b").isMuted());
        QVERIFY(f.find("a").severity == Severity::Critical);
        f.pass(1min);
        QCOMPARE(f.find("a").escalationStep, 1);
        f.board.setPolicies({});
        QVERIFY(f.find("a").severity == Severity::Unknown);
        f.pass(60min);
        QCOMPARE(f.find("a").escalationStep, 1);
    }

    void severityIsMappedForEachSource()
    {
        SeverityMap map;
        map.source = "stream:";
        map.words = {{"p0", Severity::Critical}};
        map.expressions = {{*model::Matcher::make(model::Matcher::Op::Regex, "severity", "p[1-3]"), Severity::Error}};
        BoardFixture f({.severityMaps = {map}});
        auto first = f.alert("a", Severity::Unknown);
        first.severityText = "P0";
        auto second = f.alert("b", Severity::Unknown);
        second.severityText = "P2";
        auto third = f.alert("c", Severity::Unknown);
        third.severityText = "P0";

        f.board.report("stream:x", {first, second});
        f.board.report("rules", {third});

        QVERIFY(f.find("a").severity == Severity::Critical);
        QVERIFY(f.find("b").severity == Severity::Error);
        QVERIFY(f.find("c").severity == Severity::Unknown);
        QCOMPARE(f.find("a").severityText, std::string("P0"));
    }

    void escalationStandsStillWhileSomebodyHasIt()
    {
        EscalationPolicy policy;
        policy.name = "team";
        policy.steps = {{1min, {"desk"}}, {3min, {"boss"}}};
        policy.raise = 4min;
        BoardFixture f({.escalations = {policy}});
        f.board.report("rules", {f.alert("a")});

        f.pass(1min);
        QCOMPARE(f.changesAfter(1), (Words{"escalated: team"}));
        QVERIFY(f.board.acknowledge(f.idsOf({"a"}), f.ann, {}));
        f.pass(60min);
        QCOMPARE(f.find("a").escalationStep, 1);
        QVERIFY(f.board.unacknowledge(f.idsOf({"a"}), f.ann));
        f.pass(1min);
        QCOMPARE(f.find("a").escalationStep, 1);
        f.pass(1min);
        QCOMPARE(f.find("a").escalationStep, 2);
        QVERIFY(f.find("a").severity == Severity::Warning);
        f.pass(1min);

        QVERIFY(f.find("a").severity == Severity::Error);
        QVERIFY(f.find("a").sourceSeverity == Severity::Warning);
        QCOMPARE(f.changesAfter(4).back(), std::string("severity rose: escalation"));
    }

    void flappingIsMarkedAndCalmsDown()
    {
        BoardFixture f({.flapping = {.count = 3, .within = 10min}});
        for (int i = 0; i < 3; ++i) {
            f.board.report("rules", {f.alert("a")});
            f.clock.advance(1min);
            if (i < 2)
                f.board.report("rules", {});
            f.clock.advance(1min);
        }

        QVERIFY(f.find("a").isFlapping);
        f.pass(5min);

        QVERIFY(!f.find("a").isFlapping);
        QCOMPARE(f.changesAfter(0).back(), std::string("flapping ended"));
    }

    void aTargetThatCannotBeAskedResolvesNothing()
    {
        BoardFixture f;
        f.board.report("rules", {f.alert("a"), f.alert("b")});
        f.board.setBlind({model::LabelSet{{"instance", "a"}, {"job", "node"}}});
        f.clock.advance(1min);

        f.board.report("rules", {});

        QVERIFY(f.find("a").state == AlertState::Firing);
        QCOMPARE(f.find("a").unverifiedSince, kStart + 60'000);
        QVERIFY(f.find("b").state == AlertState::Resolved);
        f.board.setBlind({});
        f.board.report("rules", {f.alert("a", Severity::Warning, AlertState::Pending)});
        QVERIFY(f.find("a").state == AlertState::Firing); // it has to show again that it fires
        QCOMPARE(f.find("a").unverifiedSince, kStart + 60'000);
        f.board.report("rules", {});
        QVERIFY(f.find("a").state == AlertState::Resolved);
    }

    void aSetClockEndsNothingEarly()
    {
        BoardFixture f;
        f.board.report("rules", {f.alert("a")});
        QVERIFY(f.board.acknowledge(f.idsOf({"a"}), f.ann, {.until = kStart + 600'000}));
        f.pass(1min);

        f.clock.setNow(f.clock.now() + 7'200'000);
        f.board.expire();
        QVERIFY(f.find("a").acknowledgement);
        f.pass(8min);
        QVERIFY(f.find("a").acknowledgement);
        f.pass(1min);

        QVERIFY(!f.find("a").acknowledgement);
    }

    void aSourceThatIsNoLongerThereIsSaidSo()
    {
        BoardFixture f;
        f.board.report("rules:a;g", {f.alert("a")});
        f.board.report("rules:b;g", {f.alert("b")});

        f.board.endOtherSources("rules:", {"rules:b;g"}, "rule removed");

        QCOMPARE(f.find("a").endReason, std::string("rule removed"));
        QVERIFY(f.find("b").state == AlertState::Firing);
    }

    void whatIsTakenBackByItsSourceIsTheSameOccurrence()
    {
        BoardFixture f;
        const auto alert = f.alert("a");
        f.board.report("stream:x", {alert});
        const auto id = f.find("a").id;
        QVERIFY(f.board.acknowledge({id}, f.ann, {}));
        f.board.report("stream:x", {});

        f.board.report("stream:x", {alert});

        QCOMPARE(f.board.snapshot()->size(), std::size_t(1));
        QCOMPARE(f.find("a").id, id);
        QVERIFY(f.find("a").needsSomebody());
        QCOMPARE(f.changesAfter(3), (Words{"fired: again"}));
    }

    void everyVerbLeavesARow()
    {
        BoardFixture f;
        f.board.report("rules", {f.alert("a")});
        const auto ids = f.idsOf({"a"});
        QVERIFY(f.board.acknowledge(ids, f.ann, {.comment = "mine"}));
        QVERIFY(f.board.unacknowledge(ids, f.bob));
        QVERIFY(f.board.snooze(ids, f.ann, {.until = kStart + 1'000}));
        QVERIFY(f.board.unsnooze(ids, f.ann));
        QVERIFY(f.board.comment(ids, f.ann, "noted"));
        const auto silence =
            f.board.addSilence({.matchers = matchers("instance=\"a\""), .endsAt = kStart + 1'000}, f.ann);
        QVERIFY(f.board.expireSilence(silence->id, f.ann));
        Downtime plan;
        plan.matchers = matchers("instance=\"a\"");
        plan.first = {kStart, kStart + 1'000};
        const auto downtime = f.board.addDowntime(plan, f.ann);
        QVERIFY(f.board.cancelDowntime(downtime->id, f.ann));
        QVERIFY(f.board.undo(downtime->undo, f.ann));

        Words actions;
        QVERIFY(f.board.store().read([&](sqlite::Database& database) -> Result<void> {
            const auto rows = readAudit(database, 0, 100);
            for (const auto& row : *rows)
                actions.push_back(row.who + " " + row.action);
            return {};
        }));
        std::ranges::reverse(actions);

        QCOMPARE(actions, (Words{"ann acknowledge", "bob unacknowledge", "ann snooze", "ann unsnooze", "ann comment",
                                 "ann silence", "ann expire silence", "ann downtime", "ann cancel downtime",
                                 "ann undo downtime"}));
    }

    void groupsAreMadeByLabels()
    {
        BoardFixture f;
        f.board.report("rules", {f.alert("a"), f.alert("b", Severity::Critical)});
        const auto all = f.board.snapshot();

        const auto groups = groupAlerts(*all, {"alertname", "job"});

        QCOMPARE(groups.size(), std::size_t(1));
        QCOMPARE(groups.front().members.size(), std::size_t(2));
        QVERIFY(groups.front().worst == Severity::Critical);
        QCOMPARE(groups.front().labels.toString(), std::string("{alertname=\"DiskFull\", job=\"node\"}"));
    }
};

QTEST_APPLESS_MAIN(BoardVerbsTest)
#include "board_verbs_test.moc"
