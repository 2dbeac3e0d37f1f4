// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "support/manual_clock.h"
#include "support/memory_store.h"
#include "watch/rules/group_runner.h"
#include "watch/rules/rule_file.h"
#include "watch/rules/rule_import.h"

using namespace nocturne;
using namespace nocturne::rules;

namespace {

/// The example of the AEGIS documents, within its whole configuration.
constexpr std::string_view kAegis = R"(dashboard:
  websocket:
    enabled: true
alerts:
  enabled: true
  checkIntervalMs: 60000
  defaultCooldownMs: 300000

  rules:
    - id: high-error-rate
      name: 'High Error Rate'
      enabled: true
      severity: critical
      condition:
        metric: error_rate
        operator: '>'
        threshold: 5
        window: '5m'
      actions:
        - type: log
)";

std::string burstlet(const std::string& type, const std::string& condition)
{
    return "[{name: X, type: '" + type +
           "', severity: WARNING, channels: [email, slack], cooldown: 300, isActive: true, " + "condition: {" +
           condition + "}}]";
}

std::string firstError(const RuleImport& imported)
{
    return imported.findings.hasErrors() ? imported.findings.firstError().text() : "";
}

} // namespace

class RuleImportTest : public QObject
{
    Q_OBJECT

private slots:
    void exampleOfAegis()
    {
        const auto imported = importRules(kAegis);

        QCOMPARE(firstError(imported), std::string());
        QCOMPARE(imported.rules.size(), std::size_t(1));
        const auto& rule = imported.rules.front();
        QCOMPARE(rule.alert, std::string("High Error Rate"));
        QCOMPARE(rule.expression, std::string("avg_over_time(aegis_error_rate_percent[5m]) > 5"));
        QCOMPARE(rule.origin, std::string("error_rate > 5 over 5m"));
        QCOMPARE(rule.labels, (ImportedRule::Texts{{"severity", "critical"}, {"rule_id", "high-error-rate"}}));
        QCOMPARE(rule.annotations[1], (std::pair<std::string, std::string>{"cooldown", "5m"}));
        QCOMPARE(rule.annotations[2], (std::pair<std::string, std::string>{"actions", "log"}));
    }

    void metricsOfAegis_data()
    {
        QTest::addColumn<std::string>("metric");
        QTest::addColumn<std::string>("expected");
        const auto row = [](const char* metric, const char* expected) {
            QTest::newRow(metric) << std::string(metric) << std::string(expected);
        };
        row("error_rate", "avg_over_time(aegis_error_rate_percent[15m]) <= 1.5");
        row("latency_p95", "avg_over_time(aegis_p95_latency_milliseconds[15m]) <= 1.5");
        row("latency_p99", "avg_over_time(aegis_p99_latency_milliseconds[15m]) <= 1.5");
        row("request_rate", "avg_over_time(aegis_requests_per_second[15m]) <= 1.5");
        row("rate_limit_rate",
            "100 * increase(aegis_rate_limited_requests_total[15m]) / increase(aegis_requests_total[15m]) <= 1.5");
    }

    void metricsOfAegis()
    {
        QFETCH(std::string, metric);
        QFETCH(std::string, expected);

        const auto imported = importRules("alerts: {rules: [{id: a, condition: {metric: " + metric +
                                          ", operator: '<=', threshold: 1.5, window: 15m}}]}");

        QCOMPARE(firstError(imported), std::string());
        QCOMPARE(imported.rules.front().expression, expected);
    }

