// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a rule evaluator must do (conformance/alerting), as the journal of the board tells it, by a clock that is
// turned: rules are evaluated over a store, and every change of every alert is checked with its time. What goes out to
// people is tested where it is made.
#include <cmath>
#include <memory>

#include <QTemporaryDir>
#include <QTest>

#include "support/manual_clock.h"
#include "support/memory_store.h"
#include "watch/alerts/alert_board.h"
#include "watch/rules/rule_engine.h"
#include "watch/rules/rule_query.h"

using namespace nocturne;
using namespace std::chrono_literals;
using alerts::AlertState;

namespace {

constexpr double kAbsent = -1; // no sample at that evaluation

/// The store outlives restarts, boards and engines do not.
struct World
{
    explicit World(const QString& rules, std::chrono::seconds every = 30s)
        : text("groups:\n- name: g\n  interval: " + std::to_string(every.count()) + "s\n  rules:\n" +
               rules.toStdString())
        , interval(every)
    {
        rules::RuleGroup group;
        group.file = "x.yml";
        group.name = "g";
        clock.setNow(rules::evaluationTime(group, interval, 1'700'000'000'000));
        begin = clock.now();
        start();
    }

    void start()
    {
        board = std::make_unique<alerts::AlertBoard>(clock);
        (void)board->open(folder.path().toStdString(), log);
        engine = std::make_unique<rules::RuleEngine>(
            store, store, *board, clock, log, [](const auto& job) { job(); }, rules::RuleEngine::Options{.threads = 0});
        auto file = rules::readRuleFile(text, "x.yml");
        QVERIFY2(!file.findings.hasErrors(), text.c_str());
        engine->setGroups(std::move(file.groups), {});
    }
    void stop()
    {
        engine.reset();
        board.reset();
    }
    /// One interval goes by, `errors` of host a is measured, the rules are evaluated.
    void step(double errors)
    {
        clock.advance(interval);
        const model::LabelSet labels{{"__name__", "errors"}, {"host", "a"}};
        store.add(labels, {{clock.now(), errors == kAbsent ? model::kStaleMarker : errors}});
        engine->evaluateDue();
        board->expire();
    }
    /// "30 pending, 60 fired": seconds since the beginning.
    QString journal(std::uint64_t after = 0) const
    {
        QStringList lines;
        const auto changes = board->changesAfter(after, 1000);
        for (const auto& change : *changes)
            lines.append(QStringLiteral("%1 %2")
                             .arg((change.at - begin) / 1000)
                             .arg(QString::fromStdString(std::string(alerts::toString(change.kind)))));
        return lines.join(QStringLiteral(", "));
    }
    alerts::AlertInstance alert() const
    {
        const auto all = board->snapshot();
        return all->empty() ? alerts::AlertInstance() : all->front();
    }
    std::size_t count(const std::string& expression) const
    {
        return rules::RuleQuery(store).instant(expression, clock.now(), {})->size();
    }

    QTemporaryDir folder;
    std::string text;
    std::chrono::seconds interval;
    support::ManualClock clock;
    Timestamp begin = 0;
    support::MemoryStore store;
    NullLogger log;
    std::unique_ptr<alerts::AlertBoard> board;
    std::unique_ptr<rules::RuleEngine> engine;
};

QString rule(const QString& more, const QString& expression = QStringLiteral("errors > 5"))
{
    return QStringLiteral("  - alert: TooMany\n    expr: %1\n%2").arg(expression, more);
}

} // namespace

