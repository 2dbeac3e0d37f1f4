// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <limits>
#include <memory>
#include <span>
#include <vector>

#include "engine/model/label_set.h"
#include "engine/model/sample.h"
#include "engine/tsdb/postings.h"
#include "engine/tsdb/sealed_chunk.h"
#include "engine/tsdb/series_chunks.h"
#include "engine/tsdb/side_run.h"

namespace nocturne::tsdb {

/// What samples take in memory, kept up to date by the series of a head.
struct ChunkTally
{
    std::size_t chunks = 0;
    std::size_t bytes = 0; ///< sealed chunks and the raw samples of open ones
    std::size_t samples = 0;
};

/// What became of one sample.
enum class AppendOutcome { Stored, SameAgain, OutOfOrder, Duplicate };

/// One series of a head: sealed chunks, and the newest samples raw.
///
/// Raw samples are few (kOpenSamples), since they take 16 bytes each: full runs of them are sealed into small chunks,
/// and those are packed anew into one of about kChunkSamples. Where the first run ends depends on the id, so that
/// series which started together do not all seal in the same commit. Used under the head's lock.
class HeadSeries
{
public:
    static constexpr std::size_t kOpenSamples = 24;
    static constexpr std::size_t kSmallChunks = 5;
    static constexpr std::size_t kChunkSamples = kOpenSamples * kSmallChunks;

    HeadSeries(SeriesId id, model::LabelSet labels);

    SeriesId id() const { return m_id; }
    const model::LabelSet& labels() const { return m_labels; }
    /// For a head that numbers its series anew.
    void setId(SeriesId id)
    {
        m_id = id;
        loggedIn = 0;
    }

    /// A sample that is not newer than the newest is put in its place when it is older than that by less than
    /// `lateWindow` ms. Of a float and a histogram of the same time the first to come is kept.
    AppendOutcome append(const model::Sample& sample, std::int64_t lateWindow, ChunkTally& tally);
    AppendOutcome append(const model::HistogramSample& sample, std::int64_t lateWindow, ChunkTally& tally);
    /// Says when the counter behind the newest sample began.
    void setStartTime(Timestamp start, ChunkTally& tally);
    /// Compresses the raw samples, for a series that gets no more.
    void sealOpen(ChunkTally& tally);
    /// Drops the chunks whose last sample is not newer than `cutoff`.
    void dropUpTo(Timestamp cutoff, ChunkTally& tally);

    /// Parts what the series holds: `settled` are the leading chunks whose samples are not newer than `cutoff`, `rest`
    /// all others, with the raw samples sealed.
    void split(Timestamp cutoff, SeriesChunks& settled, SeriesChunks& rest) const;
    /// Drops those of the leading chunks that are `chunks`, which a block holds by now.
    void dropSame(const SeriesChunks& chunks, ChunkTally& tally);

    bool empty() const { return m_chunks.empty() && m_open.empty() && (!m_side || m_side->histograms.empty()); }
    bool hasOpenSamples() const { return !m_open.empty() || (m_side && !m_side->histograms.open().empty()); }
    /// What the raw samples take in memory.
    std::size_t openBytes() const;
    /// Of a series that is not empty.
    Timestamp minTime() const;
    Timestamp maxTime() const { return m_lastTime; }
    /// Whether a sample may lie in (minTime, maxTime].
    bool overlaps(Timestamp minimum, Timestamp maximum) const
    {
        return !empty() && m_lastTime > minimum && (m_lastTime <= maximum || minTime() <= maximum);
    }
    /// Asks the processor for what a query of the newest samples looks at: first what this object points at, and
    /// when that has come, the newest chunk.
    void prefetchParts() const
    {
        m_labels.prefetch();
        __builtin_prefetch(m_open.data());
        if (!m_chunks.empty())
            __builtin_prefetch(&m_chunks.back());
    }
    /// The same of what an append looks at.
    void prefetchOpen() const { __builtin_prefetch(m_open.data() + m_open.size(), 1); }
    void prefetchNewest() const
    {
        if (!m_chunks.empty())
            m_chunks.back().prefetch();
    }
    const std::vector<SealedChunk>& chunks() const { return m_chunks; }
    const std::vector<model::Sample>& openSamples() const { return m_open; }

