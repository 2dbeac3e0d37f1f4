// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/loki/follower.h"

#include <algorithm>
#include <random>
#include <utility>

#include <QByteArray>

#include "base/core/text.h"
#include "base/net/url.h"
#include "sources/streams/connection.h"
#include "sources/streams/stream_client.h"

namespace nocturne::loki {

namespace {

constexpr std::size_t kRemembered = 20'000;   // entries that may come twice when a connection is made anew
constexpr std::size_t kLargestMessage = 5000; // entries of one message of tail

std::string nanosecondsOf(Timestamp time) { return std::to_string(time) + "000000"; }

Error::Kind kindOf(int status)
{
    return status == 400 || status == 422 ? Error::Kind::InvalidInput
           : status == 404                ? Error::Kind::NotFound
                                          : Error::Kind::Unavailable;
}

const char* cureOf(int status)
{
    switch (status) {
    case 401:
        return ": give tenant, basic_auth or authorization";
    case 403:
        return ": these credentials may not read logs; the tenant may be wrong";
    case 404:
        return ": the url may lack the prefix that the API is served under";
    case 429:
        return ": it is asked too often, or for too much";
    default:
        return "";
    }
}

std::string basic(const net::BasicAuth& user)
{
    const auto text = user.username + ':' + user.password.text();
    return QByteArray::fromStdString(text).toBase64().toStdString();
}

/// The headers of a request as a WebSocket needs them, credentials included.
std::vector<std::pair<std::string, std::string>> headersOf(const net::HttpRequest& request)
{
    std::vector<std::pair<std::string, std::string>> headers;
    for (const auto& header : request.headers)
        headers.emplace_back(header.name, header.value.text());
    if (request.authorization)
        headers.emplace_back("Authorization",
                             request.authorization->type + ' ' + request.authorization->credentials.text());
    else if (request.basicAuth)
        headers.emplace_back("Authorization", "Basic " + basic(*request.basicAuth));
    return headers;
}

} // namespace

void shape(net::HttpRequest& request, const Options& options)
{
    if (!options.tenant.empty())
        request.headers.push_back({"X-Scope-OrgID", options.tenant});
    if (options.grafanaOrganisation != 0)
        request.headers.push_back({"X-Grafana-Org-Id", std::to_string(options.grafanaOrganisation)});
}

Result<std::string> bodyOf(const net::HttpResult& result)
{
    if (!result)
        return tl::unexpected(result.error().error);
    if (result->status / 100 == 2)
        return result->body;
    const auto words = readRefusal(result->body);
    return fail(kindOf(result->status), "it answered " + std::to_string(result->status) +
                                            (words.empty() ? "" : ": " + words) + cureOf(result->status));
}

Follower::Follower(const Surroundings& around, const Options& options, std::weak_ptr<View> view, std::string query)
    : m_around(around)
    , m_options(options)
    , m_view(std::move(view))
    , m_query(std::move(query))
    , m_source("loki:" + options.name)
    , m_fetch(around.http, around.tokens, around.loop)
    , m_backoff({.base = options.reconnectBase}, std::random_device{}())
{
    askHistory();
}

Follower::~Follower() { *m_alive = false; }

void Follower::giveUp(const std::string& why)
{
    if (const auto view = m_view.lock())
        view->update([&](logs::LogViewState& state) {
            state.isLoading = false;
            state.isFollowing = false;
            state.error = why;
            state.blindSince = state.blindSince != 0 ? state.blindSince : m_around.clock.now();
        });
}

void Follower::tick()
{
    if (m_isOver || !m_nextAttempt || m_around.clock.monotonic() < *m_nextAttempt)
        return;
    m_nextAttempt.reset();
    if (m_hasHistory)
        connect();
    else
        askHistory();
}

void Follower::retryLater(const std::string& why)
{
    giveUp(why);
    m_nextAttempt = m_around.clock.monotonic() + m_backoff.next();
}

void Follower::askHistory()
{
    const auto now = m_around.clock.now();
    auto url = m_options.url + "/loki/api/v1/query_range?query=" + net::urlEncoded(m_query) +
               "&limit=" + std::to_string(m_options.limit) +
               "&start=" + nanosecondsOf(now - m_options.lookBack.count()) + "&end=" + nanosecondsOf(now) +
               "&direction=backward";
    const auto adjust = [this](net::HttpRequest& request) {
        shape(request, m_options);
        request.timeout = m_options.timeout;
        request.maxBodyBytes = kLargestAnswer;
    };
    m_fetch.send(m_options.http, url, adjust, [this](net::HttpResult result) {
        auto body = bodyOf(result);
        if (!body)
            return takeHistory(tl::unexpected(body.error()));
        m_around.pool.submit([this, alive = m_alive, post = m_around.post, limit = m_options.limit,
                              text = std::move(*body)](const std::stop_token&) {
            // Only the loop's thread may look whether `this` is still there.
            auto entries = std::make_shared<Result<Entries>>(readStreams(text, limit));
            post([this, alive, entries] {
                if (*alive)
                    takeHistory(std::move(*entries));
            });
        });
    });
}

void Follower::takeHistory(Result<Entries> entries)
{
    if (!entries) {
        const auto kind = entries.error().kind;
        m_isOver = kind == Error::Kind::InvalidInput;
        return m_isOver ? giveUp(entries.error().message) : retryLater(entries.error().message);
    }
    m_hasHistory = true;
    m_newestNs = (m_around.clock.now() - m_options.lookBack.count()) * 1'000'000;
    add(*entries);
    if (const auto view = m_view.lock())
        view->update([](logs::LogViewState& state) { state.isLoading = false; });
    connect();
}

void Follower::connect()
{
    auto request = scrape::requestOf(m_options.http, m_options.url);
    if (!request)
        return retryLater(request.error().message);
    shape(*request, m_options);
    if (!m_options.http.oauth2)
        return open(std::move(*request));
    m_ticket = m_around.tokens.request(
        m_options.http.oauth2,
        [this, asked = std::move(*request)](tl::expected<net::Authorization, net::HttpFailure> token) mutable {
            m_ticket.reset();
            if (!token)
                return retryLater(token.error().error.message);
            m_token = token->credentials;
            asked.authorization = std::move(*token);
            open(std::move(asked));
        });
}

void Follower::open(net::HttpRequest request)
{
    streams::StreamOptions options;
    options.url = "ws" + m_options.url.substr(4) + "/loki/api/v1/tail?query=" + net::urlEncoded(m_query) +
                  "&limit=" + std::to_string(m_options.limit) + "&start=" + std::to_string(m_newestNs);
    options.headers = headersOf(request);
    options.tls = request.tls;
    m_wasOpen = false;
    m_connection = std::make_unique<streams::Connection>(options);
    auto* connection = m_connection.get();
    QObject::connect(connection, &streams::Connection::opened, connection, [this] {
        ++m_counts.connections;
        m_wasOpen = true;
        if (const auto view = m_view.lock())
            view->update([](logs::LogViewState& state) {
                state.isFollowing = true;
                state.error.clear();
                state.blindSince = 0;
            });
    });
    QObject::connect(connection, &streams::Connection::received, connection,
                     [this](const QByteArray& text) { takeMessage(text.toStdString()); });
    QObject::connect(connection, &streams::Connection::ended, connection,
                     [this](const QString&, const QString& why) { onEnded(why.toStdString()); });
    connection->open();
}

void Follower::takeMessage(const std::string& text)
{
    const auto entries = readTailMessage(text, kLargestMessage);
    if (!entries)
        return onEnded(entries.error().message);
    m_backoff.reset(); // it does more than accept connections
    add(*entries);
    m_counts.dropped += entries->dropped;
    if (entries->dropped > 0) {
        if (const auto view = m_view.lock())
            view->update([&](logs::LogViewState& state) { state.dropped += entries->dropped; });
    }
}

void Follower::onEnded(const std::string& why)
{
    if (m_connection) {
        m_connection->disconnect();
        m_connection.release()->deleteLater(); // it may be the one that calls
    }
    if (m_options.http.oauth2 && !m_wasOpen)
        m_around.tokens.forget(*m_options.http.oauth2, m_token); // it may be the token that was refused
    retryLater(printable(why, 300));
}

void Follower::add(const Entries& entries)
{
    const auto view = m_view.lock();
    if (!view)
        return;
    for (const auto& entry : entries.entries) {
        m_newestNs = std::max(m_newestNs, entry.ns);
        if (!isNew(entry))
            continue;
        ++m_counts.entries;
        view->store().add(recordOf(entry, m_source));
    }
}

bool Follower::isNew(const Entry& entry)
{
    const auto identity = identityOf(entry);
    if (!m_known.insert(identity).second)
        return false;
    m_knownInOrder.push_back(identity);
    if (m_knownInOrder.size() > kRemembered) {
        m_known.erase(m_knownInOrder.front());
        m_knownInOrder.pop_front();
    }
    return true;
}

} // namespace nocturne::loki
