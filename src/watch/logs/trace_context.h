// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "watch/logs/log_record.h"

namespace nocturne::logs {

/// The fields that ids of a trace stand in, whatever the program called them.
inline constexpr std::string_view kTraceField = "trace_id";
inline constexpr std::string_view kSpanField = "span_id";

/// Where in a trace something happened. Ids in lower-case hex digits.
struct TraceContext
{
    std::string traceId;
    std::string spanId; ///< may be empty

    bool operator==(const TraceContext&) const = default;
};

/// Reads a `traceparent`: `00-<32 digits>-<16 digits>-<2 digits>`; of a later version what those positions hold.
/// Nothing where an id is all zeros or the version is `ff`. Source: W3C, "Trace Context", 3.2.
std::optional<TraceContext> parseTraceparent(std::string_view text);

/// Puts the ids of the trace under kTraceField and kSpanField: from a field `traceparent`, from fields called
/// `traceId`, `trace-id`, `trace.id` and the like, or from such words within the message. Ids that are no 16 or 32 hex
/// digits stay where they are; ids that are there already are not changed.
void findTrace(LogRecord& record);

} // namespace nocturne::logs
