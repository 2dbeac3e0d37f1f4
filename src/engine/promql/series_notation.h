// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "base/core/result.h"
#include "engine/model/label_set.h"

namespace nocturne::promql {

/// A series as test scripts and rule tests write it: `up{job="api"} 0+10x3 _ 5 stale`.
struct SeriesNotation
{
    model::LabelSet labels;
    /// One element a step: nothing for `_`, model::kStaleMarker for `stale`.
    std::vector<std::optional<double>> values;
};

/// Values a line may stand for; a longer one does not parse.
inline constexpr std::size_t kMaxNotatedValues = 1'000'000;

/// Reads one line. Fails with InvalidInput and the column; also for native histograms.
Result<SeriesNotation> parseSeriesNotation(std::string_view line);

/// Reads only the values: `0+10x3 _ 5 stale`.
Result<std::vector<std::optional<double>>> parseNotatedValues(std::string_view text);

} // namespace nocturne::promql
