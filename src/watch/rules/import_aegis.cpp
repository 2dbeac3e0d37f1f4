// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The gateway's own metrics reach the store through its WebSocket stream, under the names used here.
#include <array>

#include "base/core/duration.h"
#include "base/core/number.h"
#include "base/core/text.h"
#include "base/yaml/map_reader.h"
#include "watch/rules/rule_import.h"

namespace nocturne::rules {

namespace {

struct Metric
{
    std::string_view name;
    std::string_view expression; ///< $w is the window
    std::string_view unit;
};

constexpr std::array<Metric, 5> kMetrics = {{
    {"error_rate", "avg_over_time(aegis_error_rate_percent[$w])", "%"},
    {"latency_p95", "avg_over_time(aegis_p95_latency_milliseconds[$w])", " ms"},
    {"latency_p99", "avg_over_time(aegis_p99_latency_milliseconds[$w])", " ms"},
    {"request_rate", "avg_over_time(aegis_requests_per_second[$w])", " requests/s"},
    {"rate_limit_rate", "100 * increase(aegis_rate_limited_requests_total[$w]) / increase(aegis_requests_total[$w])",
     "%"},
}};

struct Condition
{
    Metric metric = kMetrics.front();
    std::string comparison;
    double threshold = 0;
    std::string window = "5m";
};

Condition readCondition(const yaml::Node& node, yaml::Findings& findings)
{
    Condition condition;
    yaml::MapReader reader(node, findings, "condition");
    std::vector<std::pair<std::string_view, Metric>> metrics;
    metrics.reserve(kMetrics.size());
    for (const auto& metric : kMetrics)
        metrics.emplace_back(metric.name, metric);
    if (reader.require("metric"))
        reader.readChoice("metric", condition.metric, metrics);
    std::string comparison;
    if (reader.require("operator") && reader.read("operator", comparison)) {
        condition.comparison = comparisonOf(comparison);
        if (condition.comparison.empty())
            reader.error("operator", "\"" + printable(comparison) + "\" is no operator: use > < >= <= or ==");
    }
    if (reader.require("threshold"))
        reader.read("threshold", condition.threshold);
    std::chrono::milliseconds window(std::chrono::minutes(5));
    reader.read("window", window);
    condition.window = formatDuration(window);
    reader.finish();
    return condition;
}

/// The types of the actions, "log, slack".
std::string readActions(yaml::MapReader& reader, yaml::Findings& findings)
{
    std::string types;
    reader.readEach("actions", [&](const yaml::Node& node) {
        yaml::MapReader action(node, findings, "action");
        std::string type;
        action.read("type", type);
        action.ignore("config");
        action.finish();
        types += (types.empty() ? "" : ", ") + type;
    });
    return types;
}

void readRule(const yaml::Node& node, std::int64_t cooldownMs, RuleImport& result)
{
    const auto errorsBefore = result.findings.errorCount();
    yaml::MapReader reader(node, result.findings, "alert rule");
    ImportedRule rule;
    rule.where = node.position();
    std::string id;
    std::string severity;
    bool isEnabled = true;
    reader.read("id", id);
    rule.alert = id;
    reader.read("name", rule.alert);
    if (rule.alert.empty())
        reader.error("name", "an alert rule needs a name");
    reader.read("enabled", isEnabled);
    reader.read("severity", severity);
    reader.readInteger("cooldownMs", cooldownMs, 0, std::int64_t{365} * 86'400'000);
    const auto actions = readActions(reader, result.findings);
    reader.require("condition");
    const auto* conditionNode = reader.take("condition");
    reader.finish();
    if (conditionNode == nullptr)
        return;
    const auto condition = readCondition(*conditionNode, result.findings);
    if (result.findings.errorCount() > errorsBefore)
        return;
    if (!isEnabled) {
        result.findings.warning(rule.where, "rule \"" + printable(rule.alert) + "\" is not enabled and was left out");
        return;
    }
    const auto threshold = formatNumber(condition.threshold);
    rule.expression = condition.metric.expression;
    for (auto at = rule.expression.find("$w"); at != std::string::npos; at = rule.expression.find("$w"))
        rule.expression.replace(at, 2, condition.window);
    rule.expression += " " + condition.comparison + " " + threshold;
    rule.origin =
        std::string(condition.metric.name) + " " + condition.comparison + " " + threshold + " over " + condition.window;
    if (!severity.empty())
        rule.labels.emplace_back("severity", severity);
    if (!id.empty())
        rule.labels.emplace_back("rule_id", id);
    rule.annotations = {{"summary", rule.alert + ": {{ printf \"%.2f\" $value }}" + std::string(condition.metric.unit) +
                                        ", threshold " + threshold}};
    if (cooldownMs > 0)
        rule.annotations.emplace_back("cooldown", formatDuration(std::chrono::milliseconds(cooldownMs)));
    if (!actions.empty())
        rule.annotations.emplace_back("actions", actions);
    addImported(result, std::move(rule));
}

} // namespace

void importAegis(const yaml::Node& alerts, RuleImport& result)
{
    result.system = "AEGIS";
    yaml::MapReader reader(alerts, result.findings, "alerts");
    bool isEnabled = true;
    std::int64_t intervalMs = 60'000;
    std::int64_t cooldownMs = 300'000;
    reader.read("enabled", isEnabled);
    reader.readInteger("checkIntervalMs", intervalMs, 1, 86'400'000);
    reader.readInteger("defaultCooldownMs", cooldownMs, 0, std::int64_t{365} * 86'400'000);
    result.interval = std::chrono::milliseconds(intervalMs);
    if (!isEnabled)
        reader.warning("enabled", "alerts are switched off there: these rules do fire here");
    reader.readEach("rules", [&](const yaml::Node& node) { readRule(node, cooldownMs, result); });
    reader.finish();
}

} // namespace nocturne::rules
