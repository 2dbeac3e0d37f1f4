// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Addition and subtraction of native histograms and the detection of counter resets: what has to bring two histograms
// to one resolution, one zero bucket and one set of custom bounds first. After Prometheus 3.14,
// model/histogram/float_histogram.go.
#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/model/float_histogram.h"
#include "engine/model/kahan_sum.h"

namespace nocturne::model {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Neighbouring buckets of a finer schema joined.
BucketList coarser(const BucketList& list, int schema, int target)
{
    BucketListBuilder builder;
    std::int32_t open = 0;
    double sum = 0;
    bool isOpen = false;
    list.forEach([&](std::int32_t index, double count) {
        const auto joined = coarserIndex(index, schema, target);
        if (isOpen && joined != open) {
            builder.append(open, sum);
            sum = 0;
        }
        open = joined;
        sum += count;
        isOpen = true;
    });
    if (isOpen)
        builder.append(open, sum);
    return builder.take();
}

/// The bounds both have.
std::vector<double> commonBounds(const std::vector<double>& a, const std::vector<double>& b)
{
    std::vector<double> common;
    std::ranges::set_intersection(a, b, std::back_inserter(common));
    return common;
}

/// Custom buckets in terms of fewer bounds: each goes to the first bound that is not below its own.
BucketList withBounds(const BucketList& list, const std::vector<double>& from, const std::vector<double>& to)
{
    std::vector<double> counts(to.size() + 1);
    list.forEach([&](std::int32_t index, double count) {
        const auto at = static_cast<std::size_t>(index);
        double bound = kInfinity;
        if (at < from.size())
            bound = from[at];
        counts[static_cast<std::size_t>(std::ranges::lower_bound(to, bound) - to.begin())] += count;
    });
    BucketListBuilder builder;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] != 0)
            builder.append(static_cast<std::int32_t>(i), counts[i]);
    }
    return builder.take();
}

/// Buckets of `list` whose upper bound is not within the zero bucket.
BucketList outsideZero(const BucketList& list, int schema, double zeroThreshold)
{
    if (zeroThreshold == 0 || list.empty())
        return list;
    BucketListBuilder builder;
    list.forEach([&](std::int32_t index, double count) {
        if (exponentialBound(index, schema) > zeroThreshold)
            builder.append(index, count);
    });
    return builder.take();
}

/// Unites the buckets of both; `combine(a, b)` makes the count of a bucket, 0 standing in where one has it not.
template <typename Combine>
BucketList united(const BucketList& a, const BucketList& b, Combine combine)
{
    if (a.spans == b.spans) { // the usual case: one layout
        BucketList list = a;
        for (std::size_t i = 0; i < list.counts.size(); ++i)
            list.counts[i] = combine(a.counts[i], b.counts[i]);
        return list;
    }
    std::vector<std::pair<std::int32_t, double>> right;
    right.reserve(b.counts.size());
    b.forEach([&](std::int32_t index, double count) { right.emplace_back(index, count); });
    auto next = right.begin();
    BucketListBuilder builder;
    a.forEach([&](std::int32_t index, double count) {
        for (; next != right.end() && next->first < index; ++next)
            builder.append(next->first, combine(0, next->second));
        const bool both = next != right.end() && next->first == index;
        builder.append(index, combine(count, both ? next->second : 0));
        next += both ? 1 : 0;
    });
    for (; next != right.end(); ++next)
        builder.append(next->first, combine(0, next->second));
    return builder.take();
}

struct WidenedZero
{
    double count = 0;
    double threshold = 0;
};