    /// Native histograms and start times, which few series have.
    struct Side
    {
        SideRun<model::HistogramSample> histograms;
        SideRun<model::Sample> startTimes;   ///< the value is the start
        model::HistogramPtr newestHistogram; ///< null where the newest sample is a float
    };
    /// Null where there are none.
    const Side* side() const { return m_side.get(); }

    /// Whether the label index knows the series, which it does from the first stored sample on.
    bool indexed = false;
    /// The file of the log that names the series; 0 is none.
    std::uint32_t loggedIn = 0;
    /// When a sample was stored last, in seconds since the head began.
    std::uint32_t fedAt = 0;
    /// The place among all series by label set at the last ranking of the head; 0 of a series that is newer.
    std::uint32_t rank() const { return m_rank; }
    void setRank(std::uint32_t rank) { m_rank = rank; }

private:
    AppendOutcome appendLate(const model::Sample& sample, ChunkTally& tally);
    AppendOutcome appendLate(const model::HistogramSample& sample, ChunkTally& tally);
    bool hasFloatAt(Timestamp time) const;
    bool hasHistogramAt(Timestamp time) const;
    AppendOutcome insertOpen(const model::Sample& sample, ChunkTally& tally);
    AppendOutcome insertSealed(std::size_t index, const model::Sample& sample, ChunkTally& tally);
    void dropFirst(std::size_t count, ChunkTally& tally);
    void dropEmptySide();
    void sealOpenFloats(ChunkTally& tally);
    void mergeSmallChunks(ChunkTally& tally);
    Side& makeSide();
    template <typename Change>
    void changeSide(ChunkTally& tally, Change change);

    std::uint8_t m_smallChunks = 0; // at the end of m_chunks
    std::uint8_t m_sealAt;
    SeriesId m_id;
    std::uint32_t m_rank = 0;
    model::LabelSet m_labels;
    std::vector<SealedChunk> m_chunks;
    std::vector<model::Sample> m_open;
    Timestamp m_lastTime = std::numeric_limits<Timestamp>::min(); // stays when the samples go
    double m_lastValue = 0;
    std::unique_ptr<Side> m_side;
};

/// The series of a head by id, in pages that are freed with their last series. Used under the head's lock.
class SeriesTable
{
public:
    static constexpr std::size_t kPageSize = 256;

    /// Null when there is none.
    HeadSeries* find(SeriesId id) const
    {
        const auto page = id / kPageSize;
        return page < m_pages.size() && m_pages[page] ? m_pages[page]->series[id % kPageSize].get() : nullptr;
    }
    HeadSeries& add(std::unique_ptr<HeadSeries> series);
    std::unique_ptr<HeadSeries> take(SeriesId id);
    std::size_t size() const { return m_size; }
    std::size_t pageCount() const { return m_pages.size(); }

    /// Calls `visit(HeadSeries&)` for each series of a page, ascending by id.
    template <typename Visit>
    void forEachOfPage(std::size_t page, Visit visit) const
    {
        if (page >= m_pages.size() || !m_pages[page])
            return;
        for (const auto& series : m_pages[page]->series) {
            if (series)
                visit(*series);
        }
    }
    template <typename Visit>
    void forEach(Visit visit) const
    {
        for (std::size_t page = 0; page < m_pages.size(); ++page)
            forEachOfPage(page, visit);
    }

private:
    struct Page
    {
        std::array<std::unique_ptr<HeadSeries>, kPageSize> series;
        std::size_t used = 0;
    };

    std::vector<std::unique_ptr<Page>> m_pages;
    std::size_t m_size = 0;
};

} // namespace nocturne::tsdb
