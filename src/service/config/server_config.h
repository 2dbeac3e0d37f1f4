// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "service/config/secret.h"

namespace nocturne::config {

/// Section `server`.
struct ServerConfig
{
    std::string listen;             ///< "host:port"; empty: do not serve
    std::vector<std::string> hosts; ///< names that clients reach it by, beside those of loopback
    std::string externalUrl;        ///< where people reach it, for links in templates; empty: what `listen` says
    Secret token;                   ///< what clients must show as a bearer token
    bool takesRemoteWrite = false;  ///< samples may come in at /api/v1/write
    bool allowPlainHttp = false;    ///< listening beyond loopback without TLS is wanted

    bool operator==(const ServerConfig&) const = default;
};

/// Whether `text` can be an external URL: http or https with a host, in printable ASCII without quotes.
bool isExternalUrl(std::string_view text);

} // namespace nocturne::config
