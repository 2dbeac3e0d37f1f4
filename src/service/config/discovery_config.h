// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "service/config/http_config.h"

namespace nocturne::config {

/// One item of `file_sd_configs`. Paths are absolute where the text came from a file.
struct FileDiscoveryConfig
{
    std::vector<std::string> files;
    std::chrono::milliseconds refreshInterval{300'000};

    bool operator==(const FileDiscoveryConfig&) const = default;
};

/// One item of `http_sd_configs`.
struct HttpDiscoveryConfig
{
    std::string url;
    HttpConfig http;
    std::chrono::milliseconds refreshInterval{60'000};

    bool operator==(const HttpDiscoveryConfig&) const = default;
};

/// One item of `dns_sd_configs`.
struct DnsDiscoveryConfig
{
    std::vector<std::string> names;
    std::string type = "SRV"; ///< or A, AAAA, MX, NS
    int port = 0;
    std::chrono::milliseconds refreshInterval{30'000};

    bool operator==(const DnsDiscoveryConfig&) const = default;
};

} // namespace nocturne::config
