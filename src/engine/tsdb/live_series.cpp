// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tsdb/live_series.h"

namespace nocturne::tsdb {

LiveSeries::~LiveSeries()
{
    for (auto& segment : m_segments)
        delete segment.load(); // NOLINT: owned
}

void LiveSeries::add(SeriesId id)
{
    auto& place = m_segments[id / kSegmentIds];
    if (place.load() == nullptr)
        place.store(new Segment()); // NOLINT: owned
    (*place.load())[id % kSegmentIds / kBits].fetch_or(std::uint64_t{1} << (id % kBits));
}

void LiveSeries::remove(SeriesId id)
{
    if (auto* segment = m_segments[id / kSegmentIds].load())
        (*segment)[id % kSegmentIds / kBits].fetch_and(~(std::uint64_t{1} << (id % kBits)));
}

void LiveSeries::clear()
{
    for (const auto& segment : m_segments) {
        auto* const words = segment.load();
        if (words == nullptr)
            continue;
        for (auto& word : *words)
            word.store(0);
    }
}

} // namespace nocturne::tsdb
