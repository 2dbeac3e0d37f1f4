// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/rules/rule_engine.h"

#include <algorithm>
#include <optional>

#include <xxhash.h>

#include "base/core/worker_pool.h"
#include "watch/rules/group_runner.h"

namespace nocturne::rules {

namespace {

constexpr std::string_view kBoardPrefix = "rules:";

std::string boardSource(const RuleGroup& group) { return std::string(kBoardPrefix) + group.file + ";" + group.name; }

/// `alert` with the labels of `external` that it has not itself.
void addMissing(alerts::AlertInstance& alert, const model::LabelSet& external)
{
    model::LabelSetBuilder labels(external);
    for (const auto label : alert.labels)
        labels.set(label.name, label.value);
    alert.labels = labels.build();
}

bool isSameText(const Templates& a, const Templates& b)
{
    return std::ranges::equal(a, b, [](const auto& x, const auto& y) {
        return x.first == y.first && x.second.source() == y.second.source();
    });
}

bool isSameRule(const Rule& a, const Rule& b)
{
    return a.alert == b.alert && a.record == b.record && a.expression == b.expression && a.holdFor == b.holdFor &&
           a.keepFiringFor == b.keepFiringFor && isSameText(a.labels, b.labels) &&
           isSameText(a.annotations, b.annotations);
}

bool isSameGroup(const RuleGroup& a, const RuleGroup& b)
{
    return a.interval == b.interval && a.queryOffset == b.queryOffset && a.limit == b.limit &&
           std::ranges::equal(a.rules, b.rules, isSameRule);
}

bool isSame(const RuleSettings& a, const RuleSettings& b)
{
    return a.interval == b.interval && a.queryOffset == b.queryOffset && a.externalLabels == b.externalLabels &&
           a.externalUrl == b.externalUrl && a.features == b.features;
}

} // namespace

Timestamp evaluationTime(const RuleGroup& group, std::chrono::milliseconds interval, Timestamp now)
{
    const auto identity = "file\xff" + group.file + "\xff" + "name\xff" + group.name + "\xff";
    const auto hash = XXH64(identity.data(), identity.size(), 0);
    const auto step = static_cast<std::uint64_t>(interval.count());
    const auto offset = static_cast<Timestamp>(hash % (step * 1'000'000) / 1'000'000); // Prometheus' is in nanoseconds
    const auto ahead = now - offset;
    const auto into = ((ahead % interval.count()) + interval.count()) % interval.count();
    return ahead - into + offset;
}

/// One group and where it stands. The runner belongs to a thread of the pool while `isRunning`.
struct RuleEngine::Group
{
    explicit Group(GroupRunner made)
        : runner(std::move(made))
        , status(runner.status())
    {}

    GroupRunner runner;
    RuleWatch watch;
    GroupStatus status;
    Timestamp due = 0;
    bool isRunning = false;
    bool isGone = false; // replaced while it ran
    std::shared_ptr<Group> successor;
    std::uint64_t missed = 0;
    std::vector<std::string> errors; // of the rules, as logged last
};

struct RuleEngine::State : std::enable_shared_from_this<RuleEngine::State>
{
    const storage::Queryable& data;
    storage::Appendable& store;
    alerts::AlertBoard& board;
    const Clock& clock;
    Logger& log;
    Post post;
    Options options;
    RuleSettings settings;
    std::unique_ptr<RuleQuery> queries;
    std::vector<std::unique_ptr<RuleQuery>> formerQueries; // runners that are under way may still use them
    std::vector<std::shared_ptr<Group>> groups;
    std::vector<std::shared_ptr<Group>> running;
    bool wasLoaded = false;
    std::function<void(const std::vector<AlertNotice>&)> sink;
    std::chrono::milliseconds resendDelay{0};
    std::unique_ptr<WorkerPool> pool;

    State(const storage::Queryable& d, storage::Appendable& s, alerts::AlertBoard& b, const Clock& c, Logger& l, Post p,
          Options o)
        : data(d)
        , store(s)
        , board(b)
        , clock(c)
        , log(l)
        , post(std::move(p))
        , options(o)
        , pool(o.threads == 0 ? nullptr : std::make_unique<WorkerPool>(o.threads))
    {}

