// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/core/limits.h"
#include "base/net/http.h"
#include "engine/exposition/format.h"
#include "sources/scrape/relabel.h"

namespace nocturne::scrape {

using Pairs = std::vector<std::pair<std::string, std::string>>;

/// Addresses that share labels: one entry of `static_configs`.
struct TargetGroup
{
    std::vector<std::string> addresses; ///< host:port
    Pairs labels;
};

/// What becomes of histograms. The keys of Prometheus' <scrape_config> stand beside.
struct HistogramOptions
{
    bool native = false;         ///< keep native ones: scrape_native_histograms
    bool classicToo = false;     ///< of those that are both: always_scrape_classic_histograms
    bool convertClassic = false; ///< to native ones with custom buckets: convert_classic_histograms_to_nhcb
    std::size_t bucketLimit = 0; ///< coarser ones are made of those with more: native_histogram_bucket_limit; 0: any
    double minBucketFactor = 0;  ///< coarser ones are made of finer ones: native_histogram_min_bucket_factor

    bool operator==(const HistogramOptions&) const = default;
};

/// One scrape job. Source: Prometheus, configuration, <scrape_config>.
struct JobOptions
{
    std::string name;
    std::vector<TargetGroup> groups;
    std::string scheme = "http";
    std::string metricsPath = "/metrics";
    Pairs params;
    std::chrono::milliseconds interval{15'000};
    std::chrono::milliseconds timeout{10'000};
    bool honorLabels = false; ///< scraped labels win over the target's
    bool honorTimestamps = true;
    std::optional<net::BasicAuth> basicAuth;
    std::optional<net::Authorization> authorization;
    net::TlsOptions tls;
    std::string proxyUrl; ///< as net::HttpRequest has it
    bool followRedirects = true;
    bool compression = true; ///< ask for gzip
    std::vector<exposition::Protocol> protocols{exposition::kTextProtocols.begin(), exposition::kTextProtocols.end()};
    std::optional<exposition::Format> fallbackFormat; ///< for replies without a known content type
    HistogramOptions histograms;
    bool startTimes = false;                     ///< store when counters began, as OpenMetrics and protobuf tell it
    std::vector<RelabelRule> relabelRules;       ///< over the labels of targets
    std::vector<RelabelRule> metricRelabelRules; ///< over the labels of samples
    Limits limits = {};
};

} // namespace nocturne::scrape
