// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/core/clock.h"
#include "engine/promql/common_parts.h"
#include "engine/storage/appender.h"
#include "watch/rules/alerting_rule.h"
#include "watch/rules/rule_file.h"
#include "watch/rules/rule_query.h"
#include "watch/rules/rule_status.h"

namespace nocturne::rules {

/// What a group works with. All outlive it.
struct GroupTools
{
    const RuleQuery& queries;
    storage::Appendable& store;
    const Clock& clock;
    Surroundings surroundings;
    std::chrono::milliseconds outageTolerance{60 * 60 * 1000}; ///< of an outage that `for` survives
    std::chrono::milliseconds forGracePeriod{10 * 60 * 1000};  ///< a restored alert fires after that at the earliest
    bool sharesParts = true; ///< what expressions of a group have in common is evaluated once a round
};

/// Stops a rule that takes too long. Any thread.
class RuleWatch
{
public:
    /// A rule begins; the token tells it to stop.
    std::stop_token begin(Clock::Monotonic now);
    void end();
    /// Stops the rule under way when it has run longer than `limit`.
    void check(Clock::Monotonic now, std::chrono::milliseconds limit);
    /// Stops the rule under way and all that come.
    void stopAll();
    bool isStopped() const;

private:
    mutable std::mutex m_mutex;
    std::optional<Clock::Monotonic> m_begun;
    std::stop_source m_source;
    bool m_isStopped = false;
};

/// Evaluates the rules of one group, one after the other: queries, moves alerts on, writes series. What one writes the
/// next can read. A rule that fails keeps its alerts and does not disturb the others.
///
/// Used by one thread at a time. Source: Prometheus, rules/group.go.
class GroupRunner
{
public:
    /// `interval` is that of a group that names none. With `waitsForRestore` alerting rules write no series until
    /// restore().
    GroupRunner(RuleGroup plan, std::chrono::milliseconds interval, GroupTools tools, bool waitsForRestore = false);

    /// Evaluates all rules at `time`; the queries look at `time` less the group's offset.
    void evaluate(Timestamp time, RuleWatch& watch);
    /// Takes the time since when alerts are active from ALERTS_FOR_STATE, as it was written before a restart.
    /// Meant for after the second evaluation, when data are there again. Source: Prometheus, Group.RestoreForState.
    void restore(Timestamp now);
    /// Goes on from where `earlier` stands, for rules that have the same name and labels. What remains there is what
    /// is gone.
    void inherit(GroupRunner& earlier);
    /// Ends all series that the group, or rules it had before, wrote and no rule writes any more.
    void endSeries(Timestamp time);

    /// Pending and firing alerts of all rules; those of a rule that fails are marked unverified.
    std::vector<alerts::AlertInstance> active() const;
    /// What has to be sent at `time`.
    std::vector<AlertNotice> takeNotices(Timestamp time, const ResendOptions& options);
    GroupStatus status() const;
    const RuleGroup& plan() const { return m_plan; }
    std::chrono::milliseconds interval() const { return m_interval; }
    bool waitsForRestore() const { return m_waitsForRestore; }

private:
    struct Slot
    {
        Rule rule;
        promql::ExprPtr expression;
        std::optional<AlertingRule> alerting;
        std::vector<model::LabelSet> written; // sorted series of the last evaluation
        RuleStatus status;
        Timestamp failingSince = 0;
    };

    void evaluate(Slot& slot, Timestamp time, const std::stop_token& stop);
    Result<void> run(Slot& slot, Timestamp time, const std::stop_token& stop);
    Result<std::vector<VectorElement>> record(const Slot& slot, std::vector<VectorElement> elements) const;
    Result<void> write(Slot& slot, Timestamp time, std::vector<VectorElement> series);
    void forgetParts(const Rule& rule);
    void noteAlerts(Slot& slot) const;
    void restore(Slot& slot, storage::Querier& querier, Timestamp now);
    std::optional<Timestamp> restoredSince(const Rule& rule, storage::SeriesCursor& cursor, Timestamp now) const;

    RuleGroup m_plan;
    std::chrono::milliseconds m_interval;
    std::chrono::milliseconds m_offset;
    GroupTools m_tools;
    bool m_waitsForRestore;
    std::vector<Slot> m_slots;
    std::unique_ptr<promql::CommonParts> m_common; // of the slots' expressions; null: each stands alone
    std::vector<model::LabelSet> m_orphans;        // series of rules that are gone
    GroupStatus m_status;
};

} // namespace nocturne::rules
