// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/net/event_loop.h"
#include "base/net/http.h"

namespace nocturne::net {

using RequestId = std::uint64_t;

/// Asks HTTP servers, many at a time, without ever waiting: driven by the loop, on the loop's thread.
///
/// Connections are kept and used again, at most Options::idleConnections of them. Names are resolved on threads of
/// libcurl's own, so that one that hangs delays nobody else. Bodies are decoded and measured here.
/// The loop must outlive the client.
class HttpClient
{
public:
    struct Options
    {
        std::string userAgent = "Nocturne/0.1";
        std::chrono::milliseconds connectTimeout{5'000}; ///< name, connection and TLS of one hop
        std::chrono::seconds nameCache{60};              ///< addresses of names are asked for anew after this long
        long idleConnections = 256;
        std::size_t maxHeaderBytes = std::size_t{64} << 10U;
    };
    using Done = std::function<void(HttpResult)>;

    explicit HttpClient(EventLoop& loop);
    HttpClient(EventLoop& loop, Options options);
    /// Drops what is under way; nobody is called. Not to be destroyed from within a Done.
    ~HttpClient();
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;

    /// Starts a request. `done` is called once, by the loop and never from within send(); it may send and cancel.
    RequestId send(HttpRequest request, Done done);
    /// A GET with all defaults.
    RequestId get(std::string url, Done done);
    /// Ends a request and closes its connection; its `done` is not called. Unknown and finished ids are ignored.
    void cancel(RequestId id);
    /// Requests under way.
    std::size_t active() const;

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace nocturne::net
