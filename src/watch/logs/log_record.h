// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>

#include "base/core/clock.h"
#include "base/core/log.h"

namespace nocturne::logs {

/// One line of a log, whatever it came from.
struct LogRecord
{
    std::uint64_t sequence = 0; ///< order of arrival, given by the store, from 1
    Timestamp time = 0;
    LogLevel level = LogLevel::Info;
    std::string service; ///< who speaks: a unit of the journal, the name of a tailed file
    std::string source;  ///< where it was read: "journal", "file:/var/log/app.log", "syslog:udp 127.0.0.1"
    std::string message; ///< one line or several, valid UTF-8, bounded
    std::map<std::string, std::string> fields;

    bool operator==(const LogRecord&) const = default;
};

} // namespace nocturne::logs
