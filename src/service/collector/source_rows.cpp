// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/collector/source_rows.h"

#include <utility>

#include "base/core/number.h"

namespace nocturne::collector {

namespace {

SourceState stateOf(health::HealthState state)
{
    switch (state) {
    case health::HealthState::Waiting:
        return SourceState::Waiting;
    case health::HealthState::Up:
        return SourceState::Up;
    case health::HealthState::Degraded:
        return SourceState::Degraded;
    case health::HealthState::Down:
        return SourceState::Down;
    case health::HealthState::Disabled:
        return SourceState::Disabled;
    case health::HealthState::Unreachable:
        return SourceState::Unreachable;
    case health::HealthState::Maintenance:
        return SourceState::Maintenance;
    case health::HealthState::Unknown:
        return SourceState::Unknown;
    }
    return SourceState::Waiting;
}

/// Of streams, Burstlets, engines and whatever else knows these four.
template <typename State>
SourceState stateOf(State state)
{
    switch (state) {
    case State::Waiting:
        return SourceState::Waiting;
    case State::Up:
        return SourceState::Up;
    case State::Degraded:
        return SourceState::Degraded;
    case State::Down:
        return SourceState::Down;
    }
    return SourceState::Waiting;
}

/// Fields that the statuses of checks and streams call by the same names.
template <typename Status>
SourceStatus commonRow(const Status& status)
{
    SourceStatus row;
    row.name = status.name;
    row.address = status.address;
    row.state = stateOf(status.state);
    row.reason = status.reason;
    row.lastError = status.lastError;
    row.labels = status.labels;
    row.lastAttempt = status.lastAttempt;
    row.lastSuccess = status.lastSuccess;
    row.nextAttempt = status.nextAttempt;
    row.stateSince = status.stateSince;
    row.interval = status.interval;
    row.lastSeconds = status.lastSeconds;
    row.samples = status.samples;
    row.seriesAdded = status.seriesAdded;
    row.failures = status.failures;
    return row;
}

/// Where the time of the last attempt went, in the words of the series probe_phase_seconds.
std::vector<SourcePhase> phasesOf(const net::Phases& phases)
{
    std::vector<SourcePhase> all;
    for (const auto& [name, seconds] : {std::pair{"resolve", phases.dns},
                                        {"connect", phases.connect},
                                        {"tls", phases.tls},
                                        {"processing", phases.firstByte},
                                        {"transfer", phases.transfer}}) {
        if (seconds > 0)
            all.push_back({name, seconds});
    }
    return all;
}

/// What the last attempt measured, each by the name and label of its series.
void addReadings(const health::HealthStatus& status, SourceStatus& row)
{
    constexpr std::size_t kShown = 60;
    for (const auto& reading : status.readings) {
        if (row.parts.size() >= kShown)
            return;
        auto name = reading.metric;
        if (!reading.labelName.empty())
            name += '{' + reading.labelName + "=\"" + reading.labelValue + "\"}";
        row.parts.push_back({std::move(name), SourceState::Waiting, formatNumber(reading.value), 0});
    }
}

} // namespace

SourceStatus rowOf(const system::Status& status, std::chrono::milliseconds interval)
{
    SourceStatus row;
    row.kind = SourceKind::System;
    row.group = "system";
    row.name = status.instance;
    row.address = "/proc";
    row.state = status.lastAttempt == 0    ? SourceState::Waiting
                : status.lastError.empty() ? SourceState::Up
                                           : SourceState::Down;
    row.reason = status.lastError.empty() ? "" : "store";
    row.lastError = status.lastError;
    row.lastAttempt = status.lastAttempt;
    row.lastSuccess = status.lastSuccess;
    row.nextAttempt = status.lastAttempt == 0 ? 0 : status.lastAttempt + interval.count();
    row.interval = interval;
    row.lastSeconds = status.seconds;
    row.samples = status.samples;
    row.failures = status.failures;
    return row;
}

SourceStatus rowOf(const custom::Stats& stats, std::chrono::milliseconds interval, std::string listens)
{
    SourceStatus row;
    row.kind = SourceKind::Custom;
    row.group = "custom";
    row.name = listens.empty() ? "api" : "statsd";
    row.address = std::move(listens);
    row.state = stats.taken + stats.refused == 0 ? SourceState::Waiting : SourceState::Up;
    row.lastError = stats.lastError;
    row.lastAttempt = stats.lastTaken;
    row.lastSuccess = stats.lastTaken;
    row.interval = interval;
    row.samples = stats.series;
    row.failures = stats.refused;
    return row;
}

SourceStatus rowOf(const scrape::TargetStatus& status)
{
    SourceStatus row;
    row.kind = SourceKind::Scrape;
    row.group = status.job;
    row.name = status.instance;
    row.address = status.url;
    row.state = status.health == scrape::TargetHealth::Up     ? SourceState::Up
                : status.health == scrape::TargetHealth::Down ? SourceState::Down
                                                              : SourceState::Waiting;
    row.reason = status.reason;
    row.lastError = status.lastError;
    row.labels = status.labels;
    row.lastAttempt = status.lastScrape;
    row.lastSuccess = status.lastSuccess;
    row.nextAttempt = status.nextScrape;
    row.stateSince = status.healthSince;
    row.interval = status.interval;
    row.lastSeconds = status.lastSeconds;
    row.samples = status.samples;
    row.seriesAdded = status.seriesAdded;
    row.failures = status.failures;
    return row;
}

SourceStatus rowOf(const scrape::DiscoveryStatus& status)
{
    SourceStatus row;
    row.kind = SourceKind::Scrape;
    row.group = status.job;
    row.name = status.kind;
    row.address = status.address;
    row.state = !status.hasRun ? SourceState::Waiting : status.lastError.empty() ? SourceState::Up : SourceState::Down;
    row.reason = status.lastError.empty() ? "" : "discovery";
    row.lastError = status.lastError;
    row.lastAttempt = status.lastRefresh;
    row.lastSuccess = status.lastSuccess;
    row.nextAttempt = status.lastRefresh == 0 ? 0 : status.lastRefresh + status.refresh.count();
    row.interval = status.refresh;
    row.failures = status.failures;
    return row;
}

SourceStatus rowOf(const health::HealthStatus& status)
{
    auto row = commonRow(status);
    row.kind = SourceKind::Health;
    row.isGroup = status.isGroup;
    row.group = status.isGroup ? "group" : toString(status.type);
    for (const auto& part : status.parts)
        row.parts.push_back({part.name, stateOf(part.state), part.details, part.seconds});
    if (status.lastAttempt != 0)
        row.phases = phasesOf(status.phases);
    addReadings(status, row);
    for (const auto& beat : status.beats)
        row.beats.push_back({beat.seconds, stateOf(beat.state)});
    row.lastBody = status.lastBody;
    row.lastBodyTime = status.lastBodyTime;
    if (status.state == health::HealthState::Maintenance && row.lastError.empty())
        row.lastError = status.maintenance;
    for (const auto& uptime : status.uptime)
        row.uptime.push_back({uptime.window, uptime.ratio, uptime.counted});
    return row;
}

SourceStatus rowOf(const streams::StreamStatus& status)
{
    auto row = commonRow(status);
    row.kind = SourceKind::Stream;
    row.group = status.type;
    for (const auto& part : status.parts)
        row.parts.push_back({part.name, stateOf(part.state), part.details, 0});
    return row;
}

SourceStatus rowOf(const burstlet::Status& status)
{
    auto row = commonRow(status);
    row.kind = SourceKind::Burstlet;
    row.group = "burstlet";
    for (const auto& part : status.parts)
        row.parts.push_back({part.name, stateOf(part.state), part.details, part.seconds});
    return row;
}

SourceStatus rowOf(const prometheus::EngineStatus& status)
{
    SourceStatus row;
    row.kind = SourceKind::Engine;
    row.group = status.kind.empty() ? "prometheus" : status.kind.substr(0, status.kind.find(' '));
    row.name = status.name;
    row.address = status.address;
    row.state = stateOf(status.state);
    row.reason = status.reason;
    row.lastError = status.lastError;
    row.lastAttempt = status.lastAttempt;
    row.lastSuccess = status.lastSuccess;
    row.nextAttempt = status.nextAttempt;
    row.stateSince = status.stateSince;
    row.interval = status.interval;
    row.lastSeconds = status.lastSeconds;
    row.samples = status.samples;
    row.failures = status.failures;
    if (!status.kind.empty())
        row.parts.push_back({status.kind, row.state, std::to_string(status.queries) + " queries", 0});
    return row;
}

SourceStatus rowOf(const loki::Status& status)
{
    SourceStatus row;
    row.kind = SourceKind::Loki;
    row.group = "loki";
    row.name = status.name;
    row.address = status.address;
    row.state = status.state == loki::State::Waiting ? SourceState::Waiting
                : status.state == loki::State::Up    ? SourceState::Up
                                                     : SourceState::Down;
    row.reason = status.reason;
    row.lastError = status.lastError;
    row.lastAttempt = status.lastAttempt;
    row.lastSuccess = status.lastSuccess;
    row.nextAttempt = status.nextAttempt;
    row.stateSince = status.stateSince;
    row.interval = status.interval;
    row.lastSeconds = status.lastSeconds;
    row.failures = status.failures;
    if (status.views > 0)
        row.parts.push_back({"tail", row.state,
                             std::to_string(status.views) + " views, " + std::to_string(status.entries) + " lines, " +
                                 std::to_string(status.dropped) + " dropped",
                             0});
    return row;
}

SourceStatus rowOf(const alertmanager::SourceHealth& health)
{
    SourceStatus row;
    row.kind = SourceKind::Alertmanager;
    row.group = "alertmanager";
    row.name = health.name;
    std::size_t alive = 0;
    for (const auto& peer : health.peers) {
        row.address += (row.address.empty() ? "" : ", ") + peer.address;
        alive += peer.isAlive ? 1 : 0;
        if (row.lastError.empty())
            row.lastError = peer.lastError;
        auto words = peer.isAlive ? peer.status.version + ", cluster " + peer.status.cluster : peer.lastError;
        row.parts.push_back({peer.address, peer.isAlive ? SourceState::Up : SourceState::Down, std::move(words), 0});
    }
    row.state = health.lastAttempt == 0 || (alive == 0 && row.lastError.empty()) ? SourceState::Waiting
                : alive == 0                                                     ? SourceState::Down
                : alive < health.peers.size()                                    ? SourceState::Degraded
                                                                                 : SourceState::Up;
    row.reason = row.state == SourceState::Down ? "unreachable" : row.state == SourceState::Degraded ? "peer_down" : "";
    row.lastAttempt = health.lastAttempt;
    row.lastSuccess = health.lastSuccess;
    row.nextAttempt = health.nextAttempt;
    row.interval = health.interval;
    row.lastSeconds = health.lastSeconds;
    row.failures = health.failures;
    return row;
}

} // namespace nocturne::collector
