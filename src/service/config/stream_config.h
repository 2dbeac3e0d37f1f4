// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "base/core/result.h"
#include "service/config/global_config.h"
#include "service/config/http_config.h"

namespace nocturne::config {

/// One item of `streams`: a WebSocket that tells what it measures.
struct StreamConfig
{
    enum class Type { Aegis };

    std::string name;
    Type type = Type::Aegis;
    std::string url; ///< ws:// or wss://
    /// Where the same server answers by HTTP what it does not stream; absent: `/api/metrics` of the same host and port;
    /// empty: nowhere.
    std::optional<std::string> restUrl;
    Secret token;
    std::chrono::milliseconds updateInterval{1'000};
    TlsConfig tls;
    Labels labels;
    SourcePosition where;

    bool operator==(const StreamConfig&) const = default;
};

} // namespace nocturne::config
