// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/paste/address.h"

#include <algorithm>
#include <array>

#include "base/core/text.h"
#include "base/net/url.h"

namespace nocturne::paste {

namespace {

constexpr std::size_t kMostPortDigits = 5;
constexpr int kLargestPort = 65'535;

std::string_view schemeOf(std::string_view word)
{
    const auto end = word.find("://");
    if (end == std::string_view::npos || end == 0 || !isAsciiLetter(word.front()))
        return {};
    const auto scheme = word.substr(0, end);
    const bool isScheme = std::ranges::all_of(
        scheme, [](char c) { return isAsciiLetter(c) || isAsciiDigit(c) || c == '+' || c == '-' || c == '.'; });
    return isScheme ? scheme : std::string_view();
}

bool isPort(std::string_view text)
{
    if (text.empty() || text.size() > kMostPortDigits || !std::ranges::all_of(text, isAsciiDigit))
        return false;
    int port = 0;
    for (const char c : text)
        port = port * 10 + (c - '0');
    return port > 0 && port <= kLargestPort;
}

bool isHostName(std::string_view host)
{
    if (host.empty() || host.size() > 253 || host.front() == '.' || host.front() == '-' || host.back() == '-')
        return false;
    return std::ranges::all_of(host, [](char c) {
        return isAsciiLetter(c) || isAsciiDigit(c) || c == '.' || c == '-' || c == '_' ||
               static_cast<unsigned char>(c) >= 0x80;
    });
}

/// Four numbers, or a last part that is no number: "10.5" and "1.2.3" are none.
bool isDotted(std::string_view host)
{
    const auto dots = std::ranges::count(host, '.');
    const bool isNumeric = host.find_first_not_of("0123456789.") == std::string_view::npos;
    return isNumeric ? dots == 3 : dots > 0 && host.back() != '.' && !isAsciiDigit(host.back());
}

} // namespace

Likeness likenessOf(std::string_view word)
{
    if (!schemeOf(word).empty())
        return Likeness::Scheme;
    auto authority = word.substr(0, word.find_first_of("/?#"));
    const bool hasPath = authority.size() < word.size();
    if (const auto at = authority.rfind('@'); at != std::string_view::npos)
        authority.remove_prefix(at + 1);
    const auto bracket = authority.starts_with('[') ? authority.find(']') : std::string_view::npos;
    const auto colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
    const auto host = authority.substr(0, colon);
    const bool isAddress = bracket != std::string_view::npos && authority.find(':') < bracket;
    if (!isAddress && !isHostName(host))
        return Likeness::None;
    if (colon != std::string_view::npos)
        return isPort(authority.substr(colon + 1)) ? Likeness::Port : Likeness::None;
    if (isAddress || host == "localhost" || isDotted(host))
        return Likeness::Host;
    return hasPath && host.size() > 1 && word.substr(host.size()).starts_with("/metrics") ? Likeness::Host
                                                                                          : Likeness::None;
}

Result<AddressParts> partsOf(std::string_view word)
{
    constexpr std::array<std::string_view, 4> kSchemes = {"http", "https", "ws", "wss"};
    word = word.substr(0, word.find('#'));
    const auto scheme = asciiLower(schemeOf(word));
    if (!scheme.empty() && std::ranges::find(kSchemes, scheme) == kSchemes.end()) {
        return fail(Error::Kind::InvalidInput, "nothing is asked at " + printable(scheme, 20) +
                                                   "://: addresses of http, https, ws and wss are known");
    }
    const bool isWebSocket = scheme.starts_with("ws");
    const auto rest = scheme.empty() ? word : word.substr(scheme.size() + 3);
    const bool isSecure = scheme == "https" || scheme == "wss";
    auto url = net::parseUrl((isSecure ? "https://" : "http://") + std::string(rest));
    if (!url)
        return tl::unexpected(url.error());
    AddressParts parts;
    if (!url->user.empty() || !url->password.empty())
        parts.user = net::BasicAuth{url->user, url->password};
    const auto plain = url->text();
    if (!scheme.empty())
        parts.url = (isWebSocket ? scheme : url->scheme) + plain.substr(plain.find("://"));
    else if (likenessOf(word) == Likeness::Port) // also port 80, which would be left out
        parts.url = url->host + ':' + std::to_string(url->port) + url->target;
    else
        parts.url = url->host + url->target;
    return parts;
}

} // namespace nocturne::paste
