// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/net/patience.h"
#include "sources/health/probe.h"

namespace nocturne::health {

/// Connects to a Redis server (or Valkey, KeyDB), authenticates where the check has credentials, sends PING, and takes
/// what INFO tells under the names that redis_exporter gives it. A replica without its primary is degraded. A user who
/// may not ask INFO gets no figures, and is told. Waits; on a thread of its own.
ProbeResult checkRedis(const CheckOptions& check, Timestamp now, const net::Patience& patience);

/// The series of an answer to INFO. Pure. Source: redis.io, commands/info.
std::vector<Reading> readingsOfInfo(std::string_view info);

/// The text of `key` in an answer to INFO; empty where it is not told.
std::string_view infoValue(std::string_view info, std::string_view key);

} // namespace nocturne::health
