// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <map>
#include <string>

namespace nocturne::config {

using Labels = std::map<std::string, std::string>;

/// Section `global`: what scrape configs and rule groups take where they say nothing.
struct GlobalConfig
{
    std::chrono::milliseconds scrapeInterval{15'000};
    std::chrono::milliseconds scrapeTimeout{10'000};
    std::chrono::milliseconds evaluationInterval{15'000};
    Labels externalLabels;
    std::size_t bodySizeLimit = 0; ///< bytes; 0 here and below: as section `limits` says
    std::size_t sampleLimit = 0;
    std::size_t labelLimit = 0;
    std::size_t labelNameLengthLimit = 0;
    std::size_t labelValueLengthLimit = 0;

    bool operator==(const GlobalConfig&) const = default;
};

} // namespace nocturne::config
