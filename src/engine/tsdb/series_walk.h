// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <stop_token>

#include "engine/tsdb/block_set.h"
#include "engine/tsdb/merged_cursor.h"

namespace nocturne::tsdb {

/// What one block has of a series.
struct SeriesPart
{
    std::shared_ptr<const Block> block;
    std::span<const BlockChunk> chunks;
};

/// Visits the series of several blocks as one row, in the order of their label sets, each with what the blocks have of
/// it, in their order.
///
/// Fails with Corrupt when an index is damaged, with Cancelled after a stop request, and as `visit` does.
Result<void>
forEachSeries(const BlockList& blocks, const std::stop_token& stop,
              const std::function<Result<void>(const model::LabelSet&, std::span<const SeriesPart>)>& visit);

/// The same with the samples of each in (minTime, maxTime]. Of samples of the same time that of the block named first
/// is kept. Takes memory for one series.
Result<void> forEachSeries(const BlockList& blocks, Timestamp minTime, Timestamp maxTime, const std::stop_token& stop,
                           const std::function<Result<void>(const model::LabelSet&, MergedCursor&)>& visit);

/// Reads all float samples that a cursor has left, in place of what the vectors held.
Result<void> readAll(storage::SeriesCursor& cursor, std::vector<Timestamp>& times, std::vector<double>& values);

} // namespace nocturne::tsdb
