// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/server/server.h"

#include <charconv>

#include <QHostAddress>

#include "base/core/text.h"

namespace nocturne::server {

namespace {

constexpr std::size_t kShortestToken = 16;

AccessOptions accessOf(const Options& options, const std::string& address)
{
    AccessOptions access{options.hosts, options.token};
    access.hosts.push_back(address.find(':') == std::string::npos ? address : '[' + address + ']');
    return access;
}

Result<void> checkReach(const Options& options, const QHostAddress& address)
{
    if (!options.token.empty() && options.token.size() < kShortestToken) {
        return fail(Error::Kind::InvalidInput, "server.token is shorter than " + std::to_string(kShortestToken) +
                                                   " characters: make one with `openssl rand -hex 32`");
    }
    if (address.isLoopback())
        return {};
    if (options.token.empty())
        return fail(Error::Kind::InvalidInput,
                    "listening beyond this computer needs server.token: set it, or listen at "
                    "127.0.0.1");
    if (!options.plainHttpFromAfar)
        return fail(Error::Kind::InvalidInput,
                    "listening beyond this computer sends the token and all data unencrypted: put a proxy with TLS in "
                    "front of 127.0.0.1, or set server.allow_plain_http");
    return {};
}

} // namespace

Result<std::pair<std::string, int>> parseListenAddress(std::string_view text)
{
    const auto invalid = [&] {
        return fail(Error::Kind::InvalidInput, "\"" + printable(text, 80) +
                                                   "\" is no address to listen at: write address:port, as in "
                                                   "127.0.0.1:9099");
    };
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos)
        return invalid();
    int port = -1;
    const auto* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data() + colon + 1, end, port);
    if (error != std::errc{} || stop != end || port < 0 || port > 65535)
        return invalid();
    auto host = text.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']'))
        host = host.substr(1, host.size() - 2);
    else if (host.find(':') != std::string_view::npos)
        return invalid();
    if (host.empty())
        return std::pair(std::string("0.0.0.0"), port);
    if (host == "localhost")
        return std::pair(std::string("127.0.0.1"), port);
    if (QHostAddress(QString::fromUtf8(host.data(), static_cast<qsizetype>(host.size()))).isNull())
        return invalid();
    return std::pair(std::string(host), port);
}

Server::Server(Options options, query::QueryService& queries, const Facts& facts, const Clock& clock,
               std::optional<WriteApi> write, std::optional<AlertApi> alerts, LifecycleApi::Reload reload,
               std::optional<CustomMetricsApi> metrics, std::optional<LogsApi> logs)
    : m_options(std::move(options))
    , m_api(m_options.api, queries, facts, clock)
    , m_write(write)
    , m_alerts(std::move(alerts))
    , m_lifecycle(std::move(reload))
    , m_metrics(metrics)
    , m_logs(logs)
    , m_clock(clock)
{
    if (m_write)
        m_options.limits.largePath = WriteApi::kPath;
}

Server::~Server() = default;

Result<void> Server::start()
{
    const auto address = parseListenAddress(m_options.listen);
    if (!address)
        return tl::unexpected(address.error());
    if (auto safe = checkReach(m_options, QHostAddress(QString::fromStdString(address->first))); !safe)
        return safe;
    m_http = std::make_unique<HttpServer>(
        m_options.limits, accessOf(m_options, address->first), m_clock,
        [this](HttpRequest request, std::stop_token stop, HttpServer::Reply reply) {
            answer(std::move(request), std::move(stop), std::move(reply));
        },
        [this](const HttpRequest& request) { return routeOf(request); });
    return m_http->listen(address->first, address->second);
}

void Server::answer(HttpRequest request, std::stop_token stop, HttpServer::Reply reply) const
{
    if (request.path == WriteApi::kPath && m_write)
        m_write->handle(std::move(request), std::move(reply));
    else if (request.path == WriteApi::kPath)
        reply(WriteApi::notEnabled());
    else if (request.path == LifecycleApi::kPath)
        m_lifecycle.handle(request, std::move(reply));
    else if (m_metrics && CustomMetricsApi::takes(request.path))
        reply(m_metrics->answer(request));
    else if (m_logs && LogsApi::takes(request.path))
        m_logs->handle(request, std::move(reply));
    else if (m_alerts && AlertApi::takes(request.path))
        m_alerts->handle(std::move(request), std::move(reply));
    else
        m_api.handle(request, std::move(stop), std::move(reply));
}

std::string Server::routeOf(const HttpRequest& request) const
{
    if (request.path == WriteApi::kPath || request.path == LifecycleApi::kPath ||
        CustomMetricsApi::takes(request.path) || LogsApi::takes(request.path))
        return request.path;
    return m_alerts && AlertApi::takes(request.path) ? AlertApi::routeOf(request) : Api::routeOf(request);
}

int Server::port() const { return m_http ? m_http->port() : 0; }

HttpStats Server::stats() const { return m_http ? m_http->stats() : HttpStats(); }

} // namespace nocturne::server
