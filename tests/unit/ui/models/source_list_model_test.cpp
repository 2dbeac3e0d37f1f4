// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include "support/ui_fixture/ui_fixture.h"
#include "ui/models/source_list_model.h"

using namespace Qt::StringLiterals;
using namespace nocturne;
using namespace nocturne::ui;

class SourceListModelTest : public QObject
{
    Q_OBJECT

    static constexpr auto kChecks = QAbstractItemModelTester::FailureReportingMode::QtTest;
    static QString text(const SourceListModel& model, int row, int role)
    {
        return model.data(model.index(row), role).toString();
    }

private slots:
    void rowsFollowTheConfiguration()
    {
        tests::UiFixture fixture;
        fixture.fill();
        SourceListModel model(fixture.sources, fixture.clock);
        const QAbstractItemModelTester tester(&model, kChecks);

        QCOMPARE(model.rowCount(), 9);
        QCOMPARE(text(model, 1, SourceListModel::NameRole), u"athena:9100"_s);
        QCOMPARE(text(model, 1, SourceListModel::DurationRole), u"12.1 ms"_s);
        QCOMPARE(text(model, 1, SourceListModel::LastRole), u"2 s ago"_s);
        QCOMPARE(text(model, 8, SourceListModel::LastRole), u"never"_s);
        QCOMPARE(model.downCount(), 2);
        QCOMPARE(model.worst(), int(status::Error));
        QCOMPARE(model.seriesText(), u"4,812"_s);
        QCOMPARE(model.rateText(), u"347"_s);
        QCOMPARE(model.oldestText(), u"17 min"_s);
    }

    void partsUnfoldBelowTheirSource()
    {
        tests::UiFixture fixture;
        fixture.fill();
        SourceListModel model(fixture.sources, fixture.clock);
        const QAbstractItemModelTester tester(&model, kChecks);

        model.toggle(5);
        QCOMPARE(model.rowCount(), 12);
        QCOMPARE(text(model, 7, SourceListModel::NameRole), u"redis"_s);
        QCOMPARE(model.data(model.index(7), SourceListModel::StatusRole).toInt(), int(status::Warning));
        model.toggle(5);

        QCOMPARE(model.rowCount(), 9);
    }

    void problemsCanBeSeenAlone()
    {
        tests::UiFixture fixture;
        fixture.fill();
        SourceListModel model(fixture.sources, fixture.clock);
        const QAbstractItemModelTester tester(&model, kChecks);

        model.setProblemsOnly(true);
        model.setWorstFirst(true);

        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(text(model, 2, SourceListModel::NameRole), u"gateway /health/ready"_s);
    }

    void aRecoveryChangesItsRowOnly()
    {
        tests::UiFixture fixture;
        fixture.fill();
        SourceListModel model(fixture.sources, fixture.clock);
        const QAbstractItemModelTester tester(&model, kChecks);
        QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
        auto sources = *fixture.sources.sources();

        sources[4].state = collector::SourceState::Up;
        fixture.sources.state(sources);

        QTRY_COMPARE(model.downCount(), 1);
        QCOMPARE(changes.count(), 1);
        QCOMPARE(changes[0][0].toModelIndex().row(), 4);
    }

    void reasonsOfChecksAreWords_data()
    {
        QTest::addColumn<QString>("words");
        QTest::newRow("query") << u"query failed"_s;
        QTest::newRow("dns_mismatch") << u"unexpected answer"_s;
        QTest::newRow("certificate_expires") << u"certificate ends soon"_s;
        QTest::newRow("not_permitted") << u"not permitted"_s;
        QTest::newRow("threshold") << u"threshold reached"_s;
        QTest::newRow("never heard of") << u"never heard of"_s;
    }
    void reasonsOfChecksAreWords()
    {
        QFETCH(QString, words);
        tests::UiFixture fixture;
        fixture.fill();
        SourceListModel model(fixture.sources, fixture.clock);
        auto sources = *fixture.sources.sources();

        sources[4].reason = QTest::currentDataTag();
        fixture.sources.state(sources);

        QTRY_COMPARE(text(model, 4, SourceListModel::ReasonRole), words);
    }