    std::shared_ptr<Group> make(RuleGroup plan)
    {
        if (!plan.queryOffset)
            plan.queryOffset = settings.queryOffset;
        GroupTools tools{*queries, store, clock, {settings.externalLabels, settings.externalUrl}};
        auto group =
            std::make_shared<Group>(GroupRunner(std::move(plan), settings.interval, std::move(tools), !wasLoaded));
        const auto interval = group->runner.interval();
        group->due = evaluationTime(group->runner.plan(), interval, clock.now()) + interval.count();
        return group;
    }

    void begin(const std::shared_ptr<Group>& group, Timestamp time)
    {
        group->isRunning = true;
        running.push_back(group);
        const auto job = [group, time, now = &clock] {
            group->runner.evaluate(time, group->watch);
            if (group->runner.waitsForRestore() && group->runner.status().evaluations >= 2)
                group->runner.restore(now->now());
        };
        if (!pool) {
            job();
            finish(group);
            return;
        }
        pool->submit([job, group, weak = weak_from_this(), postHome = post](const std::stop_token&) {
            job();
            postHome([weak, group] {
                if (const auto self = weak.lock())
                    self->finish(group);
            });
        });
    }

    void finish(const std::shared_ptr<Group>& group)
    {
        group->isRunning = false;
        std::erase(running, group);
        if (group->isGone) {
            handOver(*group, group->successor);
            return;
        }
        group->status = group->runner.status();
        logErrors(*group);
        report(*group);
        tell(*group);
    }

    void tell(Group& group)
    {
        if (!sink)
            return;
        auto notices = group.runner.takeNotices(clock.now(), {resendDelay, group.runner.interval()});
        for (auto& notice : notices)
            addMissing(notice.alert, settings.externalLabels);
        if (!notices.empty())
            sink(notices);
    }

    void report(const Group& group)
    {
        auto active = group.runner.active();
        for (auto& alert : active)
            addMissing(alert, settings.externalLabels);
        board.report(boardSource(group.runner.plan()), std::move(active));
    }

    void logErrors(Group& group)
    {
        const auto& rules = group.status.rules;
        group.errors.resize(rules.size());
        for (std::size_t i = 0; i < rules.size(); ++i) {
            if (!rules[i].lastError.empty() && rules[i].lastError != group.errors[i])
                log.log(LogLevel::Warning, "rules", "rule \"" + rules[i].name + "\": " + rules[i].lastError);
            group.errors[i] = rules[i].lastError;
        }
    }

    /// Gives the state of a group that was replaced to the one that replaces it, or ends it.
    void handOver(Group& old, const std::shared_ptr<Group>& successor)
    {
        if (!successor) {
            // An empty group inherits nothing: all series are of rules that are gone.
            RuleGroup empty;
            empty.file = old.runner.plan().file;
            empty.name = old.runner.plan().name;
            GroupRunner last(std::move(empty), settings.interval, {*queries, store, clock, {}});
            last.inherit(old.runner);
            last.endSeries(clock.now());
            board.endSource(boardSource(old.runner.plan()), "rule removed");
            return;
        }
        successor->runner.inherit(old.runner);
        successor->status = successor->runner.status();
        successor->missed = old.missed;
        successor->isRunning = false;
        if (successor->isGone) // replaced in its turn before it had its state
            handOver(*successor, successor->successor);
        else
            report(*successor);
    }

    void replace(const std::shared_ptr<Group>& old, const std::shared_ptr<Group>& successor)
    {
        if (!old->isRunning) {
            handOver(*old, successor);
            return;
        }
        old->isGone = true;
        old->successor = successor;
        old->watch.stopAll();
        if (successor)
            successor->isRunning = true; // until it has its state
    }

    std::shared_ptr<Group> find(const std::vector<std::shared_ptr<Group>>& all, const RuleGroup& plan) const
    {
        const auto found = std::ranges::find_if(
            all, [&](const auto& group) { return boardSource(group->runner.plan()) == boardSource(plan); });
        return found == all.end() ? nullptr : *found;
    }

