// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/scrape/oauth2_tokens.h"

#include <utility>
#include <vector>

#include <QByteArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "base/core/text.h"
#include "base/net/url.h"
#include "base/secrets/file_secrets.h"

namespace nocturne::scrape {

namespace {

constexpr std::size_t kMaxBodyBytes = std::size_t{1} << 20U;
constexpr std::chrono::milliseconds kEarly{10'000}; // a token that ends within this is no longer used

net::HttpFailure failureOf(net::FetchState state, Error error)
{
    net::HttpFailure failure;
    failure.state = state;
    failure.error = std::move(error);
    return failure;
}

/// What a token server gave.
struct Token
{
    net::Authorization authorization;
    std::optional<std::chrono::milliseconds> life; ///< none: until it is refused
};

Result<Token> readToken(const net::HttpResponse& response)
{
    const auto object = QJsonDocument::fromJson(QByteArray::fromStdString(response.body)).object();
    if (response.status < 200 || response.status > 299) {
        const auto why = object.value(QLatin1String("error")).toString().toStdString();
        return fail(Error::Kind::Unavailable, "the token server answered with HTTP status " +
                                                  std::to_string(response.status) +
                                                  (why.empty() ? "" : ": " + printable(why, 80)));
    }
    Token token;
    token.authorization.credentials = object.value(QLatin1String("access_token")).toString().toStdString();
    if (token.authorization.credentials.empty())
        return fail(Error::Kind::InvalidInput, "the answer of the token server holds no access_token");
    const auto type = object.value(QLatin1String("token_type")).toString().toStdString();
    if (!type.empty() && asciiLower(type) != "bearer")
        token.authorization.type = type;
    const auto life = object.value(QLatin1String("expires_in"));
    const auto seconds = life.isString() ? life.toString().toDouble() : life.toDouble();
    if (seconds > 0)
        token.life = std::chrono::milliseconds(static_cast<std::int64_t>(std::min(seconds, 1e9) * 1000));
    return token;
}

std::string formOf(const OAuth2Options& options, const SecretString* secret)
{
    std::string form = "grant_type=client_credentials";
    const auto add = [&](std::string_view name, std::string_view value) {
        form += '&' + net::urlEncoded(name) + '=' + net::urlEncoded(value);
    };
    std::string scopes;
    for (const auto& scope : options.scopes)
        scopes += (scopes.empty() ? "" : " ") + scope;
    if (!scopes.empty())
        add("scope", scopes);
    for (const auto& [name, value] : options.endpointParams)
        add(name, value);
    if (secret != nullptr) {
        add("client_id", options.clientId);
        add("client_secret", secret->view());
    }
    return form;
}

/// One grant, and those who wait for its token.
struct Grant
{
    std::shared_ptr<const OAuth2Options> options;
    std::optional<net::Authorization> token;
    std::optional<Clock::Monotonic> ends;
    bool inForm = false; ///< basic authentication was refused once
    std::optional<net::RequestId> request;
    std::vector<std::weak_ptr<OAuth2Tokens::Done>> waiting;
};

} // namespace

struct OAuth2Tokens::State
{
    net::EventLoop& loop;
    net::HttpClient& http;
    const Clock& clock;
    std::vector<std::unique_ptr<Grant>> grants;

    Grant& grantOf(const std::shared_ptr<const OAuth2Options>& options)
    {
        for (const auto& grant : grants) {
            if (*grant->options == *options)
                return *grant;
        }
        grants.push_back(std::make_unique<Grant>());
        grants.back()->options = options;
        return *grants.back();
    }

    void answer(Grant& grant, const tl::expected<net::Authorization, net::HttpFailure>& result)
    {
        for (const auto& waiting : std::exchange(grant.waiting, {})) {
            if (const auto done = waiting.lock())
                (*done)(result);
        }
    }

    void later(Grant& grant)
    {
        loop.after(std::chrono::milliseconds(0), [this, &grant, alive = std::weak_ptr<int>(life)] {
            if (alive.lock() && grant.token)
                answer(grant, *grant.token);
            else if (alive.lock() && !grant.request)
                ask(grant); // it was refused or ended in between
        });
    }

