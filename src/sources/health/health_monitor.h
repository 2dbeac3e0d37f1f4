// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/core/clock.h"
#include "base/core/log.h"
#include "engine/storage/appender.h"
#include "sources/health/health_options.h"
#include "sources/health/health_status.h"
#include "sources/health/maintenance.h"

namespace nocturne::net {
class EventLoop;
class HttpClient;
} // namespace nocturne::net

namespace nocturne::query {
class QueryService;
} // namespace nocturne::query

namespace nocturne::health {

/// Runs the checks of the configuration, each on its own beat, and records what they find (see HealthRecorder).
///
/// The first attempts are spread by the checks' names over two seconds. One attempt of a check is under way at a time;
/// a beat that comes during one is skipped. Used on the loop's thread; callbacks come from the loop.
///
/// Of what depends on others, of groups and of maintenance: see Check, GroupOptions and judgeGroup().
class HealthMonitor
{
public:
    /// What some checks need beside the others.
    struct Helpers
    {
        query::QueryService* queries = nullptr; ///< asked by checks of type PromQl and Heartbeat
        /// Work that people planned on what has these labels, now; may be empty.
        std::function<std::optional<PlannedWork>(const model::LabelSet&)> plannedWork = {};
    };

    /// Everything borrowed outlives the monitor.
    HealthMonitor(net::EventLoop& loop, net::HttpClient& http, storage::Appendable& store, const Clock& clock,
                  Logger& logger, HealthOptions options, Helpers helpers);
    /// Without helpers.
    HealthMonitor(net::EventLoop& loop, net::HttpClient& http, storage::Appendable& store, const Clock& clock,
                  Logger& logger, HealthOptions options)
        : HealthMonitor(loop, http, store, clock, logger, std::move(options), Helpers())
    {}
    /// Stops.
    ~HealthMonitor();
    HealthMonitor(const HealthMonitor&) = delete;
    HealthMonitor& operator=(const HealthMonitor&) = delete;

    void start();
    /// Gives up attempts under way and ends all series with staleness markers.
    void stop();
    /// Takes new options by difference: checks that did not change keep their beat, state and series; the series of
    /// removed ones end.
    void apply(HealthOptions options);
    /// Attempts the check, or all members of the group, now; does nothing when there is none of that name, or an
    /// attempt is under way.
    void checkNow(const std::string& name);

    /// All groups and then all checks, in the order of the options.
    std::vector<HealthStatus> statuses() const;
    /// Labels `instance` and `job` of what is in maintenance now.
    std::vector<model::LabelSet> inMaintenance() const;
    /// How often checks and groups give samples, by their names.
    std::map<std::string, std::chrono::milliseconds> intervals() const;
    /// What statuses() are to tell of uptimes, by the names of checks and groups.
    void setUptime(const std::map<std::string, std::vector<Uptime>>& byName);
    /// Called after each attempt, and when something is another without one.
    void onChange(std::function<void()> callback);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace nocturne::health
