// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <random>

#include <QTest>

#include "support/manual_clock.h"
#include "support/memory_store.h"
#include "watch/rules/group_runner.h"
#include "watch/rules/rehearsal.h"
#include "watch/rules/threshold_rule.h"

using namespace nocturne;
using namespace nocturne::rules;
using namespace std::chrono_literals;

namespace {

constexpr Timestamp kStart = 1'700'000'000'000;
constexpr Timestamp kStep = 15'000;

ThresholdRule simple()
{
    ThresholdRule rule;
    rule.name = "Hot";
    rule.measured = "v";
    rule.threshold = 5;
    return rule;
}

std::string firstFault(const ThresholdRule& rule)
{
    const auto faults = faultsOf(rule);
    return faults.empty() ? std::string() : faults.front().error.message;
}

RuleFile fileOf(const ThresholdRule& rule)
{
    return readRuleFile("groups:\n  - name: g\n    rules:\n" + linesOf(rule), "x.yml");
}

/// Values as a query gives them.
promql::EvalResult valuesOf(const std::vector<std::vector<double>>& columns)
{
    promql::EvalResult result;
    for (std::size_t i = 0; i < columns.front().size(); ++i)
        result.times.push_back(kStart + static_cast<Timestamp>(i) * kStep);
    for (std::size_t s = 0; s < columns.size(); ++s)
        result.series.push_back({model::LabelSet{{"host", std::to_string(s)}}, columns[s], {}});
    return result;
}

} // namespace

class ThresholdRuleTest : public QObject
{
    Q_OBJECT

private slots:
    void expressions_data()
    {
        QTest::addColumn<QString>("measured");
        QTest::addColumn<QString>("comparison");
        QTest::addColumn<double>("threshold");
        QTest::addColumn<QString>("expected");

        QTest::newRow("a metric") << "up"
                                  << "==" << 0.0 << "up == 0";
        QTest::newRow("arithmetic binds closer") << "a/b"
                                                 << ">" << 0.5 << "a / b > 0.5";
        QTest::newRow("a comparison does not") << "a > b"
                                               << "<=" << 2.0 << "(a > b) <= 2";
        QTest::newRow("nor does a set operator") << "a or b"
                                                 << "!=" << 1.0 << "(a or b) != 1";
        QTest::newRow("a negative number") << "delta(x[5m])"
                                           << "<" << -3.0 << "delta(x[5m]) < -3";
        QTest::newRow("a comment is gone") << "up # all of them"
                                           << ">=" << 1.0 << "up >= 1";
        QTest::newRow("braces of people") << "(rate(x[5m]))"
                                          << ">" << 1e9 << "rate(x[5m]) > 1e+09";
    }

    void expressions()
    {
        QFETCH(QString, measured);
        QFETCH(QString, comparison);
        QFETCH(double, threshold);
        QFETCH(QString, expected);
        auto rule = simple();
        rule.measured = measured.toStdString();
        rule.comparison = comparison.toStdString();
        rule.threshold = threshold;

        QCOMPARE(QString::fromStdString(expressionOf(rule)), expected);
    }

    void aSecondThresholdLooksAtTheRulesOwnAlerts()
    {
        auto rule = simple();
        rule.clear = 3;
        rule.severity = "warning";
        rule.labels = {{"team", "sea"}};

        QCOMPARE(expressionOf(rule),
                 std::string("v > 5 or (v > 3 and ignoring (alertname, alertstate, severity, team) "
                             "ALERTS{alertname=\"Hot\",alertstate=\"firing\",severity=\"warning\"})"));
    }

    void whatIsWrittenIsReadBack_data()
    {
        QTest::addColumn<bool>("hasClear");
        QTest::addColumn<QString>("comparison");
        for (const auto* comparison : {">", "<", ">=", "<=", "==", "!="})
            QTest::newRow(comparison) << false << comparison;
        QTest::newRow("hysteresis above") << true << ">=";
        QTest::newRow("hysteresis below") << true << "<";
    }

