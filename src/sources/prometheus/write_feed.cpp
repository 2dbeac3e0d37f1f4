// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/prometheus/write_feed.h"

#include <unordered_map>
#include <utility>

namespace nocturne::prometheus {

WriteFeed::WriteFeed(std::size_t maxSamples)
    : m_maxSamples(maxSamples)
{}

/// To the samples from number `first` on.
void WriteFeed::addExemplars(std::size_t first, std::span<const storage::StoredExemplar> exemplars)
{
    auto& pending = m_pending.samples;
    std::unordered_map<storage::SeriesRef, std::vector<model::Exemplar>> bySeries;
    for (const auto& [ref, exemplar] : exemplars)
        bySeries[ref].push_back(*exemplar);
    for (auto i = pending.size(); i-- > first && !bySeries.empty();) { // the newest sample of a series has them
        if (auto told = bySeries.extract(pending[i].ref); !told.empty())
            pending[i].exemplars = std::make_shared<const std::vector<model::Exemplar>>(std::move(told.mapped()));
    }
}

void WriteFeed::onCommit(std::span<const storage::StoredSample> samples,
                         std::span<const storage::StoredExemplar> exemplars)
{
    const std::lock_guard lock(m_mutex);
    auto& pending = m_pending.samples;
    const auto first = pending.size();
    for (const auto& stored : samples)
        pending.push_back({stored.ref, *stored.labels, stored.sample, stored.histogram, stored.start, nullptr});
    if (!exemplars.empty())
        addExemplars(first, exemplars);
    if (pending.size() <= m_maxSamples)
        return;
    const auto surplus = pending.size() - m_maxSamples / 2; // half at once, so that it does not come to this each time
    pending.erase(pending.begin(), pending.begin() + static_cast<std::ptrdiff_t>(surplus));
    m_pending.dropped += surplus;
}

WriteFeed::Taken WriteFeed::take()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_pending, {});
}

} // namespace nocturne::prometheus
