// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tsdb/head_series.h"

#include <algorithm>
#include <cassert>

#include "engine/tsdb/chunk_codec.h"

namespace nocturne::tsdb {

using model::Sample;

namespace {

constexpr std::size_t kFirstCapacity = 4;

/// A chunk with at least this many samples is left as it is: with one run more it might not fit a chunk.
constexpr std::size_t kFullChunk = HeadSeries::kChunkSamples - HeadSeries::kOpenSamples + 1;

AppendOutcome sameOrDuplicate(const Sample& sample, const Sample& known)
{
    return sample == known ? AppendOutcome::SameAgain : AppendOutcome::Duplicate;
}

std::vector<Sample> samplesOf(const SealedChunk& chunk)
{
    std::array<Timestamp, kMaxColumnValues> times; // NOLINT: filled as far as it is read
    std::array<double, kMaxColumnValues> values;   // NOLINT
    const auto decoded = decodeChunk(chunk.bytes(), times, values);
    assert(decoded && "a chunk sealed by this process decodes");
    std::vector<Sample> samples;
    for (std::size_t i = 0; i < decoded.value_or(0); ++i)
        samples.push_back({times[i], values[i]});
    return samples;
}

} // namespace

HeadSeries::HeadSeries(SeriesId id, model::LabelSet labels)
    : m_sealAt(static_cast<std::uint8_t>(1 + id % kOpenSamples))
    , m_id(id)
    , m_labels(std::move(labels))
{}

AppendOutcome HeadSeries::append(const Sample& sample, std::int64_t lateWindow, ChunkTally& tally)
{
    if (sample.t <= m_lastTime) {
        if (sample.t == m_lastTime)
            return sameOrDuplicate(sample, {m_lastTime, m_lastValue});
        return m_lastTime - sample.t < lateWindow ? appendLate(sample, tally) : AppendOutcome::OutOfOrder;
    }
    if (m_open.size() == m_open.capacity()) {
        const auto capacity = m_open.empty() ? std::min<std::size_t>(kFirstCapacity, m_sealAt)
                                             : std::min<std::size_t>(3 * m_open.capacity(), m_sealAt);
        m_open.reserve(capacity);
    }
    m_open.push_back(sample);
    m_lastTime = sample.t;
    m_lastValue = sample.v;
    tally.bytes += sizeof(Sample);
    ++tally.samples;
    if (m_open.size() >= m_sealAt)
        sealOpen(tally);
    return AppendOutcome::Stored;
}

AppendOutcome HeadSeries::appendLate(const Sample& sample, ChunkTally& tally)
{
    const auto chunk = std::ranges::lower_bound(m_chunks, sample.t, {}, &SealedChunk::maxTime);
    if (chunk == m_chunks.end())
        return insertOpen(sample, tally);
    return insertSealed(static_cast<std::size_t>(chunk - m_chunks.begin()), sample, tally);
}

AppendOutcome HeadSeries::insertOpen(const Sample& sample, ChunkTally& tally)
{
    const auto place = std::ranges::lower_bound(m_open, sample.t, {}, &Sample::t);
    if (place != m_open.end() && place->t == sample.t)
        return sameOrDuplicate(sample, *place);
    m_open.insert(place, sample);
    tally.bytes += sizeof(Sample);
    ++tally.samples;
    if (m_open.size() >= m_sealAt)
        sealOpen(tally);
    return AppendOutcome::Stored;
}

/// Packs chunk `index` anew with the sample in it; into two when one would be too long.
AppendOutcome HeadSeries::insertSealed(std::size_t index, const Sample& sample, ChunkTally& tally)
{
    auto samples = samplesOf(m_chunks[index]);
    const auto place = std::ranges::lower_bound(samples, sample.t, {}, &Sample::t);
    if (place != samples.end() && place->t == sample.t)
        return sameOrDuplicate(sample, *place);
    samples.insert(place, sample);

    const bool small = index >= m_chunks.size() - m_smallChunks;
    const auto length = samples.size() <= kMaxColumnValues ? samples.size() : samples.size() / 2;
    auto first = SealedChunk::seal(std::span(samples).first(length));
    tally.bytes += first.memoryBytes() - m_chunks[index].memoryBytes();
    ++tally.samples;
    m_chunks[index] = std::move(first);
    if (length < samples.size()) {
        auto second = SealedChunk::seal(std::span(samples).subspan(length));
        tally.bytes += second.memoryBytes();
        ++tally.chunks;
        m_chunks.insert(m_chunks.begin() + static_cast<std::ptrdiff_t>(index) + 1, std::move(second));
        m_smallChunks = static_cast<std::uint8_t>(m_smallChunks + (small ? 1 : 0));
    }
    return AppendOutcome::Stored;
}

void HeadSeries::sealOpen(ChunkTally& tally)
{
    if (m_open.empty())
        return;
    m_chunks.push_back(SealedChunk::seal(m_open));
    tally.bytes += m_chunks.back().memoryBytes() - m_open.size() * sizeof(Sample);
    ++tally.chunks;
    m_open = {}; // also gives the memory back
    m_sealAt = kOpenSamples;
    if (++m_smallChunks >= kSmallChunks)
        mergeSmallChunks(tally);
}

void HeadSeries::mergeSmallChunks(ChunkTally& tally)
{
    std::array<Timestamp, kMaxColumnValues> times; // NOLINT: filled as far as it is read
    std::array<double, kMaxColumnValues> values;   // NOLINT
    std::array<Sample, kMaxColumnValues> samples;
    std::size_t count = 0;
    const auto first = m_chunks.end() - m_smallChunks;
    for (auto chunk = first; chunk != m_chunks.end(); ++chunk)
        count += chunk->sampleCount();
    if (count > kMaxColumnValues) { // late samples made them longer
        m_smallChunks = 0;
        return;
    }
    count = 0;
    for (auto chunk = first; chunk != m_chunks.end(); ++chunk) {
        const auto decoded = decodeChunk(chunk->bytes(), times, values);
        assert(decoded && "a chunk sealed by this process decodes");
        for (std::size_t i = 0; i < decoded.value_or(0); ++i)
            samples[count++] = {times[i], values[i]};
        tally.bytes -= chunk->memoryBytes();
        --tally.chunks;
    }
    auto merged = SealedChunk::seal(std::span(samples).first(count));
    tally.bytes += merged.memoryBytes();
    ++tally.chunks;
    m_chunks.erase(first, m_chunks.end());
    m_chunks.push_back(std::move(merged));
    m_smallChunks = count >= kFullChunk ? 0 : 1;
}

void HeadSeries::dropUpTo(Timestamp cutoff, ChunkTally& tally)
{
    dropFirst(settledChunks(cutoff).size(), tally);
    if (!m_open.empty() && m_lastTime <= cutoff) {
        tally.bytes -= m_open.size() * sizeof(Sample);
        tally.samples -= m_open.size();
        m_open = {};
    }
}

void HeadSeries::dropFirst(std::size_t count, ChunkTally& tally)
{
    const auto kept = m_chunks.begin() + static_cast<std::ptrdiff_t>(count);
    for (auto chunk = m_chunks.begin(); chunk != kept; ++chunk) {
        tally.bytes -= chunk->memoryBytes();
        tally.samples -= chunk->sampleCount();
        --tally.chunks;
    }
    m_chunks.erase(m_chunks.begin(), kept);
    m_smallChunks = static_cast<std::uint8_t>(std::min<std::size_t>(m_smallChunks, m_chunks.size()));
}

std::span<const SealedChunk> HeadSeries::settledChunks(Timestamp cutoff) const
{
    const auto kept = std::ranges::find_if(m_chunks, [&](const auto& chunk) { return chunk.maxTime() > cutoff; });
    return {m_chunks.begin(), kept};
}

void HeadSeries::dropSame(std::span<const SealedChunk> chunks, ChunkTally& tally)
{
    std::size_t count = 0;
    while (count < chunks.size() && count < m_chunks.size() && chunks[count].isSame(m_chunks[count]))
        ++count;
    dropFirst(count, tally);
}

HeadSeries& SeriesTable::add(std::unique_ptr<HeadSeries> series)
{
    const auto id = series->id();
    const auto page = id / kPageSize;
    if (page >= m_pages.size())
        m_pages.resize(page + 1);
    if (!m_pages[page])
        m_pages[page] = std::make_unique<Page>();
    auto& slot = m_pages[page]->series[id % kPageSize];
    assert(!slot && "an id names one series");
    slot = std::move(series);
    ++m_pages[page]->used;
    ++m_size;
    return *slot;
}

std::unique_ptr<HeadSeries> SeriesTable::take(SeriesId id)
{
    auto& page = m_pages[id / kPageSize];
    auto series = std::move(page->series[id % kPageSize]);
    --m_size;
    if (--page->used == 0)
        page.reset();
    return series;
}

} // namespace nocturne::tsdb
