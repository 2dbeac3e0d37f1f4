// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "base/core/result.h"
#include "watch/alerts/alert_history.h"

namespace nocturne::alerts {

/// A part of a stretch of time: how much of it alerts fired, and how bad the worst of them was.
struct FiringCell
{
    std::uint8_t share = 0; ///< 0 nobody fired, 255 all the time
    Severity worst = Severity::Info;

    bool operator==(const FiringCell&) const = default;
};

/// The past of one rule, or of all together.
struct RuleReport
{
    RuleNoise noise;
    double secondsFiring = 0; ///< of all occurrences together, within the asked time
    std::size_t flapped = 0;  ///< occurrences that flapped: began too often after the ones before
    Severity worst = Severity::Info;
    std::vector<FiringCell> cells; ///< equal parts of the asked time, oldest first

    bool operator==(const RuleReport&) const = default;
};

struct HistoryReport
{
    RuleReport total;              ///< without a name
    std::vector<RuleReport> rules; ///< the noisiest first, kMostReportedRules at most; `total` has all of them
};
inline constexpr std::size_t kMostReportedRules = 1'000;

/// What fired at some time of [query.from, query.to), by rule: how often, how long, who took it, and when, in `cells`
/// parts. An occurrence counts as fired where it began within that time; one that goes on ends with it. Pages of the
/// query are ignored. Reads each of these occurrences once: not on a thread that draws. Fails where the state cannot be
/// read.
Result<HistoryReport> historyReport(StateStore& store, const HistoryQuery& query, std::size_t cells);

} // namespace nocturne::alerts
