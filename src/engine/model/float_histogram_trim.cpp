// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Trimming: what `histogram </ limit` and `histogram >/ limit` keep. Within an exponential bucket observations lie
// evenly on a logarithmic scale, within custom buckets and the zero bucket evenly; nothing is known of how they lie in
// a bucket without end. The sum is estimated anew from the middles of what is left. After Prometheus 3.14,
// model/histogram/float_histogram.go, TrimBuckets.
#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/model/float_histogram.h"

namespace nocturne::model {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// A part of a bucket, or of the whole histogram: how many observations, and what each of them is taken to be.
struct Part
{
    double count = 0;
    double middle = 0;
};

enum class Scale { Linear, Positive, Negative };

double middleOf(double lower, double upper, Scale scale)
{
    if (std::isinf(lower)) {
        if (std::isinf(upper))
            return 0;
        return upper > 0 ? upper / 2 : upper;
    }
    if (std::isinf(upper))
        return lower;
    if (scale == Scale::Linear)
        return (lower + upper) / 2;
    const double mean = std::sqrt(std::fabs(lower * upper));
    return scale == Scale::Positive ? mean : -mean;
}

/// How much of a finite bucket lies below `limit`, which is within it.
double shareBelow(const HistogramBucket& bucket, double limit, Scale scale)
{
    if (scale == Scale::Linear)
        return (limit - bucket.lower) / (bucket.upper - bucket.lower);
    const double lower = std::log2(std::fabs(bucket.lower));
    const double upper = std::log2(std::fabs(bucket.upper));
    const double at = std::log2(std::fabs(limit));
    return scale == Scale::Positive ? (at - lower) / (upper - lower) : 1 - (at - upper) / (lower - upper);
}

double finiteOr0(double v) { return std::isinf(v) ? 0 : v; }

/// The part of a bucket with an infinite bound that stays. Where observations cannot be below zero, the bucket is
/// taken to begin there; else what is not sure to lie on the kept side goes.
Part trimEndless(const HistogramBucket& bucket, double limit, bool keepLower)
{
    if (bucket.lower == -kInfinity) {
        const bool beginsAtZero = bucket.upper > 0 && bucket.upper != kInfinity;
        if (keepLower) {
            if (limit >= bucket.upper)
                return {bucket.count, 0};
            if (limit > 0 && beginsAtZero)
                return {bucket.count * limit / bucket.upper, limit / 2};
            return bucket.upper <= 0 ? Part{bucket.count, limit} : Part{0, finiteOr0(bucket.upper)};
        }
        if (limit <= bucket.lower)
            return {bucket.count, 0};
        if (limit >= 0 && bucket.upper > limit && beginsAtZero)
            return {bucket.count * (1 - limit / bucket.upper), (limit + bucket.upper) / 2};
        return {0, finiteOr0(bucket.upper)};
    }
    if (!keepLower && limit >= bucket.lower)
        return {bucket.count, limit};
    return {0, finiteOr0(bucket.lower)};
}

Part trimBucket(const HistogramBucket& bucket, double limit, bool keepLower, Scale scale)
{
    if (keepLower ? bucket.upper <= limit : bucket.lower >= limit)
        return {bucket.count, middleOf(bucket.lower, bucket.upper, scale)};
    if (keepLower ? bucket.lower >= limit : bucket.upper <= limit)
        return {};
    if (std::isinf(bucket.lower) || std::isinf(bucket.upper))
        return trimEndless(bucket, limit, keepLower);
    const double below = bucket.count * shareBelow(bucket, limit, scale);
    return keepLower ? Part{below, middleOf(bucket.lower, limit, scale)}
                     : Part{bucket.count - below, middleOf(limit, bucket.upper, scale)};
}

/// The zero bucket is on one side of zero only where all other buckets are.
Part trimZero(HistogramBucket zero, double limit, bool keepLower, bool hasNegative, bool hasPositive)
{
    if (hasNegative && !hasPositive)
        zero.upper = 0;
    if (hasPositive && !hasNegative)
        zero.lower = 0;
    const double from = keepLower ? zero.lower : std::max(zero.lower, limit);
    const double to = keepLower ? std::min(zero.upper, limit) : zero.upper;
    if (limit <= zero.lower)
        return keepLower ? Part{} : Part{zero.count, (zero.lower + zero.upper) / 2};
    if (limit >= zero.upper)
        return keepLower ? Part{zero.count, (zero.lower + zero.upper) / 2} : Part{};
    return {zero.count * ((to - from) / (zero.upper - zero.lower)), (from + to) / 2};
}

} // namespace

FloatHistogram FloatHistogram::trimmed(double limit, bool keepLower) const
{
    auto result = *this;
    double keptCount = 0;
    double keptSum = 0;
    bool changed = false;
    const auto trimSide = [&](const std::vector<HistogramBucket>& from, std::vector<double>& counts, Scale scale) {
        bool populated = false;
        for (std::size_t i = 0; i < from.size(); ++i) {
            if (from[i].count == 0)
                continue;
            populated = true;
            const auto part = trimBucket(from[i], limit, keepLower, scale);
            keptCount += part.count;
            keptSum += part.middle * part.count;
            changed = changed || part.count != from[i].count;
            counts[i] = part.count;
        }
        return populated;
    };
    const bool hasPositive =
        trimSide(positiveBuckets(), result.positive.counts, usesCustomBuckets() ? Scale::Linear : Scale::Positive);
    const bool hasNegative = trimSide(negativeBuckets(), result.negative.counts, Scale::Negative);
    if (zeroCount > 0) {
        const auto part = trimZero(zeroBucket(), limit, keepLower, hasNegative, hasPositive);
        keptCount += part.count;
        keptSum += part.middle * part.count;
        changed = changed || part.count != zeroCount;
        result.zeroCount = part.count;
    }
    if (changed) {
        result.count = keptCount;
        result.sum = keptSum;
        result.compact();
    }
    return result;
}

} // namespace nocturne::model
