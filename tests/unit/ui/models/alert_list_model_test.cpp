// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <thread>

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include "support/ui_fixture/ui_fixture.h"
#include "ui/models/alert_detail.h"
#include "ui/models/alert_list_model.h"

using namespace Qt::StringLiterals;
using namespace nocturne;
using namespace nocturne::ui;
using namespace std::chrono_literals;

namespace {

alerts::AlertInstance firing(const char* name, const char* service, alerts::Severity severity, Timestamp since)
{
    alerts::AlertInstance out;
    out.labels = {{"alertname", name}, {"service", service}, {"instance", name}};
    out.state = alerts::AlertState::Firing;
    out.severity = severity;
    out.activeAt = out.firedAt = since;
    return out;
}

QStringList titles(const AlertListModel& model)
{
    QStringList out;
    for (int row = 0; row < model.rowCount(); ++row)
        out.append(model.data(model.index(row), AlertListModel::TitleRole).toString());
    return out;
}

} // namespace

class AlertListModelTest : public QObject
{
    Q_OBJECT

    static constexpr auto kChecks = QAbstractItemModelTester::FailureReportingMode::QtTest;

private slots:
    void worstComesFirstWithinItsGroup()
    {
        tests::UiFixture fixture;
        fixture.board.report("rules", {firing("A", "web", alerts::Severity::Warning, 1000),
                                       firing("B", "db", alerts::Severity::Critical, 1000),
                                       firing("C", "db", alerts::Severity::Info, 1000)});
        AlertListModel model(fixture.board, fixture.clock);
        const QAbstractItemModelTester tester(&model, kChecks);

        QCOMPARE(titles(model), (QStringList{u"B"_s, u"C"_s, u"A"_s}));
        QCOMPARE(model.worst(), int(status::Critical));
        QCOMPARE(model.data(model.index(2), AlertListModel::GroupRole).toString(), u"web"_s);
    }

    void anAlertWithoutSummaryNamesWhatItIsAbout()
    {
        tests::UiFixture fixture;
        auto lone = firing("TargetDown", "web", alerts::Severity::Warning, 1000);
        lone.labels = {{"alertname", "TargetDown"}, {"cluster", "a"}, {"instance", "db:9100"}, {"job", "node"}};
        auto worded = lone;
        worded.labels = {{"alertname", "Worded"}, {"cluster", "b"}, {"instance", "db:9100"}, {"job", "node"}};
        worded.annotations = {{"summary", "the database is down"}};
        fixture.board.report("rules", {lone, worded});
        const AlertListModel model(fixture.board, fixture.clock);
        const auto of = [&](const QString& title, AlertListModel::Role role) {
            return model.data(model.index(int(titles(model).indexOf(title))), role);
        };

        QCOMPARE(of(u"TargetDown"_s, AlertListModel::SubjectRole).toString(), u"db:9100, node"_s);
        QCOMPARE(of(u"TargetDown"_s, AlertListModel::LabelKeysRole).toStringList(),
                 (QStringList{u"instance"_s, u"job"_s, u"cluster"_s}));
        QCOMPARE(of(u"Worded"_s, AlertListModel::SubjectRole).toString(), QString());
        QCOMPARE(of(u"Worded"_s, AlertListModel::LabelKeysRole).toStringList(), QStringList{u"cluster"_s});
    }

    void whatTellsAlertsOfOneRuleApartComesFirst()
    {
        tests::UiFixture fixture;
        std::vector<alerts::AlertInstance> reported;
        for (const char* host : {"a", "b", "c"}) {
            auto alert = firing("DiskPending", "t", alerts::Severity::Critical, 1000);
            alert.labels = {{"alertname", "DiskPending"},
                            {"device", *host == 'c' ? "sdb" : "sda"},
                            {"host", host},
                            {"instance", "127.0.0.1:18802"},
                            {"job", "t"}};
            reported.push_back(alert);
            alert.labels = {{"alertname", "DiskFull"}, {"host", host}, {"instance", "127.0.0.1:18802"}, {"job", "t"}};
            alert.annotations = {{"summary", "the disk is full"}};
            reported.push_back(alert);
        }
        fixture.board.report("rules", reported);
        const AlertListModel model(fixture.board, fixture.clock);
        QCOMPARE(model.rowCount(), 6);

        QSet<QString> seen;
        for (int row = 0; row < model.rowCount(); ++row) {
            const auto of = [&](AlertListModel::Role role) { return model.data(model.index(row), role); };
            const auto keys = of(AlertListModel::LabelKeysRole).toStringList();
            const bool isWorded = of(AlertListModel::TitleRole) == u"DiskFull"_s;
            QCOMPARE(keys.mid(0, 2), isWorded ? (QStringList{u"host"_s, u"device"_s}).mid(0, keys.size())
                                              : (QStringList{u"host"_s, u"device"_s}));
            seen.insert(of(AlertListModel::TitleRole).toString() + of(AlertListModel::SubjectRole).toString());
        }
        QCOMPARE(seen.size(), 6);
        QCOMPARE(model.data(model.index(0), AlertListModel::DistinctRole).toInt(),
                 model.data(model.index(0), AlertListModel::TitleRole) == u"DiskFull"_s ? 1 : 2);
    }

