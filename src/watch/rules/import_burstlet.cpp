// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// An alert of Burstlet by type, with M the metric, w the window:
//
//   threshold    avg_over_time(M[w]) > x
//   anomaly      abs(M - median over the baseline) > k standard deviations, estimated by the quartiles
//   error rate   100 * rate of failed requests / rate of all requests > x
//   downtime     up == 0, or the series is gone
//   performance  the p-th percentile of a histogram > x
//   custom       PromQL
//
// Progressive thresholds make one rule a level; a lower level gives way to a higher one. With `clear` a level that
// fires goes on until the value is back beyond that: the expression looks at its own ALERTS.
#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

#include "base/core/duration.h"
#include "base/core/number.h"
#include "base/core/text.h"
#include "base/yaml/map_reader.h"
#include "engine/model/label_set.h"
#include "watch/rules/rule_import.h"

namespace nocturne::rules {

namespace {

using Milliseconds = std::chrono::milliseconds;

enum class Type { Threshold, Anomaly, ErrorRate, Downtime, Performance, Custom };

struct Level
{
    std::string severity;
    double value = 0;
    std::optional<double> clear;
};

struct Condition
{
    std::string metric;
    std::vector<std::pair<std::string, std::string>> labels;
    std::string comparison = ">";
    std::string aggregation = "avg";
    Milliseconds window{0};
    Milliseconds holdFor{0};
    Milliseconds baseline{std::chrono::hours(24)};
    Milliseconds season{0};
    double sensitivity = 3;
    double percentile = 95;
    std::string expression;
    std::vector<Level> levels;
};

struct Alert
{
    std::string name;
    std::string severity;
    Type type = Type::Threshold;
    Condition condition;
    ImportedRule::Texts annotations;
    SourcePosition where = {};
};

/// Burstlet's own gauges as Nocturne measures them on this computer.
constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kKnown = {{
    {"cpu_usage", "100 * (1 - avg by (instance) (rate(node_cpu_seconds_total{mode=\"idle\"}[5m])))"},
    {"memory_usage", "100 * (1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes)"},
    {"disk_usage", "100 * (1 - node_filesystem_avail_bytes / node_filesystem_size_bytes)"},
}};

std::string lower(std::string text)
{
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

std::string selector(const std::string& metric, const Condition& condition, const std::string& further = {})
{
    std::string inner = further;
    const auto add = [&](const std::string& piece) { inner += (inner.empty() ? "" : ",") + piece; };
    const bool isPlain = model::isClassicMetricName(metric);
    if (!isPlain) {
        std::string name;
        model::appendQuoted(name, metric);
        inner = name + (inner.empty() ? "" : "," + inner);
    }
    for (const auto& [name, value] : condition.labels) {
        std::string matcher;
        if (model::isClassicLabelName(name))
            matcher = name;
        else
            model::appendQuoted(matcher, name);
        matcher += "=";
        model::appendQuoted(matcher, value);
        add(matcher);
    }
    return (isPlain ? metric : "") + (inner.empty() ? "" : "{" + inner + "}");
}

/// What a threshold is about: the metric, over its window where it has one.
std::string measured(const Condition& condition)
{
    const auto* const known =
        std::ranges::find(kKnown, condition.metric, &std::pair<std::string_view, std::string_view>::first);
    const bool isKnown = known != kKnown.end() && condition.labels.empty();
    auto base = isKnown ? "(" + std::string(known->second) + ")" : selector(condition.metric, condition);
    if (condition.window.count() == 0)
        return base;
    return condition.aggregation + "_over_time(" + base + "[" + formatDuration(condition.window) +
           (isKnown ? ":]" : "]") + ")";
}

std::string windowOr(const Condition& condition, std::string_view standard)
{
    return condition.window.count() == 0 ? std::string(standard) : formatDuration(condition.window);
}

std::string errorRate(const Condition& condition)
{
    const auto metric =
        condition.metric.empty() || condition.metric == "error_rate" ? "http_requests_total" : condition.metric;
    const auto window = "[" + windowOr(condition, "5m") + "]";
    return "100 * sum(rate(" + selector(metric, condition, "status=~\"5..\"") + window + ")) / sum(rate(" +
           selector(metric, condition) + window + "))";
}

std::string latency(const Condition& condition)
{
    auto metric = condition.metric.empty() || condition.metric == "response_time" ? "http_request_duration_seconds"
                                                                                  : condition.metric;
    if (!metric.ends_with("_bucket"))
        metric += "_bucket";
    return "histogram_quantile(" + formatNumber(condition.percentile / 100) + ", sum by (le) (rate(" +
           selector(metric, condition) + "[" + windowOr(condition, "5m") + "])))";
}

std::string anomaly(const Condition& condition)
{
    const auto now = measured(condition);
    auto range = selector(condition.metric, condition) + "[" + formatDuration(condition.baseline) + "]";
    if (condition.season.count() > 0)
        range += " offset " + formatDuration(condition.season);
    const auto quantile = [&](std::string_view q) {
        return "quantile_over_time(" + std::string(q) + ", " + range + ")";
    };
    // The distance of the quartiles of a normal distribution is 1.349 standard deviations.
    return "abs(" + now + " - " + quantile("0.5") + ") > " + formatNumber(condition.sensitivity) + " * (" +
           quantile("0.75") + " - " + quantile("0.25") + ") / 1.349";
}

std::string downtime(const Condition& condition)
{
    const auto up = selector(condition.metric.empty() ? "up" : condition.metric, condition);
    return up + " == 0" + (condition.labels.empty() ? "" : " or absent(" + up + ")");
}

/// The condition of one level, with its hysteresis: what fires goes on until the value is beyond `clear`.
std::string levelCondition(const Alert& alert, const std::string& value, const Level& level)
{
    const auto& comparison = alert.condition.comparison;
    auto fires = value + " " + comparison + " " + formatNumber(level.value);
    if (!level.clear)
        return fires;
    std::string name;
    model::appendQuoted(name, alert.name);
    std::string severity;
    model::appendQuoted(severity, level.severity);
    return fires + " or (" + value + " " + comparison + " " + formatNumber(*level.clear) +
           " and ignoring (alertname, alertstate, severity, alert_type) ALERTS{alertname=" + name +
           ",alertstate=\"firing\",severity=" + severity + "})";
}

std::string_view wordOf(Type type)
{
    static constexpr std::array<std::string_view, 6> kWords = {"threshold", "anomaly",     "error_rate",
                                                               "downtime",  "performance", "custom"};
    return kWords.at(static_cast<std::size_t>(type));
}

void addRule(const Alert& alert, std::string expression, const std::string& severity, std::string origin,
             RuleImport& result)
{
    ImportedRule rule;
    rule.alert = alert.name;
    rule.expression = std::move(expression);
    rule.holdFor = alert.condition.holdFor;
    if (!severity.empty())
        rule.labels.emplace_back("severity", severity);
    rule.labels.emplace_back("alert_type", std::string(wordOf(alert.type)));
    rule.annotations = {{"summary", alert.name + ": {{ humanize $value }}"}};
    rule.annotations.insert(rule.annotations.end(), alert.annotations.begin(), alert.annotations.end());
    rule.origin = std::string(wordOf(alert.type)) + ", " + std::move(origin);
    rule.where = alert.where;
    addImported(result, std::move(rule));
}

void addLevels(const Alert& alert, const std::string& value, RuleImport& result)
{
    const auto& levels = alert.condition.levels;
    if (levels.empty())
        result.findings.error(alert.where, "alert \"" + printable(alert.name) +
                                               "\" has no threshold: write \"threshold\" or \"thresholds\"");
    for (std::size_t i = 0; i < levels.size(); ++i) {
        auto expression = levelCondition(alert, value, levels[i]);
        if (i + 1 < levels.size()) // a higher level speaks for this one too
            expression.insert(0, "(")
                .append(") unless (")
                .append(levelCondition(alert, value, levels[i + 1]))
                .append(")");
        const auto severity = levels[i].severity.empty() ? alert.severity : levels[i].severity;
        addRule(alert, std::move(expression), severity,
                alert.condition.metric + " " + alert.condition.comparison + " " + formatNumber(levels[i].value),
                result);
    }
}

void addAlert(const Alert& alert, RuleImport& result)
{
    const auto& condition = alert.condition;
    const bool needsMetric = alert.type == Type::Threshold || alert.type == Type::Anomaly;
    if (needsMetric && condition.metric.empty()) {
        result.findings.error(alert.where, "alert \"" + printable(alert.name) + "\" names no metric in its condition");
        return;
    }
    switch (alert.type) {
    case Type::Threshold:
        return addLevels(alert, measured(condition), result);
    case Type::ErrorRate:
        return addLevels(alert, errorRate(condition), result);
    case Type::Performance:
        return addLevels(alert, latency(condition), result);
    case Type::Anomaly:
        return addRule(alert, anomaly(condition), alert.severity,
                       condition.metric + " unlike the " + formatDuration(condition.baseline) + " before", result);
    case Type::Downtime:
        return addRule(alert, downtime(condition), alert.severity, "down", result);
    case Type::Custom:
        if (!condition.expression.empty() && condition.levels.empty())
            return addRule(alert, condition.expression, alert.severity, "its own expression", result);
        if (!condition.expression.empty())
            return addLevels(alert, "(" + condition.expression + ")", result);
        result.findings.error(alert.where, "custom alert \"" + printable(alert.name) +
                                               "\" has no expression: write PromQL under \"expression\"");
    }
}

/// Reads alerts and their conditions, strictly.
class Reader
{
public:
    explicit Reader(RuleImport& result)
        : m_result(result)
    {}

    void read(const yaml::Node& node)
    {
        Alert alert;
        alert.where = node.position();
        const auto errorsBefore = m_result.findings.errorCount();
        yaml::MapReader reader(node, m_result.findings, "alert");
        if (reader.require("name"))
            reader.read("name", alert.name);
        readType(reader, alert);
        reader.read("severity", alert.severity);
        alert.severity = lower(alert.severity);
        std::int64_t cooldown = 0;
        reader.readInteger("cooldown", cooldown, 0, std::int64_t{365} * 86'400);
        if (cooldown > 0)
            alert.annotations.emplace_back("cooldown", formatDuration(std::chrono::seconds(cooldown)));
        readChannels(reader, alert);
        bool isActive = true;
        reader.read("isActive", isActive);
        for (const auto* known : {"id", "lastTriggered", "createdAt", "updatedAt", "description"})
            reader.ignore(known);
        if (const auto* condition = reader.take("condition"))
            alert.condition = readCondition(*condition, alert.severity);
        else
            reader.require("condition");
        reader.finish();
        if (m_result.findings.errorCount() > errorsBefore)
            return;
        if (isActive)
            addAlert(alert, m_result);
        else
            m_result.findings.warning(alert.where,
                                      "alert \"" + printable(alert.name) + "\" is not active and was left out");
    }

private:
    void readType(yaml::MapReader& reader, Alert& alert)
    {
        std::string text;
        reader.read("type", text);
        text = lower(text);
        std::ranges::replace(text, ' ', '_');
        std::ranges::replace(text, '-', '_');
        for (const auto type :
             {Type::Threshold, Type::Anomaly, Type::ErrorRate, Type::Downtime, Type::Performance, Type::Custom}) {
            if (text == wordOf(type)) {
                alert.type = type;
                return;
            }
        }
        reader.error("type", "\"" + printable(text) +
                                 "\" is no type of alert: use threshold, anomaly, error_rate, downtime, "
                                 "performance or custom");
    }

    void readChannels(yaml::MapReader& reader, Alert& alert)
    {
        std::string all;
        reader.readEach("channels", [&](const yaml::Node& node) {
            std::string type;
            if (node.isMap()) {
                if (const auto* word = node.find("type"))
                    type = word->raw();
            } else {
                type = node.raw();
            }
            all += (all.empty() ? "" : ", ") + type;
        });
        if (!all.empty())
            alert.annotations.emplace_back("channels", all);
    }

    Condition readCondition(const yaml::Node& node, const std::string& severity)
    {
        Condition condition;
        yaml::MapReader reader(node, m_result.findings, "condition");
        reader.read("metric", condition.metric);
        reader.read("labels", condition.labels);
        std::string comparison;
        if (reader.read("operator", comparison)) {
            condition.comparison = comparisonOf(comparison);
            if (condition.comparison.empty())
                reader.error("operator", "\"" + printable(comparison) + "\" is no operator: use > < >= <= == or !=");
        }
        reader.readChoice(
            "aggregation", condition.aggregation,
            std::vector<std::pair<std::string_view, std::string>>{
                {"avg", "avg"}, {"min", "min"}, {"max", "max"}, {"sum", "sum"}, {"last", "last"}, {"count", "count"}});
        reader.read("window", condition.window);
        reader.read("duration", condition.holdFor);
        reader.read("baseline", condition.baseline);
        reader.read("season", condition.season);
        reader.read("sensitivity", condition.sensitivity);
        reader.read("percentile", condition.percentile);
        reader.read("expression", condition.expression);
        reader.read("query", condition.expression);
        readLevels(reader, condition, severity);
        reader.finish();
        return condition;
    }

    void readLevels(yaml::MapReader& reader, Condition& condition, const std::string& severity)
    {
        Level only;
        only.severity = severity;
        const bool hasOne = reader.read("threshold", only.value) || reader.read("value", only.value);
        reader.read("clear", only.clear);
        if (hasOne)
            condition.levels.push_back(only);
        reader.readEach("thresholds", [&](const yaml::Node& node) {
            Level level;
            yaml::MapReader item(node, m_result.findings, "threshold");
            item.read("severity", level.severity);
            level.severity = lower(level.severity);
            if (item.require("value"))
                item.read("value", level.value);
            item.read("clear", level.clear);
            item.finish();
            condition.levels.push_back(std::move(level));
        });
        // From the mildest to the worst, whatever their order in the file.
        std::ranges::stable_sort(condition.levels, {}, &Level::value);
        if (condition.comparison.starts_with('<'))
            std::ranges::reverse(condition.levels);
    }

    RuleImport& m_result;
};

} // namespace

void importBurstlet(const yaml::Node& alerts, RuleImport& result)
{
    result.system = "Burstlet";
    result.interval = std::chrono::seconds(30); // how often Burstlet checks its alerts
    Reader reader(result);
    for (const auto& node : alerts.items())
        reader.read(node);
}

} // namespace nocturne::rules
