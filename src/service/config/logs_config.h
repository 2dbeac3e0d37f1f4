// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "watch/logs/line_joiner.h"

namespace nocturne::config {

/// One item of `logs.files`.
struct LogFileConfig
{
    enum class Format { Auto, Json, Logfmt, Access, Text };

    std::string path;    ///< a glob in the last part
    std::string service; ///< empty: named after the file
    Format format = Format::Auto;
    logs::JoinOptions multiline;

    bool operator==(const LogFileConfig&) const = default;
};

/// `logs.syslog`: what other programs send.
struct SyslogConfig
{
    std::string udp; ///< address:port; empty: none
    std::string tcp;
    bool allowRemote = false; ///< addresses beyond loopback are wanted
    std::size_t maxPerSecond = 1000;

    bool operator==(const SyslogConfig&) const = default;
};

/// Section `logs`.
struct LogsConfig
{
    bool journal = true;       ///< where the system has one
    std::string journalFolder; ///< of journal files; empty: the system's
    std::vector<LogFileConfig> files;
    SyslogConfig syslog;
    std::chrono::milliseconds retention = std::chrono::days(7);
    std::chrono::milliseconds countRetention = std::chrono::days(30);
    std::size_t maxBytes = std::size_t{1} << 30U; ///< on disk

    bool operator==(const LogsConfig&) const = default;
};

} // namespace nocturne::config
