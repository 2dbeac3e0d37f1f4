// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/core/result.h"
#include "service/config/http_config.h"

namespace nocturne::config {

/// What every remote engine is given: who it is, where, and how it is asked.
struct RemoteConfig
{
    std::string name; ///< as panels refer to it
    std::string url;
    std::string uid; ///< not empty: `url` is a Grafana's, which hands on to its data source of this uid
    int organisation = 0;
    std::string tenant; ///< header X-Scope-OrgID
    std::vector<HeaderConfig> headers;
    HttpConfig http;
    std::chrono::milliseconds timeout{30'000};
    std::chrono::milliseconds refreshInterval{30'000}; ///< of its health
    SourcePosition where;                              ///< of the item in the file

    bool operator==(const RemoteConfig&) const = default;
};

/// One item of `datasources.prometheus`: a server that answers PromQL for panels and Explore.
struct EngineConfig
{
    RemoteConfig remote;
    std::string kind = "auto"; ///< auto, prometheus, thanos, mimir, victoriametrics, grafana
    bool asksByGet = false;
    // Thanos
    std::optional<bool> dedup;
    std::optional<bool> partialResponse;
    std::string maxSourceResolution;
    std::vector<std::string> replicaLabels;
    // VictoriaMetrics
    std::map<std::string, std::string> extraLabels;
    std::vector<std::string> extraFilters;
    bool noCache = true;
    std::optional<int> roundDigits;

    bool operator==(const EngineConfig&) const = default;
};

/// One item of `datasources.loki`: a server of logs.
struct LokiConfig
{
    RemoteConfig remote;
    std::string query = "{job=~\".+\"}"; ///< LogQL that is shown before people write one of their own
    std::size_t limit = 1000;            ///< records asked for at once
    std::chrono::milliseconds lookBack{60 * 60 * 1000};

    bool operator==(const LokiConfig&) const = default;
};

} // namespace nocturne::config
