// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/core/io_layer.h"
#include "base/core/result.h"
#include "engine/model/label_set.h"
#include "engine/transfer/prometheus_chunk.h"

namespace nocturne::transfer {

/// What meta.json says of a block of Prometheus.
struct PrometheusMeta
{
    std::string ulid;
    Timestamp minTime = 0;
    Timestamp maxTime = 0; ///< exclusive
    std::uint64_t series = 0;
    std::uint64_t samples = 0;

    bool operator==(const PrometheusMeta&) const = default;
};

/// Fails with InvalidInput when `text` is no meta.json of version 1.
Result<PrometheusMeta> readPrometheusMeta(std::string_view text);

/// The bytes of the files of a block; borrowed.
struct PrometheusFiles
{
    std::span<const std::byte> index;
    std::vector<std::span<const std::byte>> chunks; ///< in the order of their names
    std::span<const std::byte> tombstones;          ///< empty when there is no such file
};

/// Reads the series of a block of Prometheus' storage, version 2 of its index, one after the other.
///
/// Any bytes are safe: what does not fit together is answered with Corrupt. Used by one thread.
/// Source: Prometheus, tsdb/docs/format.
class PrometheusBlock
{
public:
    enum class Checksums { Verify, Ignore }; ///< ignored in fuzz tests alone, which could not forge them

    /// Borrows the files, which outlive the block.
    static Result<PrometheusBlock> make(const PrometheusFiles& files, Checksums checksums = Checksums::Verify);

    std::size_t seriesCount() const { return m_series.size(); }
    /// Moves to series `index`, which is less than seriesCount(). Ascending by label set.
    Result<void> seek(std::size_t index);
    const model::LabelSet& labels() const { return m_labels; }
    /// Reads all its samples but those that a tombstone covers. Chunks that are damaged are left out, and what is wrong
    /// with them appended to `damages`. Fails with InvalidInput for an encoding that is not known.
    Result<void> read(PrometheusSamples& into, std::vector<std::string>& damages);

private:
    struct Chunk
    {
        Timestamp minTime = 0;
        Timestamp maxTime = 0;
        std::uint64_t ref = 0; ///< upper half: file; lower half: offset
    };
    struct Interval
    {
        Timestamp minTime = 0;
        Timestamp maxTime = 0; ///< inclusive
    };

    explicit PrometheusBlock(const PrometheusFiles& files, Checksums checksums)
        : m_files(files)
        , m_checksums(checksums)
    {}
    bool isGood(std::span<const std::byte> bytes, std::uint32_t sum) const;
    Result<std::span<const std::byte>> section(std::uint64_t offset, const char* name) const;
    Result<void> readToc();
    Result<void> readSymbols(std::uint64_t offset);
    Result<void> readPostings(std::uint64_t table);
    Result<void> readTombstones();
    Result<std::pair<std::uint8_t, std::span<const std::byte>>> chunkAt(std::uint64_t ref) const;

    PrometheusFiles m_files;
    Checksums m_checksums;
    std::vector<std::string_view> m_symbols;
    std::vector<std::uint32_t> m_series; // references: offset / 16
    std::map<std::uint64_t, std::vector<Interval>> m_deleted;
    model::LabelSet m_labels;
    std::vector<Chunk> m_chunks;
    std::uint64_t m_current = 0;
};

/// A block in a folder, with its files mapped.
class PrometheusBlockFolder
{
public:
    /// Fails with NotFound or Unavailable when files are missing, else as PrometheusBlock::make().
    static Result<std::unique_ptr<PrometheusBlockFolder>> open(IoLayer& io, const std::string& folder);
    PrometheusBlock& block() { return *m_block; }

private:
    std::vector<std::shared_ptr<const FileView>> m_views;
    std::unique_ptr<PrometheusBlock> m_block;
};

} // namespace nocturne::transfer
