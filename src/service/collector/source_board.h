// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <mutex>

#include "service/collector/source_status.h"

namespace nocturne::collector {

/// Where the collector thread publishes the state of sources and displays read it.
class SourceBoard final : public SourceMonitor
{
public:
    using Refresh = std::function<void(SourceKind, const std::string& group, const std::string& name)>;

    /// `refresh` is called on the thread that asks.
    explicit SourceBoard(Refresh refresh);

    Snapshot sources() const override;
    StoreActivity store() const override;
    void refresh(SourceKind kind, const std::string& group, const std::string& name) override;
    std::uint64_t subscribe(std::function<void()> listener) override;
    void unsubscribe(std::uint64_t subscription) override;

    /// Replaces all rows and tells the listeners where something differs. Fills stateSince from the rows before.
    void publish(std::vector<SourceStatus> sources, Timestamp now);
    void publish(StoreActivity store);

private:
    Refresh m_refresh;
    mutable std::mutex m_mutex;
    Snapshot m_sources;
    StoreActivity m_store;
    std::map<std::uint64_t, std::function<void()>> m_listeners;
    std::uint64_t m_nextListener = 1;
};

} // namespace nocturne::collector
