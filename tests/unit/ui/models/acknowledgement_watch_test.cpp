// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTest>

#include "support/ui_fixture/ui_fixture.h"
#include "ui/models/acknowledgement_watch.h"

using namespace Qt::StringLiterals;
using namespace nocturne;
using namespace nocturne::ui;
using namespace std::chrono_literals;

namespace {

struct Bench
{
    tests::UiFixture fixture;
    AlertListModel list{fixture.board, fixture.clock};
    AcknowledgementWatch watch{list};
    QSignalSpy told{&watch, &AcknowledgementWatch::ending};

    Bench()
    {
        fixture.fill();
        list.setUser(u"Mara"_s);
        list.setGroupBy({});
    }
    QString take(const QString& owner, int minutes)
    {
        const QString id = list.idAt(0);
        if (!list.acknowledge(id, owner, {}, minutes))
            return {};
        (void)QTest::qWaitFor([&] { return list.find(id)->acknowledgement.has_value(); });
        (void)QTest::qWaitFor([&] { return !list.data(list.index(0), AlertListModel::UnderWayRole).toBool(); });
        return id;
    }
};

} // namespace

class AcknowledgementWatchTest : public QObject
{
    Q_OBJECT

private slots:
    void tellsOnceAQuarterOfAnHourBeforeTheEnd()
    {
        Bench bench;
        const QString id = bench.take(u"Mara"_s, 60);
        QVERIFY(!id.isEmpty());

        bench.fixture.clock.advance(44min);
        bench.watch.tick();
        QCOMPARE(bench.told.size(), 0);
        bench.fixture.clock.advance(1min);
        bench.watch.tick();
        bench.watch.tick();

        QCOMPARE(bench.told.size(), 1);
        QCOMPARE(bench.told[0][0].toString(), id);
        QCOMPARE(bench.told[0][1].toString(), u"WebSocketConnectionDrop is yours for another 15 min"_s);
    }

    void tellsAgainOfANewEnd()
    {
        Bench bench;
        const QString id = bench.take(u"Mara"_s, 10);
        bench.watch.tick();
        QCOMPARE(bench.told.size(), 1);

        QVERIFY(bench.list.acknowledge(id, u"Mara"_s, {}, 12));
        QTRY_COMPARE(bench.told.size(), 2);
    }

    void othersAndThoseWithoutAnEndAreNoConcern()
    {
        Bench bench;
        QVERIFY(!bench.take(u"Otto"_s, 10).isEmpty());
        QVERIFY(!bench.take(u"Mara"_s, 0).isEmpty());

        bench.watch.tick();

        QCOMPARE(bench.told.size(), 0);
    }

    void mineAreListedTheOldestFirst()
    {
        Bench bench;
        const QString first = bench.take(u"Mara"_s, 60);
        bench.fixture.clock.advance(5min);
        const QString second = bench.take(u"Mara"_s, 0);
        QVERIFY(first != second);

        bench.list.setTab(AlertListModel::Mine);

        QCOMPARE(bench.list.mineCount(), 2);
        QCOMPARE(bench.list.rowCount(), 2);
        QCOMPARE(bench.list.idAt(0), first);
        QCOMPARE(bench.list.data(bench.list.index(0), AlertListModel::TakenTextRole).toString(),
                 u"taken 5 min ago, ends in 55 min"_s);
    }
};

QTEST_GUILESS_MAIN(AcknowledgementWatchTest)
#include "acknowledgement_watch_test.moc"
