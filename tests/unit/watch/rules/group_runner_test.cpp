// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "engine/promql/parser.h"
#include "support/manual_clock.h"
#include "support/memory_store.h"
#include "watch/rules/group_runner.h"

using namespace nocturne;
using namespace nocturne::rules;
using alerts::AlertState;

namespace {

constexpr Timestamp kStart = 1'700'000'000'000;
constexpr Timestamp kMinute = 60'000;

/// A store, and groups over it.
struct Bench
{
    support::MemoryStore store;
    support::ManualClock clock{kStart};
    RuleQuery queries{store};
    RuleWatch watch;

    GroupRunner group(std::string_view body, bool waitsForRestore = false)
    {
        auto file = readRuleFile("groups:\n  - name: g\n" + std::string(body), "x.yml");
        return {std::move(file.groups.front()), std::chrono::minutes(1), {queries, store, clock, {}}, waitsForRestore};
    }
    void set(Timestamp time, double value)
    {
        store.add(model::LabelSet{{"__name__", "v"}, {"host", "a"}}, {{time, value}});
    }
    std::string show(const std::string& expression, Timestamp time) const
    {
        std::string text;
        const auto elements = queries.instant(expression, time, {});
        for (const auto& element : *elements)
            text += element.labels.toString() + " " + std::to_string(static_cast<long long>(element.value)) + ";";
        return text;
    }
};

constexpr std::string_view kSlow = "    rules: [{alert: A, expr: v > 0, for: 30m}]\n";

} // namespace

class GroupRunnerTest : public QObject
{
    Q_OBJECT

private slots:
    void laterRulesReadWhatEarlierOnesWrote()
    {
        Bench bench;
        auto group = bench.group(
            "    rules: [{record: one, expr: v + 1}, {record: two, expr: one + 1, labels: {x: y, host: ''}}]\n");
        bench.set(kStart, 5);

        group.evaluate(kStart, bench.watch);

        QCOMPARE(bench.show("two", kStart), std::string("two{x=\"y\"} 7;"));
    }

    void vanishedSeriesEndsAtOnce()
    {
        Bench bench;
        auto group = bench.group("    rules: [{record: r, expr: v > 5}]\n");
        bench.set(kStart, 9);
        group.evaluate(kStart, bench.watch);
        bench.set(kStart + kMinute, 1);
        group.evaluate(kStart + kMinute, bench.watch);

        QCOMPARE(bench.show("r", kStart + kMinute - 1), std::string("r{host=\"a\"} 9;"));
        QCOMPARE(bench.show("r", kStart + kMinute), std::string());
    }

    void recordedNameCanBeTextWithBraces()
    {
        Bench bench;
        auto group = bench.group(
            "    labels: {from: '{{ group }}'}\n    rules: [{record: r, expr: 1, labels: {a: '{{ $x }}'}}]\n");

        group.evaluate(kStart, bench.watch);

        QCOMPARE(bench.show("r", kStart), std::string("r{a=\"{{ $x }}\", from=\"{{ group }}\"} 1;"));
    }

    void queryOffsetLooksBackAndWritesThere()
    {
        Bench bench;
        auto group = bench.group("    query_offset: 1m\n    rules: [{record: r, expr: v}, {alert: A, expr: v == 5}]\n");
        bench.set(kStart - kMinute, 5);
        bench.set(kStart, 6);

        group.evaluate(kStart, bench.watch);

        QCOMPARE(bench.show("r", kStart - kMinute), std::string("r{host=\"a\"} 5;"));
        QCOMPARE(group.active().front().activeAt, kStart);
        QCOMPARE(bench.show("ALERTS", kStart - kMinute),
                 std::string("ALERTS{alertname=\"A\", alertstate=\"firing\", host=\"a\"} 1;"));
    }

    void limitOfARecordingRule()
    {
        Bench bench;
        auto group =
            bench.group("    limit: 1\n    rules: [{record: r, expr: '{__name__=~\"v|w\"}'}, {record: s, expr: 1}]\n");
        bench.set(kStart, 5);
        bench.store.add(model::LabelSet{{"__name__", "w"}}, {{kStart, 1}});

        group.evaluate(kStart, bench.watch);

        const auto status = group.status();
        QCOMPARE(status.rules[0].lastError, std::string("exceeded limit of 1 with 2 series"));
        QVERIFY(status.rules[0].health == RuleHealth::Err);
        QVERIFY(status.rules[1].health == RuleHealth::Ok);
        QCOMPARE(bench.show("r", kStart), std::string());
        QCOMPARE(bench.show("s", kStart), std::string("s 1;"));
    }

    void twoSeriesOfOneNameAreAnErrorAndNoneIsStored()
    {
        Bench bench;
        auto group = bench.group("    rules: [{record: r, expr: '{__name__=~\"v|w\"}', labels: {host: ''}}]\n");
        bench.set(kStart, 5);
        bench.store.add(model::LabelSet{{"__name__", "w"}}, {{kStart, 1}});

        group.evaluate(kStart, bench.watch);

        QVERIFY(group.status().rules[0].lastError.starts_with("two series have the same labels"));
        QCOMPARE(bench.show("r", kStart), std::string());
    }

