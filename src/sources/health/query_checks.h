// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>

#include "engine/query/query_service.h"
#include "sources/health/probe.h"

/// Checks of what the store of this Nocturne has, and heartbeats wherever they stand.
namespace nocturne::health {

/// Judges the values of an instant query: each against the thresholds and the expected value, the worst counts. An
/// empty answer is check.emptyState, and so is a query that gives no numbers.
ProbeResult judgeQuery(const CheckOptions& check, const query::QueryResult& answer);

/// Judges how long ago `moment` was, as seconds against the thresholds; nothing: it never was. What is in the future by
/// more than a minute is down: a clock is wrong.
ProbeResult judgeHeartbeat(const CheckOptions& check, std::optional<Timestamp> moment, Timestamp now);

/// Judges an answer whose values are Unix times in seconds: each as judgeHeartbeat() does, the worst counts, and of two
/// as bad the older. 0 is never, as of a gauge that was not set yet. Down where there is no series.
ProbeResult judgeHeartbeats(const CheckOptions& check, const query::QueryResult& answer, Timestamp now);

/// A heartbeat that is a file: when it was written.
ProbeResult checkHeartbeatFile(const CheckOptions& check, Timestamp now);
/// A heartbeat that a document tells at check.jsonPath.
ProbeResult judgeHeartbeatDocument(const CheckOptions& check, const net::HttpResponse& answer, Timestamp now);

/// Asks `queries` for check.query. `done` is called by the loop.
std::unique_ptr<Probe> startQueryProbe(const CheckOptions& check, net::EventLoop& loop, const Clock& clock,
                                       query::QueryService* queries, Probe::Done done);

} // namespace nocturne::health
