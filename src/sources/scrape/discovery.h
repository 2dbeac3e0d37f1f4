// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/core/clock.h"
#include "base/core/log.h"
#include "base/net/event_loop.h"
#include "base/net/http_client.h"
#include "sources/scrape/discovery_options.h"
#include "sources/scrape/target_group.h"

namespace nocturne::scrape {

class OAuth2Tokens;

/// How a discovery is doing, for people.
struct DiscoveryStatus
{
    std::string job;
    std::string kind;    ///< its key: "file_sd_configs"
    std::string address; ///< files, URL without secrets, or names
    bool hasRun = false;
    std::string lastError; ///< of the last refresh; empty: it went well
    Timestamp lastRefresh = 0;
    Timestamp lastSuccess = 0;
    std::chrono::milliseconds refresh{0};
    std::size_t targets = 0;
    std::uint64_t failures = 0;

    bool operator==(const DiscoveryStatus&) const = default;
};

/// Finds targets of one job, again and again. What fails to be read again keeps its targets of before.
///
/// Lives on the thread of its loop. Ends what is under way when it is destroyed.
class Discovery
{
public:
    /// Borrowed; all outlive the discovery.
    struct Surroundings
    {
        net::EventLoop& loop;
        net::HttpClient& http;
        OAuth2Tokens& tokens;
        const Clock& clock;
        Logger& log;
    };
    using Changed = std::function<void()>;

    virtual ~Discovery() = default;
    /// What is known now.
    virtual std::vector<TargetGroup> groups() const = 0;
    /// But for the job, which it does not know.
    virtual DiscoveryStatus status() const = 0;
};

/// Begins to look at once; files are read before this returns. `changed` is called by the loop when groups() or
/// status() differ from before.
std::unique_ptr<Discovery> makeDiscovery(const DiscoveryOptions& options, const Discovery::Surroundings& around,
                                         Discovery::Changed changed);

std::unique_ptr<Discovery> makeFileDiscovery(const FileDiscoveryOptions& options, const Discovery::Surroundings& around,
                                             Discovery::Changed changed);
std::unique_ptr<Discovery> makeHttpDiscovery(const HttpDiscoveryOptions& options, const Discovery::Surroundings& around,
                                             Discovery::Changed changed);
std::unique_ptr<Discovery> makeDnsDiscovery(const DnsDiscoveryOptions& options, const Discovery::Surroundings& around,
                                            Discovery::Changed changed);

/// Targets in all groups.
std::size_t targetCount(const std::vector<TargetGroup>& groups);

} // namespace nocturne::scrape
