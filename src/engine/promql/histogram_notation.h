// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/core/result.h"
#include "engine/model/float_histogram.h"

namespace nocturne::promql {

/// A native histogram as test scripts write it, `{{schema:1 sum:0.3 buckets:[5 10 7]}}`, with dense buckets.
struct HistogramNotation
{
    /// Counts of neighbouring buckets, the first of them at index `offset`.
    struct Buckets
    {
        int offset = 0;
        std::vector<double> counts;

        bool operator==(const Buckets&) const = default;
    };
    enum class ResetHint { Unknown, Reset, NotReset, Gauge };

    static constexpr int kCustomSchema = -53;

    int schema = 0;
    double count = 0;
    double sum = 0;
    double zeroCount = 0;
    double zeroThreshold = 0;
    Buckets positive;
    Buckets negative;
    std::vector<double> customValues;
    ResetHint hint = ResetHint::Unknown;
    bool hasHint = false; ///< it is written, be it as unknown

    bool operator==(const HistogramNotation&) const = default;
};

/// Reads the notation at the front of `text`, from `{{` to `}}`, and takes it off. Fails with InvalidInput; the
/// position counts from the front of `text`.
Result<HistogramNotation> parseHistogramNotation(std::string_view& text);

/// `first` plus `factor` times `second`, in the resolution of `first`. Fails with InvalidInput where `second` is
/// coarser, or where custom limits differ.
Result<HistogramNotation> combine(const HistogramNotation& first, const HistogramNotation& second, double factor);

/// The histogram that a notation stands for.
model::FloatHistogram toHistogram(const HistogramNotation& notation);
/// The notation of a histogram: `{{schema:1 count:3 sum:4 buckets:[1 2]}}`.
std::string notationOf(const model::FloatHistogram& histogram);

} // namespace nocturne::promql