    void typesOfBurstlet_data()
    {
        QTest::addColumn<std::string>("type");
        QTest::addColumn<std::string>("condition");
        QTest::addColumn<std::string>("expected");
        const auto row = [](const char* type, const char* condition, const char* expected) {
            QTest::addRow("%s %s", type, condition)
                << std::string(type) << std::string(condition) << std::string(expected);
        };
        row("THRESHOLD", R"("metric": "queue_length", "operator": "gt", "threshold": 100)", "queue_length > 100");
        row("threshold", R"("metric": "cpu_usage", "operator": ">=", "threshold": 90, "window": "5m")",
            R"(avg_over_time((100 * (1 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[5m]))))[5m:]) >= 90)");
        row("threshold", R"("metric": "my.metric", "labels": {"a.b": "c"}, "operator": "less_than", "value": 1)",
            R"({"a.b"="c",__name__="my.metric"} < 1)");
        row("anomaly", R"("metric": "orders", "sensitivity": 4, "baseline": "1h", "season": "1d")",
            "abs(orders - quantile_over_time(0.5, orders[1h] offset 1d)) > 4 * (quantile_over_time(0.75, orders[1h] "
            "offset 1d) - "
            "quantile_over_time(0.25, orders[1h] offset 1d)) / 1.349");
        row("error rate", R"("operator": ">", "threshold": 5)",
            R"(100 * sum(rate(http_requests_total{status=~"5.."}[5m])) / sum(rate(http_requests_total[5m])) > 5)");
        row("downtime", R"("labels": {"job": "api"}, "duration": "2m")",
            R"(up{job="api"} == 0 or absent(up{job="api"}))");
        row("performance", R"("operator": ">", "threshold": 0.5, "percentile": 99)",
            "histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket[5m]))) > 0.5");
        row("custom", R"q("expression": "sum(a) > sum(b)")q", "sum(a) > sum(b)");
    }

    void typesOfBurstlet()
    {
        QFETCH(std::string, type);
        QFETCH(std::string, condition);
        QFETCH(std::string, expected);

        const auto imported = importRules(burstlet(type, condition));

        QCOMPARE(firstError(imported), std::string());
        QCOMPARE(imported.rules.size(), std::size_t(1));
        QCOMPARE(imported.rules.front().expression, expected);
        QCOMPARE(imported.rules.front().labels.front().second, std::string("warning"));
    }

    void operators_data()
    {
        QTest::addColumn<std::string>("written");
        QTest::addColumn<std::string>("expected");
        const auto row = [](const char* written, const char* expected) {
            QTest::newRow(written) << std::string(written) << std::string(expected);
        };
        for (const auto* op : {">", "<", ">=", "<=", "==", "!="})
            row(op, op);
        row("gt", ">");
        row("lt", "<");
        row("gte", ">=");
        row("lte", "<=");
        row("eq", "==");
        row("neq", "!=");
        row("equals", "==");
        row("greater_than", ">");
        row("less_than_or_equal", "<=");
    }

    void operators()
    {
        QFETCH(std::string, written);
        QFETCH(std::string, expected);

        const auto aegis = importRules("alerts: {rules: [{id: a, condition: {metric: latency_p95, operator: '" +
                                       written + "', threshold: 2, window: 1h}}]}");
        const auto threshold =
            importRules(burstlet("threshold", "metric: m, threshold: 2, operator: '" + written + "'"));

        QCOMPARE(firstError(aegis), std::string());
        QCOMPARE(aegis.rules.front().expression,
                 "avg_over_time(aegis_p95_latency_milliseconds[1h]) " + expected + " 2");
        QCOMPARE(threshold.rules.front().expression, "m " + expected + " 2");
    }

    void progressiveThresholdsMoveUpAndDownWithHysteresis()
    {
        const auto imported = importRules(burstlet(
            "threshold", R"("metric": "m", "thresholds": [{"severity": "critical", "value": 90, "clear": 85}, )"
                         R"({"severity": "warning", "value": 70, "clear": 60}])"));
        support::MemoryStore store;
        const support::ManualClock clock(0);
        const RuleQuery queries(store);
        RuleWatch watch;
        GroupRunner group(readRuleFile(writeRuleFile(imported, "g"), "x.yml").groups.front(), std::chrono::seconds(30),
                          {queries, store, clock, {}});
        std::string seen;
        Timestamp time = 1'700'000'000'000;
        for (const double value : {50.0, 65.0, 75.0, 65.0, 95.0, 87.0, 84.0, 61.0, 59.0, 65.0}) {
            store.add(model::LabelSet{{"__name__", "m"}, {"host", "a"}}, {{time, value}});
            group.evaluate(time, watch);
            seen += std::to_string(static_cast<int>(value)) + ":";
            for (const auto& alert : group.active())
                seen += std::string(alert.labels.get("severity"));
            seen += " ";
            time += 30'000;
        }

        QCOMPARE(seen,
                 std::string("50: 65: 75:warning 65:warning 95:critical 87:critical 84:warning 61:warning 59: 65: "));
    }

