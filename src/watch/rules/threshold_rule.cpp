// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/rules/threshold_rule.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/core/number.h"
#include "base/core/text.h"
#include "engine/model/label_set.h"
#include "engine/promql/printer.h"

namespace nocturne::rules {

namespace {

using promql::BinaryExpr;
using promql::BinaryOp;
using promql::Expr;
using Field = ThresholdFault::Field;

constexpr std::array<std::string_view, 6> kComparisons = {">", "<", ">=", "<=", "==", "!="};
constexpr std::size_t kMostLabels = 30;

/// The value as an operand of a comparison.
std::string operand(const std::string& measured)
{
    const auto parsed = promql::parse(measured, promql::ParserOptions::all());
    if (!parsed)
        return measured;
    const auto& inner = promql::withoutParens(**parsed);
    const auto* binary = promql::tryAs<BinaryExpr>(&inner);
    const bool isLoose = binary != nullptr && (promql::isComparison(binary->op) || promql::isSetOperator(binary->op));
    const auto text = promql::print(inner);
    return isLoose ? "(" + text + ")" : text;
}

std::string comparisonWith(const ThresholdRule& rule, double number)
{
    return operand(rule.measured) + " " + rule.comparison + " " + formatNumber(number);
}

/// That it fires already, as the series that the rule itself writes tell.
std::string firesAlready(const ThresholdRule& rule)
{
    std::string ignored = "alertname, alertstate";
    std::string matchers;
    model::appendQuoted(matchers, rule.name);
    matchers = "alertname=" + matchers + ",alertstate=\"firing\"";
    if (!rule.severity.empty()) {
        ignored += ", severity";
        matchers += ",severity=";
        model::appendQuoted(matchers, rule.severity);
    }
    for (const auto& [name, text] : rule.labels)
        ignored += ", " + name;
    return "and ignoring (" + ignored + ") ALERTS{" + matchers + "}";
}

std::optional<double> numberOf(const Expr& expr)
{
    const auto& inner = promql::withoutParens(expr);
    if (const auto* literal = promql::tryAs<promql::NumberLiteral>(&inner))
        return literal->value;
    const auto* sign = promql::tryAs<promql::UnaryExpr>(&inner);
    const auto value = sign == nullptr ? std::nullopt : numberOf(*sign->expr);
    return value && sign->negative ? -*value : value;
}

/// Fills in value, comparison and threshold of `expr`, where it is such a comparison; the number is returned.
std::optional<double> readComparison(const Expr& expr, ThresholdRule& rule)
{
    const auto* binary = promql::tryAs<BinaryExpr>(&promql::withoutParens(expr));
    if (binary == nullptr || !promql::isComparison(binary->op) || binary->returnBool)
        return std::nullopt;
    rule.measured = promql::print(promql::withoutParens(*binary->lhs));
    rule.comparison = std::string(promql::toString(binary->op));
    return numberOf(*binary->rhs);
}

/// Reads what expressionOf() makes; whether it did is for the caller to see, by making it again.
bool readCondition(const Expr& expr, ThresholdRule& rule)
{
    const auto* either = promql::tryAs<BinaryExpr>(&promql::withoutParens(expr));
    if (either == nullptr || either->op != BinaryOp::Or) {
        const auto threshold = readComparison(expr, rule);
        rule.threshold = threshold.value_or(0);
        return threshold.has_value();
    }
    const auto* both = promql::tryAs<BinaryExpr>(&promql::withoutParens(*either->rhs));
    if (both == nullptr || both->op != BinaryOp::And)
        return false;
    rule.clear = readComparison(*both->lhs, rule);
    const auto threshold = readComparison(*either->lhs, rule);
    rule.threshold = threshold.value_or(0);
    return threshold.has_value() && rule.clear.has_value();
}

/// The text of `name`, which then is no longer among `texts`.
std::string taken(WrittenRule::Texts& texts, std::string_view name)
{
    const auto found = std::ranges::find(texts, name, &WrittenRule::Texts::value_type::first);
    if (found == texts.end())
        return {};
    auto text = std::move(found->second);
    texts.erase(found);
    return text;
}

WrittenRule::Texts textsOf(const Templates& templates)
{
    WrittenRule::Texts texts;
    for (const auto& [name, text] : templates)
        texts.emplace_back(name, text.source());
    return texts;
}

/// Gathers what is wrong.
class Check
{
public:
    Check(const ThresholdRule& rule, const promql::ParserOptions& parser)
        : m_rule(rule)
        , m_parser(parser)
    {}

    std::vector<ThresholdFault> run()
    {
        if (m_rule.name.find_first_not_of(' ') == std::string::npos)
            say(Field::Name, "the rule needs a name");
        checkMeasured();
        if (std::ranges::find(kComparisons, m_rule.comparison) == kComparisons.end())
            say(Field::Threshold, "\"" + printable(m_rule.comparison, 20) + "\" is no comparison");
        checkNumbers();
        if (m_rule.holdFor.count() < 0 || m_rule.keepFiringFor.count() < 0)
            say(Field::Duration, "a duration cannot be negative");
        checkLabels();
        checkTemplate(Field::Summary, m_rule.summary);
        checkTemplate(Field::Description, m_rule.description);
        checkTemplate(Field::Runbook, m_rule.runbook);
        return std::move(m_faults);
    }

private:
    void say(Field field, std::string message)
    {
        m_faults.push_back({field, {Error::Kind::InvalidInput, std::move(message)}});
    }