    void refreshAsksTheSourceOfTheRow()
    {
        tests::UiFixture fixture;
        fixture.fill();
        SourceListModel model(fixture.sources, fixture.clock);

        model.refresh(4);
        model.refresh(99);

        QCOMPARE(fixture.sources.asked(), std::vector<std::string>{"websocket/hub-2:8080"});
    }

    void groupsAndHowLongThingsWereUp()
    {
        tests::UiFixture fixture;
        collector::SourceStatus group;
        group.kind = collector::SourceKind::Health;
        group.isGroup = true;
        group.name = "web";
        group.state = collector::SourceState::Down;
        group.parts = {{"shop", collector::SourceState::Down, "refused", 0}};
        collector::SourceStatus shop;
        shop.kind = collector::SourceKind::Health;
        shop.name = "shop";
        shop.state = collector::SourceState::Unreachable;
        shop.reason = "parent_down";
        shop.uptime = {{std::chrono::hours(24), 0.999999, std::chrono::hours(24)},
                       {std::chrono::hours(24 * 90), 1, std::chrono::hours(72)}};
        shop.beats = {{0.25, collector::SourceState::Up}, {1, collector::SourceState::Down}};
        shop.phases = {{"connect", 0.25}, {"processing", 0.5}};
        shop.lastBody = "<b>out</b>";
        shop.lastBodyTime = fixture.clock.now();
        collector::SourceStatus old;
        old.name = "old";
        old.state = collector::SourceState::Maintenance;
        fixture.sources.state({group, shop, old});
        SourceListModel model(fixture.sources, fixture.clock);
        const QAbstractItemModelTester tester(&model, kChecks);

        QCOMPARE(model.total(), 2);
        QCOMPARE(model.downCount(), 0);
        QCOMPARE(model.unreachableCount(), 1);
        QCOMPARE(model.maintenanceCount(), 1);
        QCOMPARE(model.groupCount(), 1);
        QCOMPARE(model.groupUpCount(), 0);
        QCOMPARE(model.groupWorst(), int(status::Error));
        QCOMPARE(model.groupProblems(), u"web: Down"_s);
        QCOMPARE(model.worst(), int(status::Unknown));
        QCOMPARE(text(model, 1, SourceListModel::StateWordRole), u"Unreachable"_s);
        QCOMPARE(text(model, 1, SourceListModel::ReasonRole), u"what it depends on is down"_s);
        QVERIFY(model.data(model.index(1), SourceListModel::UptimeRole).toStringList().isEmpty()); // folded
        model.toggle(1);
        QCOMPARE(model.data(model.index(1), SourceListModel::UptimeRole).toStringList(),
                 (QStringList{u"24 h: 99.99 %"_s, u"90 d: 100.00 % of 3 d"_s}));
        QCOMPARE(model.data(model.index(1), SourceListModel::PhaseNamesRole).toStringList(),
                 (QStringList{u"connect"_s, u"first byte"_s}));
        QCOMPARE(model.data(model.index(1), SourceListModel::BeatStatusesRole).value<QList<int>>(),
                 (QList<int>{status::Ok, status::Error}));
        QCOMPARE(text(model, 1, SourceListModel::BodyRole), u"<b>out</b>"_s);
        model.setProblemsOnly(true);
        QCOMPARE(model.rowCount(), 2);
    }

    void silenceBeyondTwoIntervalsIsStale()
    {
        tests::UiFixture fixture;
        fixture.fill();
        SourceListModel model(fixture.sources, fixture.clock);

        QVERIFY(!model.data(model.index(1), SourceListModel::StaleRole).toBool());
        fixture.clock.advance(std::chrono::seconds(9));

        QVERIFY(model.data(model.index(1), SourceListModel::StaleRole).toBool());
    }
};

QTEST_GUILESS_MAIN(SourceListModelTest)
#include "source_list_model_test.moc"
