// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <QtTest>

#include "engine/promql/parser.h"
#include "sources/burstlet/answer.h"
#include "watch/dashboards/dashboard_reader.h"
#include "watch/dashboards/dashboard_writer.h"
#include "watch/dashboards/macros.h"

using namespace nocturne;
using namespace nocturne::burstlet;
using dashboards::GridPosition;
using dashboards::PanelKind;

namespace {

/// JSON written with ' for ".
std::string json(std::string text)
{
    std::ranges::replace(text, '\'', '"');
    return text;
}

TakenDashboard takenFrom(const std::string& text)
{
    AnswerReader reader;
    auto taken = reader.dashboard(json(text), "here");
    return taken.value_or(TakenDashboard());
}

dashboards::Panel panelOf(const std::string& widget)
{
    auto taken = takenFrom("{'name':'x','widgets':[" + widget + "]}");
    return taken.dashboard.panels.size() == 1 ? taken.dashboard.panels.front() : dashboards::Panel{.title = "none"};
}

} // namespace

/// Dashboards of a module whose document names kinds of widgets and little else.
class TakenDashboardTest : public QObject
{
    Q_OBJECT

private slots:
    void whatBothHaveIsTakenOver()
    {
        const auto taken = takenFrom("{'success':true,'data':{'id':'c1','name':'Day 1: overview!','description':'all',"
                                     "'refreshInterval':10,'widgets':[]}}");

        QCOMPARE(taken.dashboard.id, std::string("burstlet-day-1-overview"));
        QCOMPARE(taken.dashboard.title, std::string("Day 1: overview!"));
        QCOMPARE(taken.dashboard.description, std::string("all"));
        QVERIFY(taken.dashboard.refresh == std::chrono::seconds(10));
        QCOMPARE(taken.dashboard.variables.at(0).value, std::string("here"));
    }

    void kindsOfWidgetsAreKindsOfPanels_data()
    {
        QTest::addColumn<std::string>("type");
        QTest::addColumn<int>("kind");
        const auto row = [](const char* type, PanelKind kind) {
            QTest::newRow(type) << std::string(type) << static_cast<int>(kind);
        };
        row("line", PanelKind::TimeSeries);
        row("bar_chart", PanelKind::BarChart);
        row("Gauge", PanelKind::Gauge);
        row("number", PanelKind::Stat);
        row("table", PanelKind::Table);
        row("log-viewer", PanelKind::Logs);
        row("alerts", PanelKind::AlertList);
        row("clock", PanelKind::Text);
    }
    void kindsOfWidgetsAreKindsOfPanels()
    {
        QFETCH(std::string, type);
        QFETCH(int, kind);

        QCOMPARE(static_cast<int>(panelOf("{'type':'" + type + "','metric':'cpu.usage'}").kind), kind);
    }

    void metricsBecomeTheSeriesOfTheSource_data()
    {
        QTest::addColumn<std::string>("widget");
        QTest::addColumn<std::string>("expr");
        QTest::addColumn<std::string>("unit");
        const auto row = [](const char* name, const char* widget, const char* expr, const char* unit) {
            QTest::newRow(name) << std::string(widget) << std::string(expr) << std::string(unit);
        };
        row("by itself", "'metric':'system.cpu.usage'", R"(burstlet_cpu_usage_percent{instance=~"$instance"})",
            "percent");
        row("in its options", "'config':{'metric':'activeUsers'}", R"(burstlet_active_users{instance=~"$instance"})",
            "none");
        row("of a list", "'metrics':[{'name':'disk_used'}]",
            R"(burstlet_disk_bytes{state="used",instance=~"$instance"})", "bytes");
        row("rate", "'query':'requests.rate'",
            R"(sum(rate(burstlet_requests_total{instance=~"$instance"}[$__rate_interval])))", "reqps");
        row("custom, with what would end a selector", "'metric':'videos.done}}'",
            R"({__name__=~"burstlet_custom_videos_done__(_total|_sum|_count)?",instance=~"$instance"})", "short");
    }
    void metricsBecomeTheSeriesOfTheSource()
    {
        QFETCH(std::string, widget);
        QFETCH(std::string, expr);
        QFETCH(std::string, unit);

        const auto panel = panelOf("{'type':'line'," + widget + "}");

        QCOMPARE(panel.targets.size(), std::size_t(1));
        QCOMPARE(panel.targets[0].expr, expr);
        QCOMPARE(panel.unit, unit);
    }

