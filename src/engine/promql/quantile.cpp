// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/promql/quantile.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/model/sample.h"

namespace nocturne::promql {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNan = model::kNormalNan;
constexpr double kSmallDelta = 1e-12; // relative; what summation of buckets may lose

bool almostEqual(double a, double b, double epsilon)
{
    if (a == b || (std::isnan(a) && std::isnan(b))) {
        return true;
    }
    constexpr double kMin = std::numeric_limits<double>::min();
    const double sum = std::fabs(a) + std::fabs(b);
    const double difference = std::fabs(a - b);
    if (a == 0 || b == 0 || sum < kMin) {
        return difference < epsilon * kMin;
    }
    return difference / std::min(sum, std::numeric_limits<double>::max()) < epsilon;
}

void coalesce(std::vector<Bucket>& buckets)
{
    std::size_t last = 0;
    for (std::size_t i = 1; i < buckets.size(); ++i) {
        if (buckets[i].upperBound == buckets[last].upperBound) {
            buckets[last].count += buckets[i].count;
        } else {
            buckets[++last] = buckets[i];
        }
    }
    buckets.resize(last + 1);
}

bool makeMonotonic(std::vector<Bucket>& buckets)
{
    bool forced = false;
    double highest = buckets.front().count;
    for (auto& bucket : buckets) {
        if (almostEqual(highest, bucket.count, kSmallDelta)) {
            bucket.count = highest;
        } else if (bucket.count < highest) {
            bucket.count = highest;
            forced = true;
        } else {
            highest = bucket.count;
        }
    }
    return forced;
}

bool reachesInfinity(const std::vector<Bucket>& buckets)
{
    return !buckets.empty() && buckets.back().upperBound == kInfinity;
}

double outsideQuantile(double q) { return std::isnan(q) ? kNan : q < 0 ? -kInfinity : kInfinity; }

/// Where a quantile of 0 to 1 lies among values in order: at one of them, or between two neighbours.
struct Rank
{
    Rank(double q, std::size_t count)
    {
        const double rank = q * static_cast<double>(count - 1);
        lower = static_cast<std::size_t>(std::max(0.0, std::floor(rank)));
        upper = std::min(count - 1, lower + 1);
        weight = rank - std::floor(rank);
    }
    double between(double below, double above) const { return below * (1 - weight) + above * weight; }

    std::size_t lower = 0;
    std::size_t upper = 0;
    double weight = 0;
};

} // namespace

double quantile(double q, std::span<double> values)
{
    if (values.empty() || std::isnan(q) || q < 0 || q > 1) {
        return values.empty() ? kNan : outsideQuantile(q);
    }
    const Rank rank(q, values.size());
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(rank.lower);
    std::nth_element(values.begin(), middle, values.end(), lessNanFirst);
    const double below = *middle;
    const double above = rank.upper == rank.lower ? below : *std::min_element(middle + 1, values.end(), lessNanFirst);
    return rank.between(below, above);
}

double quantileOfSorted(double q, std::span<const double> values)
{
    if (values.empty() || std::isnan(q) || q < 0 || q > 1) {
        return values.empty() ? kNan : outsideQuantile(q);
    }
    const Rank rank(q, values.size());
    return rank.between(values[rank.lower], values[rank.upper]);
}

BucketQuantile bucketQuantile(double q, std::vector<Bucket>& buckets)
{
    if (std::isnan(q) || q < 0 || q > 1) {
        return {outsideQuantile(q)};
    }
    if (!reachesInfinity(buckets)) {
        return {kNan};
    }
    coalesce(buckets);
    const bool forced = makeMonotonic(buckets);
    const double observations = buckets.back().count;
    if (buckets.size() < 2 || observations == 0 || std::isnan(observations)) {
        return {kNan};
    }
    double rank = q * observations;
    const auto last = buckets.size() - 1;
    std::size_t found = 0;
    while (found < last && !(buckets[found].count >= rank)) {
        ++found;
    }
    if (found == last) {
        return {buckets[last - 1].upperBound, forced};
    }
    if (found == 0 && buckets[0].upperBound <= 0) {
        return {buckets[0].upperBound, forced};
    }
    double start = 0;
    double count = buckets[found].count;
    if (found > 0) {
        start = buckets[found - 1].upperBound;
        count -= buckets[found - 1].count;
        rank -= buckets[found - 1].count;
    }
    return {start + (buckets[found].upperBound - start) * (rank / count), forced};
}

double bucketFraction(double lower, double upper, std::vector<Bucket>& buckets)
{
    if (!reachesInfinity(buckets)) {
        return kNan;
    }
    coalesce(buckets);
    const double count = buckets.back().count;
    if (count == 0 || std::isnan(count) || std::isnan(lower) || std::isnan(upper)) {
        return kNan;
    }
    if (lower >= upper) {
        return 0;
    }
    // Observations up to a value: within a bucket by its share, beyond the last bound none are told apart.
    const auto rankOf = [&](double value) {
        double from = buckets.front().upperBound > 0 ? 0.0 : -kInfinity;
        double before = 0;
        for (const auto& bucket : buckets) {
            if (from >= value) {
                return before;
            }
            if (bucket.upperBound > value) {
                if (std::isinf(from)) {
                    return bucket.count; // no share of an unbounded bucket is known: leave it out
                }
                if (std::isinf(bucket.upperBound)) {
                    return before;
                }
                return before + (bucket.count - before) * (value - from) / (bucket.upperBound - from);
            }
            before = bucket.count;
            from = bucket.upperBound;
        }
        return count;
    };
    return (std::min(rankOf(upper), count) - std::min(rankOf(lower), count)) / count;
}

} // namespace nocturne::promql
