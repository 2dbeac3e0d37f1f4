// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <stop_token>

#include "engine/storage/roll_up.h"
#include "engine/tsdb/block_set.h"

namespace nocturne::tsdb {

using storage::kRollUpResolutions;

/// A block of roll-ups with what it says of itself.
struct RollUpFile
{
    std::shared_ptr<const Block> block;
    RollUpWindow window;
    std::span<const std::uint64_t> sources; ///< numbers of the blocks of samples it was made from, ascending

    bool overlaps(Timestamp minTime, Timestamp maxTime) const { return window.end > minTime && window.start < maxTime; }
};
using RollUpFiles = std::vector<RollUpFile>;

/// How roll-ups stand to the samples of their window.
enum class RollUpStanding {
    Current,   ///< made from just these
    OutOfDate, ///< there are others by now, and they are complete
    AllThereIs ///< some of the samples are gone
};
RollUpStanding standingOf(const RollUpFile& file, const BlockList& samples);

/// The end of the part of a window whose samples are gone: up to the bucket with the first sample that is left.
Timestamp goneUntil(const RollUpFile& file, const BlockList& samples);

/// What `blocks` of roll-ups say of themselves, ascending in time. Those that say nothing are left out.
RollUpFiles rollUpFilesOf(const BlockList& blocks);

/// The blocks that have samples in (start, end].
BlockList overlapping(const BlockList& blocks, Timestamp start, Timestamp end);

/// Writes the roll-ups of the samples in `blocks`, whole or not at all. Takes memory for one series and the index.
/// Fails with Corrupt when nothing could be read, with Cancelled after a stop request.
Result<void> rollUpSamples(IoLayer& io, const std::string& path, const RollUpWindow& window, const BlockList& blocks,
                           const std::stop_token& stop);
/// The same from finer roll-ups, whose sources are then its own.
Result<void> rollUpRollUps(IoLayer& io, const std::string& path, const RollUpWindow& window, const RollUpFiles& finer,
                           const std::stop_token& stop);

/// Makes larger buckets of smaller ones; `resolution` is a multiple of theirs.
std::vector<storage::RollUp> combined(const std::vector<storage::RollUp>& finer, std::chrono::milliseconds resolution);

/// Brings together what each place has of a series, the places in time order; sorted by label set.
storage::RollUpCursors joinRollUps(std::vector<storage::RollUpCursors> places);

/// Cursors over the roll-ups of the series that `matchers` select, with buckets that end in (minTime, maxTime], sorted
/// by label set. Finer buckets are combined to `resolution`. Fails with Corrupt when the index is damaged, with
/// Cancelled after a stop request.
Result<storage::RollUpCursors> selectFromRollUps(const RollUpFile& file, bool isAllThereIs,
                                                 const std::vector<model::Matcher>& matchers, Timestamp minTime,
                                                 Timestamp maxTime, std::chrono::milliseconds resolution,
                                                 const std::stop_token& stop);

} // namespace nocturne::tsdb
