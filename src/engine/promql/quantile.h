// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

namespace nocturne::promql {

/// Order of values in which NaN is the smallest.
inline bool lessNanFirst(double a, double b) { return a < b || (a != a && b == b); }

/// The quantile `q` (0 to 1) of `values`, interpolated between neighbours; reorders them. NaN of none and for a NaN
/// `q`; -Inf for q < 0 and +Inf for q > 1.
double quantile(double q, std::span<double> values);
/// The same of values in the order of lessNanFirst().
double quantileOfSorted(double q, std::span<const double> values);

/// One bucket of a classic histogram: observations up to and including `upperBound`.
struct Bucket
{
    double upperBound = 0;
    double count = 0;
};

/// What bucketQuantile() found.
struct BucketQuantile
{
    double value = 0;
    bool forcedMonotonic = false; ///< counts went down and had to be raised
};

/// The quantile `q` of a classic histogram; `buckets` sorted by upper bound, and changed: equal bounds are added up,
/// counts made monotonic. Linear within a bucket, from 0 in the lowest one where its bound is positive.
///
/// NaN of fewer than two buckets, no observations or no +Inf bucket.
BucketQuantile bucketQuantile(double q, std::vector<Bucket>& buckets);

/// The fraction of observations between `lower` and `upper`, by the same assumptions.
double bucketFraction(double lower, double upper, std::vector<Bucket>& buckets);

} // namespace nocturne::promql
