// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/rules/rule_engine.h"

#include <algorithm>
#include <cmath>
#include <stop_token>

#include "watch/rules/alerting_rule.h"

namespace nocturne::rules {

namespace {

/// `alert` with the labels of `external` that it has not itself.
void addMissing(alerts::AlertInstance& alert, const model::LabelSet& external)
{
    model::LabelSetBuilder labels(external);
    for (const auto& label : alert.labels)
        labels.set(label.name, label.value);
    alert.labels = labels.build();
}

bool isSameRule(const Rule& a, const Rule& b)
{
    const auto texts = [](const Templates& templates) {
        std::vector<std::pair<std::string, std::string>> all;
        for (const auto& [name, text] : templates)
            all.emplace_back(name, text.source());
        return all;
    };
    return a.alert == b.alert && a.record == b.record && a.expression == b.expression && a.holdFor == b.holdFor &&
           texts(a.labels) == texts(b.labels);
}

std::string boardSource(const RuleGroup& group) { return "rules:" + group.file + ";" + group.name; }

} // namespace

/// One group and where it stands.
struct RuleEngine::Group
{
    RuleGroup plan;
    std::chrono::milliseconds interval{0};
    std::vector<AlertingRule> alerting; // one for each rule; unused for recording rules
    std::vector<RuleStatus> statuses;
    std::vector<std::vector<model::LabelSet>> written; // sorted series that each rule wrote last
    Clock::Monotonic due;
    Clock::Monotonic begun;
    bool isRunning = false;
    bool hasFailed = false;
    std::size_t next = 0; // rule under way
    Timestamp time = 0;
};

struct RuleEngine::State : std::enable_shared_from_this<RuleEngine::State>
{
    query::QueryService& queries;
    storage::Appendable& store;
    alerts::AlertBoard& board;
    const Clock& clock;
    Logger& log;
    Post post;
    std::vector<std::shared_ptr<Group>> groups;
    model::LabelSet externalLabels;
    std::stop_source stop;
    std::uint64_t missed = 0;

    State(query::QueryService& q, storage::Appendable& s, alerts::AlertBoard& b, const Clock& c, Logger& l, Post p)
        : queries(q)
        , store(s)
        , board(b)
        , clock(c)
        , log(l)
        , post(std::move(p))
    {}

    void begin(const std::shared_ptr<Group>& group)
    {
        group->isRunning = true;
        group->hasFailed = false;
        group->next = 0;
        group->time = clock.now() - group->plan.queryOffset.count();
        evaluateNext(group);
    }

    void evaluateNext(const std::shared_ptr<Group>& group)
    {
        if (group->next == group->plan.rules.size()) {
            finish(*group);
            return;
        }
        group->begun = clock.monotonic();
        query::InstantQuery query{group->plan.rules[group->next].expression, group->time};
        // The answer may come after this engine is gone: the weak reference tells.
        queries.instant(std::move(query), stop.get_token(),
                        [weak = weak_from_this(), postHome = post, group](auto result) {
                            postHome([weak, group, result = std::move(result)] {
                                if (const auto self = weak.lock())
                                    self->take(group, result);
                            });
                        });
    }

    void take(const std::shared_ptr<Group>& group, const Result<query::QueryService::ResultPtr>& result)
    {
        RuleStatus& status = group->statuses[group->next];
        const auto done = result ? apply(*group, **result) : Result<void>(tl::unexpected(result.error()));
        status.lastEvaluation = group->time;
        status.lastSeconds = std::chrono::duration<double>(clock.monotonic() - group->begun).count();
        if (!done && status.lastError != done.error().message)
            log.log(LogLevel::Warning, "rules", "rule \"" + status.name + "\": " + done.error().message);
        status.lastError = done ? "" : done.error().message;
        group->hasFailed = group->hasFailed || !done;
        ++group->next;
        evaluateNext(group);
    }

