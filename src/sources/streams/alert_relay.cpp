// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/streams/alert_relay.h"

#include <algorithm>
#include <array>
#include <utility>

namespace nocturne::streams {

namespace {

constexpr std::size_t kMaxActive = 1000;

bool saysOver(std::string_view status)
{
    constexpr std::array<std::string_view, 7> kWords = {"resolved", "inactive", "cleared", "closed",
                                                        "ok",       "normal",   "expired"};
    return std::ranges::find(kWords, status) != kWords.end();
}

} // namespace

AlertRelay::AlertRelay(alerts::AlertBoard& board, const Clock& clock, const std::string& stream, model::LabelSet labels,
                       std::chrono::milliseconds forgetAfter)
    : m_board(board)
    , m_clock(clock)
    , m_source("stream:" + stream)
    , m_labels(std::move(labels))
    , m_forgetAfter(forgetAfter)
{
    // After a restart the board still has what was active: the server tells again of what goes on.
    const auto known = m_board.snapshot();
    for (const auto& alert : *known) {
        if (alert.source != m_source || !alert.isActive() || m_active.size() == kMaxActive)
            continue;
        auto& active = m_active[keyOf(alert.labels)];
        active.instance = alert;
        active.instance.severity = alert.sourceSeverity;
        active.heard = m_clock.now();
    }
}

/// The id of the rule, else the name and all labels that are the alert's own.
std::string AlertRelay::keyOf(const model::LabelSet& labels) const
{
    if (const auto id = labels.get("rule_id"); !id.empty())
        return std::string(id);
    std::string key(labels.get("alertname"));
    for (const auto& label : labels) {
        if (label.name != "alertname" && label.name != "severity" && m_labels.get(label.name) != label.value)
            key += '\xff' + std::string(label.name) + '\xff' + std::string(label.value);
    }
    return key;
}

model::LabelSet AlertRelay::labelsOf(const StreamAlert& alert) const
{
    model::LabelSetBuilder labels(m_labels);
    for (const auto& [name, value] : alert.labels)
        labels.set(name, value);
    labels.set("alertname", alert.ruleName.empty() ? alert.ruleId : alert.ruleName);
    labels.set("rule_id", alert.ruleId);
    labels.set("severity", alert.severity);
    return labels.build();
}

void AlertRelay::receive(const StreamAlert& alert)
{
    auto labels = labelsOf(alert);
    const auto key = keyOf(labels);
    if (saysOver(alert.status)) {
        if (m_active.erase(key) > 0)
            report();
        return;
    }
    const auto known = m_active.find(key);
    if (known == m_active.end() && m_active.size() == kMaxActive)
        return;
    const auto now = m_clock.now();
    auto& active = known == m_active.end() ? m_active[key] : known->second;
    auto& instance = active.instance;
    const bool isNew = instance.state != alerts::AlertState::Firing;
    instance.labels = std::move(labels);
    instance.annotations = {{"summary", alert.message}};
    if (!alert.id.empty())
        instance.annotations["alert_id"] = alert.id;
    instance.state = alerts::AlertState::Firing;
    instance.severity = alerts::severityFromText(alert.severity);
    instance.severityText = alert.severity;
    instance.value = alert.currentValue.value_or(0);
    instance.threshold = alert.threshold;
    if (isNew) {
        instance.activeAt = std::min(alert.triggeredAt.value_or(now), now);
        instance.firedAt = instance.activeAt;
    }
    instance.unverifiedSince = 0;
    active.heard = now;
    report();
}

void AlertRelay::disconnected()
{
    if (!std::exchange(m_connected, false))
        return;
    for (auto& [rule, active] : m_active) {
        if (active.instance.unverifiedSince == 0)
            active.instance.unverifiedSince = m_clock.now();
    }
    m_board.markUnverified(m_source);
}

void AlertRelay::connected()
{
    m_connected = true;
    for (auto& [rule, active] : m_active)
        active.heard = m_clock.now();
}

void AlertRelay::expire()
{
    if (!m_connected || m_forgetAfter.count() == 0)
        return;
    const auto oldest = m_clock.now() - m_forgetAfter.count();
    if (std::erase_if(m_active, [&](const auto& entry) { return entry.second.heard < oldest; }) > 0)
        report();
}

void AlertRelay::report()
{
    std::vector<alerts::AlertInstance> active;
    for (const auto& [rule, entry] : m_active)
        active.push_back(entry.instance);
    m_board.report(m_source, std::move(active));
}

} // namespace nocturne::streams
