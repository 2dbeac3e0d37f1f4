// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <atomic>
#include <mutex>
#include <set>
#include <thread>

#include <QTest>

#include "support/manual_clock.h"
#include "support/memory_store.h"
#include "watch/rules/rule_engine.h"
#include "watch/rules/rule_query.h"

using namespace nocturne;
using namespace nocturne::rules;
using alerts::AlertState;

namespace {

constexpr std::string_view kRules = R"(groups:
  - name: g
    interval: 10s
    rules:
      - alert: TooMany
        expr: errors > 5
        for: 20s
        labels: {severity: critical}
        annotations: {summary: "{{ $labels.host }} has {{ $value }}"}
      - record: errors:sum
        expr: sum(errors)
)";

/// A time at which the group of kRules is due.
Timestamp alignedStart()
{
    RuleGroup group;
    group.file = "x.yml";
    group.name = "g";
    return evaluationTime(group, std::chrono::seconds(10), 1'700'000'000'000);
}

/// Everything a rule engine needs, with hands on the clock.
struct Desk
{
    support::ManualClock clock{alignedStart()};
    support::MemoryStore store;
    alerts::AlertBoard board{clock};
    NullLogger log;
    RuleEngine engine{store, store, board, clock, log, [](const auto& job) { job(); }, {.threads = 0}};

    Desk() { load(kRules); }

    void load(std::string_view rules, RuleSettings settings = {})
    {
        engine.setGroups(readRuleFile(rules, "x.yml").groups, std::move(settings));
    }
    void step(double errors)
    {
        clock.advance(std::chrono::seconds(10));
        store.add(model::LabelSet{{"__name__", "errors"}, {"host", "a"}}, {{clock.now(), errors}});
        engine.evaluateDue();
    }
    std::string state() const
    {
        const auto alerts = board.snapshot();
        return alerts->empty() ? "none" : std::string(alerts::toString(alerts->front().state));
    }
    std::vector<VectorElement> ask(const std::string& expression) const
    {
        return *RuleQuery(store).instant(expression, clock.now(), {});
    }
};

} // namespace

class RuleEngineTest : public QObject
{
    Q_OBJECT

private slots:
    void alertGoesFromPendingToFiringToResolved()
    {
        Desk desk;

        desk.step(1);
        QCOMPARE(desk.state(), std::string("none"));
        desk.step(9);
        QCOMPARE(desk.state(), std::string("pending"));
        desk.step(9);
        QCOMPARE(desk.state(), std::string("pending"));
        desk.step(9);
        QCOMPARE(desk.state(), std::string("firing"));
        const auto alert = desk.board.snapshot()->front();
        QCOMPARE(alert.labels.toString(), std::string(R"({alertname="TooMany", host="a", severity="critical"})"));
        QCOMPARE(alert.annotations.at("summary"), std::string("a has 9"));
        QCOMPARE(alert.threshold, std::optional<double>(5));
        QVERIFY(alert.severity == alerts::Severity::Critical);
        desk.step(1);
        QCOMPARE(desk.state(), std::string("resolved"));
    }

    void pendingStartsAnewAfterABreak()
    {
        Desk desk;
        desk.step(9);
        desk.step(9);
        desk.step(1);
        desk.step(9);
        desk.step(9);

        QCOMPARE(desk.state(), std::string("pending"));
    }

    void acknowledgementLastsWhileItFires()
    {
        Desk desk;
        for (int i = 0; i < 4; ++i)
            desk.step(9);
        QVERIFY(desk.board.acknowledge(desk.board.snapshot()->front().id, "ann", "mine"));

        desk.step(12);

        const auto alert = desk.board.snapshot()->front();
        QCOMPARE(alert.value, 12.0);
        QVERIFY(alert.acknowledgement.has_value());
    }

