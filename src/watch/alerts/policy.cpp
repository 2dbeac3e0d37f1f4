// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/alerts/policy.h"

#include <algorithm>
#include <unordered_map>

#include "base/core/text.h"

namespace nocturne::alerts {

Severity mappedSeverity(const std::vector<SeverityMap>& maps, const AlertInstance& alert)
{
    for (const auto& map : maps) {
        if (!alert.source.starts_with(map.source))
            continue;
        const auto inLabel = alert.labels.get(map.label);
        const auto word = asciiLower(inLabel.empty() ? std::string_view(alert.severityText) : inLabel);
        if (const auto found = map.words.find(word); found != map.words.end())
            return found->second;
        for (const auto& [matcher, severity] : map.expressions) {
            if (matcher.matches(word))
                return severity;
        }
    }
    return alert.sourceSeverity;
}

const EscalationPolicy* policyFor(const std::vector<EscalationPolicy>& policies, const model::LabelSet& labels)
{
    const auto found = std::ranges::find_if(
        policies, [&](const EscalationPolicy& policy) { return model::matchesAll(policy.matchers, labels); });
    return found == policies.end() ? nullptr : &*found;
}

Severity raised(Severity severity)
{
    switch (severity) {
    case Severity::Info:
        return Severity::Warning;
    case Severity::Warning:
    case Severity::Unknown:
        return Severity::Error;
    case Severity::Error:
    case Severity::Critical:
        break;
    }
    return Severity::Critical;
}

std::vector<AlertGroup> groupAlerts(const AlertList& alerts, const std::vector<std::string>& by)
{
    std::vector<AlertGroup> groups;
    std::unordered_map<model::LabelSet, std::size_t, model::LabelSetHash> places;
    for (const auto& alert : alerts) {
        auto labels = alert.labels.only(by);
        const auto [place, isNew] = places.try_emplace(labels, groups.size());
        if (isNew)
            groups.push_back({std::move(labels), {}});
        auto& group = groups[place->second];
        group.members.push_back(&alert);
        if (alert.state == AlertState::Firing)
            group.worst = std::max(group.worst, alert.severity);
    }
    return groups;
}

} // namespace nocturne::alerts
