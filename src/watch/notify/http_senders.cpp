// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/notify/http_senders.h"

#include <array>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "base/core/text.h"
#include "base/net/url.h"
#include "watch/notify/json.h"

namespace nocturne::notify {

namespace {

constexpr std::size_t kMostBytesOfAnswer = std::size_t{64} << 10U;
constexpr std::size_t kMostWords = 200;

void hide(std::string& words, const std::string& secret)
{
    for (auto at = words.find(secret); !secret.empty() && at != std::string::npos; at = words.find(secret))
        words.replace(at, secret.size(), "***");
}

} // namespace

SendResult resultOf(const net::HttpResult& result, Timestamp now, const std::string& secret)
{
    using Kind = SendResult::Kind;
    if (!result) {
        auto words = result.error().error.message;
        hide(words, secret);
        const bool isHopeless = result.error().state == net::FetchState::InvalidRequest;
        return {isHopeless ? Kind::Refused : Kind::Retry, words};
    }
    auto words = std::to_string(result->status);
    const auto& said = result->status / 100 == 2 ? result->body : result->words;
    if (const auto body = printable(trimmed(said, " \t\r\n"), kMostWords); !body.empty())
        words += ' ' + body;
    hide(words, secret);
    if (const auto url = net::parseUrl(secret)) // who knows its path can write, too
        hide(words, url->target == "/" ? std::string() : url->target);
    if (result->status >= 200 && result->status < 300)
        return {Kind::Sent, words};
    if (result->status == 429 || result->status == 408 || result->status >= 500)
        return {Kind::Retry, words, net::retryAfter(*result, now)};
    return {Kind::Refused, words};
}

HttpSender::~HttpSender()
{
    for (const auto id : m_underWay)
        m_client.cancel(id);
}

std::vector<net::RequestHeader> HttpSender::headersOf(const Message& message, const std::string&) const
{
    return {{"Content-Type", "application/json"}, {"Idempotency-Key", message.key}};
}

void HttpSender::send(const Message& message, Done done)
{
    net::HttpRequest request;
    request.url = m_way.url;
    request.method = "POST";
    request.body = bodyOf(message);
    request.headers = headersOf(message, request.body);
    request.headers.insert(request.headers.end(), m_way.headers.begin(), m_way.headers.end());
    request.basicAuth = m_way.basicAuth;
    request.authorization = m_way.authorization;
    request.tls = m_way.tls;
    request.proxyUrl = m_way.proxyUrl;
    request.maxRedirects = m_way.followRedirects ? 5 : 0;
    request.timeout = m_way.timeout;
    request.maxBodyBytes = kMostBytesOfAnswer;
    const auto id = std::make_shared<net::RequestId>(0);
    *id = m_client.send(std::move(request), [this, id, done = std::move(done)](const net::HttpResult& result) {
        m_underWay.erase(*id);
        done(resultOf(result, m_clock.now(), m_way.url));
    });
    m_underWay.insert(*id);
}

std::string WebhookSender::bodyOf(const Message& message) const
{
    if (!m_options.body.isSet())
        return webhookBody(message, m_options.maxAlerts);
    auto body = m_options.body.expand(message);
    return body ? *body : webhookBody(message, m_options.maxAlerts); // it still goes out
}

std::vector<net::RequestHeader> WebhookSender::headersOf(const Message& message, const std::string& body) const
{
    std::vector<net::RequestHeader> headers = {{"Content-Type", m_options.contentType},
                                               {"Idempotency-Key", message.key}};
    if (m_options.signatureKey.empty())
        return headers;
    const auto seconds = std::to_string(now() / 1000);
    headers.push_back(
        {"X-Nocturne-Signature", "t=" + seconds + ",v1=" + hmacSha256(m_options.signatureKey, seconds + '.' + body)});
    return headers;
}

std::string hmacSha256(const std::string& key, std::string_view text)
{
    static constexpr std::string_view kDigits = "0123456789abcdef";
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    const auto* bytes = reinterpret_cast<const unsigned char*>(text.data()); // NOLINT: OpenSSL takes unsigned bytes
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes, text.size(), digest.data(), &size);
    std::string hex;
    for (unsigned i = 0; i < size; ++i) {
        hex += kDigits[digest.at(i) >> 4U];
        hex += kDigits[digest.at(i) & 15U];
    }
    return hex;
}

} // namespace nocturne::notify
