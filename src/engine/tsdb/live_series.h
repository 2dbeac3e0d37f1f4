// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <atomic>
#include <cstdint>

#include "engine/tsdb/postings.h"

namespace nocturne::tsdb {

/// Which ids may be appended to: a bit for each, asked without a lock. Set and cleared by one thread at a time.
class LiveSeries
{
public:
    LiveSeries() = default;
    LiveSeries(const LiveSeries&) = delete;
    LiveSeries& operator=(const LiveSeries&) = delete;
    ~LiveSeries();

    bool has(SeriesId id) const
    {
        const auto* segment = m_segments[id / kSegmentIds].load();
        return segment != nullptr && ((*segment)[id % kSegmentIds / kBits].load() >> (id % kBits) & 1U) != 0;
    }
    void add(SeriesId id);
    void remove(SeriesId id);
    void clear();

private:
    static constexpr std::uint32_t kBits = 64;
    static constexpr std::uint32_t kSegmentIds = std::uint32_t{1} << 20U;
    using Segment = std::array<std::atomic<std::uint64_t>, kSegmentIds / kBits>;

    std::array<std::atomic<Segment*>, 4096> m_segments{}; // of all ids there can be; owned
};

/// Knows whether transactions that began before a moment are still open.
///
/// Each enters on the current side and leaves that side. turn() makes the other side current; once nobody is left on
/// the old one, all that began before have ended. enter() and leave() may be called from any thread.
class TransactionGate
{
public:
    using Side = unsigned;

    Side enter()
    {
        const auto side = m_current.load();
        m_open[side].fetch_add(1);
        return side;
    }
    void leave(Side side) { m_open[side].fetch_sub(1); }
    /// Whether all that entered before the last turn() have left.
    bool isQuiet() const { return m_open[1 - m_current.load()].load() == 0; }
    /// One thread at a time, and only while it is quiet.
    void turn() { m_current = 1 - m_current.load(); }

private:
    std::atomic<Side> m_current{0};
    std::array<std::atomic<std::uint32_t>, 2> m_open{};
};

} // namespace nocturne::tsdb
