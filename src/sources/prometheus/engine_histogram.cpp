// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/prometheus/engine_histogram.h"

#include <cmath>

namespace nocturne::prometheus {

namespace {

using model::FloatHistogram;
using model::HistogramBucket;

constexpr double kTolerance = 1e-6; // of an index: bounds travel as decimals of full length
constexpr double kFarthestIndex = 1 << 20;

bool isZeroBucket(const HistogramBucket& bucket)
{
    return bucket.lowerInclusive && bucket.upperInclusive && bucket.lower <= 0 && bucket.upper >= 0 &&
           std::isfinite(bucket.upper - bucket.lower);
}

/// The bound of a bucket that is farther from zero, and the nearer one.
double outer(const HistogramBucket& bucket) { return bucket.lower >= 0 ? bucket.upper : -bucket.lower; }
double inner(const HistogramBucket& bucket) { return bucket.lower >= 0 ? bucket.lower : -bucket.upper; }

/// The index of a bucket that ends at `bound`, where there is one of that schema.
std::optional<std::int32_t> indexOf(double bound, int schema)
{
    const auto index = std::log2(bound) * std::exp2(schema);
    const auto whole = std::round(index);
    if (!(std::abs(index - whole) < kTolerance) || std::abs(whole) > kFarthestIndex)
        return std::nullopt;
    return static_cast<std::int32_t>(whole);
}

/// The coarsest schema that has a bucket of exactly these bounds.
std::optional<int> schemaOf(const HistogramBucket& bucket)
{
    const auto from = inner(bucket);
    const auto to = outer(bucket);
    if (!(from > 0) || !std::isfinite(to) || !(to > from))
        return std::nullopt;
    const auto schema = std::round(-std::log2(std::log2(to / from)));
    if (!(schema >= FloatHistogram::kMinSchema && schema <= FloatHistogram::kMaxSchema))
        return std::nullopt;
    const auto found = static_cast<int>(schema);
    const auto first = indexOf(from, found);
    const auto last = indexOf(to, found);
    return first && last && *last == *first + 1 ? std::optional(found) : std::nullopt;
}

/// Whether `buckets` ascend, each behind the one before it.
bool ascend(const std::vector<HistogramBucket>& buckets)
{
    for (std::size_t i = 0; i < buckets.size(); ++i) {
        const auto& bucket = buckets[i];
        if (!(bucket.lower <= bucket.upper) || std::isnan(bucket.count))
            return false;
        if (i > 0 && !(bucket.lower >= buckets[i - 1].upper))
            return false;
    }
    return true;
}

std::optional<FloatHistogram> exponential(FloatHistogram histogram, const std::vector<HistogramBucket>& buckets)
{
    std::optional<int> schema;
    for (const auto& bucket : buckets) {
        const auto of = isZeroBucket(bucket) ? std::nullopt : schemaOf(bucket);
        if (of && (!schema || *of > *schema))
            schema = of; // the narrowest: one that the zero bucket cuts short may look like a bucket of another schema
    }
    const bool onlyZero = buckets.empty() || (buckets.size() == 1 && isZeroBucket(buckets.front()));
    if (!schema && !onlyZero)
        return std::nullopt;
    histogram.schema = schema.value_or(0);
    model::BucketListBuilder positive;
    std::vector<std::pair<std::int32_t, double>> negative;
    for (const auto& bucket : buckets) {
        if (isZeroBucket(bucket)) {
            histogram.zeroThreshold = std::max(-bucket.lower, bucket.upper);
            histogram.zeroCount = bucket.count;
            continue;
        }
        const auto index = indexOf(outer(bucket), histogram.schema);
        if (!index)
            return std::nullopt;
        if (bucket.lower >= 0)
            positive.append(*index, bucket.count);
        else
            negative.emplace_back(*index, bucket.count);
    }
    histogram.positive = positive.take();
    model::BucketListBuilder mirrored;
    for (auto bucket = negative.rbegin(); bucket != negative.rend(); ++bucket)
        mirrored.append(bucket->first, bucket->second);
    histogram.negative = mirrored.take();
    return histogram;
}

std::optional<FloatHistogram> custom(FloatHistogram histogram, const std::vector<HistogramBucket>& buckets)
{
    histogram.schema = FloatHistogram::kCustomSchema;
    model::BucketListBuilder list;
    for (const auto& bucket : buckets) {
        auto& bounds = histogram.customValues;
        if (std::isfinite(bucket.lower) && (bounds.empty() || bucket.lower > bounds.back()))
            bounds.push_back(bucket.lower); // an empty bucket before this one, which was not sent
        list.append(static_cast<std::int32_t>(bounds.size()), bucket.count);
        if (std::isfinite(bucket.upper))
            bounds.push_back(bucket.upper);
    }
    histogram.positive = list.take();
    return histogram;
}

} // namespace

std::optional<FloatHistogram> rebuildHistogram(double count, double sum, const std::vector<HistogramBucket>& buckets)
{
    if (!ascend(buckets))
        return std::nullopt;
    FloatHistogram histogram;
    histogram.count = count;
    histogram.sum = sum;
    auto made = exponential(histogram, buckets);
    if (!made)
        made = custom(std::move(histogram), buckets);
    return made && made->validate() ? std::move(made) : std::nullopt;
}

} // namespace nocturne::prometheus
