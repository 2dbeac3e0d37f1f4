// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QDateTime>
#include <QSignalSpy>
#include <QTest>

#include "support/ui_fixture/ui_fixture.h"
#include "ui/models/silence_form.h"
#include "ui/models/silence_list_model.h"

using namespace Qt::StringLiterals;
using namespace nocturne;
using namespace nocturne::ui;
using namespace std::chrono_literals;

namespace {

alerts::AlertInstance firing(const char* name, const char* instance, const char* job)
{
    alerts::AlertInstance out;
    out.labels = {{"alertname", name}, {"instance", instance}, {"job", job}};
    out.state = alerts::AlertState::Firing;
    out.severity = alerts::Severity::Warning;
    out.activeAt = out.firedAt = 1000;
    return out;
}

// Five alerts: three of disks, of which two are on databases, and two others.
struct Bench
{
    tests::UiFixture fixture;
    AlertListModel list{fixture.board, fixture.clock};
    SilenceForm form{fixture.board, list};
    SilenceListModel silences{fixture.board, list};

    Bench()
    {
        list.setUser(u"Mara"_s);
        list.setGroupBy({});
        fixture.board.report("rules", {firing("DiskFull", "db1", "node"), firing("DiskFull", "db2", "node"),
                                       firing("DiskFull", "web1", "node"), firing("Slow", "web1", "web"),
                                       firing("Slow", "web2", "web")});
        (void)QTest::qWaitFor([this] { return list.rowCount() == 5; });
    }
    QString idOf(const char* name, const char* instance)
    {
        const auto all = fixture.board.snapshot();
        for (const auto& alert : *all)
            if (alert.name() == name && alert.labels.get("instance") == instance)
                return QString::fromStdString(alert.id);
        return {};
    }
    QString text(int row, SilenceForm::Role role) { return form.data(form.index(row), role).toString(); }
};

} // namespace

class SilenceFormTest : public QObject
{
    Q_OBJECT

    static constexpr auto kChecks = QAbstractItemModelTester::FailureReportingMode::QtTest;

private slots:
    void controlCharactersAreSeenAndKept()
    {
        Bench bench;
        bench.fixture.board.report("odd", {firing("Odd", "crit\r\nBcc: x@y", "node")});
        QTRY_COMPARE(bench.list.rowCount(), 6);
        bench.form.startFrom({bench.idOf("Odd", "crit\r\nBcc: x@y")});
        int row = 0;
        while (row < bench.form.rowCount() && bench.text(row, SilenceForm::NameRole) != u"instance"_s)
            ++row;
        QVERIFY(row < bench.form.rowCount());

        QCOMPARE(bench.text(row, SilenceForm::ValueRole), u"crit\u240d\u240aBcc: x@y"_s);
        bench.form.setTaken(row, true);
        bench.form.setValue(row, bench.text(row, SilenceForm::ValueRole)); // as typing over it does
        QCOMPARE(bench.form.matches()->rowCount(), 1);
    }

    void isFilledFromAnAlertAndCountsWhatItMutes()
    {
        Bench bench;
        const QAbstractItemModelTester tester(&bench.form, kChecks);

        bench.form.startFrom({bench.idOf("DiskFull", "db1")});

        QCOMPARE(bench.form.rowCount(), 3);
        QCOMPARE(bench.text(0, SilenceForm::NameRole), u"alertname"_s);
        QCOMPARE(bench.text(0, SilenceForm::ValueRole), u"DiskFull"_s);
        QCOMPARE(bench.form.matches()->rowCount(), 1);
        QCOMPARE(bench.form.summary(), u"mutes 1 of 5 alert(s)"_s);
        QVERIFY(bench.form.isAcceptable());
    }

