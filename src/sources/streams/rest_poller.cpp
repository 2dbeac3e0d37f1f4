// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/streams/rest_poller.h"

#include <utility>

#include "base/net/url.h"

namespace nocturne::streams {

RestPoller::RestPoller(const StreamOptions& options, net::HttpClient& http, Listener listener)
    : m_options(options)
    , m_http(http)
    , m_listener(std::move(listener))
{
    while (m_options.restUrl.ends_with('/'))
        m_options.restUrl.pop_back();
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { poll(); });
}

RestPoller::~RestPoller() { stop(); }

void RestPoller::start()
{
    m_timer.start(m_options.restInterval);
    poll();
}

void RestPoller::stop()
{
    m_timer.stop();
    m_http.cancel(std::exchange(m_backends, 0));
    m_http.cancel(std::exchange(m_statusRows, 0));
}

void RestPoller::wantStatusRows(bool wanted)
{
    const bool isNew = wanted && !m_wantStatusRows;
    m_wantStatusRows = wanted;
    if (isNew && m_timer.isActive())
        poll();
}

void RestPoller::poll()
{
    ask("backends", "/backends", m_backends, [this](const std::string& body) -> Result<void> {
        const auto backends = m_reader.readBackends(body);
        if (!backends)
            return tl::unexpected(backends.error());
        m_listener.backends(*backends);
        return {};
    });
    if (!m_wantStatusRows)
        return;
    const auto path = "/status-distribution?range=" + net::urlEncoded(m_options.restRange);
    ask("statusDistribution", path, m_statusRows, [this](const std::string& body) -> Result<void> {
        const auto rows = m_reader.readStatusRows(body);
        if (!rows)
            return tl::unexpected(rows.error());
        m_listener.statusRows(*rows);
        return {};
    });
}

void RestPoller::ask(const std::string& what, const std::string& path, net::RequestId& slot,
                     std::function<Result<void>(const std::string& body)> use)
{
    if (slot != 0)
        return;
    slot = m_http.send(request(path), [this, what, &slot, use = std::move(use)](const net::HttpResult& result) {
        slot = 0;
        if (!result) {
            m_listener.failed(what, result.error().error.message);
        } else if (result->status == 404) {
            m_listener.failed(what, "not provided by server");
        } else if (result->status != 200) {
            m_listener.failed(what, "the server answered with HTTP " + std::to_string(result->status));
        } else if (const auto used = use(result->body); !used) {
            m_listener.failed(what, used.error().message);
        }
    });
}

net::HttpRequest RestPoller::request(const std::string& path) const
{
    net::HttpRequest request;
    request.url = m_options.restUrl + path;
    for (const auto& [name, value] : m_options.headers)
        request.headers.push_back({name, value});
    if (!m_options.bearerToken.empty())
        request.authorization = net::Authorization{"Bearer", m_options.bearerToken};
    request.tls = m_options.tls;
    request.timeout = m_options.restTimeout;
    request.maxBodyBytes = m_options.messageBytes;
    return request;
}

} // namespace nocturne::streams
