// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/health/health_monitor.h"

#include <algorithm>
#include <map>
#include <utility>

#include "base/net/event_loop.h"
#include "base/net/http_client.h"
#include "sources/health/check.h"
#include "sources/health/group.h"

namespace nocturne::health {

using std::chrono::milliseconds;

namespace {

constexpr milliseconds kLookInterval{1'000}; // how late maintenance begins and ends, and a group is recorded

} // namespace

struct HealthMonitor::State
{
    MemberContext context;
    std::vector<std::unique_ptr<Check>> checks;
    std::vector<std::unique_ptr<Group>> groups; // members before those they are members of
    std::vector<std::string> groupOrder;        // as the options have it
    std::function<void()> changed;
    net::TimerId looking = 0;
    bool running = false;
    bool isSettling = false;
    bool isDirty = false;

    std::map<std::string, Member*, std::less<>> byName() const
    {
        std::map<std::string, Member*, std::less<>> members;
        for (const auto& check : checks)
            members[check->name()] = check.get();
        for (const auto& group : groups)
            members[group->name()] = group.get();
        return members;
    }

    /// Groups judge anew, what depends on others follows them, until nothing is another any more. That ends: what
    /// depends on what has no cycles.
    void settle()
    {
        isDirty = true;
        if (!running || std::exchange(isSettling, true))
            return;
        while (std::exchange(isDirty, false)) {
            for (const auto& group : groups)
                group->look();
            for (const auto& check : checks) {
                if (!check->parents().empty())
                    check->onParent();
            }
        }
        isSettling = false;
        if (changed)
            changed();
    }

    /// Maintenance of groups goes down to their members, from the outermost group on.
    void spreadMaintenance()
    {
        std::map<const Member*, std::optional<PlannedWork>> spread;
        for (auto group = groups.rbegin(); group != groups.rend(); ++group) {
            (*group)->setGroupWork(spread[group->get()]);
            const auto work = (*group)->work();
            for (const auto* member : (*group)->members()) {
                if (work)
                    spread[member] = work;
            }
        }
        for (const auto& check : checks) {
            check->setGroupWork(spread[check.get()]);
            check->lookAtMaintenance();
        }
    }

    void look()
    {
        spreadMaintenance();
        settle();
        looking = context.loop.after(kLookInterval, [this] { look(); });
    }

