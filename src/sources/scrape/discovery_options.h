// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>
#include <variant>
#include <vector>

#include "sources/scrape/http_options.h"

namespace nocturne::scrape {

/// `file_sd_configs`: files of groups, watched.
struct FileDiscoveryOptions
{
    std::vector<std::string> files; ///< paths, a glob in the last part
    std::chrono::milliseconds refresh{300'000};

    bool operator==(const FileDiscoveryOptions&) const = default;
};

/// `http_sd_configs`: a server that tells the groups.
struct HttpDiscoveryOptions
{
    std::string url;
    HttpOptions http;
    std::chrono::milliseconds refresh{60'000};

    bool operator==(const HttpDiscoveryOptions&) const = default;
};

/// `dns_sd_configs`: the records of names.
struct DnsDiscoveryOptions
{
    enum class Type { A, Aaaa, Srv, Mx, Ns };

    std::vector<std::string> names;
    Type type = Type::Srv;
    int port = 0; ///< for all but SRV, which tells its own
    std::chrono::milliseconds refresh{30'000};
    std::string nameserver; ///< "127.0.0.1:5353" in place of those of the system; empty: those

    bool operator==(const DnsDiscoveryOptions&) const = default;
};

/// A discovery of Prometheus that Nocturne does not have: its targets are missing, which is told wherever sources are.
struct UnsupportedDiscovery
{
    std::string key; ///< "kubernetes_sd_configs"

    bool operator==(const UnsupportedDiscovery&) const = default;
};

using DiscoveryOptions =
    std::variant<FileDiscoveryOptions, HttpDiscoveryOptions, DnsDiscoveryOptions, UnsupportedDiscovery>;

} // namespace nocturne::scrape
