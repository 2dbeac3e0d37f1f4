// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTest>

#include "support/ui_fixture/ui_fixture.h"
#include "ui/desktop/desktop_notifier.h"

using namespace Qt::StringLiterals;
using namespace nocturne;
using namespace nocturne::ui;
using namespace std::chrono_literals;
using alerts::AlertInstance;
using alerts::AlertList;
using alerts::Severity;

namespace {

/// Remembers what is on the screen.
struct Screen final : NoticeSink
{
    std::map<QString, Notice> now;
    int calls = 0;

    void show(const QString& key, const Notice& notice) override
    {
        now[key] = notice;
        ++calls;
    }
    void withdraw(const QString& key) override { now.erase(key); }
};

AlertInstance firing(const std::string& name, const std::string& id, Severity severity = Severity::Error)
{
    AlertInstance alert;
    alert.id = id;
    alert.labels = model::LabelSet{{"alertname", name}, {"instance", id}};
    alert.state = alerts::AlertState::Firing;
    alert.severity = severity;
    return alert;
}

AlertInstance taken(AlertInstance alert)
{
    alert.acknowledgement.emplace();
    return alert;
}

std::vector<AlertInstance> many(int count)
{
    std::vector<AlertInstance> all;
    for (int i = 0; i < count; ++i)
        all.push_back(firing("Rule" + std::to_string(i), std::to_string(i)));
    return all;
}

/// A notifier on a screen, with hands to turn.
struct Stage
{
    tests::HandClock clock{1'773'482'402'000};
    Screen screen;
    DesktopNotifier notifier{clock, screen};
    TellingRules rules{"Mara", Severity::Warning, {"alertname"}, false};

    void update(std::vector<AlertInstance> alerts, bool isOn = true)
    {
        notifier.update(AlertList::of(std::move(alerts)), rules, isOn);
    }
};

} // namespace

class DesktopNotifierTest : public QObject
{
    Q_OBJECT

private slots:
    void whatAsksForNobodyIsNotTold_data()
    {
        QTest::addColumn<int>("kind");
        int kind = 0;
        for (const auto* name : {"acknowledged", "silenced", "put off by me", "put off for all", "pending", "resolved",
                                 "less severe", "heartbeat", "quiet hours"})
            QTest::newRow(name) << kind++;
    }
    void whatAsksForNobodyIsNotTold()
    {
        QFETCH(int, kind);
        Stage stage;
        auto alert = firing("DiskFull", "a");
        switch (kind) {
        case 0:
            alert = taken(alert);
            break;
        case 1:
            alert.mutedBy.emplace_back();
            break;
        case 2:
            alert.snoozes.push_back({.by = "Mara", .until = 1});
            break;
        case 3:
            alert.snoozes.push_back({.by = "Ann", .until = 1, .shared = true});
            break;
        case 4:
            alert.state = alerts::AlertState::Pending;
            break;
        case 5:
            alert.state = alerts::AlertState::Resolved;
            break;
        case 6:
            alert.severity = Severity::Info;
            break;
        case 7:
            alert.labels = model::LabelSet{{"alertname", "Watchdog"}, {"severity", "none"}};
            alert.severityText = "none";
            break;
        default:
            stage.rules.isQuietTime = true;
            break;
        }

        stage.update({alert});
        QCOMPARE(stage.screen.calls, 0);

        stage.rules.isQuietTime = false;
        stage.update({firing("DiskFull", "a")});
        QCOMPARE(stage.screen.now.size(), std::size_t{1});
    }

    void criticalOnesAreToldInQuietHours()
    {
        Stage stage;
        stage.rules.isQuietTime = true;

        stage.update({firing("DiskFull", "a", Severity::Critical)});

        QCOMPARE(stage.screen.now.size(), std::size_t{1});
    }

    void otherPeoplesSnoozesDoNotCount()
    {
        Stage stage;
        auto alert = firing("DiskFull", "a");
        alert.snoozes.push_back({.by = "Ann", .until = 1});

        stage.update({alert});

        QCOMPARE(stage.screen.now.size(), std::size_t{1});
    }

    void theSameIsToldOnce()
    {
        Stage stage;
        for (int i = 0; i < 10; ++i) {
            stage.update({firing("DiskFull", "a")});
            stage.clock.advance(1min);
        }
        QCOMPARE(stage.screen.calls, 1);
    }

