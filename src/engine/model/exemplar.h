// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cstdint>

#include "base/core/clock.h"
#include "engine/model/label_set.h"

namespace nocturne::model {

/// One observation out of those behind a sample, with labels that lead to more, such as the id of a trace.
struct Exemplar
{
    LabelSet labels;
    double value = 0;
    Timestamp t = 0;         ///< ms since the Unix epoch
    bool hasOwnTime = false; ///< else `t` is the time of the scrape, and says nothing about the observation

    bool operator==(const Exemplar&) const = default;
};

/// Same bits: what is no number equals itself.
inline bool haveSameValue(const Exemplar& a, const Exemplar& b)
{
    return std::bit_cast<std::uint64_t>(a.value) == std::bit_cast<std::uint64_t>(b.value);
}

/// The order in which the exemplars of one series are told: by time, value and labels.
inline bool comesBefore(const Exemplar& a, const Exemplar& b)
{
    if (a.t != b.t)
        return a.t < b.t;
    return haveSameValue(a, b) ? a.labels < b.labels : a.value < b.value;
}

} // namespace nocturne::model
