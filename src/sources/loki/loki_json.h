// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/core/result.h"
#include "watch/logs/log_record.h"

namespace nocturne::loki {

inline constexpr std::size_t kLargestAnswer = std::size_t{64} << 20U;

using Labels = std::map<std::string, std::string>;

/// One line of a stream.
struct Entry
{
    std::int64_t ns = 0; ///< since the Unix epoch
    Labels labels;       ///< of its stream
    std::string line;
    Labels metadata; ///< structured metadata, and what Loki parsed out of the line

    bool operator==(const Entry&) const = default;
};

/// Entries of an answer or a message, the oldest first.
struct Entries
{
    std::vector<Entry> entries;
    std::size_t dropped = 0;    ///< entries that Loki says it left out
    std::size_t unreadable = 0; ///< entries that made no sense
};

/// Reads the data of `query_range`, which must be streams: a metric query belongs to a panel. At most `limit` entries.
/// Fails with Corrupt, InvalidInput or LimitExceeded. Source: Loki, docs/reference/loki-http-api.md.
Result<Entries> readStreams(std::string_view json, std::size_t limit);
/// Reads one message of `tail`. Fails with Corrupt.
Result<Entries> readTailMessage(std::string_view json, std::size_t limit);
/// Reads `labels` and `label/NAME/values`. Fails with Corrupt.
Result<std::vector<std::string>> readNames(std::string_view json);
/// What a refusal says, which often is plain text. One bounded line.
std::string readRefusal(std::string_view body);

/// As the log pages show it: its level from a label or the metadata, else from the line.
logs::LogRecord recordOf(const Entry& entry, const std::string& source);
/// The identity of an entry: the same for the same stream, time and line.
std::uint64_t identityOf(const Entry& entry);

} // namespace nocturne::loki
