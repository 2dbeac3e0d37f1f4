// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/health/local_checks.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <fstream>
#include <sstream>
#include <system_error>
#include <utility>

#include <sys/stat.h>
#include <sys/statvfs.h>

#include "base/core/duration.h"
#include "base/core/number.h"
#include "base/core/text.h"
#include "base/sqlite/database.h"

namespace nocturne::health {

namespace {

ProbeResult fileFailure(const std::string& path, int code)
{
    return failedResult(code == ENOENT ? "not_found" : "internal", path + ": " + std::generic_category().message(code));
}

/// `value` against the thresholds; `words` go with a value that is too far.
ProbeResult judged(const CheckOptions& check, double value, const std::string& words)
{
    ProbeResult result;
    judgeValue(check.thresholds, value, words, result);
    return result;
}

std::string percent(double share) { return formatNumber(static_cast<double>(std::lround(share * 10)) / 10) + " %"; }

std::optional<double> kibibytes(std::string_view meminfo, std::string_view key)
{
    for (std::size_t at = 0; at < meminfo.size();) {
        const auto end = std::min(meminfo.find('\n', at), meminfo.size());
        auto line = meminfo.substr(at, end - at);
        at = end + 1;
        if (!line.starts_with(key) || !line.ends_with(" kB"))
            continue;
        line.remove_prefix(key.size());
        line.remove_suffix(3);
        return parseNumber(trimmed(line));
    }
    return std::nullopt;
}

std::string quotedName(const std::string& name)
{
    std::string quoted = "\"";
    for (const char c : name)
        quoted += c == '"' ? "\"\"" : std::string(1, c);
    return quoted + '"';
}

/// The first value of the first row; nothing where there is no row.
Result<std::optional<double>> firstValue(sqlite::Database& database, const std::string& sql)
{
    std::optional<double> value;
    bool isFirst = true;
    auto done = database.query(sql, [&](const sqlite::Row& row) {
        if (std::exchange(isFirst, false))
            value = row.optionalReal(0);
    });
    return done ? Result<std::optional<double>>(value) : tl::unexpected(done.error());
}

} // namespace

ProbeResult checkDisk(const CheckOptions& check)
{
    struct statvfs disk = {};
    if (::statvfs(check.target.c_str(), &disk) != 0)
        return fileFailure(check.target, errno);
    const auto used = static_cast<double>(disk.f_blocks - disk.f_bfree);
    const auto free = static_cast<double>(disk.f_bavail); // without what is kept for root, as df counts
    const auto share = used + free > 0 ? 100 * used / (used + free) : 0;
    auto result = judged(check, share, check.target + " is " + percent(share) + " full");
    result.readings.push_back({"probe_disk_free_bytes", {}, {}, free * static_cast<double>(disk.f_frsize)});
    return result;
}

ProbeResult checkMemory(const CheckOptions& check, std::string_view meminfo)
{
    const auto total = kibibytes(meminfo, "MemTotal:");
    const auto available = kibibytes(meminfo, "MemAvailable:");
    if (!total || !available || *total <= 0)
        return failedResult("internal", "/proc/meminfo does not say how much memory is available");
    const auto share = 100 * (1 - *available / *total);
    auto result = judged(check, share, percent(share) + " of the memory is in use");
    result.readings.push_back({"probe_memory_available_bytes", {}, {}, *available * 1024});
    return result;
}

ProbeResult checkMemory(const CheckOptions& check)
{
    std::ifstream file("/proc/meminfo");
    std::stringstream text;
    text << file.rdbuf();
    return checkMemory(check, text.str());
}

ProbeResult checkFile(const CheckOptions& check, Timestamp now)
{
    struct stat file = {};
    if (::stat(check.target.c_str(), &file) != 0)
        return fileFailure(check.target, errno);
    const auto written = Timestamp{file.st_mtim.tv_sec} * 1000 + file.st_mtim.tv_nsec / 1'000'000;
    const auto age = std::max<Timestamp>(0, now - written);
    return judged(check, static_cast<double>(age) / 1000,
                  check.target + " was written " + formatDuration(std::chrono::milliseconds(age / 1000 * 1000)) +
                      " ago");
}

ProbeResult checkSqlite(const CheckOptions& check)
{
    struct stat file = {};
    if (::stat(check.target.c_str(), &file) != 0)
        return fileFailure(check.target, errno);
    auto database = sqlite::Database::open(check.target, {.readOnly = true});
    if (!database)
        return failedResult("connect", database.error().message);
    // Also proves that the file is a database.
    const auto value = firstValue(*database, check.query.empty() ? "SELECT count(*) FROM sqlite_schema" : check.query);
    if (!value)
        return failedResult("query", value.error().message);
    ProbeResult result;
    result.state = HealthState::Up;
    if (!check.query.empty()) {
        if (!*value && (check.thresholds.warning || check.thresholds.critical))
            return failedResult("threshold", "the query gave no value");
        if (*value)
            result = judged(check, **value, "the query gave " + formatNumber(**value));
    }
    for (const auto& table : check.tables) {
        const auto rows = firstValue(*database, "SELECT count(*) FROM " + quotedName(table));
        if (!rows)
            return failedResult("query", "table " + table + ": " + rows.error().message);
        result.readings.push_back({"probe_table_rows", "table", table, rows->value_or(0)});
    }
    return result;
}

} // namespace nocturne::health
