// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/prometheus/write_feed.h"

#include <utility>

namespace nocturne::prometheus {

WriteFeed::WriteFeed(std::size_t maxSamples)
    : m_maxSamples(maxSamples)
{}

void WriteFeed::onCommit(std::span<const storage::StoredSample> samples)
{
    const std::lock_guard lock(m_mutex);
    auto& pending = m_pending.samples;
    for (const auto& stored : samples)
        pending.push_back({stored.ref, *stored.labels, stored.sample, stored.histogram, stored.start});
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
