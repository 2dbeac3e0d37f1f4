// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/core/clock.h"
#include "base/core/log.h"
#include "engine/promql/features.h"
#include "engine/storage/appender.h"
#include "engine/storage/queryable.h"
#include "watch/alerts/alert_board.h"
#include "watch/rules/alerting_rule.h"
#include "watch/rules/rule_file.h"
#include "watch/rules/rule_status.h"

namespace nocturne::rules {

/// When the evaluation of a group is due: its times differ by `interval`, and lie at an offset that comes of its name
/// and file, so that groups spread over the interval and a restart does not move them.
/// Source: Prometheus, rules/group.go, EvalTimestamp.
Timestamp evaluationTime(const RuleGroup& group, std::chrono::milliseconds interval, Timestamp now);

/// What all groups share.
struct RuleSettings
{
    std::chrono::milliseconds interval{60'000}; ///< of groups that name none; also the step of subqueries that do not
    std::chrono::milliseconds queryOffset{0};   ///< of groups that name none
    /// Templates know them as `$externalLabels`, and alerts reported to the board carry those that they do not have
    /// themselves; the series written do not. Source: Prometheus, notifier.Manager.Send.
    model::LabelSet externalLabels = {};
    std::string externalUrl = {};   ///< `$externalURL` of templates
    promql::Features features = {}; ///< parts of PromQL that are off by default
};

/// The clock of rules: evaluates each group once an interval, one rule after the other, all at one time stamp, and
/// groups side by side on threads of its own, so that a slow rule delays its own group alone.
///
/// Alerting rules report to the board under the source "rules:FILE;GROUP" and write the series ALERTS and
/// ALERTS_FOR_STATE; recording rules write theirs. A rule that cannot be evaluated keeps its alerts, marked unverified.
/// An evaluation that takes longer than the interval makes the next one skip, never overlap. Groups of the first
/// setGroups() take the state of `for` from ALERTS_FOR_STATE after their second evaluation.
///
/// Lives on one thread, where reports to the board are made. Threads of the engine hand over through `post`, which runs
/// a job on that thread and may drop it.
class RuleEngine
{
public:
    using Post = std::function<void(std::function<void()>)>;

    struct Options
    {
        unsigned threads = 4;                       ///< groups evaluated at once; 0 evaluates within evaluateDue()
        std::chrono::milliseconds ruleTime{30'000}; ///< a rule that takes longer is stopped
    };

    RuleEngine(const storage::Queryable& data, storage::Appendable& store, alerts::AlertBoard& board,
               const Clock& clock, Logger& log, Post post, Options options);
    RuleEngine(const storage::Queryable& data, storage::Appendable& store, alerts::AlertBoard& board,
               const Clock& clock, Logger& log, Post post);
    /// Stops the rules under way and waits for them.
    ~RuleEngine();
    RuleEngine(const RuleEngine&) = delete;
    RuleEngine& operator=(const RuleEngine&) = delete;

    /// Replaces all groups. A group that did not change goes on; one that did keeps the state of rules whose name and
    /// labels are the same. Series of rules that are gone end, their alerts resolve.
    void setGroups(std::vector<RuleGroup> groups, RuleSettings settings);
    /// After each evaluation `sink` is told what Alertmanagers are to hear, on the engine's thread: what fires, each
    /// `resendDelay`, and what is over, for a quarter of an hour. Labels are those of the board.
    void onNotices(std::function<void(const std::vector<AlertNotice>&)> sink, std::chrono::milliseconds resendDelay);
    /// Begins the evaluation of each group that is due. Called a few times a second.
    void evaluateDue();

    /// All rules, group by group.
    std::vector<RuleStatus> statuses() const;
    std::vector<GroupStatus> groups() const;
    /// Evaluations that were left out because the one before had not ended.
    std::uint64_t missedEvaluations() const;

private:
    struct Group;
    struct State;
    std::shared_ptr<State> m_state;
};

} // namespace nocturne::rules
