// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/alertmanager/api_v2.h"

#include "base/net/url.h"
#include "sources/alertmanager/api_v2_json.h"

namespace nocturne::alertmanager {

namespace {

Error::Kind kindOf(int status)
{
    return status == 404                    ? Error::Kind::NotFound
           : status == 400 || status == 422 ? Error::Kind::InvalidInput
                                            : Error::Kind::Unavailable;
}

/// The body of an answer that is well, else what is wrong.
Result<std::string> bodyOf(net::HttpResult result)
{
    if (!result)
        return tl::unexpected(result.error().error);
    if (result->status / 100 == 2)
        return std::move(result->body);
    const auto refusal = readRefusal(result->words);
    return fail(kindOf(result->status), "the Alertmanager answered " + std::to_string(result->status) +
                                            (refusal.empty() ? "" : ": " + refusal));
}

/// Hands on what `read` makes of a body.
template <typename T, typename Read>
auto reading(Api::Done<T> done, Read read)
{
    return [done = std::move(done), read](Result<std::string> body) {
        if (!body)
            return done(tl::unexpected(body.error()));
        auto value = read(*body);
        if (!value)
            return done(tl::unexpected(value.error()));
        if constexpr (requires { value->items; })
            done(std::move(value->items));
        else
            done(std::move(*value));
    };
}

} // namespace

ApiV2::ApiV2(net::HttpClient& http, std::string url, HttpOptions options)
    : m_http(http)
    , m_url(std::move(url))
    , m_address(net::redactedUrl(m_url))
    , m_options(std::move(options))
{
    while (m_url.ends_with('/'))
        m_url.pop_back();
}

ApiV2::~ApiV2()
{
    for (const auto request : m_requests)
        m_http.cancel(request);
}

void ApiV2::ask(const char* method, const std::string& path, std::string body, Body done)
{
    net::HttpRequest request;
    request.url = m_url + "/api/v2" + path;
    request.method = method;
    request.headers = m_options.headers;
    if (!body.empty())
        request.headers.push_back({"Content-Type", "application/json"});
    request.body = std::move(body);
    request.basicAuth = m_options.basicAuth;
    request.authorization = m_options.authorization;
    request.tls = m_options.tls;
    request.proxyUrl = m_options.proxyUrl;
    request.timeout = m_options.timeout;
    request.maxBodyBytes = kLargestAnswer;
    if (!m_options.followRedirects)
        request.maxRedirects = 0;
    const auto id = std::make_shared<net::RequestId>(0);
    *id = m_http.send(std::move(request), [this, id, done = std::move(done)](net::HttpResult result) {
        m_requests.erase(*id);
        done(bodyOf(std::move(result)));
    });
    m_requests.insert(*id);
}

void ApiV2::alerts(Done<std::vector<RemoteAlert>> done)
{
    ask("GET", "/alerts", {}, reading(std::move(done), readAlerts));
}

void ApiV2::silences(Done<std::vector<alerts::Silence>> done)
{
    ask("GET", "/silences", {}, reading(std::move(done), readSilences));
}

void ApiV2::status(Done<PeerStatus> done) { ask("GET", "/status", {}, reading(std::move(done), readStatus)); }

void ApiV2::putSilence(const alerts::Silence& silence, Done<std::string> done)
{
    ask("POST", "/silences", writeSilence(silence), reading(std::move(done), readSilenceId));
}

void ApiV2::expireSilence(const std::string& id, Done<void> done)
{
    ask("DELETE", "/silence/" + net::urlEncoded(id), {}, [done = std::move(done)](Result<std::string> body) {
        done(body ? Result<void>() : tl::unexpected(body.error()));
    });
}

void ApiV2::send(const std::vector<OutgoingAlert>& alerts, Done<void> done)
{
    ask("POST", "/alerts", writeAlerts(alerts), [done = std::move(done)](Result<std::string> body) {
        done(body ? Result<void>() : tl::unexpected(body.error()));
    });
}

} // namespace nocturne::alertmanager
