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
        const std::string rule(alert.labels.get("rule_id"));
        if (alert.source != m_source || !alert.isActive() || rule.empty() || m_active.size() == kMaxActive)
            continue;
        auto& active = m_active[rule];
        active.instance = alert;
        active.instance.severity = alert.sourceSeverity;
        active.heard = m_clock.now();
    }
}

void AlertRelay::receive(const StreamAlert& alert)
{
    const auto& rule = !alert.ruleId.empty() ? alert.ruleId : !alert.ruleName.empty() ? alert.ruleName : alert.id;
    if (saysOver(alert.status)) {
        if (m_active.erase(rule) > 0)
            report();
        return;
    }
    const auto known = m_active.find(rule);
    if (known == m_active.end() && m_active.size() == kMaxActive)
        return;
    const auto now = m_clock.now();
    auto& active = known == m_active.end() ? m_active[rule] : known->second;
    auto& instance = active.instance;
    const bool isNew = instance.state != alerts::AlertState::Firing;
    model::LabelSetBuilder labels(m_labels);
    labels.set("alertname", alert.ruleName.empty() ? rule : alert.ruleName);
    labels.set("rule_id", rule);
    labels.set("severity", alert.severity);
    instance.labels = labels.build();
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
    if (!m_connected)
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
