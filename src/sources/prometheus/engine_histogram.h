// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "engine/model/float_histogram.h"

namespace nocturne::prometheus {

/// Rebuilds a native histogram from what the HTTP API shows of it: count, sum and the buckets that are not empty, with
/// the bounds that people see instead of schema and indices.
///
/// The schema is found from the bounds of a bucket, 2^(i/2^s); buckets that fit no schema become custom buckets.
/// Nothing where they are neither, as when bounds contradict each other.
std::optional<model::FloatHistogram> rebuildHistogram(double count, double sum,
                                                      const std::vector<model::HistogramBucket>& buckets);

} // namespace nocturne::prometheus
