// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <ctime>

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include "support/ui_fixture/ui_fixture.h"
#include "ui/models/alert_list_model.h"

using namespace Qt::StringLiterals;
using namespace nocturne;
using namespace nocturne::ui;

namespace {

std::vector<alerts::AlertInstance> many(int count, const std::string& name)
{
    std::vector<alerts::AlertInstance> out;
    for (int i = 0; i < count; ++i) {
        alerts::AlertInstance alert;
        alert.labels = {{"alertname", name}, {"instance", "host-" + std::to_string(i)}, {"service", "fleet"}};
        alert.state = alerts::AlertState::Firing;
        alert.severity = alerts::Severity::Warning;
        alert.activeAt = alert.firedAt = 1000 + i;
        out.push_back(std::move(alert));
    }
    return out;
}

QStringList titles(const AlertListModel& model)
{
    QStringList out;
    for (int row = 0; row < model.rowCount(); ++row)
        out.append(model.data(model.index(row), AlertListModel::TitleRole).toString());
    return out;
}

struct Bench
{
    tests::UiFixture fixture;
    AlertListModel list{fixture.board, fixture.clock};
    QAbstractItemModelTester tester{&list, QAbstractItemModelTester::FailureReportingMode::QtTest};

    Bench()
    {
        list.setUser(u"Mara"_s);
        list.setTab(AlertListModel::Current);
    }
    void fill()
    {
        fixture.fill();
        (void)QTest::qWaitFor([this] { return list.rowCount() == 9; });
    }
};

} // namespace

class AlertChoiceTest : public QObject
{
    Q_OBJECT

private slots:
    void aSeverityIsShownAlone()
    {
        Bench bench;
        bench.fill();

        bench.list.setSeverity(status::Critical);

        QCOMPARE(titles(bench.list), (QStringList{u"WebSocketConnectionDrop"_s, u"DiskWillFill"_s}));
        QVERIFY(bench.list.isFiltered());
        bench.list.clearFilters();
        QCOMPARE(bench.list.rowCount(), 9);
    }

    void anOwnerAndASourceAreShownAlone()
    {
        Bench bench;
        bench.fill();
        QCOMPARE(bench.list.owners(), (QStringList{u"Mara Lindqvist"_s, u"ops"_s}));
        QCOMPARE(bench.list.sources(), (QStringList{u"rules"_s, u"stream:gateway"_s}));

        bench.list.setOwner(u"ops"_s);
        QCOMPARE(titles(bench.list), (QStringList{u"WebSocketHighErrorRate"_s}));
        bench.list.clearFilters();
        bench.list.setSource(u"stream:gateway"_s);

        QCOMPARE(bench.list.rowCount(), 2);
    }

    void aSourceOfRulesIsNamedByItsGroup()
    {
        alerts::AlertInstance alert;
        alert.source = "rules:/etc/nocturne/rules/disk.yml;disks";

        QCOMPARE(sourceNameOf(alert), u"disks"_s);
    }

    void theGroupOfAnAlertIsTakenButForWhatIsTaken()
    {
        Bench bench;
        bench.fill();
        const QString id = bench.list.idAt(0);
        QCOMPARE(bench.list.data(bench.list.index(0), AlertListModel::GroupRole).toString(), u"websocket"_s);

        const auto ids = bench.list.groupIds(id);

        QCOMPARE(ids.size(), 3); // of four, one is with ops already
        QVERIFY(ids.contains(id));
        QVERIFY(bench.list.acknowledgeAll(ids, u"Mara"_s, {}));
        QTRY_COMPARE(bench.list.mineCount(), 3);
    }

    void whatIsChosenStaysChosenUntilItIsOver()
    {
        Bench bench;
        bench.fixture.board.report("fleet", many(3, "Down"));
        QTRY_COMPARE(bench.list.rowCount(), 3);
        bench.list.chooseAll();
        QCOMPARE(bench.list.chosenCount(), 3);

        bench.list.setText(u"host-1"_s); // out of sight is not out of mind
        QCOMPARE(bench.list.chosenIds().size(), 3);
        bench.fixture.board.report("fleet", many(2, "Down"));

        QTRY_COMPARE(bench.list.chosenCount(), 2);
        bench.list.toggleChosen(bench.list.idAt(0));
        QCOMPARE(bench.list.chosenCount(), 1);
        bench.list.clearChosen();
        QVERIFY(bench.list.chosenIds().isEmpty());
    }

    void nothingMovesWhilePaused()
    {
        Bench bench;
        bench.fixture.board.report("fleet", many(2, "Down"));
        QTRY_COMPARE(bench.list.rowCount(), 2);
        bench.list.setPaused(true);
        bench.list.setHeld(true);
        bench.list.setHeld(false);

        auto worse = many(5, "Down");
        worse.back().severity = alerts::Severity::Critical;
        bench.fixture.board.report("fleet", worse);

        QTRY_COMPARE(bench.list.waiting(), 3);
        QCOMPARE(bench.list.rowCount(), 2);
        bench.list.showWaiting();
        QCOMPARE(bench.list.rowCount(), 5);
        QVERIFY(bench.list.isPaused());
    }

    void aThousandAreTakenAndGivenBackWithinASecond()
    {
        Bench bench;
        bench.fixture.board.report("fleet", many(1000, "Down"));
        QTRY_COMPARE(bench.list.rowCount(), 1000);

        const auto before = std::clock();
        bench.list.chooseAll();
        QVERIFY(bench.list.acknowledgeAll(bench.list.chosenIds(), u"Mara"_s, u"the switch is down"_s));
        QTRY_COMPARE(bench.list.mineCount(), 1000);
        const double seconds = static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC; // of the processor

        qInfo("1,000 chosen, taken and shown: %.3f s", seconds);
        QVERIFY(seconds < 1);
        QVERIFY(bench.list.undo());
        QTRY_COMPARE(bench.list.mineCount(), 0);
    }
};

QTEST_GUILESS_MAIN(AlertChoiceTest)
#include "alert_choice_test.moc"
