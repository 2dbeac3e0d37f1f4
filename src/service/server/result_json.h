// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <stop_token>

#include "engine/query/query_result.h"
#include "service/server/body_writer.h"
#include "service/server/json_writer.h"

namespace nocturne::server {

/// How much of a result is written.
struct ResultShape
{
    std::size_t limit = 0;  ///< most series; 0 is no limit
    bool withStats = false; ///< numbers about the evaluation
    bool withSteps = false; ///< those of each step too
    Timestamp start = 0;    ///< of the steps
    std::int64_t stepMs = 0;
};

/// Writes `"resultType":...,"result":...` and the statistics, as members of an object that is open in `json`, straight
/// from the columns. `json` writes to body.text(). Ends early, leaving it unfinished, after a stop request and when
/// the body becomes too large: the caller looks at both.
/// Source of the form: Prometheus, documentation, "Expression query result formats".
void writeResult(JsonWriter& json, BodyWriter& body, const query::QueryResult& result, const ResultShape& shape,
                 const std::stop_token& stop);

/// Series of `result` that have any value: those that are written.
std::size_t seriesWithValues(const query::QueryResult& result);

} // namespace nocturne::server
