// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace nocturne::config {

/// One item of `logs.files`.
struct LogFileConfig
{
    enum class Format { Auto, Json, Logfmt, Text };

    std::string path;    ///< a glob in the last part
    std::string service; ///< empty: named after the file
    Format format = Format::Auto;

    bool operator==(const LogFileConfig&) const = default;
};

/// Section `logs`.
struct LogsConfig
{
    bool journal = true; ///< where the system has one
    std::vector<LogFileConfig> files;

    bool operator==(const LogsConfig&) const = default;
};

} // namespace nocturne::config
