// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTest>

#include "support/panels_fixture/scripted_service.h"
#include "support/ui_fixture/ui_fixture.h"
#include "ui/panels/alert_evidence.h"
#include "ui/panels/alert_parts.h"

using namespace Qt::StringLiterals;
using namespace nocturne;
using namespace nocturne::panels;
using namespace std::chrono_literals;

namespace {

using Kind = AlertPart::Kind;

constexpr Timestamp kNow = 1'773'482'400'000; // 2026-03-14 10:00:00 UTC

alerts::AlertInstance firing(Timestamp since, std::string expression = "errors / requests > 0.5 and requests > 10")
{
    alerts::AlertInstance out;
    out.labels = {{"alertname", "ErrorRate"}, {"instance", "a"}};
    out.expression = std::move(expression);
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
    ui::AlertListModel list{board, clock};
    logs::LogStore logs;
    AlertEvidence evidence{list, board, logs, context};
    std::map<std::string, double> values{{"errors / requests > 0.5 and requests > 10", 0.7},
                                         {"errors / requests > 0.5", 0.7},
                                         {"errors / requests", 0.7},
                                         {"requests > 10", 40},
                                         {"requests", 40}};

    Bench()
    {
        service.onInstant = [this](const query::InstantQuery& query) -> Result<query::QueryResult> {
            const auto found = values.find(query.expression);
            if (found == values.end())
                return tests::vectorOf({}, query.time);
            return tests::vectorOf(
                {{model::LabelSet{{"instance", "a"}}, found->second}, {model::LabelSet{{"instance", "b"}}, 1}},
                query.time);
        };
        service.onRange = [](const query::RangeQuery& query) -> Result<query::QueryResult> {
            query::QueryResult result;
            result.type = query::ValueType::Matrix;
            for (Timestamp at = query.start; at <= query.end; at += query.step.count())
                result.times.push_back(at);
            for (const char* instance : {"a", "b"})
                result.series.push_back(
                    {model::LabelSet{{"instance", instance}}, std::vector<double>(result.times.size(), 0.7)});
            return result;
        };
    }
    void show(const alerts::AlertInstance& alert)
    {
        board.report("rules", {alert});
        list.setTab(ui::AlertListModel::All);
        (void)QTest::qWaitFor([this] { return list.rowCount() > 0; });
        evidence.setActive(true);
        evidence.setAlertId(list.idAt(0));
        (void)QTest::qWaitFor([this] { return evidence.state() > AlertEvidence::Loading; });
    }
};

} // namespace

class AlertEvidenceTest : public QObject
{
    Q_OBJECT

private slots:
    void anExpressionFallsIntoItsConditions()
    {
        QCOMPARE(alertParts("(a / b > 0.5) and on (x) c > d unless e"),
                 (std::vector<AlertPart>{{Kind::Without, 0, "(a / b > 0.5) and on (x) c > d unless e", false},
                                         {Kind::Both, 1, "(a / b > 0.5) and on (x) c > d", false},
                                         {Kind::Condition, 2, "a / b > 0.5", false, ">", {}, 0.5},
                                         {Kind::Value, 3, "a / b", false},
                                         {Kind::Condition, 2, "c > d", false, ">"},
                                         {Kind::Value, 3, "c", false},
                                         {Kind::Value, 3, "d", false},
                                         {Kind::Value, 1, "e", true}}));
        QVERIFY(alertParts("a >").empty());
    }

