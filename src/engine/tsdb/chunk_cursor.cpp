// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tsdb/chunk_cursor.h"

#include <algorithm>
#include <array>

#include "engine/tsdb/chunk_codec.h"

namespace nocturne::tsdb {

using model::Sample;

struct ChunkCursor::Scratch
{
    std::array<Timestamp, kMaxColumnValues> times;
    std::array<double, kMaxColumnValues> values;
    std::size_t next = 0;
    std::size_t end = 0;
};

ChunkCursor::ChunkCursor(model::LabelSet labels, std::span<const SealedChunk> chunks, std::span<const Sample> newer,
                         Timestamp minTime, Timestamp maxTime)
    : m_labels(std::move(labels))
    , m_minTime(minTime)
    , m_maxTime(maxTime)
{
    const auto first = std::ranges::upper_bound(chunks, minTime, {}, &SealedChunk::maxTime);
    const auto last = std::ranges::upper_bound(chunks, maxTime, {}, &SealedChunk::minTime);
    if (first < last)
        m_chunks.assign(first, last);
    const auto firstNewer = std::ranges::upper_bound(newer, minTime, {}, &Sample::t);
    const auto lastNewer = std::ranges::upper_bound(newer, maxTime, {}, &Sample::t);
    if (firstNewer < lastNewer)
        m_newer.assign(firstNewer, lastNewer);
    m_bound = m_newer.size();
    for (const auto& chunk : m_chunks)
        m_bound += chunk.sampleCount();
}

ChunkCursor::~ChunkCursor() = default;

Result<std::size_t> ChunkCursor::read(std::span<Timestamp> times, std::span<double> values)
{
    const auto room = std::min(times.size(), values.size());
    times = times.first(room);
    values = values.first(room);
    std::size_t filled = 0;
    while (filled < room) {
        const auto restTimes = times.subspan(filled);
        const auto restValues = values.subspan(filled);
        if (m_scratch) {
            filled += readScratch(restTimes, restValues);
        } else if (m_nextChunk < m_chunks.size()) {
            const auto count = readChunk(restTimes, restValues);
            if (!count)
                return tl::unexpected(count.error());
            filled += *count;
        } else {
            filled += readNewer(restTimes, restValues);
            break;
        }
    }
    return filled;
}

/// Decodes the next chunk in place where it lies within the window and fits, else into the scratch.
Result<std::size_t> ChunkCursor::readChunk(std::span<Timestamp> times, std::span<double> values)
{
    const auto& chunk = m_chunks[m_nextChunk++];
    const auto count = chunk.sampleCount();
    const bool whole = chunk.minTime() > m_minTime && chunk.maxTime() <= m_maxTime;
    if (whole && count <= times.size()) {
        m_bound -= count;
        return decodeChunk(chunk.bytes(), times, values);
    }
    m_scratch = std::make_unique<Scratch>();
    const auto decoded = decodeChunk(chunk.bytes(), m_scratch->times, m_scratch->values);
    if (!decoded)
        return tl::unexpected(decoded.error());
    const auto all = std::span(m_scratch->times).first(*decoded);
    m_scratch->next = static_cast<std::size_t>(std::ranges::upper_bound(all, m_minTime) - all.begin());
    m_scratch->end = static_cast<std::size_t>(std::ranges::upper_bound(all, m_maxTime) - all.begin());
    m_bound -= count - (m_scratch->end - m_scratch->next);
    return 0;
}

std::size_t ChunkCursor::readScratch(std::span<Timestamp> times, std::span<double> values)
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

std::size_t ChunkCursor::readNewer(std::span<Timestamp> times, std::span<double> values)
{
    const auto count = std::min(times.size(), m_newer.size() - m_nextNewer);
    for (std::size_t i = 0; i < count; ++i) {
        times[i] = m_newer[m_nextNewer + i].t;
        values[i] = m_newer[m_nextNewer + i].v;
    }
    m_nextNewer += count;
    m_bound -= count;
    return count;
}

} // namespace nocturne::tsdb
