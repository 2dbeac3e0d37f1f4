// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>

#include "engine/tsdb/block_set.h"

namespace nocturne::tsdb {

/// Lengths of the windows that blocks are merged into, ascending, each a multiple of the one before.
using MergeWindows = std::vector<std::chrono::milliseconds>;

/// What becomes of the window that samples still come into: several small blocks are left, since more follow, ...
enum class OpenWindows { Left, Merged }; // ... or merged as all others are

/// The blocks to merge next; empty when there is nothing to do.
///
/// Those of the shortest window that is closed, which it is when samples of `newest` are `settle` beyond its end, and
/// has more than one; of a window still open, when they are too many or `openWindows` says so.
BlockList blocksToMerge(const BlockList& blocks, const MergeWindows& windows, Timestamp newest,
                        std::chrono::milliseconds settle, OpenWindows openWindows = OpenWindows::Left);

/// Writes the samples of `blocks` into one new block at `path`, whole or not at all. Of samples of the same time that
/// of the block with the lowest number is kept. Takes memory for one series and the index. Fails with Cancelled after
/// a stop request.
Result<void> mergeBlocks(IoLayer& io, const std::string& path, const BlockList& blocks, const std::stop_token& stop);

} // namespace nocturne::tsdb
