// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tsdb/chunk_cursor.h"

#include <algorithm>
#include <array>

#include "engine/tsdb/chunk_codec.h"
#include "engine/tsdb/histogram_codec.h"

namespace nocturne::tsdb {

using model::Sample;

struct ChunkCursor::Scratch
{
    std::array<Timestamp, kMaxColumnValues> times;
    std::array<double, kMaxColumnValues> values;
    std::size_t next = 0;
    std::size_t end = 0;
};

struct ChunkCursor::Side
{
    std::vector<SealedChunk> histogramChunks;
    std::vector<model::HistogramSample> histograms; // newer than the chunks
    std::vector<SealedChunk> startChunks;
    std::vector<Sample> starts;
};

namespace {

/// The chunks, and raw entries, that reach into (minTime, maxTime].
template <typename T>
void copyWindow(const SideRun<T>& run, Timestamp minTime, Timestamp maxTime, std::vector<SealedChunk>& chunks,
                std::vector<T>& newer)
{
    std::ranges::copy_if(run.chunks(), std::back_inserter(chunks), [&](const SealedChunk& chunk) {
        return chunk.maxTime() > minTime && chunk.minTime() <= maxTime;
    });
    std::ranges::copy_if(run.open(), std::back_inserter(newer),
                         [&](const T& entry) { return entry.t > minTime && entry.t <= maxTime; });
}

} // namespace

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

void ChunkCursor::addSide(const HeadSeries::Side& side)
{
    auto copy = std::make_unique<Side>();
    copyWindow(side.histograms, m_minTime, m_maxTime, copy->histogramChunks, copy->histograms);
    copyWindow(side.startTimes, m_minTime, m_maxTime, copy->startChunks, copy->starts);
    const bool hasHistograms = !copy->histogramChunks.empty() || !copy->histograms.empty();
    if (hasHistograms || m_bound > 0) // start times alone are of no use
        m_side = std::move(copy);
}

bool ChunkCursor::mayHaveHistograms() const
{
    return m_side && (!m_side->histogramChunks.empty() || !m_side->histograms.empty());
}

bool ChunkCursor::mayHaveStartTimes() const
{
    return m_side && (!m_side->startChunks.empty() || !m_side->starts.empty());
}

Result<void> ChunkCursor::readHistograms(std::vector<model::HistogramSample>& into)
{
    if (!m_side)
        return {};
    const auto first = into.size();
    for (const auto& chunk : m_side->histogramChunks) {
        if (auto decoded = decodeHistogramChunk(chunk.bytes(), into); !decoded)
            return decoded;
    }
    const auto isOutside = [this](const model::HistogramSample& s) { return s.t <= m_minTime || s.t > m_maxTime; };
    into.erase(std::remove_if(into.begin() + static_cast<std::ptrdiff_t>(first), into.end(), isOutside), into.end());
    into.insert(into.end(), m_side->histograms.begin(), m_side->histograms.end());
    return {};
}

Result<void> ChunkCursor::readStartTimes(std::vector<model::StartTime>& into)
{
    if (!m_side)
        return {};
    std::array<Timestamp, kMaxColumnValues> times; // NOLINT: filled as far as it is read
    std::array<double, kMaxColumnValues> starts;   // NOLINT
    for (const auto& chunk : m_side->startChunks) {
        const auto count = decodeChunk(chunk.bytes(), times, starts);
        if (!count)
            return tl::unexpected(count.error());
        for (std::size_t i = 0; i < *count; ++i) {
            if (times[i] > m_minTime && times[i] <= m_maxTime)
                into.push_back({times[i], static_cast<Timestamp>(starts[i])});
        }
    }
    for (const auto& [t, start] : m_side->starts)
        into.push_back({t, static_cast<Timestamp>(start)});
    return {};
}

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
