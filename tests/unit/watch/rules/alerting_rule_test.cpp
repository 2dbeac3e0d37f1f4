// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The states of an alert as alert_generator/specification.md of prometheus/compliance has them.
#include <QTest>

#include "support/memory_store.h"
#include "watch/rules/alerting_rule.h"

using namespace nocturne;
using namespace nocturne::rules;
using alerts::AlertState;

namespace {

constexpr Timestamp kStart = 1'700'000'000'000;

/// A rule of one group and hands on its evaluation times, which count in seconds from the start.
struct Bench
{
    support::MemoryStore store;
    RuleQuery queries{store};
    AlertingRule rule;

    explicit Bench(std::string_view yaml, Surroundings surroundings = {})
        : rule(readRuleFile("groups: [{name: g, rules: [" + std::string(yaml) + "]}]", "x.yml")
                   .groups.front()
                   .rules.front(),
               std::move(surroundings))
    {}

    Result<void> at(int seconds, const std::vector<VectorElement>& elements, std::size_t limit = 0)
    {
        return rule.advance(kStart + seconds * 1000, elements, queries, limit);
    }
    AlertState state() const { return rule.active().empty() ? AlertState::Inactive : rule.active().front().state; }
};

std::vector<VectorElement> element(double value, const char* host = "a")
{
    return {{model::LabelSet{{"__name__", "x"}, {"host", host}}, value}};
}

std::vector<VectorElement> two() { return {element(1, "a").front(), element(2, "b").front()}; }

} // namespace

class AlertingRuleTest : public QObject
{
    Q_OBJECT

private slots:
    void newAlertWithoutForFiresAtOnce()
    {
        Bench bench("{alert: A, expr: x}");
        QVERIFY(bench.at(0, element(1)));

        const auto alert = bench.rule.active().front();

        QVERIFY(alert.state == AlertState::Firing);
        QCOMPARE(alert.activeAt, kStart);
        QCOMPARE(alert.firedAt, kStart);
    }

