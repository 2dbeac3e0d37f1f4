// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/net/http_client.h"

#include <unordered_map>
#include <utility>
#include <vector>

#include <curl/curl.h>

#include "base/net/curl_memory.h"
#include "base/net/fetch_failure.h"
#include "base/net/redaction.h"
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
    struct Ended
    {
        RequestId id;
        CURLcode code;
    };

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

    void socketReady(curl_socket_t socket, Readiness ready);
    void timerFired();
    void collectEnded();
    static int socketCallback(CURL* easy, curl_socket_t socket, int what, void* self, void* unused);
    static int timerCallback(CURLM* multi, long delay, void* self);

    EventLoop& m_loop;
    Options m_options;
    CURLM* m_multi;
    RequestId m_lastId = 0;
    TimerId m_timer = 0;
    std::unordered_map<RequestId, std::unique_ptr<Fetch>> m_fetches;
    std::unordered_map<CURL*, RequestId> m_byHandle;
    std::unordered_map<curl_socket_t, WatchId> m_watches;
    std::unordered_map<std::string, PeerCertificate> m_certificates; ///< by origin, for connections used again
};

HttpClient::Impl::Impl(EventLoop& loop, Options options)
    : m_loop(loop)
    , m_options(std::move(options))
{
    initializeCurl();
    m_multi = curl_multi_init();
    curl_multi_setopt(m_multi, CURLMOPT_SOCKETFUNCTION, &Impl::socketCallback);
    curl_multi_setopt(m_multi, CURLMOPT_SOCKETDATA, this);
    curl_multi_setopt(m_multi, CURLMOPT_TIMERFUNCTION, &Impl::timerCallback);
    curl_multi_setopt(m_multi, CURLMOPT_TIMERDATA, this);
    curl_multi_setopt(m_multi, CURLMOPT_MAXCONNECTS, m_options.idleConnections);
    curl_multi_setopt(m_multi, CURLMOPT_PIPELINING, static_cast<long>(CURLPIPE_MULTIPLEX));
}

HttpClient::Impl::~Impl()
{
    for (auto& [id, fetch] : m_fetches) {
        m_loop.cancel(fetch->deadline);
        dropTransfer(*fetch);
    }
    curl_multi_cleanup(m_multi);
    for (const auto& [socket, watch] : m_watches)
        m_loop.unwatch(watch);
    m_loop.cancel(m_timer);
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
        fetch.request.basicAuth = BasicAuth{url->user, std::move(url->password)};
    fetch.url = *std::move(url);
    return {};
}

void HttpClient::Impl::startHop(Fetch& fetch)
{
    fetch.transfer = std::make_unique<Transfer>(fetch.request, fetch.url, m_options);
    m_byHandle.emplace(fetch.transfer->handle(), fetch.id);
    curl_multi_add_handle(m_multi, fetch.transfer->handle());
}

void HttpClient::Impl::dropTransfer(Fetch& fetch)
{
    if (!fetch.transfer)
        return;
    m_byHandle.erase(fetch.transfer->handle());
    curl_multi_remove_handle(m_multi, fetch.transfer->handle());
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
    if (response.status / 100 != 2)
        response.words = redactedWords(response.body, secretsOf(fetch.request));
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

void HttpClient::Impl::socketReady(curl_socket_t socket, Readiness ready)
{
    int running = 0;
    const int mask = (ready.readable ? CURL_CSELECT_IN : 0) | (ready.writable ? CURL_CSELECT_OUT : 0);
    curl_multi_socket_action(m_multi, socket, mask, &running);
    collectEnded();
}

void HttpClient::Impl::timerFired()
{
    m_timer = 0;
    int running = 0;
    curl_multi_socket_action(m_multi, CURL_SOCKET_TIMEOUT, 0, &running);
    collectEnded();
}

void HttpClient::Impl::collectEnded()
{
    std::vector<Ended> ended;
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(m_multi, &left)) {
        if (message->msg == CURLMSG_DONE)
            ended.push_back({m_byHandle.at(message->easy_handle), message->data.result});
    }
    for (const auto& [id, code] : ended) {
        const auto found = m_fetches.find(id); // an earlier done() may have cancelled it
        if (found != m_fetches.end())
            hopEnded(*found->second, code);
    }
}

int HttpClient::Impl::socketCallback(CURL*, curl_socket_t socket, int what, void* self, void*)
{
    auto& impl = *static_cast<Impl*>(self);
    if (const auto known = impl.m_watches.find(socket); known != impl.m_watches.end()) {
        impl.m_loop.unwatch(known->second);
        impl.m_watches.erase(known);
    }
    if (what == CURL_POLL_REMOVE || what == CURL_POLL_NONE)
        return 0;
    const Readiness interest{.readable = what != CURL_POLL_OUT, .writable = what != CURL_POLL_IN};
    impl.m_watches.emplace(socket, impl.m_loop.watch(socket, interest, [&impl, socket](Readiness ready) {
        impl.socketReady(socket, ready);
    }));
    return 0;
}

int HttpClient::Impl::timerCallback(CURLM*, long delay, void* self)
{
    auto& impl = *static_cast<Impl*>(self);
    impl.m_loop.cancel(std::exchange(impl.m_timer, 0));
    if (delay >= 0)
        impl.m_timer = impl.m_loop.after(milliseconds(delay), [&impl] { impl.timerFired(); });
    return 0;
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