    void link()
    {
        const auto members = byName();
        const auto found = [&](const std::vector<std::string>& names) {
            std::vector<Member*> all;
            for (const auto& name : names) {
                if (const auto known = members.find(name); known != members.end())
                    all.push_back(known->second);
            }
            return all;
        };
        for (const auto& group : groups)
            group->setMembers(found(group->options().members));
        for (const auto& check : checks)
            check->setParents(found(check->options().dependsOn));
    }
};

namespace {

/// The groups with those that others have as members before these. Groups in a cycle, which no valid options have,
/// come last.
std::vector<GroupOptions> inOrder(std::vector<GroupOptions> groups)
{
    std::vector<GroupOptions> ordered;
    while (!groups.empty()) {
        const auto isWaiting = [&](const GroupOptions& group) {
            return std::ranges::any_of(groups, [&](const GroupOptions& other) {
                return std::ranges::find(group.members, other.name) != group.members.end();
            });
        };
        auto next = std::ranges::find_if_not(groups, isWaiting);
        if (next == groups.end())
            next = groups.begin();
        ordered.push_back(std::move(*next));
        groups.erase(next);
    }
    return ordered;
}

/// What of `before` has these options, taken out of it; null where there is none.
template <typename Part, typename Options>
std::unique_ptr<Part> takeSame(std::vector<std::unique_ptr<Part>>& before, const Options& options)
{
    const auto same =
        std::ranges::find_if(before, [&](const auto& known) { return known && known->options() == options; });
    return same == before.end() ? nullptr : std::move(*same);
}

} // namespace

HealthMonitor::HealthMonitor(net::EventLoop& loop, net::HttpClient& http, storage::Appendable& store,
                             const Clock& clock, Logger& logger, HealthOptions options, Helpers helpers)
    : m_state(new State{.context = {loop, http, store, clock, logger, helpers.queries, std::move(helpers.plannedWork)}})
{
    m_state->context.settled = [state = m_state.get()] { state->settle(); };
    apply(std::move(options));
}

HealthMonitor::~HealthMonitor() { stop(); }

void HealthMonitor::start()
{
    if (std::exchange(m_state->running, true))
        return;
    for (const auto& check : m_state->checks)
        check->start();
    m_state->look();
}

void HealthMonitor::stop()
{
    if (!std::exchange(m_state->running, false))
        return;
    m_state->context.loop.cancel(std::exchange(m_state->looking, 0));
    for (const auto& check : m_state->checks)
        check->end();
    for (const auto& group : m_state->groups)
        group->end();
}

void HealthMonitor::apply(HealthOptions options)
{
    auto checksBefore = std::exchange(m_state->checks, {});
    auto groupsBefore = std::exchange(m_state->groups, {});
    for (auto& check : options.checks) {
        auto same = takeSame(checksBefore, check);
        m_state->checks.push_back(same ? std::move(same) : std::make_unique<Check>(m_state->context, std::move(check)));
    }
    m_state->groupOrder.clear();
    for (const auto& group : options.groups)
        m_state->groupOrder.push_back(group.name);
    for (auto& group : inOrder(std::move(options.groups))) {
        auto same = takeSame(groupsBefore, group);
        m_state->groups.push_back(same ? std::move(same) : std::make_unique<Group>(m_state->context, std::move(group)));
    }
    for (const auto& gone : checksBefore) {
        if (gone)
            gone->end();
    }
    for (const auto& gone : groupsBefore) {
        if (gone)
            gone->end();
    }
    m_state->link();
    if (!m_state->running)
        return;
    for (const auto& check : m_state->checks) {
        if (check->status().lastAttempt == 0 && check->status().nextAttempt == 0)
            check->start();
    }
    m_state->spreadMaintenance();
    m_state->settle();
}

void HealthMonitor::checkNow(const std::string& name)
{
    if (!m_state->running)
        return;
    for (const auto& check : m_state->checks) {
        if (check->name() == name)
            check->attemptNow();
    }
    for (const auto& group : m_state->groups) {
        if (group->name() == name) {
            for (const auto* member : group->members())
                checkNow(member->name());
        }
    }
}

std::vector<HealthStatus> HealthMonitor::statuses() const
{
    std::vector<HealthStatus> statuses;
    for (const auto& name : m_state->groupOrder) {
        for (const auto& group : m_state->groups) {
            if (group->name() == name)
                statuses.push_back(group->status());
        }
    }
    for (const auto& check : m_state->checks)
        statuses.push_back(check->status());
    return statuses;
}

std::vector<model::LabelSet> HealthMonitor::inMaintenance() const
{
    std::vector<model::LabelSet> all;
    const auto add = [&](const HealthStatus& status) {
        if (status.state == HealthState::Maintenance)
            all.push_back(model::LabelSet{{"instance", status.name}, {"job", "health"}});
    };
    for (const auto& check : m_state->checks)
        add(check->status());
    for (const auto& group : m_state->groups)
        add(group->status());
    return all;
}

std::map<std::string, milliseconds> HealthMonitor::intervals() const
{
    std::map<std::string, milliseconds> all;
    for (const auto& check : m_state->checks)
        all[check->name()] = check->status().interval;
    for (const auto& group : m_state->groups)
        all[group->name()] = group->status().interval;
    return all;
}

void HealthMonitor::setUptime(const std::map<std::string, std::vector<Uptime>>& byName)
{
    const auto of = [&](const std::string& name) {
        const auto known = byName.find(name);
        return known == byName.end() ? std::vector<Uptime>() : known->second;
    };
    for (const auto& check : m_state->checks)
        check->setUptime(of(check->name()));
    for (const auto& group : m_state->groups)
        group->setUptime(of(group->name()));
}

void HealthMonitor::onChange(std::function<void()> callback) { m_state->changed = std::move(callback); }

} // namespace nocturne::health
