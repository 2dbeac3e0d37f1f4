// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QTest>

#include "support/panels_fixture/scripted_service.h"
#include "support/ui_fixture/ui_fixture.h"
#include "ui/panels/alert_past.h"
#include "ui/panels/chart_marks.h"
#include "ui/panels/related_logs.h"
#include "watch/alerts/matcher_text.h"

using namespace Qt::StringLiterals;
using namespace nocturne;
using namespace nocturne::panels;
using namespace std::chrono_literals;

namespace {

constexpr Timestamp kNow = 1'773'482'400'000; // 2026-03-14 10:00:00 UTC

alerts::AlertInstance firing(const std::string& name, const std::string& instance, Timestamp since)
{
    alerts::AlertInstance out;
    out.labels = model::LabelSet{{"alertname", name}, {"instance", instance}};
    out.state = alerts::AlertState::Firing;
    out.severity = alerts::Severity::Error;
    out.activeAt = out.firedAt = since;
    return out;
}

struct Bench
{
    tests::HandClock clock{kNow};
    alerts::AlertBoard board{clock};
    tests::ScriptedService service;
    WorkerPool pool{1};
    DataContext context{service, clock, pool};
    AlertPast past{board, context};
    const alerts::Actor mara{"Mara", "test"};

    // Each fires for a minute, one after the other.
    void fire(const std::string& name, int times)
    {
        for (int i = 0; i < times; ++i) {
            board.report("rules:/etc/rules.yml;disks", {firing(name, "h" + std::to_string(i), clock.now())});
            if (i == 0)
                (void)board.acknowledge({board.snapshot()->front().id}, mara, {.comment = "looking"});
            clock.advance(1min);
            board.report("rules:/etc/rules.yml;disks", {});
        }
    }
    void open()
    {
        past.setActive(true);
        QTRY_VERIFY(past.state() > AlertPast::Loading && !past.occurrences()->isLoading());
    }
    QString text(int row, PastRules::Role role)
    {
        return past.rules()->data(past.rules()->index(row), role).toString();
    }
};

} // namespace

class AlertPastTest : public QObject
{
    Q_OBJECT

    static constexpr auto kChecks = QAbstractItemModelTester::FailureReportingMode::QtTest;

private slots:
    void rulesAreToldByHowNoisyTheyWere()
    {
        Bench bench;
        const QAbstractItemModelTester tester(bench.past.rules(), kChecks);
        bench.fire("Slow", 2);
        bench.fire("DiskFull", 4);
        bench.open();

        QCOMPARE(bench.past.rules()->rowCount(), 2);
        QCOMPARE(bench.text(0, PastRules::NameRole), u"DiskFull"_s);
        QCOMPARE(bench.text(0, PastRules::SourceRole), u"disks"_s);
        QCOMPARE(bench.text(0, PastRules::FiredRole), u"4"_s);
        QCOMPARE(bench.text(0, PastRules::TakenRole), u"25 %"_s);
        QCOMPARE(bench.text(0, PastRules::EndTimeRole), u"1 min"_s);
        QCOMPARE(bench.past.firedText(), u"6"_s);
        QCOMPARE(bench.past.strip().cells().size(), AlertPast::kCells);
        QVERIFY(bench.past.strip().cells().back().share > 0);
    }

    void filtersAreAboutAllOfIt()
    {
        Bench bench;
        bench.fire("Slow", 2);
        bench.fire("DiskFull", 4);
        bench.open();

        bench.past.setRule(u"Slow"_s);
        QTRY_COMPARE(bench.past.rules()->rowCount(), 1);
        QTRY_COMPARE(bench.past.occurrences()->rowCount(), 2);
        bench.past.setText(u"no such host"_s);
        QTRY_COMPARE(bench.past.state(), AlertPast::Empty);
        bench.past.clearFilters();
        QTRY_COMPARE(bench.past.occurrences()->rowCount(), 6);
        bench.clock.advance(25h);
        bench.past.setDays(1);
        QTRY_COMPARE(bench.past.state(), AlertPast::Empty);
    }

    void occurrencesComePageByPage()
    {
        Bench bench;
        const QAbstractItemModelTester tester(bench.past.occurrences(), kChecks);
        bench.fire("DiskFull", 130);
        bench.open();
        auto* occurrences = bench.past.occurrences();

        QTRY_VERIFY(occurrences->rowCount() >= 100);
        if (occurrences->canFetchMore({}))
            occurrences->fetchMore({});

        QTRY_COMPARE(occurrences->rowCount(), 130);
        QVERIFY(!occurrences->canFetchMore({}));
        const auto taken = occurrences->data(occurrences->index(129), PastOccurrences::TakenRole).toString();
        QCOMPARE(taken, u"Mara, after 0 s"_s);
    }

