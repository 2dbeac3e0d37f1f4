// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sources/health/probe.h"

namespace nocturne::health {

/// Why `query` is not one statement that reads (SELECT, WITH, VALUES, TABLE, SHOW); empty where it is one. The server
/// is asked to refuse writing as well: this is to tell it early, in `check config`.
std::string complaintOfQuery(std::string_view query);

/// `shop.orders` as `"shop"."orders"`, in the quotes of the server. Empty for a name of more than two parts.
std::string quotedTable(std::string_view table, char quote);

/// A step at a database that did not work out: reason as in HealthStatus, and the server's or the library's words.
struct DatabaseFailure
{
    std::string reason;
    std::string words;
};

/// A connection to one server, as its library has it.
class DatabaseSession
{
public:
    using Answer = tl::expected<std::optional<std::string>, DatabaseFailure>;

    virtual ~DatabaseSession() = default;
    /// Sends one statement and reads its answer to the end: the value in `column` of the first row; NULL and no row are
    /// nothing.
    virtual Answer ask(const std::string& statement, unsigned column) = 0;
    virtual std::string version() const = 0;
    /// "TLSv1.3"; empty where nothing is encrypted.
    virtual std::string tlsVersion() const = 0;
};

/// How a server is asked for what both are asked for.
struct DatabaseDialect
{
    std::vector<std::string> beginning; ///< a transaction in which the server refuses to write
    char quote = '"';                   ///< around names
    std::string connections;            ///< how many there are
    std::string maxConnections;
    unsigned figureColumn = 0; ///< where the two answers stand
};

/// Asks for the query's value, connections and rows of tables in one transaction, which is ended without a trace.
ProbeResult askDatabase(const CheckOptions& check, DatabaseSession& session, const DatabaseDialect& dialect);

/// Holds what the query gave, nothing for no row or NULL, against the expected value and the thresholds of the check.
void judgeQuery(const CheckOptions& check, const std::optional<std::string>& value, ProbeResult& result);

} // namespace nocturne::health
