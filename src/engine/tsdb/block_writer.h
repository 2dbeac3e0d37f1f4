// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/core/io_files.h"
#include "engine/model/label_set.h"
#include "engine/storage/roll_up.h"
#include "engine/tsdb/block_format.h"
#include "engine/tsdb/log_record.h"
#include "engine/tsdb/sealed_chunk.h"

namespace nocturne::tsdb {

/// Writes a block: series after series, then the index. Samples go to the file as they come, the index is kept in
/// memory until finish(). Owned by one thread; layout in block_format.h.
class BlockWriter
{
public:
    /// Most samples of one chunk.
    static constexpr std::size_t kChunkSamples = 240;

    explicit BlockWriter(OutputFile& file)
        : m_file(file)
    {
        m_footer.minTime = std::numeric_limits<Timestamp>::max();
        m_footer.maxTime = std::numeric_limits<Timestamp>::min();
    }

    /// Adds a series: its float samples, ascending in time, and chunks of native histograms and start times; nothing
    /// at all adds nothing. Label sets come ascending, none twice.
    Result<void> add(const model::LabelSet& labels, std::span<const Timestamp> times, std::span<const double> values,
                     std::span<const SealedChunk> histograms, std::span<const SealedChunk> startTimes);
    /// Adds the roll-ups of a series, ascending in time, to a block of roll-ups; none adds nothing unless
    /// `besideHistograms`.
    Result<void> addRollUps(const model::LabelSet& labels, std::span<const storage::RollUp> rollUps,
                            bool besideHistograms);
    /// Writes the index. `sources` are the numbers of the blocks that this one replaces, or of which it is the roll-up
    /// in `window`.
    Result<BlockFooter> finish(std::span<const std::uint64_t> sources, const std::optional<RollUpWindow>& window = {});
    /// Whether anything was added.
    bool empty() const { return m_series.empty(); }

private:
    struct Chunk
    {
        std::uint64_t timesOffset = 0;
        std::uint32_t size = 0;
        std::uint32_t sum = 0;
        ChunkKind kind = ChunkKind::Float;
    };
    struct LabelIds
    {
        std::uint32_t name = 0;
        std::uint32_t value = 0;

        bool operator==(const LabelIds&) const = default;
        auto operator<=>(const LabelIds&) const = default; // NOLINT: clang-tidy 14 misreads it
    };
    /// Its labels and chunks follow those of the series before in m_labels and m_chunks.
    struct Series
    {
        std::uint64_t valuesOffset = 0;
        std::uint32_t labelCount = 0;
        std::uint32_t chunkCount = 0;
    };

    void begin(const model::LabelSet& labels);
    void addChunk(std::uint64_t timesOffset, ChunkKind kind);
    std::size_t firstChunk() const { return m_chunks.size() - m_series.back().chunkCount; }
    Result<void> keep();
    std::uint32_t intern(std::string_view text);
    std::uint32_t intern(LabelIds label);
    std::uint64_t offset() const { return m_file.size() + m_data.size(); }
    std::uint64_t placeTimes(std::span<const Timestamp> times);
    std::uint64_t placeSpan(const SealedChunk& chunk);
    std::uint64_t placeBody(const Bytes& body);
    std::uint64_t placePiece(std::uint64_t key, const Bytes& body);
    static std::size_t chunkLength(std::size_t samples);
    void placeChunks(std::span<const Timestamp> times, std::span<const SealedChunk> histograms,
                     std::span<const SealedChunk> startTimes);
    void placeValues(Chunk& chunk, const std::function<void(Bytes&)>& append);
    void widen(Timestamp minTime, Timestamp maxTime);
    Result<void> flushData(std::size_t threshold);

    std::vector<std::uint32_t> rankStrings();
    Bytes encodeStrings() const;
    struct SeriesByLabel;
    SeriesByLabel seriesByLabel() const;
    void encodePostings(Bytes& names, Bytes& values, Bytes& postings) const;
    void encodeSeries(Bytes& groups, Bytes& series);

    OutputFile& m_file;
    Bytes m_data; // not written yet
    BlockFooter m_footer;
    std::deque<Series> m_series;        // deques, since a vector that grows is there twice
    std::deque<std::uint32_t> m_labels; // places in m_labelTable
    std::deque<Chunk> m_chunks;
    std::deque<std::string> m_strings; // in order of appearance; sorted by finish()
    std::unordered_map<std::string_view, std::uint32_t> m_stringIds;
    std::vector<LabelIds> m_labelTable;                             // in order of appearance
    std::unordered_map<std::uint64_t, std::uint32_t> m_labelPlaces; // in m_labelTable, by both ids
    std::unordered_map<std::uint64_t, std::uint64_t> m_times; // offset of a time piece by the checksum of its times
};

} // namespace nocturne::tsdb
