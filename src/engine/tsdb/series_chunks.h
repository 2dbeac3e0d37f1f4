// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "engine/tsdb/sealed_chunk.h"

namespace nocturne::tsdb {

/// Sealed chunks of one series by what they hold, each ascending in time.
struct SeriesChunks
{
    std::vector<SealedChunk> floats;
    std::vector<SealedChunk> histograms;
    std::vector<SealedChunk> startTimes;

    bool empty() const { return floats.empty() && histograms.empty() && startTimes.empty(); }
};

} // namespace nocturne::tsdb