    void changesHappenAtEvaluationsOnly()
    {
        Bench bench("{alert: A, expr: x, for: 15s}");
        QVERIFY(bench.at(0, element(1)));
        QVERIFY(bench.state() == AlertState::Pending);
        QVERIFY(bench.at(10, element(1)));
        QVERIFY(bench.state() == AlertState::Pending);
        QVERIFY(bench.at(30, element(1)));

        QVERIFY(bench.state() == AlertState::Firing);
        QCOMPARE(bench.rule.active().front().activeAt, kStart);
        QCOMPARE(bench.rule.active().front().firedAt, kStart + 30'000);
    }

    void pendingThatEndsIsForgottenAndNeverSent()
    {
        Bench bench("{alert: A, expr: x, for: 1m}");
        QVERIFY(bench.at(0, element(1)));
        QVERIFY(bench.rule.takeNotices(kStart, {}).empty());
        QVERIFY(bench.at(15, {}));

        QVERIFY(bench.rule.active().empty());
        QVERIFY(bench.rule.takeNotices(kStart + 15'000, {}).empty());
    }

    void newOccurrenceHasANewStart()
    {
        Bench bench("{alert: A, expr: x}");
        QVERIFY(bench.at(0, element(1)));
        QVERIFY(bench.at(15, {}));
        QVERIFY(bench.rule.active().empty());
        QVERIFY(bench.at(30, element(1)));

        QCOMPARE(bench.rule.active().front().activeAt, kStart + 30'000);
    }

    void valueAndAnnotationsFollowTheNewestResult()
    {
        Bench bench("{alert: A, expr: x, annotations: {a: '{{ $value }}'}}");
        QVERIFY(bench.at(0, element(1)));
        QVERIFY(bench.at(15, element(2.5)));

        QCOMPARE(bench.rule.active().front().value, 2.5);
        QCOMPARE(bench.rule.active().front().annotations.at("a"), std::string("2.5"));
    }

    void keepFiringForCountsFromTheFirstAbsence()
    {
        Bench bench("{alert: A, expr: x, keep_firing_for: 1m}");
        QVERIFY(bench.at(0, element(1)));
        QVERIFY(bench.at(30, {}));
        QVERIFY(bench.at(75, {}));
        QVERIFY(bench.state() == AlertState::Firing);
        QCOMPARE(bench.rule.keepFiringSince().front(), kStart + 30'000);
        QVERIFY(bench.at(90, {}));

        QVERIFY(bench.rule.active().empty());
    }

    void comingBackEndsTheWait()
    {
        Bench bench("{alert: A, expr: x, keep_firing_for: 1m}");
        QVERIFY(bench.at(0, element(1)));
        QVERIFY(bench.at(30, {}));
        QVERIFY(bench.at(60, element(1)));
        QCOMPARE(bench.rule.keepFiringSince().front(), Timestamp(0));
        QVERIFY(bench.at(90, {}));
        QVERIFY(bench.at(120, {}));

        QVERIFY(bench.state() == AlertState::Firing);
        QCOMPARE(bench.rule.active().front().activeAt, kStart);
    }

    void labelsAreTheRulesOverTheSamples()
    {
        Bench bench(
            "{alert: A, expr: x, labels: {host: '{{ $labels.host }}-1', gone: '', name: '{{ $labels.__name__ }}', "
            "alertname: other}}");
        QVERIFY(bench.at(0, element(1)));

        QCOMPARE(bench.rule.active().front().labels.toString(),
                 std::string(R"({alertname="A", host="a-1", name="x"})"));
    }

    void twoAlertsWithTheSameLabelsChangeNothing()
    {
        Bench bench("{alert: A, expr: x, labels: {host: same}}");
        QVERIFY(bench.at(0, element(1)));

        const auto result = bench.at(15, two());

        QVERIFY(!result);
        QVERIFY(result.error().message.find("two alerts with the same labels") != std::string::npos);
        QCOMPARE(bench.rule.active().size(), std::size_t(1));
        QVERIFY(bench.state() == AlertState::Firing);
    }

    void tooManyAlertsAreAnErrorAndForgotten()
    {
        Bench bench("{alert: A, expr: x}");

        const auto result = bench.at(0, two(), 1);

        QCOMPARE(result.error().message, std::string("exceeded limit of 1 with 2 alerts"));
        QVERIFY(bench.rule.active().empty());
    }

    void templateThatFailsDoesNotFailTheRule()
    {
        Bench bench("{alert: A, expr: x, annotations: {a: '{{ toUpper $value }}'}}");
        QVERIFY(bench.at(0, element(1)));

        const auto text = bench.rule.active().front().annotations.at("a");

        QCOMPARE(text,
                 std::string("<error expanding template: 1:12: executing \"__alert_A\" at <$value>: wrong type for "
                             "value; expected string; got float64>"));
    }

    void templatesKnowTheSurroundingsAndQueryAtTheEvaluationTime()
    {
        Bench bench(
            "{alert: A, expr: x, annotations: {a: '{{ $externalLabels.site }} {{ $externalURL }} {{ with query \"y\" "
            "}}{{ . | first | value }}{{ end }}'}}",
            {model::LabelSet{{"site", "home"}}, "http://me/"});
        bench.store.add(model::LabelSet{{"__name__", "y"}}, {{kStart - 1000, 7}, {kStart + 1000, 8}});
        QVERIFY(bench.at(0, element(1)));

        QCOMPARE(bench.rule.active().front().annotations.at("a"), std::string("home http://me/ 7"));
    }

    void seriesTellStateAndStart()
    {
        Bench bench("{alert: A, expr: x, for: 1m}");
        QVERIFY(bench.at(0, element(1)));

        const auto series = bench.rule.series();

        QCOMPARE(series.size(), std::size_t(2));
        QCOMPARE(series[0].labels.toString(), std::string(R"(ALERTS_FOR_STATE{alertname="A", host="a"})"));
        QCOMPARE(series[0].value, 1'700'000'000.0);
        QCOMPARE(series[1].labels.toString(), std::string(R"(ALERTS{alertname="A", alertstate="pending", host="a"})"));
    }

    void firingAlertIsSentAgainAfterTheResendDelay()
    {
        Bench bench("{alert: A, expr: x}");
        const ResendOptions options{std::chrono::seconds(60), std::chrono::seconds(15)};
        std::vector<int> sent;

        for (int seconds = 0; seconds <= 180; seconds += 15) {
            QVERIFY(bench.at(seconds, element(1)));
            if (!bench.rule.takeNotices(kStart + seconds * 1000, options).empty())
                sent.push_back(seconds);
        }

        QCOMPARE(sent, (std::vector<int>{0, 75, 150}));
    }

    void endOfAFiringNoticeLiesFourDelaysAhead()
    {
        Bench bench("{alert: A, expr: x}");
        QVERIFY(bench.at(0, element(1)));

        const auto notice =
            bench.rule.takeNotices(kStart, {std::chrono::seconds(60), std::chrono::seconds(120)}).front();

        QCOMPARE(notice.endsAt, kStart + 480'000);
    }

    void resolvedAlertIsSentForFifteenMinutes()
    {
        Bench bench("{alert: A, expr: x}");
        QVERIFY(bench.at(0, element(1)));
        QCOMPARE(bench.rule.takeNotices(kStart, {}).size(), std::size_t(1));
        int count = 0;
        Timestamp last = 0;

        for (int seconds = 30; seconds <= 3600; seconds += 30) {
            QVERIFY(bench.at(seconds, {}));
            for (const auto& notice : bench.rule.takeNotices(kStart + seconds * 1000, {})) {
                ++count;
                last = seconds;
                QCOMPARE(notice.endsAt, kStart + 30'000);
                QCOMPARE(notice.alert.firedAt, kStart);
            }
        }

        QCOMPARE(last, Timestamp(930));
        QCOMPARE(count, 11); // at once, then every 90 s: the first evaluation after a whole minute
    }

    void newAlertEndsTheNoticesOfTheResolvedOne()
    {
        Bench bench("{alert: A, expr: x}");
        QVERIFY(bench.at(0, element(1)));
        QVERIFY(bench.at(30, {}));
        QCOMPARE(bench.rule.takeNotices(kStart + 30'000, {}).size(), std::size_t(1));
        QVERIFY(bench.at(60, element(1)));

        const auto notices = bench.rule.takeNotices(kStart + 60'000, {});

        QCOMPARE(notices.size(), std::size_t(1));
        QVERIFY(notices.front().alert.state == AlertState::Firing);
    }
};

QTEST_APPLESS_MAIN(AlertingRuleTest)
#include "alerting_rule_test.moc"
