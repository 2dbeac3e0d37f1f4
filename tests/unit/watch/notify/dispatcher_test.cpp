// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "support/manual_clock.h"
#include "watch/alerts/matcher_text.h"
#include "watch/alerts/state_store.h"
#include "watch/notify/dispatcher.h"

using namespace nocturne;
using namespace nocturne::notify;
using namespace std::chrono_literals;
using alerts::AlertInstance;
using alerts::AlertState;
using alerts::Severity;

namespace {

constexpr Timestamp kStart = 1'700'000'000'000;

/// One dispatcher on a turned clock, with a log of what it decided: "30s team: +A +B -C".
class Desk
{
public:
    explicit Desk(DispatchPlan plan = usual())
        : m_plan(std::move(plan))
        , m_state(*alerts::StateStore::open({}, clock, m_log))
        , m_store(*m_state)
    {
        restart();
    }

    static RouteConfig route()
    {
        RouteConfig root;
        root.receiver = "team";
        root.groupBy = {"job"};
        return root;
    }

    static DispatchPlan usual()
    {
        DispatchPlan plan;
        plan.root = makeRoute(route());
        plan.integrations = {{"team/webhook[0]", "team", true}};
        plan.restartGrace = 0ms;
        return plan;
    }

    /// As if the program ended and began again.
    void restart()
    {
        m_dispatcher = std::make_unique<Dispatcher>(clock, m_log, m_plan, m_store);
        m_dispatcher->begin(m_store.load()->entries);
    }

    /// Sets an alert of job "a" (or the one named) and looks.
    void fire(const char* name, Severity severity = Severity::Warning, const char* job = "a")
    {
        auto& alert = m_alerts[std::string(name) + job];
        alert = AlertInstance();
        alert.labels = model::LabelSet{{"alertname", name}, {"job", job}};
        alert.id = std::string(name) + job;
        alert.state = AlertState::Firing;
        alert.severity = severity;
        alert.activeAt = alert.firedAt = clock.now();
        look();
    }
    void resolve(const char* name, const char* job = "a")
    {
        auto& alert = m_alerts[std::string(name) + job];
        alert.state = AlertState::Resolved;
        alert.resolvedAt = clock.now();
        look();
    }
    AlertInstance& alert(const char* name, const char* job = "a") { return m_alerts[std::string(name) + job]; }
    void forget(const char* name) { m_alerts.erase(std::string(name) + "a"); }

    void look()
    {
        std::vector<AlertInstance> all;
        for (const auto& [key, alert] : m_alerts)
            all.push_back(alert);
        m_dispatcher->update(alerts::AlertList::of(all));
        for (auto& outgoing : m_dispatcher->flush()) {
            log.push_back(lineOf(outgoing));
            messages.push_back(std::move(outgoing.message));
        }
    }

    /// Lets time go by as the notifier does: looks whenever something is due.
    void pass(std::chrono::milliseconds time)
    {
        while (true) {
            const auto next = m_dispatcher->untilNext();
            if (!next || *next > time)
                break;
            clock.advance(*next);
            time -= *next;
            look();
        }
        clock.advance(time);
        look();
    }

    std::vector<std::string> take() { return std::exchange(log, {}); }
    Dispatcher& dispatcher() { return *m_dispatcher; }
    NoticeStore& store() { return m_store; }

    support::ManualClock clock{kStart};
    std::vector<std::string> log;
    std::vector<Message> messages;

private:
    std::string lineOf(const NoticeStore::Batch::Outgoing& outgoing) const
    {
        std::string line = std::to_string((clock.now() - kStart) / 1000) + "s " + outgoing.delivery.integration + ":";
        for (const auto& alert : outgoing.message.alerts)
            line += (alert.isFiring ? " +" : " -") + std::string(alert.labels.get("alertname"));
        return line;
    }

    DispatchPlan m_plan;
    NullLogger m_log;
    std::unique_ptr<alerts::StateStore> m_state;
    NoticeStore m_store;
    std::unique_ptr<Dispatcher> m_dispatcher;
    std::map<std::string, AlertInstance> m_alerts;
};

using Lines = std::vector<std::string>;

} // namespace

