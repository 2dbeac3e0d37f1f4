// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <unordered_map>

#include <QObject>
#include <QTcpServer>

#include "base/core/result.h"
#include "service/server/access.h"
#include "service/server/http_message.h"

namespace nocturne::server {

class Connection;

/// Numbers about a server, for Nocturne's own metrics. Counters run from its making.
struct HttpStats
{
    std::size_t connections = 0; ///< open now
    std::size_t requests = 0;    ///< being answered now
    std::size_t bodyBytes = 0;   ///< of their bodies, and of those on their way, but for small ones
    std::uint64_t connectionsAccepted = 0;
    std::uint64_t connectionsRefused = 0;                              ///< over the limits
    std::uint64_t requestsRefused = 0;                                 ///< malformed, too large, too slow, not let in
    std::uint64_t clientsGone = 0;                                     ///< left before their answer
    std::map<std::pair<std::string, int>, std::uint64_t> answers = {}; ///< by route and status
};

/// Serves HTTP/1.1 within limits: reads requests, lets a handler answer, keeps connections alive.
///
/// Lives on one thread with a Qt event loop. A request is read whole before the handler sees it; one of a connection
/// is under way at a time. A client that goes away has its request stopped at once.
class HttpServer : public QObject
{
    Q_OBJECT

public:
    /// Gives the answer; from any thread, at most once, also after the server is gone.
    using Reply = std::function<void(HttpResponse)>;
    /// Called on the server's thread. `stop` tells that nobody waits for the answer any more.
    using Handler = std::function<void(HttpRequest request, std::stop_token stop, Reply reply)>;
    /// A word for the metrics that stands for all requests of one kind.
    using Namer = std::function<std::string(const HttpRequest& request)>;

    HttpServer(HttpLimits limits, const AccessOptions& access, const Clock& clock, Handler handler, Namer namer);
    ~HttpServer() override;

    /// Begins to listen at an address of this computer, written as a number. A port of 0 is any. Fails with
    /// Unavailable when that is not to be had.
    Result<void> listen(const std::string& address, int port);
    int port() const { return m_listener.serverPort(); }
    HttpStats stats() const;

private:
    friend class Connection;
    struct Mailbox;

    void acceptPending();
    /// Called by connections.
    std::optional<HttpResponse> refuse(const HttpRequest& request, const std::string& address);
    /// Counts `bytes` of a body as held, until release() or the answer; the refusal when that is too much.
    std::optional<HttpResponse> hold(std::size_t bytes);
    void release(std::size_t bytes) { m_bodyBytes -= bytes; }
    void answer(std::uint64_t connection, HttpRequest request, std::size_t heldBytes, std::stop_token stop);
    void deliver(std::uint64_t connection, const std::string& name, std::size_t heldBytes, HttpResponse response);
    void remove(std::uint64_t connection, const std::string& address);

    HttpLimits m_limits;
    Access m_access;
    Handler m_handler;
    Namer m_namer;
    QTcpServer m_listener;
    std::shared_ptr<Mailbox> m_mailbox;
    std::unordered_map<std::uint64_t, Connection*> m_connections; // children of this
    std::map<std::string, std::size_t> m_perAddress;
    std::uint64_t m_lastId = 0;
    std::size_t m_bodyBytes = 0; // of all that are not small
    HttpStats m_stats;
};

} // namespace nocturne::server
