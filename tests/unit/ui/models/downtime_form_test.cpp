// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <QAbstractItemModelTester>
#include <QDateTime>
#include <QSignalSpy>
#include <QTest>

#include "support/ui_fixture/ui_fixture.h"
#include "ui/models/downtime_form.h"
#include "ui/models/downtime_list_model.h"

using namespace Qt::StringLiterals;
using namespace nocturne;
using namespace nocturne::ui;
using namespace std::chrono_literals;

namespace {

constexpr Timestamp kMinute = 60'000;

alerts::AlertInstance firing(const char* name, const char* instance)
{
    alerts::AlertInstance out;
    out.labels = {{"alertname", name}, {"instance", instance}, {"job", "node"}};
    out.state = alerts::AlertState::Firing;
    out.severity = alerts::Severity::Warning;
    out.activeAt = out.firedAt = 1000;
    return out;
}

// Two alerts of db1, one of db2; all times are those of UTC.
struct Bench
{
    tests::UiFixture fixture;
    AlertListModel list{fixture.board, fixture.clock};
    DowntimeForm form{fixture.board, list};
    DowntimeListModel downtimes{fixture.board, list};

    Bench()
    {
        list.setUser(u"Mara"_s);
        fixture.board.report("rules", {firing("DiskFull", "db1"), firing("Slow", "db1"), firing("Slow", "db2")});
        (void)QTest::qWaitFor([this] { return list.rowCount() == 3; });
    }
    Timestamp now() const { return fixture.clock.now(); }
    /// Waits for the end of the verb that was asked for.
    bool isDone(int ticket)
    {
        const QSignalSpy done(&list, &AlertListModel::done);
        return ticket != 0 && QTest::qWaitFor([&] {
                   return std::ranges::any_of(done,
                                              [ticket](const auto& call) { return call.at(0).toInt() == ticket; });
               });
    }
    void setMatcher(const char* name, const char* value)
    {
        form.setName(0, QString::fromUtf8(name));
        form.setValue(0, QString::fromUtf8(value));
    }
    alerts::Downtime planned() const { return fixture.board.downtimes()->front(); }
    QString text(int row, DowntimeListModel::Role role)
    {
        return downtimes.data(downtimes.index(row), role).toString();
    }
    QString group(int row) { return text(row, DowntimeListModel::GroupRole); }
    void pass(std::chrono::milliseconds time)
    {
        fixture.clock.advance(time);
        fixture.board.expire();
        downtimes.tick();
    }
};

} // namespace

class DowntimeFormTest : public QObject
{
    Q_OBJECT

    static constexpr auto kChecks = QAbstractItemModelTester::FailureReportingMode::QtTest;

private slots:
    void initTestCase() { qputenv("TZ", "UTC"); }

    void coversWhatItsMatchersSelectFromNowOn()
    {
        Bench bench;
        const QAbstractItemModelTester tester(&bench.form, kChecks);
        bench.setMatcher("instance", "db2");

        QCOMPARE(bench.form.summary(), u"mutes 1 of 3 alert(s)"_s);
        bench.form.setMinutes(30);
        bench.form.setComment(u"new disks"_s);
        QVERIFY(bench.isDone(bench.form.accept()));

        QCOMPARE(bench.planned().first, (alerts::TimeWindow{bench.now(), bench.now() + 30 * kMinute}));
        QCOMPARE(bench.planned().createdBy, std::string("Mara"));
        QTRY_COMPARE(bench.downtimes.activeCount(), 1);
        QCOMPARE(bench.text(0, DowntimeListModel::MutedRole), u"mutes 1 alert(s)"_s);
    }

    void timesAreTyped_data() // it is 2026-03-14 10:00:02
    {
        QTest::addColumn<QString>("start");
        QTest::addColumn<QString>("end");
        QTest::addColumn<QString>("window");
        QTest::newRow("today") << u"22:00"_s << u"23:30"_s << u"2026-03-14 22:00/2026-03-14 23:30"_s;
        QTest::newRow("over midnight") << u"22:00"_s << u"01:00"_s << u"2026-03-14 22:00/2026-03-15 01:00"_s;
        QTest::newRow("has passed today") << u"9:00"_s << u"9:30"_s << u"2026-03-15 09:00/2026-03-15 09:30"_s;
        QTest::newRow("with dates") << u"2026-04-01 02:00"_s << u"2026-04-02 02:00"_s
                                    << u"2026-04-01 02:00/2026-04-02 02:00"_s;
        QTest::newRow("nonsense") << u"soon"_s << u"9:30"_s << QString();
        QTest::newRow("ends before it begins") << u"2026-04-01 02:00"_s << u"2026-03-31 02:00"_s << QString();
    }
    void timesAreTyped()
    {
        QFETCH(QString, start);
        QFETCH(QString, end);
        QFETCH(QString, window);
        Bench bench;
        bench.setMatcher("instance", "db2");

        bench.form.setStartText(start);
        bench.form.setEndText(end);

        QCOMPARE(bench.form.isAcceptable(), !window.isEmpty());
        QCOMPARE(bench.form.error().isEmpty(), !window.isEmpty());
        if (window.isEmpty())
            return;
        QVERIFY(bench.isDone(bench.form.accept()));
        const auto text = [](Timestamp at) {
            return QDateTime::fromMSecsSinceEpoch(at, Qt::UTC).toString(u"yyyy-MM-dd HH:mm"_s);
        };
        QCOMPARE(text(bench.planned().first.start) + u'/' + text(bench.planned().first.end), window);
    }

