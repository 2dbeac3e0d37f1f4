// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QtTest>

#include "support/panels_fixture/scripted_service.h"
#include "support/ui_fixture/ui_fixture.h"
#include "ui/panels/dashboard_library.h"
#include "ui/panels/explore_query.h"
#include "ui/panels/pack_list.h"
#include "ui/panels/panel_data.h"
#include "ui/panels/table_model.h"
#include "ui/panels/time_expression.h"
#include "ui/panels/variable_model.h"

using namespace nocturne;
using namespace nocturne::panels;

namespace {

constexpr Timestamp kNow = 1'773'482'400'000; // 2026-03-14 10:00:00 UTC

/// A panel over a source whose newest sample a test sets.
struct Bench
{
    tests::HandClock clock{kNow - 3'600'000}; // the program runs for an hour
    tests::ScriptedService service;
    WorkerPool pool{1};
    DataContext context{service, clock, pool};
    TimeRange range;
    PanelData panel;
    Timestamp newest = kNow - 2000;
    std::chrono::milliseconds interval{15'000};
    Timestamp first = 0; // of a range, no values before
    int samples = 20;    // so many, the last of them at `newest`
    bool ended = false;  // by a staleness marker
    std::optional<Error> failure;

    Bench()
    {
        clock.advance(std::chrono::hours(1));
        service.onInstant = [this](const query::InstantQuery& query) -> Result<query::QueryResult> {
            const bool isAfterEnd = ended && query.time > newest;
            if (query.expression.starts_with("max by (job, instance) (max_over_time(timestamp"))
                return sampleTime(newest, query.time);
            if (isAfterEnd)
                return query::QueryResult();
            if (!query.expression.starts_with("max by (job, instance) (timestamp"))
                return tests::vectorOf({{{}, 7}}, query.time);
            for (int i = 0; i < samples; ++i) {
                if (const auto time = newest - i * interval.count(); time <= query.time)
                    return sampleTime(time, query.time);
            }
            return query::QueryResult();
        };
        service.onRange = [this](const query::RangeQuery& query) -> Result<query::QueryResult> {
            if (failure)
                return tl::unexpected(*failure);
            query::QueryResult result;
            result.type = query::ValueType::Matrix;
            result.series.push_back({{}, {}});
            for (Timestamp t = query.start; t <= query.end; t += query.step.count()) {
                result.times.push_back(t);
                result.series[0].values.push_back(t < first ? query::kAbsent
                                                            : 3); // lookback: the last value goes on and on
            }
            return result;
        };
        range.setContext(&context);
        panel.setContext(&context);
        panel.setTimeRange(&range);
    }

    static query::QueryResult sampleTime(Timestamp time, Timestamp asked)
    {
        return tests::vectorOf({{model::LabelSet{{"instance", "a"}}, static_cast<double>(time) / 1000}}, asked);
    }
    void show(dashboards::PanelKind kind = dashboards::PanelKind::TimeSeries)
    {
        dashboards::Panel spec;
        spec.kind = kind;
        spec.targets = {{"rate(x[5m])"}};
        panel.setPanel(PanelSpec(spec));
    }
    void refresh()
    {
        range.refresh();
        QTest::qWait(30);
    }
};

} // namespace

class PanelsTest : public QObject
{
    Q_OBJECT

private slots:
    void aPanelGoesFromLoadingToReady()
    {
        Bench bench;
        bench.service.held = true;
        bench.show();
        QTRY_COMPARE(bench.panel.state(), PanelData::Loading);
        bench.service.held = false;
        bench.service.release();
        QTRY_COMPARE(bench.panel.state(), PanelData::Ready);
        QVERIFY(!bench.panel.isStale());
        QCOMPARE(bench.panel.seriesCount(), 1);
    }

    void aSilentSourceMakesThePanelStaleWithinTwoIntervals()
    {
        Bench bench;
        bench.show();
        QTRY_COMPARE(bench.panel.state(), PanelData::Ready);

        bench.clock.advance(std::chrono::seconds(20)); // 22 s after the newest sample of a 15 s source
        bench.refresh();
        QVERIFY(!bench.panel.isStale());
        bench.clock.advance(std::chrono::seconds(11)); // 33 s
        bench.refresh();

        QTRY_VERIFY(bench.panel.isStale());
        QCOMPARE(bench.panel.staleSince(), kNow - 2000);
        QCOMPARE(bench.panel.note(), QStringLiteral("no data since 09:59:58, 33 s"));
        QCOMPARE(bench.panel.state(), PanelData::Ready); // the old values stay, marked
    }

