// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tsdb/settled_series.h"

#include <algorithm>

namespace nocturne::tsdb {

void SettledSeries::add(storage::SeriesRef ref, const model::LabelSet& labels, const SeriesChunks& chunks)
{
    if (chunks.empty())
        return;
    m_entries.push_back(
        {ref, labels, static_cast<std::uint32_t>(m_floats.size()), static_cast<std::uint32_t>(chunks.floats.size())});
    m_floats.insert(m_floats.end(), chunks.floats.begin(), chunks.floats.end());
    if (!chunks.histograms.empty() || !chunks.startTimes.empty())
        m_sides.emplace(ref, SeriesChunks{{}, chunks.histograms, chunks.startTimes});
}

void SettledSeries::sort() { std::ranges::sort(m_entries, {}, &Entry::labels); }

void SettledSeries::read(const Entry& entry, SeriesChunks& chunks) const
{
    const auto first = m_floats.begin() + static_cast<std::ptrdiff_t>(entry.first);
    chunks.floats.assign(first, first + static_cast<std::ptrdiff_t>(entry.count));
    const auto side = m_sides.find(entry.ref);
    chunks.histograms = side == m_sides.end() ? std::vector<SealedChunk>() : side->second.histograms;
    chunks.startTimes = side == m_sides.end() ? std::vector<SealedChunk>() : side->second.startTimes;
}

} // namespace nocturne::tsdb
