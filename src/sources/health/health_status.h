// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "base/core/clock.h"
#include "base/net/http.h"
#include "engine/model/label_set.h"
#include "sources/health/health_options.h"
#include "sources/health/health_state.h"
#include "sources/health/reading.h"

namespace nocturne::health {

/// A component of a health document.
struct ComponentStatus
{
    std::string name;
    HealthState state = HealthState::Waiting;
    std::string details;
    double seconds = 0; ///< time its check took, where told

    bool operator==(const ComponentStatus&) const = default;
};

/// For how much of a stretch of time that ends now something was up.
struct Uptime
{
    std::chrono::hours window{24};
    double ratio = 0; ///< of the time that counts: 0 to 1
    std::chrono::seconds counted{
        0}; ///< up and down; maintenance, unreachable, unknown and unwatched time is none of it

    bool operator==(const Uptime&) const = default;
};

/// One of the last attempts.
struct Beat
{
    Timestamp time = 0;
    double seconds = 0;
    HealthState state = HealthState::Waiting; ///< of the attempt alone

    bool operator==(const Beat&) const = default;
};

inline constexpr std::size_t kKeptBeats = 60;

/// How a check, or a group of checks, is doing. Outside text stands in lastError and details: show as plain text.
struct HealthStatus
{
    CheckType type = CheckType::Document;
    bool isGroup = false; ///< `type` and what comes of attempts say nothing then; parts are the members
    std::string name;
    std::string address;                      ///< without secrets
    HealthState state = HealthState::Waiting; ///< hard: a first failure does not change it while retries are left
    /// Why not up: the words of net::FetchState ("refused", "timeout", "server_error", ...), "bad_json",
    /// "body_mismatch", "json_mismatch", "header_mismatch", "status_mismatch", "certificate_expires", "not_ready" (the
    /// document or a component of it is down), "degraded", "threshold", "warning", "critical" and "unknown" (of a
    /// command), "parent_down" (of a check that is unreachable), "inverted", "never" (of a heartbeat), "no_data",
    /// "limit_exceeded" (all is up, and not all components are kept), "disabled", "query" and
    /// "value_mismatch" (of a database), "dns_mismatch", "not_permitted" (of a ping). Set by a soft failure, too.
    std::string reason;
    std::string lastError;
    std::string parent;      ///< what is down while this is unreachable; where that is unreachable, the first cause
    std::string maintenance; ///< why it is in maintenance, where a reason is given
    Timestamp maintenanceEnd = 0; ///< 0: not in maintenance, or without an end
    std::vector<Beat> beats;      ///< the last attempts since the start, oldest first; at most kKeptBeats
    std::vector<Uptime> uptime;   ///< of 24 h, 7, 30 and 90 days; empty until it was asked for
    std::string lastBody;         ///< of the last answer that failed or was degraded, bounded, without secrets
    Timestamp lastBodyTime = 0;   ///< when that came; 0: never
    model::LabelSet labels;
    Timestamp lastAttempt = 0; ///< 0: never
    Timestamp lastSuccess = 0; ///< last answer that was up or degraded
    Timestamp nextAttempt = 0;
    Timestamp stateSince = 0;
    std::chrono::milliseconds interval{0};
    double lastSeconds = 0;
    net::Phases phases;
    int httpStatus = 0;      ///< 0: no answer
    std::size_t samples = 0; ///< of the last attempt
    std::size_t seriesAdded = 0;
    std::uint64_t attempts = 0;
    std::uint64_t failures = 0; ///< since the start
    int softFailures = 0;       ///< failures in a row that are forgiven so far
    std::vector<ComponentStatus> parts;
    std::vector<Reading> readings; ///< of the last attempt

    bool operator==(const HealthStatus&) const = default;
};

} // namespace nocturne::health
