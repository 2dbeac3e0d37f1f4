// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/core/clock.h"
#include "watch/alerts/alert_instance.h"

namespace nocturne::rules {

/// Unknown until the first evaluation.
enum class RuleHealth { Unknown, Ok, Err };

/// The word of Prometheus' API: "ok".
constexpr std::string_view toString(RuleHealth health)
{
    return health == RuleHealth::Ok ? "ok" : health == RuleHealth::Err ? "err" : "unknown";
}

/// How a rule is doing, for displays and the API.
struct RuleStatus
{
    using Texts = std::vector<std::pair<std::string, std::string>>;
    using Alerts = std::shared_ptr<const std::vector<alerts::AlertInstance>>;

    std::string file;
    std::string group;
    std::string name;
    bool isAlerting = false;
    std::string expression;
    std::chrono::milliseconds holdFor{0};
    std::chrono::milliseconds keepFiringFor{0};
    Texts labels;      ///< as written, with those of the group
    Texts annotations; ///< as written
    RuleHealth health = RuleHealth::Unknown;
    std::string lastError;        ///< empty: healthy, or not evaluated yet
    Timestamp lastEvaluation = 0; ///< 0: never
    double lastSeconds = 0;
    std::uint64_t evaluations = 0;
    std::uint64_t failures = 0;
    alerts::AlertState state = alerts::AlertState::Inactive; ///< of an alerting rule: its worst
    std::size_t activeAlerts = 0;
    Alerts alerts = nullptr; ///< pending and firing ones; null where there are none
    /// Beside `alerts`: since when the condition is over and keep_firing_for holds each; 0: it is not. Empty where it
    /// holds none.
    std::vector<Timestamp> keepFiringSince = {};

    bool operator==(const RuleStatus&) const = default;
};

/// How a group is doing.
struct GroupStatus
{
    std::string file;
    std::string name;
    std::chrono::milliseconds interval{0};
    std::chrono::milliseconds queryOffset{0};
    std::size_t limit = 0;
    Timestamp lastEvaluation = 0; ///< 0: never
    double lastSeconds = 0;
    std::uint64_t evaluations = 0;
    std::uint64_t missed = 0; ///< left out because the one before had not ended
    std::vector<RuleStatus> rules;

    bool operator==(const GroupStatus&) const = default;
};

} // namespace nocturne::rules