    void foreignFilesAreReadAsRuleFiles()
    {
        const auto file = readForeignRules(kAegis, "aegis.yml");

        QVERIFY(file.has_value());
        QCOMPARE(file->groups.front().name, std::string("AEGIS"));
        QCOMPARE(file->groups.front().file, std::string("aegis.yml"));
        QVERIFY(file->groups.front().interval == std::chrono::minutes(1));
        QCOMPARE(file->groups.front().rules.front().expression,
                 std::string("avg_over_time(aegis_error_rate_percent[5m]) > 5"));
        QVERIFY(!readForeignRules("groups: []", "x.yml").has_value());
        const auto broken = readForeignRules(burstlet("magic", ""), "x.yml");
        QVERIFY(broken && broken->findings.hasErrors() && broken->groups.empty());
    }

    void progressiveThresholdsGiveWayToWorseOnes()
    {
        const auto imported = importRules(burstlet(
            "threshold", R"("metric": "m", "thresholds": [{"severity": "critical", "value": 90, "clear": 85}, )"
                         R"({"severity": "warning", "value": 70}])"));

        QCOMPARE(firstError(imported), std::string());
        QCOMPARE(imported.rules.size(), std::size_t(2));
        const std::string critical = R"(m > 90 or (m > 85 and ignoring (alertname, alertstate, severity, alert_type) )"
                                     R"(ALERTS{alertname="X",alertstate="firing",severity="critical"}))";
        QCOMPARE(imported.rules[0].expression, "(m > 70) unless (" + critical + ")");
        QCOMPARE(imported.rules[1].expression, critical);
        QCOMPARE(imported.rules[1].labels.front().second, std::string("critical"));
    }

    void writtenFileIsARuleFile()
    {
        for (const auto& text :
             {std::string(kAegis), burstlet("custom", "expression: '{\"a b\"=\"c\"} > 1'"), std::string("[]")}) {
            const auto imported = importRules(text);
            QCOMPARE(firstError(imported), std::string());

            const auto file = readRuleFile(writeRuleFile(imported, "imported"), "x.yml");

            QVERIFY2(file.findings.sorted().empty(),
                     file.findings.hasErrors() ? file.findings.firstError().text().c_str() : "");
            QCOMPARE(file.groups.front().rules.size(), imported.rules.size());
            for (std::size_t i = 0; i < imported.rules.size(); ++i)
                QCOMPARE(file.groups.front().rules[i].expression, imported.rules[i].expression);
        }
    }

    void whatCannotBeTakenIsSaid_data()
    {
        QTest::addColumn<std::string>("text");
        QTest::addColumn<std::string>("message");
        const auto row = [](const char* name, const std::string& text, const char* message) {
            QTest::newRow(name) << text << std::string(message);
        };
        row("nothing there", "a: b", "1:1: no alert rules are here");
        row("unknown metric", "alerts: {rules: [{id: a, condition: {metric: cpu, operator: '>', threshold: 1}}]}",
            "cpu");
        row("unknown operator",
            "alerts: {rules: [{id: a, condition: {metric: error_rate, operator: '~', threshold: 1}}]}",
            "\"~\" is no operator");
        row("unknown type", burstlet("magic", ""), "\"magic\" is no type of alert");
        row("no threshold", burstlet("threshold", R"("metric": "m")"), "has no threshold");
        row("no metric", burstlet("threshold", R"("threshold": 1)"), "names no metric");
        row("expression that does not parse", burstlet("custom", R"("expression": "a >")"), "does not parse");
    }

    void whatCannotBeTakenIsSaid()
    {
        QFETCH(std::string, text);
        QFETCH(std::string, message);

        const auto imported = importRules(text);

        QVERIFY2(firstError(imported).find(message) != std::string::npos, firstError(imported).c_str());
    }

    void switchedOffRulesAreLeftOutWithAWarning()
    {
        const auto imported = importRules(
            "alerts: {rules: [{id: a, enabled: false, condition: {metric: error_rate, operator: '>', threshold: 1}}]}");

        QVERIFY(imported.rules.empty());
        QCOMPARE(imported.findings.sorted().size(), std::size_t(1));
        QVERIFY(!imported.findings.hasErrors());
    }
};

QTEST_APPLESS_MAIN(RuleImportTest)
#include "rule_import_test.moc"
