// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "base/core/result.h"
#include "engine/model/label_set.h"
#include "engine/promql/histogram_notation.h"

namespace nocturne::promql {

/// One step of a series in test scripts and in unit tests of rules.
struct SeriesValue
{
    bool omitted = false;                               ///< `_`: no sample at this step
    double value = 0;                                   ///< model::kStaleMarker for `stale`
    std::shared_ptr<const HistogramNotation> histogram; ///< in place of `value`, where set
};

struct SeriesLine
{
    model::LabelSet labels;
    std::vector<SeriesValue> values;
};

/// Values one line may stand for; a pattern for more does not parse.
inline constexpr std::size_t kMaxSeriesValues = 1'000'000;

/// Reads a line such as `metric{a="b"} 1+1x3 _ stale`: labels, then values parted by blanks. `axN` and `a+bxN` stand
/// for N + 1 values, `_xN` for N steps without one. Fails with InvalidInput or LimitExceeded and the place.
/// Source: Prometheus, promql/promqltest.
Result<SeriesLine> parseSeries(std::string_view line);

/// The two halves of it, as the input series of rule tests give them. Labels of an empty text are the empty set.
Result<model::LabelSet> parseSeriesLabels(std::string_view text);
Result<std::vector<SeriesValue>> parseSeriesValues(std::string_view text);

} // namespace nocturne::promql