class AlertingConformance : public QObject
{
    Q_OBJECT

private slots:
    void statesChangeAtTheirEvaluations_data()
    {
        QTest::addColumn<QString>("more");
        QTest::addColumn<QList<double>>("errors");
        QTest::addColumn<QString>("journal");
        const auto none = QString();
        const auto after = [](const char* key, const char* time) {
            return QStringLiteral("    %1: %2\n").arg(QString::fromLatin1(key), QString::fromLatin1(time));
        };
        QTest::newRow("without for it fires at once") << none << QList<double>{1, 9, 9} << QStringLiteral("60 fired");
        QTest::newRow("with for it is pending first, and fires when that is over")
            << after("for", "60s") << QList<double>{9, 9, 9, 9} << QStringLiteral("30 pending, 90 fired");
        QTest::newRow("a for shorter than the interval waits for the next evaluation")
            << after("for", "15s") << QList<double>{9, 9} << QStringLiteral("30 pending, 60 fired");
        QTest::newRow("pending and gone is forgotten, and nothing resolves")
            << after("for", "60s") << QList<double>{9, 9, 1, 1} << QStringLiteral("30 pending, 90 forgotten");
        QTest::newRow("a break begins for anew") << after("for", "60s") << QList<double>{9, 9, 1, 9, 9, 9}
                                                 << QStringLiteral("30 pending, 90 forgotten, 120 pending, 180 fired");
        QTest::newRow("firing and gone resolves")
            << none << QList<double>{9, 9, 1, 1} << QStringLiteral("30 fired, 90 resolved");
        QTest::newRow("no sample is gone too")
            << none << QList<double>{9, kAbsent, kAbsent} << QStringLiteral("30 fired, 60 resolved");
        QTest::newRow("back again is a new alert")
            << none << QList<double>{9, 1, 9} << QStringLiteral("30 fired, 60 resolved, 90 fired");
        QTest::newRow("keep_firing_for holds it")
            << after("keep_firing_for", "60s") << QList<double>{9, 1, 1, 1} << QStringLiteral("30 fired, 120 resolved");
        QTest::newRow("coming back within keep_firing_for ends the wait")
            << after("keep_firing_for", "60s") << QList<double>{9, 1, 9, 1, 1, 1}
            << QStringLiteral("30 fired, 180 resolved");
    }

    void statesChangeAtTheirEvaluations()
    {
        QFETCH(QString, more);
        QFETCH(QList<double>, errors);
        QFETCH(QString, journal);
        World world(rule(more));

        for (const double value : errors)
            world.step(value);

        QCOMPARE(world.journal(), journal);
    }

