// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/core/result.h"
#include "watch/logs/log_archive.h"
#include "watch/logs/log_histogram.h"
#include "watch/logs/log_query.h"
#include "watch/logs/log_record.h"

namespace nocturne::logs {

/// How many records of one service and level came since the program started.
struct LogTally
{
    std::string service;
    LogLevel level = LogLevel::Info;
    std::uint64_t count = 0;
};

struct LogStoreStats
{
    std::size_t records = 0;       ///< in memory
    std::size_t bytes = 0;         ///< of those
    std::uint64_t onDisk = 0;      ///< records in the archive
    std::uint64_t bytesOnDisk = 0; ///< that they take there
    std::uint64_t lost = 0;        ///< that left memory before they were on disk
    std::vector<LogTally> tallies; ///< by service
    std::optional<Error> fault;    ///< why nothing is written at the moment
};

/// Log records: the newest in memory, bounded by count and bytes, and where there is an archive, those of its retention
/// on disk.
///
/// May be called from any thread. Listeners are called on the thread that added, without a lock held. Searches beyond
/// memory read the disk on the thread that asks.
class LogStore
{
public:
    using Listener = std::function<void()>;

    struct Options
    {
        std::size_t maxRecords = 50'000;
        std::size_t maxBytes = std::size_t{32} << 20U;
    };
    /// Names of services that are told apart; records of further ones are counted under kOtherServices.
    static constexpr std::size_t kMaxServices = 500;
    static constexpr const char* kOtherServices = "(other)";

    explicit LogStore(Options options);
    LogStore()
        : LogStore(Options())
    {}
    ~LogStore();

    /// Keeps records in `archive` from now on, and finds those that are there. Before anything else is done.
    Result<void> attach(std::unique_ptr<LogArchive> archive);
    bool hasArchive() const;

    void add(LogRecord record);
    /// Oldest first.
    std::vector<LogRecord> find(const LogQuery& query) const;
    /// How many records of each level there were in [from, to), in so many parts of the same length. Where the query
    /// has neither text nor search, the counts of minutes answer, which are kept longer than records; else at most
    /// 50,000 of the newest records are looked at, and `isPartial` says where they did not reach.
    LogHistogram histogram(const LogQuery& query, Timestamp from, Timestamp to, std::size_t parts) const;
    /// Names of services seen, sorted.
    std::vector<std::string> services() const;
    /// Records in memory.
    std::size_t size() const;
    LogStoreStats stats() const;

    /// Notes where a source stands, for the time after a restart. Durable together with all records added before.
    void note(std::string name, std::string position);
    /// What was noted under `name`, also before the start.
    std::optional<std::string> noted(const std::string& name) const;
    /// All names that begin with `prefix`.
    LogPositions notedWith(std::string_view prefix) const;
    /// Writes what is not on disk yet. Waits for the disk; one thread at a time does it.
    Result<void> flush();
    /// Removes what the archive keeps no longer; true when there is more to do.
    Result<bool> sweep(Timestamp now);

    std::uint64_t subscribe(Listener listener);
    void unsubscribe(std::uint64_t subscription);

private:
    struct State;
    std::vector<LogRecord> beyondMemory(const LogQuery& query, std::uint64_t before, std::size_t most) const;
    void addCounts(LogHistogram& histogram, const LogQuery& query) const;

    std::unique_ptr<State> m_state;
};

} // namespace nocturne::logs
