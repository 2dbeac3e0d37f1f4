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
#include "sources/scrape/discovery_options.h"
#include "sources/scrape/http_options.h"
#include "sources/scrape/relabel.h"
#include "sources/scrape/target_group.h"

namespace nocturne::scrape {

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

/// Limits of a job that count after metric relabelling, with the labels of the target; 0: none. Over one of them the
/// whole scrape fails. `Limits` hold beside them, over what the body says.
struct SampleLimits
{
    std::size_t samples = 0;         ///< sample_limit
    std::size_t labels = 0;          ///< label_limit
    std::size_t labelNameBytes = 0;  ///< label_name_length_limit
    std::size_t labelValueBytes = 0; ///< label_value_length_limit

    bool operator==(const SampleLimits&) const = default;
};

/// One scrape job. Source: Prometheus, configuration, <scrape_config>.
struct JobOptions
{
    std::string name;
    std::vector<TargetGroup> groups; ///< static_configs
    std::vector<DiscoveryOptions> discoveries;
    std::string scheme = "http";
    std::string metricsPath = "/metrics";
    Pairs params;
    std::chrono::milliseconds interval{15'000};
    std::chrono::milliseconds timeout{10'000};
    bool honorLabels = false; ///< scraped labels win over the target's
    bool honorTimestamps = true;
    bool trackTimestampsStaleness = false; ///< series with times of their own end by markers too
    HttpOptions http;
    bool compression = true; ///< ask for gzip
    std::vector<exposition::Protocol> protocols{exposition::kTextProtocols.begin(), exposition::kTextProtocols.end()};
    std::optional<exposition::Format> fallbackFormat; ///< for replies without a known content type
    HistogramOptions histograms;
    bool startTimes = false;                     ///< store when counters began, as OpenMetrics and protobuf tell it
    std::vector<RelabelRule> relabelRules;       ///< over the labels of targets
    std::vector<RelabelRule> metricRelabelRules; ///< over the labels of samples
    Limits limits = {};
    SampleLimits sampleLimits;
    std::size_t targetLimit = 0;        ///< with more targets, none is scraped: target_limit; 0: none
    std::size_t keepDroppedTargets = 0; ///< how many are told of: keep_dropped_targets; 0: all
    bool extraMetrics = false;          ///< write scrape_timeout_seconds, scrape_sample_limit, scrape_body_size_bytes
    std::string failureLogFile;         ///< gets a line of JSON for each scrape that fails; empty: none
};

} // namespace nocturne::scrape
