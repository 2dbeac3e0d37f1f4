// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/core/result.h"
#include "engine/model/label_set.h"
#include "watch/alerts/alert_instance.h"
#include "watch/rules/alert_text.h"
#include "watch/rules/rule_file.h"
#include "watch/rules/rule_query.h"

namespace nocturne::rules {

/// When alerts are said to those outside, and how often. Source: Prometheus, rules.ManagerOptions.
struct ResendOptions
{
    std::chrono::milliseconds delay{60'000};    ///< between two notices of one alert
    std::chrono::milliseconds interval{60'000}; ///< of the group
};

/// One alert as it goes to an Alertmanager.
struct AlertNotice
{
    alerts::AlertInstance alert; ///< Firing or Resolved
    Timestamp endsAt = 0;        ///< of a firing one in the future: it is over then unless heard of again
};

/// The state of one alerting rule between evaluations: which label sets are pending or firing since when.
///
/// The machine of Prometheus' rules/alerting.go: an element that appears is pending, and firing when it has been there
/// for `for` without a break; one that vanishes while pending is forgotten, while firing it resolves, `keep_firing_for`
/// later. A resolved one is kept for 15 minutes, for notices. Used by one thread.
class AlertingRule
{
public:
    AlertingRule(Rule rule, Surroundings surroundings);

    /// Moves on to `time`, at which the expression has `elements`. `queries` serves the templates.
    /// Fails, changing nothing, with InvalidInput when two elements get the same labels. Fails with LimitExceeded,
    /// forgetting all alerts, when more than `limit` (not 0) are pending or firing.
    Result<void> advance(Timestamp time, const std::vector<VectorElement>& elements, const RuleQuery& queries,
                         std::size_t limit = 0, const std::stop_token& stop = {});
    /// What is pending or firing, by labels.
    std::vector<alerts::AlertInstance> active() const;
    /// Beside active(): since when keep_firing_for holds each; 0: it does not.
    std::vector<Timestamp> keepFiringSince() const;
    /// ALERTS and ALERTS_FOR_STATE of what is pending or firing.
    std::vector<VectorElement> series() const;
    /// What has to be said at `time`, and notes that it was. Source: Prometheus, rules.Alert.needsSending.
    std::vector<AlertNotice> takeNotices(Timestamp time, const ResendOptions& options);

    /// Goes on from where `earlier`, the same rule of a file read before, stands.
    void takeOver(AlertingRule& earlier) { m_active = std::move(earlier.m_active); }
    /// After a restart: `activeAt` becomes `since` for the alert `labels`. Does nothing where there is none.
    void restore(const model::LabelSet& labels, Timestamp since);
    const Rule& rule() const { return m_rule; }

private:
    struct Active
    {
        alerts::AlertInstance alert;
        Timestamp absentSince = 0; ///< while keep_firing_for holds it; 0: it is there
        Timestamp lastSentAt = 0;

        bool isActive() const { return alert.state != alerts::AlertState::Resolved; }
    };
    using Found = std::map<model::LabelSet, alerts::AlertInstance>;

    Result<Found> describe(const std::vector<VectorElement>& elements, const RuleQuery& queries, Timestamp time,
                           const std::stop_token& stop) const;
    alerts::AlertInstance describe(const VectorElement& element, AlertText text) const;
    void moveOn(Active& active, bool isFound, Timestamp time) const;

    Rule m_rule;
    Surroundings m_surroundings;
    std::optional<double> m_threshold;
    std::map<model::LabelSet, Active> m_active;
};

} // namespace nocturne::rules