class DispatcherTest : public QObject
{
    Q_OBJECT

private slots:
    void groupsWaitThenTellWhatChangedThenRepeat()
    {
        Desk desk;

        desk.fire("A");
        desk.pass(20s);
        desk.fire("B");
        desk.pass(10s); // group_wait counts from the first
        QCOMPARE(desk.take(), Lines{"30s team/webhook[0]: +A +B"});

        desk.fire("C");
        desk.pass(299s);
        QCOMPARE(desk.take(), Lines{});
        desk.pass(1s); // group_interval
        QCOMPARE(desk.take(), Lines{"330s team/webhook[0]: +A +B +C"});

        desk.pass(4h - 1s);
        QCOMPARE(desk.take(), Lines{});
        desk.pass(1s); // repeat_interval
        QCOMPARE(desk.take(), Lines{"14730s team/webhook[0]: +A +B +C"});
    }

    void endsAreToldOnceAndOnlyWhatWasTold()
    {
        Desk desk;
        desk.fire("A");
        desk.pass(30s);
        desk.take();

        desk.fire("B"); // came and went between two messages
        desk.resolve("B");
        desk.resolve("A");
        desk.pass(5min);

        QCOMPARE(desk.take(), Lines{"330s team/webhook[0]: -A"});
        desk.pass(1h);
        QCOMPARE(desk.take(), Lines{});
        QCOMPARE(desk.dispatcher().groupCount(), std::size_t{0});
    }

    void whatEndsWithinGroupWaitIsNeverTold()
    {
        Desk desk;
        desk.fire("A");
        desk.pass(10s);
        desk.resolve("A");

        desk.pass(1h);

        QCOMPARE(desk.take(), Lines{});
        QCOMPARE(desk.dispatcher().alertCount(), std::size_t{0});
    }

    void alertsThatAreOldAlreadyDoNotWait()
    {
        Desk desk;
        desk.fire("A");
        desk.alert("A").firedAt -= 60'000;
        desk.restart();

        desk.look();

        QCOMPARE(desk.take(), Lines{"0s team/webhook[0]: +A"});
    }

    void whoHasAnAlertIsLeftAlone()
    {
        Desk desk;
        desk.fire("A");
        desk.pass(30s);
        desk.take();

        desk.alert("A").acknowledgement = alerts::Acknowledgement{.owner = "ann"};
        desk.pass(12h);
        QCOMPARE(desk.take(), Lines{}); // no repeats

        desk.resolve("A");
        desk.pass(5min);
        QCOMPARE(desk.take().size(), std::size_t{1}); // the end is told all the same
        QVERIFY(!desk.messages.back().isFiring());
    }

    void givenBackItIsToldAtOnce()
    {
        Desk desk;
        desk.fire("A");
        desk.pass(30s);
        desk.alert("A").acknowledgement = alerts::Acknowledgement{.owner = "ann"};
        desk.pass(10min);
        desk.take();

        desk.restart(); // also over a restart
        desk.look();
        desk.alert("A").acknowledgement.reset();
        desk.look();

        QCOMPARE(desk.take(), Lines{"630s team/webhook[0]: +A"});
    }

    void aWorseAlertIsToldAtOnceABetterOneIsNot()
    {
        Desk desk;
        desk.fire("A");
        desk.pass(30s);
        desk.take();

        desk.alert("A").severity = Severity::Critical;
        desk.look();
        QCOMPARE(desk.take(), Lines{"30s team/webhook[0]: +A"});

        desk.alert("A").severity = Severity::Info;
        desk.pass(10min);
        QCOMPARE(desk.take(), Lines{});
    }

    void mutedAlertsAndTheirEndsAreNotToldAndLaterAre()
    {
        Desk desk;
        desk.fire("A");
        desk.fire("B");
        desk.alert("B").mutedBy = {{alerts::Mute::By::Silence, "1", "planned"}};
        desk.pass(30s);
        QCOMPARE(desk.take(), Lines{"30s team/webhook[0]: +A"});

        desk.alert("A").mutedBy = {{alerts::Mute::By::Silence, "1", "planned"}};
        desk.resolve("A");
        desk.pass(5min);
        QCOMPARE(desk.take(), Lines{});

        desk.alert("A").mutedBy.clear();
        desk.alert("B").mutedBy.clear();
        desk.pass(5min);
        QCOMPARE(desk.take(), Lines{"630s team/webhook[0]: +B -A"});
    }

