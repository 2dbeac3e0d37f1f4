// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QtTest>

#include "engine/promql/parser.h"
#include "watch/dashboards/dashboard_reader.h"
#include "watch/dashboards/dashboard_writer.h"
#include "watch/dashboards/macros.h"

using namespace nocturne;
using namespace nocturne::dashboards;

class DashboardsTest : public QObject
{
    Q_OBJECT

private slots:
    void builtInIsCanonicalAndItsExpressionsParse_data()
    {
        QTest::addColumn<QString>("path");
        const QDir folder(QStringLiteral(NOCTURNE_SOURCE_DIR "/resources/dashboards"));
        for (const auto& name : folder.entryList({QStringLiteral("*.json")}))
            QTest::newRow(qPrintable(name)) << folder.filePath(name);
    }

    void builtInIsCanonicalAndItsExpressionsParse()
    {
        QFETCH(QString, path);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto text = file.readAll().toStdString();

        const auto dashboard = readDashboard(text);

        QVERIFY2(dashboard.has_value(), dashboard ? "" : dashboard.error().text().c_str());
        QCOMPARE(QString::fromStdString(writeDashboard(*dashboard)), QString::fromStdString(text));
        QVERIFY(!dashboard->required.empty());
        MacroValues macros;
        for (const auto& variable : dashboard->variables)
            macros.variables[variable.name] = {variable.kind == VariableKind::Prefix     ? "app_"
                                               : variable.kind == VariableKind::Constant ? variable.value
                                                                                         : "a\"b",
                                               false};
        for (const auto& panel : dashboard->panels) {
            for (const auto& target : panel.targets) {
                const auto expression = expandMacros(target.expr, macros);
                QVERIFY2(expression.has_value(), target.expr.c_str());
                const auto parsed = promql::parse(*expression);
                QVERIFY2(parsed.has_value(), (target.expr + ": " + (parsed ? "" : parsed.error().text())).c_str());
            }
        }
    }

    void panelsOfBuiltInsDoNotOverlap_data() { builtInIsCanonicalAndItsExpressionsParse_data(); }

    void panelsOfBuiltInsDoNotOverlap()
    {
        QFETCH(QString, path);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto dashboard = readDashboard(file.readAll().toStdString());
        QVERIFY(dashboard.has_value());
        const auto& panels = dashboard->panels;
        for (std::size_t i = 0; i < panels.size(); ++i) {
            for (std::size_t j = i + 1; j < panels.size(); ++j) {
                const auto& a = panels[i].grid;
                const auto& b = panels[j].grid;
                const bool apart = a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y;
                QVERIFY2(apart, (panels[i].title + " / " + panels[j].title).c_str());
            }
        }
    }

    void everyMemberSurvivesTheRoundTrip()
    {
        Dashboard dashboard;
        dashboard.id = "all";
        dashboard.title = "Quotes \" and \\ and \n lines";
        dashboard.description = "ünïcode 😀";
        dashboard.tags = {"a", "b"};
        dashboard.required = {"up"};
        dashboard.from = "now-6h";
        dashboard.refresh = std::chrono::milliseconds(5000);
        dashboard.variables = {{"host", "Host", VariableKind::Query, "label_values(up, instance)", "", true},
                               {"env", "", VariableKind::Constant, "", "prod", false},
                               {"prefix", "", VariableKind::Prefix, "jobs_total", "", false}};
        Panel panel;
        panel.title = "p";
        panel.kind = PanelKind::BarChart;
        panel.grid = {3, 4, 5, 6};
        panel.unit = "bytes";
        panel.decimals = 2;
        panel.min = -0.5;
        panel.max = 1e9;
        panel.thresholds = {{0.1, alerts::Severity::Critical, true}};
        panel.legend = LegendKind::Table;
        panel.stack = panel.fill = true;
        panel.labels = {"job"};
        panel.text = "t";
        panel.limit = 7;
        panel.datasource = "far";
        panel.targets = {{"up{a=\"b\"}", "{{job}}", "ms", true, TargetRole::Total}};
        dashboard.panels = {panel};

        const auto read = readDashboard(writeDashboard(dashboard));

        QVERIFY2(read.has_value(), read ? "" : read.error().text().c_str());
        QVERIFY(*read == dashboard);
    }