    void aGroupChangesInPlaceAndNotMoreOftenThanEveryFiveSeconds()
    {
        Stage stage;
        stage.update({firing("DiskFull", "a")});
        stage.clock.advance(1s);

        stage.update({firing("DiskFull", "a"), firing("DiskFull", "b")});
        QCOMPARE(stage.screen.calls, 1);
        stage.clock.advance(4s);
        stage.update({firing("DiskFull", "a"), firing("DiskFull", "b")});

        QCOMPARE(stage.screen.calls, 2);
        QCOMPARE(stage.screen.now.begin()->second.title, u"Error: DiskFull (2 alert(s))"_s);
    }

    void takenAndResolvedOnesAreWithdrawn()
    {
        Stage stage;
        stage.update({firing("DiskFull", "a"), firing("Slow", "b")});
        QCOMPARE(stage.screen.now.size(), std::size_t{2});

        stage.update({taken(firing("DiskFull", "a"))});

        QVERIFY(stage.screen.now.empty());
    }

    void switchingItOffTakesEverythingAway()
    {
        Stage stage;
        stage.update({firing("DiskFull", "a")});
        stage.update({firing("DiskFull", "a")}, false);
        QVERIFY(stage.screen.now.empty());
    }

    void aFloodIsOneDigest()
    {
        Stage stage;
        stage.update(many(200));

        QCOMPARE(stage.screen.calls, 1);
        QCOMPARE(stage.screen.now.begin()->first, u"digest"_s);
        QCOMPARE(stage.screen.now.begin()->second.title, u"200 alert(s) in 200 groups"_s);
        for (const auto& action : stage.screen.now.begin()->second.actions)
            QVERIFY(action.id != u"acknowledge"_s);

        stage.clock.advance(1min);
        stage.update({firing("Rule0", "0")});
        QCOMPARE(stage.screen.now.size(), std::size_t{1});
        stage.update({});
        QVERIFY(stage.screen.now.empty());
    }

    void whatComesOneByOneIsToldOneByOneUntilItIsTooMuch()
    {
        Stage stage;
        for (int count = 1; count <= 12; ++count) {
            stage.update(many(count));
            stage.clock.advance(1s);
        }
        stage.clock.advance(5s);
        stage.update(many(12));

        QCOMPARE(stage.screen.now.size(), std::size_t{5}); // four, and the digest of eight
        QCOMPARE(stage.screen.now.at(u"digest"_s).title, u"8 alert(s) in 8 groups"_s);
    }

    void aDismissedOneComesBackWithAnotherAlertOnly()
    {
        Stage stage;
        stage.update({firing("DiskFull", "a"), firing("DiskFull", "b")});
        const auto key = stage.screen.now.begin()->first;
        stage.notifier.noteClosed(key);
        stage.screen.now.clear();
        stage.clock.advance(1min);

        stage.update({firing("DiskFull", "a")});
        QVERIFY(stage.screen.now.empty());
        stage.update({firing("DiskFull", "a"), firing("DiskFull", "c")});

        QCOMPARE(stage.screen.now.size(), std::size_t{1});
    }

    void anActionIsAboutWhatWasShown()
    {
        Stage stage;
        QSignalSpy taking(&stage.notifier, &DesktopNotifier::acknowledgeRequested);
        stage.update({firing("DiskFull", "a")});
        stage.update({firing("DiskFull", "a"), firing("DiskFull", "b")}); // too early to be shown

        stage.notifier.invoke(stage.screen.now.begin()->first, u"acknowledge"_s);
        stage.notifier.invoke(u"another"_s, u"acknowledge"_s);
        stage.notifier.invoke(u"digest"_s, u"acknowledge"_s);

        QCOMPARE(taking.count(), 1);
        QCOMPARE(taking.at(0).at(0).toStringList(), QStringList{u"a"_s});
    }

    void anActionThatDidNotHelpBringsItBack()
    {
        Stage stage;
        stage.update({firing("DiskFull", "a")});
        const auto key = stage.screen.now.begin()->first;
        stage.notifier.invoke(key, u"acknowledge"_s);
        stage.notifier.noteClosed(key);
        stage.screen.now.clear();

        stage.clock.advance(9s);
        stage.update({firing("DiskFull", "a")});
        QVERIFY(stage.screen.now.empty());
        stage.clock.advance(2s);
        stage.update({firing("DiskFull", "a")});

        QCOMPARE(stage.screen.now.size(), std::size_t{1});
    }
};

QTEST_MAIN(DesktopNotifierTest)
#include "desktop_notifier_test.moc"
