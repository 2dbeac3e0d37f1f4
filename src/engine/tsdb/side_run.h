// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "engine/tsdb/sealed_chunk.h"

namespace nocturne::tsdb {

/// Whether two entries may go into one chunk, and what an entry takes in raw form.
inline bool shareChunk(const model::Sample& /*a*/, const model::Sample& /*b*/) { return true; }
bool shareChunk(const model::HistogramSample& a, const model::HistogramSample& b);
inline std::size_t rawBytes(const model::Sample& sample) { return sizeof sample; }
std::size_t rawBytes(const model::HistogramSample& sample);

/// What of a series is not a float sample, which few series have: sealed chunks, and the newest entries raw. T is
/// HistogramSample, or Sample for start times, whose value is the start. Used under the head's lock.
template <typename T>
class SideRun
{
public:
    static constexpr std::size_t kChunkEntries = 60;

    void append(T entry)
    {
        if (!m_open.empty() && (m_open.size() >= kChunkEntries || !shareChunk(m_open.front(), entry)))
            seal();
        m_bytes += rawBytes(entry);
        ++m_size;
        m_open.push_back(std::move(entry));
    }
    /// Puts an entry older than the newest in its place among `entries`, which are what chunk `chunk` holds, and packs
    /// them anew.
    void insertSealed(std::size_t chunk, std::vector<T> entries, T entry)
    {
        place(entries, std::move(entry));
        std::vector<SealedChunk> packed;
        forEachRun(entries, [&](std::span<const T> run) { packed.push_back(SealedChunk::seal(run)); });
        const auto at = m_chunks.erase(m_chunks.begin() + static_cast<std::ptrdiff_t>(chunk));
        m_chunks.insert(at, packed.begin(), packed.end());
        recount();
    }
    /// The same among the raw entries.
    void insertOpen(std::vector<T> entries, T entry)
    {
        m_open.clear();
        place(entries, std::move(entry));
        forEachRun(entries, [&](std::span<const T> run) {
            if (!m_open.empty())
                m_chunks.push_back(SealedChunk::seal(m_open));
            m_open.assign(run.begin(), run.end());
        });
        recount();
    }
    void seal()
    {
        if (m_open.empty())
            return;
        m_chunks.push_back(SealedChunk::seal(m_open));
        m_open = std::vector<T>();
        recount();
    }
    /// Drops the chunks whose last entry is not newer than `cutoff`, and the raw entries when all are as old.
    void dropUpTo(Timestamp cutoff)
    {
        const auto dropped = std::erase_if(m_chunks, [&](const auto& chunk) { return chunk.maxTime() <= cutoff; });
        const bool dropsOpen = !m_open.empty() && m_open.back().t <= cutoff;
        if (dropsOpen)
            m_open = std::vector<T>();
        if (dropped > 0 || dropsOpen)
            recount();
    }

    void dropFirst(std::size_t count)
    {
        m_chunks.erase(m_chunks.begin(), m_chunks.begin() + static_cast<std::ptrdiff_t>(count));
        if (count > 0)
            recount();
    }

    bool empty() const { return m_chunks.empty() && m_open.empty(); }
    /// Of a run that is not empty.
    Timestamp minTime() const { return m_chunks.empty() ? m_open.front().t : m_chunks.front().minTime(); }
    const std::vector<SealedChunk>& chunks() const { return m_chunks; }
    const std::vector<T>& open() const { return m_open; }
    std::size_t size() const { return m_size; }
    std::size_t memoryBytes() const { return m_bytes; }

private:
    static void place(std::vector<T>& entries, T entry)
    {
        const auto at = std::ranges::lower_bound(entries, entry.t, {}, &T::t);
        entries.insert(at, std::move(entry));
    }
    /// Parts entries into runs that may share a chunk.
    template <typename Visit>
    static void forEachRun(std::span<const T> entries, Visit visit)
    {
        for (std::size_t from = 0, to = 0; from < entries.size(); from = to) {
            for (to = from + 1; to < entries.size() && to - from < kChunkEntries; ++to) {
                if (!shareChunk(entries[from], entries[to]))
                    break;
            }
            visit(entries.subspan(from, to - from));
        }
    }
    void recount()
    {
        m_size = m_open.size();
        m_bytes = 0;
        for (const auto& entry : m_open)
            m_bytes += rawBytes(entry);
        for (const auto& chunk : m_chunks) {
            m_bytes += chunk.memoryBytes();
            m_size += chunk.sampleCount();
        }
    }

    std::size_t m_size = 0;
    std::size_t m_bytes = 0;
    std::vector<SealedChunk> m_chunks;
    std::vector<T> m_open;
};

} // namespace nocturne::tsdb