/// The zero count for a wider zero bucket. Where `threshold` would end within a populated bucket, the zero bucket
/// takes in that one as a whole.
WidenedZero widenedZero(const FloatHistogram& histogram, double threshold)
{
    if (threshold == histogram.zeroThreshold)
        return {histogram.zeroCount, threshold};
    const auto positive = histogram.positiveBuckets();
    const auto negative = histogram.negativeBuckets();
    for (;;) {
        WidenedZero zero{histogram.zeroCount, threshold};
        for (const auto& bucket : positive) {
            if (bucket.lower >= zero.threshold)
                break;
            zero.count += bucket.count;
            if (bucket.upper > zero.threshold) {
                zero.threshold = bucket.count != 0 ? bucket.upper : zero.threshold;
                break;
            }
        }
        bool isSettled = true;
        for (const auto& bucket : negative) {
            if (bucket.upper <= -zero.threshold)
                break;
            zero.count += bucket.count;
            if (bucket.lower < -zero.threshold) {
                if (bucket.count != 0) { // the positive side has to be looked at anew
                    zero.threshold = -bucket.lower;
                    isSettled = false;
                }
                break;
            }
        }
        if (isSettled)
            return zero;
        threshold = zero.threshold;
    }
}

void widenZero(FloatHistogram& histogram, double threshold)
{
    if (threshold <= histogram.zeroThreshold)
        return;
    const auto zero = widenedZero(histogram, threshold);
    histogram.zeroCount = zero.count;
    histogram.zeroThreshold = zero.threshold;
    histogram.positive = outsideZero(histogram.positive, histogram.schema, zero.threshold);
    histogram.negative = outsideZero(histogram.negative, histogram.schema, zero.threshold);
}

/// Makes the zero buckets of both equally wide.
void alignZero(FloatHistogram& a, FloatHistogram& b)
{
    while (a.zeroThreshold != b.zeroThreshold) {
        widenZero(b, a.zeroThreshold);
        widenZero(a, b.zeroThreshold);
    }
}

void alignSchema(FloatHistogram& histogram, int schema)
{
    if (histogram.schema > schema)
        histogram = histogram.toSchema(schema);
}

bool alignBounds(FloatHistogram& a, FloatHistogram& b)
{
    if (a.customValues == b.customValues)
        return false;
    const auto common = commonBounds(a.customValues, b.customValues);
    for (auto* histogram : {&a, &b}) {
        histogram->positive = withBounds(histogram->positive, histogram->customValues, common);
        histogram->customValues = common;
    }
    return true;
}

/// The hint of a sum; true where both contradict.
bool mergeHints(ResetHint& into, ResetHint other)
{
    if (into == other || into == ResetHint::Gauge)
        return false;
    const bool collides = into != ResetHint::Unknown && other != ResetHint::Unknown && other != ResetHint::Gauge;
    into = other == ResetHint::Gauge ? ResetHint::Gauge : ResetHint::Unknown;
    return collides;
}

bool needsAlignment(const FloatHistogram& a, const FloatHistogram& b)
{
    return a.schema != b.schema || a.zeroThreshold != b.zeroThreshold || a.customValues != b.customValues;
}

/// Brings both to one schema, zero bucket and set of bounds. True where custom bounds had to be left out.
bool align(FloatHistogram& a, FloatHistogram& b)
{
    if (a.usesCustomBuckets())
        return alignBounds(a, b);
    alignZero(a, b);
    const auto schema = std::min(a.schema, b.schema);
    alignSchema(a, schema);
    alignSchema(b, schema);
    return false;
}

template <typename Combine>
CombineOutcome combine(FloatHistogram& a, const FloatHistogram& other, Combine combineCounts)
{
    CombineOutcome outcome;
    if (a.usesCustomBuckets() != other.usesCustomBuckets()) {
        outcome.compatible = false;
        return outcome;
    }
    outcome.hintsCollided = mergeHints(a.hint, other.hint);
    FloatHistogram aligned;
    const auto* b = &other;
    if (needsAlignment(a, other)) {
        aligned = other;
        outcome.boundsReconciled = align(a, aligned);
        b = &aligned;
    }
    a.zeroCount = combineCounts(a.zeroCount, b->zeroCount);
    a.count = combineCounts(a.count, b->count);
    a.sum = combineCounts(a.sum, b->sum);
    a.positive = united(a.positive, b->positive, combineCounts);
    a.negative = united(a.negative, b->negative, combineCounts);
    return outcome;
}

/// Whether a populated bucket of `previous` is gone or a count is lower.
bool shrank(const BucketList& previous, const BucketList& next)
{
    bool found = false;
    united(previous, next, [&found](double before, double after) {
        found = found || after < before;
        return after;
    });
    return found;
}