    void changesArriveByRowSignals()
    {
        tests::UiFixture fixture;
        AlertListModel model(fixture.board, fixture.clock);
        const QAbstractItemModelTester tester(&model, kChecks);
        const QSignalSpy resets(&model, &QAbstractItemModel::modelReset);

        fixture.board.report("rules", {firing("A", "web", alerts::Severity::Warning, 1000)});
        QTRY_COMPARE(titles(model), QStringList{u"A"_s});
        fixture.board.report("rules", {firing("A", "web", alerts::Severity::Warning, 1000),
                                       firing("B", "web", alerts::Severity::Critical, 2000)});
        QTRY_COMPARE(titles(model), (QStringList{u"B"_s, u"A"_s}));
        fixture.board.report("rules", {});
        QTRY_COMPARE(model.rowCount(), 0);

        QCOMPARE(model.resolvedCount(), 2);
        QCOMPARE(resets.count(), 0);
    }

    void aStormOfReportsIsTakenFourTimesASecond()
    {
        tests::UiFixture fixture;
        AlertListModel model(fixture.board, fixture.clock);
        const QSignalSpy refreshes(&model, &AlertListModel::refreshed);

        std::jthread collector([&] {
            for (int i = 0; i < 400; ++i)
                fixture.board.report("rules", {firing(i % 2 != 0 ? "A" : "B", "web", alerts::Severity::Warning, i)});
        });
        collector.join();
        QTRY_COMPARE(model.activeCount(), 1);
        QTest::qWait(300);

        QVERIFY2(refreshes.count() <= 3, qPrintable(QString::number(refreshes.count())));
    }

    void nothingMovesWhileHeld()
    {
        tests::UiFixture fixture;
        fixture.board.report("rules", {firing("A", "web", alerts::Severity::Warning, 1000)});
        AlertListModel model(fixture.board, fixture.clock);
        const QAbstractItemModelTester tester(&model, kChecks);
        model.setHeld(true);

        fixture.board.report("rules", {firing("A", "web", alerts::Severity::Warning, 1000),
                                       firing("B", "web", alerts::Severity::Critical, 2000)});
        QTRY_COMPARE(model.waiting(), 1);
        QCOMPARE(titles(model), QStringList{u"A"_s});
        QVERIFY(model.acknowledge(model.idAt(0), u"mara"_s, u"looking"_s));
        QTRY_VERIFY(model.data(model.index(0), AlertListModel::AcknowledgedRole).toBool());
        model.setHeld(false);

        QCOMPARE(titles(model), QStringList{u"B"_s});
        QCOMPARE(model.waiting(), 0);
    }

    void acknowledgingMovesItToItsTab()
    {
        tests::UiFixture fixture;
        fixture.board.report("rules", {firing("A", "web", alerts::Severity::Critical, 1000)});
        AlertListModel model(fixture.board, fixture.clock);
        const QString id = model.idAt(0);

        QVERIFY(model.acknowledge(id, u" Mara "_s, u"mine"_s));
        QTRY_COMPARE(model.acknowledgedCount(), 1);
        QCOMPARE(model.rowCount(), 0);
        QCOMPARE(model.worst(), int(status::Ok));
        model.setTab(AlertListModel::Acknowledged);
        QCOMPARE(model.data(model.index(0), AlertListModel::OwnerRole).toString(), u"Mara"_s);
        QVERIFY(model.unacknowledge(id));
        QTRY_COMPARE(model.activeCount(), 1);
    }

