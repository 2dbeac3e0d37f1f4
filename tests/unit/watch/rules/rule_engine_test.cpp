// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "engine/promql/evaluator.h"
#include "engine/promql/parser.h"
#include "support/manual_clock.h"
#include "support/memory_store.h"
#include "watch/rules/alerting_rule.h"
#include "watch/rules/rule_engine.h"

using namespace nocturne;
using namespace nocturne::rules;
using alerts::AlertState;

namespace {

/// Evaluates over a memory store at once, on the caller's thread; refuses everything while `isDown`.
class PlainQueries final : public query::QueryService
{
public:
    explicit PlainQueries(const storage::Queryable& store)
        : m_store(store)
    {}

    bool isDown = false;

    void instant(query::InstantQuery query, std::stop_token stop, Done<ResultPtr> done) override
    {
        if (isDown)
            return done(fail(Error::Kind::Unavailable, "the engine is down"));
        const auto parsed = promql::parse(query.expression);
        promql::EvalOptions options;
        options.start = options.end = query.time;
        auto result = promql::evaluate(**parsed, m_store, options, stop);
        if (!result)
            return done(tl::unexpected(result.error()));
        done(std::make_shared<const query::QueryResult>(std::move(*result)));
    }
    void range(query::RangeQuery, std::stop_token, Done<ResultPtr>) override {}
    void labelNames(query::SeriesQuery, std::stop_token, Done<std::vector<std::string>>) override {}
    void labelValues(std::string, query::SeriesQuery, std::stop_token, Done<std::vector<std::string>>) override {}
    void series(query::SeriesQuery, std::stop_token, Done<std::vector<model::LabelSet>>) override {}
    void metadata(std::string, std::stop_token, Done<std::map<std::string, model::Metadata>>) override {}

private:
    const storage::Queryable& m_store;
};

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

/// Everything a rule engine needs, with hands on the clock.
struct Desk
{
    support::ManualClock clock{1'700'000'000'000};
    support::MemoryStore store;
    PlainQueries queries{store};
    alerts::AlertBoard board{clock};
    NullLogger log;
    RuleEngine engine{queries, store, board, clock, log, [](const auto& job) { job(); }};

    Desk() { engine.setGroups(readRuleFile(kRules, "x.yml").groups, std::chrono::seconds(15)); }

    void step(double errors)
    {
        store.add(model::LabelSet{{"__name__", "errors"}, {"host", "a"}}, {{clock.now(), errors}});
        engine.evaluateDue();
        clock.advance(std::chrono::seconds(10));
    }
    std::string state() const
    {
        const auto alerts = board.snapshot();
        return alerts->empty() ? "none" : std::string(alerts::toString(alerts->front().state));
    }
};

Rule ruleFor(std::string_view yaml)
{
    return readRuleFile("groups: [{name: g, rules: [" + std::string(yaml) + "]}]", "x.yml")
        .groups.front()
        .rules.front();
}

std::vector<VectorElement> element(double value)
{
    return {{model::LabelSet{{"__name__", "x"}, {"host", "a"}}, value}};
}

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

    void failingEvaluationKeepsAlertsUnverified()
    {
        Desk desk;
        for (int i = 0; i < 4; ++i)
            desk.step(9);
        desk.queries.isDown = true;

        desk.step(1);

        QCOMPARE(desk.state(), std::string("firing"));
        QVERIFY(desk.board.snapshot()->front().unverifiedSince != 0);
        QCOMPARE(desk.engine.statuses().front().lastError, std::string("the engine is down"));
        desk.queries.isDown = false;
        desk.step(1);
        QCOMPARE(desk.state(), std::string("resolved"));
    }

    void seriesAreWritten()
    {
        Desk desk;
        desk.step(9);

        const auto result = [&](const char* expression) {
            promql::EvalOptions options;
            options.start = options.end = desk.clock.now();
            return promql::evaluate(**promql::parse(expression), desk.store, options, {})->series;
        };
        QCOMPARE(result("errors:sum").size(), std::size_t(1));
        QCOMPARE(result("errors:sum").front().values.front(), 9.0);
        QCOMPARE(result("ALERTS{alertstate=\"pending\"}").size(), std::size_t(1));
        QCOMPARE(result("ALERTS_FOR_STATE").front().values.front(), 1700000000.0);

        desk.step(1);
        QVERIFY(result("ALERTS").empty());
    }

    void removedGroupResolvesItsAlerts()
    {
        Desk desk;
        for (int i = 0; i < 4; ++i)
            desk.step(9);

        desk.engine.setGroups({}, std::chrono::seconds(15));

        QCOMPARE(desk.state(), std::string("resolved"));
    }

    void unchangedRuleKeepsItsStateAcrossAReload()
    {
        Desk desk;
        desk.step(9);
        desk.step(9);

        desk.engine.setGroups(readRuleFile(kRules, "x.yml").groups, std::chrono::seconds(15));
        desk.step(9);

        QCOMPARE(desk.state(), std::string("firing"));
    }

    void externalLabelsReachAlertsButNotTheSeries()
    {
        Desk desk;
        const auto rules =
            "groups: [{name: g, interval: 10s, rules: [{alert: A, expr: errors > 5, labels: {site: own}, "
            "annotations: {where: '{{ $externalLabels.site }}'}}]}]";
        desk.engine.setGroups(readRuleFile(rules, "x.yml").groups, std::chrono::seconds(15),
                              model::LabelSet{{"site", "home"}, {"replica", "b"}});

        desk.step(9);

        const auto alert = desk.board.snapshot()->front();
        QCOMPARE(std::string(alert.labels.get("replica")), std::string("b"));
        QCOMPARE(std::string(alert.labels.get("site")), std::string("own"));
        QCOMPARE(alert.annotations.at("where"), std::string("home"));
        const auto querier = *desk.store.querier(0, desk.clock.now());
        const auto series = *querier->select({model::Matcher::equal("__name__", "ALERTS")}, {});
        QCOMPARE(series.size(), std::size_t(1));
        QVERIFY(!series.front()->labels().contains("replica"));
    }

    void changedAnnotationIsTakenWithoutLosingTheState()
    {
        Desk desk;
        desk.step(9);
        desk.step(9);

        auto text = std::string(kRules);
        text.replace(text.find("summary: \""), 10, "summary: \"now ");
        desk.engine.setGroups(readRuleFile(text, "x.yml").groups, std::chrono::seconds(15));
        desk.step(9);

        QCOMPARE(desk.state(), std::string("firing"));
        QCOMPARE(desk.board.snapshot()->front().annotations.at("summary"), std::string("now a has 9"));
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
    }

    void keepFiringForHoldsAfterTheEnd()
    {
        AlertingRule rule(ruleFor("{alert: A, expr: x, keep_firing_for: 1m}"), {});
        QCOMPARE(rule.advance(0 + 1000, element(1))->size(), std::size_t(1));

        QCOMPARE(rule.advance(31'000, {})->size(), std::size_t(1));
        QVERIFY(rule.active().front().state == AlertState::Firing);
        QCOMPARE(rule.advance(61'000, {})->size(), std::size_t(0));
    }

    void twoElementsWithTheSameLabelsAreAnError()
    {
        AlertingRule rule(ruleFor("{alert: A, expr: x, labels: {host: same}}"), {});

        const auto result =
            rule.advance(1000, {{model::LabelSet{{"host", "a"}}, 1}, {model::LabelSet{{"host", "b"}}, 1}});

        QVERIFY(!result);
        QVERIFY(rule.active().empty());
    }
};

QTEST_APPLESS_MAIN(RuleEngineTest)
#include "rule_engine_test.moc"
