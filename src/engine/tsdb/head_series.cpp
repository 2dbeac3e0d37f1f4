// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tsdb/head_series.h"

#include <algorithm>
#include <cassert>

#include "engine/tsdb/chunk_codec.h"
#include "engine/tsdb/side_samples.h"

namespace nocturne::tsdb {

using model::Sample;

namespace {

constexpr std::size_t kOpenStep = 12; // samples that room is made for at once

/// A chunk with at least this many samples is left as it is: with one run more it might not fit a chunk.
constexpr std::size_t kFullChunk = HeadSeries::kChunkSamples - HeadSeries::kOpenSamples + 1;

AppendOutcome sameOrDuplicate(const Sample& sample, const Sample& known)
{
    return sample == known ? AppendOutcome::SameAgain : AppendOutcome::Duplicate;
}

/// Whether `time` is earlier than `newest` by less than `window` ms, also of times that are centuries apart.
bool isWithin(Timestamp time, Timestamp newest, std::int64_t window)
{
    const auto age = static_cast<std::uint64_t>(newest) - static_cast<std::uint64_t>(time);
    return age < static_cast<std::uint64_t>(window);
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
        if (sample.t == m_lastTime) {
            const bool isHistogram = m_side && m_side->newestHistogram;
            return isHistogram ? AppendOutcome::Duplicate : sameOrDuplicate(sample, {m_lastTime, m_lastValue});
        }
        if (!isWithin(sample.t, m_lastTime, lateWindow))
            return AppendOutcome::OutOfOrder;
        return hasHistogramAt(sample.t) ? AppendOutcome::Duplicate : appendLate(sample, tally);
    }
    if (m_open.size() == m_open.capacity())
        m_open.reserve(std::min<std::size_t>(m_open.size() + kOpenStep, m_sealAt));
    m_open.push_back(sample);
    m_lastTime = sample.t;
    m_lastValue = sample.v;
    tally.bytes += sizeof(Sample);
    ++tally.samples;
    if (m_side)
        m_side->newestHistogram = nullptr;
    if (m_open.size() >= m_sealAt)
        sealOpenFloats(tally);
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
        sealOpenFloats(tally);
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

namespace {

/// The place in a run of histograms of time `time`: the chunk that may hold it, with its entries, or the raw entries.
struct HistogramPlace
{
    std::size_t chunk = 0; // the number of chunks for the raw entries
    std::vector<model::HistogramSample> entries;

