// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/collector/source_board.h"

#include <algorithm>

namespace nocturne::collector {

SourceBoard::SourceBoard(Refresh refresh)
    : m_refresh(std::move(refresh))
    , m_sources(std::make_shared<const std::vector<SourceStatus>>())
{}

SourceMonitor::Snapshot SourceBoard::sources() const
{
    const std::lock_guard lock(m_mutex);
    return m_sources;
}

StoreActivity SourceBoard::store() const
{
    const std::lock_guard lock(m_mutex);
    return m_store;
}

void SourceBoard::publish(StoreActivity store)
{
    const std::lock_guard lock(m_mutex);
    m_store = store;
}

void SourceBoard::refresh(SourceKind kind, const std::string& group, const std::string& name)
{
    m_refresh(kind, group, name);
}

std::uint64_t SourceBoard::subscribe(std::function<void()> listener)
{
    const std::lock_guard lock(m_mutex);
    m_listeners.emplace(m_nextListener, std::move(listener));
    return m_nextListener++;
}

void SourceBoard::unsubscribe(std::uint64_t subscription)
{
    const std::lock_guard lock(m_mutex);
    m_listeners.erase(subscription);
}

void SourceBoard::publish(std::vector<SourceStatus> sources, Timestamp now)
{
    const auto before = this->sources();
    for (std::size_t i = 0; i < sources.size(); ++i) {
        auto& source = sources[i];
        if (source.stateSince != 0)
            continue;
        const auto isSame = [&](const SourceStatus& old) {
            return old.kind == source.kind && old.group == source.group && old.name == source.name;
        };
        auto known = before->begin() + static_cast<std::ptrdiff_t>(std::min(i, before->size()));
        if (known == before->end() || !isSame(*known)) // sources seldom move
            known = std::ranges::find_if(*before, isSame);
        source.stateSince = known != before->end() && known->state == source.state ? known->stateSince : now;
    }
    if (sources == *before)
        return;
    std::vector<std::function<void()>> told;
    {
        const std::lock_guard lock(m_mutex);
        m_sources = std::make_shared<const std::vector<SourceStatus>>(std::move(sources));
        for (const auto& [id, listener] : m_listeners)
            told.push_back(listener);
    }
    for (const auto& listener : told)
        listener();
}

} // namespace nocturne::collector
