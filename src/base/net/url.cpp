// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/net/url.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <memory>

#include <arpa/inet.h>
#include <curl/curl.h>

#include "base/core/text.h"

namespace nocturne::net {

namespace {

constexpr std::size_t kMaxUrlBytes = std::size_t{8} << 10U;
constexpr std::string_view kHidden = "***";
constexpr std::array<std::string_view, 11> kSecretWords = {"token", "key",  "pass",   "pwd", "secret", "auth",
                                                           "sig",   "cred", "cookie", "jwt", "session"};
constexpr std::array<std::string_view, 6> kSecretNames = {"pw", "sid", "sas", "sso", "otp", "pin"};

struct UrlDeleter
{
    void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using Handle = std::unique_ptr<CURLU, UrlDeleter>;

std::string part(CURLU* url, CURLUPart which, unsigned flags = 0)
{
    char* text = nullptr;
    if (curl_url_get(url, which, &text, flags) != CURLUE_OK)
        return {};
    std::string copy(text);
    curl_free(text);
    return copy;
}

tl::unexpected<Error> invalid(std::string_view text, std::string_view why)
{
    return fail(Error::Kind::InvalidInput,
                "not a usable URL: \"" + printable(redactedUrl(text)) + "\" (" + std::string(why) + ")");
}

/// Whether `part` stands in the name between its ends and "-", "_" or ".".
bool hasPart(std::string_view name, std::string_view part)
{
    constexpr std::string_view kBetween = "-_.";
    for (auto at = name.find(part); at != std::string_view::npos; at = name.find(part, at + 1)) {
        const auto end = at + part.size();
        if ((at == 0 || kBetween.find(name[at - 1]) != std::string_view::npos) &&
            (end == name.size() || kBetween.find(name[end]) != std::string_view::npos))
            return true;
    }
    return false;
}

bool isClean(std::string_view text)
{
    return std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f; });
}

Result<Url> taken(CURLU* handle, std::string_view text)
{
    Url url;
    url.scheme = asciiLower(part(handle, CURLUPART_SCHEME));
    if (url.scheme != "http" && url.scheme != "https")
        return invalid(text, "only http:// and https:// are supported");
    url.host = asciiLower(part(handle, CURLUPART_HOST));
    if (url.host.empty())
        return invalid(text, "the host is missing");
    const auto port = part(handle, CURLUPART_PORT, CURLU_DEFAULT_PORT);
    std::from_chars(port.data(), port.data() + port.size(), url.port);
    if (url.port == 0)
        return invalid(text, "port 0 cannot be connected to");
    url.target = part(handle, CURLUPART_PATH);
    if (const auto query = part(handle, CURLUPART_QUERY); !query.empty())
        url.target += '?' + query;
    url.user = part(handle, CURLUPART_USER, CURLU_URLDECODE);
    url.password = part(handle, CURLUPART_PASSWORD, CURLU_URLDECODE);
    return url;
}

} // namespace

bool Url::sameOrigin(const Url& other) const
{
    return scheme == other.scheme && host == other.host && port == other.port;
}

bool Url::isLoopback() const
{
    auto name = std::string(host);
    if (name.ends_with('.'))
        name.pop_back();
    if (name == "localhost" || name.ends_with(".localhost"))
        return true;
    if (name.starts_with('[') && name.ends_with(']'))
        name = name.substr(1, name.size() - 2);
    in_addr four{};
    if (inet_pton(AF_INET, name.c_str(), &four) == 1)
        return (ntohl(four.s_addr) >> 24U) == 127;
    in6_addr six{};
    if (inet_pton(AF_INET6, name.c_str(), &six) != 1)
        return false;
    return IN6_IS_ADDR_LOOPBACK(&six) || (IN6_IS_ADDR_V4MAPPED(&six) && six.s6_addr[12] == 127);
}

bool Url::isLinkLocal() const
{
    auto name = host;
    if (name.starts_with('[') && name.ends_with(']'))
        name = name.substr(1, name.find('%') == std::string::npos ? name.size() - 2 : name.find('%') - 1);
    in_addr four{};
    if (inet_pton(AF_INET, name.c_str(), &four) == 1)
        return net::isLinkLocal(four);
    in6_addr six{};
    return inet_pton(AF_INET6, name.c_str(), &six) == 1 && net::isLinkLocal(six);
}

