// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/net/http_client.h"

#include <unordered_map>
#include <utility>
#include <vector>

#include "base/net/curl_multi.h"
#include "base/net/fetch_failure.h"
#include "base/net/redirect.h"
#include "base/net/transfer.h"
#include "base/net/url.h"

namespace nocturne::net {

namespace {

using SteadyClock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::size_t kRememberedCertificates = 4096;

/// One call of send(): its hops, its deadline, its end.
struct Fetch
{
    RequestId id = 0;
    HttpRequest request; ///< of the current hop
    Url url;
    HttpClient::Done done;
    milliseconds timeout{};
    SteadyClock::time_point start;
    TimerId deadline = 0;
    int hops = 0;
    Phases earlier; ///< of the hops before
    std::unique_ptr<Transfer> transfer;
};

void add(Phases& sum, const Phases& hop)
{
    sum.dns += hop.dns;
    sum.connect += hop.connect;
    sum.tls += hop.tls;
    sum.firstByte += hop.firstByte;
    sum.transfer += hop.transfer;
}

double since(SteadyClock::time_point start)
{
    return std::chrono::duration<double>(SteadyClock::now() - start).count();
}

} // namespace

class HttpClient::Impl
{
public:
    Impl(EventLoop& loop, Options options);
    ~Impl();
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    RequestId send(HttpRequest request, Done done);
    void cancel(RequestId id);
    std::size_t active() const { return m_fetches.size(); }

private:
    Result<void> prepare(Fetch& fetch);
    void startHop(Fetch& fetch);
    void dropTransfer(Fetch& fetch);
    void hopEnded(Fetch& fetch, CURLcode code);
    void follow(Fetch& fetch);
    void deadlinePassed(RequestId id);
    void fail(Fetch& fetch, HttpFailure failure);
    void succeed(Fetch& fetch);
    void finish(Fetch& fetch, HttpResult result);
    Phases totalPhases(const Fetch& fetch) const;
    std::optional<PeerCertificate> certificateOf(const Fetch& fetch);