    void aSourceThatLivedShortlyIsMissedAfterTwoOfItsIntervals()
    {
        Bench bench;
        bench.interval = std::chrono::seconds(5);
        bench.samples = 2;
        bench.show();
        QTRY_COMPARE(bench.panel.state(), PanelData::Ready);
        QVERIFY(!bench.panel.isStale());

        bench.clock.advance(std::chrono::seconds(14)); // 16 s after the newest sample: 15 s are the least
        bench.refresh();

        QTRY_COMPARE(bench.panel.staleSinceText(), QStringLiteral("09:59:58"));
    }

    void aSourceThatGivesSamplesSeldomIsNotMissedBeforeTheirTime()
    {
        Bench bench;
        bench.context.setDeclaredInterval(
            [](std::string_view, std::string_view instance) { return std::chrono::seconds(instance == "a" ? 60 : 5); });
        bench.samples = 1; // nothing but its word tells its interval
        bench.show();
        QTRY_COMPARE(bench.panel.state(), PanelData::Ready);
        bench.clock.advance(std::chrono::seconds(110));
        bench.refresh();
        QVERIFY(!bench.panel.isStale());
        bench.clock.advance(std::chrono::seconds(10));
        bench.refresh();
        QTRY_VERIFY(bench.panel.isStale());
    }

    void seriesThatTheirSourceEndedAreMissedAtOnce()
    {
        Bench bench;
        bench.show();
        QTRY_COMPARE(bench.panel.state(), PanelData::Ready);
        bench.ended = true;
        bench.service.onRange = nullptr;
        bench.clock.advance(std::chrono::seconds(1));
        bench.refresh();
        QTRY_VERIFY(bench.panel.isStale());
        QVERIFY(bench.panel.note().startsWith(QStringLiteral("no data since 09:59:58")));
    }

    void aNumberWhoseSourceIsGoneShowsWhatItSaidLast_data()
    {
        QTest::addColumn<bool>("seenAlive");
        QTest::newRow("since it was shown") << true;
        QTest::newRow("before it was shown") << false;
    }
    void aNumberWhoseSourceIsGoneShowsWhatItSaidLast()
    {
        QFETCH(bool, seenAlive);
        Bench bench;
        bench.service.onRange = nullptr;
        bench.ended = !seenAlive;
        bench.show(dashboards::PanelKind::Gauge);
        QTRY_COMPARE(bench.panel.state(), PanelData::Ready);

        bench.ended = true;
        bench.clock.advance(std::chrono::minutes(10));
        bench.refresh();

        QTRY_VERIFY(bench.panel.isStale());
        QCOMPARE(bench.panel.state(), PanelData::Ready);
        QCOMPARE(bench.panel.valueText(), QStringLiteral("7"));
    }

    void aPanelThatIsRefreshedSeldomIsMissedInTime()
    {
        Bench bench;
        bench.range.setRefreshSeconds(300);
        bench.interval = std::chrono::seconds(5);
        bench.show();
        QTRY_COMPARE(bench.panel.state(), PanelData::Ready);

        bench.clock.advance(std::chrono::seconds(16)); // no refresh, but the second hand moves on

        QTRY_VERIFY(bench.panel.isStale());
    }

    void aListWithoutExpressionsIsAsOldAsWhatItIsAbout()
    {
        Bench bench;
        dashboards::Panel spec;
        spec.kind = dashboards::PanelKind::AlertList;
        bench.panel.setPanel(PanelSpec(spec));
        bench.panel.setSubjects({QStringLiteral("x"), QStringLiteral("y")});
        QTRY_VERIFY(bench.panel.newest() > 0);
        QVERIFY(!bench.panel.isStale());
        bench.ended = true;
        bench.refresh();
        QTRY_COMPARE(bench.panel.staleSinceText(), QStringLiteral("09:59:58"));
    }

    void freshSamplesEndTheStaleState()
    {
        Bench bench;
        bench.newest = kNow - 60'000;
        bench.show();
        QTRY_VERIFY(bench.panel.isStale());
        bench.newest = kNow - 1000;
        bench.refresh();
        QTRY_VERIFY(!bench.panel.isStale());
        QVERIFY(bench.panel.note().isEmpty());
    }