    GroupStatus statusOf(const Group& group) const
    {
        auto status = group.status;
        status.missed = group.missed;
        return status;
    }
};

RuleEngine::RuleEngine(const storage::Queryable& data, storage::Appendable& store, alerts::AlertBoard& board,
                       const Clock& clock, Logger& log, Post post, Options options)
    : m_state(std::make_shared<State>(data, store, board, clock, log, std::move(post), options))
{}

RuleEngine::RuleEngine(const storage::Queryable& data, storage::Appendable& store, alerts::AlertBoard& board,
                       const Clock& clock, Logger& log, Post post)
    : RuleEngine(data, store, board, clock, log, std::move(post), Options())
{}

RuleEngine::~RuleEngine()
{
    for (const auto& group : m_state->running)
        group->watch.stopAll();
    m_state->pool.reset(); // waits
}

void RuleEngine::setGroups(std::vector<RuleGroup> groups, RuleSettings settings)
{
    const bool isSameSetting = m_state->queries != nullptr && isSame(m_state->settings, settings);
    m_state->settings = std::move(settings);
    if (!isSameSetting) {
        if (m_state->queries)
            m_state->formerQueries.push_back(std::move(m_state->queries));
        RuleQueryOptions options;
        options.subqueryStep = m_state->settings.interval;
        options.features = m_state->settings.features;
        m_state->queries = std::make_unique<RuleQuery>(m_state->data, options);
    }
    const auto old = std::exchange(m_state->groups, {});
    for (auto& plan : groups) {
        if (!plan.queryOffset)
            plan.queryOffset = m_state->settings.queryOffset;
        const auto before = m_state->find(old, plan);
        if (before && isSameSetting && isSameGroup(before->runner.plan(), plan)) {
            m_state->groups.push_back(before);
            continue;
        }
        auto group = m_state->make(std::move(plan));
        m_state->groups.push_back(group);
        if (before)
            m_state->replace(before, group);
    }
    for (const auto& before : old) {
        if (!m_state->find(m_state->groups, before->runner.plan()))
            m_state->replace(before, nullptr);
    }
    std::vector<std::string> sources;
    for (const auto& group : m_state->groups)
        sources.push_back(boardSource(group->runner.plan()));
    m_state->board.endOtherSources(kBoardPrefix, sources, "rule removed"); // of a run before, with other files
    m_state->wasLoaded = true;
}

void RuleEngine::onNotices(std::function<void(const std::vector<AlertNotice>&)> sink,
                           std::chrono::milliseconds resendDelay)
{
    m_state->sink = std::move(sink);
    m_state->resendDelay = resendDelay;
}

void RuleEngine::evaluateDue()
{
    for (const auto& group : m_state->running)
        group->watch.check(m_state->clock.monotonic(), m_state->options.ruleTime);
    const auto now = m_state->clock.now();
    for (const auto& group : m_state->groups) {
        const auto interval = group->runner.interval();
        // A clock set back must not silence a group for longer than its interval.
        if (group->due > now + interval.count())
            group->due = evaluationTime(group->runner.plan(), interval, now) + interval.count();
        if (now < group->due)
            continue;
        const auto latest = evaluationTime(group->runner.plan(), interval, now);
        group->due = latest + interval.count();
        if (group->isRunning)
            ++group->missed;
        else
            m_state->begin(group, latest);
    }
}

std::vector<RuleStatus> RuleEngine::statuses() const
{
    std::vector<RuleStatus> all;
    for (const auto& group : m_state->groups)
        all.insert(all.end(), group->status.rules.begin(), group->status.rules.end());
    return all;
}

std::vector<GroupStatus> RuleEngine::groups() const
{
    std::vector<GroupStatus> all;
    for (const auto& group : m_state->groups)
        all.push_back(m_state->statusOf(*group));
    return all;
}

std::uint64_t RuleEngine::missedEvaluations() const
{
    std::uint64_t missed = 0;
    for (const auto& group : m_state->groups)
        missed += group->missed;
    return missed;
}

} // namespace nocturne::rules
