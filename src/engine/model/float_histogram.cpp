// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/float_histogram.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <tuple>

#include "base/core/general_number.h"
#include "engine/model/sample.h"

namespace nocturne::model {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kLargest = std::numeric_limits<double>::max();
constexpr int kBoundBits = FloatHistogram::kMaxSchema;
constexpr std::size_t kMaxBuckets = std::size_t{1} << 20U;

bool sameBits(double a, double b) { return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b); }

bool sameBits(const std::vector<double>& a, const std::vector<double>& b)
{
    return std::ranges::equal(a, b, [](double x, double y) { return sameBits(x, y); });
}

/// Lists of equal bucket indices and counts; spans may be cut differently.
bool sameBuckets(const BucketList& a, const BucketList& b)
{
    if (!sameBits(a.counts, b.counts))
        return false;
    if (a.spans == b.spans)
        return true;
    std::vector<std::int32_t> indices;
    a.forEach([&](std::int32_t index, double) { indices.push_back(index); });
    auto next = indices.begin();
    bool same = true;
    b.forEach([&](std::int32_t index, double) { same = *next++ == index && same; });
    return same;
}

/// 2^(i / 256) / 2 for all i: the mantissas of the bounds of the finest schema.
///
/// Made as client libraries make theirs, since observations were sorted into buckets by these very numbers: each as the
/// product of roots of two, the largest root first. In that computation the square root of two is one bit short.
/// Source: prometheus/client_golang, prometheus/histogram.go, the rule behind nativeHistogramBounds.
const std::array<double, 1U << kBoundBits>& boundMantissas()
{
    static const auto table = [] {
        std::array<double, kBoundBits> roots{};
        for (std::size_t i = 0; i < roots.size(); ++i)
            roots[i] = std::exp2(std::ldexp(1.0, -static_cast<int>(i) - 1));
        roots[0] = std::nextafter(roots[0], 0.0);
        std::array<double, 1U << kBoundBits> values{};
        for (std::size_t i = 0; i < values.size(); ++i) {
            values[i] = 0.5;
            for (std::size_t bit = 0; bit < roots.size(); ++bit)
                values[i] *= ((i >> (roots.size() - 1 - bit)) & 1U) != 0 ? roots[bit] : 1;
        }
        return values;
    }();
    return table;
}

HistogramBucket bucketAt(const FloatHistogram& histogram, std::int32_t index, double count, bool isPositive)
{
    HistogramBucket bucket;
    bucket.count = count;
    if (histogram.usesCustomBuckets()) {
        const auto& bounds = histogram.customValues;
        const auto boundOf = [&](std::int32_t i) {
            const bool isFinite = i >= 0 && static_cast<std::size_t>(i) < bounds.size();
            if (isFinite)
                return bounds[static_cast<std::size_t>(i)];
            return i < 0 ? -kInfinity : kInfinity;
        };
        bucket.lower = boundOf(index - 1);
        bucket.upper = boundOf(index);
        bucket.lowerInclusive = index == 0;
        bucket.upperInclusive = true;
        return bucket;
    }
    bucket.lower = exponentialBound(index - 1, histogram.schema);
    bucket.upper = exponentialBound(index, histogram.schema);
    if (!isPositive)
        std::tie(bucket.lower, bucket.upper) = std::pair(-bucket.upper, -bucket.lower);
    bucket.lowerInclusive = bucket.lower < 0;
    bucket.upperInclusive = bucket.upper > 0;
    return bucket;
}

std::vector<HistogramBucket> bucketsOf(const FloatHistogram& histogram, const BucketList& list, bool isPositive)
{
    std::vector<HistogramBucket> buckets;
    buckets.reserve(list.counts.size());
    list.forEach(
        [&](std::int32_t index, double count) { buckets.push_back(bucketAt(histogram, index, count, isPositive)); });
    return buckets;
}

void compactList(BucketList& list)
{
    if (std::ranges::none_of(list.counts, [](double count) { return count == 0; }) &&
        std::ranges::none_of(list.spans, [](const BucketSpan& span) { return span.length == 0; }))
        return;
    BucketListBuilder builder;
    list.forEach([&](std::int32_t index, double count) {
        if (count != 0)
            builder.append(index, count);
    });
    list = builder.take();
}

