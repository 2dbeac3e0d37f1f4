// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/label_set.h"
#include "engine/model/matcher.h"

namespace nocturne::notify {

/// One node of the route tree as it is written: what is not set is as in the parent.
struct RouteConfig
{
    std::optional<std::string> receiver;
    std::vector<model::Matcher> matchers; ///< of `match`, `match_re` and `matchers`, sorted by name
    bool continues = false;               ///< the next sibling is tried too
    std::optional<std::vector<std::string>> groupBy;
    bool groupsByAll = false; ///< `group_by: ['...']`: each alert by itself
    std::optional<std::chrono::milliseconds> groupWait;
    std::optional<std::chrono::milliseconds> groupInterval;
    std::optional<std::chrono::milliseconds> repeatInterval;
    std::vector<std::string> muteTimes; ///< of this node alone
    std::vector<std::string> activeTimes;
    std::vector<RouteConfig> routes;

    bool operator==(const RouteConfig&) const = default;
};

/// One node with everything that holds for the alerts that end there.
struct Route
{
    std::string id;  ///< "0/2/1": the path of places, unique
    std::string key; ///< `{}/{severity="critical"}`: the matchers from the root, as Alertmanager writes them
    std::string receiver;
    std::vector<model::Matcher> matchers;
    bool continues = false;
    std::vector<std::string> groupBy; ///< sorted
    bool groupsByAll = false;
    std::chrono::milliseconds groupWait{30'000};
    std::chrono::milliseconds groupInterval{5 * 60'000};
    std::chrono::milliseconds repeatInterval{4 * 3'600'000};
    std::vector<std::string> muteTimes;
    std::vector<std::string> activeTimes;
    std::vector<Route> children;

    /// The labels that alerts of one group share.
    model::LabelSet groupLabels(const model::LabelSet& alert) const;
};

/// Fills in what the nodes inherit. Source: Alertmanager, dispatch/route.go.
Route makeRoute(const RouteConfig& root);

/// The nodes where an alert ends: depth first, of each level the first that matches and those after a `continue`; a
/// node that matches and has no child that does. Pointers into the tree.
std::vector<const Route*> matchingRoutes(const Route& root, const model::LabelSet& alert);

/// One step of the way of an alert through the tree, for people who ask why.
struct RouteStep
{
    const Route* route = nullptr;
    int depth = 0;
    bool matched = false;
    std::string why;    ///< "severity is \"warning\", not \"critical\""; empty where it matched
    bool isEnd = false; ///< the alert ends here
};

/// Every node that was looked at, in that order.
std::vector<RouteStep> traceRoutes(const Route& root, const model::LabelSet& alert);

} // namespace nocturne::notify