    void seriesAreWritten()
    {
        Desk desk;
        desk.step(9);

        QCOMPARE(desk.ask("errors:sum").front().value, 9.0);
        QCOMPARE(desk.ask("ALERTS").size(), std::size_t(0)); // not before the state of a former run was looked up
        desk.step(9);
        desk.step(9);
        QCOMPARE(desk.ask("ALERTS{alertstate=\"firing\"}").size(), std::size_t(1));
        QCOMPARE(desk.ask("ALERTS_FOR_STATE").front().value, static_cast<double>(alignedStart() / 1000 + 10));

        desk.step(1);
        QVERIFY(desk.ask("ALERTS").empty());
    }

    void evaluationTimesAreAlignedAndDoNotDrift()
    {
        Desk desk;
        desk.clock.advance(std::chrono::milliseconds(3700)); // a late caller

        desk.step(9);

        QCOMPARE(desk.engine.statuses().front().lastEvaluation, alignedStart() + 10'000);
        QCOMPARE(desk.engine.groups().front().evaluations, std::uint64_t(1));
    }

    void groupsSpreadOverTheInterval()
    {
        RuleGroup group;
        std::set<Timestamp> offsets;
        for (int i = 0; i < 50; ++i) {
            group.name = std::to_string(i);
            const auto time = evaluationTime(group, std::chrono::minutes(1), 1'700'000'000'000);
            QVERIFY(time <= 1'700'000'000'000 && time > 1'700'000'000'000 - 60'000);
            QCOMPARE(evaluationTime(group, std::chrono::minutes(1), time), time);
            offsets.insert(time % 60'000);
        }
        QVERIFY(offsets.size() > 40);
    }

    void statusTellsEverythingOfARule()
    {
        Desk desk;
        for (int i = 0; i < 3; ++i)
            desk.step(9);

        const auto group = desk.engine.groups().front();

        QCOMPARE(group.name, std::string("g"));
        QVERIFY(group.interval == std::chrono::seconds(10));
        const auto& rule = group.rules.front();
        QVERIFY(rule.health == RuleHealth::Ok);
        QVERIFY(rule.state == AlertState::Firing);
        QVERIFY(rule.holdFor == std::chrono::seconds(20));
        QCOMPARE(rule.labels.front().second, std::string("critical"));
        QCOMPARE(rule.annotations.front().second, std::string("{{ $labels.host }} has {{ $value }}"));
        QCOMPARE(rule.alerts->size(), std::size_t(1));
        QCOMPARE(rule.evaluations, std::uint64_t(3));
    }

    void externalLabelsReachAlertsButNotTheSeries()
    {
        Desk desk;
        RuleSettings settings;
        settings.externalLabels = model::LabelSet{{"site", "home"}, {"replica", "b"}};
        desk.load("groups: [{name: g, interval: 10s, rules: [{alert: A, expr: errors > 5, labels: {site: own}, "
                  "annotations: {where: '{{ $externalLabels.site }}'}}]}]",
                  settings);
        for (int i = 0; i < 3; ++i)
            desk.step(9);

        const auto alert = desk.board.snapshot()->front();
        QCOMPARE(std::string(alert.labels.get("replica")), std::string("b"));
        QCOMPARE(std::string(alert.labels.get("site")), std::string("own"));
        QCOMPARE(alert.annotations.at("where"), std::string("home"));
        QVERIFY(!desk.ask("ALERTS").front().labels.contains("replica"));
    }

    void slowGroupDelaysNoOther()
    {
        // A store that holds the group "slow" back until it is told to stop.
        struct Stuck final : storage::Queryable
        {
            support::MemoryStore& store;
            std::atomic<bool> isStuck = false;
            std::atomic<bool> isFree = false;
            explicit Stuck(support::MemoryStore& s)
                : store(s)
            {}
            Result<std::unique_ptr<storage::Querier>> querier(Timestamp from, Timestamp to) const override
            {
                auto& self = const_cast<Stuck&>(*this); // NOLINT: a test's hands
                if (!self.isStuck.exchange(true)) {
                    while (!isFree)
                        std::this_thread::sleep_for(std::chrono::milliseconds(1));
                }
                return store.querier(from, to);
            }
        };
        support::ManualClock clock{1'700'000'000'000};
        support::MemoryStore store;
        Stuck stuck(store);
        alerts::AlertBoard board{clock};
        NullLogger log;
        std::mutex mutex;
        std::vector<std::function<void()>> jobs;
        RuleEngine engine{stuck,
                          store,
                          board,
                          clock,
                          log,
                          [&](auto job) {
                              const std::lock_guard lock(mutex);
                              jobs.push_back(std::move(job));
                          },
                          {.threads = 2}};
        const auto home = [&] {
            std::vector<std::function<void()>> now;
            {
                const std::lock_guard lock(mutex);
                now.swap(jobs);
            }
            for (const auto& job : now)
                job();
        };
        engine.setGroups(readRuleFile("groups: [{name: one, rules: [{record: r, expr: v}]}, "
                                      "{name: two, rules: [{record: s, expr: v}]}]",
                                      "x.yml")
                             .groups,
                         {});
        clock.advance(std::chrono::minutes(1));
        engine.evaluateDue();

        const auto evaluated = [&] {
            std::size_t count = 0;
            for (const auto& group : engine.groups())
                count += group.evaluations > 0 ? 1 : 0;
            return count;
        };
        QTRY_VERIFY((home(), evaluated() == 1));
        clock.advance(std::chrono::minutes(1));
        engine.evaluateDue();
        QCOMPARE(engine.missedEvaluations(), std::uint64_t(1));
        stuck.isFree = true;
        QTRY_VERIFY((home(), evaluated() == 2));
    }

    void removedGroupResolvesItsAlerts()
    {
        Desk desk;
        for (int i = 0; i < 4; ++i)
            desk.step(9);

        desk.engine.setGroups({}, {});

        QCOMPARE(desk.state(), std::string("resolved"));
    }

    void unchangedGroupGoesOnAcrossAReload()
    {
        Desk desk;
        desk.step(9);
        desk.step(9);

        desk.load(kRules);
        desk.step(9);

        QCOMPARE(desk.state(), std::string("firing"));
        QCOMPARE(desk.engine.groups().front().evaluations, std::uint64_t(3));
    }

    void changedGroupKeepsTheStateOfItsRules()
    {
        Desk desk;
        desk.step(9);
        desk.step(9);

        auto text = std::string(kRules);
        text.replace(text.find("summary: \""), 10, "summary: \"now ");
        desk.load(text);
        desk.step(9);

        QCOMPARE(desk.state(), std::string("firing"));
        QCOMPARE(desk.board.snapshot()->front().annotations.at("summary"), std::string("now a has 9"));
    }

    void removedRuleLeavesNoGhost()
    {
        Desk desk;
        for (int i = 0; i < 4; ++i)
            desk.step(9);
        QCOMPARE(desk.ask("ALERTS").size(), std::size_t(1));

        desk.load("groups: [{name: g, interval: 10s, rules: [{alert: Other, expr: errors > 100}]}]");

        QCOMPARE(desk.state(), std::string("resolved"));
        desk.step(9);
        QVERIFY(desk.ask("ALERTS").empty());
        QVERIFY(desk.ask("errors:sum").empty());
    }

    void sleepSkipsEvaluationsInsteadOfRepeatingThem()
    {
        Desk desk;
        desk.step(9);
        desk.clock.advance(std::chrono::hours(1));
        desk.engine.evaluateDue();
        desk.engine.evaluateDue();

        QCOMPARE(desk.engine.missedEvaluations(), std::uint64_t(0));
        QCOMPARE(desk.engine.statuses().front().lastEvaluation, desk.clock.now());
        QCOMPARE(desk.engine.groups().front().evaluations, std::uint64_t(2));
    }

    void clockSetBackDoesNotSilenceAGroup()
    {
        Desk desk;
        desk.step(9);
        desk.clock.setNow(desk.clock.now() - 3'600'000);
        desk.engine.evaluateDue();

        desk.clock.advance(std::chrono::seconds(10));
        desk.engine.evaluateDue();

        QCOMPARE(desk.engine.groups().front().evaluations, std::uint64_t(2));
    }
};

QTEST_APPLESS_MAIN(RuleEngineTest)
#include "rule_engine_test.moc"
