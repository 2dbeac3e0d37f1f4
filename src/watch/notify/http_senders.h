// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/net/http_client.h"
#include "watch/notify/sender.h"
#include "watch/notify/texts.h"

namespace nocturne::notify {

/// What an HTTP server is asked with beside the body; secrets are in clear.
struct HttpWay
{
    std::string url;
    std::vector<net::RequestHeader> headers = {};
    std::optional<net::BasicAuth> basicAuth = {};
    std::optional<net::Authorization> authorization = {};
    net::TlsOptions tls = {};
    std::string proxyUrl = {};
    bool followRedirects = true;
    std::chrono::milliseconds timeout{10'000};
};

/// What an answer means for a message: 2xx sent; 429, 408 and 5xx again, as Retry-After says; else refused. No answer:
/// again. `words` are the server's, without `secret`.
SendResult resultOf(const net::HttpResult& result, Timestamp now, const std::string& secret);

/// Posts one body a message.
class HttpSender : public Sender
{
public:
    HttpSender(net::HttpClient& client, const Clock& clock, HttpWay way)
        : m_client(client)
        , m_clock(clock)
        , m_way(std::move(way))
    {}
    ~HttpSender() override;
    HttpSender(const HttpSender&) = delete;
    HttpSender& operator=(const HttpSender&) = delete;

    void send(const Message& message, Done done) override;
    std::string preview(const Message& message) const override { return bodyOf(message); }

protected:
    virtual std::string bodyOf(const Message& message) const = 0;
    /// Content-Type, Idempotency-Key and what else belongs to the body.
    virtual std::vector<net::RequestHeader> headersOf(const Message& message, const std::string& body) const;
    Timestamp now() const { return m_clock.now(); }

private:
    net::HttpClient& m_client;
    const Clock& m_clock;
    HttpWay m_way;
    std::set<net::RequestId> m_underWay;
};

struct WebhookOptions
{
    HttpWay way;
    std::size_t maxAlerts = 0;
    std::string signatureKey = {}; ///< empty: not signed
    MessageText body = {};         ///< not set: Alertmanager's
    std::string contentType = "application/json";
};

/// Alertmanager's webhook, version 4, or a body of one's own. With a key the body is signed in the header
/// X-Nocturne-Signature: "t=SECONDS,v1=HEX", HMAC-SHA256 of "SECONDS.BODY".
class WebhookSender final : public HttpSender
{
public:
    WebhookSender(net::HttpClient& client, const Clock& clock, WebhookOptions options)
        : HttpSender(client, clock, options.way)
        , m_options(std::move(options))
    {}

protected:
    std::string bodyOf(const Message& message) const override;
    std::vector<net::RequestHeader> headersOf(const Message& message, const std::string& body) const override;

private:
    WebhookOptions m_options;
};

struct SlackOptions
{
    HttpWay way; ///< the URL is the secret
    std::string channel = {};
    std::string username = {};
    std::string iconEmoji = {};
    std::string iconUrl = {};
    MessageText color = {};
    MessageText title = {};
    MessageText titleLink = {};
    MessageText text = {};
    MessageText pretext = {};
    MessageText footer = {};
};

/// Slack's incoming webhook and what takes the same (Mattermost, Rocket.Chat): a text and blocks within their limits.
class SlackSender final : public HttpSender
{
public:
    SlackSender(net::HttpClient& client, const Clock& clock, SlackOptions options)
        : HttpSender(client, clock, options.way)
        , m_options(std::move(options))
    {}

protected:
    std::string bodyOf(const Message& message) const override;

private:
    SlackOptions m_options;
};

/// Hexadecimal HMAC-SHA256.
std::string hmacSha256(const std::string& key, std::string_view text);

} // namespace nocturne::notify