    Result<void> apply(Group& group, const query::QueryResult& result)
    {
        auto elements = elementsOf(result);
        if (!elements)
            return tl::unexpected(elements.error());
        if (group.plan.limit != 0 && elements->size() > group.plan.limit)
            return fail(Error::Kind::LimitExceeded, "exceeded the limit of " + std::to_string(group.plan.limit) +
                                                        " with " + std::to_string(elements->size()) + " elements");
        if (!group.plan.rules[group.next].isAlerting())
            return record(group, *elements);
        auto active = group.alerting[group.next].advance(group.time, *elements);
        if (!active)
            return tl::unexpected(active.error());
        group.statuses[group.next].activeAlerts = active->size();
        return write(group, alertSeries(*active));
    }

    static std::vector<VectorElement> alertSeries(const std::vector<alerts::AlertInstance>& active)
    {
        std::vector<VectorElement> series;
        for (const auto& alert : active) {
            model::LabelSetBuilder labels(alert.labels);
            labels.set(model::kMetricName, "ALERTS").set("alertstate", alerts::toString(alert.state));
            series.push_back({labels.build(), 1});
            labels.set(model::kMetricName, "ALERTS_FOR_STATE").remove("alertstate");
            series.push_back({labels.build(), std::floor(static_cast<double>(alert.activeAt) / 1000)});
        }
        return series;
    }

    Result<void> record(Group& group, const std::vector<VectorElement>& elements)
    {
        const Rule& rule = group.plan.rules[group.next];
        std::vector<VectorElement> series;
        for (const auto& element : elements) {
            model::LabelSetBuilder labels(element.labels);
            labels.set(model::kMetricName, rule.record);
            for (const auto& [name, value] : group.plan.labels)
                labels.set(name, value);
            for (const auto& [name, value] : rule.labels)
                labels.set(name, value.render({element.labels, element.value, externalLabels}));
            series.push_back({labels.build(), element.value});
        }
        return write(group, std::move(series));
    }

    /// Stores `series` at the group's time, and staleness markers for what the rule wrote before and now has not.
    Result<void> write(Group& group, std::vector<VectorElement> series)
    {
        const auto byLabels = [](const VectorElement& a, const VectorElement& b) { return a.labels < b.labels; };
        std::ranges::sort(series, byLabels);
        const auto twin =
            std::ranges::adjacent_find(series, [](const auto& a, const auto& b) { return a.labels == b.labels; });
        if (twin != series.end())
            return fail(Error::Kind::InvalidInput, "two series with the same labels " + twin->labels.toString());
        auto& before = group.written[group.next];
        const auto appender = store.appender();
        std::vector<model::LabelSet> now;
        for (const auto& element : series) {
            now.push_back(element.labels);
            if (auto ref = appender->append(0, element.labels, {group.time, element.value}); !ref)
                return tl::unexpected(ref.error());
        }
        for (const auto& labels : before) {
            if (!std::ranges::binary_search(now, labels))
                (void)appender->append(0, labels, {group.time, model::kStaleMarker});
        }
        before = std::move(now);
        if (auto committed = appender->commit(); !committed)
            return tl::unexpected(committed.error());
        return {};
    }

    void finish(Group& group)
    {
        group.isRunning = false;
        std::vector<alerts::AlertInstance> active;
        for (const auto& rule : group.alerting) {
            auto of = rule.active();
            active.insert(active.end(), std::make_move_iterator(of.begin()), std::make_move_iterator(of.end()));
        }
        for (auto& alert : active)
            addMissing(alert, externalLabels);
        board.report(boardSource(group.plan), std::move(active));
        if (group.hasFailed)
            board.markUnverified(boardSource(group.plan));
    }

    /// Takes state of `old` over for rules that are unchanged.
    static void inherit(Group& group, Group& old)
    {
        for (std::size_t i = 0; i < group.plan.rules.size(); ++i) {
            for (std::size_t j = 0; j < old.plan.rules.size(); ++j) {
                if (!isSameRule(group.plan.rules[i], old.plan.rules[j]))
                    continue;
                group.alerting[i].takeOver(old.alerting[j]);
                group.written[i] = old.written[j];
                group.statuses[i] = old.statuses[j];
            }
        }
    }

