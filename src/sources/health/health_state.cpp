// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/health/health_state.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/core/text.h"

namespace nocturne::health {

namespace {

constexpr std::array<std::string_view, 10> kUpWords = {"up",      "pass",  "ok",    "healthy", "success",
                                                       "running", "ready", "alive", "serving", "operational"};
constexpr std::array<std::string_view, 12> kDownWords = {"down",           "fail",      "failed",      "failing",
                                                         "failure",        "error",     "critical",    "fatal",
                                                         "out_of_service", "unhealthy", "unavailable", "not_serving"};

} // namespace

std::string_view toString(HealthState state)
{
    switch (state) {
    case HealthState::Waiting:
        return "waiting";
    case HealthState::Up:
        return "up";
    case HealthState::Degraded:
        return "degraded";
    case HealthState::Down:
        return "down";
    case HealthState::Disabled:
        return "disabled";
    case HealthState::Unreachable:
        return "unreachable";
    case HealthState::Maintenance:
        return "maintenance";
    case HealthState::Unknown:
        return "unknown";
    }
    return "waiting";
}

double valueOf(HealthState state)
{
    if (state == HealthState::Up)
        return 1;
    return state == HealthState::Degraded ? 0.5 : 0;
}

bool isMeasured(HealthState state)
{
    return state == HealthState::Up || state == HealthState::Degraded || state == HealthState::Down;
}

HealthState worse(HealthState a, HealthState b) { return valueOf(a) <= valueOf(b) ? a : b; }

HealthState stateFromWord(std::string_view word)
{
    std::string lower(word.substr(0, 32));
    std::ranges::transform(lower, lower.begin(), [](char c) { return c == '-' || c == ' ' ? '_' : asciiLower(c); });
    if (std::ranges::find(kUpWords, lower) != kUpWords.end())
        return HealthState::Up;
    return std::ranges::find(kDownWords, lower) != kDownWords.end() ? HealthState::Down : HealthState::Degraded;
}

} // namespace nocturne::health
