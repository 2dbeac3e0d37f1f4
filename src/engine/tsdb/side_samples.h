// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "base/core/result.h"
#include "engine/model/sample.h"
#include "engine/tsdb/series_chunks.h"

namespace nocturne::tsdb {

/// Native histograms and start times of one series, raw, ascending in time.
struct SideSamples
{
    std::vector<model::HistogramSample> histograms;
    std::vector<model::StartTime> startTimes;

    bool empty() const { return histograms.empty() && startTimes.empty(); }
    void clear();
    /// Appends what chunks hold. Fails with Corrupt.
    Result<void> decodeHistograms(std::span<const std::byte> chunk);
    Result<void> decodeStartTimes(std::span<const std::byte> chunk);
    /// Leaves what lies in (minTime, maxTime] of what was added from the given places on.
    void trim(Timestamp minTime, Timestamp maxTime, std::size_t firstHistogram = 0, std::size_t firstStart = 0);
    /// Brings into order what came from several places; of entries of the same time the first is kept.
    void sortAndUnite();
    /// Packs all into chunks.
    SeriesChunks seal() const;
};

} // namespace nocturne::tsdb
