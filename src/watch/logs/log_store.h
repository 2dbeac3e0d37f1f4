// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "watch/logs/log_record.h"

namespace nocturne::logs {

/// What a viewer wants to see. Empty members select everything.
struct LogQuery
{
    std::set<LogLevel> levels;
    std::string service;
    std::string text; ///< substring of message or a field, ASCII case ignored
    Timestamp from = 0;
    Timestamp to = 0;                ///< 0 is no end
    std::uint64_t afterSequence = 0; ///< only records that arrived later
    std::size_t limit = 1000;        ///< the newest so many

    bool operator==(const LogQuery&) const = default;
};

/// The newest log records in memory, bounded by count and bytes; the oldest leave first.
/// May be called from any thread. Listeners are called on the thread that added, without a lock held.
class LogStore
{
public:
    using Listener = std::function<void()>;

    struct Options
    {
        std::size_t maxRecords = 50'000;
        std::size_t maxBytes = std::size_t{32} << 20U;
    };

    explicit LogStore(Options options);
    LogStore()
        : LogStore(Options())
    {}
    ~LogStore();

    void add(LogRecord record);
    /// Oldest first.
    std::vector<LogRecord> find(const LogQuery& query) const;
    /// Names of services seen, sorted.
    std::vector<std::string> services() const;
    std::size_t size() const;

    std::uint64_t subscribe(Listener listener);
    void unsubscribe(std::uint64_t subscription);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace nocturne::logs
