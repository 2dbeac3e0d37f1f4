// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string_view>

#include "base/core/worker_pool.h"
#include "service/server/http_message.h"
#include "watch/logs/log_store.h"

namespace nocturne::server {

/// Log records by GET: `/api/v1/nocturne/logs` finds records, `/api/v1/nocturne/logs/counts` counts them by level over
/// time; `/api/v1/monitoring/logs` finds them too, as a Burstlet monitoring module does. docs/api.md has the shapes.
///
/// Answered by the pool. Store, pool and clock outlive all answers.
class LogsApi
{
public:
    using Reply = std::function<void(HttpResponse)>;
    static constexpr std::string_view kPath = "/api/v1/nocturne/logs";
    static constexpr std::string_view kCountsPath = "/api/v1/nocturne/logs/counts";
    static constexpr std::string_view kBurstletPath = "/api/v1/monitoring/logs";
    static constexpr std::size_t kMostRecords = 5000;
    static constexpr std::size_t kMostParts = 1000;

    LogsApi(const logs::LogStore& store, WorkerPool& pool, const Clock& clock)
        : m_store(&store)
        , m_pool(&pool)
        , m_clock(&clock)
    {}

    static bool takes(std::string_view path) { return path == kPath || path == kCountsPath || path == kBurstletPath; }
    /// Calls `reply` once, from any thread.
    void handle(const HttpRequest& request, Reply reply) const;

private:
    const logs::LogStore* m_store;
    WorkerPool* m_pool;
    const Clock* m_clock;
};

} // namespace nocturne::server