    void aRangeOfThePastIsNeverStale()
    {
        Bench bench;
        bench.newest = kNow - 3'600'000;
        bench.range.set(QString::number(kNow - 7'200'000), QString::number(kNow - 3'600'000));
        bench.show();
        QTRY_COMPARE(bench.panel.state(), PanelData::Ready);
        QVERIFY(!bench.panel.isStale());
    }

    void anAnswerWithoutSeriesIsEmpty()
    {
        Bench bench;
        bench.service.onRange = nullptr;
        bench.show();
        QTRY_COMPARE(bench.panel.state(), PanelData::Empty);
    }

    void anEmptyPanelTellsAMetricThatNobodyExposesFromOneWithoutSeries()
    {
        Bench bench;
        bench.service.onRange = nullptr;
        bench.service.metrics = {"up"};
        bench.show();
        QTRY_COMPARE(bench.panel.state(), PanelData::Empty);
        QTRY_COMPARE(bench.panel.missingMetrics(), QStringList{QStringLiteral("x")});

        bench.service.metrics = {"up", "x"}; // it is exposed now, and nothing matches
        bench.panel.reload();
        QTRY_COMPARE(bench.panel.missingMetrics(), QStringList());
        QCOMPARE(bench.panel.state(), PanelData::Empty);
    }

    void packsAreFoundOfferedAndAnsweredOnce()
    {
        const QTemporaryDir folder;
        PackList packs;
        packs.setRulesFolder(folder.filePath(QStringLiteral("rules")));
        QCOMPARE(packs.offeredId(), QString());

        packs.setMetrics({"websocket_active_connections", "websocket_connections_total"});
        QCOMPARE(packs.rowCount(), 1);
        QCOMPARE(packs.offeredId(), QStringLiteral("websocket-service"));
        QVERIFY(packs.offeredDetail().contains(QStringLiteral("websocket_disconnections_total")));
        QVERIFY(!packs.offeredDetail().contains(QStringLiteral("heartbeat"))); // its document says: not yet
        QVERIFY(packs.areRulesOffered());

        packs.addRules(packs.offeredId());
        QFile rules(folder.filePath(QStringLiteral("rules/websocket.yml")));
        QVERIFY(rules.open(QIODevice::ReadOnly));
        QVERIFY(rules.readAll().contains("WebSocketHighErrorRate"));
        QVERIFY(!packs.areRulesOffered()); // they are there

        packs.settle(packs.offeredId());
        QCOMPARE(packs.offeredId(), QString());
        QCOMPARE(packs.settled(), QStringList{QStringLiteral("websocket-service")});
        QCOMPARE(packs.dashboardOf(QStringLiteral("websocket-service")), QStringLiteral("websocket-service"));
        packs.setMetrics({});
        QCOMPARE(packs.rowCount(), 1); // a source that is down leaves its pack
    }

    void rulesAreNotAddedWhereThereIsNoFolder()
    {
        PackList packs;
        packs.setMetrics({"websocket_active_connections"});
        QVERIFY(!packs.areRulesOffered());
        QVERIFY(!packs.addRules(QStringLiteral("websocket-service")).isEmpty());
        QVERIFY(!packs.addRules(QStringLiteral("unknown")).isEmpty());
    }

    void aPrefixIsChosenAmongThoseThatAreThere()
    {
        Bench bench;
        bench.service.metrics = {"a_jobs_total", "jobs_total"};
        VariableModel variables;
        variables.setVariables({{"prefix", "", dashboards::VariableKind::Prefix, "jobs_total", "", false}},
                               &bench.context);
        QTRY_COMPARE(variables.values().at("prefix").value, std::string("a_"));
        variables.choose(0, 1);
        QCOMPARE(variables.values().at("prefix").value, std::string());
        QVERIFY(!variables.index(0).data(VariableModel::CurrentTextRole).toString().isEmpty()); // a word for none
    }

    void metricsOfAnExpressionAreFound()
    {
        QCOMPARE(metricsOf("rate(a{b=\"c\"}[5m]) / a + {__name__=~\"d.*\"} + {__name__=\"e\"}"),
                 (std::vector<std::string>{"a", "e"}));
    }

