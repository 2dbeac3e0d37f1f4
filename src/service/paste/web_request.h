// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/net/http.h"

namespace nocturne::paste {

/// One request as people hand it around, by a URL or a curl command line. Holds secrets as they were written.
struct WebRequest
{
    std::string url;         ///< without user and password; may lack its scheme
    std::string method = {}; ///< empty: GET
    std::vector<net::Header> headers = {};
    std::string body = {};
    std::optional<net::BasicAuth> basicAuth = {};
    net::TlsOptions tls = {};
    std::string proxyUrl = {};
    bool followRedirects = false;

    bool operator==(const WebRequest&) const = default;
};

} // namespace nocturne::paste