    void everyExpressionIsPromQl()
    {
        dashboards::MacroValues macros;
        macros.range = std::chrono::hours(1);
        macros.step = macros.scrapeInterval = std::chrono::seconds(15);
        macros.variables["instance"] = {"here", false};
        for (const char* metric :
             {"cpu", "load", "memory", "memory.used", "disk", "disk.used", "network", "requests", "requests.byStatus",
              "endpoints", "latency", "latency.p95", "response.p99", "errors", "users", "sessions", "jobs.done"}) {
            const auto panel = panelOf(std::string("{'type':'number','metric':'") + metric + "'}");
            const auto expression = dashboards::expandMacros(panel.targets.at(0).expr, macros);
            QVERIFY2(expression && promql::parse(*expression), metric);
        }
    }

    void whatCannotBeTakenIsSaid()
    {
        const auto taken = takenFrom("{'name':'x','widgets':[{'type':'line','title':'A'},{'type':'clock','title':'B'},"
                                     "{'type':'logs'}]}");

        QCOMPARE(taken.leftOut, (std::vector<std::string>{"\"A\": the widget names no metric",
                                                          "\"B\": a widget of kind \"clock\" is not known here"}));
        QCOMPARE(taken.dashboard.panels.size(), std::size_t(3));
        QCOMPARE(taken.dashboard.panels[0].text, std::string("the widget names no metric"));
    }

    void placesAreOnOurColumns()
    {
        const auto grids = [](const std::string& widgets) {
            std::vector<GridPosition> all;
            for (const auto& panel : takenFrom("{'widgets':[" + widgets + "]}").dashboard.panels)
                all.push_back(panel.grid);
            return all;
        };

        QCOMPARE(grids("{'type':'logs','position':{'x':0,'y':0,'w':8,'h':4}},"
                       "{'type':'logs','position':{'x':8,'y':0,'width':4,'height':4}}"),
                 (std::vector<GridPosition>{{0, 0, 16, 8}, {16, 0, 8, 8}}));
        QCOMPARE(grids("{'type':'logs','position':{'x':24,'y':2,'w':24,'h':8}}"),
                 (std::vector<GridPosition>{{12, 1, 12, 4}}));
        QCOMPARE(grids("{'type':'logs','position':{'x':0,'y':0,'w':8,'h':4}},{'type':'logs'},{'type':'logs'}"),
                 (std::vector<GridPosition>{{0, 0, 12, 8}, {12, 0, 12, 8}, {0, 8, 12, 8}}));
        QCOMPARE(grids("{'type':'logs','position':{'x':-1,'y':1e300,'w':0,'h':4}}"),
                 (std::vector<GridPosition>{{0, 0, 12, 8}}));
    }

    void whatWasTakenIsAFileOfOurs()
    {
        const auto taken = takenFrom(
            "{'name':'\\u0001 <b>','description':'a\\nb','refreshInterval':1e300,"
            "'widgets':[{'type':'gauge','title':'g','metric':'memory.usage'},{'type':'table','metric':'x'}]}");

        const auto again = dashboards::readDashboard(dashboards::writeDashboard(taken.dashboard));

        QVERIFY2(again.has_value(), again ? "" : again.error().text().c_str());
        QVERIFY(*again == taken.dashboard);
    }
};

QTEST_GUILESS_MAIN(TakenDashboardTest)
#include "taken_dashboard_test.moc"
