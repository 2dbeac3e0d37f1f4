// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/yaml/findings.h"

namespace nocturne::cli {

/// One thing `nocturnectl check config` has to say. A file that cannot be read is a finding without a place.
struct ConfigFinding
{
    std::string file;
    yaml::Finding::Severity severity = yaml::Finding::Severity::Error;
    Error error;
};

/// What is wrong with some configuration files, file by file in the order of their lines.
struct ConfigReport
{
    std::vector<ConfigFinding> findings;
    std::size_t files = 0;
    std::size_t errors = 0;
    std::size_t warnings = 0;

    /// Warnings do not keep a configuration from running.
    bool isUsable() const { return errors == 0; }
};

/// Reads each file as the collector would, acting on none, and the files of rules and targets that it names.
ConfigReport checkConfig(const std::vector<std::string>& files);

/// The report for people: a line a finding, `FILE:LINE:COLUMN: error: message`, and a last line that sums up.
std::string toText(const ConfigReport& report);

} // namespace nocturne::cli