    void aFirstErrorHasThePanelWithItsCure()
    {
        Bench bench;
        bench.failure = Error{Error::Kind::Timeout, "took longer than 30 s"};
        bench.show();
        QTRY_COMPARE(bench.panel.state(), PanelData::Error);
        QCOMPARE(bench.panel.errorText(), QStringLiteral("took longer than 30 s"));
        QVERIFY(!bench.panel.errorCure().isEmpty());
    }

    void aLaterErrorKeepsOldValuesAndSaysSo()
    {
        Bench bench;
        bench.show();
        QTRY_COMPARE(bench.panel.state(), PanelData::Ready);
        bench.failure = Error{Error::Kind::Unavailable, "connection refused"};
        bench.clock.advance(std::chrono::seconds(30));
        bench.refresh();
        QTRY_VERIFY(bench.panel.isStale());
        QCOMPARE(bench.panel.state(), PanelData::Ready);
        QVERIFY(bench.panel.note().contains(QStringLiteral("connection refused")));
    }

    void refreshesWhileAskingAreKeptAsOne()
    {
        Bench bench;
        bench.service.held = true;
        bench.show();
        QTRY_COMPARE(bench.service.rangeCount(), std::size_t{1});
        bench.clock.advance(std::chrono::seconds(60));
        for (int i = 0; i < 5; ++i)
            bench.refresh();
        QCOMPARE(bench.service.rangeCount(), std::size_t{1});
        bench.service.held = false;
        bench.service.release();
        QTRY_COMPARE(bench.service.rangeCount(), std::size_t{2});
    }

    void anInactivePanelAsksNothing()
    {
        Bench bench;
        bench.panel.setActive(false);
        bench.show();
        bench.refresh();
        QCOMPARE(bench.service.rangeCount(), std::size_t{0});
        bench.panel.setActive(true);
        QTRY_COMPARE(bench.panel.state(), PanelData::Ready);
    }

    void timesAreRead_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("up");
        QTest::addColumn<qint64>("expected");
        QTest::newRow("now") << QStringLiteral("now") << false << qint64{kNow};
        QTest::newRow("an hour ago") << QStringLiteral("now-1h") << false << qint64{kNow - 3'600'000};
        QTest::newRow("two shifts") << QStringLiteral("now-1h-30m") << false << qint64{kNow - 5'400'000};
        QTest::newRow("start of day") << QStringLiteral("now/d") << false << qint64{1'773'446'400'000};
        QTest::newRow("end of day") << QStringLiteral("now/d") << true << qint64{1'773'532'800'000};
        QTest::newRow("date") << QStringLiteral("2026-03-14") << false << qint64{1'773'446'400'000};
        QTest::newRow("milliseconds") << QStringLiteral("1773482400000") << false << qint64{kNow};
    }

    void timesAreRead()
    {
        QFETCH(QString, text);
        QFETCH(bool, up);
        QFETCH(qint64, expected);
        QCOMPARE(parseTime(text.toStdString(), kNow, up).value_or(0), expected);
    }

    void zoomsAreUndone()
    {
        Bench bench;
        bench.range.set(QStringLiteral("now-6h"), QStringLiteral("now"));
        bench.range.zoomTo(static_cast<double>(kNow - 60'000), static_cast<double>(kNow - 30'000));
        QVERIFY(!bench.range.isLive());
        bench.range.back();
        QCOMPARE(bench.range.from(), QStringLiteral("now-6h"));
        QVERIFY(bench.range.isLive());
        QVERIFY(bench.range.setText(QStringLiteral("last 90 min")));
        QCOMPARE(bench.range.from(), QStringLiteral("now-90m"));
        QVERIFY(!bench.range.setText(QStringLiteral("yesterweek")));
        QVERIFY(!bench.range.error().isEmpty());
    }

    void aMistakeIsUnderlinedWithItsCure()
    {
        ExploreQuery query;
        query.setText(QStringLiteral("1 + rat(x)"));
        QCOMPARE(query.errorStart(), 4);
        QCOMPARE(query.errorLength(), 3);
        QVERIFY(query.error().contains(QStringLiteral("did you mean \"rate\"?")));
        query.setText(QStringLiteral("1 + rate(x[5m])"));
        QVERIFY(query.error().isEmpty());
    }

