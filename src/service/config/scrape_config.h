// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "base/core/result.h"
#include "service/config/discovery_config.h"
#include "service/config/global_config.h"
#include "service/config/http_config.h"
#include "service/config/relabel_config.h"

namespace nocturne::config {

/// One item of `static_configs`.
struct StaticConfig
{
    std::vector<std::string> targets; ///< "host:port" or "host"
    Labels labels;

    bool operator==(const StaticConfig&) const = default;
};

/// One item of `scrape_configs`, the values of `global` filled in. Limits of 0: as section `limits` says.
struct ScrapeConfig
{
    std::string jobName;
    std::vector<StaticConfig> staticConfigs;
    std::vector<FileDiscoveryConfig> fileDiscoveries;
    std::vector<HttpDiscoveryConfig> httpDiscoveries;
    std::vector<DnsDiscoveryConfig> dnsDiscoveries;
    std::vector<std::string> unsupportedDiscoveries; ///< the keys of those that Nocturne does not have
    std::chrono::milliseconds scrapeInterval{15'000};
    std::chrono::milliseconds scrapeTimeout{10'000}; ///< never more than the interval
    std::string scheme = "http";
    std::string metricsPath = "/metrics";
    std::vector<std::pair<std::string, std::vector<std::string>>> params;
    HttpConfig http;
    bool honorLabels = false;
    bool honorTimestamps = true;
    bool trackTimestampsStaleness = false;
    bool enableCompression = true;
    std::size_t bodySizeLimit = 0;
    std::size_t sampleLimit = 0;
    std::size_t labelLimit = 0;
    std::size_t labelNameLengthLimit = 0;
    std::size_t labelValueLengthLimit = 0;
    std::size_t targetLimit = 0;        ///< 0: any number
    std::size_t keepDroppedTargets = 0; ///< 0: all
    bool extraScrapeMetrics = false;
    std::string scrapeFailureLogFile;
    std::string fallbackScrapeProtocol; ///< one of Prometheus' names, such as PrometheusText0.0.4; may be empty
    HistogramConfig histograms;
    std::size_t nativeHistogramBucketLimit = 0; ///< 0: any number
    double nativeHistogramMinBucketFactor = 0;  ///< 0: any resolution
    std::vector<RelabelConfig> relabelConfigs;
    std::vector<RelabelConfig> metricRelabelConfigs;
    SourcePosition where; ///< of the item in the file

    bool operator==(const ScrapeConfig&) const = default;
};

} // namespace nocturne::config