    void checkMeasured()
    {
        if (m_rule.measured.find_first_not_of(" \n") == std::string::npos) {
            say(Field::Measured, "say what is measured: a metric, or any expression");
            return;
        }
        const auto parsed = promql::parse(m_rule.measured, m_parser);
        if (!parsed) {
            m_faults.push_back({Field::Measured, parsed.error()});
            return;
        }
        if (promql::typeOf(**parsed) != promql::ValueType::Vector)
            say(Field::Measured, "this gives no series: an instant vector is needed, such as rate(x[5m])");
    }

    void checkNumbers()
    {
        if (!std::isfinite(m_rule.threshold))
            say(Field::Threshold, "the threshold has to be a number");
        if (!m_rule.clear)
            return;
        const bool isRange = m_rule.comparison.front() == '>' || m_rule.comparison.front() == '<';
        if (!std::isfinite(*m_rule.clear) || !isRange)
            say(Field::Clear, "a second threshold goes with > < >= and <= alone");
        else if (m_rule.comparison.front() == '>' ? *m_rule.clear >= m_rule.threshold
                                                  : *m_rule.clear <= m_rule.threshold)
            say(Field::Clear, "the alert has to end on the good side of the threshold: write a " +
                                  std::string(m_rule.comparison.front() == '>' ? "smaller" : "larger") + " number");
    }

    void checkLabels()
    {
        checkTemplate(Field::Severity, m_rule.severity);
        if (m_rule.labels.size() > kMostLabels)
            say(Field::Labels, "more than " + std::to_string(kMostLabels) + " labels: take some out");
        for (std::size_t i = 0; i < m_rule.labels.size(); ++i) {
            const auto& [name, text] = m_rule.labels[i];
            const bool isOurs = name == "alertname" || name == "alertstate" || name == "severity";
            if (!model::isClassicLabelName(name) || name == model::kMetricName || isOurs)
                say(Field::Labels, "\"" + printable(name, 80) + "\" cannot be the name of a label here");
            if (std::ranges::count(m_rule.labels, name, &WrittenRule::Texts::value_type::first) > 1)
                say(Field::Labels, "label \"" + printable(name, 80) + "\" stands twice");
            checkTemplate(Field::Labels, text);
        }
    }

    void checkTemplate(Field field, const std::string& text)
    {
        if (auto parsed = parseAlertTemplate(text, m_rule.name); !parsed)
            m_faults.push_back({field, parsed.error()});
    }

    const ThresholdRule& m_rule;
    promql::ParserOptions m_parser;
    std::vector<ThresholdFault> m_faults;
};

} // namespace

std::string expressionOf(const ThresholdRule& rule)
{
    auto text = comparisonWith(rule, rule.threshold);
    if (rule.clear)
        text += " or (" + comparisonWith(rule, *rule.clear) + " " + firesAlready(rule) + ")";
    const auto parsed = promql::parse(text, promql::ParserOptions::all());
    return parsed ? promql::print(**parsed) : text;
}

std::vector<ThresholdFault> faultsOf(const ThresholdRule& rule, const promql::ParserOptions& parser)
{
    return Check(rule, parser).run();
}

std::string linesOf(const ThresholdRule& rule)
{
    WrittenRule written{rule.name, expressionOf(rule), rule.holdFor, rule.keepFiringFor, {}, {}};
    if (!rule.severity.empty())
        written.labels.emplace_back("severity", rule.severity);
    written.labels.insert(written.labels.end(), rule.labels.begin(), rule.labels.end());
    for (const auto& [name, text] : {std::pair{"summary", rule.summary}, std::pair{"description", rule.description},
                                     std::pair{"runbook_url", rule.runbook}}) {
        if (!text.empty())
            written.annotations.emplace_back(name, text);
    }
    return ruleLines(written);
}

std::optional<ThresholdRule> thresholdRuleOf(const Rule& rule)
{
    const auto parsed = promql::parse(rule.expression, promql::ParserOptions::all());
    if (!rule.isAlerting() || !parsed)
        return std::nullopt;
    ThresholdRule made;
    made.name = rule.alert;
    made.holdFor = rule.holdFor;
    made.keepFiringFor = rule.keepFiringFor;
    made.labels = textsOf(rule.labels);
    made.severity = taken(made.labels, "severity");
    auto annotations = textsOf(rule.annotations);
    made.summary = taken(annotations, "summary");
    made.description = taken(annotations, "description");
    made.runbook = taken(annotations, "runbook_url");
    if (!annotations.empty() || !readCondition(**parsed, made) || expressionOf(made) != promql::print(**parsed))
        return std::nullopt;
    return made;
}

bool isBeyond(double value, std::string_view comparison, double threshold)
{
    if (comparison == ">")
        return value > threshold;
    if (comparison == "<")
        return value < threshold;
    if (comparison == ">=")
        return value >= threshold;
    if (comparison == "<=")
        return value <= threshold;
    return comparison == "==" ? value == threshold : value != threshold;
}

} // namespace nocturne::rules
