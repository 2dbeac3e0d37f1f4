// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/core/clock.h"
#include "engine/model/label_set.h"

namespace nocturne::scrape {

enum class TargetHealth { Unknown, Up, Down };

std::string_view toString(TargetHealth health);

/// One target, for the Targets page and the API.
struct TargetStatus
{
    std::string job;
    std::string instance;
    std::string url; ///< without secrets
    model::LabelSet labels;
    model::LabelSet discovered; ///< before relabelling
    TargetHealth health = TargetHealth::Unknown;
    std::string reason; ///< stable word: "refused", "parse_error"; empty when up
    std::string lastError;
    Timestamp lastScrape = 0; ///< start of the last attempt
    Timestamp lastSuccess = 0;
    Timestamp nextScrape = 0;
    Timestamp healthSince = 0;
    std::chrono::milliseconds interval{0};
    std::chrono::milliseconds timeout{0};
    double lastSeconds = 0;
    std::size_t samples = 0;
    std::size_t samplesKept = 0;
    std::size_t seriesAdded = 0;
    std::uint64_t failures = 0;
    std::uint64_t overruns = 0; ///< scrapes left out because the one before was still under way
    std::uint64_t duplicates = 0;
    std::uint64_t outOfBounds = 0;

    bool operator==(const TargetStatus&) const = default;
};

} // namespace nocturne::scrape