    void theCooldownHoldsBackTheMessageAndNotTheState()
    {
        Desk desk;
        desk.fire("A");
        desk.pass(30s);
        desk.resolve("A");
        desk.pass(5min); // its end is told at 330 s
        desk.take();

        desk.fire("A");
        QCOMPARE(desk.dispatcher().alertCount(), std::size_t{1});
        desk.pass(299s);
        QCOMPARE(desk.take(), Lines{});
        desk.pass(1s);

        QCOMPARE(desk.take(), Lines{"630s team/webhook[0]: +A"});
    }

    void flappingForAnHourGivesThirteenMessagesAtMost()
    {
        Desk desk;
        for (int minute = 0; minute < 60; ++minute) {
            if (minute % 2 == 0)
                desk.fire("A");
            else
                desk.resolve("A");
            desk.pass(1min);
        }

        QVERIFY2(desk.log.size() >= 2 && desk.log.size() <= 13, std::to_string(desk.log.size()).c_str());
    }

    void resolveDelayWaitsWhetherItIsReallyOver()
    {
        auto plan = Desk::usual();
        plan.resolveDelay = 10min;
        Desk desk(plan);
        desk.fire("A");
        desk.pass(30s);
        desk.take();

        desk.resolve("A");
        desk.pass(6min);
        desk.fire("A");
        desk.pass(1h);

        QCOMPARE(desk.take(), Lines{});
    }

    void restartsSayNothingTwiceAndForgetNothing()
    {
        Desk desk;
        desk.fire("A");
        desk.fire("B");
        desk.pass(30s);
        desk.take();

        desk.restart();
        desk.pass(1h); // within the repeat interval
        QCOMPARE(desk.take(), Lines{});

        desk.restart();
        desk.resolve("A");
        desk.forget("B"); // the board of the next program does not know it any more
        desk.pass(5min);

        QCOMPARE(desk.take(), (Lines{"3630s team/webhook[0]: +B -A", "3930s team/webhook[0]: -B"}));
    }

    void oneLabelSetOfTwoSourcesIsOneAlert()
    {
        Desk desk;
        desk.fire("A");
        auto twin = desk.alert("A");
        twin.source = "stream:other";
        desk.pass(30s);
        desk.take();

        auto both = std::vector<AlertInstance>{desk.alert("A"), twin};
        desk.dispatcher().update(alerts::AlertList::of(both));
        QVERIFY(desk.dispatcher().flush().empty());
        both[0].state = AlertState::Resolved; // still fires for the other
        desk.clock.advance(10min);
        desk.dispatcher().update(alerts::AlertList::of(both));
        QVERIFY(desk.dispatcher().flush().empty());
    }

    void mutedTimesHoldMessagesBackUntilTheyAreOver()
    {
        auto config = Desk::route();
        auto child = Desk::route();
        child.muteTimes = {"night"};
        config.routes = {child};
        auto plan = Desk::usual();
        plan.root = makeRoute(config);
        TimeInterval night; // 22:13:20 is when the clock starts
        night.times = {{22 * 60, 23 * 60}};
        plan.intervals = {{"night", {night}}};
        Desk desk(plan);

        desk.fire("A");
        desk.pass(46min);
        QCOMPARE(desk.take(), Lines{});
        desk.pass(5min);

        QCOMPARE(desk.take(), Lines{"3030s team/webhook[0]: +A"}); // 23:03:50, the first tick of the group after it
    }

    void quietHoursLetThroughWhatIsSevere()
    {
        auto plan = Desk::usual();
        plan.intervals = {{"always", {TimeInterval()}}};
        plan.quietHours = {{"always"}, Severity::Critical};
        Desk desk(plan);

        desk.fire("A");
        desk.fire("X", Severity::Critical, "b");
        desk.pass(10min);

        QCOMPARE(desk.take(), Lines{"30s team/webhook[0]: +X"});
    }

