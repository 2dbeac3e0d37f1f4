// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/health/database_query.h"

#include <algorithm>
#include <array>

#include "base/core/number.h"
#include "base/core/text.h"

namespace nocturne::health {

namespace {

constexpr std::size_t kShownBytes = 120;
constexpr std::string_view kBlanks = " \t\r\n";
constexpr std::array<std::string_view, 5> kReading = {"SELECT", "WITH", "VALUES", "TABLE", "SHOW"};

/// Where the text in quotes that begins at `at` ends. A doubled quote begins it anew, which comes to the same.
std::size_t endOfQuoted(std::string_view query, std::size_t at)
{
    const auto end = query.find(query[at], at + 1);
    return end == std::string_view::npos ? query.size() : end;
}

bool holdsSeveral(std::string_view query)
{
    for (std::size_t at = 0; at < query.size(); ++at) {
        const char c = query[at];
        if (c == '\'' || c == '"' || c == '`')
            at = endOfQuoted(query, at);
        else if (c == ';')
            return !trimmed(query.substr(at + 1), " \t\r\n;").empty();
    }
    return false;
}

} // namespace

std::string complaintOfQuery(std::string_view query)
{
    const auto text = trimmed(query, " \t\r\n(");
    const auto word = asciiUpper(text.substr(0, std::min(text.find_first_of(" \t\r\n(*'\"`;"), text.size())));
    if (std::ranges::find(kReading, word) == kReading.end())
        return "write one statement that reads: SELECT, WITH, VALUES, TABLE or SHOW";
    if (holdsSeveral(query))
        return "write one statement, not several";
    const auto upper = asciiUpper(query);
    if (upper.find("OUTFILE") != std::string::npos || upper.find("DUMPFILE") != std::string::npos)
        return "a query that writes a file at the server is none that reads";
    return {};
}

std::string quotedTable(std::string_view table, char quote)
{
    const auto quoted = [&](std::string_view name) {
        std::string text(1, quote);
        for (const char c : name)
            text += c == quote ? std::string(2, c) : std::string(1, c);
        return text + quote;
    };
    const auto dot = table.find('.');
    if (dot == std::string_view::npos)
        return table.empty() ? std::string() : quoted(table);
    const auto schema = table.substr(0, dot);
    const auto name = table.substr(dot + 1);
    const bool isBad = schema.empty() || name.empty() || name.find('.') != std::string_view::npos;
    return isBad ? std::string() : quoted(schema) + '.' + quoted(name);
}

void judgeQuery(const CheckOptions& check, const std::optional<std::string>& value, ProbeResult& result)
{
    result.state = HealthState::Up;
    const auto shown = value ? '"' + printable(*value, kShownBytes) + '"' : std::string("nothing");
    const bool isMeasured = check.thresholds.warning || check.thresholds.critical;
    const auto number = value ? parseNumber(trimmed(*value, kBlanks)) : std::nullopt;
    if (number)
        judgeValue(check.thresholds, *number, "the query gave " + shown, result);
    else if (isMeasured)
        lower(result, HealthState::Down, "threshold", "the query gave " + shown + ", which is no number");
    if (check.expectedValue && value != check.expectedValue)
        lower(result, HealthState::Down, "value_mismatch",
              "the query gave " + shown + ", not \"" + printable(*check.expectedValue, kShownBytes) + '"');
}

namespace {

using Failed = std::optional<DatabaseFailure>;

Failed countConnections(DatabaseSession& session, const DatabaseDialect& dialect, ProbeResult& result)
{
    for (const auto& [metric, statement] : {std::pair{"probe_connections", dialect.connections},
                                            std::pair{"probe_connections_max", dialect.maxConnections}}) {
        const auto value = session.ask(statement, dialect.figureColumn);
        if (!value)
            return value.error();
        if (const auto number = *value ? parseNumber(**value) : std::nullopt)
            result.readings.push_back({metric, {}, {}, *number});
    }
    return std::nullopt;
}

Failed countRows(const CheckOptions& check, DatabaseSession& session, char quote, ProbeResult& result)
{
    for (const auto& table : check.tables) {
        const auto value = session.ask("SELECT count(*) FROM " + quotedTable(table, quote), 0);
        if (!value)
            return DatabaseFailure{value.error().reason, "table " + table + ": " + value.error().words};
        result.readings.push_back({"probe_table_rows", "table", table, *value ? parseNumber(**value).value_or(0) : 0});
    }
    return std::nullopt;
}

Failed askAll(const CheckOptions& check, DatabaseSession& session, const DatabaseDialect& dialect, ProbeResult& result)
{
    for (const auto& statement : dialect.beginning) {
        if (const auto begun = session.ask(statement, 0); !begun)
            return begun.error();
    }
    const auto value = session.ask(check.query.empty() ? "SELECT 1" : check.query, 0);
    if (!value)
        return value.error();
    if (!check.query.empty() || check.expectedValue)
        judgeQuery(check, *value, result);
    if (auto failed = countConnections(session, dialect, result))
        return failed;
    if (auto failed = countRows(check, session, dialect.quote, result))
        return failed;
    const auto ended = session.ask("ROLLBACK", 0);
    return ended ? std::nullopt : Failed(ended.error());
}

} // namespace

ProbeResult askDatabase(const CheckOptions& check, DatabaseSession& session, const DatabaseDialect& dialect)
{
    ProbeResult result;
    result.state = HealthState::Up;
    if (const auto failed = askAll(check, session, dialect, result)) {
        lower(result, HealthState::Down, failed->reason, printable(failed->words, 300));
        return result;
    }
    result.readings.push_back({"probe_server_info", "version", session.version(), 1});
    if (const auto version = session.tlsVersion(); version.starts_with("TLSv"))
        result.readings.push_back({"probe_tls_version_info", "version", "TLS " + version.substr(4), 1});
    return result;
}

} // namespace nocturne::health
