// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/float_histogram.h"

namespace nocturne::model {

/// What observations of NaN, which are counted but lie in no bucket, did to a result.
enum class NanObservations { None, ResultIsNan, ResultIsSkewed, Excluded };

struct HistogramEstimate
{
    double value = 0;
    NanObservations nans = NanObservations::None;
};

/// The quantile `q` (0 to 1) of the observations; -Inf below 0, +Inf above 1, NaN without observations. Exponential
/// buckets are interpolated on a logarithmic scale, custom and zero buckets linearly. Source: Prometheus 3.14,
/// promql/quantile.go.
HistogramEstimate histogramQuantile(double q, const FloatHistogram& histogram);

/// The fraction of observations between `lower` and `upper`, the inverse of histogramQuantile().
HistogramEstimate histogramFraction(double lower, double upper, const FloatHistogram& histogram);

/// The variance of the observations, each taken to be the middle of its bucket.
double histogramVariance(const FloatHistogram& histogram);

} // namespace nocturne::model
