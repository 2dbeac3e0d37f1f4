// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tsdb/sealed_chunk.h"

#include <atomic>
#include <new>

#include "engine/tsdb/chunk_codec.h"
#include "engine/tsdb/histogram_codec.h"

namespace nocturne::tsdb {

/// Followed in memory by `size` bytes of the chunk.
struct SealedChunk::Block
{
    std::atomic<std::uint32_t> refs{1};
    std::uint32_t size = 0;
    Timestamp minTime = 0;
    Timestamp maxTime = 0;

    std::byte* bytes() { return reinterpret_cast<std::byte*>(this + 1); } // NOLINT: layout above

    static void release(Block* block)
    {
        if (block != nullptr && block->refs.fetch_sub(1, std::memory_order_acq_rel) == 1) {
            block->~Block();
            ::operator delete(block);
        }
    }
};

namespace {

/// Empty bytes whose memory is used again, since appending seals without end.
Bytes& scratch()
{
    thread_local Bytes bytes;
    bytes.clear();
    return bytes;
}

} // namespace

SealedChunk SealedChunk::make(std::span<const std::byte> encoded, Timestamp minTime, Timestamp maxTime)
{
    SealedChunk chunk;
    chunk.m_block = new (::operator new(sizeof(Block) + encoded.size())) Block; // NOLINT: released by release()
    chunk.m_block->size = static_cast<std::uint32_t>(encoded.size());
    chunk.m_block->minTime = minTime;
    chunk.m_block->maxTime = maxTime;
    std::memcpy(chunk.m_block->bytes(), encoded.data(), encoded.size());
    return chunk;
}

SealedChunk SealedChunk::seal(std::span<const model::Sample> samples)
{
    auto& encoded = scratch();
    encodeChunk(samples, encoded);
    return make(encoded, samples.front().t, samples.back().t);
}

SealedChunk SealedChunk::seal(std::span<const Timestamp> times, std::span<const double> values)
{
    auto& encoded = scratch();
    encodeChunk(times, values, encoded);
    return make(encoded, times.front(), times.back());
}

SealedChunk SealedChunk::seal(std::span<const model::HistogramSample> samples)
{
    return make(encodeHistogramChunk(samples), samples.front().t, samples.back().t);
}

SealedChunk::SealedChunk(const SealedChunk& other) noexcept
    : m_block(other.m_block)
{
    if (m_block != nullptr)
        m_block->refs.fetch_add(1, std::memory_order_relaxed);
}

SealedChunk& SealedChunk::operator=(const SealedChunk& other) noexcept
{
    SealedChunk copy(other);
    std::swap(m_block, copy.m_block);
    return *this;
}

SealedChunk& SealedChunk::operator=(SealedChunk&& other) noexcept
{
    std::swap(m_block, other.m_block);
    return *this;
}

SealedChunk::~SealedChunk() { Block::release(m_block); }

Timestamp SealedChunk::minTime() const { return m_block->minTime; }

Timestamp SealedChunk::maxTime() const { return m_block->maxTime; }

std::size_t SealedChunk::sampleCount() const { return chunkSampleCount(bytes()); }

std::span<const std::byte> SealedChunk::bytes() const { return {m_block->bytes(), m_block->size}; }

std::size_t SealedChunk::memoryBytes() const { return sizeof(Block) + m_block->size; }

} // namespace nocturne::tsdb
