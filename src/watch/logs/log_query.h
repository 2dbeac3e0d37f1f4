// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <set>
#include <string>

#include "watch/logs/log_record.h"
#include "watch/logs/log_search.h"

namespace nocturne::logs {

/// What a viewer wants to see. Empty members select everything.
struct LogQuery
{
    std::set<LogLevel> levels;
    std::string service;
    std::string text; ///< words of the message or a field, ASCII case ignored
    LogSearch search; ///< of what a person typed
    Timestamp from = 0;
    Timestamp to = 0;                ///< 0 is no end
    std::uint64_t afterSequence = 0; ///< only records that arrived later
    std::size_t limit = 1000;        ///< the newest so many

    bool operator==(const LogQuery&) const = default;
    bool selects(const LogRecord& record) const;
};

} // namespace nocturne::logs
