// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <stop_token>
#include <string_view>
#include <vector>

#include "base/core/result.h"
#include "engine/model/matcher.h"
#include "engine/storage/queryable.h"

namespace nocturne::transfer {

struct ExportOptions
{
    /// A series is exported when all matchers of any selector select it; all are when there is no selector.
    std::vector<std::vector<model::Matcher>> selectors;
    Timestamp from =
        0; ///< inclusive, as is `to`; no further apart than what is stored, since days between are looked at
    Timestamp to = 0;
    /// Leave out what OpenMetrics 1.0 has no words for: native histograms, staleness markers, NaN payloads, start
    /// times, and exemplars but one a line of what counts.
    bool plain = false;
};

struct ExportStats
{
    std::uint64_t series = 0;
    std::uint64_t samples = 0; ///< native histograms among them
    std::uint64_t leftOut = 0; ///< samples that a plain export has no words for
    std::uint64_t exemplars = 0;
    std::uint64_t exemplarsLeftOut = 0; ///< for which there is no line, or no word
    std::uint64_t unnamed = 0;          ///< series without a metric name, which no text can hold

    bool operator==(const ExportStats&) const = default;
};

/// Writes samples as the text of metric_line.h: families by name, each with its metadata, its metrics by name and their
/// series by label set, and each series from its oldest sample to its newest.
///
/// Hands out the text piece by piece. Takes memory for the series of one metric, and for one day of the native
/// histograms of one series. Fails as `sink` fails, with Corrupt or Cancelled.
Result<ExportStats> exportMetrics(const storage::Queryable& store, const ExportOptions& options,
                                  const std::function<Result<void>(std::string_view)>& sink,
                                  const std::stop_token& stop = {});

} // namespace nocturne::transfer
