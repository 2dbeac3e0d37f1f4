// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a nameserver answers, from bytes to records, for every type that can be asked for.
#include <cstdint>
#include <cstdlib>

#include "sources/health/dns_message.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace nocturne::health;
    for (const auto* word : {"A", "AAAA", "CAA", "CNAME", "MX", "NS", "PTR", "SOA", "SRV", "TXT"}) {
        const auto answer = readDnsMessage({data, size}, *dnsRecordType(word));
        if (answer && answer->records.size() > answer->allRecords)
            std::abort();
    }
    return 0;
}
