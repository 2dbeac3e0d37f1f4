// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tsdb/block_cursor.h"

#include <algorithm>

namespace nocturne::tsdb {

namespace {

constexpr std::size_t kStopCheckInterval = 512; // series between two looks at the stop token

} // namespace

BlockCursor::BlockCursor(std::shared_ptr<const Block> block, model::LabelSet labels, std::span<const BlockChunk> chunks,
                         Timestamp minTime, Timestamp maxTime)
    : m_block(std::move(block))
    , m_labels(std::move(labels))
    , m_minTime(minTime)
    , m_maxTime(maxTime)
{
    for (const auto& chunk : chunks) {
        const auto times = m_block->timesOf(chunk);
        if (!times || times->maxTime <= minTime || times->minTime > maxTime)
            continue;
        if (chunk.kind == ChunkKind::Float) {
            m_bound += times->count;
            m_pieces.push_back({chunk, *times});
        } else if (chunk.kind == ChunkKind::Histogram || chunk.kind == ChunkKind::StartTimes) {
            m_sidePieces.push_back({chunk, *times});
            (chunk.kind == ChunkKind::Histogram ? m_hasHistograms : m_hasStartTimes) = true;
        }
    }
}

BlockCursor::~BlockCursor() = default;

Result<std::size_t> BlockCursor::read(std::span<Timestamp> times, std::span<double> values)
{
    const auto room = std::min(times.size(), values.size());
    std::size_t filled = 0;
    while (filled < room && (m_scratch || m_next < m_pieces.size())) {
        const auto restTimes = times.subspan(filled, room - filled);
        const auto restValues = values.subspan(filled, room - filled);
        filled += m_scratch ? readScratch(restTimes, restValues) : readPiece(restTimes, restValues);
    }
    return filled;
}

/// Decodes the next chunk in place where it lies within the window and fits, else into the scratch.
std::size_t BlockCursor::readPiece(std::span<Timestamp> times, std::span<double> values)
{
    const auto& [chunk, piece] = m_pieces[m_next++];
    const bool whole = piece.minTime > m_minTime && piece.maxTime <= m_maxTime;
    m_bound -= piece.count;
    if (whole && piece.count <= times.size())
        return m_block->decode(chunk, piece, times, values) ? piece.count : 0;

    auto scratch = std::make_unique<Scratch>();
    if (!m_block->decode(chunk, piece, scratch->times, scratch->values))
        return 0;
    const auto all = std::span(scratch->times).first(piece.count);
    scratch->next = static_cast<std::size_t>(std::ranges::upper_bound(all, m_minTime) - all.begin());
    scratch->end = static_cast<std::size_t>(std::ranges::upper_bound(all, m_maxTime) - all.begin());
    m_bound += scratch->end - scratch->next;
    m_scratch = std::move(scratch);
    return 0;
}

std::size_t BlockCursor::readScratch(std::span<Timestamp> times, std::span<double> values)
{
    auto& scratch = *m_scratch;
    const auto count = std::min(times.size(), scratch.end - scratch.next);
    std::copy_n(scratch.times.begin() + static_cast<std::ptrdiff_t>(scratch.next), count, times.begin());
    std::copy_n(scratch.values.begin() + static_cast<std::ptrdiff_t>(scratch.next), count, values.begin());
    scratch.next += count;
    m_bound -= count;
    if (scratch.next == scratch.end)
        m_scratch.reset();
    return count;
}

SideSamples BlockCursor::readSide(ChunkKind kind) const
{
    SideSamples side;
    for (const auto& [chunk, times] : m_sidePieces) {
        const auto bytes = chunk.kind == kind ? m_block->valuesOf(chunk, times) : std::nullopt;
        if (!bytes)
            continue;
        const auto before = side.histograms.size();
        const auto decoded =
            kind == ChunkKind::Histogram ? side.decodeHistograms(*bytes) : side.decodeStartTimes(*bytes);
        if (!decoded) {
            m_block->noteUndecodable(times);
            side.histograms.resize(before);
        }
    }
    side.trim(m_minTime, m_maxTime);
    return side;
}

Result<void> BlockCursor::readHistograms(std::vector<model::HistogramSample>& into)
{
    auto side = readSide(ChunkKind::Histogram);
    std::ranges::move(side.histograms, std::back_inserter(into));
    return {};
}

Result<void> BlockCursor::readStartTimes(std::vector<model::StartTime>& into)
{
    std::ranges::copy(readSide(ChunkKind::StartTimes).startTimes, std::back_inserter(into));
    return {};
}

Result<std::vector<std::unique_ptr<storage::SeriesCursor>>> selectFromBlock(const std::shared_ptr<const Block>& block,
                                                                            const std::vector<model::Matcher>& matchers,
                                                                            Timestamp minTime, Timestamp maxTime,
                                                                            const std::stop_token& stop)
{
    const auto index = block->index();
    if (!index)
        return tl::unexpected(index.error());
    const auto ids = (*index)->select(matchers, stop);
    if (!ids)
        return tl::unexpected(ids.error());
    std::vector<std::unique_ptr<storage::SeriesCursor>> cursors;
    BlockIndex::Walker walker(**index);
    std::size_t seen = 0;
    for (const auto id : *ids) {
        if (++seen % kStopCheckInterval == 0 && stop.stop_requested())
            return fail(Error::Kind::Cancelled, "the query was cancelled");
        if (!walker.seek(id))
            return fail(Error::Kind::Corrupt, "the index of " + block->path() + " does not fit together");
        auto cursor = std::make_unique<BlockCursor>(block, walker.labels(), walker.chunks(), minTime, maxTime);
        if (!cursor->empty())
            cursors.push_back(std::move(cursor));
    }
    return cursors;
}

} // namespace nocturne::tsdb
