// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/probe/asker.h"

#include <array>
#include <optional>

#include "base/core/text.h"
#include "base/net/http_client.h"
#include "base/net/poll_loop.h"
#include "base/net/redaction.h"
#include "base/net/url.h"
#include "engine/exposition/format.h"

namespace nocturne::probe {

namespace {

constexpr std::size_t kMostBytes = std::size_t{16} << 20U;
constexpr int kMostRedirects = 3;

std::chrono::milliseconds left(const net::Patience& patience)
{
    const auto rest = patience.deadline - std::chrono::steady_clock::now();
    return std::max(std::chrono::duration_cast<std::chrono::milliseconds>(rest), std::chrono::milliseconds(0));
}

net::HttpResult failed(net::FetchState state, std::string words, const std::string& url)
{
    net::HttpFailure failure;
    failure.state = state;
    failure.error = {net::errorKind(state), std::move(words), {}};
    failure.effectiveUrl = net::redactedUrl(url);
    return tl::unexpected(std::move(failure));
}

} // namespace

struct Asker::State
{
    paste::WebRequest how;
    net::Patience patience;
    std::chrono::milliseconds each;
    net::PollLoop loop;
    net::HttpClient http{loop};
};

Asker::Asker(const paste::WebRequest& how, const net::Patience& patience, std::chrono::milliseconds each)
    : m_state(new State{how, patience, each, {}})
{}

Asker::~Asker() = default;

bool Asker::isOver() const { return m_state->patience.stop.stop_requested() || left(m_state->patience).count() == 0; }

net::HttpResult Asker::get(const std::string& url)
{
    net::HttpRequest request;
    request.url = url;
    return follow(std::move(request));
}

net::HttpResult Asker::ask(const std::string& url)
{
    net::HttpRequest request;
    request.url = url;
    if (!m_state->how.method.empty())
        request.method = m_state->how.method;
    request.body = m_state->how.body;
    return follow(std::move(request));
}

net::HttpResult Asker::send(net::HttpRequest request)
{
    request.timeout = std::min(m_state->each, left(m_state->patience));
    request.maxBodyBytes = kMostBytes;
    request.maxRedirects = 0;
    if (isOver())
        return failed(net::FetchState::Timeout, "there was no time left for it", request.url);
    std::optional<net::HttpResult> result;
    const std::stop_callback wake(m_state->patience.stop, [this] { m_state->loop.post([] {}); });
    const auto id = m_state->http.send(std::move(request), [&](net::HttpResult got) { result = std::move(got); });
    m_state->loop.runUntil([&] { return result || m_state->patience.stop.stop_requested(); },
                           left(m_state->patience) + std::chrono::milliseconds(200));
    if (result)
        return std::move(*result);
    m_state->http.cancel(id);
    return failed(net::FetchState::Cancelled, "it was given up", {});
}

/// Follows redirects on the same host only, credentials on the same origin only.
net::HttpResult Asker::follow(net::HttpRequest request)
{
    const auto& how = m_state->how;
    const auto first = net::parseUrl(request.url);
    if (!first)
        return failed(net::FetchState::InvalidRequest, first.error().message, request.url);
    for (const auto& [name, value] : how.headers)
        request.headers.push_back({name, value});
    request.headers.push_back({"Accept", exposition::acceptHeader(exposition::kTextProtocols)});
    for (std::size_t i = 0; i + 1 < request.headers.size(); ++i) {
        if (net::sameHeaderName(request.headers[i].name, "Accept")) {
            request.headers.pop_back(); // what was pasted goes first
            break;
        }
    }
    request.basicAuth = how.basicAuth;
    request.tls = how.tls;
    request.proxyUrl = how.proxyUrl;
    for (int i = 0;; ++i) {
        auto answer = send(request);
        const auto location = answer && answer->status >= 300 && answer->status < 400
                                  ? std::string(answer->header("Location"))
                                  : std::string();
        if (location.empty())
            return answer;
        const auto here = net::parseUrl(request.url);
        const auto there = net::resolveUrl(*here, location);
        if (!there)
            return failed(net::FetchState::Redirect, "it redirects to what is no address", request.url);
        if (there->host != first->host) {
            return failed(net::FetchState::Redirect,
                          "it redirects to another host, " + printable(there->authority(), 100) +
                              ": paste that address if it is the one",
                          request.url);
        }
        if (i == kMostRedirects)
            return failed(net::FetchState::Redirect, "it redirects again and again", request.url);
        if (!there->sameOrigin(*here)) {
            request.basicAuth.reset();
            request.headers.clear();
            request.body.clear();
            request.method = "GET";
        }
        request.url = there->text();
    }
}

} // namespace nocturne::probe
