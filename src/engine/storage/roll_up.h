// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <vector>

#include "base/core/result.h"
#include "engine/model/label_set.h"
#include "engine/model/sample.h"

namespace nocturne::storage {

/// The lengths of buckets that there may be, ascending.
inline constexpr std::array<std::chrono::milliseconds, 2> kRollUpResolutions = {std::chrono::minutes(5),
                                                                                std::chrono::hours(1)};

/// What the float samples of one series come to in one bucket of time, staleness markers left out.
///
/// Buckets are open on the left, as PromQL's windows are: (end - resolution, end], with `end` a multiple of the
/// resolution. So a window whose edges are multiples too is made of whole buckets.
struct RollUp
{
    Timestamp end = 0;
    Timestamp firstTime = 0; ///< of the first and the last sample
    Timestamp lastTime = 0;
    std::uint32_t count = 0;  ///< samples; 0 stands for a bucket without any
    std::uint32_t resets = 0; ///< samples smaller than the one before them in the bucket
    double first = 0;
    double last = 0;
    double min = 0; ///< the first of the smallest and largest; NaN only when every sample is
    double max = 0;
    double sum = 0;     ///< to one part in 10^15
    double dropped = 0; ///< the sum of the samples before resets

    bool operator==(const RollUp&) const = default;
};

/// The roll-ups of one series in a window of time. Used by one thread at a time.
class RollUpCursor
{
public:
    virtual ~RollUpCursor() = default;

    virtual const model::LabelSet& labels() const = 0;
    /// Appends all buckets with samples, in time order. Fails with Corrupt.
    virtual Result<void> read(std::vector<RollUp>& into) = 0;
    /// Whether the series has native histograms in the window, of which roll-ups know nothing.
    virtual bool hasHistograms() const = 0;
    /// Whether samples of the window were dropped already, so that roll-ups are all there is.
    virtual bool isAllThereIs() const = 0;
};

using RollUpCursors = std::vector<std::unique_ptr<RollUpCursor>>;

} // namespace nocturne::storage
