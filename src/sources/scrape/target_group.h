// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/core/result.h"

namespace nocturne::scrape {

using Pairs = std::vector<std::pair<std::string, std::string>>;

/// Addresses that share labels: one entry of `static_configs`, or of what discovery tells.
struct TargetGroup
{
    std::vector<std::string> addresses; ///< host:port
    Pairs labels;

    bool operator==(const TargetGroup&) const = default;
};

/// Reads what files and servers of discovery hold: a list of `{targets: [...], labels: {...}}`, as JSON or YAML.
/// Fails with InvalidInput and the place for anything else, with LimitExceeded for more than `maxTargets`.
/// Source: Prometheus, configuration, <file_sd_config> and <http_sd_config>.
Result<std::vector<TargetGroup>> readTargetGroups(std::string_view text, std::size_t maxTargets = 100'000);

} // namespace nocturne::scrape
