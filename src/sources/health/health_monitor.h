// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/core/clock.h"
#include "base/core/log.h"
#include "engine/storage/appender.h"
#include "sources/health/health_options.h"
#include "sources/health/health_status.h"

namespace nocturne::net {
class EventLoop;
class HttpClient;
} // namespace nocturne::net

namespace nocturne::health {

/// Runs the checks of the configuration, each on its own beat, and records what they find (see HealthRecorder).
///
/// The first attempts are spread by the checks' names over two seconds. One attempt of a check is under way at a time;
/// a beat that comes during one is skipped. Used on the loop's thread; callbacks come from the loop.
class HealthMonitor
{
public:
    /// Everything borrowed outlives the monitor.
    HealthMonitor(net::EventLoop& loop, net::HttpClient& http, storage::Appendable& store, const Clock& clock,
                  Logger& logger, HealthOptions options);
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
    /// Attempts the check now; does nothing when there is none of that name, or an attempt is under way.
    void checkNow(const std::string& name);

    /// All checks, in the order of the options.
    std::vector<HealthStatus> statuses() const;
    /// Called after each attempt.
    void onChange(std::function<void()> callback);

private:
    class Check;
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace nocturne::health