    void whatIsWrittenIsReadBack()
    {
        QFETCH(bool, hasClear);
        QFETCH(QString, comparison);
        auto rule = simple();
        rule.measured = "sum by (job) (rate(errors_total{job=~\"a.*\"}[5m]))";
        rule.comparison = comparison.toStdString();
        rule.threshold = 0.25;
        if (hasClear)
            rule.clear = comparison == u"<" ? 0.5 : 0.1;
        rule.holdFor = 5min;
        rule.keepFiringFor = 90s;
        rule.severity = "critical";
        rule.labels = {{"team", "sea \"blue\""}, {"escalate", "{{ $labels.job }}"}};
        rule.summary = "{{ $labels.job }}: {{ $value | humanize }}\tof many\\";
        rule.description = "first line\nsecond # no comment";
        rule.runbook = "https://example.org/run?book=1&x={{ $labels.job }}";

        const auto file = fileOf(rule);

        QVERIFY(!file.findings.hasErrors());
        const auto back = thresholdRuleOf(file.groups.front().rules.front());
        QVERIFY(back.has_value());
        QCOMPARE(linesOf(*back), linesOf(rule));
        QVERIFY(*back == rule);
    }

    void whatTheFormCannotSayIsNotRead_data()
    {
        QTest::addColumn<QString>("rule");
        QTest::newRow("no comparison") << "{alert: A, expr: up}";
        QTest::newRow("two vectors") << "{alert: A, expr: a > b}";
        QTest::newRow("bool") << "{alert: A, expr: up > bool 0}";
        QTest::newRow("recording") << "{record: a, expr: up > 0}";
        QTest::newRow("another annotation") << "{alert: A, expr: up > 0, annotations: {dashboard: x}}";
        QTest::newRow("two conditions") << "{alert: A, expr: up > 0 or up > 1}";
        QTest::newRow("another alert's hysteresis")
            << "{alert: A, expr: 'v > 5 or (v > 3 and ignoring (alertname, alertstate) "
               "ALERTS{alertname=\"B\",alertstate=\"firing\"})'}";
    }

    void whatTheFormCannotSayIsNotRead()
    {
        QFETCH(QString, rule);
        const auto file = readRuleFile("groups: [{name: g, rules: [" + rule.toStdString() + "]}]", "x.yml");

        QVERIFY(!file.findings.hasErrors());
        QVERIFY(!thresholdRuleOf(file.groups.front().rules.front()).has_value());
    }

    void faultsAreNamed()
    {
        QCOMPARE(firstFault(simple()), std::string());
        auto rule = simple();
        rule.name = " ";
        QCOMPARE(firstFault(rule), std::string("the rule needs a name"));
        rule = simple();
        rule.measured = "rate(v)";
        QCOMPARE(faultsOf(rule).front().field, ThresholdFault::Field::Measured);
        rule.measured = "5";
        QVERIFY(firstFault(rule).starts_with("this gives no series"));
        rule = simple();
        rule.clear = 5;
        QVERIFY(firstFault(rule).ends_with("write a smaller number"));
        rule.comparison = "<";
        rule.clear = 4;
        QVERIFY(firstFault(rule).ends_with("write a larger number"));
        rule.comparison = "==";
        QVERIFY(firstFault(rule).starts_with("a second threshold goes with"));
        rule = simple();
        rule.labels = {{"a-b", "x"}};
        QVERIFY(firstFault(rule).starts_with("\"a-b\" cannot be"));
        rule.labels = {{"severity", "x"}};
        QVERIFY(firstFault(rule).starts_with("\"severity\" cannot be"));
        rule = simple();
        rule.summary = "{{ $nothing }}";
        QCOMPARE(faultsOf(rule).front().field, ThresholdFault::Field::Summary);
    }

    void aRehearsalCountsTimesAndTheirLength()
    {
        auto rule = simple();
        rule.holdFor = 30s;
        // Beyond from step 1 to 5: fires at 3, over at 6. From 8 to 9: too short. From 11 on: fires at 13, goes on.
        const auto values = valuesOf({{1, 6, 6, 7, 8, 9, 2, 2, 6, 6, 2, 6, 6, 6, 6}});

        const auto played = rehearse(rule, values);

        QCOMPARE(played.firings.size(), std::size_t(2));
        QVERIFY((played.firings[0] == RehearsedFiring{0, kStart + 3 * kStep, kStart + 6 * kStep, false}));
        QVERIFY((played.firings[1] == RehearsedFiring{0, kStart + 13 * kStep, kStart + 14 * kStep, true}));
        QCOMPARE(played.total, std::chrono::milliseconds(4 * kStep));
        QCOMPARE(played.pending, std::size_t(1));
        QCOMPARE(played.dataFrom, kStart);
    }

