// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "service/config/secret.h"

namespace nocturne::config {

/// `basic_auth`: RFC 7617. `username_file` and `password_file` become secrets of source File.
struct BasicAuthConfig
{
    Secret username; ///< Literal where it is written out, which is no secret
    Secret password;

    bool operator==(const BasicAuthConfig&) const = default;
};

/// `authorization`, and the older `bearer_token` and `bearer_token_file`.
struct AuthorizationConfig
{
    std::string type = "Bearer";
    Secret credentials;

    bool operator==(const AuthorizationConfig&) const = default;
};

/// `tls_config`. Paths are absolute, or relative to the working directory where the text came from no file.
struct TlsConfig
{
    std::string caFile;
    std::string certFile;
    std::string keyFile;
    std::string ca;   ///< PEM written out
    std::string cert; ///< PEM written out
    Secret key;
    std::string pkcs12File; ///< certificate and key in one, in place of the four
    Secret keyPassword;     ///< of the key, or of pkcs12File
    std::string serverName;
    std::string crlFile;    ///< lists of revoked certificates, PEM
    std::string minVersion; ///< "TLS10" to "TLS13", empty for the default (TLS12)
    std::string maxVersion; ///< likewise; empty for the newest
    bool insecureSkipVerify = false;

    bool operator==(const TlsConfig&) const = default;
};

/// One line of `headers`, or one value of `http_headers` or `proxy_connect_header`.
struct HeaderConfig
{
    std::string name;
    Secret value;

    bool operator==(const HeaderConfig&) const = default;
};

/// Which way requests take: keys that stand in the map of whatever fetches.
struct ProxyConfig
{
    std::string proxyUrl;
    std::string noProxy;
    bool fromEnvironment = false;
    std::vector<HeaderConfig> connectHeaders;

    bool operator==(const ProxyConfig&) const = default;
};

/// `oauth2`: the client credentials grant of RFC 6749.
struct OAuth2Config
{
    std::string clientId;
    Secret clientSecret;
    std::string tokenUrl;
    std::vector<std::string> scopes;
    std::map<std::string, std::string> endpointParams;
    TlsConfig tls;
    ProxyConfig proxy;

    bool operator==(const OAuth2Config&) const = default;
};

/// What Prometheus calls HTTPClientConfig: keys that stand in the map of whatever fetches.
struct HttpConfig
{
    std::optional<BasicAuthConfig> basicAuth;
    std::optional<AuthorizationConfig> authorization;
    std::optional<OAuth2Config> oauth2;
    TlsConfig tls;
    ProxyConfig proxy;
    std::vector<HeaderConfig> headers; ///< `http_headers`
    bool followRedirects = true;
    bool enableHttp2 = true;

    bool operator==(const HttpConfig&) const = default;
};

} // namespace nocturne::config
