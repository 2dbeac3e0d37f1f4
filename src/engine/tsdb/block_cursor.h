// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <memory>
#include <vector>

#include "engine/storage/queryable.h"
#include "engine/tsdb/block.h"
#include "engine/tsdb/integer_column.h"
#include "engine/tsdb/side_samples.h"

namespace nocturne::tsdb {

/// Reads the samples of one series of a block in (minTime, maxTime]. Chunks that are damaged are left out and noted.
class BlockCursor final : public storage::SeriesCursor
{
public:
    BlockCursor(std::shared_ptr<const Block> block, model::LabelSet labels, std::span<const BlockChunk> chunks,
                Timestamp minTime, Timestamp maxTime);
    ~BlockCursor() override;

    const model::LabelSet& labels() const override { return m_labels; }
    Result<std::size_t> read(std::span<Timestamp> times, std::span<double> values) override;
    std::size_t sampleBound() const override { return m_bound; }
    bool mayHaveHistograms() const override { return m_hasHistograms; }
    Result<void> readHistograms(std::vector<model::HistogramSample>& into) override;
    bool mayHaveStartTimes() const override { return m_hasStartTimes; }
    Result<void> readStartTimes(std::vector<model::StartTime>& into) override;
    /// Whether there is nothing to read; start times alone are of no use.
    bool empty() const { return m_bound == 0 && !m_hasHistograms; }

private:
    struct Piece
    {
        BlockChunk chunk;
        Block::TimePiece times;
    };
    struct Scratch
    {
        std::array<Timestamp, kMaxColumnValues> times;
        std::array<double, kMaxColumnValues> values;
        std::size_t next = 0;
        std::size_t end = 0;
    };

    std::size_t readPiece(std::span<Timestamp> times, std::span<double> values);
    std::size_t readScratch(std::span<Timestamp> times, std::span<double> values);

    std::shared_ptr<const Block> m_block;
    model::LabelSet m_labels;
    SideSamples readSide(ChunkKind kind) const;

    std::vector<Piece> m_pieces;     // of floats
    std::vector<Piece> m_sidePieces; // of the other kinds
    bool m_hasHistograms = false;
    bool m_hasStartTimes = false;
    Timestamp m_minTime;
    Timestamp m_maxTime;
    std::size_t m_bound = 0;
    std::size_t m_next = 0;
    std::unique_ptr<Scratch> m_scratch; // a chunk decoded but not yet handed out as a whole
};

/// Cursors over the series of `block` that `matchers` select, sorted by label set. Fails with Corrupt when the index
/// is damaged, with Cancelled after a stop request.
Result<std::vector<std::unique_ptr<storage::SeriesCursor>>> selectFromBlock(const std::shared_ptr<const Block>& block,
                                                                            const std::vector<model::Matcher>& matchers,
                                                                            Timestamp minTime, Timestamp maxTime,
                                                                            const std::stop_token& stop);

} // namespace nocturne::tsdb
