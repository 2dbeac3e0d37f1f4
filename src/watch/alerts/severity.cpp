// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/alerts/severity.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <utility>

#include "base/core/text.h"

namespace nocturne::alerts {

namespace {

constexpr std::array<std::pair<std::string_view, Severity>, 30> kWords = {{
    {"critical", Severity::Critical}, {"crit", Severity::Critical},      {"page", Severity::Critical},
    {"fatal", Severity::Critical},    {"emergency", Severity::Critical}, {"disaster", Severity::Critical},
    {"p1", Severity::Critical},       {"sev1", Severity::Critical},      {"1", Severity::Critical},
    {"error", Severity::Error},       {"err", Severity::Error},          {"major", Severity::Error},
    {"high", Severity::Error},        {"p2", Severity::Error},           {"sev2", Severity::Error},
    {"warning", Severity::Warning},   {"warn", Severity::Warning},       {"minor", Severity::Warning},
    {"average", Severity::Warning},   {"ticket", Severity::Warning},     {"p3", Severity::Warning},
    {"sev3", Severity::Warning},      {"info", Severity::Info},          {"information", Severity::Info},
    {"notice", Severity::Info},       {"none", Severity::Info},          {"low", Severity::Info},
    {"p4", Severity::Info},           {"debug", Severity::Info},         {"ok", Severity::Info},
}};

} // namespace

Severity severityFromText(std::string_view text)
{
    const auto* const found =
        std::ranges::find(kWords, asciiLower(text), [](const auto& entry) { return entry.first; });
    return found == kWords.end() ? Severity::Unknown : found->second;
}

std::string_view toString(Severity severity)
{
    switch (severity) {
    case Severity::Info:
        return "info";
    case Severity::Warning:
        return "warning";
    case Severity::Unknown:
        return "unknown";
    case Severity::Error:
        return "error";
    case Severity::Critical:
        return "critical";
    }
    return "unknown";
}

} // namespace nocturne::alerts
