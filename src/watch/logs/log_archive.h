// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/core/result.h"
#include "base/sqlite/database.h"
#include "watch/logs/log_query.h"

namespace nocturne::logs {

inline constexpr const char* kLogFile = "logs.db";

/// How many records of one level and service came in one minute.
struct LogCount
{
    std::int64_t minute = 0; ///< since 1970
    LogLevel level = LogLevel::Info;
    std::string service;
    std::int64_t count = 0;
};

/// Where a source stands, under a name of its own: written with the records up to there, so that nothing is read twice
/// or left out after a restart.
using LogPositions = std::map<std::string, std::string>;

/// Log records on disk: `logs.db` in the data directory, one row for each, and how many there were of each level and
/// service in each minute, which is kept longer.
///
/// May be called from any thread; one writes while others read. Rows are never changed, only removed.
class LogArchive
{
public:
    struct Options
    {
        std::string folder;
        std::chrono::milliseconds retention = std::chrono::days(7);
        std::chrono::milliseconds countRetention = std::chrono::days(30);
        std::size_t maxBytes = std::size_t{1} << 30U; ///< of all rows; the oldest leave first
        std::size_t stopBytes = 0;                    ///< with less free on the disk nothing is written

        bool operator==(const Options&) const = default;
    };

    /// Opens or makes the file. Fails as sqlite::Database::open() does, with InvalidInput for the file of another
    /// program or a newer version. A damaged one is moved aside to `logs.db.damaged-TIME`, and `damaged` says where.
    static Result<std::unique_ptr<LogArchive>> open(Options options, Timestamp now, std::string* damaged = nullptr);

    /// All or none. Fails with LimitExceeded where the disk is nearly full.
    Result<void> write(const std::vector<LogRecord>& records, const LogPositions& positions);
    /// Removes what is too old, and the oldest beyond the size. Takes a bounded part at a time: true when there is
    /// more.
    Result<bool> sweep(Timestamp now);

    /// The newest records below `before` that `query` selects, oldest first, up to its limit. Stops looking after
    /// kMaxScanned records that it reads in vain.
    Result<std::vector<LogRecord>> find(const LogQuery& query, std::uint64_t before) const;
    /// Counts of the minutes [from, to).
    Result<std::vector<LogCount>> counts(std::int64_t from, std::int64_t to) const;
    Result<std::uint64_t> lastSequence() const;
    Result<LogPositions> positions() const;
    /// Names that the counts know, at most `most`, those of the latest records first.
    Result<std::vector<std::string>> services(std::size_t most) const;
    /// About how many rows, and bytes that they take.
    Result<std::pair<std::uint64_t, std::uint64_t>> size() const;

    static constexpr std::size_t kMaxScanned = 2'000'000;

private:
    LogArchive(Options options, sqlite::Database writer, sqlite::Database reader);
    Result<std::uint64_t> usedBytes() const;

    Options m_options;
    mutable std::mutex m_writing;
    mutable std::mutex m_reading;
    mutable sqlite::Database m_writer;
    mutable sqlite::Database m_reader;
};

} // namespace nocturne::logs
