// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "service/config/secret.h"

namespace nocturne::config {

/// Section `server`.
struct ServerConfig
{
    std::string listen;             ///< "host:port"; empty: do not serve
    std::vector<std::string> hosts; ///< names that clients reach it by, beside those of loopback
    Secret token;                   ///< what clients must show as a bearer token
    bool allowPlainHttp = false;    ///< listening beyond loopback without TLS is wanted

    bool operator==(const ServerConfig&) const = default;
};

} // namespace nocturne::config