    const model::HistogramSample* find(Timestamp time) const
    {
        const auto at = std::ranges::lower_bound(entries, time, {}, &model::HistogramSample::t);
        return at != entries.end() && at->t == time ? &*at : nullptr;
    }
};

HistogramPlace placeOf(const SideRun<model::HistogramSample>& run, Timestamp time)
{
    const auto chunk = std::ranges::lower_bound(run.chunks(), time, {}, &SealedChunk::maxTime);
    HistogramPlace place{static_cast<std::size_t>(chunk - run.chunks().begin()), {}};
    if (chunk == run.chunks().end()) {
        place.entries = run.open();
        return place;
    }
    SideSamples side;
    [[maybe_unused]] const auto decoded = side.decodeHistograms(chunk->bytes());
    assert(decoded && "a chunk sealed by this process decodes");
    place.entries = std::move(side.histograms);
    return place;
}

/// Takes the hint away from a histogram whose neighbour is no longer the one that it was compared with.
void forgetHint(model::HistogramPtr& histogram)
{
    if (histogram->hint == model::ResetHint::Gauge || histogram->hint == model::ResetHint::Unknown)
        return;
    auto plain = std::make_shared<model::FloatHistogram>(*histogram);
    plain->hint = model::ResetHint::Unknown;
    histogram = std::move(plain);
}

} // namespace

bool HeadSeries::hasFloatAt(Timestamp time) const
{
    const auto has = [time](const auto& samples) {
        const auto at = std::ranges::lower_bound(samples, time, {}, &Sample::t);
        return at != samples.end() && at->t == time;
    };
    const auto chunk = std::ranges::lower_bound(m_chunks, time, {}, &SealedChunk::maxTime);
    if (chunk == m_chunks.end())
        return has(m_open);
    return chunk->minTime() <= time && has(samplesOf(*chunk));
}

bool HeadSeries::hasHistogramAt(Timestamp time) const
{
    if (!m_side || m_side->histograms.empty() || time < m_side->histograms.minTime())
        return false;
    return placeOf(m_side->histograms, time).find(time) != nullptr;
}

AppendOutcome HeadSeries::appendLate(const model::HistogramSample& sample, ChunkTally& tally)
{
    if (hasFloatAt(sample.t))
        return AppendOutcome::Duplicate;
    auto& run = makeSide().histograms;
    auto place = placeOf(run, sample.t);
    if (const auto* known = place.find(sample.t))
        return *known->histogram == *sample.histogram ? AppendOutcome::SameAgain : AppendOutcome::Duplicate;
    auto late = sample;
    forgetHint(late.histogram);
    const auto next = std::ranges::lower_bound(place.entries, sample.t, {}, &model::HistogramSample::t);
    if (next != place.entries.end())
        forgetHint(next->histogram);
    changeSide(tally, [&] {
        if (place.chunk < run.chunks().size())
            run.insertSealed(place.chunk, std::move(place.entries), std::move(late));
        else
            run.insertOpen(std::move(place.entries), std::move(late));
    });
    return AppendOutcome::Stored;
}

AppendOutcome HeadSeries::append(const model::HistogramSample& sample, std::int64_t lateWindow, ChunkTally& tally)
{
    const auto* newest = m_side ? m_side->newestHistogram.get() : nullptr;
    if (sample.t <= m_lastTime) {
        if (sample.t < m_lastTime)
            return isWithin(sample.t, m_lastTime, lateWindow) ? appendLate(sample, tally) : AppendOutcome::OutOfOrder;
        return newest != nullptr && *newest == *sample.histogram ? AppendOutcome::SameAgain : AppendOutcome::Duplicate;
    }
    const auto hint = model::storedHint(newest, *sample.histogram);
    auto histogram = sample.histogram;
    if (hint != histogram->hint) {
        auto hinted = std::make_shared<model::FloatHistogram>(*histogram);
        hinted->hint = hint;
        histogram = std::move(hinted);
    }
    makeSide().newestHistogram = histogram;
    m_lastTime = sample.t;
    changeSide(tally, [&] { m_side->histograms.append({sample.t, std::move(histogram)}); });
    return AppendOutcome::Stored;
}

void HeadSeries::setStartTime(Timestamp start, ChunkTally& tally)
{
    makeSide();
    changeSide(tally, [&] { m_side->startTimes.append({m_lastTime, static_cast<double>(start)}); });
}

HeadSeries::Side& HeadSeries::makeSide()
{
    if (!m_side)
        m_side = std::make_unique<Side>();
    return *m_side;
}

/// Changes the side and keeps the tally right. Start times count as bytes, not as samples.
template <typename Change>
void HeadSeries::changeSide(ChunkTally& tally, Change change)
{
    const auto chunks = [this] { return m_side->histograms.chunks().size() + m_side->startTimes.chunks().size(); };
    const auto bytes = [this] { return m_side->histograms.memoryBytes() + m_side->startTimes.memoryBytes(); };
    tally.chunks -= chunks();
    tally.bytes -= bytes();
    tally.samples -= m_side->histograms.size();
    change();
    tally.chunks += chunks();
    tally.bytes += bytes();
    tally.samples += m_side->histograms.size();
}

std::size_t HeadSeries::openBytes() const
{
    std::size_t bytes = m_open.size() * sizeof(Sample);
    if (m_side) {
        for (const auto& sample : m_side->histograms.open())
            bytes += rawBytes(sample);
    }
    return bytes;
}

Timestamp HeadSeries::minTime() const
{
    auto first = m_lastTime;
    if (!m_chunks.empty() || !m_open.empty())
        first = m_chunks.empty() ? m_open.front().t : m_chunks.front().minTime();
    return m_side && !m_side->histograms.empty() ? std::min(first, m_side->histograms.minTime()) : first;
}

void HeadSeries::sealOpen(ChunkTally& tally)
{
    sealOpenFloats(tally);
    if (m_side) {
        changeSide(tally, [this] {
            m_side->histograms.seal();
            m_side->startTimes.seal();
        });
    }
}

void HeadSeries::sealOpenFloats(ChunkTally& tally)
{
    if (m_open.empty())
        return;
    m_chunks.push_back(SealedChunk::seal(m_open));
    tally.bytes += m_chunks.back().memoryBytes() - m_open.size() * sizeof(Sample);
    ++tally.chunks;
    m_open = std::vector<Sample>(); // gives the memory back, as = {} would not
    m_sealAt = kOpenSamples;
    if (++m_smallChunks >= kSmallChunks)
        mergeSmallChunks(tally);
}

void HeadSeries::mergeSmallChunks(ChunkTally& tally)
{
    std::array<Timestamp, kMaxColumnValues> times; // NOLINT: filled as far as it is read
    std::array<double, kMaxColumnValues> values;   // NOLINT
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
        const auto decoded =
            decodeChunk(chunk->bytes(), std::span(times).subspan(count), std::span(values).subspan(count));
        assert(decoded && "a chunk sealed by this process decodes");
        count += decoded.value_or(0);
        tally.bytes -= chunk->memoryBytes();
        --tally.chunks;
    }
    auto merged = SealedChunk::seal(std::span(times).first(count), std::span(values).first(count));
    tally.bytes += merged.memoryBytes();
    ++tally.chunks;
    m_chunks.erase(first, m_chunks.end());
    m_chunks.push_back(std::move(merged));
    m_smallChunks = count >= kFullChunk ? 0 : 1;
}

void HeadSeries::dropUpTo(Timestamp cutoff, ChunkTally& tally)
{
    const auto kept = std::ranges::find_if(m_chunks, [&](const auto& chunk) { return chunk.maxTime() > cutoff; });
    dropFirst(static_cast<std::size_t>(kept - m_chunks.begin()), tally);
    if (!m_open.empty() && m_open.back().t <= cutoff) {
        tally.bytes -= m_open.size() * sizeof(Sample);
        tally.samples -= m_open.size();
        m_open = std::vector<Sample>();
    }
    if (m_side) {
        changeSide(tally, [&] {
            m_side->histograms.dropUpTo(cutoff);
            m_side->startTimes.dropUpTo(cutoff);
        });
        dropEmptySide();
    }
}

void HeadSeries::dropEmptySide()
{
    if (m_side->histograms.empty() && m_side->startTimes.empty())
        m_side.reset();
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

namespace {

void splitChunks(std::span<const SealedChunk> chunks, Timestamp cutoff, std::vector<SealedChunk>& settled,
                 std::vector<SealedChunk>& rest)
{
    for (const auto& chunk : chunks)
        (chunk.maxTime() <= cutoff && rest.empty() ? settled : rest).push_back(chunk);
}

template <typename T>
void splitRun(const SideRun<T>& run, Timestamp cutoff, std::vector<SealedChunk>& settled,
              std::vector<SealedChunk>& rest)
{
    splitChunks(run.chunks(), cutoff, settled, rest);
    if (!run.open().empty())
        rest.push_back(SealedChunk::seal(run.open()));
}

std::size_t countSame(std::span<const SealedChunk> chunks, std::span<const SealedChunk> dropped)
{
    const auto differ = std::ranges::mismatch(chunks, dropped, &SealedChunk::isSame);
    return static_cast<std::size_t>(differ.in1 - chunks.begin());
}

} // namespace

void HeadSeries::split(Timestamp cutoff, SeriesChunks& settled, SeriesChunks& rest) const
{
    splitChunks(m_chunks, cutoff, settled.floats, rest.floats);
    if (!m_open.empty())
        rest.floats.push_back(SealedChunk::seal(m_open));
    if (m_side) {
        splitRun(m_side->histograms, cutoff, settled.histograms, rest.histograms);
        splitRun(m_side->startTimes, cutoff, settled.startTimes, rest.startTimes);
    }
}

void HeadSeries::dropSame(const SeriesChunks& chunks, ChunkTally& tally)
{
    dropFirst(countSame(m_chunks, chunks.floats), tally);
    if (m_side) {
        changeSide(tally, [&] {
            m_side->histograms.dropFirst(countSame(m_side->histograms.chunks(), chunks.histograms));
            m_side->startTimes.dropFirst(countSame(m_side->startTimes.chunks(), chunks.startTimes));
        });
        dropEmptySide();
    }
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
