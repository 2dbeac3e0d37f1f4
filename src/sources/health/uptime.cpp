// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/health/uptime.h"

#include <algorithm>
#include <cmath>
#include <mutex>
#include <utility>

namespace nocturne::health {

using namespace std::chrono_literals;

/// The two answers about one window.
struct UptimeReader::Asked
{
    std::size_t window = 0;
    std::mutex mutex;
    int missing = 2;
    query::QueryService::ResultPtr mean;  ///< null where it failed
    query::QueryService::ResultPtr count; ///< null where it failed
};

UptimeReader::UptimeReader(query::QueryService& queries, const Clock& clock, Post post)
    : m_queries(queries)
    , m_clock(clock)
    , m_post(std::move(post))
    , m_windows{{24h, 1min, 0, {}}, {24h * 7, 10min, 0, {}}, {24h * 30, 1h, 0, {}}, {24h * 90, 1h, 0, {}}}
    , m_self(std::make_shared<UptimeReader*>(this))
{}

UptimeReader::~UptimeReader()
{
    m_stop.request_stop();
    *m_self = nullptr;
}

void UptimeReader::tick(const std::map<std::string, std::chrono::milliseconds>& intervals)
{
    m_intervals = intervals;
    if (m_isAsking || intervals.empty())
        return;
    const auto now = m_clock.now();
    const auto due = std::ranges::find_if(m_windows, [&](const Window& window) {
        return window.askedAt == 0 || std::abs(now - window.askedAt) >= window.every.count();
    });
    if (due != m_windows.end())
        ask(*due);
}

void UptimeReader::ask(Window& window)
{
    m_isAsking = true;
    window.askedAt = m_clock.now();
    const auto asked = std::make_shared<Asked>();
    asked->window = static_cast<std::size_t>(&window - m_windows.data());
    // A check whose labels were changed has several series.
    const auto over = [&](const std::string& function) {
        return "sum by (instance) (" + function + "(health_check_available{job=\"health\"}[" +
               std::to_string(window.length.count()) + "h]))";
    };
    const auto send = [&](std::string expression, query::QueryService::ResultPtr Asked::*where) {
        query::InstantQuery query{.expression = std::move(expression), .time = window.askedAt};
        m_queries.instant(std::move(query), m_stop.get_token(),
                          [asked, where, post = m_post, self = m_self](Result<query::QueryService::ResultPtr> result) {
                              const std::lock_guard lock(asked->mutex);
                              if (result)
                                  (*asked).*where = std::move(*result);
                              if (--asked->missing == 0)
                                  post([asked, self] {
                                      if (*self != nullptr)
                                          (*self)->take(*asked);
                                  });
                          });
    };
    send(over("sum_over_time") + " / " + over("count_over_time"), &Asked::mean);
    send(over("count_over_time"), &Asked::count);
}

void UptimeReader::take(const Asked& asked)
{
    m_isAsking = false;
    if (!asked.mean || !asked.count)
        return; // what was known stays; it is asked for again
    auto& window = m_windows[asked.window];
    std::map<std::string, Uptime> byName;
    for (const auto& series : asked.mean->series) {
        if (!series.values.empty() && !query::isAbsent(series.values.back()))
            byName[std::string(series.labels.get("instance"))] = {window.length, series.values.back(), 0s};
    }
    for (const auto& series : asked.count->series) {
        const auto known = byName.find(std::string(series.labels.get("instance")));
        const auto interval = m_intervals.find(std::string(series.labels.get("instance")));
        if (known == byName.end() || interval == m_intervals.end() || series.values.empty())
            continue;
        const auto seconds = series.values.back() * std::chrono::duration<double>(interval->second).count();
        const auto most = std::chrono::duration<double>(window.length).count();
        known->second.counted = std::chrono::seconds(std::llround(std::min(seconds, most)));
    }
    if (byName == window.byName)
        return;
    window.byName = std::move(byName);
    if (m_changed)
        m_changed();
}

UptimeReader::ByName UptimeReader::uptimes() const
{
    ByName all;
    for (const auto& window : m_windows) {
        for (const auto& [name, uptime] : window.byName)
            all[name].push_back(uptime);
    }
    return all;
}

} // namespace nocturne::health