    void everyOperatorIsCountedAtOnce_data()
    {
        QTest::addColumn<QString>("label");
        QTest::addColumn<int>("op");
        QTest::addColumn<QString>("value");
        QTest::addColumn<int>("muted");
        QTest::newRow("equal") << u"instance"_s << 0 << u"db1"_s << 1;
        QTest::newRow("not equal") << u"alertname"_s << 1 << u"DiskFull"_s << 2;
        QTest::newRow("regex") << u"instance"_s << 2 << u"db.*"_s << 2;
        QTest::newRow("negative regex") << u"instance"_s << 3 << u"db1|web.*"_s << 1;
    }
    void everyOperatorIsCountedAtOnce()
    {
        QFETCH(QString, label);
        QFETCH(int, op);
        QFETCH(QString, value);
        QFETCH(int, muted);
        Bench bench;

        bench.form.setName(0, label);
        bench.form.setOperator(0, op);
        bench.form.setValue(0, value);

        QCOMPARE(bench.form.matches()->rowCount(), muted);
        QVERIFY(bench.form.summary().startsWith(u"mutes %1 of 5"_s.arg(muted)));
    }

    void theListOfMatchesFollowsTheBoard()
    {
        Bench bench;
        bench.form.startFrom({bench.idOf("Slow", "web1")});
        bench.form.setTaken(1, false);
        bench.form.setTaken(2, false);
        QCOMPARE(bench.form.matches()->rowCount(), 2);

        bench.fixture.board.report("more", {firing("Slow", "web3", "web")});

        QTRY_COMPARE(bench.form.matches()->rowCount(), 3);
        QCOMPARE(bench.form.summary(), u"mutes 3 of 6 alert(s)"_s);
    }

    void severalAlertsShareTheirLabels()
    {
        Bench bench;

        bench.form.startFrom({bench.idOf("DiskFull", "web1"), bench.idOf("Slow", "web1")});

        QCOMPARE(bench.form.rowCount(), 2);
        QCOMPARE(bench.text(0, SilenceForm::ValueRole), u"DiskFull|Slow"_s);
        QCOMPARE(bench.form.data(bench.form.index(0), SilenceForm::OperatorRole).toInt(), 2);
        QCOMPARE(bench.text(1, SilenceForm::NameRole), u"instance"_s);
        QCOMPARE(bench.form.matches()->rowCount(), 2);
    }

    void everythingIsNotMutedUnasked()
    {
        Bench bench;
        bench.form.setName(0, u"alertname"_s);
        bench.form.setOperator(0, 2);
        bench.form.setValue(0, u".+"_s);

        QCOMPARE(bench.form.matches()->rowCount(), 5);
        QVERIFY(!bench.form.doubt().isEmpty());
        QVERIFY(!bench.form.isAcceptable());
        QVERIFY(!bench.form.accept());
        QVERIFY(bench.fixture.board.silences()->empty());

        bench.form.setConfirmed(true);
        QVERIFY(bench.form.accept());
        QTRY_COMPARE(bench.fixture.board.silences()->size(), std::size_t(1));
    }

    void anotherMatcherHasToBeConfirmedAnew()
    {
        Bench bench;
        bench.form.setName(0, u"job"_s);
        bench.form.setOperator(0, 2);
        bench.form.setValue(0, u"node|web"_s);
        bench.form.setConfirmed(true);

        bench.form.setValue(0, u".+"_s);

        QVERIFY(!bench.form.isConfirmed());
    }

    void faultsSayWhatToPutRight_data()
    {
        QTest::addColumn<QString>("label");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("until");
        QTest::addColumn<QString>("word");
        QTest::newRow("nothing") << QString() << QString() << QString() << u"at least one label"_s;
        QTest::newRow("no label") << QString() << u"x"_s << QString() << u"which label?"_s;
        QTest::newRow("regex") << u"job"_s << u"(("_s << QString() << u")"_s;
        QTest::newRow("unreadable end") << u"job"_s << u"node"_s << u"soon"_s << u"17:30"_s;
        QTest::newRow("past end") << u"job"_s << u"node"_s << u"2020-01-01 10:00"_s << u"future"_s;
    }
    void faultsSayWhatToPutRight()
    {
        QFETCH(QString, label);
        QFETCH(QString, value);
        QFETCH(QString, until);
        QFETCH(QString, word);
        Bench bench;

        bench.form.setName(0, label);
        bench.form.setOperator(0, 2);
        bench.form.setValue(0, value);
        if (!until.isEmpty())
            bench.form.setUntilText(until);

        QVERIFY2(bench.form.error().contains(word), qPrintable(bench.form.error()));
        QVERIFY(!bench.form.accept());
    }

