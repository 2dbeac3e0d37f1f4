// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <fstream>

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "support/panels_fixture/scripted_service.h"
#include "support/ui_fixture/ui_fixture.h"
#include "ui/panels/rule_form.h"

using namespace Qt::StringLiterals;
using namespace nocturne;
using namespace nocturne::panels;

namespace {

constexpr Timestamp kNow = 1'773'482'400'000; // 2026-03-14 10:00:00 UTC
constexpr Timestamp kMinute = 60'000;

struct Bench
{
    QTemporaryDir folder;
    tests::HandClock clock{kNow};
    tests::ScriptedService service;
    WorkerPool pool{1};
    DataContext context{service, clock, pool};
    PosixIo io;
    rules::RuleBook book{io, folder.filePath(u"nocturne.rules.yml"_s).toStdString(), {}, nullptr};
    RuleForm form{context, &book};
    Timestamp dataFrom = 0;
    std::vector<std::pair<Timestamp, Timestamp>> hot; // [from, to) with a value of 9, else 3

    Bench()
    {
        service.onRange = [this](const query::RangeQuery& query) -> Result<query::QueryResult> {
            query::QueryResult result;
            result.type = query::ValueType::Matrix;
            std::vector<double> values;
            for (Timestamp at = query.start; at <= query.end; at += query.step.count()) {
                result.times.push_back(at);
                double value = at < dataFrom ? query::kAbsent : 3;
                for (const auto& [from, to] : hot)
                    value = at >= from && at < to ? 9 : value;
                values.push_back(value);
            }
            result.series.push_back({model::LabelSet{{"instance", "a"}}, std::move(values), {}});
            return result;
        };
    }
    void begin()
    {
        form.startWith(u"temp"_s, u"Hot"_s);
        form.setThreshold(u"5"_s);
        form.setHoldFor(u"1m"_s);
    }
    bool isPlayed()
    {
        return QTest::qWaitFor([this] { return form.preview() == RuleForm::Played; });
    }
};

} // namespace

class RuleFormTest : public QObject
{
    Q_OBJECT

private slots:
    void aRehearsalIsToldInWords()
    {
        Bench bench;
        bench.hot = {{kNow - 3000 * kMinute, kNow - 2980 * kMinute}, {kNow - 500 * kMinute, kNow - 479 * kMinute}};
        bench.begin();

        QVERIFY(bench.isPlayed());

        QCOMPARE(bench.form.verdict(), u"would have fired 2 time(s) in the last 7 d, for 39 min"_s);
        QCOMPARE(bench.form.caveat(), QString());
        QCOMPARE(bench.form.bands().size(), 2);
        QCOMPARE(bench.form.bands()[1].toMap()[u"start"_s].toDouble(), double(kNow - 499 * kMinute));
        QCOMPARE(bench.form.thresholds()[0].toMap()[u"word"_s].toString(), u"> 5"_s);
        QCOMPARE(bench.form.chart().content().series.size(), std::size_t(1));
        QCOMPARE(bench.form.startTime(), double(kNow - 7 * 1440 * kMinute));
    }

    void shortHistoryIsSaid()
    {
        Bench bench;
        bench.dataFrom = kNow - 2 * 1440 * kMinute;
        bench.begin();

        QVERIFY(bench.isPlayed());

        QCOMPARE(bench.form.verdict(), u"would not have fired in the last 2 d"_s);
        QCOMPARE(bench.form.caveat(), u"only 2 d of data"_s);
    }

    void noDataAtAllIsSaid()
    {
        Bench bench;
        bench.dataFrom = kNow + kMinute;
        bench.begin();

        QTRY_COMPARE(bench.form.preview(), RuleForm::NoData);
        QVERIFY(bench.form.verdict().isEmpty());
    }

    void whatGoesOnNowIsSaid()
    {
        Bench bench;
        bench.hot = {{kNow - 10 * kMinute, kNow + kMinute}, {kNow - 100 * kMinute, kNow - 99 * kMinute}};
        bench.begin();
        bench.form.setHoldFor(u"2m"_s);

        QTRY_COMPARE(bench.form.verdict(), u"would have fired 1 time(s) in the last 7 d, for 8 min"_s);
        QCOMPARE(bench.form.caveat(), u"it would fire now"_s);
    }

    void aChangeCancelsWhatWasAsked()
    {
        Bench bench;
        bench.service.held = true;
        bench.begin();
        QTRY_COMPARE(bench.service.waiting(), std::size_t(1));
        bench.form.setThreshold(u"10"_s);
        QTRY_COMPARE(bench.service.waiting(), std::size_t(2));
        bench.service.held = false;
        bench.service.release();

        QVERIFY(bench.isPlayed());
        QCOMPARE(bench.form.thresholds()[0].toMap()[u"word"_s].toString(), u"> 10"_s);
    }

    void aServiceThatFailsIsTold()
    {
        Bench bench;
        bench.service.onRange = [](const auto&) -> Result<query::QueryResult> {
            return fail(Error::Kind::LimitExceeded, "too many samples");
        };
        bench.begin();

        QTRY_COMPARE(bench.form.preview(), RuleForm::Failed);
        QVERIFY(bench.form.caveat().contains(u"too many samples"_s));
        QTRY_VERIFY(bench.form.isAcceptable()); // the rule itself may be fine
    }

