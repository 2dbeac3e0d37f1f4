// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/core/result.h"

namespace nocturne::health {

/// The number of a type of records: A, AAAA, CAA, CNAME, MX, NS, PTR, SOA, SRV, TXT. Nothing for other words.
std::optional<std::uint16_t> dnsRecordType(std::string_view word);

/// A question, with recursion desired. Fails with InvalidInput for a name that is none.
Result<std::string> dnsQuestion(std::uint16_t id, const std::string& name, std::uint16_t type);

/// What a nameserver answered.
struct DnsAnswer
{
    std::uint16_t id = 0;
    int code = 0; ///< 0: no error
    bool isTruncated = false;
    std::vector<std::string> records; ///< of the type asked for, as zone files write them, names without the last dot
    std::size_t allRecords = 0;       ///< of the answer section, aliases on the way included

    bool operator==(const DnsAnswer&) const = default;
};

/// Reads an answer as it came. Fails with InvalidInput where it is none, and with LimitExceeded beyond 1 000 records.
/// Source: RFC 1035, section 4.
Result<DnsAnswer> readDnsMessage(std::span<const unsigned char> bytes, std::uint16_t type);

/// "NXDOMAIN" for 3.
std::string dnsCodeName(int code);

} // namespace nocturne::health
