// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/server/http_server.h"

#include <mutex>

#include <QTcpSocket>

#include "service/server/connection.h"

namespace nocturne::server {

namespace {

constexpr std::string_view kTooMany = R"({"status":"error","errorType":"unavailable",)"
                                      R"("error":"too many requests at once: try again in a moment"})";

HttpResponse tooMany()
{
    HttpResponse refusal{.status = 503, .contentType = "application/json", .body = std::string(kTooMany)};
    refusal.headers.emplace_back("Retry-After", "1");
    return refusal;
}

} // namespace

/// Where answers come home from other threads; empty once the server is gone.
struct HttpServer::Mailbox
{
    std::mutex mutex;
    HttpServer* server = nullptr;

    void post(std::uint64_t connection, std::string name, std::size_t heldBytes, HttpResponse response)
    {
        const std::lock_guard lock(mutex);
        if (server == nullptr)
            return;
        QMetaObject::invokeMethod(
            server,
            [to = server, connection, name = std::move(name), heldBytes,
             shared = std::make_shared<HttpResponse>(std::move(response))] {
                to->deliver(connection, name, heldBytes, std::move(*shared));
            },
            Qt::QueuedConnection);
    }
};

HttpServer::HttpServer(HttpLimits limits, const AccessOptions& access, const Clock& clock, Handler handler, Namer namer)
    : m_limits(limits)
    , m_access(access, limits, clock)
    , m_handler(std::move(handler))
    , m_namer(std::move(namer))
    , m_mailbox(std::make_shared<Mailbox>())
{
    m_mailbox->server = this;
    connect(&m_listener, &QTcpServer::newConnection, this, &HttpServer::acceptPending);
}

HttpServer::~HttpServer()
{
    m_listener.close();
    {
        const std::lock_guard lock(m_mailbox->mutex);
        m_mailbox->server = nullptr;
    }
    auto connections = std::move(m_connections);
    m_connections.clear();
    for (const auto& [id, connection] : connections)
        delete connection; // NOLINT: children, deleted while the members that they use are there
}

Result<void> HttpServer::listen(const std::string& address, int port)
{
    const QHostAddress host(QString::fromStdString(address));
    if (!m_listener.listen(host, static_cast<quint16>(port))) {
        return fail(Error::Kind::Unavailable, "cannot listen at " + address + ":" + std::to_string(port) + ": " +
                                                  m_listener.errorString().toStdString());
    }
    return {};
}

HttpStats HttpServer::stats() const
{
    auto stats = m_stats;
    stats.connections = m_connections.size();
    stats.bodyBytes = m_bodyBytes;
    return stats;
}

void HttpServer::acceptPending()
{
    while (auto* socket = m_listener.nextPendingConnection()) {
        const auto address = socket->peerAddress().toString().toStdString();
        auto& fromThere = m_perAddress[address];
        if (m_connections.size() >= m_limits.connections || fromThere >= m_limits.connectionsPerAddress) {
            ++m_stats.connectionsRefused;
            if (fromThere == 0)
                m_perAddress.erase(address);
            socket->abort();
            socket->deleteLater();
            continue;
        }
        ++fromThere;
        ++m_stats.connectionsAccepted;
        const auto id = ++m_lastId;
        auto* connection = new Connection(*this, id, socket, address, m_limits); // NOLINT: owned by its parent
        m_connections.emplace(id, connection);
        connection->begin();
    }
}

std::optional<HttpResponse> HttpServer::refuse(const HttpRequest& request, const std::string& address)
{
    auto refusal = m_access.refuse(request, address);
    if (!refusal && m_stats.requests >= m_limits.requestsAtOnce)
        refusal = tooMany();
    if (refusal)
        ++m_stats.requestsRefused;
    return refusal;
}

std::optional<HttpResponse> HttpServer::hold(std::size_t bytes)
{
    if (bytes > m_limits.bodiesAtOnceBytes - std::min(m_limits.bodiesAtOnceBytes, m_bodyBytes)) {
        ++m_stats.requestsRefused;
        return tooMany();
    }
    m_bodyBytes += bytes;
    return std::nullopt;
}

/// What is held for the body stays so until the answer, which comes also when the client is gone.
void HttpServer::answer(std::uint64_t connection, HttpRequest request, std::size_t heldBytes, std::stop_token stop)
{
    ++m_stats.requests;
    auto name = m_namer(request);
    m_handler(std::move(request), std::move(stop),
              [mailbox = m_mailbox, connection, name = std::move(name), heldBytes](HttpResponse response) {
                  mailbox->post(connection, name, heldBytes, std::move(response));
              });
}

void HttpServer::deliver(std::uint64_t connection, const std::string& name, std::size_t heldBytes,
                         HttpResponse response)
{
    release(heldBytes);
    --m_stats.requests;
    ++m_stats.answers[{name, response.status}];
    const auto found = m_connections.find(connection);
    if (found == m_connections.end())
        ++m_stats.clientsGone;
    else
        found->second->send(std::move(response));
}

void HttpServer::remove(std::uint64_t connection, const std::string& address)
{
    if (m_connections.erase(connection) == 0)
        return;
    const auto found = m_perAddress.find(address);
    if (found != m_perAddress.end() && --found->second == 0)
        m_perAddress.erase(found);
}

} // namespace nocturne::server
