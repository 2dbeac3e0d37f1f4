// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "engine/storage/queryable.h"
#include "engine/tsdb/head_series.h"
#include "engine/tsdb/sealed_chunk.h"

namespace nocturne::tsdb {

/// Reads the samples of one series in (minTime, maxTime] from sealed chunks and raw newer samples.
/// Shares the chunks and copies the raw samples, so that the series may go on or go away meanwhile.
class ChunkCursor final : public storage::SeriesCursor
{
public:
    /// `chunks` and then `newer` ascend in time without overlap.
    ChunkCursor(model::LabelSet labels, std::span<const SealedChunk> chunks, std::span<const model::Sample> newer,
                Timestamp minTime, Timestamp maxTime);
    ~ChunkCursor() override;
    /// Native histograms and start times of the series, to be read beside its floats.
    void addSide(const HeadSeries::Side& side);
    /// Whether there is nothing to read.
    bool empty() const { return m_bound == 0 && !m_side; }

    const model::LabelSet& labels() const override { return m_labels; }
    Result<std::size_t> read(std::span<Timestamp> times, std::span<double> values) override;
    std::size_t sampleBound() const override { return m_bound; }
    bool mayHaveHistograms() const override;
    Result<void> readHistograms(std::vector<model::HistogramSample>& into) override;
    bool mayHaveStartTimes() const override;
    Result<void> readStartTimes(std::vector<model::StartTime>& into) override;

private:
    struct Scratch;
    struct Side;

    Result<std::size_t> readChunk(std::span<Timestamp> times, std::span<double> values);
    std::size_t readScratch(std::span<Timestamp> times, std::span<double> values);
    std::size_t readNewer(std::span<Timestamp> times, std::span<double> values);

    model::LabelSet m_labels;
    std::vector<SealedChunk> m_chunks;
    std::vector<model::Sample> m_newer;
    Timestamp m_minTime;
    Timestamp m_maxTime;
    std::size_t m_bound = 0;
    std::size_t m_nextChunk = 0;
    std::size_t m_nextNewer = 0;
    std::unique_ptr<Side> m_side;       // null for a series of floats alone
    std::unique_ptr<Scratch> m_scratch; // a chunk decoded but not yet handed out as a whole
};

} // namespace nocturne::tsdb