    EventLoop& m_loop;
    Options m_options;
    CurlMulti m_multi;
    RequestId m_lastId = 0;
    std::unordered_map<RequestId, std::unique_ptr<Fetch>> m_fetches;
    std::unordered_map<std::string, PeerCertificate> m_certificates; ///< by origin, for connections used again
};

HttpClient::Impl::Impl(EventLoop& loop, Options options)
    : m_loop(loop)
    , m_options(std::move(options))
    , m_multi(loop, m_options.idleConnections)
{}

HttpClient::Impl::~Impl()
{
    for (auto& [id, fetch] : m_fetches) {
        m_loop.cancel(fetch->deadline);
        dropTransfer(*fetch);
    }
}

RequestId HttpClient::Impl::send(HttpRequest request, Done done)
{
    const auto id = ++m_lastId;
    auto& fetch = *m_fetches.emplace(id, std::make_unique<Fetch>()).first->second;
    fetch.id = id;
    fetch.request = std::move(request);
    fetch.done = std::move(done);
    fetch.timeout = fetch.request.timeout;
    fetch.start = SteadyClock::now();
    if (const auto prepared = prepare(fetch); !prepared) {
        fetch.deadline = m_loop.after(milliseconds(0), [this, id, error = prepared.error()] {
            auto invalid = failure(FetchState::InvalidRequest, error.message);
            fail(*m_fetches.at(id), std::move(invalid));
        });
        return id;
    }
    fetch.deadline = m_loop.after(fetch.timeout, [this, id] { deadlinePassed(id); });
    startHop(fetch);
    return id;
}

void HttpClient::Impl::cancel(RequestId id)
{
    const auto found = m_fetches.find(id);
    if (found == m_fetches.end())
        return;
    const auto fetch = std::move(found->second);
    m_fetches.erase(found);
    m_loop.cancel(fetch->deadline);
    dropTransfer(*fetch);
}

Result<void> HttpClient::Impl::prepare(Fetch& fetch)
{
    if (auto checked = checkRequest(fetch.request); !checked)
        return checked;
    auto url = parseUrl(fetch.request.url);
    if (!url)
        return tl::unexpected(url.error());
    const bool hasOwn = fetch.request.basicAuth || fetch.request.authorization;
    if (!hasOwn && (!url->user.empty() || !url->password.empty()))
        fetch.request.basicAuth = BasicAuth{url->user, url->password};
    fetch.url = *std::move(url);
    return {};
}

void HttpClient::Impl::startHop(Fetch& fetch)
{
    fetch.transfer = std::make_unique<Transfer>(fetch.request, fetch.url, m_options);
    m_multi.add(fetch.transfer->handle(), [this, id = fetch.id](CURLcode code) { hopEnded(*m_fetches.at(id), code); });
}

void HttpClient::Impl::dropTransfer(Fetch& fetch)
{
    if (!fetch.transfer)
        return;
    m_multi.remove(fetch.transfer->handle());
    fetch.transfer.reset();
}

void HttpClient::Impl::hopEnded(Fetch& fetch, CURLcode code)
{
    const auto& transfer = *fetch.transfer;
    const bool wasRead = code == CURLE_OK || transfer.stop() == Transfer::Stop::RedirectSeen;
    if (wasRead && isRedirect(transfer.status()) && !transfer.location().empty() && fetch.request.maxRedirects > 0)
        follow(fetch);
    else if (code != CURLE_OK || transfer.isEncodingIncomplete())
        fail(fetch, failureOf(transfer, code, fetch.request, fetch.url));
    else
        succeed(fetch);
}

void HttpClient::Impl::follow(Fetch& fetch)
{
    if (fetch.hops >= fetch.request.maxRedirects) {
        fail(fetch, failure(FetchState::Redirect,
                            "more than " + std::to_string(fetch.request.maxRedirects) + " redirects: correct the URL"));
        return;
    }
    auto next = redirected(fetch.request, fetch.url, fetch.transfer->status(), fetch.transfer->location());
    if (!next) {
        fail(fetch, failure(FetchState::Redirect, next.error().message));
        return;
    }
    add(fetch.earlier, fetch.transfer->phases());
    dropTransfer(fetch);
    ++fetch.hops;
    fetch.request = *std::move(next);
    fetch.url = *parseUrl(fetch.request.url); // came from a Url
    startHop(fetch);
}

void HttpClient::Impl::deadlinePassed(RequestId id)
{
    auto& fetch = *m_fetches.at(id);
    fail(fetch, deadlineFailure(*fetch.transfer, fetch.url, fetch.timeout));
}

void HttpClient::Impl::fail(Fetch& fetch, HttpFailure failure)
{
    failure.effectiveUrl = redactedUrl(fetch.transfer ? fetch.url.text() : fetch.request.url);
    failure.phases = totalPhases(fetch);
    failure.status = fetch.transfer ? fetch.transfer->status() : 0;
    finish(fetch, tl::unexpected(std::move(failure)));
}

void HttpClient::Impl::succeed(Fetch& fetch)
{
    HttpResponse response;
    response.status = fetch.transfer->status();
    response.effectiveUrl = redactedUrl(fetch.url.text());
    response.httpVersion = fetch.transfer->httpVersion();
    response.phases = totalPhases(fetch);
    response.certificate = certificateOf(fetch);
    response.headers = fetch.transfer->takeHeaders();
    response.body = fetch.transfer->takeBody();
    finish(fetch, std::move(response));
}

void HttpClient::Impl::finish(Fetch& fetch, HttpResult result)
{
    const auto kept = std::move(m_fetches.at(fetch.id));
    m_fetches.erase(kept->id);
    m_loop.cancel(kept->deadline);
    dropTransfer(*kept);
    kept->done(std::move(result));
}

Phases HttpClient::Impl::totalPhases(const Fetch& fetch) const
{
    auto phases = fetch.earlier;
    if (fetch.transfer)
        add(phases, fetch.transfer->phases());
    phases.total = since(fetch.start);
    return phases;
}

std::optional<PeerCertificate> HttpClient::Impl::certificateOf(const Fetch& fetch)
{
    if (fetch.url.scheme != "https")
        return std::nullopt;
    const auto origin = fetch.url.authority() + ' ' + fetch.request.tls.serverName;
    if (auto fresh = fetch.transfer->certificate()) {
        if (m_certificates.size() >= kRememberedCertificates)
            m_certificates.clear();
        return m_certificates.insert_or_assign(origin, *std::move(fresh)).first->second;
    }
    const auto known = m_certificates.find(origin);
    return known == m_certificates.end() ? std::nullopt : std::optional(known->second);
}

HttpClient::HttpClient(EventLoop& loop)
    : HttpClient(loop, Options())
{}

HttpClient::HttpClient(EventLoop& loop, Options options)
    : m_impl(std::make_unique<Impl>(loop, std::move(options)))
{}

HttpClient::~HttpClient() = default;

RequestId HttpClient::send(HttpRequest request, Done done) { return m_impl->send(std::move(request), std::move(done)); }

RequestId HttpClient::get(std::string url, Done done)
{
    HttpRequest request;
    request.url = std::move(url);
    return send(std::move(request), std::move(done));
}

void HttpClient::cancel(RequestId id) { m_impl->cancel(id); }
std::size_t HttpClient::active() const { return m_impl->active(); }

} // namespace nocturne::net
