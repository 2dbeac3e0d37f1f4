// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tsdb/block_merger.h"

#include <algorithm>
#include <limits>
#include <map>

#include "engine/tsdb/block_writer.h"
#include "engine/tsdb/series_walk.h"
#include "engine/tsdb/side_samples.h"

namespace nocturne::tsdb {

namespace {

constexpr std::size_t kMostInOpenWindow = 8;
constexpr auto kEarliest = std::numeric_limits<Timestamp>::min();
constexpr auto kLatest = std::numeric_limits<Timestamp>::max();

} // namespace

BlockList blocksToMerge(const BlockList& blocks, const MergeWindows& windows, Timestamp newest,
                        std::chrono::milliseconds settle, OpenWindows openWindows)
{
    for (const auto length : windows) {
        std::map<Timestamp, BlockList> byWindow;
        for (const auto& block : blocks) {
            const auto start = windowStart(block->maxTime(), length);
            if (block->minTime() >= start) // at the start itself: windows were open on the right once
                byWindow[start].push_back(block);
        }
        for (const auto& [start, group] : byWindow) {
            const bool closed = openWindows == OpenWindows::Merged || start + length.count() + settle.count() <= newest;
            if (group.size() > (closed ? 1 : kMostInOpenWindow))
                return group;
        }
    }
    return {};
}

Result<void> mergeBlocks(IoLayer& io, const std::string& path, const BlockList& blocks, const std::stop_token& stop)
{
    std::vector<std::uint64_t> numbers;
    for (const auto& block : blocks)
        numbers.push_back(block->number());
    return writeWhole(io, path, [&](OutputFile& file) -> Result<void> {
        BlockWriter writer(file);
        std::vector<Timestamp> times;
        std::vector<double> values;
        SideSamples side;
        const auto add = [&](const model::LabelSet& labels, MergedCursor& cursor) {
            side.clear();
            return readAll(cursor, times, values)
                .and_then([&] { return cursor.readHistograms(side.histograms); })
                .and_then([&] { return cursor.readStartTimes(side.startTimes); })
                .and_then([&] {
                    const auto sealed = side.seal();
                    return writer.add(labels, times, values, sealed.histograms, sealed.startTimes);
                });
        };
        if (auto merged = forEachSeries(blocks, kEarliest, kLatest, stop, add); !merged)
            return merged;
        if (writer.empty())
            return fail(Error::Kind::Corrupt, "the blocks to merge hold nothing that can be read");
        const auto finished = writer.finish(numbers);
        return finished ? Result<void>() : tl::unexpected(finished.error());
    });
}

} // namespace nocturne::tsdb
