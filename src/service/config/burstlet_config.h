// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "base/core/result.h"
#include "service/config/global_config.h"
#include "service/config/http_config.h"

namespace nocturne::config {

/// One item of `datasources.burstlets`: a Burstlet monitoring module that is watched through its API.
struct BurstletConfig
{
    std::string name;
    std::string url; ///< with the path of the API; without a path it is /api/v1/monitoring
    std::vector<HeaderConfig> headers;
    HttpConfig http; ///< the bearer token as `authorization`
    std::chrono::milliseconds refreshInterval{30'000};
    std::chrono::milliseconds timeout{10'000}; ///< of one request
    bool write = true;
    bool logs = true;
    Labels labels;
    SourcePosition where; ///< of the item in the file

    bool operator==(const BurstletConfig&) const = default;
};

} // namespace nocturne::config
