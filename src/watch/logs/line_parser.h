// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string_view>

#include "base/core/clock.h"
#include "watch/logs/log_record.h"

namespace nocturne::logs {

/// How the lines of a log are written. Auto: JSON where a line starts with a brace, an access log where it is a line of
/// one, logfmt where it is nothing but pairs and one of them is the message, else plain.
enum class LineFormat { Auto, Plain, Json, Logfmt, Access };

/// The level that a word stands for, case ignored: "warn", "ERR", "E", "fatal", syslog's and glog's words.
std::optional<LogLevel> levelFromText(std::string_view word);

/// What one line says. Plain: the level is the first level word among the first words, the time a leading RFC 3339
/// stamp. JSON: `level`/`severity`/`lvl`, `msg`/`message`, `time`/`timestamp`/`ts`, `service`/`logger` and all else
/// as fields, members of objects as `outer.inner`, arrays as their JSON. Access: parseAccessLine(). Logfmt: the same
/// keys and fields in pairs `key=value key="a value"`, a lone word being a field that is true. Ids of a trace stand
/// where findTrace() puts them. What is missing is Info, `now` and an empty service. Bytes that are no UTF-8 are shown
/// escaped. At most 64 fields and 64 KiB of each text are kept.
LogRecord parseLine(std::string_view line, LineFormat format, Timestamp now);

/// A time stamp of RFC 3339, such as `2026-08-01T10:00:00.123Z`, as ms; nothing where `text` does not start with one.
std::optional<Timestamp> parseRfc3339(std::string_view text);

} // namespace nocturne::logs
