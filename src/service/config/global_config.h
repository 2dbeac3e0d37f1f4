// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <vector>

namespace nocturne::config {

using Labels = std::map<std::string, std::string>;

/// How to ask for metrics and what to make of histograms; in `global` and each scrape config.
struct HistogramConfig
{
    std::vector<std::string> scrapeProtocols; ///< Prometheus' names, best first; empty: as native histograms ask for
    bool scrapeNativeHistograms = false;
    bool alwaysScrapeClassicHistograms = false;
    bool convertClassicHistogramsToNhcb = false;

    bool operator==(const HistogramConfig&) const = default;
};

/// Section `global`: what scrape configs and rule groups take where they say nothing.
struct GlobalConfig
{
    std::chrono::milliseconds scrapeInterval{15'000};
    std::chrono::milliseconds scrapeTimeout{10'000};
    std::chrono::milliseconds evaluationInterval{15'000};
    std::chrono::milliseconds ruleQueryOffset{0}; ///< how far behind the clock rules look
    Labels externalLabels;
    std::size_t bodySizeLimit = 0; ///< bytes; 0 here and below: as section `limits` says
    std::size_t sampleLimit = 0;
    std::size_t labelLimit = 0;
    std::size_t labelNameLengthLimit = 0;
    std::size_t labelValueLengthLimit = 0;
    std::size_t targetLimit = 0;
    std::size_t keepDroppedTargets = 0;
    bool extraScrapeMetrics = false;
    std::string scrapeFailureLogFile;
    HistogramConfig histograms;

    bool operator==(const GlobalConfig&) const = default;
};

} // namespace nocturne::config
