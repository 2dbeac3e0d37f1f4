// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <unordered_map>
#include <vector>

#include "engine/model/label_set.h"
#include "engine/storage/appender.h"
#include "engine/tsdb/series_chunks.h"

namespace nocturne::tsdb {

/// What of each series moves from a head into blocks, held for the length of a checkpoint: of a million series 24 bytes
/// each and what their handles of chunks take. Owned by one thread.
class SettledSeries
{
public:
    struct Entry
    {
        storage::SeriesRef ref = 0;
        model::LabelSet labels;
        std::uint32_t first = 0; ///< of its float chunks
        std::uint32_t count = 0;
    };

    /// Makes room for as many series, so that none is held twice while the list grows.
    void reserve(std::size_t series) { m_entries.reserve(series); }
    /// Adds a series that has such chunks; none is added twice.
    void add(storage::SeriesRef ref, const model::LabelSet& labels, const SeriesChunks& chunks);
    /// Brings the series into the order of their label sets.
    void sort();

    std::span<const Entry> entries() const { return m_entries; }
    /// The chunks of a series, into `chunks`, whose memory is used again.
    void read(const Entry& entry, SeriesChunks& chunks) const;

private:
    std::vector<Entry> m_entries;
    std::deque<SealedChunk> m_floats;
    std::unordered_map<storage::SeriesRef, SeriesChunks> m_sides; // native histograms and start times, which few have
};

} // namespace nocturne::tsdb
