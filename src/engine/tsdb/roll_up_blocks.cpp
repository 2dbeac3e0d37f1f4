// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tsdb/roll_up_blocks.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>

#include "engine/model/kahan_sum.h"
#include "engine/tsdb/block_writer.h"
#include "engine/tsdb/roll_up_codec.h"
#include "engine/tsdb/series_walk.h"

namespace nocturne::tsdb {

using storage::RollUp;

namespace {

constexpr std::size_t kStopCheckInterval = 512; // series

bool isRollUp(ChunkKind kind) { return kind == ChunkKind::RollUps || kind == ChunkKind::RollUpsBesideHistograms; }

/// The roll-ups of one series in one block.
class BlockRollUps final : public storage::RollUpCursor
{
public:
    BlockRollUps(std::shared_ptr<const Block> block, model::LabelSet labels, std::vector<BlockChunk> chunks,
                 bool isAllThereIs)
        : m_block(std::move(block))
        , m_labels(std::move(labels))
        , m_chunks(std::move(chunks))
        , m_isAllThereIs(isAllThereIs)
    {}

    void restrictTo(Timestamp minTime, Timestamp maxTime, std::chrono::milliseconds resolution, bool combine)
    {
        m_minTime = minTime;
        m_maxTime = maxTime;
        m_resolution = resolution;
        m_combine = combine;
    }
    const model::LabelSet& labels() const override { return m_labels; }
    bool hasHistograms() const override
    {
        return std::ranges::find(m_chunks, ChunkKind::RollUpsBesideHistograms, &BlockChunk::kind) != m_chunks.end();
    }
    bool isAllThereIs() const override { return m_isAllThereIs; }
    /// What is damaged is noted; it fails only where the samples are still there to be read in its place.
    Result<void> read(std::vector<RollUp>& into) override
    {
        std::vector<RollUp> all;
        for (const auto& chunk : m_chunks) {
            if (isRollUp(chunk.kind) && !m_block->decodeRollUps(chunk, all) && !m_isAllThereIs)
                return fail(Error::Kind::Corrupt, "roll-ups in " + m_block->path() + " are damaged");
        }
        std::erase_if(all, [this](const RollUp& r) { return r.count == 0 || r.end <= m_minTime || r.end > m_maxTime; });
        if (m_combine)
            all = combined(all, m_resolution);
        into.insert(into.end(), all.begin(), all.end());
        return {};
    }

private:
    std::shared_ptr<const Block> m_block;
    model::LabelSet m_labels;
    std::vector<BlockChunk> m_chunks;
    bool m_isAllThereIs;
    Timestamp m_minTime = 0;
    Timestamp m_maxTime = 0;
    std::chrono::milliseconds m_resolution{};
    bool m_combine = false;
};

void append(RollUp& into, const RollUp& next, model::KahanSum& sum)
{
    if (next.first < into.last) {
        ++into.resets;
        into.dropped += into.last;
    }
    into.resets += next.resets;
    into.dropped += next.dropped;
    if (next.min < into.min || std::isnan(into.min))
        into.min = next.min;
    if (next.max > into.max || std::isnan(into.max))
        into.max = next.max;
    into.last = next.last;
    into.lastTime = next.lastTime;
    into.count += next.count;
    sum.add(next.sum);
}

Result<void> finish(BlockWriter& writer, const RollUpWindow& window, std::vector<std::uint64_t> sources)
{
    if (writer.empty())
        return fail(Error::Kind::Corrupt, "nothing to roll up can be read");
    std::ranges::sort(sources);
    const auto finished = writer.finish(sources, window);
    return finished ? Result<void>() : tl::unexpected(finished.error());
}

} // namespace

std::vector<RollUp> combined(const std::vector<RollUp>& finer, std::chrono::milliseconds resolution)
{
    std::vector<RollUp> buckets;
    model::KahanSum sum;
    for (const auto& r : finer) {
        if (r.count == 0)
            continue;
        if (!buckets.empty() && r.end <= buckets.back().end) {
            append(buckets.back(), r, sum);
        } else {
            buckets.push_back(r);
            buckets.back().end = bucketEnd(r.end, resolution);
            sum = {r.sum, 0};
        }
        buckets.back().sum = sum.value();
    }
    roundSums(buckets);
    return buckets;
}

BlockList overlapping(const BlockList& blocks, Timestamp start, Timestamp end)
{
    BlockList found;
    std::ranges::copy_if(blocks, std::back_inserter(found),
                         [&](const auto& block) { return block->overlaps(start, end); });
    return found;
}

RollUpStanding standingOf(const RollUpFile& file, const BlockList& samples)
{
    std::size_t known = 0;
    bool hasOthers = false;
    bool isComplete = false;
    for (const auto& block : samples) {
        const bool isSource = std::ranges::binary_search(file.sources, block->number());
        known += isSource ? 1 : 0;
        if (!block->overlaps(file.window.start, file.window.end))
            continue;
        hasOthers = hasOthers || !isSource;
        isComplete = isComplete || block->minTime() <= file.block->minTime();
    }
    if (hasOthers && isComplete)
        return RollUpStanding::OutOfDate;
    return known == file.sources.size() ? RollUpStanding::Current : RollUpStanding::AllThereIs;
}

Timestamp goneUntil(const RollUpFile& file, const BlockList& samples)
{
    auto oldest = std::numeric_limits<Timestamp>::max();
    bool hasSamples = false;
    for (const auto& block : samples) {
        if (block->overlaps(file.window.start, file.window.end)) {
            oldest = std::min(oldest, block->minTime());
            hasSamples = true;
        }
    }
    if (!hasSamples)
        return file.window.end;
    const std::chrono::milliseconds resolution(file.window.resolutionMs);
    return std::min(file.window.end, bucketEnd(oldest, resolution) - resolution.count());
}

RollUpFiles rollUpFilesOf(const BlockList& blocks)
{
    RollUpFiles files;
    for (const auto& block : blocks) {
        if (const auto* origin = block->rollUpOrigin())
            files.push_back({block, origin->window, origin->sources});
    }
    std::ranges::sort(files, {}, [](const RollUpFile& file) { return file.window.end; });
    return files;
}

Result<void> rollUpSamples(IoLayer& io, const std::string& path, const RollUpWindow& window, const BlockList& blocks,
                           const std::stop_token& stop)
{
    BlockList readable;
    std::vector<std::uint64_t> sources;
    for (const auto& block : blocks) {
        sources.push_back(block->number());
        if (block->index())
            readable.push_back(block);
    }
    return writeWhole(io, path, [&](OutputFile& file) -> Result<void> {
        BlockWriter writer(file);
        RollUpBuilder builder{std::chrono::milliseconds(window.resolutionMs)};
        std::vector<Timestamp> times;
        std::vector<double> values;
        const auto add = [&](const model::LabelSet& labels, MergedCursor& cursor) {
            return readAll(cursor, times, values).and_then([&] {
                builder.add(times, values);
                return writer.addRollUps(labels, builder.take(), cursor.mayHaveHistograms());
            });
        };
        return forEachSeries(readable, window.start, window.end, stop, add).and_then([&] {
            return finish(writer, window, std::move(sources));
        });
    });
}

Result<void> rollUpRollUps(IoLayer& io, const std::string& path, const RollUpWindow& window, const RollUpFiles& finer,
                           const std::stop_token& stop)
{
    BlockList blocks;
    std::vector<std::uint64_t> sources;
    for (const auto& file : finer) {
        blocks.push_back(file.block);
        sources.insert(sources.end(), file.sources.begin(), file.sources.end());
    }
    std::ranges::sort(sources);
    sources.erase(std::unique(sources.begin(), sources.end()), sources.end());
    return writeWhole(io, path, [&](OutputFile& file) -> Result<void> {
        BlockWriter writer(file);
        std::vector<RollUp> buckets;
        const auto add = [&](const model::LabelSet& labels, std::span<const SeriesPart> parts) {
            buckets.clear();
            bool hasHistograms = false;
            for (const auto& part : parts) {
                for (const auto& chunk : part.chunks) {
                    hasHistograms = hasHistograms || chunk.kind == ChunkKind::RollUpsBesideHistograms;
                    if (isRollUp(chunk.kind))
                        (void)part.block->decodeRollUps(chunk, buckets); // what is damaged is noted, and left out
                }
            }
            const auto coarse = combined(buckets, std::chrono::milliseconds(window.resolutionMs));
            return writer.addRollUps(labels, coarse, hasHistograms);
        };
        return forEachSeries(blocks, stop, add).and_then([&] { return finish(writer, window, std::move(sources)); });
    });
}

Result<storage::RollUpCursors> selectFromRollUps(const RollUpFile& file, bool isAllThereIs,
                                                 const std::vector<model::Matcher>& matchers, Timestamp minTime,
                                                 Timestamp maxTime, std::chrono::milliseconds resolution,
                                                 const std::stop_token& stop)
{
    const auto index = file.block->index();
    if (!index)
        return tl::unexpected(index.error());
    const auto ids = (*index)->select(matchers, stop);
    if (!ids)
        return tl::unexpected(ids.error());
    storage::RollUpCursors cursors;
    BlockIndex::Walker walker(**index);
    for (const auto id : *ids) {
        if (cursors.size() % kStopCheckInterval == kStopCheckInterval - 1 && stop.stop_requested())
            return fail(Error::Kind::Cancelled, "the query was cancelled");
        if (!walker.seek(id))
            return fail(Error::Kind::Corrupt, "the index of " + file.block->path() + " does not fit together");
        auto cursor = std::make_unique<BlockRollUps>(file.block, walker.labels(), walker.chunks(), isAllThereIs);
        cursor->restrictTo(minTime, maxTime, resolution, file.window.resolutionMs != resolution.count());
        cursors.push_back(std::move(cursor));
    }
    return cursors;
}

namespace {

/// The roll-ups of one series from several windows, in time order.
class JoinedRollUps final : public storage::RollUpCursor
{
public:
    explicit JoinedRollUps(storage::RollUpCursors parts)
        : m_parts(std::move(parts))
    {}

