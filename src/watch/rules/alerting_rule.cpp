// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/rules/alerting_rule.h"

#include <optional>

#include "engine/promql/ast.h"
#include "engine/promql/parser.h"

namespace nocturne::rules {

namespace {

using alerts::AlertState;

/// The number on the right of a comparison, where the expression is one: what a display calls the threshold.
std::optional<double> thresholdOf(const std::string& expression)
{
    const auto parsed = promql::parse(expression);
    if (!parsed || (*parsed)->kind() != promql::NodeKind::Binary)
        return std::nullopt;
    const auto& comparison = promql::as<promql::BinaryExpr>(**parsed);
    const bool isComparison =
        comparison.op >= promql::BinaryOp::Equal && comparison.op <= promql::BinaryOp::GreaterEqual;
    if (!isComparison || comparison.rhs->kind() != promql::NodeKind::NumberLiteral)
        return std::nullopt;
    return promql::as<promql::NumberLiteral>(*comparison.rhs).value;
}

} // namespace

Result<std::vector<VectorElement>> elementsOf(const promql::EvalResult& result)
{
    if (result.type != promql::ResultType::Vector && result.type != promql::ResultType::Scalar)
        return fail(Error::Kind::InvalidInput, "a rule needs an expression that gives an instant vector or a scalar");
    std::vector<VectorElement> elements;
    for (const auto& series : result.series) {
        if (!series.values.empty() && !promql::isAbsent(series.values.front()))
            elements.push_back({series.labels, series.values.front()});
    }
    return elements;
}

AlertingRule::AlertingRule(Rule rule, std::vector<std::pair<std::string, std::string>> groupLabels,
                           model::LabelSet externalLabels)
    : m_rule(std::move(rule))
    , m_groupLabels(std::move(groupLabels))
    , m_externalLabels(std::move(externalLabels))
    , m_threshold(thresholdOf(m_rule.expression))
{}

alerts::AlertInstance AlertingRule::describe(const VectorElement& element) const
{
    const TemplateData data{element.labels, element.value, m_externalLabels};
    model::LabelSetBuilder labels(element.labels.withoutMetricName());
    for (const auto& [name, value] : m_groupLabels)
        labels.set(name, value);
    for (const auto& [name, value] : m_rule.labels)
        labels.set(name, value.render(data));
    labels.set("alertname", m_rule.alert);

    alerts::AlertInstance alert;
    alert.labels = labels.build();
    for (const auto& [name, text] : m_rule.annotations)
        alert.annotations[name] = text.render(data);
    alert.severityText = alert.labels.get("severity");
    alert.severity = alerts::severityFromText(alert.severityText);
    alert.value = element.value;
    alert.expression = m_rule.expression;
    alert.threshold = m_threshold;
    alert.holdFor = m_rule.holdFor;
    return alert;
}

Result<std::vector<alerts::AlertInstance>> AlertingRule::advance(Timestamp time,
                                                                 const std::vector<VectorElement>& elements)
{
    std::map<model::LabelSet, alerts::AlertInstance> now;
    for (const auto& element : elements) {
        auto alert = describe(element);
        auto labels = alert.labels;
        if (!now.emplace(std::move(labels), std::move(alert)).second) {
            return fail(Error::Kind::InvalidInput,
                        "rule \"" + m_rule.alert +
                            "\" gives two alerts with the same labels: drop fewer of them in its expression");
        }
    }

    for (auto& [labels, alert] : now) {
        Active& active = m_active[labels];
        alert.activeAt = active.lastTrue == 0 ? time : active.alert.activeAt;
        alert.firedAt = active.alert.firedAt;
        if (alert.firedAt == 0 && time - alert.activeAt >= m_rule.holdFor.count())
            alert.firedAt = time;
        alert.state = alert.firedAt != 0 ? AlertState::Firing : AlertState::Pending;
        active.alert = std::move(alert);
        active.lastTrue = time;
    }
    std::erase_if(m_active, [&](const auto& entry) {
        const Active& active = entry.second;
        if (active.lastTrue == time)
            return false;
        const bool isKept = active.alert.state == AlertState::Firing && m_rule.keepFiringFor.count() > 0 &&
                            time - active.lastTrue < m_rule.keepFiringFor.count();
        return !isKept;
    });
    return this->active();
}

std::vector<alerts::AlertInstance> AlertingRule::active() const
{
    std::vector<alerts::AlertInstance> all;
    for (const auto& [labels, active] : m_active)
        all.push_back(active.alert);
    return all;
}

} // namespace nocturne::rules
