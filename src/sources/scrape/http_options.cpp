// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/scrape/http_options.h"

#include <tuple>

#include "base/secrets/file_secrets.h"

namespace nocturne::scrape {

namespace {

template <typename Text>
Result<void> readInto(Text& out, const std::string& file)
{
    if (file.empty())
        return {};
    auto text = secrets::FileSecrets().read(file);
    if (!text)
        return tl::unexpected(text.error());
    out = Text(text->view());
    return {};
}

auto tied(const HttpOptions& o)
{
    return std::tie(o.basicAuth, o.authorization, o.usernameFile, o.passwordFile, o.credentialsFile, o.headers,
                    o.headerFiles, o.tls, o.proxyUrl, o.noProxy, o.proxyHeaders, o.followRedirects, o.http2);
}

} // namespace

bool HttpOptions::operator==(const HttpOptions& other) const
{
    const bool sameGrant = oauth2 == other.oauth2 || (oauth2 && other.oauth2 && *oauth2 == *other.oauth2);
    return sameGrant && tied(*this) == tied(other);
}

Result<net::HttpRequest> requestOf(const HttpOptions& options, std::string url)
{
    net::HttpRequest request;
    request.url = std::move(url);
    request.basicAuth = options.basicAuth;
    request.authorization = options.authorization;
    request.headers = options.headers;
    request.tls = options.tls;
    request.proxyUrl = options.proxyUrl;
    request.noProxy = options.noProxy;
    request.proxyHeaders = options.proxyHeaders;
    request.maxRedirects = options.followRedirects ? request.maxRedirects : 0;
    request.http2 = options.http2;
    Result<void> read;
    if (request.basicAuth)
        read = readInto(request.basicAuth->username, options.usernameFile).and_then([&] {
            return readInto(request.basicAuth->password, options.passwordFile);
        });
    if (read && request.authorization)
        read = readInto(request.authorization->credentials, options.credentialsFile);
    for (const auto& header : options.headerFiles) {
        request.headers.push_back({header.name, {}});
        if (read)
            read = readInto(request.headers.back().value, header.value);
    }
    if (!read)
        return tl::unexpected(read.error());
    return request;
}

} // namespace nocturne::scrape