    void theTimesOfAnAlertAreThoseOfItsEvaluations()
    {
        World world(rule(QStringLiteral("    for: 60s\n")));
        for (int i = 0; i < 4; ++i)
            world.step(9);

        QCOMPARE(world.alert().activeAt, world.begin + 30'000);
        QCOMPARE(world.alert().firedAt, world.begin + 90'000);
        world.step(1);
        QCOMPARE(world.alert().resolvedAt, world.begin + 150'000);
        QCOMPARE(world.alert().firedAt, world.begin + 90'000);
    }

    void valueAndAnnotationsFollowTheNewestResult()
    {
        World world(rule(QStringLiteral("    annotations: {summary: '{{ $value }} on {{ $labels.host }}'}\n")));
        world.step(9);
        const auto id = world.alert().id;
        world.step(7);

        QCOMPARE(world.alert().value, 7.0);
        QCOMPARE(world.alert().annotations.at("summary"), std::string("7 on a"));
        QCOMPARE(world.alert().id, id);
        QVERIFY(!world.alert().labels.contains("__name__"));
    }

    void aRuleThatFailsKeepsItsAlerts()
    {
        // Two series of one instance fail the rule: they would be the same alert.
        World world(rule(QStringLiteral("    labels: {host: ''}\n")));
        world.step(9);
        world.store.add(model::LabelSet{{"__name__", "errors"}, {"host", "b"}},
                        {{world.clock.now() + 30'000, 9}, {world.clock.now() + 60'000, model::kStaleMarker}});
        world.step(9);
        QVERIFY(world.alert().state == AlertState::Firing);
        QVERIFY(world.alert().unverifiedSince != 0);
        world.step(9);
        world.step(1);

        QCOMPARE(world.journal(), QStringLiteral("30 fired, 60 unverified, 90 verified, 120 resolved"));
    }

    void theSeriesTellTheSame()
    {
        World world(rule(QStringLiteral("    for: 30s\n")));
        world.step(1);
        world.step(1); // from the third evaluation on series are written, as ALERTS_FOR_STATE was looked up then
        world.step(9);
        QCOMPARE(world.count("ALERTS{alertname=\"TooMany\",alertstate=\"pending\",host=\"a\"}"), std::size_t(1));
        world.step(9);
        QCOMPARE(world.count("ALERTS{alertstate=\"pending\"}"), std::size_t(0)); // ended by a stale marker
        QCOMPARE(world.count("ALERTS{alertstate=\"firing\"}"), std::size_t(1));
        QCOMPARE(world.count("ALERTS_FOR_STATE == " + std::to_string((world.begin + 90'000) / 1000)), std::size_t(1));
        world.step(1);
        QCOMPARE(world.count("ALERTS or ALERTS_FOR_STATE"), std::size_t(0));
    }

    void anAcknowledgementGoesWithTheOccurrenceAndNoFurther()
    {
        World world(rule(QString()));
        world.step(9);
        QVERIFY(world.board->acknowledge({world.alert().id}, {"ann"}, {.comment = "mine"}));
        for (const double errors : {9.0, 9.0, 9.0})
            world.step(errors);
        QCOMPARE(world.alert().acknowledgement->owner, std::string("ann"));
        world.step(1);
        world.step(9);

        QVERIFY(world.alert().needsSomebody());
        QCOMPARE(world.journal(), QStringLiteral("30 fired, 30 acknowledged, 150 resolved, 180 fired"));
    }

    void anAcknowledgementEndsAtItsTime()
    {
        World world(rule(QString()));
        world.step(9);
        QVERIFY(world.board->acknowledge({world.alert().id}, {"ann"}, {.until = world.clock.now() + 60'000}));
        world.step(9);
        QVERIFY(world.alert().acknowledgement);
        world.step(9);

        QVERIFY(world.alert().needsSomebody());
        QCOMPARE(world.journal(), QStringLiteral("30 fired, 30 acknowledged, 90 acknowledgement ended"));
    }

    void afterARestartForGoesOn_data()
    {
        QTest::addColumn<int>("minutesBefore");
        QTest::addColumn<int>("outage");
        QTest::addColumn<int>("firesAfter"); // minutes from the restart
        // for is 20 minutes, at one evaluation a minute; series are written from the third one on, and what was there
        // is looked up with the second evaluation after the restart.
        QTest::newRow("12 of 20 were over: 8 would remain, but 10 are the least") << 12 << 10 << 12;
        QTest::newRow("5 of 20 were over: 15 remain, the outage does not count") << 5 << 10 << 17;
        QTest::newRow("an outage of more than an hour begins anew") << 12 << 70 << 21;
        QTest::newRow("it was firing: it fires again at once") << 30 << 10 << 3;
    }

    void afterARestartForGoesOn()
    {
        QFETCH(int, minutesBefore);
        QFETCH(int, outage);
        QFETCH(int, firesAfter);
        World world(rule(QStringLiteral("    for: 20m\n")), 60s);
        world.step(1);
        world.step(1);
        for (int i = 0; i <= minutesBefore; ++i)
            world.step(9);
        const auto before = world.alert();
        if (before.state == AlertState::Firing)
            QVERIFY(world.board->acknowledge({before.id}, {"ann"}, {}));
        world.stop();
        world.clock.advance(std::chrono::minutes(outage));
        const auto restart = world.clock.now();
        world.start();
        QVERIFY(world.alert().state == before.state); // as it was last seen,
        QVERIFY(world.alert().unverifiedSince != 0);  // and said so

        int minutes = 0;
        while (minutes < 60 && (world.alert().state != AlertState::Firing || world.alert().unverifiedSince != 0)) {
            world.step(9);
            ++minutes;
        }

        QCOMPARE((world.clock.now() - restart) / 60'000, Timestamp(firesAfter));
        QCOMPARE(world.alert().id, before.id);
        if (before.state == AlertState::Firing)
            QCOMPARE(world.alert().acknowledgement->owner, std::string("ann"));
    }

    void whatEndedWhileNobodyLookedResolves()
    {
        World world(rule(QString()));
        world.step(9);
        const auto number = world.board->lastChange();
        world.stop();
        world.clock.advance(10min);
        world.start();

        for (int i = 0; i < 6; ++i)
            world.step(1);

        QVERIFY(world.alert().state == AlertState::Resolved);
        QCOMPARE(world.journal(number), QStringLiteral("630 unverified, 750 resolved"));
    }
};

QTEST_APPLESS_MAIN(AlertingConformance)
#include "alerting_test.moc"
