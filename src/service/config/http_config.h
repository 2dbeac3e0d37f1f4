// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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
    std::string serverName;
    std::string minVersion; ///< "TLS10" to "TLS13", empty for the default (TLS12)
    bool insecureSkipVerify = false;

    bool operator==(const TlsConfig&) const = default;
};

/// What Prometheus calls HTTPClientConfig: keys that stand in the map of whatever fetches.
struct HttpConfig
{
    std::optional<BasicAuthConfig> basicAuth;
    std::optional<AuthorizationConfig> authorization;
    TlsConfig tls;
    std::string proxyUrl;
    bool followRedirects = true;

    bool operator==(const HttpConfig&) const = default;
};

/// One line of `headers`.
struct HeaderConfig
{
    std::string name;
    Secret value;

    bool operator==(const HeaderConfig&) const = default;
};

} // namespace nocturne::config