    void theCourseOfOneIsTold()
    {
        Bench bench;
        bench.fire("DiskFull", 1);
        bench.open();

        bench.past.setChosenId(bench.past.occurrences()->idAt(0));

        QCOMPARE(bench.past.chosenTitle(), u"DiskFull"_s);
        QTRY_VERIFY(bench.past.course()->rowCount() >= 3);
        QStringList words;
        for (const auto& line : bench.past.course()->lines())
            words.append(line.detail);
        QVERIFY2(words.contains(u"began to fire"_s), qPrintable(words.join(u'|')));
        QVERIFY2(words.contains(u"acknowledged by Mara: looking"_s), qPrintable(words.join(u'|')));
        QVERIFY2(words.contains(u"resolved"_s), qPrintable(words.join(u'|')));
        QVERIFY(bench.past.chosenText().startsWith(u"fired 1 time(s)"_s));
    }

    void whoDidWhatIsListed()
    {
        Bench bench;
        const QAbstractItemModelTester tester(bench.past.audit(), kChecks);
        bench.fire("DiskFull", 1);
        bench.open();

        QTRY_COMPARE(bench.past.audit()->rowCount(), 1);
        const auto index = bench.past.audit()->index(0);
        QCOMPARE(bench.past.audit()->data(index, PastAudit::WhoRole).toString(), u"Mara"_s);
        QCOMPARE(bench.past.audit()->data(index, PastAudit::ActionRole).toString(), u"acknowledge"_s);
    }

    void relatedLogsAreThoseOfTheServiceElseOfTheHost()
    {
        logs::LogStore store;
        const auto add = [&](const char* service, Timestamp at, LogLevel level, const char* message) {
            logs::LogRecord record;
            record.service = service;
            record.time = at;
            record.level = level;
            record.message = message;
            store.add(std::move(record));
        };
        for (int i = 0; i < 20; ++i)
            add("gateway", kNow - i * 1000, LogLevel::Info, "request");
        add("gateway", kNow - 200'000, LogLevel::Error, "no route");
        add("gateway", kNow - 900'000, LogLevel::Error, "long ago");
        add("other", kNow, LogLevel::Error, "db1 does not answer");

        auto alert = firing("Slow", "db1:9100", kNow);
        alert.labels = model::LabelSet{{"alertname", "Slow"}, {"instance", "db1:9100"}, {"service", "Gateway"}};
        const auto ofService = relatedLogs(store, alert);
        QCOMPARE(ofService.service, std::string("gateway"));
        QCOMPARE(ofService.records.size(), kMostRelatedLogs);
        QCOMPARE(ofService.records.front().message, std::string("no route"));

        const auto ofHost = relatedLogs(store, firing("Slow", "db1:9100", kNow));
        QCOMPARE(ofHost.text, std::string("db1"));
        QCOMPARE(ofHost.records.size(), std::size_t(1));
        QVERIFY(relatedLogs(store, firing("Slow", "web7", kNow)).records.empty());
    }

    void chartsMarkWhatConcernsTheirSeries()
    {
        auto taken = firing("Slow", "db1", kNow);
        taken.acknowledgement = alerts::Acknowledgement{.owner = "Mara", .comment = {}, .at = kNow + 1000};
        alerts::Silence silence;
        silence.matchers = *alerts::parseMatchers("alertname=\"Slow\",instance=~\"db.\"");
        silence.startsAt = kNow - 1000;
        silence.endsAt = kNow + 5000;
        alerts::Downtime downtime;
        downtime.matchers = *alerts::parseMatchers("instance=\"db2\"");
        downtime.first = {kNow, kNow + 10'000};
        const alerts::TimeWindow range{kNow - 60'000, kNow + 60'000};
        const model::LabelSet db1{{"__name__", "up"}, {"instance", "db1"}};
        const model::LabelSet web{{"__name__", "up"}, {"instance", "web"}};

        const auto marks = marksOf({taken}, {silence}, {downtime}, {db1}, range);

        QCOMPARE(marks.size(), std::size_t(2));
        QVERIFY(marks[0].kind == ChartMark::Kind::Silence);
        QVERIFY(marks[1].kind == ChartMark::Kind::Acknowledged);
        QVERIFY(marksOf({taken}, {silence}, {downtime}, {web}, range).empty());
        QVERIFY(marksOf({taken}, {silence}, {downtime}, {model::LabelSet{{"mode", "user"}}}, range).empty());
        QVERIFY(marksOf({taken}, {silence}, {downtime}, {db1}, {kNow + 9'000, kNow + 20'000}).empty());
    }
};

QTEST_GUILESS_MAIN(AlertPastTest)
#include "alert_past_test.moc"
