// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/scrape/discovery.h"

namespace nocturne::scrape {

namespace {

/// Stands for what Nocturne cannot ask, so that people see what is missing.
class MissingDiscovery final : public Discovery
{
public:
    explicit MissingDiscovery(UnsupportedDiscovery options)
        : m_options(std::move(options))
    {}
    std::vector<TargetGroup> groups() const override { return {}; }
    DiscoveryStatus status() const override
    {
        DiscoveryStatus status;
        status.kind = m_options.key;
        status.address = m_options.key;
        status.hasRun = true;
        status.lastError = "Nocturne has no " + m_options.key +
                           ", so that its targets are missing: let them be told by file_sd_configs or http_sd_configs";
        return status;
    }

private:
    UnsupportedDiscovery m_options;
};

} // namespace

std::size_t targetCount(const std::vector<TargetGroup>& groups)
{
    std::size_t count = 0;
    for (const auto& group : groups)
        count += group.addresses.size();
    return count;
}

std::unique_ptr<Discovery> makeDiscovery(const DiscoveryOptions& options, const Discovery::Surroundings& around,
                                         Discovery::Changed changed)
{
    if (const auto* file = std::get_if<FileDiscoveryOptions>(&options))
        return makeFileDiscovery(*file, around, std::move(changed));
    if (const auto* http = std::get_if<HttpDiscoveryOptions>(&options))
        return makeHttpDiscovery(*http, around, std::move(changed));
    if (const auto* dns = std::get_if<DnsDiscoveryOptions>(&options))
        return makeDnsDiscovery(*dns, around, std::move(changed));
    return std::make_unique<MissingDiscovery>(std::get<UnsupportedDiscovery>(options));
}

} // namespace nocturne::scrape