    void whatIsTakenElsewhereHasItsOwner()
    {
        tests::UiFixture fixture;
        auto alert = firing("A", "web", alerts::Severity::Critical, 1000);
        alerts::RemoteView view;
        view.mutes[alert.labels] = {{alerts::Mute::By::Acknowledgement, "1", "at <b>it</b>", "ines",
                                     fixture.clock.now() + 60'000, "alertmanager:m"}};
        view.active = {alert};
        fixture.board.reportRemote("alertmanager:m", view);
        AlertListModel model(fixture.board, fixture.clock);

        QCOMPARE(model.acknowledgedCount(), 1);
        QCOMPARE(model.mutedCount(), 0);
        QCOMPARE(model.criticalCount(), 0);
        model.setTab(AlertListModel::Acknowledged);
        const auto row = model.index(0);
        QCOMPARE(row.data(AlertListModel::OwnerRole).toString(), u"ines"_s);
        QVERIFY(row.data(AlertListModel::AcknowledgedRole).toBool());
        QVERIFY(!row.data(AlertListModel::QuietRole).toBool());
        QVERIFY(row.data(AlertListModel::TakenTextRole).toString().contains(u"taken in m"_s));
        QCOMPARE(row.data(AlertListModel::CommentRole).toString(), u"at <b>it</b>"_s); // shown as plain text
    }

    void whatIsPutOffIsQuietHereAndCanBeUndone()
    {
        tests::UiFixture fixture;
        fixture.board.report("rules", {firing("A", "web", alerts::Severity::Critical, 1000)});
        AlertListModel mine(fixture.board, fixture.clock);
        AlertListModel hers(fixture.board, fixture.clock);
        mine.setUser(u"mara"_s);
        hers.setUser(u"ines"_s);
        const QString id = mine.idAt(0);

        QVERIFY(mine.snooze(id, {}, 60, false));
        QTRY_COMPARE(mine.criticalCount(), 0);
        QVERIFY(mine.data(mine.index(0), AlertListModel::QuietRole).toBool());
        QVERIFY(mine.data(mine.index(0), AlertListModel::QuietTextRole).toString().contains(u"mara"_s));
        QTRY_COMPARE(hers.criticalCount(), 1);
        QVERIFY(!hers.data(hers.index(0), AlertListModel::QuietRole).toBool());
        QVERIFY(mine.undo());
        QTRY_COMPARE(mine.criticalCount(), 1);
        QSignalSpy failures(&mine, &AlertListModel::failed);
        QVERIFY(mine.undo()); // once
        QTRY_COMPARE(failures.count(), 1);
    }

    void aSilenceSaysWhatItMutesAndAsksWhenThatIsMuch()
    {
        tests::UiFixture fixture;
        fixture.board.report("rules", {firing("A", "web", alerts::Severity::Critical, 1000),
                                       firing("B", "web", alerts::Severity::Warning, 1000),
                                       firing("C", "db", alerts::Severity::Warning, 1000)});
        AlertListModel model(fixture.board, fixture.clock);
        model.setUser(u"mara"_s);
        QSignalSpy failures(&model, &AlertListModel::failed);

        QVERIFY(model.suggestedMatchers(model.idAt(0)).contains(u"alertname=\"A\""_s));
        QVERIFY(model.silencePreview(u"alertname=~\"A|B\""_s).contains(u"2"_s));
        QVERIFY(model.silencePreview(u"alertname"_s).contains(u"1:"_s));
        QVERIFY(model.silenceDoubt(u"alertname=\"A\""_s).isEmpty());
        QVERIFY(!model.silenceDoubt(u"alertname=~\".+\""_s).isEmpty());
        QVERIFY(model.silence(u"alertname=~\".+\""_s, {}, 60, false));
        QTRY_COMPARE(failures.count(), 1);
        QVERIFY(model.silence(u"alertname=\"A\""_s, u"known"_s, 60, false));

        QTRY_COMPARE(model.criticalCount(), 0);
        QCOMPARE(model.warningCount(), 2);
        QVERIFY(model.listenAgain(model.idAt(0)));
        QTRY_COMPARE(model.criticalCount(), 1);
    }

    void refusedAcknowledgementsSayWhy()
    {
        tests::UiFixture fixture;
        AlertListModel model(fixture.board, fixture.clock);
        QSignalSpy failures(&model, &AlertListModel::failed);

        const int ticket = model.acknowledge(u"nothing"_s, u"mara"_s, {});

        QTRY_COMPARE(failures.count(), 1);
        QCOMPARE(failures[0][0].toInt(), ticket);
        QVERIFY(!failures[0][1].toString().isEmpty());
    }

    void textFiltersByNameAndLabel()
    {
        tests::UiFixture fixture;
        fixture.fill();
        AlertListModel model(fixture.board, fixture.clock);
        const QAbstractItemModelTester tester(&model, kChecks);

        model.setText(u"instance=HUB-2"_s);

        QCOMPARE(titles(model), (QStringList{u"WebSocketConnectionDrop"_s, u"WebSocketSlowInitialState"_s}));
    }

    void evidenceIsWorded()
    {
        tests::UiFixture fixture;
        fixture.fill();
        AlertListModel model(fixture.board, fixture.clock);
        AlertDetail detail(model);

        detail.setAlertId(model.idAt(0));
        QCOMPARE(detail.title(), u"WebSocketConnectionDrop"_s);
        QCOMPARE(detail.evidence(), u"7.63, threshold 3.9"_s);
        QCOMPARE(detail.stateText(), u"Firing for 3 min"_s);
        QCOMPARE(detail.runbookHost(), u"wiki.example.org"_s);
    }

    void dangerousLinksAreNotHandedOut()
    {
        tests::UiFixture fixture;
        fixture.fillHostile("http://127.0.0.1:9");
        AlertListModel model(fixture.board, fixture.clock);
        model.setTab(AlertListModel::All);
        AlertDetail detail(model);

        detail.setAlertId(model.idAt(0));

        QVERIFY(detail.found());
        QCOMPARE(detail.runbook(), QString());
    }
};

QTEST_GUILESS_MAIN(AlertListModelTest)
#include "alert_list_model_test.moc"
