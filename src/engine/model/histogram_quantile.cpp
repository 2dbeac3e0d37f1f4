// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/histogram_quantile.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "engine/model/kahan_sum.h"
#include "engine/model/sample.h"

namespace nocturne::model {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

bool containsZero(const HistogramBucket& bucket) { return bucket.lower <= 0 && bucket.upper >= 0; }

/// The zero bucket begins or ends at zero where all other buckets are on one side.
void halveZeroBucket(HistogramBucket& bucket, const FloatHistogram& histogram)
{
    if (histogram.negative.empty() && !histogram.positive.empty())
        bucket.lower = 0;
    else if (histogram.positive.empty() && !histogram.negative.empty())
        bucket.upper = 0;
}

double interpolated(const HistogramBucket& bucket, double fraction, bool isLinear)
{
    if (isLinear || containsZero(bucket))
        return bucket.lower + (bucket.upper - bucket.lower) * fraction;
    const double lower = std::log2(std::fabs(bucket.lower));
    const double upper = std::log2(std::fabs(bucket.upper));
    return bucket.lower > 0 ? std::exp2(lower + (upper - lower) * fraction)
                            : -std::exp2(upper + (lower - upper) * (1 - fraction));
}

double populationOf(const std::vector<HistogramBucket>& buckets)
{
    return std::accumulate(buckets.begin(), buckets.end(), 0.0,
                           [](double sum, const HistogramBucket& bucket) { return sum + bucket.count; });
}

/// Where in a sorted row of observations a value stands, given those before the bucket that holds it.
class RankFinder
{
public:
    RankFinder(double value, bool isLinear)
        : m_value(value)
        , m_isLinear(isLinear)
    {}

    bool found() const { return m_found; }
    double rank() const { return m_rank; }

    void startsAt(const HistogramBucket& bucket, double before)
    {
        if (!m_found && bucket.lower >= m_value)
            settle(before);
    }
    void within(const HistogramBucket& bucket, double before, bool isZero)
    {
        if (m_found || !(bucket.lower < m_value && bucket.upper > m_value))
            return;
        if (m_isLinear || isZero) {
            // How observations lie in a bucket without a lower end is not known: it counts as a whole.
            settle(bucket.lower == -kInfinity
                       ? bucket.count
                       : before + bucket.count * (m_value - bucket.lower) / (bucket.upper - bucket.lower));
            return;
        }
        const double lower = std::log2(std::fabs(bucket.lower));
        const double upper = std::log2(std::fabs(bucket.upper));
        const double at = std::log2(std::fabs(m_value));
        settle(before +
               bucket.count * (m_value > 0 ? (at - lower) / (upper - lower) : 1 - (at - upper) / (lower - upper)));
    }
    void limitTo(double count) { m_rank = !m_found || m_rank > count ? count : m_rank; }

private:
    void settle(double rank)
    {
        m_rank = rank;
        m_found = true;
    }

    double m_value;
    bool m_isLinear;
    bool m_found = false;
    double m_rank = 0;
};

} // namespace

HistogramEstimate histogramQuantile(double q, const FloatHistogram& histogram)
{
    if (q < 0)
        return {-kInfinity};
    if (q > 1)
        return {kInfinity};
    if (histogram.count == 0 || std::isnan(q))
        return {kNormalNan};
    // From the nearer end; NaN observations count at the upper one, where no bucket shows them.
    const bool forward = std::isnan(histogram.sum) || q < 0.5;
    auto buckets = histogram.buckets();
    const double population = populationOf(buckets);
    if (!forward)
        std::ranges::reverse(buckets);
    double rank = (forward ? q : 1 - q) * histogram.count;
    HistogramBucket bucket;
    double count = 0;
    for (const auto& next : buckets) {
        bucket = next;
        count += bucket.count;
        if (bucket.count != 0 && count >= rank)
            break;
    }
    if (!histogram.usesCustomBuckets() && bucket.lower < 0 && bucket.upper > 0) {
        halveZeroBucket(bucket, histogram);
    } else if (histogram.usesCustomBuckets()) {
        if (bucket.lower == -kInfinity) {
            if (bucket.upper <= 0)
                return {bucket.upper};
            bucket.lower = 0;
        } else if (bucket.upper == kInfinity) {
            return {bucket.lower};
        }
    }
    count = std::min(count, histogram.count);
    if (count < rank) {
        return std::isnan(histogram.sum) ? HistogramEstimate{kNormalNan, NanObservations::ResultIsNan}
                                         : HistogramEstimate{bucket.upper};
    }
    rank = forward ? rank - (count - bucket.count) : count - rank;
    const bool isSkewed = std::isnan(histogram.sum) && population < histogram.count;
    return {interpolated(bucket, rank / bucket.count, histogram.usesCustomBuckets()),
            isSkewed ? NanObservations::ResultIsSkewed : NanObservations::None};
}

HistogramEstimate histogramFraction(double lower, double upper, const FloatHistogram& histogram)
{
    if (histogram.count == 0 || std::isnan(lower) || std::isnan(upper))
        return {kNormalNan};
    if (lower >= upper)
        return {0};
    const auto buckets = histogram.buckets();
    RankFinder from(lower, histogram.usesCustomBuckets());
    RankFinder to(upper, histogram.usesCustomBuckets());
    double before = 0;
    for (auto bucket : buckets) {
        const bool isZero = containsZero(bucket);
        if (isZero)
            halveZeroBucket(bucket, histogram);
        for (auto* end : {&from, &to}) {
            end->startsAt(bucket, before);
            end->within(bucket, before, isZero);
        }
        if (from.found() && to.found())
            break;
        before += bucket.count;
    }
    const double population = std::isnan(histogram.sum) ? populationOf(buckets) : histogram.count;
    from.limitTo(population);
    to.limitTo(population);
    return {(to.rank() - from.rank()) / histogram.count,
            population < histogram.count ? NanObservations::Excluded : NanObservations::None};
}

double histogramVariance(const FloatHistogram& histogram)
{
    const double mean = histogram.sum / histogram.count;
    KahanSum variance;
    for (const auto& bucket : histogram.buckets()) {
        if (bucket.count == 0)
            continue;
        double middle = 0; // of the zero bucket
        if (histogram.usesCustomBuckets()) {
            middle = (bucket.upper + bucket.lower) / 2;
        } else if (!containsZero(bucket)) {
            middle = std::copysign(std::sqrt(bucket.upper * bucket.lower), bucket.upper);
        }
        const double delta = middle - mean;
        variance.add(bucket.count * delta * delta);
    }
    return variance.value() / histogram.count;
}

} // namespace nocturne::model
