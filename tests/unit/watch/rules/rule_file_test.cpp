// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "watch/rules/rule_file.h"

using namespace nocturne;
using namespace nocturne::rules;

namespace {

/// "line:column: message" of the first error.
std::string firstError(const RuleFile& file)
{
    return file.findings.hasErrors() ? file.findings.firstError().text() : "";
}

} // namespace

class RuleFileTest : public QObject
{
    Q_OBJECT

private slots:
    void wholeFileIsRead()
    {
        const auto file = readRuleFile(R"(groups:
  - name: websocket
    interval: 30s
    limit: 10
    labels: {team: web}
    rules:
      - alert: WebSocketHighErrorRate
        expr: sum(rate(websocket_event_errors_total[5m])) > 0.1
        for: 2m
        keep_firing_for: 1m
        labels:
          severity: warning
        annotations:
          summary: "High WebSocket error rate detected"
          description: "failing at {{ $value }} errors/sec"
      - record: job:up:sum
        expr: sum by (job) (up)
)",
                                       "websocket.yml");

        QCOMPARE(firstError(file), std::string());
        QCOMPARE(file.groups.size(), std::size_t(1));
        const auto& group = file.groups.front();
        QCOMPARE(group.name, std::string("websocket"));
        QVERIFY(group.interval == std::chrono::seconds(30));
        QCOMPARE(group.limit, std::size_t(10));
        QCOMPARE(group.labels.front().second, std::string("web"));
        QCOMPARE(group.rules.size(), std::size_t(2));
        const auto& alert = group.rules.front();
        QVERIFY(alert.isAlerting());
        QVERIFY(alert.holdFor == std::chrono::minutes(2));
        QVERIFY(alert.keepFiringFor == std::chrono::minutes(1));
        QCOMPARE(alert.annotations.size(), std::size_t(2));
        QCOMPARE(group.rules.back().name(), std::string("job:up:sum"));
    }

    void faults_data()
    {
        QTest::addColumn<std::string>("rule");
        QTest::addColumn<std::string>("expected");
        const auto row = [](const char* name, const char* rule, const char* expected) {
            QTest::newRow(name) << std::string(rule) << std::string(expected);
        };
        row("neither alert nor record", "{expr: up}", "4:9: a rule needs exactly one of \"alert\" and \"record\"");
        row("both", "{alert: A, record: b, expr: up}", "4:9: a rule needs exactly one of \"alert\" and \"record\"");
        row("expression with a fault", "{alert: A, expr: rat(up)}", "4:26: expression: unknown function");
        row("expression missing", "{alert: A}", "expr");
        row("unknown key", "{alert: A, expr: up, fro: 5m}", "4:30: ");
        row("bad duration", "{alert: A, expr: up, for: 5x}", "4:35: ");
        row("bad template", "{alert: A, expr: up, annotations: {a: \"{{ $vale }}\"}}",
            "4:51: template of \"a\": undefined variable");
        row("record with braces", "{record: 'a{}', expr: up}", "is no metric name: braces belong into");
        row("recording rule with for", "{record: a, expr: up, for: 5m}", "belongs to alerting rules");
        row("label that is the name", "{alert: A, expr: up, labels: {__name__: x}}", "cannot be the name of a label");
    }

    void faults()
    {
        QFETCH(std::string, rule);
        QFETCH(std::string, expected);

        const auto file = readRuleFile("groups:\n  - name: g\n    rules:\n      - " + rule + "\n", "x.yml");

        QVERIFY2(firstError(file).find(expected) != std::string::npos, firstError(file).c_str());
    }

    void placesWithinTexts_data()
    {
        QTest::addColumn<std::string>("expression");
        QTest::addColumn<std::string>("place");
        QTest::newRow("plain") << std::string("up ==== 1") << std::string("5:20");
        QTest::newRow("quoted") << std::string("'up ==== 1'") << std::string("5:21");
        QTest::newRow("block") << std::string("|\n            sum(\n              up ==== 1)\n") << std::string("7:20");
    }

    void placesWithinTexts()
    {
        QFETCH(std::string, expression);
        QFETCH(std::string, place);

        const auto file = readRuleFile(
            "groups:\n  - name: g\n    rules:\n      - alert: A\n        expr: " + expression + "\n", "x.yml");

        QVERIFY2(firstError(file).starts_with(place + ":"), firstError(file).c_str());
    }

    void allErrorsAreReported()
    {
        const auto file = readRuleFile(
            "groups: [{name: g, rules: [{alert: A, expr: 'a ==== 1'}, {alert: B, expr: 'b ===='}]}]", "x.yml");

        QCOMPARE(file.findings.errorCount(), std::size_t(2));
    }

    void whatIsAllowed_data()
    {
        QTest::addColumn<std::string>("text");
        const auto row = [](const char* name, const char* text) { QTest::newRow(name) << std::string(text); };
        row("number as an expression", "groups: [{name: g, rules: [{record: r, expr: 1}]}]");
        row("any UTF-8 in names", "groups: [{name: g, rules: [{record: r-x é, expr: 1, labels: {a-b: 1}}]}]");
        row("for of zero in a recording rule", "groups: [{name: g, rules: [{record: r, expr: 1, for: 0s}]}]");
        row("interval of zero stands for the global one", "groups: [{name: g, interval: 0s}]");
        row("braces in labels of a recording rule",
            "groups: [{name: g, rules: [{record: r, expr: 1, labels: {a: '{{'}}]}]");
        row("anchors and merge keys",
            "groups: [{name: g, rules: [&a {alert: A, expr: up, labels: {x: y}}, {<<: *a, alert: B}]}]");
        row("nothing", "");
    }

    void whatIsAllowed()
    {
        QFETCH(std::string, text);

        const auto file = readRuleFile(text, "x.yml");

        QCOMPARE(firstError(file), std::string());
    }

    void experimentalPartsNeedTheirFeature()
    {
        constexpr std::string_view kText =
            "groups: [{name: g, rules: [{record: r, expr: 'sort_by_label(up, \"a\")'}]}]";
        constexpr std::string_view kMessage = "expression: function \"sort_by_label\" is experimental: switch on the "
                                              "feature promql-experimental-functions to use it";

        QCOMPARE(readRuleFile(kText, "x.yml").findings.firstError().message, std::string(kMessage));
        QVERIFY(readRuleFile(kText, "x.yml", {.parser = {.experimentalFunctions = true}}).findings.sorted().empty());
        const auto lenient = readRuleFile(kText, "x.yml", {.missingFeatureWarns = true});
        QVERIFY(!lenient.findings.hasErrors());
        QCOMPARE(lenient.findings.sorted().front().error.message, std::string(kMessage));
        QCOMPARE(lenient.findings.sorted().front().error.where->column, 47);
        QVERIFY(readRuleFile("groups: [{name: g, rules: [{record: r, expr: up +}]}]", "x.yml",
                             {.missingFeatureWarns = true})
                    .findings.hasErrors());
    }

    void furtherDocumentsAreIgnoredWithAWarning()
    {
        const auto file = readRuleFile("groups: [{name: a}]\n---\ngroups: [{name: b}]\n", "x.yml");

        QVERIFY(!file.findings.hasErrors());
        QCOMPARE(file.groups.size(), std::size_t(1));
        QCOMPARE(file.findings.sorted().size(), std::size_t(1));
    }

    void ruleThatStandsTwiceIsAWarning()
    {
        const auto file =
            readRuleFile("groups: [{name: g, rules: [{alert: A, expr: up}, {alert: A, expr: up}]}]", "x.yml");

        QVERIFY(!file.findings.hasErrors());
        QCOMPARE(file.findings.sorted().size(), std::size_t(1));
    }

    void labelsOfTheGroupLieBeneathThoseOfTheRule()
    {
        const auto file = readRuleFile(
            "groups: [{name: g, labels: {a: group, b: group}, rules: [{alert: A, expr: up, labels: {a: rule}}]}]",
            "x.yml");

        const auto& labels = file.groups.front().rules.front().labels;
        QCOMPARE(labels.size(), std::size_t(2));
        QCOMPARE(labels[0].second.source(), std::string("group"));
        QCOMPARE(labels[1].second.source(), std::string("rule"));
    }

    void twoGroupsOfOneNameAreRefused()
    {
        const auto file = readRuleFile("groups:\n  - name: g\n  - name: g\n", "x.yml");

        QVERIFY(firstError(file).find("group \"g\" stands twice") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(RuleFileTest)
#include "rule_file_test.moc"
