// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tsdb/block_merger.h"

#include <algorithm>
#include <limits>
#include <map>

#include "engine/tsdb/block_cursor.h"
#include "engine/tsdb/block_writer.h"
#include "engine/tsdb/merged_cursor.h"
#include "engine/tsdb/side_samples.h"

namespace nocturne::tsdb {

namespace {

constexpr std::size_t kMostInOpenWindow = 8;
constexpr std::size_t kReadSamples = 4096;
constexpr std::size_t kStopCheckInterval = 512; // series

/// Goes through the series of one block in their order.
class Source
{
public:
    Source(std::shared_ptr<const Block> block, const BlockIndex& index)
        : m_block(std::move(block))
        , m_index(index)
        , m_walker(index)
    {}

    /// False at the end, or when the index is corrupt, which failed() tells.
    bool next()
    {
        if (m_next >= m_index.seriesCount())
            return m_ended = true, false;
        if (!m_walker.seek(m_next++))
            return m_failed = true, false;
        m_labels = m_walker.labels();
        return true;
    }
    bool ended() const { return m_ended; }
    bool failed() const { return m_failed; }
    const model::LabelSet& labels() const { return m_labels; }
    std::unique_ptr<storage::SeriesCursor> cursor() const
    {
        return std::make_unique<BlockCursor>(m_block, m_labels, m_walker.chunks(),
                                             std::numeric_limits<Timestamp>::min(),
                                             std::numeric_limits<Timestamp>::max());
    }

private:
    std::shared_ptr<const Block> m_block;
    const BlockIndex& m_index;
    BlockIndex::Walker m_walker;
    model::LabelSet m_labels;
    SeriesId m_next = 0;
    bool m_ended = false;
    bool m_failed = false;
};

/// All samples of a cursor.
struct Samples
{
    std::vector<Timestamp> times;
    std::vector<double> values;

    Result<void> readAll(storage::SeriesCursor& cursor)
    {
        std::size_t size = 0;
        for (;;) {
            times.resize(size + kReadSamples);
            values.resize(size + kReadSamples);
            const auto count = cursor.read(std::span(times).subspan(size), std::span(values).subspan(size));
            if (!count)
                return tl::unexpected(count.error());
            size += *count;
            if (*count == 0)
                break;
        }
        times.resize(size);
        values.resize(size);
        return {};
    }
};

Result<void> mergeInto(BlockWriter& writer, std::vector<std::unique_ptr<Source>>& sources, const std::stop_token& stop)
{
    Samples samples;
    for (std::size_t series = 0;; ++series) {
        if (series % kStopCheckInterval == 0 && stop.stop_requested())
            return fail(Error::Kind::Cancelled, "the merge of blocks was cancelled");
        const Source* first = nullptr;
        for (const auto& source : sources) {
            if (!source->ended() && (first == nullptr || source->labels() < first->labels()))
                first = source.get();
        }
        if (first == nullptr)
            return {};
        const auto labels = first->labels();
        Cursors cursors;
        for (const auto& source : sources) {
            if (!source->ended() && source->labels() == labels)
                cursors.push_back(source->cursor());
        }
        MergedCursor cursor(std::move(cursors));
        SideSamples side;
        auto added =
            samples.readAll(cursor)
                .and_then([&] { return cursor.readHistograms(side.histograms); })
                .and_then([&] { return cursor.readStartTimes(side.startTimes); })
                .and_then([&] {
                    const auto sealed = side.seal();
                    return writer.add(labels, samples.times, samples.values, sealed.histograms, sealed.startTimes);
                });
        if (!added)
            return added;
        for (const auto& source : sources) {
            if (!source->ended() && source->labels() == labels && !source->next() && source->failed())
                return fail(Error::Kind::Corrupt, "the index of a block to merge does not fit together");
        }
    }
}

} // namespace

BlockList blocksToMerge(const BlockList& blocks, const MergeWindows& windows, Timestamp newest,
                        std::chrono::milliseconds settle)
{
    for (const auto length : windows) {
        std::map<Timestamp, BlockList> byWindow;
        for (const auto& block : blocks) {
            const auto start = windowStart(block->minTime(), length);
            if (block->maxTime() < start + length.count())
                byWindow[start].push_back(block);
        }
        for (const auto& [start, group] : byWindow) {
            const bool closed = start + length.count() + settle.count() <= newest;
            if (group.size() > (closed ? 1 : kMostInOpenWindow))
                return group;
        }
    }
    return {};
}

Result<void> mergeBlocks(IoLayer& io, const std::string& path, const BlockList& blocks, const std::stop_token& stop)
{
    std::vector<std::unique_ptr<Source>> sources;
    std::vector<std::uint64_t> numbers;
    for (const auto& block : blocks) {
        const auto index = block->index();
        if (!index)
            return tl::unexpected(index.error());
        numbers.push_back(block->number());
        sources.push_back(std::make_unique<Source>(block, **index));
        if (!sources.back()->next() && sources.back()->failed())
            return fail(Error::Kind::Corrupt, "the index of " + block->path() + " does not fit together");
    }
    return writeWhole(io, path, [&](OutputFile& file) -> Result<void> {
        BlockWriter writer(file);
        if (auto merged = mergeInto(writer, sources, stop); !merged)
            return merged;
        if (writer.empty())
            return fail(Error::Kind::Corrupt, "the blocks to merge hold nothing that can be read");
        const auto finished = writer.finish(numbers);
        return finished ? Result<void>() : tl::unexpected(finished.error());
    });
}

} // namespace nocturne::tsdb
