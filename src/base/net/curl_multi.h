// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <unordered_map>

#include <curl/curl.h>

#include "base/net/event_loop.h"

namespace nocturne::net {

/// libcurl's transfers on an event loop. Private to this room; lives on the loop's thread, which outlives it.
class CurlMulti
{
public:
    using Ended = std::function<void(CURLcode)>;

    CurlMulti(EventLoop& loop, long idleConnections);
    /// All transfers have to be removed by then.
    ~CurlMulti();
    CurlMulti(const CurlMulti&) = delete;
    CurlMulti& operator=(const CurlMulti&) = delete;

    /// Starts a transfer; the handle stays the caller's. `ended` is called once, by the loop, unless it is removed
    /// before; it may add and remove transfers.
    void add(CURL* easy, Ended ended);
    void remove(CURL* easy);

private:
    void socketReady(curl_socket_t socket, Readiness ready);
    void timerFired();
    void collectEnded();
    static int socketCallback(CURL* easy, curl_socket_t socket, int what, void* self, void* unused);
    static int timerCallback(CURLM* multi, long delay, void* self);

    EventLoop& m_loop;
    CURLM* m_multi;
    TimerId m_timer = 0;
    std::unordered_map<CURL*, Ended> m_transfers;
    std::unordered_map<curl_socket_t, WatchId> m_watches;
};

} // namespace nocturne::net
