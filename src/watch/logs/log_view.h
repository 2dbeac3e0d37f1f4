// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/core/clock.h"
#include "watch/logs/log_store.h"

namespace nocturne::logs {

/// How a view of another system's log goes. Outside text stands in `error`: show as plain text.
struct LogViewState
{
    bool isLoading = true;     ///< nothing has been answered yet
    bool isFollowing = false;  ///< what is new comes by itself
    std::string error;         ///< why nothing comes; empty while all is well
    Timestamp blindSince = 0;  ///< since when nothing can have come; 0 while it is not blind
    std::uint64_t dropped = 0; ///< entries that the other system says it left out

    bool operator==(const LogViewState&) const = default;
};

/// Records of another system that match a query in its own language: the newest, and what comes, for as long as
/// somebody holds it. May be called from any thread.
class LogView
{
public:
    virtual ~LogView() = default;

    /// What came so far; lives as long as the view. Its subscribers are told of records alone.
    virtual LogStore& store() = 0;
    virtual LogViewState state() const = 0;
};

/// Systems whose logs can be looked at. May be called from any thread.
class LogSources
{
public:
    virtual ~LogSources() = default;

    virtual std::vector<std::string> names() const = 0;
    /// What is asked of `source` before people write a query; empty where there is no such source.
    virtual std::string defaultQuery(const std::string& source) const = 0;
    /// A view of what matches `query`; null where there is no such source. Returns at once.
    virtual std::shared_ptr<LogView> open(const std::string& source, const std::string& query) = 0;
};

} // namespace nocturne::logs
