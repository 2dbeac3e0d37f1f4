// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/server/access.h"

#include <algorithm>
#include <charconv>
#include <cstring>

#include <QCryptographicHash>

namespace nocturne::server {

namespace {

constexpr std::chrono::minutes kFailureWindow{1};
constexpr std::size_t kMostAddresses = 10'000;

std::string lowerCase(std::string_view text)
{
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
    return lower;
}

bool isPort(std::string_view text)
{
    int port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    return error == std::errc{} && end == text.data() + text.size() && port >= 0 && port <= 65535;
}

bool isHostCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
}

bool isIpv6Character(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || c == ':' || c == '.'; }

HttpResponse refusal(int status, std::string_view why)
{
    HttpResponse response;
    response.status = status;
    response.body = std::string(why) + '\n';
    return response;
}

} // namespace

std::optional<std::string> hostOf(std::string_view header)
{
    const auto text = lowerCase(header);
    std::string_view host = text;
    std::string_view port;
    if (host.starts_with('[')) {
        const auto end = host.find(']');
        if (end == std::string_view::npos || end == 1)
            return std::nullopt;
        port = host.substr(end + 1);
        host = host.substr(0, end + 1);
        if (!std::ranges::all_of(host.substr(1, end - 1), isIpv6Character))
            return std::nullopt;
    } else {
        const auto colon = std::min(host.find(':'), host.size());
        port = host.substr(colon);
        host = host.substr(0, colon);
        if (host.empty() || !std::ranges::all_of(host, isHostCharacter))
            return std::nullopt;
    }
    if (!port.empty() && (port.front() != ':' || (port.size() > 1 && !isPort(port.substr(1)))))
        return std::nullopt;
    return std::string(host);
}

bool isLoopbackHost(std::string_view host)
{
    if (host == "localhost" || host == "[::1]" || host == "::1")
        return true;
    int parts = 0;
    for (auto rest = host; !rest.empty(); ++parts) {
        const auto dot = std::min(rest.find('.'), rest.size());
        int number = 0;
        const auto [end, error] = std::from_chars(rest.data(), rest.data() + dot, number);
        if (error != std::errc{} || end != rest.data() + dot || number < 0 || number > 255 ||
            (parts == 0 && number != 127))
            return false;
        if (dot + 1 == rest.size())
            return false; // ends in a dot
        rest.remove_prefix(std::min(dot + 1, rest.size()));
    }
    return parts == 4;
}

Access::Access(const AccessOptions& options, const HttpLimits& limits, const Clock& clock)
    : m_maxFailures(limits.authFailuresPerMinute)
    , m_clock(clock)
{
    for (const auto& host : options.hosts)
        m_hosts.push_back(lowerCase(host));
    if (!options.token.empty())
        m_token = digestOf(options.token);
}

Access::Digest Access::digestOf(std::string_view text)
{
    const auto hash = QCryptographicHash::hash(QByteArrayView(text.data(), static_cast<qsizetype>(text.size())),
                                               QCryptographicHash::Sha256);
    Digest digest{};
    std::memcpy(digest.data(), hash.constData(), digest.size());
    return digest;
}

bool Access::hasToken(const HttpRequest& request) const
{
    constexpr std::string_view kScheme = "bearer ";
    const auto given = request.header("authorization");
    if (lowerCase(given.substr(0, kScheme.size())) != kScheme)
        return false;
    const auto digest = digestOf(given.substr(kScheme.size()));
    unsigned difference = 0; // looks at every byte, so that time tells nothing
    for (std::size_t i = 0; i < digest.size(); ++i)
        difference |= static_cast<unsigned>(digest[i] ^ (*m_token)[i]); // NOLINT: one size
    return difference == 0;
}

bool Access::failedTooOften(const std::string& address)
{
    const auto found = m_failures.find(address);
    if (found == m_failures.end())
        return false;
    auto& times = found->second;
    while (!times.empty() && m_clock.monotonic() - times.front() >= kFailureWindow)
        times.pop_front();
    if (times.empty()) {
        m_failures.erase(found);
        return false;
    }
    return times.size() >= m_maxFailures;
}

std::optional<HttpResponse> Access::refuse(const HttpRequest& request, const std::string& address)
{
    const auto hosts = request.headerCount("host");
    const auto host = hostOf(request.header("host"));
    if (hosts != 1 || !host)
        return refusal(400, "one valid Host header is needed");
    if (!isLoopbackHost(*host) && std::ranges::find(m_hosts, *host) == m_hosts.end())
        return refusal(421, "this server does not go by that name: add it to server.hosts");
    const auto origin = request.header("origin");
    const auto scheme = std::min(origin.find("://"), origin.size());
    const bool isForeignOrigin = !origin.empty() && (scheme == origin.size() || lowerCase(origin.substr(scheme + 3)) !=
                                                                                    lowerCase(request.header("host")));
    if (isForeignOrigin || lowerCase(request.header("sec-fetch-site")) == "cross-site")
        return refusal(403, "pages of other sites are not answered");
    // Who has the token is let in whatever others do: behind a proxy they all come from one address.
    if (!m_token || hasToken(request))
        return std::nullopt;
    if (failedTooOften(address)) {
        auto response = refusal(429, "too many failed attempts: wait a minute");
        response.headers.emplace_back("Retry-After", "60");
        return response;
    }
    if (m_failures.size() < kMostAddresses || m_failures.contains(address))
        m_failures[address].push_back(m_clock.monotonic());
    auto response = refusal(401, "a bearer token is needed");
    response.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"nocturne\"");
    return response;
}

} // namespace nocturne::server