    void floodsBecomeADigest()
    {
        Desk desk;
        for (int i = 0; i < 500; ++i)
            desk.fire("A", Severity::Warning, ("job" + std::to_string(i)).c_str());

        desk.pass(30s);

        QCOMPARE(desk.messages.size(), std::size_t{1});
        QVERIFY(desk.messages[0].kind == Message::Kind::Digest);
        QCOMPARE(desk.messages[0].firing, std::size_t{500});
        QVERIFY(desk.messages[0].note.find("500 groups") != std::string::npos);

        desk.fire("Late", Severity::Warning, "late"); // waits for the next minute
        desk.pass(59s);
        QCOMPARE(desk.messages.size(), std::size_t{1});
        desk.pass(10min);
        QCOMPARE(desk.messages.size(), std::size_t{2});
        QVERIFY(desk.messages[1].kind == Message::Kind::Group);
    }

    void tenThousandAlertsOfAGroupAreOneMessage()
    {
        Desk desk;
        std::vector<AlertInstance> all;
        for (int i = 0; i < 10'000; ++i) {
            AlertInstance alert;
            alert.labels = model::LabelSet{{"alertname", "A"}, {"job", "a"}, {"instance", std::to_string(i)}};
            alert.state = AlertState::Firing;
            alert.firedAt = desk.clock.now();
            all.push_back(std::move(alert));
        }

        desk.dispatcher().update(alerts::AlertList::of(all));
        desk.clock.advance(30s);
        desk.dispatcher().update(alerts::AlertList::of(all));
        const auto messages = desk.dispatcher().flush();

        QCOMPARE(messages.size(), std::size_t{1});
        QCOMPARE(messages[0].message.firing, std::size_t{10'000});
        QCOMPARE(messages[0].message.truncated, std::size_t{9'000});
    }

    void escalationsTellTheirReceiversOnceAndTheEnd()
    {
        auto plan = Desk::usual();
        plan.integrations.push_back({"boss/email[0]", "boss", true});
        Desk desk(plan);
        desk.fire("A");
        desk.pass(30s);
        desk.take();

        desk.dispatcher().escalate(desk.alert("A"), "standard", 2, {"boss"});
        desk.look();
        QCOMPARE(desk.take(), Lines{"30s boss/email[0]: +A"});
        QVERIFY(desk.messages.back().kind == Message::Kind::Escalation);
        QCOMPARE(desk.messages.back().note,
                 std::string("nobody has taken this alert: step 2 of the escalation standard"));

        desk.restart(); // the journal may be read twice
        desk.look();
        desk.dispatcher().escalate(desk.alert("A"), "standard", 2, {"boss"});
        desk.look();
        QCOMPARE(desk.take(), Lines{});

        desk.resolve("A");
        desk.pass(5min);
        auto lines = desk.take();
        std::ranges::sort(lines);
        QCOMPARE(lines.size(), std::size_t{2});
        QVERIFY(lines[0].ends_with("boss/email[0]: -A") && lines[1].ends_with("team/webhook[0]: -A"));
    }

    void receiversThatWantNoEndsGetNone()
    {
        auto plan = Desk::usual();
        plan.integrations[0].sendResolved = false;
        Desk desk(plan);
        desk.fire("A");
        desk.pass(30s);
        desk.take();

        desk.resolve("A");
        desk.pass(1h);

        QCOMPARE(desk.take(), Lines{});
        QCOMPARE(desk.dispatcher().groupCount(), std::size_t{0});
    }

    void theEndIsInTheThreadOfTheBeginning()
    {
        Desk desk;
        desk.fire("A");
        desk.pass(30s);
        desk.resolve("A");
        desk.pass(5min);

        QCOMPARE(desk.messages.size(), std::size_t{2});
        QCOMPARE(desk.messages[1].thread, desk.messages[0].key);
        QVERIFY(desk.messages[1].key != desk.messages[0].key);
        QCOMPARE(desk.messages[0].key.size(), std::size_t{32});
    }

    void wallClockJumpsChangeNoWait()
    {
        Desk desk;
        desk.fire("A");
        desk.pass(30s);
        desk.take();

        desk.clock.setNow(desk.clock.now() + 86'400'000);
        desk.pass(1h);
        QCOMPARE(desk.take(), Lines{}); // no repeat before its time
        desk.clock.setNow(desk.clock.now() - 2 * 86'400'000);
        desk.pass(3h);

        QCOMPARE(desk.take().size(), std::size_t{1});
    }
};

QTEST_GUILESS_MAIN(DispatcherTest)
#include "dispatcher_test.moc"
