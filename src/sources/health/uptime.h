// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/query/query_service.h"
#include "sources/health/health_status.h"

namespace nocturne::health {

/// Asks the store for how much of the last 24 hours, 7, 30 and 90 days checks and groups were up: the mean of their
/// `health_check_available`, which roll-ups answer for days that are over. Each window is asked for again now and then,
/// the short one each minute, the long ones each hour; so nothing is asked when something is shown.
///
/// Used on one thread, to which `post` brings jobs from others as long as this is there.
class UptimeReader
{
public:
    using Post = std::function<void(std::function<void()>)>;
    using ByName = std::map<std::string, std::vector<Uptime>>;

    /// `queries` outlives the reader.
    UptimeReader(query::QueryService& queries, const Clock& clock, Post post);
    ~UptimeReader();
    UptimeReader(const UptimeReader&) = delete;
    UptimeReader& operator=(const UptimeReader&) = delete;

    /// Asks for what is due, one window at a time. `intervals` are those at which checks and groups give samples.
    void tick(const std::map<std::string, std::chrono::milliseconds>& intervals);
    /// What is known, by the names of checks and groups, the shortest window first.
    ByName uptimes() const;
    /// Called when that is another.
    void onChange(std::function<void()> callback) { m_changed = std::move(callback); }

private:
    struct Window
    {
        std::chrono::hours length;
        std::chrono::milliseconds every;
        Timestamp askedAt = 0;
        std::map<std::string, Uptime> byName;
    };
    struct Asked;

    void ask(Window& window);
    void take(const Asked& asked);

    query::QueryService& m_queries;
    const Clock& m_clock;
    Post m_post;
    std::vector<Window> m_windows;
    std::map<std::string, std::chrono::milliseconds> m_intervals;
    std::shared_ptr<UptimeReader*> m_self;
    std::stop_source m_stop;
    std::function<void()> m_changed;
    bool m_isAsking = false;
};

} // namespace nocturne::health
