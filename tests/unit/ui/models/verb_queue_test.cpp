// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Verbs from a display: never on the GUI thread, in order, seen everywhere soon, taken back for a while.
#include "ui/models/verb_queue.h"

#include <future>
#include <thread>

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

#include "support/ui_fixture/ui_fixture.h"
#include "ui/models/alert_list_model.h"
#include "ui/models/silence_form.h"
#include "ui/models/silence_list_model.h"
#include "watch/alerts/state_store.h"

using namespace Qt::StringLiterals;
using namespace nocturne;
using namespace nocturne::ui;

namespace {

/// A disk on which nothing is written until it is released: whoever commits to the state waits.
class StuckDisk
{
public:
    explicit StuckDisk(alerts::AlertBoard& board)
    {
        std::promise<void> taken;
        m_thread = std::thread([&board, this, &taken] {
            (void)board.store().transact([&](sqlite::Database&) -> Result<void> {
                taken.set_value();
                m_released.get_future().wait();
                return {};
            });
        });
        taken.get_future().wait();
    }
    ~StuckDisk() { release(); }
    void release()
    {
        if (!m_thread.joinable())
            return;
        m_released.set_value();
        m_thread.join();
    }

private:
    std::promise<void> m_released;
    std::thread m_thread;
};

/// The longest time for which the loop of this thread stood still.
class LoopWatch
{
public:
    LoopWatch()
    {
        m_since.start();
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { note(); });
        m_timer.start(1);
    }
    qint64 longest()
    {
        note();
        return m_longest;
    }

private:
    void note() { m_longest = std::max(m_longest, m_since.restart()); }

    QTimer m_timer;
    QElapsedTimer m_since;
    qint64 m_longest = 0;
};

struct Bench
{
    tests::UiFixture fixture;
    AlertListModel list{fixture.board, fixture.clock};
    SilenceForm form{fixture.board, list};
    SilenceListModel silences{fixture.board, list};
    QSignalSpy done{&list, &AlertListModel::done};
    QSignalSpy failed{&list, &AlertListModel::failed};

    Bench()
    {
        fixture.fill();
        list.setUser(u"Mara"_s);
        list.setTab(AlertListModel::Current);
        (void)QTest::qWaitFor([this] { return list.rowCount() == 9; });
    }
    int rowOf(const QString& id) const { return list.rowOf(id); }
    QVariant value(const QString& id, int role) const { return list.data(list.index(list.rowOf(id)), role); }
};

} // namespace

class VerbQueueTest : public QObject
{
    Q_OBJECT

private slots:
    void theInterfaceGoesOnWhileTheDiskHangs()
    {
        Bench bench;
        const QString id = bench.list.idAt(0);
        StuckDisk disk(bench.fixture.board);
        QSignalSpy slow(&bench.list, &AlertListModel::verbsSlowChanged);
        LoopWatch loop;

        const QStringList all{id, bench.list.idAt(1)};
        QVERIFY(bench.list.acknowledgeAll(all, u"Mara"_s, u"mine"_s));
        QVERIFY(bench.list.snoozeAll(all, {}, 60, true));
        QVERIFY(bench.list.unacknowledge(id));
        QVERIFY(bench.list.listenAgain(id));
        QVERIFY(bench.list.undo());
        bench.form.startFrom({id});
        QVERIFY(bench.form.accept());
        QVERIFY(!bench.list.silencePreview(u"alertname=\"X\""_s).isEmpty());
        const AlertListModel another(bench.fixture.board, bench.fixture.clock); // a window that is opened meanwhile

        QVERIFY(bench.value(id, AlertListModel::UnderWayRole).toBool());
        QTRY_COMPARE(slow.count(), 1); // it is said, after a while
        QVERIFY(bench.list.areVerbsSlow());
        QCOMPARE(bench.done.count() + bench.failed.count(), 0);
        QCOMPARE(another.rowCount(), bench.list.activeCount());
        QVERIFY2(loop.longest() < 250,
                 qPrintable(QString::number(loop.longest()))); // a drawing of nine rows is no wait

        disk.release();
        QTRY_COMPARE(bench.done.count(), 6);
        QVERIFY(!bench.list.areVerbsSlow());
        QVERIFY(!bench.value(id, AlertListModel::UnderWayRole).toBool());
        QCOMPARE(bench.fixture.board.silences()->size(), std::size_t(1));
    }

    void theyAreDoneInTheOrderInWhichTheyWereAsked()
    {
        Bench bench;
        const QString id = bench.list.idAt(0);
        std::vector<int> tickets;
        {
            StuckDisk disk(bench.fixture.board);
            for (int i = 0; i < 20; ++i) {
                tickets.push_back(bench.list.acknowledge(id, u"Mara"_s, QString::number(i)));
                tickets.push_back(i % 2 == 0 ? bench.list.unacknowledge(id) : bench.list.undo());
            }
            tickets.push_back(bench.list.acknowledge(id, u"Mara"_s, u"the last"_s));
        }

        QTRY_COMPARE(bench.done.count(), int(tickets.size()));
        for (std::size_t i = 0; i < tickets.size(); ++i)
            QCOMPARE(bench.done[int(i)][0].toInt(), tickets[i]);
        QCOMPARE(bench.list.find(id)->acknowledgement->comment, std::string("the last"));
    }

