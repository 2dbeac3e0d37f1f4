// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <stop_token>
#include <vector>

#include "base/core/clock.h"
#include "engine/promql/eval_result.h"
#include "watch/rules/threshold_rule.h"

namespace nocturne::rules {

/// One time that a rule would have fired, for one series.
struct RehearsedFiring
{
    std::size_t series = 0; ///< of the values
    Timestamp from = 0;
    Timestamp to = 0; ///< of one that goes on: the last time looked at
    bool goesOn = false;

    bool operator==(const RehearsedFiring&) const = default;
};

/// What a rule would have done in the past.
struct Rehearsal
{
    std::vector<RehearsedFiring> firings; ///< by their beginning
    std::chrono::milliseconds total{0};   ///< in which at least one series fired
    std::size_t pending = 0;              ///< times that it did not hold long enough to fire
    Timestamp dataFrom = 0;               ///< the first value there is; 0: there is none
};

/// Plays `rule` over the values of what it measures, as AlertingRule would have evaluated it at each of their times.
/// Stops early, with what it has, after a stop request.
Rehearsal rehearse(const ThresholdRule& rule, const promql::EvalResult& values, const std::stop_token& stop = {});

} // namespace nocturne::rules
