// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "support/manual_clock.h"
#include "watch/alerts/alert_board.h"

using namespace nocturne;
using namespace nocturne::alerts;

namespace {

constexpr Timestamp kStart = 1'700'000'000'000;

AlertInstance alertOn(const char* instance, Severity severity = Severity::Warning,
                      AlertState state = AlertState::Firing)
{
    AlertInstance alert;
    alert.labels = model::LabelSet{{"alertname", "DiskFull"}, {"instance", instance}};
    alert.severity = severity;
    alert.state = state;
    alert.activeAt = kStart;
    alert.firedAt = state == AlertState::Firing ? kStart : 0;
    return alert;
}

} // namespace

class AlertBoardTest : public QObject
{
    Q_OBJECT

private slots:
    void fingerprintIsAlertmanagers()
    {
        QCOMPARE(fingerprint(model::LabelSet{{"alertname", "X"}, {"i", "1"}}), std::string("b915815a9d04c3be"));
    }

    void severityWords_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("expected");
        QTest::newRow("own word") << QStringLiteral("critical") << int(Severity::Critical);
        QTest::newRow("case does not matter") << QStringLiteral("WARN") << int(Severity::Warning);
        QTest::newRow("another trade's word") << QStringLiteral("disaster") << int(Severity::Critical);
        QTest::newRow("none is no alarm") << QStringLiteral("none") << int(Severity::Info);
        QTest::newRow("no label") << QString() << int(Severity::Unknown);
        QTest::newRow("unheard of") << QStringLiteral("purple") << int(Severity::Unknown);
    }

    void severityWords()
    {
        QFETCH(QString, text);
        QFETCH(int, expected);

        QCOMPARE(int(severityFromText(text.toStdString())), expected);
    }

    void worstIsListedFirst()
    {
        support::ManualClock clock(kStart);
        AlertBoard board(clock);

        board.report("rules", {alertOn("a", Severity::Info), alertOn("b", Severity::Critical),
                               alertOn("c", Severity::Critical, AlertState::Pending), alertOn("d", Severity::Unknown)});

        const auto alerts = board.snapshot();
        QCOMPARE(alerts->size(), std::size_t(4));
        QCOMPARE(alerts->at(0).labels.get("instance"), std::string_view("b"));
        QCOMPARE(alerts->at(1).labels.get("instance"), std::string_view("d"));
        QCOMPARE(alerts->at(2).labels.get("instance"), std::string_view("a"));
        QCOMPARE(alerts->at(3).labels.get("instance"), std::string_view("c"));
    }

    void acknowledgementStaysWhileTheAlertFires()
    {
        support::ManualClock clock(kStart);
        AlertBoard board(clock);
        board.report("rules", {alertOn("a")});
        const auto id = board.snapshot()->front().id;

        QVERIFY(board.acknowledge(id, "ann", "looking into it"));
        auto again = alertOn("a");
        again.value = 17;
        board.report("rules", {again});

        const auto alert = board.snapshot()->front();
        QCOMPARE(alert.value, 17.0);
        QVERIFY(alert.acknowledgement);
        QCOMPARE(alert.acknowledgement->owner, std::string("ann"));
        QCOMPARE(alert.acknowledgement->comment, std::string("looking into it"));
    }

    void acknowledgementEndsWithTheOccurrence()
    {
        support::ManualClock clock(kStart);
        AlertBoard board(clock);
        board.report("rules", {alertOn("a")});
        QVERIFY(board.acknowledge(board.snapshot()->front().id, "ann", ""));

        board.report("rules", {});
        QVERIFY(board.snapshot()->front().state == AlertState::Resolved);
        auto next = alertOn("a");
        next.activeAt = kStart + 60'000;
        board.report("rules", {next});

        const auto alert = board.snapshot()->front();
        QVERIFY(alert.state == AlertState::Firing);
        QVERIFY(!alert.acknowledgement);
    }

    void acknowledgementEndsAtItsTime()
    {
        support::ManualClock clock(kStart);
        AlertBoard board(clock);
        board.report("rules", {alertOn("a")});
        QVERIFY(board.acknowledge(board.snapshot()->front().id, "ann", "", kStart + 1000));

        board.expire();
        QVERIFY(board.snapshot()->front().acknowledgement);
        clock.advance(std::chrono::seconds(1));
        board.expire();

        QVERIFY(!board.snapshot()->front().acknowledgement);
    }

    void acknowledgementIsRefusedWhereItMeansNothing()
    {
        support::ManualClock clock(kStart);
        AlertBoard board(clock);
        board.report("rules", {alertOn("a")});
        const auto id = board.snapshot()->front().id;

        QVERIFY(board.acknowledge("nonsense", "ann", "").error().kind == Error::Kind::NotFound);
        QVERIFY(board.acknowledge(id, "", "").error().kind == Error::Kind::InvalidInput);
        board.report("rules", {});
        QVERIFY(board.acknowledge(id, "ann", "").error().kind == Error::Kind::InvalidInput);
        QVERIFY(board.unacknowledge("nonsense").error().kind == Error::Kind::NotFound);
    }

    void ofTwoWithTheSameLabelsTheLaterOneCounts()
    {
        support::ManualClock clock(kStart);
        AlertBoard board(clock);
        auto later = alertOn("a");
        later.value = 2;

        board.report("rules", {alertOn("a"), alertOn("b"), later});

        QCOMPARE(board.snapshot()->size(), std::size_t(2));
        QCOMPARE(board.snapshot()->front().value, 2.0);
    }

    void sourcesWithTheSameLabelsStayApart()
    {
        support::ManualClock clock(kStart);
        AlertBoard board(clock);
        board.report("rules", {alertOn("a"), alertOn("b")});
        board.report("stream:x", {alertOn("a")});

        board.report("rules", {alertOn("b")});

        std::vector<std::string> firing;
        for (const auto alerts = board.snapshot(); const auto& alert : *alerts) {
            if (alert.state == AlertState::Firing)
                firing.push_back(alert.source + " " + std::string(alert.labels.get("instance")));
        }
        QCOMPARE(firing, (std::vector<std::string>{"stream:x a", "rules b"}));
    }

    void pendingThatStopsIsForgotten()
    {
        support::ManualClock clock(kStart);
        AlertBoard board(clock);
        board.report("rules", {alertOn("a", Severity::Warning, AlertState::Pending)});

        board.report("rules", {});

        QVERIFY(board.snapshot()->empty());
    }

    void sourcesDoNotTouchEachOthersAlerts()
    {
        support::ManualClock clock(kStart);
        AlertBoard board(clock);
        board.report("rules", {alertOn("a")});
        board.report("stream:x", {alertOn("a")});

        board.report("stream:x", {});

        QCOMPARE(board.snapshot()->size(), std::size_t(2));
        QCOMPARE(board.snapshot()->front().source, std::string("rules"));
        QVERIFY(board.snapshot()->front().state == AlertState::Firing);
    }

    void lostSourceKeepsItsAlertsUnverified()
    {
        support::ManualClock clock(kStart);
        AlertBoard board(clock);
        board.report("stream:x", {alertOn("a")});
        QVERIFY(board.acknowledge(board.snapshot()->front().id, "ann", ""));
        clock.advance(std::chrono::seconds(30));

        board.markUnverified("stream:x");

        auto alert = board.snapshot()->front();
        QVERIFY(alert.state == AlertState::Firing);
        QCOMPARE(alert.unverifiedSince, kStart + 30'000);
        QVERIFY(alert.acknowledgement);
        board.report("stream:x", {alertOn("a")});
        QCOMPARE(board.snapshot()->front().unverifiedSince, Timestamp(0));
    }

    void resolvedIsForgottenAfterAWhile()
    {
        support::ManualClock clock(kStart);
        AlertBoard board(clock, {.keepResolved = std::chrono::minutes(15)});
        board.report("rules", {alertOn("a")});
        board.report("rules", {});

        clock.advance(std::chrono::minutes(14));
        board.expire();
        QCOMPARE(board.snapshot()->size(), std::size_t(1));
        clock.advance(std::chrono::minutes(2));
        board.expire();

        QVERIFY(board.snapshot()->empty());
    }

    void listenersHearOfChangesOnly()
    {
        support::ManualClock clock(kStart);
        AlertBoard board(clock);
        int calls = 0;
        const auto subscription = board.subscribe([&] { ++calls; });

        board.report("rules", {alertOn("a")});
        board.report("rules", {alertOn("a")});
        QCOMPARE(calls, 1);
        board.unsubscribe(subscription);
        board.report("rules", {});

        QCOMPARE(calls, 1);
    }
};

QTEST_APPLESS_MAIN(AlertBoardTest)
#include "alert_board_test.moc"
