// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/core/result.h"
#include "engine/model/label_set.h"
#include "engine/promql/eval_result.h"
#include "watch/alerts/alert_instance.h"
#include "watch/rules/rule_file.h"

namespace nocturne::rules {

/// One element of an instant vector, a scalar counted as one without labels.
struct VectorElement
{
    model::LabelSet labels;
    double value = 0;
};

/// The elements of an instant result. Fails with InvalidInput for a text or a matrix.
Result<std::vector<VectorElement>> elementsOf(const promql::EvalResult& result);

/// The state of one alerting rule between evaluations: which label sets are pending or firing since when.
///
/// The machine of Prometheus' rules/alerting.go: an element that appears is pending, and firing when it has been there
/// for `for` without a break; one that vanishes while pending is forgotten, while firing it resolves, `keep_firing_for`
/// later. Used by one thread.
class AlertingRule
{
public:
    /// `groupLabels` go onto all alerts of a group; `externalLabels` are for templates to speak of.
    AlertingRule(Rule rule, std::vector<std::pair<std::string, std::string>> groupLabels,
                 model::LabelSet externalLabels = {});

    /// Moves on to `time`, at which the expression has `elements`. Gives all that is pending or firing now.
    /// Fails with InvalidInput, changing nothing, when two elements get the same labels.
    Result<std::vector<alerts::AlertInstance>> advance(Timestamp time, const std::vector<VectorElement>& elements);
    /// Goes on from where `earlier`, which is the same rule of a file read before, stands.
    void takeOver(const AlertingRule& earlier) { m_active = earlier.m_active; }
    /// What the last advance() gave.
    std::vector<alerts::AlertInstance> active() const;
    const Rule& rule() const { return m_rule; }

private:
    struct Active
    {
        alerts::AlertInstance alert;
        Timestamp lastTrue = 0;
    };

    alerts::AlertInstance describe(const VectorElement& element) const;

    Rule m_rule;
    std::vector<std::pair<std::string, std::string>> m_groupLabels;
    model::LabelSet m_externalLabels;
    std::optional<double> m_threshold;
    std::map<model::LabelSet, Active> m_active;
};

} // namespace nocturne::rules