std::string textOf(const HistogramBucket& bucket)
{
    return std::string(bucket.lowerInclusive ? "[" : "(") + formatGeneral(bucket.lower) + "," +
           formatGeneral(bucket.upper) + (bucket.upperInclusive ? "]:" : "):") + formatGeneral(bucket.count);
}

tl::unexpected<Error> invalid(std::string message) { return fail(Error::Kind::InvalidInput, std::move(message)); }

Result<void> validateList(const BucketList& list, const std::string& side)
{
    std::size_t length = 0;
    std::int64_t index = 0; // behind the last bucket
    for (std::size_t i = 0; i < list.spans.size(); ++i) {
        if (i > 0 && list.spans[i].offset < 0)
            return invalid(side + " side: span " + std::to_string(i + 1) + " of the histogram overlaps the one before");
        length += list.spans[i].length;
        index += std::int64_t{list.spans[i].offset} + list.spans[i].length;
        if (index > std::numeric_limits<std::int32_t>::max())
            return invalid(side + " side: the index of a bucket of the histogram lies beyond 32 bits");
    }
    if (length != list.counts.size() || length > kMaxBuckets)
        return invalid(side + " side: the spans of the histogram name " + std::to_string(length) +
                       " buckets, there are " + std::to_string(list.counts.size()));
    if (std::ranges::any_of(list.counts, [](double count) { return count < 0; }))
        return invalid(side + " side: a bucket of the histogram has a count below zero");
    return {};
}

Result<void> validateCustom(const FloatHistogram& histogram)
{
    const auto& bounds = histogram.customValues;
    for (std::size_t i = 0; i < bounds.size(); ++i) {
        if (std::isnan(bounds[i]) || bounds[i] == kInfinity || (i > 0 && !(bounds[i - 1] < bounds[i])))
            return invalid("the custom bounds of a histogram must ascend, and end below +Inf");
    }
    if (histogram.zeroCount != 0 || histogram.zeroThreshold != 0 || !histogram.negative.counts.empty())
        return invalid("a histogram with custom bounds has no zero bucket and no negative buckets");
    bool inside = true;
    histogram.positive.forEach([&](std::int32_t index, double) {
        inside = inside && index >= 0 && static_cast<std::size_t>(index) <= bounds.size();
    });
    return inside ? Result<void>() : invalid("a bucket of the histogram lies outside its custom bounds");
}

} // namespace

void BucketListBuilder::append(std::int32_t index, double count)
{
    if (m_list.spans.empty() || index != m_end)
        m_list.spans.push_back({index - m_end, 0});
    ++m_list.spans.back().length;
    m_list.counts.push_back(count);
    m_end = index + 1;
}

double exponentialBound(std::int32_t index, int schema)
{
    // The largest finite observation belongs to the last finite bucket, so its bound is the largest double.
    if (schema < 0) {
        const auto exponent = std::int64_t{index} * (std::int64_t{1} << static_cast<unsigned>(-schema));
        return exponent == 1024 ? kLargest
                                : std::ldexp(1.0, static_cast<int>(std::clamp<std::int64_t>(exponent, -5000, 5000)));
    }
    const auto stride = kBoundBits - schema;
    const auto fraction = static_cast<std::uint32_t>(index) & ((1U << static_cast<unsigned>(schema)) - 1);
    const auto exponent = (index >> schema) + 1;
    if (fraction == 0 && exponent == 1025)
        return kLargest;
    return std::ldexp(boundMantissas()[static_cast<std::size_t>(fraction) << static_cast<unsigned>(stride)], exponent);
}

std::int32_t coarserIndex(std::int32_t index, int schema, int target) { return ((index - 1) >> (schema - target)) + 1; }

bool FloatHistogram::isStale() const { return isStaleMarker(sum); }