bool isLinkLocal(const in_addr& address) { return (ntohl(address.s_addr) >> 16U) == 0xa9fe; }

bool isLinkLocal(const in6_addr& address)
{
    if (!IN6_IS_ADDR_V4MAPPED(&address))
        return IN6_IS_ADDR_LINKLOCAL(&address);
    return address.s6_addr[12] == 169 && address.s6_addr[13] == 254;
}

std::string Url::text() const { return scheme + "://" + authority() + target; }

std::string Url::authority() const
{
    const bool isDefault = port == (scheme == "https" ? 443 : 80);
    return isDefault ? host : host + ':' + std::to_string(port);
}

Result<Url> parseUrl(std::string_view text)
{
    if (text.size() > kMaxUrlBytes)
        return invalid(text, "longer than 8 KiB");
    if (!isClean(text))
        return invalid(text, "it holds blanks or control characters");
    const Handle handle(curl_url());
    const auto error = curl_url_set(handle.get(), CURLUPART_URL, std::string(text).c_str(), CURLU_NON_SUPPORT_SCHEME);
    if (error == CURLUE_BAD_SCHEME || text.find("://") == std::string_view::npos)
        return invalid(text, "write it with its scheme, as in http://host:9100/metrics");
    if (error != CURLUE_OK)
        return invalid(text, asciiLower(curl_url_strerror(error)));
    return taken(handle.get(), text);
}

Result<Url> resolveUrl(const Url& base, std::string_view location)
{
    if (location.size() > kMaxUrlBytes || !isClean(location))
        return invalid(location, "it is too long or holds blanks or control characters");
    const Handle handle(curl_url());
    auto error = curl_url_set(handle.get(), CURLUPART_URL, base.text().c_str(), 0);
    if (error == CURLUE_OK) {
        error = curl_url_set(handle.get(), CURLUPART_URL, std::string(location).c_str(), CURLU_NON_SUPPORT_SCHEME);
    }
    if (error != CURLUE_OK)
        return invalid(location, asciiLower(curl_url_strerror(error)));
    return taken(handle.get(), location);
}

bool soundsSecret(std::string_view name)
{
    const auto lower = asciiLower(name);
    const auto holds = [&](std::string_view word) { return lower.find(word) != std::string::npos; };
    if (std::ranges::any_of(kSecretWords, holds))
        return true;
    return std::ranges::any_of(kSecretNames, [&](std::string_view word) { return hasPart(lower, word); });
}

std::string redactedUrl(std::string_view text)
{
    std::string out;
    const auto scheme = text.find("://");
    if (scheme != std::string_view::npos) {
        out = text.substr(0, scheme + 3);
        text.remove_prefix(scheme + 3);
        const auto authority = text.substr(0, text.find_first_of("/?#"));
        if (const auto at = authority.rfind('@'); at != std::string_view::npos) {
            out += kHidden;
            text.remove_prefix(at);
        }
    }
    const auto query = text.find('?');
    out += text.substr(0, query);
    while (!text.empty() && query != std::string_view::npos) {
        text.remove_prefix(std::min(text.find_first_of("?&"), text.size()));
        if (text.empty())
            break;
        const auto parameter = text.substr(0, text.find_first_of("?&", 1));
        const auto equals = parameter.find('=');
        const bool hides = equals != std::string_view::npos && soundsSecret(parameter.substr(1, equals - 1));
        out += hides ? std::string(parameter.substr(0, equals + 1)) + std::string(kHidden) : std::string(parameter);
        text.remove_prefix(parameter.size());
    }
    return out;
}

std::string urlEncoded(std::string_view text)
{
    static constexpr std::string_view kHex = "0123456789ABCDEF";
    static constexpr std::string_view kPlain = "-._~";
    std::string out;
    for (const char c : text) {
        if (isAsciiLetter(c) || isAsciiDigit(c) || kPlain.find(c) != std::string_view::npos) {
            out += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out += '%';
        out += kHex[byte >> 4U];
        out += kHex[byte & 15U];
    }
    return out;
}

} // namespace nocturne::net