    std::shared_ptr<Group> make(RuleGroup plan, std::chrono::milliseconds defaultInterval) const
    {
        auto group = std::make_shared<Group>();
        group->interval = plan.interval.value_or(defaultInterval);
        group->due = clock.monotonic();
        for (const auto& rule : plan.rules) {
            group->alerting.emplace_back(rule, plan.labels, externalLabels);
            RuleStatus status;
            status.file = plan.file;
            status.group = plan.name;
            status.name = rule.name();
            status.isAlerting = rule.isAlerting();
            status.expression = rule.expression;
            group->statuses.push_back(std::move(status));
        }
        group->written.resize(plan.rules.size());
        group->plan = std::move(plan);
        return group;
    }
};

RuleEngine::RuleEngine(query::QueryService& queries, storage::Appendable& store, alerts::AlertBoard& board,
                       const Clock& clock, Logger& log, Post post)
    : m_state(std::make_shared<State>(queries, store, board, clock, log, std::move(post)))
{}

RuleEngine::~RuleEngine() { m_state->stop.request_stop(); }

void RuleEngine::setGroups(std::vector<RuleGroup> groups, std::chrono::milliseconds defaultInterval,
                           model::LabelSet externalLabels)
{
    m_state->externalLabels = std::move(externalLabels);
    const auto old = std::exchange(m_state->groups, {});
    for (auto& plan : groups) {
        auto group = m_state->make(std::move(plan), defaultInterval);
        for (const auto& before : old) {
            if (boardSource(before->plan) == boardSource(group->plan))
                State::inherit(*group, *before);
        }
        m_state->groups.push_back(std::move(group));
    }
    for (const auto& before : old) {
        const bool stays = std::ranges::any_of(
            m_state->groups, [&](const auto& group) { return boardSource(group->plan) == boardSource(before->plan); });
        if (!stays)
            m_state->board.report(boardSource(before->plan), {});
    }
}

void RuleEngine::evaluateDue()
{
    const auto now = m_state->clock.monotonic();
    for (const auto& group : m_state->groups) {
        if (now < group->due)
            continue;
        const auto late = (now - group->due) / group->interval; // whole intervals, as after a sleep
        group->due += (late + 1) * group->interval;
        if (group->isRunning)
            ++m_state->missed;
        else
            m_state->begin(group);
    }
}

std::vector<RuleStatus> RuleEngine::statuses() const
{
    std::vector<RuleStatus> all;
    for (const auto& group : m_state->groups)
        all.insert(all.end(), group->statuses.begin(), group->statuses.end());
    return all;
}

std::vector<GroupReport> RuleEngine::reports() const
{
    std::vector<GroupReport> all;
    for (const auto& group : m_state->groups) {
        GroupReport report;
        report.file = group->plan.file;
        report.name = group->plan.name;
        report.interval = group->interval;
        report.limit = group->plan.limit;
        for (std::size_t i = 0; i < group->plan.rules.size(); ++i) {
            report.rules.push_back(reportOf(*group, i));
            report.lastEvaluation = std::max(report.lastEvaluation, group->statuses[i].lastEvaluation);
            report.lastSeconds += group->statuses[i].lastSeconds;
        }
        all.push_back(std::move(report));
    }
    return all;
}

RuleReport RuleEngine::reportOf(const Group& group, std::size_t index)
{
    const Rule& rule = group.plan.rules[index];
    RuleReport report;
    report.status = group.statuses[index];
    report.holdFor = rule.holdFor;
    report.keepFiringFor = rule.keepFiringFor;
    for (const auto& [name, value] : group.plan.labels) {
        if (std::ranges::none_of(rule.labels, [&](const auto& own) { return own.first == name; }))
            report.labels.emplace_back(name, value);
    }
    for (const auto& [name, value] : rule.labels)
        report.labels.emplace_back(name, value.source());
    for (const auto& [name, value] : rule.annotations)
        report.annotations.emplace_back(name, value.source());
    if (rule.isAlerting())
        report.active = group.alerting[index].active();
    return report;
}

std::uint64_t RuleEngine::missedEvaluations() const { return m_state->missed; }

} // namespace nocturne::rules