    void thePictureShowsWhatIsCompared_data()
    {
        QTest::addColumn<QString>("expression");
        QTest::addColumn<QStringList>("drawn");
        QTest::addColumn<QString>("word");
        QTest::newRow("number right") << u"rate(x[1m]) > 0.5"_s << QStringList{u"rate(x[1m])"_s} << u"> 0.5"_s;
        QTest::newRow("number left") << u"-3 < x"_s << QStringList{u"x"_s} << u"> -3"_s;
        QTest::newRow("two vectors") << u"a > b * 2"_s << QStringList{u"a"_s, u"b * 2"_s} << QString();
        QTest::newRow("second of an and") << u"x and y >= 1e3"_s << QStringList{u"y"_s} << u">= 1000"_s;
        QTest::newRow("no comparison") << u"absent(x)"_s << QStringList{u"absent(x)"_s} << QString();
        QTest::newRow("bool is a value") << u"x > bool 1"_s << QStringList{u"x > bool 1"_s} << QString();
        QTest::newRow("broken") << u"x >"_s << QStringList{} << QString();
    }
    void thePictureShowsWhatIsCompared()
    {
        QFETCH(QString, expression);
        QFETCH(QStringList, drawn);
        QFETCH(QString, word);

        const auto picture = alertPicture(expression.toStdString());

        QStringList found;
        for (const auto& text : picture.expressions)
            found.append(QString::fromStdString(text));
        QCOMPARE(found, drawn);
        QCOMPARE(QString::fromStdString(picture.word), word);
    }

