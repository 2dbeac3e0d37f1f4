// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Whatever the bytes: records that name something, or an error.
#include <cstdint>
#include <cstdlib>

#include "sources/scrape/dns_lookup.h"

using namespace nocturne;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using scrape::DnsType;
    for (const auto type : {DnsType::A, DnsType::Aaaa, DnsType::Srv, DnsType::Mx, DnsType::Ns}) {
        const auto records = scrape::readDnsAnswer({data, size}, type);
        for (const auto& record : records.value_or(std::vector<scrape::DnsRecord>())) {
            if (record.target.empty() || record.port < 0 || record.port > 65'535)
                std::abort();
        }
    }
    return 0;
}
