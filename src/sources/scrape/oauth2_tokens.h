// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/core/clock.h"
#include "base/net/event_loop.h"
#include "base/net/http_client.h"
#include "sources/scrape/http_options.h"

namespace nocturne::scrape {

/// Tokens of the client credentials grant, one for all who use the same options, asked for when the last one ends.
///
/// The client shows itself by basic authentication; where that is refused, by parameters of the form, which is
/// remembered. Lives on the loop's thread. Source: RFC 6749, sections 2.3.1, 4.4 and 5.
class OAuth2Tokens
{
public:
    using Done = std::function<void(tl::expected<net::Authorization, net::HttpFailure>)>;

    OAuth2Tokens(net::EventLoop& loop, net::HttpClient& http, const Clock& clock);
    /// Nobody is called any more.
    ~OAuth2Tokens();
    OAuth2Tokens(const OAuth2Tokens&) = delete;
    OAuth2Tokens& operator=(const OAuth2Tokens&) = delete;

    /// Calls `done` once, by the loop, unless the ticket ends before.
    std::shared_ptr<void> request(const std::shared_ptr<const OAuth2Options>& options, Done done);
    /// The server refused `token`: the next request asks for another.
    void forget(const OAuth2Options& options, std::string_view token);

private:
    struct State;
    std::shared_ptr<State> m_state;
};

/// One request at a time, with whatever its options demand before it: a token, secrets out of files.
/// Lives on the loop's thread; ends what is under way when destroyed.
class AuthorizedFetch
{
public:
    using Adjust = std::function<void(net::HttpRequest&)>;
    using Done = std::function<void(net::HttpResult)>;

    AuthorizedFetch(net::HttpClient& http, OAuth2Tokens& tokens, net::EventLoop& loop);
    ~AuthorizedFetch();
    AuthorizedFetch(const AuthorizedFetch&) = delete;
    AuthorizedFetch& operator=(const AuthorizedFetch&) = delete;

    bool isActive() const { return m_request || m_ticket || m_failing; }
    /// Sends a GET that `adjust` may change before; not while one is active. `done` is called once, by the loop.
    void send(const HttpOptions& options, const std::string& url, const Adjust& adjust, Done done);
    void cancel();

private:
    void start(net::HttpRequest request, Done done);

    net::HttpClient& m_http;
    OAuth2Tokens& m_tokens;
    net::EventLoop& m_loop;
    std::optional<net::RequestId> m_request;
    std::shared_ptr<void> m_ticket;
    std::optional<net::TimerId> m_failing;
    std::shared_ptr<const OAuth2Options> m_grant;
    SecretString m_token;
};

} // namespace nocturne::scrape