    void whatIsWrongIsSaidWithItsField_data()
    {
        QTest::addColumn<QString>("property");
        QTest::addColumn<QString>("value");
        QTest::addColumn<int>("field");
        const auto row = [](const char* property, const char* value, RuleForm::Field field) {
            QTest::addRow("%s: %s", property, value)
                << QString::fromUtf8(property) << QString::fromUtf8(value) << int(field);
        };
        row("measured", "", RuleForm::Measured);
        row("measured", "rate(temp)", RuleForm::Measured);
        row("measured", "5", RuleForm::Measured);
        row("threshold", "", RuleForm::Threshold);
        row("threshold", "warm", RuleForm::Threshold);
        row("threshold", "Inf", RuleForm::Threshold);
        row("threshold", "1,000", RuleForm::Threshold);
        row("clear", "6", RuleForm::Clear);
        row("clear", "x", RuleForm::Clear);
        row("holdFor", "5", RuleForm::HoldFor);
        row("keepFiringFor", "later", RuleForm::KeepFiringFor);
        row("name", "  ", RuleForm::Name);
        row("labels", "team", RuleForm::Labels);
        row("labels", "team=~sea", RuleForm::Labels);
        row("labels", "severity=high", RuleForm::Labels);
        row("summary", "{{ $nothing }}", RuleForm::Summary);
        row("description", "{{", RuleForm::Description);
        row("runbook", "{{ end }}", RuleForm::Runbook);
    }

    void whatIsWrongIsSaidWithItsField()
    {
        QFETCH(QString, property);
        QFETCH(QString, value);
        QFETCH(int, field);
        Bench bench;
        bench.begin();
        QTRY_VERIFY(bench.form.isAcceptable());

        bench.form.setProperty(property.toUtf8().constData(), value);

        QVERIFY(!bench.form.error().isEmpty());
        QCOMPARE(int(bench.form.errorField()), field);
        QVERIFY(!bench.form.isAcceptable());
    }

    void aPanelsComparisonGivesItsThreshold()
    {
        Bench bench;

        bench.form.startWith(u"rate(errors[5m]) >= 0.25"_s, u"Errors"_s);

        QCOMPARE(bench.form.measured(), u"rate(errors[5m])"_s);
        QCOMPARE(bench.form.comparison(), 2);
        QCOMPARE(bench.form.threshold(), u"0.25"_s);
        QCOMPARE(bench.form.name(), u"Errors"_s);
    }

    void aRuleIsWrittenReadBackChangedAndRemoved()
    {
        Bench bench;
        const QAbstractItemModelTester tester(bench.form.rules());
        QSignalSpy saved(&bench.form, &RuleForm::saved);
        bench.begin();
        bench.form.setClear(u"4,5"_s);
        bench.form.setLabels(u"team=sea, site=\"the north\""_s);
        bench.form.setSeverity(4);
        QTRY_VERIFY(bench.form.isAcceptable());
        bench.form.accept();
        QTRY_COMPARE(saved.size(), 1);
        QTRY_COMPARE(bench.form.rules()->rowCount(), 1);

        bench.form.startLike(0);

        QVERIFY(bench.form.isChanging());
        QCOMPARE(bench.form.clear(), u"4.5"_s);
        QCOMPARE(bench.form.labels(), u"team=\"sea\",site=\"the north\""_s);
        QCOMPARE(bench.form.severity(), 4);
        QCOMPARE(bench.form.holdFor(), u"1m"_s);
        bench.form.setName(u"Hotter"_s);
        bench.form.accept();
        QTRY_COMPARE(saved.size(), 2);
        QTRY_COMPARE(bench.form.rules()->titleAt(0), u"Hotter"_s);
        QCOMPARE(bench.form.rules()->rowCount(), 1);
        QSignalSpy removed(&bench.form, &RuleForm::removed);
        bench.form.remove(0);
        QTRY_COMPARE(removed.size(), 1);
        QTRY_COMPARE(bench.form.rules()->rowCount(), 0);
    }

    void aRuleThatChangedInTheFileIsNotWrittenOver()
    {
        Bench bench;
        bench.begin();
        QTRY_VERIFY(bench.form.isAcceptable());
        bench.form.accept();
        QTRY_COMPARE(bench.form.rules()->rowCount(), 1);
        bench.form.startLike(0);
        auto edition = *bench.book.read();
        auto other = *edition.entries[0].form;
        other.threshold = 77;
        QVERIFY(bench.book.save(edition, other, 0));
        QSignalSpy failed(&bench.form, &RuleForm::failed);
        bench.form.setName(u"Mine"_s);
        bench.form.accept();

        QTRY_COMPARE(failed.size(), 1);
        QTRY_VERIFY(bench.form.error().contains(u"something else"_s));
        QVERIFY(!bench.form.isAcceptable());
        QVERIFY(bench.book.read()->entries[0].form == other);
    }

    void withoutABookNothingCanBeMade()
    {
        Bench bench;
        RuleForm form(bench.context, nullptr);
        form.startWith(u"temp"_s, u"Hot"_s);
        form.setThreshold(u"5"_s);

        QVERIFY(!form.isAvailable());
        QVERIFY(form.error().isEmpty());
        QVERIFY(!form.isAcceptable());
    }
};

QTEST_GUILESS_MAIN(RuleFormTest)
#include "rule_form_test.moc"
