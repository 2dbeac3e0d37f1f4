// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <map>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "sources/burstlet/answer.h"
#include "watch/logs/log_store.h"

namespace nocturne::burstlet {

/// Takes over the lines of a log that is asked for page by page, each line once.
///
/// Pages come newest first and overlap, since lines are written meanwhile and several have one time. A line is known
/// by its id, else by what it says. Used on one thread.
class LogCursor
{
public:
    static constexpr std::size_t kPage = 200;
    static constexpr std::size_t kMostPages = 10; ///< of one poll

    /// `source` is what records say of where they were read. The store outlives the cursor.
    LogCursor(logs::LogStore& store, std::string source);

    /// From when on lines are to be asked for; 0: the newest page will do.
    Timestamp from() const { return m_newest; }
    /// Collects the lines of a page, oldest first in it; true where an older page is to be asked for.
    bool takePage(std::vector<LogLine> lines);
    /// Hands over what was collected, in the order of time. The next poll begins.
    void finish();
    /// Whether lines may be missing: there were more pages than are asked for.
    bool wasCutOff() const { return m_wasCutOff; }
    std::size_t pages() const { return m_pages; }

    /// Lines taken since the start, by level and service.
    std::vector<Reading> counts() const;

private:
    logs::LogStore& m_store;
    std::string m_source;
    Timestamp m_newest = 0;
    std::vector<LogLine> m_collected;
    std::size_t m_pages = 0;
    bool m_wasCutOff = false;
    std::unordered_set<std::string> m_known;
    std::deque<std::string> m_order; ///< of m_known
    std::map<std::pair<std::string, std::string>, double> m_counts;
};

} // namespace nocturne::burstlet
