// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/alerts/pushed_alerts.h"

#include <QTemporaryDir>
#include <QTest>

#include "board_fixture.h"

using namespace nocturne;
using namespace nocturne::alerts;
using namespace std::chrono_literals;

namespace {

PushedAlert pushed(const BoardFixture& f, const std::string& instance, Timestamp startsAt = 0, Timestamp endsAt = 0)
{
    PushedAlert alert;
    alert.labels = model::LabelSet{{"alertname", "Pushed"}, {"instance", instance}, {"severity", "critical"}};
    alert.annotations["summary"] = "from outside";
    alert.startsAt = startsAt;
    alert.endsAt = endsAt;
    return *completed(alert, f.clock.now(), 5min);
}

} // namespace

class PushedAlertsTest : public QObject
{
    Q_OBJECT

private slots:
    void whatIsPushedFiresUntilItIsPushedAsOver()
    {
        BoardFixture f;
        PushedAlerts door(f.board, f.clock);

        QCOMPARE(door.take({pushed(f, "a", kStart - 60'000), pushed(f, "b")}), std::size_t(0));

        QCOMPARE(f.find("a").source, std::string("pushed"));
        QVERIFY(f.find("a").state == AlertState::Firing);
        QVERIFY(f.find("a").severity == Severity::Critical);
        QCOMPARE(f.find("a").firedAt, kStart - 60'000);
        QVERIFY(f.board.acknowledge(f.idsOf({"a"}), f.ann, {}));
        f.pass(1min);
        door.take({pushed(f, "a", kStart - 60'000)}); // repeated: the same occurrence
        QVERIFY(f.find("a").acknowledgement);
        door.take({pushed(f, "a", kStart - 60'000, f.clock.now())});
        QVERIFY(f.find("a").state == AlertState::Resolved);
        QVERIFY(f.find("b").state == AlertState::Firing);
    }

    void whatIsNotRepeatedEndsByItself()
    {
        BoardFixture f;
        PushedAlerts door(f.board, f.clock);
        door.take({pushed(f, "a"), pushed(f, "b", 0, kStart + 60'000)});

        f.pass(1min);
        door.tick();
        QVERIFY(f.find("a").state == AlertState::Firing);
        QVERIFY(f.find("b").state == AlertState::Resolved);
        f.pass(4min);
        door.tick();

        QVERIFY(f.find("a").state == AlertState::Resolved);
    }

    void aRestartKeepsThemForAsLongAsASenderNeeds()
    {
        QTemporaryDir folder;
        NullLogger log;
        {
            BoardFixture f;
            QVERIFY(f.board.open(folder.path().toStdString(), log));
            PushedAlerts(f.board, f.clock).take({pushed(f, "a"), pushed(f, "b")});
        }
        BoardFixture f;
        QVERIFY(f.board.open(folder.path().toStdString(), log));
        PushedAlerts door(f.board, f.clock);

        f.pass(3min);
        door.tick();
        QVERIFY(f.find("a").unverifiedSince != 0);
        door.take({pushed(f, "a", kStart)});
        QCOMPARE(f.find("a").unverifiedSince, Timestamp(0));
        QVERIFY(f.find("b").unverifiedSince != 0); // nobody said anything of it
        f.pass(3min);
        door.tick();

        QVERIFY(f.find("a").state == AlertState::Firing);
        QVERIFY(f.find("b").state == AlertState::Resolved);
    }

    void thereIsAnEndToHowManyAreKept()
    {
        BoardFixture f;
        PushedAlerts door(f.board, f.clock, {.most = 2});

        QCOMPARE(door.take({pushed(f, "a"), pushed(f, "b"), pushed(f, "c"), pushed(f, "a")}), std::size_t(1));

        QCOMPARE(f.board.snapshot()->size(), std::size_t(2));
        QVERIFY(door.find(pushed(f, "a").labels));
        QVERIFY(!door.find(pushed(f, "c").labels));
    }

    void whatAlertmanagerRefusesIsRefused()
    {
        const auto faultOf = [](PushedAlert alert) {
            const auto done = completed(std::move(alert), kStart, 5min);
            return done ? std::string() : done.error().message;
        };
        PushedAlert alert;
        QVERIFY(!faultOf(alert).empty()); // no label
        alert.labels = model::LabelSet{{"alertname", "A"}};
        QCOMPARE(faultOf(alert), std::string());
        alert.startsAt = kStart;
        alert.endsAt = kStart - 1;
        QVERIFY(!faultOf(alert).empty());
        alert.endsAt = 0;
        alert.annotations["x"] = std::string(70'000, 'x');
        QVERIFY(!faultOf(alert).empty());
        alert.annotations = {};
        alert.labels = model::LabelSet{{"alertname", "\xff"}};
        QVERIFY(!faultOf(alert).empty());
    }

    void missingTimesAreFilledInAsAlertmanagerDoes()
    {
        PushedAlert alert;
        alert.labels = model::LabelSet{{"alertname", "A"}};

        QCOMPARE(completed(alert, kStart, 5min)->startsAt, kStart);
        QCOMPARE(completed(alert, kStart, 5min)->endsAt, kStart + 300'000);
        alert.endsAt = kStart - 1000;
        QCOMPARE(completed(alert, kStart, 5min)->startsAt, kStart - 1000);
    }
};

QTEST_APPLESS_MAIN(PushedAlertsTest)
#include "pushed_alerts_test.moc"
