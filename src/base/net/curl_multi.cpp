// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/net/curl_multi.h"

#include <utility>
#include <vector>

namespace nocturne::net {

namespace {

/// libcurl's global state, made before the first client and never torn down: other users may outlive us.
void initializeOnce()
{
    static const auto kCode = curl_global_init(CURL_GLOBAL_DEFAULT);
    static_cast<void>(kCode);
}

} // namespace

CurlMulti::CurlMulti(EventLoop& loop, long idleConnections)
    : m_loop(loop)
{
    initializeOnce();
    m_multi = curl_multi_init();
    curl_multi_setopt(m_multi, CURLMOPT_SOCKETFUNCTION, &CurlMulti::socketCallback);
    curl_multi_setopt(m_multi, CURLMOPT_SOCKETDATA, this);
    curl_multi_setopt(m_multi, CURLMOPT_TIMERFUNCTION, &CurlMulti::timerCallback);
    curl_multi_setopt(m_multi, CURLMOPT_TIMERDATA, this);
    curl_multi_setopt(m_multi, CURLMOPT_MAXCONNECTS, idleConnections);
    curl_multi_setopt(m_multi, CURLMOPT_PIPELINING, static_cast<long>(CURLPIPE_MULTIPLEX));
}

CurlMulti::~CurlMulti()
{
    curl_multi_cleanup(m_multi);
    for (const auto& [socket, watch] : m_watches)
        m_loop.unwatch(watch);
    m_loop.cancel(m_timer);
}

void CurlMulti::add(CURL* easy, Ended ended)
{
    m_transfers.emplace(easy, std::move(ended));
    curl_multi_add_handle(m_multi, easy);
}

void CurlMulti::remove(CURL* easy)
{
    m_transfers.erase(easy);
    curl_multi_remove_handle(m_multi, easy);
}

void CurlMulti::socketReady(curl_socket_t socket, Readiness ready)
{
    int running = 0;
    const int mask = (ready.readable ? CURL_CSELECT_IN : 0) | (ready.writable ? CURL_CSELECT_OUT : 0);
    curl_multi_socket_action(m_multi, socket, mask, &running);
    collectEnded();
}

void CurlMulti::timerFired()
{
    m_timer = 0;
    int running = 0;
    curl_multi_socket_action(m_multi, CURL_SOCKET_TIMEOUT, 0, &running);
    collectEnded();
}

void CurlMulti::collectEnded()
{
    std::vector<std::pair<CURL*, CURLcode>> all;
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(m_multi, &left)) {
        if (message->msg == CURLMSG_DONE)
            all.emplace_back(message->easy_handle, message->data.result);
    }
    for (const auto& [easy, code] : all) {
        const auto found = m_transfers.find(easy); // an earlier one may have removed it
        if (found == m_transfers.end())
            continue;
        const auto ended = found->second; // outlives its own removal
        ended(code);
    }
}

int CurlMulti::socketCallback(CURL*, curl_socket_t socket, int what, void* self, void*)
{
    auto& multi = *static_cast<CurlMulti*>(self);
    if (const auto known = multi.m_watches.find(socket); known != multi.m_watches.end()) {
        multi.m_loop.unwatch(known->second);
        multi.m_watches.erase(known);
    }
    if (what == CURL_POLL_REMOVE || what == CURL_POLL_NONE)
        return 0;
    const Readiness interest{.readable = what != CURL_POLL_OUT, .writable = what != CURL_POLL_IN};
    multi.m_watches.emplace(socket, multi.m_loop.watch(socket, interest, [&multi, socket](Readiness ready) {
        multi.socketReady(socket, ready);
    }));
    return 0;
}

int CurlMulti::timerCallback(CURLM*, long delay, void* self)
{
    auto& multi = *static_cast<CurlMulti*>(self);
    multi.m_loop.cancel(std::exchange(multi.m_timer, 0));
    if (delay >= 0)
        multi.m_timer = multi.m_loop.after(std::chrono::milliseconds(delay), [&multi] { multi.timerFired(); });
    return 0;
}

} // namespace nocturne::net
