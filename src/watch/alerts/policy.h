// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "watch/alerts/alert_list.h"
#include "watch/alerts/silence.h"

namespace nocturne::alerts {

/// While an alert that `source` selects fires, nobody is told of those that `target` selects and whose labels `equal`
/// are the same. An alert that both select is not inhibited by one that both select.
/// Source: Alertmanager, inhibit/inhibit.go.
struct InhibitRule
{
    Matchers source;
    Matchers target;
    std::vector<std::string> equal;

    bool operator==(const InhibitRule&) const = default;
};

/// How severe an alert of one source is by its words: the first that fits decides, exact words before expressions.
struct SeverityMap
{
    std::string source;                    ///< prefix of AlertInstance::source: "stream:gateway"; empty: all
    std::string label = "severity";        ///< whose value is looked at
    std::map<std::string, Severity> words; ///< whatever their case
    std::vector<std::pair<model::Matcher, Severity>> expressions; ///< on the lower-case value; the name is ignored

    bool operator==(const SeverityMap&) const = default;
};

/// What `maps` make of the severity of `alert`; what it has already where none of them says anything.
Severity mappedSeverity(const std::vector<SeverityMap>& maps, const AlertInstance& alert);

/// What is to happen while an alert fires and nobody takes it.
///
/// The clock starts when it fires, stands still while it is acknowledged, snoozed by all, silenced, inhibited or in
/// downtime, and goes on where it stood.
struct EscalationPolicy
{
    struct Step
    {
        std::chrono::milliseconds after{0};
        std::vector<std::string> receivers; ///< told by what notifies; the board only says that the step is due
        Severity atLeast = Severity::Info;  ///< for alerts of this severity and worse

        bool operator==(const Step&) const = default;
    };

    std::string name;
    Matchers matchers;                              ///< which alerts; empty: all. The first policy that fits counts
    std::vector<Step> steps;                        ///< by `after`
    std::optional<std::chrono::milliseconds> raise; ///< after so long the shown severity is one worse, once

    bool operator==(const EscalationPolicy&) const = default;
};

/// The policy of an alert; null when there is none.
const EscalationPolicy* policyFor(const std::vector<EscalationPolicy>& policies, const model::LabelSet& labels);
/// One worse: info, warning, error, critical. Unknown becomes error.
Severity raised(Severity severity);

/// When an alert flaps: it began to fire `count` times within `within`. It has calmed down when that is no longer so.
struct FlappingRule
{
    std::size_t count = 4;
    std::chrono::milliseconds within{60 * 60 * 1000};

    bool operator==(const FlappingRule&) const = default;
};

/// Alerts that have the same values of some labels, as a display or a message takes them together.
struct AlertGroup
{
    model::LabelSet labels;                    ///< those it is grouped by
    std::vector<const AlertInstance*> members; ///< in the order of the list
    Severity worst = Severity::Info;           ///< of those that fire
};

/// `alerts` by their labels `by`, in the order in which the first of each group stands. The pointers live as `alerts`.
std::vector<AlertGroup> groupAlerts(const AlertList& alerts, const std::vector<std::string>& by);

} // namespace nocturne::alerts
