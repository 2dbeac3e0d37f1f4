// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string_view>

#include "base/core/result.h"
#include "engine/model/float_histogram.h"

namespace nocturne::model {

/// The parts of one classic histogram at one time, as its series `X_bucket`, `X_count` and `X_sum` tell them.
struct ClassicHistogram
{
    std::map<double, double> buckets; ///< cumulative counts by upper bound, which is no NaN
    std::optional<double> count;
    double sum = 0;

    /// The native histogram with custom buckets that says the same.
    ///
    /// Without a count the highest bucket stands for it. Fails with InvalidInput where counts are below zero or not
    /// cumulative. Source: Prometheus 3.14, util/convertnhcb.
    Result<FloatHistogram> toCustomBuckets() const;
};

/// Which part of a classic histogram a series is.
enum class ClassicPart { Bucket, Count, Sum };

struct ClassicName
{
    std::string_view base; ///< of the histogram, a part of the name it was split from
    ClassicPart part = ClassicPart::Bucket;
};

/// Splits `http_seconds_bucket`; nothing where `name` ends otherwise.
std::optional<ClassicName> splitClassicName(std::string_view name);

} // namespace nocturne::model