    void badTextIsRefusedAtItsPlace_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("error");
        QTest::newRow("empty") << QByteArray() << QStringLiteral("1:1: expected a value, found the end of the text");
        QTest::newRow("comment") << QByteArray("{// no\n}")
                                 << QStringLiteral("1:2: expected a name in quotes, found \"/\"");
        QTest::newRow("trailing comma") << QByteArray("[1,]") << QStringLiteral("1:4: expected a value, found \"]\"");
        QTest::newRow("twice") << QByteArray("{\"a\":1,\n\"a\":2}") << QStringLiteral("2:1: \"a\" is here twice");
        QTest::newRow("leading zero") << QByteArray("[01]") << QStringLiteral("1:2: \"01\" is no number");
        QTest::newRow("huge number") << QByteArray("[1e999]") << QStringLiteral("1:2: \"1e999\" is no number");
        QTest::newRow("half surrogate") << QByteArray("[\"\\ud800\"]")
                                        << QStringLiteral("1:3: half of a surrogate pair");
        QTest::newRow("open string") << QByteArray("[\"a") << QStringLiteral("1:2: a string without its closing quote");
        QTest::newRow("not UTF-8") << QByteArray("\"\xff\"") << QStringLiteral("1:1: the document is not valid UTF-8");
        QTest::newRow("behind the end") << QByteArray("{} x")
                                        << QStringLiteral("1:4: unexpected text after the end of the document");
        QTest::newRow("no id") << QByteArray("{\"format\":1}") << QStringLiteral("1:1: a dashboard needs \"id\"");
        QTest::newRow("unknown key") << QByteArray("{\"format\":1,\"id\":\"a\",\"titel\":\"b\"}")
                                     << QStringLiteral(
                                            "1:22: unknown key \"titel\" in a dashboard: did you mean \"title\"?");
        QTest::newRow("unknown unit")
            << QByteArray(
                   "{\"format\":1,\"id\":\"a\",\"title\":\"b\",\"panels\":[{\"kind\":\"stat\",\"unit\":\"byte\"}]}")
            << QStringLiteral("1:66: unknown unit \"byte\": did you mean \"bytes\"?");
        QTest::newRow("beyond the grid")
            << QByteArray("{\"format\":1,\"id\":\"a\",\"title\":\"b\",\"panels\":[{\"kind\":\"stat\",\"grid\":{\"x\":"
                          "20,\"w\":8}}]}")
            << QStringLiteral("1:66: the panel reaches beyond column 24: x and w must not add up to more");
    }

    void badTextIsRefusedAtItsPlace()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, error);

        const auto read = readDashboard(text.toStdString());

        QVERIFY(!read.has_value());
        QCOMPARE(QString::fromStdString(read.error().text()), error);
    }

    void deepNestingIsRefused()
    {
        const auto read = readDashboard(std::string(100'000, '['));
        QVERIFY(!read.has_value());
        QVERIFY(read.error().kind == Error::Kind::LimitExceeded);
    }

    void macrosAreExpanded_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        QTest::newRow("rate interval") << QStringLiteral("rate(x[$__rate_interval])") << QStringLiteral("rate(x[1m])");
        QTest::newRow("interval and range")
            << QStringLiteral("$__interval $__range $__range_s") << QStringLiteral("15s 1h 3600");
        QTest::newRow("equal matcher") << QStringLiteral("x{a=\"$host\"}") << QStringLiteral("x{a=\"db.1\"}");
        QTest::newRow("regex matcher") << QStringLiteral("x{a=~\"$host\"}") << QStringLiteral("x{a=~\"db\\\\.1\"}");
        QTest::newRow("all") << QStringLiteral("x{a=~\"${job}\"}") << QStringLiteral("x{a=~\".*\"}");
        QTest::newRow("group of label_replace") << QStringLiteral("label_replace(x, \"a\", \"$1\", \"b\", \"(.+)\")")
                                                << QStringLiteral("label_replace(x, \"a\", \"$1\", \"b\", \"(.+)\")");
        QTest::newRow("end of a regex") << QStringLiteral("x{a=~\"b$\"}") << QStringLiteral("x{a=~\"b$\"}");
        QTest::newRow("quote in a value")
            << QStringLiteral("x{a=\"$evil\"}") << QStringLiteral("x{a=\"\\\"} or up{\\\"\"}");
    }

    void macrosAreExpanded()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        MacroValues values;
        values.range = std::chrono::hours(1);
        values.variables = {{"host", {"db.1", false}}, {"job", {"", true}}, {"evil", {"\"} or up{\"", false}}};

        const auto expanded = expandMacros(text.toStdString(), values);

        QVERIFY(expanded.has_value());
        QCOMPARE(QString::fromStdString(*expanded), expected);
    }

    void unknownVariableIsReportedWithAHint()
    {
        MacroValues values;
        values.variables = {{"instance", {"a", false}}};
        const auto expanded = expandMacros("up{a=\"$instanc\"}", values);
        QVERIFY(!expanded.has_value());
        QCOMPARE(QString::fromStdString(expanded.error().text()),
                 QStringLiteral("1:7: unknown variable \"$instanc\": did you mean \"$instance\"?"));
    }
};

QTEST_APPLESS_MAIN(DashboardsTest)
#include "dashboards_test.moc"
