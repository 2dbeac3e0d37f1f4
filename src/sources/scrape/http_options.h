// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/net/http.h"

namespace nocturne::scrape {

struct OAuth2Options;

/// Who we are to a server and which way leads there: what Prometheus calls HTTPClientConfig.
///
/// Files with secrets are read anew for each request, as Prometheus does, so that a token that is exchanged on disk is
/// taken up without a reload.
struct HttpOptions
{
    std::optional<net::BasicAuth> basicAuth;
    std::optional<net::Authorization> authorization;
    std::string usernameFile;    ///< goes into basicAuth
    std::string passwordFile;    ///< goes into basicAuth
    std::string credentialsFile; ///< goes into authorization
    std::shared_ptr<const OAuth2Options> oauth2;
    std::vector<net::RequestHeader> headers;
    std::vector<net::Header> headerFiles; ///< the value is a path
    net::TlsOptions tls;
    std::string proxyUrl = "direct"; ///< as net::HttpRequest has it
    std::string noProxy;
    std::vector<net::RequestHeader> proxyHeaders;
    bool followRedirects = true;
    bool http2 = true;

    bool operator==(const HttpOptions& other) const;
};

/// The client credentials grant of RFC 6749, section 4.4.
struct OAuth2Options
{
    std::string clientId;
    SecretString clientSecret;
    std::string clientSecretFile; ///< read before each request for a token
    std::string tokenUrl;
    std::vector<std::string> scopes;
    std::vector<std::pair<std::string, std::string>> endpointParams;
    HttpOptions http; ///< the way to the token URL: TLS and proxy alone

    bool operator==(const OAuth2Options&) const = default;
};

/// A GET of `url` as `options` say, files with secrets read; but for the token of OAuth 2.
/// Fails as secrets::FileSecrets::read() does.
Result<net::HttpRequest> requestOf(const HttpOptions& options, std::string url);

} // namespace nocturne::scrape
