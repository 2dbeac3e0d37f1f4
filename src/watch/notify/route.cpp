// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/notify/route.h"

#include <algorithm>

#include "base/core/text.h"
#include "watch/alerts/matcher_text.h"

namespace nocturne::notify {

namespace {

void inherit(Route& route, const Route& parent)
{
    route.receiver = parent.receiver;
    route.groupBy = parent.groupBy;
    route.groupsByAll = parent.groupsByAll;
    route.groupWait = parent.groupWait;
    route.groupInterval = parent.groupInterval;
    route.repeatInterval = parent.repeatInterval;
}

Route build(const RouteConfig& config, const Route* parent, const std::string& id)
{
    Route route;
    if (parent != nullptr)
        inherit(route, *parent);
    route.id = id;
    route.matchers = config.matchers;
    route.key = (parent == nullptr ? "" : parent->key + '/') + alerts::matcherText(config.matchers);
    route.continues = config.continues;
    route.receiver = config.receiver.value_or(route.receiver);
    if (config.groupBy || config.groupsByAll) {
        route.groupBy = config.groupBy.value_or(std::vector<std::string>());
        route.groupsByAll = config.groupsByAll;
        std::ranges::sort(route.groupBy);
    }
    route.groupWait = config.groupWait.value_or(route.groupWait);
    route.groupInterval = config.groupInterval.value_or(route.groupInterval);
    route.repeatInterval = config.repeatInterval.value_or(route.repeatInterval);
    route.muteTimes = config.muteTimes;
    route.activeTimes = config.activeTimes;
    for (std::size_t i = 0; i < config.routes.size(); ++i)
        route.children.push_back(build(config.routes[i], &route, id + '/' + std::to_string(i)));
    return route;
}

std::string whyNot(const std::vector<model::Matcher>& matchers, const model::LabelSet& labels)
{
    const auto failed = std::ranges::find_if(matchers, [&](const auto& m) { return !m.matches(labels); });
    if (failed == matchers.end())
        return {};
    const auto value = labels.get(failed->name());
    return failed->toString() +
           (value.empty() ? ": the alert has no such label" : ": it is \"" + printable(value, 80) + '"');
}

/// Whether the subtree took the alert.
bool trace(const Route& route, const model::LabelSet& alert, int depth, std::vector<RouteStep>& steps)
{
    const auto why = whyNot(route.matchers, alert);
    const auto at = steps.size();
    steps.push_back({&route, depth, why.empty(), why, false});
    if (!why.empty())
        return false;
    bool isTaken = false;
    for (const auto& child : route.children) {
        if (!trace(child, alert, depth + 1, steps))
            continue;
        isTaken = true;
        if (!child.continues)
            break;
    }
    steps[at].isEnd = !isTaken;
    return true;
}

} // namespace

model::LabelSet Route::groupLabels(const model::LabelSet& alert) const
{
    return groupsByAll ? alert : alert.only(groupBy);
}

Route makeRoute(const RouteConfig& root) { return build(root, nullptr, "0"); }

std::vector<const Route*> matchingRoutes(const Route& root, const model::LabelSet& alert)
{
    if (!model::matchesAll(root.matchers, alert))
        return {};
    std::vector<const Route*> all;
    for (const auto& child : root.children) {
        const auto found = matchingRoutes(child, alert);
        all.insert(all.end(), found.begin(), found.end());
        if (!found.empty() && !child.continues)
            break;
    }
    if (all.empty())
        all.push_back(&root);
    return all;
}

std::vector<RouteStep> traceRoutes(const Route& root, const model::LabelSet& alert)
{
    std::vector<RouteStep> steps;
    (void)trace(root, alert, 0, steps);
    return steps;
}

} // namespace nocturne::notify