    void nearlyEverythingIsAskedAboutTwice()
    {
        Bench bench;
        bench.form.setOperator(0, 2);
        bench.setMatcher("instance", ".+");

        QVERIFY(!bench.form.doubt().isEmpty());
        QVERIFY(!bench.form.accept());
        bench.form.setConfirmed(true);
        bench.form.setValue(0, u"db.*"_s); // another question, so another answer
        QVERIFY(!bench.form.accept());
        bench.form.setConfirmed(true);

        QVERIFY(bench.isDone(bench.form.accept()));
    }

    void comesAgainOnSomeWeekdays()
    {
        Bench bench;
        bench.setMatcher("instance", "db2");
        bench.form.setStartText(u"2026-03-16 02:00"_s); // a Monday
        bench.form.setMinutes(60);
        bench.form.setEvery(2);
        bench.form.toggleWeekday(1);
        bench.form.toggleWeekday(3);
        bench.form.toggleWeekday(5);
        bench.form.toggleWeekday(5);

        QCOMPARE(bench.form.windows().size(), 3);
        QVERIFY2(bench.form.windows().at(1).contains(u"Wed"_s), qPrintable(bench.form.windows().at(1)));
        bench.form.setLastDayText(u"2026-03-17"_s);
        QCOMPARE(bench.form.windows().size(), 1);
        bench.form.setLastDayText(u"some day"_s);
        QVERIFY(!bench.form.isAcceptable());
        bench.form.setLastDayText({});
        QVERIFY(bench.isDone(bench.form.accept()));

        QCOMPARE(bench.planned().recurrence.weekdays, (std::vector<int>{1, 3}));
        QTRY_COMPARE(bench.downtimes.rowCount(), 1);
        QCOMPARE(bench.group(0), u"To come"_s);
        QVERIFY(bench.text(0, DowntimeListModel::KindRole).contains(u"every Mon, Wed"_s));
    }

    void aFlexibleOneWaitsForItsProblem()
    {
        Bench bench;
        const QAbstractItemModelTester tester(&bench.downtimes, kChecks);
        bench.setMatcher("instance", "db9");
        bench.form.setMinutes(120);
        bench.form.setFlexibleMinutes(30);
        QVERIFY(bench.isDone(bench.form.accept()));

        QTRY_COMPARE(bench.downtimes.activeCount(), 1);
        QVERIFY(bench.text(0, DowntimeListModel::TimeRole).startsWith(u"waits for a problem"_s));
        bench.fixture.board.report("more", {firing("Slow", "db9")});
        bench.pass(1s);
        QTRY_VERIFY(bench.text(0, DowntimeListModel::TimeRole).startsWith(u"ends in"_s));
        bench.pass(31min);
        QTRY_COMPARE(bench.group(0), u"Over"_s);
    }

    void isExtendedCancelledAndTakenBack()
    {
        Bench bench;
        bench.setMatcher("instance", "db2");
        QVERIFY(bench.isDone(bench.form.accept()));
        QTRY_COMPARE(bench.downtimes.rowCount(), 1);
        const auto id = bench.downtimes.idAt(0);
        const auto end = bench.planned().first.end;

        QVERIFY(bench.isDone(bench.downtimes.extend(id, 60)));
        QCOMPARE(bench.planned().first.end, end + 60 * kMinute);
        QVERIFY(bench.isDone(bench.downtimes.cancel(id)));
        QTRY_COMPARE(bench.group(0), u"Over"_s);
        QVERIFY(bench.downtimes.isPast(0));
        QVERIFY(!bench.downtimes.extend(id, 60));
        QVERIFY(bench.isDone(bench.list.undo()));
        QTRY_COMPARE(bench.group(0), u"Active"_s);
    }

    void oneThatComesAgainIsExtendedThisTimeOnly()
    {
        Bench bench;
        bench.setMatcher("instance", "db2");
        bench.form.setEvery(1);
        QVERIFY(bench.isDone(bench.form.accept()));
        QTRY_COMPARE(bench.downtimes.rowCount(), 1);
        const auto before = bench.planned();

        QVERIFY(bench.isDone(bench.downtimes.extend(bench.downtimes.idAt(0), 60)));

        const auto all = bench.fixture.board.downtimes();
        QCOMPARE(all->size(), std::size_t(2));
        QCOMPARE(all->at(0), before);
        QCOMPARE(all->at(1).first, (alerts::TimeWindow{before.first.end, before.first.end + 60 * kMinute}));
        QVERIFY(all->at(1).recurrence.every == alerts::Recurrence::Every::Once);
    }

    void isChangedAndPlannedAgain()
    {
        Bench bench;
        bench.setMatcher("instance", "db2");
        bench.form.setComment(u"new disks"_s);
        bench.form.setStartText(u"2026-03-16 02:00"_s);
        QVERIFY(bench.isDone(bench.form.accept()));
        const auto id = QString::fromStdString(bench.planned().id);

        bench.form.startLike(id, true);
        QVERIFY(bench.form.isChanging());
        QCOMPARE(bench.form.startText(), u"2026-03-16 02:00"_s);
        bench.form.setMinutes(30);
        QVERIFY(bench.isDone(bench.form.accept()));
        QCOMPARE(bench.fixture.board.downtimes()->size(), std::size_t(1));
        QCOMPARE(bench.planned().first.end - bench.planned().first.start, 30 * kMinute);

        bench.form.startLike(id, false);
        QVERIFY(!bench.form.isChanging());
        QCOMPARE(bench.form.comment(), u"new disks"_s);
        QVERIFY(bench.isDone(bench.form.accept()));
        QCOMPARE(bench.fixture.board.downtimes()->size(), std::size_t(2));
    }
};

QTEST_GUILESS_MAIN(DowntimeFormTest)
#include "downtime_form_test.moc"