Result<void> FloatHistogram::validate() const
{
    if (!usesCustomBuckets() && (schema < kMinSchema || schema > kMaxSchema))
        return invalid("schema " + std::to_string(schema) + " of the histogram is unknown: it must be -4 to 8, or -53");
    for (const auto& [list, side] : {std::pair(&positive, "positive"), std::pair(&negative, "negative")}) {
        if (auto checked = validateList(*list, side); !checked)
            return checked;
    }
    if (usesCustomBuckets())
        return validateCustom(*this);
    if (!customValues.empty())
        return invalid("a histogram with exponential buckets has no custom bounds");
    if (zeroThreshold < 0 || std::isnan(zeroThreshold))
        return invalid("the zero threshold of the histogram is below zero");
    return {};
}

bool FloatHistogram::operator==(const FloatHistogram& other) const
{
    return schema == other.schema && sameBits(count, other.count) && sameBits(sum, other.sum) &&
           zeroThreshold == other.zeroThreshold && sameBits(zeroCount, other.zeroCount) &&
           (!usesCustomBuckets() || sameBits(customValues, other.customValues)) &&
           sameBuckets(positive, other.positive) && sameBuckets(negative, other.negative);
}

std::string FloatHistogram::toString() const
{
    auto text = "{count:" + formatGeneral(count) + ", sum:" + formatGeneral(sum);
    auto below = negativeBuckets();
    std::ranges::reverse(below);
    if (zeroCount != 0)
        below.push_back(zeroBucket());
    for (const auto& part : {below, positiveBuckets()}) {
        for (const auto& bucket : part) {
            if (bucket.count != 0)
                text += ", " + textOf(bucket);
        }
    }
    return text + "}";
}

std::vector<HistogramBucket> FloatHistogram::positiveBuckets() const { return bucketsOf(*this, positive, true); }

std::vector<HistogramBucket> FloatHistogram::negativeBuckets() const { return bucketsOf(*this, negative, false); }

HistogramBucket FloatHistogram::zeroBucket() const { return {-zeroThreshold, zeroThreshold, zeroCount, true, true}; }

std::vector<HistogramBucket> FloatHistogram::buckets() const
{
    auto all = negativeBuckets();
    std::ranges::reverse(all);
    for (auto& bucket : all) {
        if (bucket.upper < 0 && bucket.upper > -zeroThreshold)
            bucket.upper = -zeroThreshold;
    }
    if (zeroCount > 0)
        all.push_back(zeroBucket());
    for (auto bucket : positiveBuckets()) {
        if (bucket.lower > 0 && bucket.lower < zeroThreshold)
            bucket.lower = zeroThreshold;
        all.push_back(bucket);
    }
    return all;
}

FloatHistogram& FloatHistogram::compact()
{
    compactList(positive);
    compactList(negative);
    return *this;
}

FloatHistogram& FloatHistogram::scale(double factor)
{
    for (auto* value : {&zeroCount, &count, &sum})
        *value *= factor;
    for (auto* list : {&positive, &negative}) {
        for (auto& value : list->counts)
            value *= factor;
    }
    if (factor < 0)
        hint = ResetHint::Gauge;
    return *this;
}

FloatHistogram& FloatHistogram::divide(double divisor)
{
    for (auto* value : {&zeroCount, &count, &sum})
        *value /= divisor;
    for (auto* list : {&positive, &negative}) {
        if (divisor == 0)
            *list = {};
        for (auto& value : list->counts)
            value /= divisor;
    }
    if (divisor < 0)
        hint = ResetHint::Gauge;
    return *this;
}

bool FloatHistogram::overflows() const
{
    const auto isInfinite = [](double v) { return std::isinf(v); };
    return isInfinite(zeroCount) || isInfinite(count) || isInfinite(sum) ||
           std::ranges::any_of(positive.counts, isInfinite) || std::ranges::any_of(negative.counts, isInfinite);
}

ResetHint storedHint(const FloatHistogram* previous, const FloatHistogram& next)
{
    if (next.hint == ResetHint::Gauge)
        return ResetHint::Gauge;
    if (previous == nullptr || previous->hint == ResetHint::Gauge || next.hint == ResetHint::Reset ||
        next.schema != previous->schema || next.zeroThreshold != previous->zeroThreshold ||
        next.customValues != previous->customValues)
        return ResetHint::Unknown;
    auto unmarked = next;
    unmarked.hint = ResetHint::Unknown;
    return unmarked.detectReset(*previous) ? ResetHint::Unknown : ResetHint::NotReset;
}

} // namespace nocturne::model