    const model::LabelSet& labels() const override { return m_parts.front()->labels(); }
    Result<void> read(std::vector<RollUp>& into) override
    {
        for (const auto& part : m_parts) {
            if (auto read = part->read(into); !read)
                return read;
        }
        return {};
    }
    bool hasHistograms() const override
    {
        return std::ranges::any_of(m_parts, [](const auto& part) { return part->hasHistograms(); });
    }
    bool isAllThereIs() const override
    {
        return std::ranges::any_of(m_parts, [](const auto& part) { return part->isAllThereIs(); });
    }

private:
    storage::RollUpCursors m_parts;
};

} // namespace

storage::RollUpCursors joinRollUps(std::vector<storage::RollUpCursors> places)
{
    struct Hash
    {
        std::size_t operator()(const model::LabelSet& labels) const { return labels.hash(); }
    };
    std::unordered_map<model::LabelSet, storage::RollUpCursors, Hash> byLabels;
    for (auto& place : places) {
        for (auto& cursor : place) {
            auto& parts = byLabels[cursor->labels()];
            parts.push_back(std::move(cursor));
        }
    }
    storage::RollUpCursors joined;
    joined.reserve(byLabels.size());
    for (auto& [labels, parts] : byLabels)
        joined.push_back(parts.size() == 1 ? std::move(parts.front())
                                           : std::make_unique<JoinedRollUps>(std::move(parts)));
    std::ranges::sort(joined, [](const auto& a, const auto& b) { return a->labels() < b->labels(); });
    return joined;
}

} // namespace nocturne::tsdb
