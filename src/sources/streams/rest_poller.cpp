// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/streams/rest_poller.h"

#include <utility>

#include "base/net/url.h"

namespace nocturne::streams {

RestPoller::RestPoller(const StreamOptions& options, net::HttpClient& http, Listener listener)
    : m_options(options)
    , m_base(options.restUrl)
    , m_http(http)
    , m_listener(std::move(listener))
{
    while (m_base.ends_with('/'))
        m_base.pop_back();
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
    for (const auto& [what, request] : std::exchange(m_underWay, {}))
        m_http.cancel(request);
}

void RestPoller::wantStatusRows(bool wanted)
{
    const bool isNew = wanted && !m_wantStatusRows;
    m_wantStatusRows = wanted;
    if (isNew && m_timer.isActive())
        poll();
}

void RestPoller::standIn(bool wanted)
{
    const bool isNew = wanted && !m_standsIn;
    m_standsIn = wanted;
    if (isNew && m_timer.isActive())
        pollTopics();
}

void RestPoller::poll()
{
    pollLocal();
    pollRanges();
    if (m_standsIn)
        pollTopics();
}

/// What the stream never gives.
void RestPoller::pollLocal()
{
    ask("backends", "/backends", [this](const std::string& body) -> Result<void> {
        const auto backends = m_reader.readBackends(body);
        if (!backends)
            return tl::unexpected(backends.error());
        m_listener.backends(*backends);
        return {};
    });
    if (!m_wantStatusRows)
        return;
    const auto path = "/status-distribution?range=" + net::urlEncoded(m_options.restRange);
    ask(std::string(toString(Topic::StatusDistribution)), path, [this](const std::string& body) -> Result<void> {
        const auto rows = m_reader.readStatusRows(body);
        if (!rows)
            return tl::unexpected(rows.error());
        m_listener.statusRows(*rows);
        return {};
    });
}

void RestPoller::pollRanges()
{
    for (const auto& range : m_options.restRanges) {
        ask("last " + range, "/overview?range=" + net::urlEncoded(range),
            [this, range](const std::string& body) -> Result<void> {
                const auto message = m_reader.readTopic(Topic::Overview, body);
                if (!message)
                    return tl::unexpected(message.error());
                m_listener.summary(range, *message);
                return {};
            });
    }
}

void RestPoller::pollTopics()
{
    const auto range = "?range=" + net::urlEncoded(m_options.restRange);
    askTopic(Topic::Overview, "/realtime");
    askTopic(Topic::RequestRate, "/request-rate" + range);
    askTopic(Topic::LatencyPercentiles, "/latency" + range);
    askTopic(Topic::TopEndpoints, "/top-endpoints?range=1h&limit=10"); // as the stream gives them
}

void RestPoller::askTopic(Topic topic, const std::string& path)
{
    if (!m_options.wanted.has(topic))
        return;
    ask(std::string(toString(topic)), path, [this, topic](const std::string& body) -> Result<void> {
        if (!m_standsIn)
            return {}; // the stream is back, and newer
        const auto message = m_reader.readTopic(topic, body);
        if (!message)
            return tl::unexpected(message.error());
        m_listener.metrics(topic, *message);
        return {};
    });
}

void RestPoller::ask(const std::string& what, const std::string& path, Use use)
{
    if (m_underWay.contains(what))
        return;
    m_underWay[what] = m_http.send(request(path), [this, what, use = std::move(use)](const net::HttpResult& result) {
        m_underWay.erase(what);
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
    request.url = m_base + path;
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
