// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sources/prometheus/engine_answer.h"
#include "sources/scrape/http_options.h"

namespace nocturne::prometheus {

/// What kind of server speaks the HTTP API, each in a dialect of its own.
enum class EngineKind { Prometheus, Thanos, Mimir, VictoriaMetrics };

std::string_view toString(EngineKind kind);

/// A remote server that answers PromQL, and how it is asked.
struct EngineOptions
{
    std::string name; ///< as panels and people call it
    std::string url;  ///< what the API's paths are put behind: `http://host:9090`, with a prefix where one is
    std::optional<EngineKind> kind; ///< none: recognised by what the server says of itself
    std::string grafanaUid;         ///< `url` is a Grafana's, which hands on to its data source of this uid
    int grafanaOrganisation = 0;    ///< 0: that of the token
    std::string tenant;             ///< header X-Scope-OrgID
    scrape::HttpOptions http;
    std::chrono::milliseconds timeout{30'000};          ///< of one query, from the call to its last byte
    std::chrono::milliseconds checkInterval{30'000};    ///< how often it is asked for its health while nobody queries
    bool asksByGet = false;                             ///< for gateways that let no POST pass
    std::size_t maxBodyBytes = std::size_t{256} << 20U; ///< of one answer, decoded
    AnswerLimits limits;
    // Thanos; absent: as the server is set.
    std::optional<bool> dedup;
    std::optional<bool> partialResponse;
    std::string maxSourceResolution; ///< "0s", "5m", "1h", "auto"
    std::vector<std::string> replicaLabels;
    // VictoriaMetrics
    std::vector<std::pair<std::string, std::string>> extraLabels;
    std::vector<std::string> extraFilters;
    bool noCache = true; ///< else it moves the steps of a range to where its cache has them
    std::optional<int> roundDigits;

    bool operator==(const EngineOptions&) const = default;
};

using Form = std::vector<std::pair<std::string, std::string>>;

/// What the API's paths are put behind, the way through a Grafana included; never ends in a slash.
std::string baseUrl(const EngineOptions& options);
/// What goes with each query and each search of labels to a server of that kind.
Form dialectForm(const EngineOptions& options, EngineKind kind);
/// `a=1&b=2`, percent-encoded.
std::string encoded(const Form& form);
/// Milliseconds as the API takes times: seconds with at most three decimals.
std::string seconds(Timestamp time);
/// What a server that tells this of itself is. Source: the buildinfo handlers of Thanos, Mimir and VictoriaMetrics.
EngineKind recognised(const BuildInfo& info);

} // namespace nocturne::prometheus