    void undoTakesBackWhatWasDoneWhenItsTurnComes()
    {
        Bench bench;
        const QString id = bench.list.idAt(0);
        {
            StuckDisk disk(bench.fixture.board);
            (void)bench.list.acknowledge(id, u"Mara"_s, {});
            (void)bench.list.undo(); // before the first is done
        }
        QTRY_COMPARE(bench.done.count(), 2);
        QVERIFY(!bench.list.find(id)->acknowledgement);

        (void)bench.list.acknowledge(id, u"Mara"_s, {});
        QTRY_COMPARE(bench.done.count(), 3);
        bench.fixture.clock.advance(std::chrono::seconds(9));
        (void)bench.list.undo();
        QTRY_COMPARE(bench.done.count(), 4);
        QVERIFY(!bench.list.find(id)->acknowledgement);

        (void)bench.list.acknowledge(id, u"Mara"_s, {});
        QTRY_COMPARE(bench.done.count(), 5);
        bench.fixture.clock.advance(std::chrono::seconds(11));
        (void)bench.list.undo();
        QTRY_COMPARE(bench.failed.count(), 1);
        QVERIFY(bench.list.find(id)->acknowledgement);
    }

    void whenItIsDoneItIsShown()
    {
        Bench bench;
        const QString id = bench.list.idAt(0);
        bool wasShown = false;
        connect(&bench.list, &AlertListModel::done, this,
                [&] { wasShown = bench.value(id, AlertListModel::AcknowledgedRole).toBool(); });

        (void)bench.list.acknowledge(id, u"Mara"_s, {});

        QTRY_COMPARE(bench.done.count(), 1);
        QVERIFY(wasShown);
    }

    void everyWindowSeesItWithinATenthOfASecond()
    {
        Bench bench;
        AlertListModel window(bench.fixture.board, bench.fixture.clock);
        AlertListModel wall(bench.fixture.board, bench.fixture.clock);
        const QString id = bench.list.idAt(0);
        // The lists have just followed a change, and would wait a quarter of a second for the next.
        bench.fixture.board.markUnverified("rules");
        QTest::qWait(1);
        qint64 longest = 0;
        for (int round = 0; round < 20; ++round) {
            const bool take = round % 2 == 0;
            QElapsedTimer time;
            time.start();
            // From another program, by the API.
            bench.fixture.board.later([&board = bench.fixture.board, key = id.toStdString(), take] {
                if (take)
                    (void)board.acknowledge(std::vector{key}, alerts::Actor{"otto", "api"}, {});
                else
                    (void)board.unacknowledge(std::vector{key}, alerts::Actor{"otto", "api"});
            });
            const auto shows = [&](const AlertListModel& list) {
                return list.find(id)->acknowledgement.has_value() == take;
            };
            QVERIFY(QTest::qWaitFor([&] { return shows(bench.list) && shows(window) && shows(wall); }));
            longest = std::max(longest, time.elapsed());
        }

        qInfo("shown everywhere after %lld ms at most", longest);
        QVERIFY2(longest <= 100, qPrintable(QString::number(longest)));
    }

    void aDisplayThatClosesLeavesItsVerbsBehind()
    {
        tests::UiFixture fixture;
        fixture.fill();
        std::string id;
        {
            StuckDisk disk(fixture.board);
            {
                AlertListModel list(fixture.board, fixture.clock);
                id = fixture.board.snapshot()->front().id;
                QVERIFY(list.acknowledge(QString::fromStdString(id), u"Mara"_s, {}));
            }
        }

        QTRY_VERIFY(fixture.board.snapshot()->front().acknowledgement.has_value());
        QCOMPARE(fixture.board.snapshot()->front().id, id);
    }

    void whatCannotBeWrittenIsRefusedInWords()
    {
        Bench bench;
        QVERIFY(bench.fixture.board.store().transact([](sqlite::Database& database) {
            return database.execute(
                "CREATE TEMP TRIGGER full BEFORE INSERT ON changes BEGIN SELECT RAISE(FAIL, 'the disk is full'); END");
        }));

        const int ticket = bench.list.acknowledge(bench.list.idAt(0), u"Mara"_s, {});

        QTRY_COMPARE(bench.failed.count(), 1);
        QCOMPARE(bench.failed[0][0].toInt(), ticket);
        QVERIFY(bench.failed[0][1].toString().contains(u"the disk is full"_s));
        QVERIFY(!bench.list.find(bench.list.idAt(0))->acknowledgement);
    }
};

QTEST_GUILESS_MAIN(VerbQueueTest)
#include "verb_queue_test.moc"
