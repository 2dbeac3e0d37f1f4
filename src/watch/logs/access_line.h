// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string_view>

#include "watch/logs/log_record.h"

namespace nocturne::logs {

/// Reads a line of an access log, common or combined:
///
///     client ident user [10/Oct/2000:13:55:36 -0700] "GET /index.html HTTP/1.0" 200 2326 "referrer" "agent" rest
///
/// The message is `GET /index.html 200`; fields are `client`, `user`, `method`, `path`, `protocol`, `status`, `bytes`,
/// `referer`, `user_agent` and, of what follows, `rest`. Answers of 500 and above are errors, from 400 on warnings.
/// Nothing where `line` is none. Source: Apache httpd, mod_log_config, "Common Log Format" and "Combined".
std::optional<LogRecord> parseAccessLine(std::string_view line);

} // namespace nocturne::logs
