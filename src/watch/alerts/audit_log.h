// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/core/clock.h"
#include "base/core/result.h"
#include "base/sqlite/database.h"

namespace nocturne::alerts {

/// Something that a person did: one row of the audit log.
struct AuditEntry
{
    std::uint64_t number = 0; ///< from 1, without gaps; given by the log
    Timestamp at = 0;
    std::string who;
    std::string origin;  ///< by which way: "desktop", "api 127.0.0.1"
    std::string action;  ///< "acknowledge", "silence"
    std::string subject; ///< id of the alert, the silence, the downtime
    std::string before;  ///< what was, in words; empty where there was nothing
    std::string after;   ///< what is now
    std::string hash;    ///< of this row and all before it: 64 hex digits; given by the log

    bool operator==(const AuditEntry&) const = default;
};

/// What was found wrong with the log at one place.
struct AuditFault
{
    std::uint64_t number = 0; ///< of the row
    std::string what;

    bool operator==(const AuditFault&) const = default;
};

struct AuditVerification
{
    std::uint64_t rows = 0;
    std::string end; ///< hash of the last row: noted elsewhere, it proves later that nothing before was changed
    std::vector<AuditFault> faults;
};

/// The hash of `entry` after a row with the hash `previous` (empty before the first): SHA-256, as 64 hex digits, over
/// `previous`, number, at, who, origin, action, subject, before and after, each as the netstring LENGTH ":" BYTES ",",
/// numbers in decimal. Source of netstrings: D. J. Bernstein, "Netstrings" (1997).
std::string auditHash(std::string_view previous, const AuditEntry& entry);

/// Adds a row to the end of the log. Part of the transaction of what it tells of.
Result<void> appendAudit(sqlite::Database& database, AuditEntry entry);

/// Reads the whole log and finds every row that was altered, removed, put in between or cut off at the end.
///
/// Who can write the file can also make a whole new chain: only a hash that is noted elsewhere finds that. With
/// `knownHash` the log must have had that hash at some row.
Result<AuditVerification> verifyAudit(sqlite::Database& database, std::string_view knownHash = {});

/// Rows with numbers below `before`, newest first; 0 begins at the end.
Result<std::vector<AuditEntry>> readAudit(sqlite::Database& database, std::uint64_t before, std::size_t limit);

} // namespace nocturne::alerts