    void ask(Grant& grant)
    {
        const auto& options = *grant.options;
        auto secret = options.clientSecretFile.empty() ? Result<SecretString>(options.clientSecret)
                                                       : secrets::FileSecrets().read(options.clientSecretFile);
        auto request = requestOf(options.http, options.tokenUrl);
        if (!secret || !request) {
            loop.after(std::chrono::milliseconds(0),
                       [this, &grant, alive = std::weak_ptr<int>(life),
                        error = (secret ? request.error() : secret.error()).within("oauth2")] {
                           if (alive.lock())
                               answer(grant, tl::unexpected(failureOf(net::FetchState::InvalidRequest, error)));
                       });
            return;
        }
        request->method = "POST";
        request->headers.push_back({"Content-Type", "application/x-www-form-urlencoded"});
        request->headers.push_back({"Accept", "application/json"});
        request->maxBodyBytes = kMaxBodyBytes;
        request->body = formOf(options, grant.inForm ? &*secret : nullptr);
        if (!grant.inForm)
            request->basicAuth = net::BasicAuth{net::urlEncoded(options.clientId), net::urlEncoded(secret->view())};
        grant.request = http.send(std::move(*request), [this, &grant](net::HttpResult result) {
            grant.request.reset();
            take(grant, std::move(result));
        });
    }

    void take(Grant& grant, net::HttpResult result)
    {
        if (!result) {
            result.error().error = result.error().error.within("oauth2");
            return answer(grant, tl::unexpected(result.error()));
        }
        auto token = readToken(*result);
        if (!token && !grant.inForm && (result->status == 400 || result->status == 401)) {
            grant.inForm = true;
            return ask(grant);
        }
        if (!token) {
            auto failure = failureOf(net::stateOfStatus(result->status), token.error().within("oauth2"));
            failure.status = result->status;
            return answer(grant, tl::unexpected(std::move(failure)));
        }
        grant.token = token->authorization;
        grant.ends.reset();
        if (token->life)
            grant.ends = clock.monotonic() + std::max(*token->life - kEarly, std::chrono::milliseconds(0));
        answer(grant, *grant.token);
    }

    std::shared_ptr<int> life = std::make_shared<int>();
};

OAuth2Tokens::OAuth2Tokens(net::EventLoop& loop, net::HttpClient& http, const Clock& clock)
    : m_state(new State{loop, http, clock, {}})
{}

OAuth2Tokens::~OAuth2Tokens()
{
    for (const auto& grant : m_state->grants) {
        if (grant->request)
            m_state->http.cancel(*grant->request);
    }
}

std::shared_ptr<void> OAuth2Tokens::request(const std::shared_ptr<const OAuth2Options>& options, Done done)
{
    auto& grant = m_state->grantOf(options);
    auto ticket = std::make_shared<Done>(std::move(done));
    grant.waiting.push_back(ticket);
    if (grant.ends && m_state->clock.monotonic() >= *grant.ends)
        grant.token.reset();
    if (grant.token)
        m_state->later(grant);
    else if (!grant.request)
        m_state->ask(grant);
    return ticket;
}

void OAuth2Tokens::forget(const OAuth2Options& options, std::string_view token)
{
    for (const auto& grant : m_state->grants) {
        if (*grant->options == options && grant->token && grant->token->credentials == token)
            grant->token.reset();
    }
}

AuthorizedFetch::AuthorizedFetch(net::HttpClient& http, OAuth2Tokens& tokens, net::EventLoop& loop)
    : m_http(http)
    , m_tokens(tokens)
    , m_loop(loop)
{}

AuthorizedFetch::~AuthorizedFetch() { cancel(); }

void AuthorizedFetch::cancel()
{
    if (m_request)
        m_http.cancel(*m_request);
    if (m_failing)
        m_loop.cancel(*m_failing);
    m_request.reset();
    m_failing.reset();
    m_ticket.reset();
}

void AuthorizedFetch::send(const HttpOptions& options, const std::string& url, const Adjust& adjust, Done done)
{
    auto request = requestOf(options, url);
    m_grant = options.oauth2;
    m_token.clear();
    if (!request) {
        m_failing = m_loop.after(std::chrono::milliseconds(0), [this, done = std::move(done), error = request.error()] {
            m_failing.reset();
            done(tl::unexpected(failureOf(net::FetchState::InvalidRequest, error)));
        });
        return;
    }
    adjust(*request);
    if (!m_grant)
        return start(std::move(*request), std::move(done));
    m_ticket = m_tokens.request(m_grant, [this, request = std::move(*request), done = std::move(done)](auto token) {
        const auto kept = std::exchange(m_ticket, nullptr); // this very function
        if (!token)
            return done(tl::unexpected(token.error()));
        auto authorized = request;
        m_token = token->credentials;
        authorized.authorization = std::move(*token);
        start(std::move(authorized), done);
    });
}

void AuthorizedFetch::start(net::HttpRequest request, Done done)
{
    m_request = m_http.send(std::move(request), [this, done = std::move(done)](net::HttpResult result) {
        m_request.reset();
        if (result && result->status == 401 && m_grant && !m_token.empty())
            m_tokens.forget(*m_grant, m_token);
        done(std::move(result));
    });
}

} // namespace nocturne::scrape
