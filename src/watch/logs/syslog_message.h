// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "base/core/clock.h"
#include "watch/logs/log_record.h"

namespace nocturne::logs {

/// The level of a severity of syslog(3): 0 to 3 are errors, 4 a warning, 5 and 6 information, 7 is for debugging.
LogLevel levelOfSeverity(int severity);

/// Reads one message of syslog, RFC 5424 where a version follows the priority, else RFC 3164.
///
/// The service is APP-NAME or the tag. Fields: `facility` and `severity` in words, `host`, `pid`, `msgid`, and each
/// parameter of structured data as `ID.NAME`.
/// A stamp of RFC 3164 has neither year nor zone: it is local time, in the year that puts it nearest to `now`. What is
/// malformed is kept as text with what could be read before it, as section 4.3.3 of RFC 3164 wants: any bytes are a
/// record. A message that is JSON gives its fields, too. Texts are bounded by what a line of a file may have.
LogRecord parseSyslog(std::string_view message, Timestamp now);

} // namespace nocturne::logs