    void aTimeOfDayIsTheNextOne()
    {
        Bench bench;
        bench.form.startFrom({bench.idOf("Slow", "web1")});
        const auto now = QDateTime::fromMSecsSinceEpoch(bench.fixture.clock.now());
        const auto earlier = now.addSecs(-3600);

        bench.form.setUntilText(earlier.toString(u"HH:mm"_s));
        QVERIFY(bench.form.accept());
        QTRY_COMPARE(bench.fixture.board.silences()->size(), std::size_t(1));

        const auto end = bench.fixture.board.silences()->front().endsAt;
        QCOMPARE(end, QDateTime(now.date().addDays(earlier.date() == now.date() ? 1 : 0),
                                QTime(earlier.time().hour(), earlier.time().minute()))
                          .toMSecsSinceEpoch());
    }

    void aSilenceIsExtendedEndedAndMadeAgain()
    {
        Bench bench;
        const QAbstractItemModelTester tester(&bench.silences, kChecks);
        bench.form.startFrom({bench.idOf("Slow", "web1")});
        bench.form.setComment(u"new disks"_s);
        QVERIFY(bench.form.accept());
        QTRY_COMPARE(bench.silences.activeCount(), 1);
        const QString id = bench.silences.idAt(0);
        const auto role = [&](int row, SilenceListModel::Role which) {
            return bench.silences.data(bench.silences.index(row), which).toString();
        };
        QCOMPARE(role(0, SilenceListModel::CommentRole), u"new disks"_s);
        QCOMPARE(role(0, SilenceListModel::CreatedByRole), u"Mara"_s);
        QCOMPARE(role(0, SilenceListModel::TimeRole), u"ends in 1 h"_s);
        QTRY_COMPARE(role(0, SilenceListModel::MutedRole), u"mutes 1 alert(s)"_s);

        QVERIFY(bench.silences.extend(id, 60));
        QTRY_COMPARE(role(0, SilenceListModel::TimeRole), u"ends in 2 h"_s);
        QVERIFY(bench.silences.expire(id));
        QTRY_COMPARE(role(0, SilenceListModel::GroupRole), u"Over"_s);
        QVERIFY(bench.silences.recreate(id));
        QTRY_COMPARE(bench.silences.rowCount(), 2);
        QCOMPARE(role(0, SilenceListModel::GroupRole), u"Active"_s);
        QVERIFY(bench.list.undo());
        QTRY_COMPARE(bench.silences.activeCount(), 0);
    }

    void anActiveSilenceIsChangedInPlace()
    {
        Bench bench;
        bench.form.startFrom({bench.idOf("Slow", "web1")});
        QVERIFY(bench.form.accept());
        QTRY_COMPARE(bench.fixture.board.silences()->size(), std::size_t(1));
        const auto before = bench.fixture.board.silences()->front();

        bench.form.startLike(QString::fromStdString(before.id), true);
        QVERIFY(bench.form.isChanging());
        bench.form.setComment(u"longer"_s);
        bench.form.setMinutes(240);
        QVERIFY(bench.form.accept());
        QTRY_COMPARE(bench.fixture.board.silences()->front().comment, std::string("longer"));

        const auto after = bench.fixture.board.silences();
        QCOMPARE(after->size(), std::size_t(1));
        QCOMPARE(after->front().id, before.id);
        QCOMPARE(after->front().comment, std::string("longer"));
        QCOMPARE(after->front().endsAt, before.startsAt + 240 * 60'000);
    }
};

QTEST_GUILESS_MAIN(SilenceFormTest)
#include "silence_form_test.moc"