    void anExperimentalPartIsAMistakeUnlessItIsOn()
    {
        Bench bench;
        ExploreQuery query;
        query.setContext(&bench.context);
        query.setText(QStringLiteral("limitk(1, x)"));
        QVERIFY(query.error().contains(QStringLiteral("promql-experimental-functions")));

        bench.context.setParserOptions({.experimentalFunctions = true});
        query.setText(QStringLiteral("limitk(2, x)"));

        QVERIFY(query.error().isEmpty());
    }

    void aTableSharesUnitsSaysStatesAndLeavesOutWhatNobodyGives()
    {
        dashboards::Panel spec;
        spec.kind = dashboards::PanelKind::Table;
        spec.labels = {"name"};
        for (const auto* unit : {"health", "s", "eps", "none"}) {
            spec.targets.push_back({"x"});
            spec.targets.back().unit = unit;
            spec.targets.back().legend = unit;
        }
        const auto named = [](const char* name) { return model::LabelSet{{"name", name}}; };
        TableModel table;
        table.setAnswer(spec, {{0, named("a"), 1},
                               {1, named("a"), 0.0125},
                               {2, named("a"), 12.345},
                               {0, named("b"), 0},
                               {1, named("b"), 0.0034567},
                               {2, named("b"), 0.00909}});

        QCOMPARE(table.headers(),
                 QStringLiteral("name health s eps").split(QLatin1Char(' '))); // nobody gives the fourth
        QVERIFY(table.judgesStates());
        QCOMPARE(table.data(table.index(0), TableModel::CellsRole).toStringList(),
                 QStringLiteral("a|up|12.5 ms|12.3 ev/s").split(QLatin1Char('|')));
        QCOMPARE(table.data(table.index(1), TableModel::CellsRole).toStringList(),
                 QStringLiteral("b|down|3.5 ms|< 0.1 ev/s").split(QLatin1Char('|')));
    }

    void aDeltaNamesTheTimeThatHasSamples_data()
    {
        QTest::addColumn<Timestamp>("covered");
        QTest::addColumn<QString>("text");
        QTest::newRow("the whole range") << Timestamp{7'200'000} << QStringLiteral("4 in 1 h");
        QTest::newRow("all but a step") << Timestamp{3'585'000} << QStringLiteral("4 in 1 h");
        QTest::newRow("soon after the start") << Timestamp{45'000} << QStringLiteral("4 in 45 s");
        QTest::newRow("one sample") << Timestamp{0} << QString();
    }
    void aDeltaNamesTheTimeThatHasSamples()
    {
        QFETCH(Timestamp, covered);
        QFETCH(QString, text);
        Bench bench;
        bench.first = kNow - covered;
        bench.show(dashboards::PanelKind::Stat);
        QTRY_COMPARE(bench.panel.state(), PanelData::Ready);
        QCOMPARE(bench.panel.deltaText(), text);
    }

    void theListOfDashboardsRestsWhileNothingChanges()
    {
        const QTemporaryDir folder;
        const auto write = [&](const char* title) {
            QFile file(folder.filePath(QStringLiteral("own.json")));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(QByteArray(R"({"format": 1, "id": "own", "panels": [], "title": ")") + title + "\"}");
        };
        write("Own");
        Bench bench;
        DashboardLibrary library;
        library.setFolder(folder.path());
        QVERIFY(library.contains(QStringLiteral("own")));
        const QSignalSpy resets(&library, &QAbstractItemModel::modelReset);

        library.setContext(&bench.context); // asks which metrics there are: none
        QTest::qWait(50);
        library.setContext(nullptr);
        library.setContext(&bench.context);
        QTest::qWait(50);
        QCOMPARE(resets.count(), 0);

        write("Own, edited");
        QTRY_COMPARE(library.titleOf(QStringLiteral("own")), QStringLiteral("Own, edited"));
        QCOMPARE(resets.count(), 1);
    }

    void selectorsOfAnExpressionAreFound()
    {
        QCOMPARE(selectorsOf("rate(a{b=\"c\"}[5m]) / ignoring(x) a{b=\"c\"} + d offset 1h"),
                 (std::vector<std::string>{"{b=\"c\",__name__=\"a\"}", "{__name__=\"d\"}"}));
    }
};

QTEST_MAIN(PanelsTest)
#include "panels_test.moc"
