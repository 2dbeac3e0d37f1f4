// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tsdb/chunk_cursor.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "engine/tsdb/chunk_codec.h"
#include "engine/tsdb/histogram_codec.h"

namespace nocturne::tsdb {

using model::Sample;

namespace {

/// The first chunk with a sample after `time`. Looks from the end in steps that double: most windows are recent, and
/// each chunk looked at is a cache miss.
std::span<const SealedChunk>::iterator firstEndingAfter(std::span<const SealedChunk> chunks, Timestamp time)
{
    auto end = chunks.end();
    for (std::ptrdiff_t step = 1; end - chunks.begin() >= step; step *= 2) {
        if ((end - step)->maxTime() <= time)
            return std::upper_bound(end - step + 1, end, time,
                                    [](Timestamp t, const SealedChunk& chunk) { return t < chunk.maxTime(); });
        end -= step;
    }
    return std::upper_bound(chunks.begin(), end, time,
                            [](Timestamp t, const SealedChunk& chunk) { return t < chunk.maxTime(); });
}

} // namespace

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
    const auto first = firstEndingAfter(chunks, minTime);
    const auto last = std::upper_bound(first, chunks.end(), maxTime,
                                       [](Timestamp t, const SealedChunk& chunk) { return t < chunk.minTime(); });
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

/// Decodes the next chunk in place where it fits, else into the scratch.
Result<std::size_t> ChunkCursor::readChunk(std::span<Timestamp> times, std::span<double> values)
{
    const auto& chunk = m_chunks[m_nextChunk++];
    const auto count = chunk.sampleCount();
    const bool fits = count <= times.size();
    if (!fits)
        m_scratch = std::make_unique<Scratch>();
    const auto intoTimes = fits ? times : std::span<Timestamp>(m_scratch->times);
    const auto intoValues = fits ? values : std::span<double>(m_scratch->values);
    const auto decoded = decodeChunk(chunk.bytes(), intoTimes, intoValues);
    if (!decoded)
        return tl::unexpected(decoded.error());

    const auto all = intoTimes.first(*decoded);
    const bool isWithin = chunk.minTime() > m_minTime && chunk.maxTime() <= m_maxTime;
    const auto first = isWithin ? all.begin() : std::ranges::upper_bound(all, m_minTime);
    const auto last = isWithin ? all.end() : std::ranges::upper_bound(all, m_maxTime);
    const auto begin = static_cast<std::size_t>(first - all.begin());
    const auto kept = static_cast<std::size_t>(last - first);
    if (!fits) {
        m_scratch->next = begin;
        m_scratch->end = begin + kept;
        m_bound -= count - kept;
        return 0;
    }
    if (begin > 0) {
        std::memmove(times.data(), times.data() + begin, kept * sizeof(Timestamp));
        std::memmove(values.data(), values.data() + begin, kept * sizeof(double));
    }
    m_bound -= count;
    return kept;
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
