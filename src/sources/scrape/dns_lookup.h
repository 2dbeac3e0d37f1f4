// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "base/core/result.h"
#include "sources/scrape/discovery_options.h"

namespace nocturne::scrape {

/// One record of the type asked for.
struct DnsRecord
{
    std::string target; ///< an address, or a name with the dot at its end
    int port = 0;       ///< of SRV; 0 for all others

    bool operator==(const DnsRecord&) const = default;
};

using DnsType = DnsDiscoveryOptions::Type;

/// Asks for the records of `name`, with the search list of resolv.conf, and waits; any thread but one that serves. A
/// name that does not exist has none. Fails with Unavailable where no server answers or one fails, with Timeout,
/// with InvalidInput for a name or nameserver that is none.
Result<std::vector<DnsRecord>> lookUpDns(const std::string& name, DnsType type, const std::string& nameserver = {});

/// The records of `type` in an answer as it came. Fails with InvalidInput where it is none. Source: RFC 1035, 4.1.
Result<std::vector<DnsRecord>> readDnsAnswer(std::span<const unsigned char> answer, DnsType type);

} // namespace nocturne::scrape
