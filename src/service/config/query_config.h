// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace nocturne::config {

/// Section `query`.
struct QueryConfig
{
    /// What is on of the parts of PromQL that Prometheus keeps behind feature flags, by their names there.
    std::vector<std::string> features;

    bool operator==(const QueryConfig&) const = default;
};

} // namespace nocturne::config