    void everyPartSaysWhetherItHoldsForThisAlert()
    {
        Bench bench;
        bench.values.erase("requests > 10");
        bench.values.erase("errors / requests > 0.5 and requests > 10");
        bench.show(firing(kNow - 600'000));

        const auto& lines = bench.evidence.parts()->lines();
        QCOMPARE(lines.size(), std::size_t(5));
        QCOMPARE(lines[0].holds, 0);
        QCOMPARE(lines[1].text, u"errors / requests > 0.5"_s);
        QCOMPARE(lines[1].holds, 1);
        QCOMPARE(lines[1].detail, u"0.7 > 0.5, holds"_s);
        QCOMPARE(lines[2].detail, u"0.7"_s); // of instance a, not of b
        QCOMPARE(lines[3].holds, 0);
        QCOMPARE(lines[3].detail, u"40 > 10, does not hold"_s);
        QCOMPARE(lines[4].detail, u"40"_s);
        QCOMPARE(lines[4].holds, -1);
    }

    void theChartHasTheAlertItsThresholdAndItsTimes()
    {
        Bench bench;
        bench.show(firing(kNow - 600'000));

        QCOMPARE(int(bench.evidence.state()), int(AlertEvidence::Ready));
        QCOMPARE(bench.evidence.chart().content().series.size(), std::size_t(1));
        QCOMPARE(bench.evidence.chart().content().series[0].stats.last, 0.7);
        QCOMPARE(bench.evidence.startTime(), double(kNow - 1'500'000)); // a quarter of an hour before it began
        QCOMPARE(bench.evidence.endTime(), double(kNow));
        const auto threshold = bench.evidence.thresholds().at(0).toMap();
        QCOMPARE(threshold[u"value"_s].toDouble(), 0.5);
        QCOMPARE(threshold[u"word"_s].toString(), u"> 0.5"_s);
        const auto band = bench.evidence.bands().at(0).toMap();
        QCOMPARE(band[u"start"_s].toDouble(), double(kNow - 600'000));
        QCOMPARE(band[u"end"_s].toDouble(), double(kNow));
        QCOMPARE(band[u"severity"_s].toString(), u"error"_s);
    }

    void theLastFiveTimesAreTold()
    {
        Bench bench;
        for (int i = 0; i < 6; ++i) {
            bench.board.report("rules", {firing(bench.clock.now())});
            if (i == 4) {
                bench.clock.advance(1min);
                QVERIFY(bench.board.acknowledge(bench.board.snapshot()->front().id, "Mara", "").has_value());
            }
            bench.clock.advance(5min);
            bench.board.report("rules", {});
            bench.clock.advance(1h);
        }
        bench.show(firing(bench.clock.now() - 60'000));

        const auto& lines = bench.evidence.occurrences()->lines();
        QCOMPARE(lines.size(), std::size_t(5));
        QCOMPARE(lines[0].detail, u"firing for 1 min, nobody took it"_s);
        QCOMPARE(lines[1].detail, u"for 5 min, nobody took it"_s);
        QCOMPARE(lines[2].detail, u"for 6 min, taken by Mara after 1 min"_s);
        QCOMPARE(bench.evidence.bands().size(), 5);
    }

    void whatKeepsItQuietIsAChain()
    {
        Bench bench;
        bench.show(firing(kNow - 600'000));
        QVERIFY(bench.evidence.mutes()->lines().empty());
        alerts::Silence silence;
        silence.matchers = {model::Matcher::equal("instance", "a")};
        silence.endsAt = kNow + 3'600'000;
        silence.comment = "<b>new</b> disks";

        QVERIFY(bench.board.addSilence(silence, {"Mara"}, true).has_value());

        QTRY_COMPARE(bench.evidence.mutes()->lines().size(), std::size_t(1));
        QCOMPARE(bench.evidence.mutes()->lines()[0].text, u"Silenced by Mara: <b>new</b> disks"_s);
        QVERIFY(bench.evidence.mutes()->lines()[0].detail.startsWith(u"until "_s));
    }

    void anInhibitingAlertIsNamedWithItsOwner()
    {
        tests::HandClock clock(kNow);
        alerts::InhibitRule rule;
        rule.source = {model::Matcher::equal("alertname", "NodeDown")};
        rule.target = {model::Matcher::equal("alertname", "ErrorRate")};
        alerts::AlertBoard::Options options;
        options.inhibitRules = {rule};
        alerts::AlertBoard board(clock, options);
        tests::ScriptedService service;
        WorkerPool pool(1);
        DataContext context(service, clock, pool);
        ui::AlertListModel list(board, clock);
        const logs::LogStore logs;
        AlertEvidence evidence(list, board, logs, context);
        auto node = firing(kNow - 700'000, "up == 0");
        node.labels = {{"alertname", "NodeDown"}, {"instance", "a"}};
        board.report("rules", {node, firing(kNow - 600'000)});
        list.setText(u"ErrorRate"_s);
        QTRY_COMPARE(list.rowCount(), 1);

        evidence.setAlertId(list.idAt(0));

        QCOMPARE(evidence.mutes()->lines().size(), std::size_t(1));
        QCOMPARE(evidence.mutes()->lines()[0].text, u"Muted by the alert NodeDown"_s);
        QVERIFY(!evidence.mutes()->lines()[0].alertId.isEmpty());
        QVERIFY(board.acknowledge(evidence.mutes()->lines()[0].alertId.toStdString(), "Otto", "").has_value());
        QTRY_COMPARE(evidence.mutes()->lines()[0].detail, u"Otto has it"_s);
    }

    void aForeignAlertHasNothingToDraw()
    {
        Bench bench;

        bench.show(firing(kNow - 600'000, ""));

        QCOMPARE(int(bench.evidence.state()), int(AlertEvidence::NoExpression));
        QCOMPARE(bench.evidence.occurrences()->rowCount(), 1);
    }

    void aFailureIsSaid()
    {
        Bench bench;
        bench.service.onRange = [](const query::RangeQuery&) -> Result<query::QueryResult> {
            return fail(Error::Kind::Timeout, "the query took longer than 10 s");
        };

        bench.show(firing(kNow - 600'000));

        QCOMPARE(int(bench.evidence.state()), int(AlertEvidence::Error));
        QVERIFY(bench.evidence.errorText().contains(u"longer than 10 s"_s));
    }

    void nothingIsAskedWhileNobodyLooks()
    {
        Bench bench;
        bench.board.report("rules", {firing(kNow - 600'000)});
        bench.list.setTab(ui::AlertListModel::All);
        QTRY_COMPARE(bench.list.rowCount(), 1);

        bench.evidence.setAlertId(bench.list.idAt(0));

        QVERIFY(bench.service.asked().empty());
    }
};

QTEST_MAIN(AlertEvidenceTest)
#include "alert_evidence_test.moc"