    void aRehearsalKnowsWhereItsDataBegin()
    {
        const auto none = promql::kAbsent;

        const auto played = rehearse(simple(), valuesOf({{none, none, 6, 6}, {none, none, none, 9}}));

        QCOMPARE(played.dataFrom, kStart + 2 * kStep);
        QCOMPARE(played.total, std::chrono::milliseconds(kStep)); // not twice, where two fire
        QCOMPARE(rehearse(simple(), valuesOf({{none, none}})).dataFrom, Timestamp(0));
    }

    void aRehearsalIsWhatTheRuleThenDoes_data()
    {
        QTest::addColumn<int>("holdFor");
        QTest::addColumn<int>("keep");
        QTest::addColumn<bool>("hasClear");
        QTest::addColumn<QString>("comparison");
        QTest::newRow("at once") << 0 << 0 << false << ">";
        QTest::newRow("for") << 45 << 0 << false << ">=";
        QTest::newRow("keep firing for") << 30 << 60 << false << "<";
        QTest::newRow("hysteresis") << 30 << 0 << true << ">";
        QTest::newRow("hysteresis downwards") << 0 << 0 << true << "<=";
        QTest::newRow("hysteresis and keep firing for") << 15 << 40 << true << ">";
        QTest::newRow("unequal") << 15 << 0 << false << "!=";
    }

    void aRehearsalIsWhatTheRuleThenDoes()
    {
        QFETCH(int, holdFor);
        QFETCH(int, keep);
        QFETCH(bool, hasClear);
        QFETCH(QString, comparison);
        ThresholdRule rule = simple();
        rule.comparison = comparison.toStdString();
        if (hasClear)
            rule.clear = comparison.startsWith(u'>') ? 3 : 7;
        rule.holdFor = std::chrono::seconds(holdFor);
        rule.keepFiringFor = std::chrono::seconds(keep);
        rule.severity = "warning";
        rule.labels = {{"team", "sea"}};
        std::mt19937_64 random(static_cast<std::uint64_t>(holdFor * 7 + keep));
        std::vector<std::vector<double>> columns(3);
        support::MemoryStore store;
        for (std::size_t s = 0; s < columns.size(); ++s) {
            double level = 5;
            for (int i = 0; i < 300; ++i) {
                level = std::clamp(level + static_cast<double>(random() % 5) - 2, 0.0, 10.0);
                columns[s].push_back(random() % 40 == 0 ? promql::kAbsent : level);
                const auto value = promql::isAbsent(columns[s].back()) ? model::kStaleMarker : level;
                store.add(model::LabelSet{{"__name__", "v"}, {"host", std::to_string(s)}},
                          {{kStart + i * kStep, value}});
            }
        }

        const auto played = rehearse(rule, valuesOf(columns));

        const support::ManualClock clock(kStart);
        const RuleQuery queries(store);
        RuleWatch watch;
        GroupRunner group(fileOf(rule).groups.front(), 15s, {queries, store, clock, {}});
        std::map<std::string, Timestamp> firing;
        std::vector<RehearsedFiring> seen;
        for (int i = 0; i < 300; ++i) {
            const auto time = kStart + i * kStep;
            group.evaluate(time, watch);
            auto before = std::exchange(firing, {});
            for (const auto& alert : group.active()) {
                if (alert.state == alerts::AlertState::Firing)
                    firing[std::string(alert.labels.get("host"))] = alert.firedAt;
            }
            for (const auto& [host, from] : before) {
                if (!firing.contains(host) || firing[host] != from)
                    seen.push_back({std::stoul(host), from, time, false});
            }
        }
        for (const auto& [host, from] : firing)
            seen.push_back({std::stoul(host), from, kStart + 299 * kStep, true});
        const auto byTime = [](const auto& a, const auto& b) {
            return std::pair(a.from, a.series) < std::pair(b.from, b.series);
        };
        auto expected = played.firings;
        std::ranges::sort(seen, byTime);
        std::ranges::sort(expected, byTime);
        QVERIFY(seen.size() > 3);
        QCOMPARE(seen.size(), expected.size());
        QVERIFY(seen == expected);
    }
};

QTEST_GUILESS_MAIN(ThresholdRuleTest)
#include "threshold_rule_test.moc"