    void failingRuleKeepsItsAlertsUnverified()
    {
        Bench bench;
        auto group = bench.group("    rules: [{alert: A, expr: v * on() w}, {alert: B, expr: v}]\n");
        bench.set(kStart, 5);
        bench.store.add(model::LabelSet{{"__name__", "w"}, {"i", "1"}}, {{kStart, 1}});
        group.evaluate(kStart, bench.watch);
        QCOMPARE(group.active().size(), std::size_t(2));
        bench.set(kStart + kMinute, 5);
        bench.store.add(model::LabelSet{{"__name__", "w"}, {"i", "2"}}, {{kStart + kMinute, 1}});

        group.evaluate(kStart + kMinute, bench.watch);

        const auto active = group.active();
        QCOMPARE(active.size(), std::size_t(2));
        QCOMPARE(active[0].unverifiedSince, kStart + kMinute);
        QCOMPARE(active[1].unverifiedSince, Timestamp(0));
        QCOMPARE(group.status().rules[0].failures, std::uint64_t(1));
    }

    void reloadKeepsStateByNameAndLabels()
    {
        Bench bench;
        auto before = bench.group("    rules: [{alert: A, expr: v > 0, for: 2m}, {record: gone, expr: v}]\n");
        bench.set(kStart, 5);
        before.evaluate(kStart, bench.watch);
        auto after =
            bench.group("    rules: [{record: r, expr: v}, {alert: A, expr: v > 1, for: 1m, annotations: {a: b}}]\n");

        after.inherit(before);
        bench.set(kStart + kMinute, 5);
        after.evaluate(kStart + kMinute, bench.watch);

        QVERIFY(after.active().front().state == AlertState::Firing);
        QCOMPARE(after.active().front().activeAt, kStart);
        QCOMPARE(bench.show("gone", kStart + kMinute), std::string());
        QCOMPARE(bench.show("r", kStart + kMinute), std::string("r{host=\"a\"} 5;"));
    }

    void changedLabelsMakeANewAlert()
    {
        Bench bench;
        auto before = bench.group("    rules: [{alert: A, expr: v > 0}]\n");
        bench.set(kStart, 5);
        before.evaluate(kStart, bench.watch);
        auto after = bench.group("    rules: [{alert: A, expr: v > 0, labels: {team: x}}]\n");

        after.inherit(before);
        after.evaluate(kStart + kMinute, bench.watch);

        QCOMPARE(after.active().front().activeAt, kStart + kMinute);
        QCOMPARE(bench.show("ALERTS{team=\"\"}", kStart + kMinute), std::string());
    }

    void restore_data()
    {
        QTest::addColumn<int>("pendingMinutes"); // before the end
        QTest::addColumn<int>("outageMinutes");
        QTest::addColumn<int>("expectedActiveMinutes"); // activeAt, before the moment of restoring
        QTest::newRow("was firing: fires again") << 35 << 10 << 45;
        QTest::newRow("much is left: the outage does not count") << 5 << 10 << 5;
        QTest::newRow("little is left: fires after the grace period") << 25 << 10 << 20;
        QTest::newRow("outage too long: starts anew") << 25 << 70 << 1;
    }

    void restore()
    {
        QFETCH(int, pendingMinutes);
        QFETCH(int, outageMinutes);
        QFETCH(int, expectedActiveMinutes);
        Bench bench;
        {
            auto group = bench.group(kSlow);
            for (int i = 0; i <= pendingMinutes; ++i) {
                bench.set(kStart + i * kMinute, 1);
                group.evaluate(kStart + i * kMinute, bench.watch);
            }
        }
        const auto now = kStart + (pendingMinutes + outageMinutes) * kMinute;
        auto group = bench.group(kSlow, true);
        bench.set(now - kMinute, 1);
        group.evaluate(now - kMinute, bench.watch);
        bench.set(now, 1);
        group.evaluate(now, bench.watch);
        QVERIFY(group.waitsForRestore());

        group.restore(now);

        QCOMPARE((now - group.active().front().activeAt) / kMinute, Timestamp(expectedActiveMinutes));
        QVERIFY(!group.waitsForRestore());
    }

    void noSeriesBeforeRestoring()
    {
        Bench bench;
        auto group = bench.group(kSlow, true);
        bench.set(kStart, 1);
        group.evaluate(kStart, bench.watch);
        QCOMPARE(bench.show("ALERTS_FOR_STATE", kStart), std::string());
        group.restore(kStart);
        group.evaluate(kStart + kMinute, bench.watch);

        QCOMPARE(bench.show("ALERTS_FOR_STATE", kStart + kMinute),
                 std::string("ALERTS_FOR_STATE{alertname=\"A\", host=\"a\"} 1700000000;"));
    }

    void resolvedBeforeTheRestartStartsAnew()
    {
        Bench bench;
        {
            auto group = bench.group(kSlow);
            bench.set(kStart, 1);
            group.evaluate(kStart, bench.watch);
            bench.set(kStart + kMinute, 0);
            group.evaluate(kStart + kMinute, bench.watch);
        }
        auto group = bench.group(kSlow, true);
        bench.set(kStart + 2 * kMinute, 1);
        group.evaluate(kStart + 2 * kMinute, bench.watch);

        group.restore(kStart + 2 * kMinute);

        QCOMPARE(group.active().front().activeAt, kStart + 2 * kMinute);
    }

    void slowRuleIsStoppedAndTheOthersGoOn()
    {
        Bench bench;
        auto group = bench.group("    rules: [{record: r, expr: 1}]\n");
        (void)bench.watch.begin(bench.clock.monotonic());
        bench.clock.advance(std::chrono::seconds(31));
        bench.watch.check(bench.clock.monotonic(), std::chrono::seconds(30));
        bench.watch.end();

        group.evaluate(kStart, bench.watch); // the next rule has time of its own

        QVERIFY(group.status().rules[0].health == RuleHealth::Ok);
        bench.watch.stopAll();
        group.evaluate(kStart + kMinute, bench.watch);
        QCOMPARE(group.status().lastEvaluation, kStart);
    }
};

QTEST_APPLESS_MAIN(GroupRunnerTest)
#include "group_runner_test.moc"
