// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace nocturne::config {

/// Section `custom_metrics`: what programs of this computer tell by themselves.
struct CustomMetricsConfig
{
    std::string statsd; ///< address:port to take StatsD lines at; empty: none
    std::chrono::milliseconds interval{15'000};
    std::vector<double> buckets = {.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}; ///< of histograms, ascending
    std::vector<double> quantiles = {.5, .9, .99};                                    ///< of summaries
    std::size_t maxSeries = 10'000;
    std::chrono::milliseconds expireAfter{0}; ///< 0: series stay as long as the program runs

    bool operator==(const CustomMetricsConfig&) const = default;
};

} // namespace nocturne::config
