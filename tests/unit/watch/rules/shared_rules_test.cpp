// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Rules of a group share what they have in common, and nobody can tell by what they give.
#include <random>

#include <QTest>

#include "support/manual_clock.h"
#include "support/memory_store.h"
#include "watch/rules/group_runner.h"

using namespace nocturne;
using namespace nocturne::rules;

namespace {

constexpr Timestamp kStart = 1'700'000'000'000;
constexpr Timestamp kStep = 15'000;
constexpr int kSteps = 40;

void fill(support::MemoryStore& store)
{
    std::mt19937_64 random(7);
    for (const auto* name : {"v", "w", "total"}) {
        for (int host = 0; host < 6; ++host) {
            std::vector<model::Sample> samples;
            double level = 0;
            for (int i = 0; i < kSteps; ++i) {
                level += static_cast<double>(random() % 9);
                if (random() % 7 != 0)
                    samples.push_back({kStart + i * kStep, level});
            }
            store.add(model::LabelSet{{"__name__", name}, {"host", std::string(1, static_cast<char>('a' + host))}},
                      samples);
        }
    }
}

/// Evaluates the rules at each step. All that is to be seen of it as text: what they wrote and how they are.
std::string run(const std::string& rules, bool sharesParts)
{
    support::MemoryStore store;
    fill(store);
    const support::ManualClock clock(kStart);
    const RuleQuery queries(store);
    RuleWatch watch;
    auto file = readRuleFile("groups:\n  - name: g\n    rules:\n" + rules, "x.yml");
    GroupTools tools{queries, store, clock, {}};
    tools.sharesParts = sharesParts;
    GroupRunner group(std::move(file.groups.front()), std::chrono::seconds(15), tools);
    std::string seen;
    for (int i = 0; i < kSteps; ++i) {
        const auto time = kStart + i * kStep;
        group.evaluate(time, watch);
        for (const auto* name : {"one", "two", "ALERTS", "ALERTS_FOR_STATE"}) {
            const auto elements = queries.instant(name, time, {});
            for (const auto& element : *elements)
                seen += element.labels.toString() + " " + std::to_string(element.value) + "\n";
        }
        for (const auto& rule : group.status().rules)
            seen += rule.name + " " + std::string(toString(rule.health)) + " " + rule.lastError + "\n";
        for (const auto& alert : group.active())
            seen +=
                alert.labels.toString() + " " + std::to_string(alert.value) + " " + alert.annotations.at("s") + "\n";
    }
    return seen;
}

std::string alert(const std::string& name, const std::string& expression, const std::string& holdFor = "30s")
{
    return "      - {alert: " + name + ", expr: '" + expression + "', for: " + holdFor +
           ", annotations: {s: '{{ $value }}'}}\n";
}

std::string record(const std::string& name, const std::string& expression)
{
    return "      - {record: " + name + ", expr: '" + expression + "'}\n";
}

} // namespace

class SharedRulesTest : public QObject
{
    Q_OBJECT

private slots:
    void resultsAreThoseOfEachAlone_data()
    {
        QTest::addColumn<QString>("rules");
        const auto row = [](const char* name, const std::string& rules) {
            QTest::newRow(name) << QString::fromStdString(rules);
        };

        row("thresholds of one value",
            alert("A", "rate(v[2m]) > 0.1") + alert("B", "rate(v[2m]) > 0.3") + alert("C", "rate(v[2m]) > 0.5"));
        row("a part within a part", alert("A", "sum(rate(v[1m])) > 1") + alert("B", "rate(v[1m]) > 0.4") +
                                        alert("C", "sum(rate(v[1m])) > 2") + alert("D", "rate(v[1m]) > 0.5"));
        row("twice in one expression",
            alert("A", "v / (v + w) > 0.5") + alert("B", "v / (v + w) > 0.2") + alert("C", "v > w"));
        row("a rule between writes what they look at", record("one", "v + 1") + alert("A", "sum(one) > 50") +
                                                           record("one", "w + 100") + alert("B", "sum(one) > 50") +
                                                           record("two", "sum(one)"));
        row("selectors without a name", alert("A", "count({host=\"a\"}) > 1") + record("one", "v") +
                                            alert("B", "count({host=\"a\"}) > 1") +
                                            alert("C", "count({host=\"a\"}) > 2"));
        row("alerts that look at alerts", alert("A", "v > 20", "0s") + alert("B", "count(ALERTS) > 1") +
                                              alert("C", "w > 30", "0s") + alert("D", "count(ALERTS) > 1") +
                                              alert("E", "count(ALERTS_FOR_STATE) > 2"));
        row("an error in each",
            alert("A", "v * on (job) w > 0") + alert("B", "v * on (job) w > 1") + alert("C", "v > 0"));
        row("a value with a warning", alert("A", "quantile(1.5, v) > 0") + alert("B", "quantile(1.5, v) > 1"));
        row("within a subquery", alert("A", "max_over_time(sum(v)[1m:15s]) > 60") + alert("B", "sum(v) > 60") +
                                     alert("C", "max_over_time(sum(v)[1m:15s]) > 90") + alert("D", "sum(v) > 90"));
        row("times of samples", alert("A", "time() - timestamp(v) > 10") + alert("B", "v > 3") + alert("C", "v > 30"));
        row("offset and at", alert("A", "v offset 1m > 5") + alert("B", "v offset 1m > 9") + alert("C", "v > 9") +
                                 alert("D", "v @ 1700000060 > 3") + alert("E", "v @ 1700000060 > 4"));
    }

    void resultsAreThoseOfEachAlone()
    {
        QFETCH(QString, rules);

        const auto alone = run(rules.toStdString(), false);

        QVERIFY(!alone.empty());
        QCOMPARE(run(rules.toStdString(), true), alone);
    }
};

QTEST_GUILESS_MAIN(SharedRulesTest)
#include "shared_rules_test.moc"
