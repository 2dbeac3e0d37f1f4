// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/net/redaction.h"

#include <algorithm>
#include <array>

#include <re2/re2.h>

#include "base/core/base64.h"
#include "base/core/text.h"
#include "base/net/url.h"

namespace nocturne::net {

namespace {

/// More is read than is kept, so that a secret over the cut is struck out as a whole.
constexpr std::size_t kReadBytes = 16'000;
constexpr std::size_t kShortestSecret = 4;
constexpr std::string_view kStruck = "***";

void strike(std::string& text, std::string_view secret)
{
    if (secret.size() < kShortestSecret)
        return; // would strike out half the text, and is no secret
    for (auto at = text.find(secret); at != std::string::npos; at = text.find(secret, at + kStruck.size()))
        text.replace(at, secret.size(), kStruck);
}

/// Headers whose values are no secrets, in small letters.
constexpr std::array<std::string_view, 10> kPlainHeaders = {
    "accept",           "accept-encoding", "accept-language", "connection",      "content-type",
    "content-encoding", "cache-control",   "user-agent",      "idempotency-key", "x-scope-orgid"};

void addBasic(std::vector<WipingString>& secrets, const BasicAuth& basic)
{
    secrets.emplace_back(basic.password.view());
    WipingString pair(basic.username);
    pair.append(":").append(basic.password.view());
    auto sent = base64(pair);
    secrets.emplace_back(sent);
    wipe(sent);
}

void addUrl(std::vector<WipingString>& secrets, const std::string& text)
{
    auto url = parseUrl(text);
    if (!url)
        return;
    if (!url->password.empty())
        addBasic(secrets, {url->user, std::move(url->password)});
    if (redactedUrl(url->target) != url->target)
        secrets.emplace_back(url->target);
}

} // namespace

std::vector<WipingString> secretsOf(const HttpRequest& request)
{
    std::vector<WipingString> secrets;
    for (const auto* headers : {&request.headers, &request.proxyHeaders}) {
        for (const auto& header : *headers) {
            if (!isPlainHeader(header.name))
                secrets.emplace_back(header.value.view());
        }
    }
    if (request.basicAuth)
        addBasic(secrets, *request.basicAuth);
    if (request.authorization)
        secrets.emplace_back(request.authorization->credentials.view());
    addUrl(secrets, request.url);
    addUrl(secrets, request.proxyUrl);
    std::erase_if(secrets, &WipingString::empty);
    std::ranges::sort(secrets, std::ranges::greater(), &WipingString::size);
    return secrets;
}

bool isPlainHeader(std::string_view name)
{
    return std::ranges::find(kPlainHeaders, asciiLower(name)) != kPlainHeaders.end();
}

std::string redactedWords(std::string_view said, const std::vector<WipingString>& secrets, std::size_t maxBytes)
{
    static const RE2 kNamed(
        R"re((?i)([\w-]*(?:passw(?:or)?d|passphrase|secret|token|(?:api|access|private|secret)[_-]?key)re"
        R"re(|authorization|credentials?|cookie|jwt)[\w-]*["']?\s*[:=]\s*)("(?:[^"\\]|\\.)*"?|'[^']*'?|(?:(?:bearer|basic)\s+)?[^\s"',;&}<]+))re");
    static const RE2 kInUrl(R"re((://)[^/\s@"']+@)re");
    std::string text(said.substr(0, kReadBytes));
    for (const auto& secret : secrets)
        strike(text, secret);
    RE2::GlobalReplace(&text, kNamed, "\\1***");
    RE2::GlobalReplace(&text, kInUrl, "\\1***@");
    return printable(trimmed(text, " \t\r\n"), maxBytes);
}

} // namespace nocturne::net
