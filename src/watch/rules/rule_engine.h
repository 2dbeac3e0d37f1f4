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
#include "engine/query/query_service.h"
#include "engine/storage/appender.h"
#include "watch/alerts/alert_board.h"
#include "watch/rules/rule_file.h"

namespace nocturne::rules {

/// How a rule is doing, for displays and the API.
struct RuleStatus
{
    std::string file;
    std::string group;
    std::string name;
    bool isAlerting = false;
    std::string expression;
    std::string lastError; ///< empty: healthy, or not evaluated yet
    Timestamp lastEvaluation = 0;
    double lastSeconds = 0;
    std::size_t activeAlerts = 0;

    bool operator==(const RuleStatus&) const = default;
};

/// All that is known of a rule and its alerts; made when somebody asks.
struct RuleReport
{
    RuleStatus status;
    std::chrono::milliseconds holdFor{0};
    std::chrono::milliseconds keepFiringFor{0};
    std::vector<std::pair<std::string, std::string>> labels; ///< templates as written, those of the group among them
    std::vector<std::pair<std::string, std::string>> annotations; ///< templates as written
    std::vector<alerts::AlertInstance> active;                    ///< pending or firing as of the last evaluation
};

struct GroupReport
{
    std::string file;
    std::string name;
    std::chrono::milliseconds interval{0};
    std::size_t limit = 0;        ///< 0 is no limit
    Timestamp lastEvaluation = 0; ///< 0: never
    double lastSeconds = 0;       ///< of all rules together
    std::vector<RuleReport> rules;
};

/// The clock of rules: evaluates each group once an interval, one rule after the other, all at one time stamp.
///
/// Alerting rules report to the board under the source "rules:FILE;GROUP" and write the series ALERTS; recording rules
/// write theirs. A rule that cannot be evaluated keeps its alerts: the group's alerts are marked unverified.
/// An evaluation that takes longer than the interval makes the next one skip, never overlap.
///
/// Lives on one thread. Answers of the query service come home through `post`, which runs a job on that thread.
class RuleEngine
{
public:
    using Post = std::function<void(std::function<void()>)>;

    RuleEngine(query::QueryService& queries, storage::Appendable& store, alerts::AlertBoard& board, const Clock& clock,
               Logger& log, Post post);
    ~RuleEngine();

    /// Replaces all groups. Alerts of groups that are gone resolve; of those that stay the state is kept where rule
    /// and labels are the same. `externalLabels` tell this Nocturne from others: templates know them as
    /// `$externalLabels`, and alerts reported to the board carry those that they do not have themselves; the series
    /// written do not. Source: Prometheus, notifier.Manager.Send.
    void setGroups(std::vector<RuleGroup> groups, std::chrono::milliseconds defaultInterval,
                   model::LabelSet externalLabels = {});
    /// Begins the evaluation of each group that is due. Called a few times a second.
    void evaluateDue();
    std::vector<RuleStatus> statuses() const;
    /// All groups with all there is to tell of them, in the order of the files.
    std::vector<GroupReport> reports() const;
    /// Evaluations that were left out because the one before had not ended.
    std::uint64_t missedEvaluations() const;

private:
    struct Group;
    struct State;
    static RuleReport reportOf(const Group& group, std::size_t index);

    std::shared_ptr<State> m_state;
};

} // namespace nocturne::rules