void kahanAdd(double& sum, double& compensation, double value)
{
    KahanSum total{sum, compensation};
    total.add(value);
    sum = total.sum;
    compensation = total.compensation;
}

/// Adds `other` to the pair of lists of one layout.
void kahanAdd(BucketList& sum, BucketList& compensation, const BucketList& other)
{
    const auto first = [](double a, double) { return a; };
    const auto second = [](double, double b) { return b; };
    const auto layout = united(sum, other, first);
    compensation = united(layout, compensation, second);
    const auto addend = united(layout, other, second);
    sum = layout;
    for (std::size_t i = 0; i < sum.counts.size(); ++i)
        kahanAdd(sum.counts[i], compensation.counts[i], addend.counts[i]);
}

} // namespace

CombineOutcome FloatHistogram::add(const FloatHistogram& other)
{
    return combine(*this, other, [](double a, double b) { return a + b; });
}

CombineOutcome FloatHistogram::subtract(const FloatHistogram& other)
{
    return combine(*this, other, [](double a, double b) { return a - b; });
}

FloatHistogram FloatHistogram::toSchema(int target) const
{
    auto copy = *this;
    if (target == schema || usesCustomBuckets())
        return copy;
    copy.schema = target;
    copy.positive = coarser(positive, schema, target);
    copy.negative = coarser(negative, schema, target);
    return copy;
}

bool FloatHistogram::detectReset(const FloatHistogram& previous) const
{
    if (hint == ResetHint::Reset || hint == ResetHint::NotReset)
        return hint == ResetHint::Reset;
    if (count < previous.count || usesCustomBuckets() != previous.usesCustomBuckets())
        return true;
    if (usesCustomBuckets()) {
        // Bounds may come and go without a reset: compared is what both know.
        auto before = previous;
        auto after = *this;
        align(after, before);
        return shrank(before.positive, after.positive);
    }
    if (schema > previous.schema || zeroThreshold < previous.zeroThreshold)
        return true;
    auto before = previous;
    widenZero(before, zeroThreshold);
    if (before.zeroThreshold != zeroThreshold || zeroCount < before.zeroCount)
        return true;
    alignSchema(before, schema);
    return shrank(outsideZero(before.positive, schema, zeroThreshold), outsideZero(positive, schema, zeroThreshold)) ||
           shrank(outsideZero(before.negative, schema, zeroThreshold), outsideZero(negative, schema, zeroThreshold));
}

HistogramKahanSum::HistogramKahanSum(FloatHistogram first)
    : sum(std::move(first))
    , compensation(sum)
{
    compensation.count = compensation.sum = compensation.zeroCount = 0;
    std::ranges::fill(compensation.positive.counts, 0);
    std::ranges::fill(compensation.negative.counts, 0);
}

CombineOutcome HistogramKahanSum::add(const FloatHistogram& other)
{
    CombineOutcome outcome;
    if (sum.usesCustomBuckets() != other.usesCustomBuckets()) {
        outcome.compatible = false;
        return outcome;
    }
    outcome.hintsCollided = mergeHints(sum.hint, other.hint);
    FloatHistogram aligned;
    const auto* b = &other;
    if (needsAlignment(sum, other)) {
        aligned = other;
        outcome.boundsReconciled = align(sum, aligned);
        auto shape = sum; // the compensation follows, which has populated buckets of its own
        align(shape, compensation);
        b = &aligned;
    }
    kahanAdd(sum.zeroCount, compensation.zeroCount, b->zeroCount);
    kahanAdd(sum.count, compensation.count, b->count);
    kahanAdd(sum.sum, compensation.sum, b->sum);
    kahanAdd(sum.positive, compensation.positive, b->positive);
    kahanAdd(sum.negative, compensation.negative, b->negative);
    return outcome;
}

void HistogramKahanSum::scale(double factor)
{
    sum.scale(factor);
    compensation.scale(factor);
}

void HistogramKahanSum::divide(double divisor)
{
    sum.divide(divisor);
    compensation.divide(divisor);
}

FloatHistogram HistogramKahanSum::value() const
{
    auto total = sum;
    total.add(compensation);
    total.hint = sum.hint;
    return total;
}

} // namespace nocturne::model
