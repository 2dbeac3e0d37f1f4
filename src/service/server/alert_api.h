// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/core/worker_pool.h"
#include "service/server/http_message.h"
#include "watch/alerts/alert_board.h"
#include "watch/alerts/pushed_alerts.h"
#include "watch/notify/route.h"

namespace nocturne::server {

/// The board of alerts over HTTP: Alertmanager's API v2 below `/api/v2`, so that amtool, karma and Grafana can use it
/// and Prometheus can push to it, and Nocturne's own verbs below `/api/v1/nocturne`.
///
/// What only looks is answered by the pool. What changes something is done in order on the board's own thread, is
/// durable before the answer, and carries the address of who asks into the audit log; it is taken as JSON alone, never
/// by GET, and without a token only from this computer. Board, pool and clock outlive all answers.
/// Sources: Alertmanager, api/v2/openapi.yaml and api/v2/api.go; docs/api.md for our own.
class AlertApi
{
public:
    using Reply = std::function<void(HttpResponse)>;

    struct Options
    {
        std::string version;
        notify::Route route; ///< who would be told; a root without receiver: the display alone
        std::vector<std::string> receivers;
        bool hasToken = false; ///< who asks has shown one
        bool readOnly = false; ///< nothing may be changed
    };
    struct Parts
    {
        alerts::AlertBoard& board;
        std::shared_ptr<alerts::PushedAlerts> pushed;
        WorkerPool& pool;
        const Clock& clock;
    };

    AlertApi(Options options, Parts parts);

    /// Whether a path is one of these.
    static bool takes(std::string_view path);
    /// The route of a request, for metrics; "other" for one that is none.
    static std::string routeOf(const HttpRequest& request);
    /// Calls `reply` once, from any thread.
    void handle(HttpRequest request, Reply reply) const;

private:
    struct Context;
    std::shared_ptr<const Context> m_context;
};

} // namespace nocturne::server
