// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/rules/alerting_rule.h"

#include <algorithm>
#include <optional>

#include "engine/promql/ast.h"
#include "engine/promql/parser.h"

namespace nocturne::rules {

namespace {

using alerts::AlertState;

constexpr std::int64_t kKeepResolvedMs = std::int64_t{15} * 60 * 1000;

/// The number on the right of a comparison, where the expression is one: what a display calls the threshold.
std::optional<double> thresholdOf(const std::string& expression)
{
    const auto parsed = promql::parse(expression, promql::ParserOptions::all()); // whether it may run, others ask
    if (!parsed || (*parsed)->kind() != promql::NodeKind::Binary)
        return std::nullopt;
    const auto& comparison = promql::as<promql::BinaryExpr>(**parsed);
    if (!promql::isComparison(comparison.op) || comparison.rhs->kind() != promql::NodeKind::NumberLiteral)
        return std::nullopt;
    return promql::as<promql::NumberLiteral>(*comparison.rhs).value;
}

} // namespace

AlertingRule::AlertingRule(Rule rule, Surroundings surroundings)
    : m_rule(std::move(rule))
    , m_surroundings(std::move(surroundings))
    , m_threshold(thresholdOf(m_rule.expression))
{}

alerts::AlertInstance AlertingRule::describe(const VectorElement& element, AlertText text) const
{
    model::LabelSetBuilder labels(element.labels.withoutMetricName());
    for (const auto& [name, value] : m_rule.labels)
        labels.set(name, text.expand(value));
    labels.set("alertname", m_rule.alert);

    alerts::AlertInstance alert;
    alert.labels = labels.build();
    for (const auto& [name, annotation] : m_rule.annotations)
        alert.annotations[name] = text.expand(annotation);
    alert.severityText = alert.labels.get("severity");
    alert.severity = alerts::severityFromText(alert.severityText);
    alert.value = element.value;
    alert.expression = m_rule.expression;
    alert.threshold = m_threshold;
    alert.holdFor = m_rule.holdFor;
    return alert;
}

Result<AlertingRule::Found> AlertingRule::describe(const std::vector<VectorElement>& elements, const RuleQuery& queries,
                                                   Timestamp time, const std::stop_token& stop) const
{
    Found found;
    for (const auto& element : elements) {
        auto alert = describe(element, AlertText(element, m_surroundings, queries, time, stop));
        auto labels = alert.labels;
        if (!found.emplace(labels, std::move(alert)).second) {
            return fail(Error::Kind::InvalidInput, "rule \"" + m_rule.alert +
                                                       "\" gives two alerts with the same labels " + labels.toString() +
                                                       ": drop fewer of them in its expression");
        }
    }
    return found;
}

void AlertingRule::moveOn(Active& active, bool isFound, Timestamp time) const
{
    auto& alert = active.alert;
    if (isFound) {
        active.absentSince = 0;
    } else {
        if (alert.state == AlertState::Firing && m_rule.keepFiringFor.count() > 0) {
            if (active.absentSince == 0)
                active.absentSince = time;
            if (time - active.absentSince < m_rule.keepFiringFor.count())
                return;
        }
        alert.state = AlertState::Resolved;
        alert.resolvedAt = time;
        return;
    }
    if (alert.state == AlertState::Pending && time - alert.activeAt >= m_rule.holdFor.count()) {
        alert.state = AlertState::Firing;
        alert.firedAt = time;
    }
}

Result<void> AlertingRule::advance(Timestamp time, const std::vector<VectorElement>& elements, const RuleQuery& queries,
                                   std::size_t limit, const std::stop_token& stop)
{
    auto found = describe(elements, queries, time, stop);
    if (!found)
        return tl::unexpected(found.error());
    std::erase_if(m_active, [&](const auto& entry) {
        const auto& alert = entry.second.alert;
        const bool isForgotten = alert.state == AlertState::Resolved ? time - alert.resolvedAt > kKeepResolvedMs
                                                                     : alert.state == AlertState::Pending;
        return isForgotten && !found->contains(entry.first);
    });
    for (auto& [labels, alert] : *found) {
        auto& active = m_active[labels];
        if (active.alert.state == AlertState::Inactive || !active.isActive()) {
            active = {};
            alert.activeAt = time;
            alert.state = AlertState::Pending;
        } else {
            alert.activeAt = active.alert.activeAt;
            alert.firedAt = active.alert.firedAt;
            alert.state = active.alert.state;
        }
        active.alert = std::move(alert);
    }
    std::size_t activeCount = 0;
    for (auto& [labels, active] : m_active) {
        if (active.isActive())
            moveOn(active, found->contains(labels), time);
        activeCount += active.isActive() ? 1 : 0;
    }
    if (limit == 0 || activeCount <= limit)
        return {};
    m_active.clear();
    return fail(Error::Kind::LimitExceeded,
                "exceeded limit of " + std::to_string(limit) + " with " + std::to_string(activeCount) + " alerts");
}

std::vector<alerts::AlertInstance> AlertingRule::active() const
{
    std::vector<alerts::AlertInstance> all;
    for (const auto& [labels, active] : m_active) {
        if (active.isActive())
            all.push_back(active.alert);
    }
    return all;
}

std::vector<Timestamp> AlertingRule::keepFiringSince() const
{
    std::vector<Timestamp> all;
    for (const auto& [labels, active] : m_active) {
        if (active.isActive())
            all.push_back(active.absentSince);
    }
    return all;
}

std::vector<VectorElement> AlertingRule::series() const
{
    std::vector<VectorElement> series;
    for (const auto& [alertLabels, active] : m_active) {
        if (!active.isActive())
            continue;
        model::LabelSetBuilder labels(alertLabels);
        labels.set(model::kMetricName, "ALERTS_FOR_STATE");
        const auto wholeSeconds = active.alert.activeAt / 1000;
        series.push_back({labels.build(), static_cast<double>(wholeSeconds)});
        labels.set(model::kMetricName, "ALERTS").set("alertstate", alerts::toString(active.alert.state));
        series.push_back({labels.build(), 1});
    }
    return series;
}

std::vector<AlertNotice> AlertingRule::takeNotices(Timestamp time, const ResendOptions& options)
{
    std::vector<AlertNotice> notices;
    for (auto& [labels, active] : m_active) {
        const auto& alert = active.alert;
        if (alert.state == AlertState::Pending)
            continue;
        const bool isNews = alert.state == AlertState::Resolved && alert.resolvedAt > active.lastSentAt;
        if (!isNews && active.lastSentAt != 0 && active.lastSentAt + options.delay.count() >= time)
            continue;
        active.lastSentAt = time;
        const auto ahead = 4 * std::max(options.delay, options.interval).count();
        notices.push_back({alert, alert.state == AlertState::Resolved ? alert.resolvedAt : time + ahead});
    }
    return notices;
}

void AlertingRule::restore(const model::LabelSet& labels, Timestamp since)
{
    const auto found = m_active.find(labels);
    if (found != m_active.end() && found->second.isActive())
        found->second.alert.activeAt = since;
}

} // namespace nocturne::rules
