// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "base/core/clock.h"
#include "engine/model/label_set.h"

namespace nocturne::query {

/// Two expressions beside another one: the smallest and the largest value within each step, whose newest value it is.
struct EnvelopeExpressions
{
    std::string lowest;
    std::string highest;

    bool operator==(const EnvelopeExpressions&) const = default;
};

/// What to ask beside `expression`, over the same steps, so that no sample between two steps is hidden.
///
/// A vector selector becomes min_over_time() and max_over_time() over a step, (t - step, t], which roll-ups answer
/// where these are exact. A function of one range that is shorter than the step, `rate(x[1m])`, is computed window by
/// window, `max_over_time(rate(x[1m])[1h:1m])`. Nothing for all else: where the range is a step or longer every sample
/// is part of a value already, and of sums and ratios the extremes do not follow from those of their parts. Nothing
/// either for
/// @ modifiers, for an expression that does not parse, and for more than 50,000 windows in `span`.
std::optional<EnvelopeExpressions> envelopeOf(const std::string& expression, std::chrono::milliseconds step,
                                              std::chrono::milliseconds span);

/// What a series of the expression and its companions have in common: its labels without those that name the metric.
inline model::LabelSet envelopeKey(const model::LabelSet& labels) { return labels.withoutMetadata(); }

} // namespace nocturne::query
