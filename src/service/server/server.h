// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "service/server/alert_api.h"
#include "service/server/api.h"
#include "service/server/custom_metrics_api.h"
#include "service/server/http_server.h"
#include "service/server/lifecycle_api.h"
#include "service/server/logs_api.h"
#include "service/server/write_api.h"

namespace nocturne::server {

struct Options
{
    std::string listen;             ///< "127.0.0.1:9099", "[::1]:0"; a port of 0 is any
    std::vector<std::string> hosts; ///< names it is reached by, beside those of loopback
    std::string token;              ///< what clients must show; empty: nothing
    bool plainHttpFromAfar = false; ///< listening beyond loopback, with a token and without TLS, is wanted
    HttpLimits limits;
    ApiOptions api;
};

/// An address and a port out of "host:port". Fails with InvalidInput for anything but a numeric address, `localhost`
/// or an empty host, which stands for all addresses.
Result<std::pair<std::string, int>> parseListenAddress(std::string_view text);

/// The HTTP server of a collector. Only reads, but for remote write, custom metrics and what people do about alerts,
/// where those are taken. Lives on one thread with a Qt event loop; everything given outlives it.
class Server
{
public:
    /// Remote write is taken where there is a `write`, alerts are served where there are `alerts`, `/-/reload` is taken
    /// where there is a `reload`, custom metrics where there are `metrics`, and log records are served where there are
    /// `logs`.
    Server(Options options, query::QueryService& queries, const Facts& facts, const Clock& clock,
           std::optional<WriteApi> write = {}, std::optional<AlertApi> alerts = {}, LifecycleApi::Reload reload = {},
           std::optional<CustomMetricsApi> metrics = {}, std::optional<LogsApi> logs = {});
    ~Server();

    /// Begins to listen. Fails with InvalidInput where the options ask for what is not safe: an address beyond
    /// loopback without a token, or without the word that plain HTTP is wanted; with Unavailable where the address is
    /// not to be had.
    Result<void> start();
    int port() const;
    HttpStats stats() const;

private:
    void answer(HttpRequest request, std::stop_token stop, HttpServer::Reply reply) const;
    std::string routeOf(const HttpRequest& request) const;

    Options m_options;
    Api m_api;
    std::optional<WriteApi> m_write;
    std::optional<AlertApi> m_alerts;
    LifecycleApi m_lifecycle;
    std::optional<CustomMetricsApi> m_metrics;
    std::optional<LogsApi> m_logs;
    const Clock& m_clock;
    std::unique_ptr<HttpServer> m_http;
};

} // namespace nocturne::server
