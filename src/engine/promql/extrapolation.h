// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>

namespace nocturne::promql {

/// The extrapolation of rate(), increase() and delta(): to the edge of the window where a sample would be expected
/// there, else by half an interval; a counter never below zero. Reckoned in ms, as the quotient has no unit.
/// After prometheus, promql/functions.go, extrapolatedRate.
template <bool IsCounter>
double extrapolationFactor(double toStart, double sampled, double toEnd, double intervals, double first,
                           double difference)
{
    const double interval = sampled / intervals;
    const double threshold = interval * 1.1;
    if (toStart >= threshold) {
        toStart = interval / 2;
    }
    if (IsCounter && difference > 0 && first >= 0) {
        toStart = std::min(toStart, sampled * (first / difference));
    }
    if (toEnd >= threshold) {
        toEnd = interval / 2;
    }
    return (sampled + toStart + toEnd) / sampled;
}

} // namespace nocturne::promql
