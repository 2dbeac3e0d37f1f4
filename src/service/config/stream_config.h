// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/core/result.h"
#include "service/config/global_config.h"
#include "service/config/http_config.h"
#include "sources/mapping/json_mapping.h"

namespace nocturne::config {

/// One item of `streams`: a WebSocket that tells what it measures.
struct StreamConfig
{
    enum class Type { Aegis, Json };
    enum class Protocol { WebSocket, SocketIo };

    std::string name;
    Type type = Type::Aegis;
    Protocol protocol = Protocol::WebSocket;
    std::string url; ///< ws:// or wss://
    /// Where the same server answers by HTTP what it does not stream; absent: `/api/metrics` of the same host and port;
    /// empty: nowhere. Of type aegis.
    std::optional<std::string> restUrl;
    std::vector<std::string> restRanges; ///< over which the server is asked for its own summary
    Secret token;
    std::vector<HeaderConfig> headers;
    std::vector<HeaderConfig> query; ///< added to the URL
    /// How often the server sends; 0: as it likes, and silence is no fault. The default of type aegis is 1 s.
    std::chrono::milliseconds updateInterval{1'000};
    TlsConfig tls;
    Labels labels;

    // Of type json:
    mapping::JsonMapping mapping;
    std::vector<std::string> subscribe;  ///< messages sent when the connection is open
    std::vector<std::string> namespaces; ///< of Socket.IO; none: "/"
    std::vector<HeaderConfig> auth;      ///< what a namespace of Socket.IO is told on connecting
    std::size_t seriesLimit = 10'000;
    std::chrono::milliseconds forgetAlertsAfter{0}; ///< that were not told again for so long; 0: never
    SourcePosition where;

    bool operator==(const StreamConfig&) const = default;
};

} // namespace nocturne::config
