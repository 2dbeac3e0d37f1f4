// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <utility>
#include <vector>

#include "base/core/clock.h"
#include "engine/model/sample.h"
#include "engine/tsdb/byte_io.h"

namespace nocturne::tsdb {

/// A compressed run of one series' samples, immutable: what readers share and what goes into blocks as it is.
///
/// A handle of one pointer to a counted block; copies cost a reference count. May be used from any thread.
class SealedChunk
{
public:
    SealedChunk() noexcept = default;
    /// Packs 1 to 255 samples, ascending in time.
    static SealedChunk seal(std::span<const model::Sample> samples);
    static SealedChunk seal(const std::vector<model::Sample>& samples) { return seal(std::span(samples)); }
    static SealedChunk seal(std::span<const Timestamp> times, std::span<const double> values);
    /// The same of native histograms that share a chunk; such a chunk is for decodeHistogramChunk().
    static SealedChunk seal(std::span<const model::HistogramSample> samples);
    static SealedChunk seal(const std::vector<model::HistogramSample>& samples) { return seal(std::span(samples)); }

    SealedChunk(const SealedChunk& other) noexcept;
    SealedChunk(SealedChunk&& other) noexcept
        : m_block(std::exchange(other.m_block, nullptr))
    {}
    SealedChunk& operator=(const SealedChunk& other) noexcept;
    SealedChunk& operator=(SealedChunk&& other) noexcept;
    ~SealedChunk();

    Timestamp minTime() const;
    Timestamp maxTime() const;
    std::size_t sampleCount() const;
    /// For decodeChunk() or decodeHistogramChunk(); valid as long as any copy lives.
    std::span<const std::byte> bytes() const;
    /// Whether both are handles of one chunk.
    bool isSame(const SealedChunk& other) const { return m_block == other.m_block; }
    /// Asks the processor for the header and the first bytes.
    void prefetch() const
    {
        constexpr std::size_t kLine = 64;
        const auto* const at = reinterpret_cast<const char*>(m_block); // NOLINT: an address, not read
        __builtin_prefetch(at);
        __builtin_prefetch(at + kLine);
    }
    /// What the chunk keeps in memory, shared by all copies.
    std::size_t memoryBytes() const;

private:
    struct Block;
    static SealedChunk make(std::span<const std::byte> encoded, Timestamp minTime, Timestamp maxTime);
    Block* m_block = nullptr;
};

} // namespace nocturne::tsdb
