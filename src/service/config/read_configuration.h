// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/yaml/findings.h"
#include "service/config/configuration.h"

namespace nocturne::config {

/// A configuration and everything there is to say about its text, in the order of the lines.
struct ConfigurationReading
{
    Configuration configuration; ///< with errors: what could be understood, for messages only
    std::vector<yaml::Finding> findings;

    bool hasErrors() const;
};

/// Reads nocturne.yml or prometheus.yml. Names of files in it are relative to `folder`, as in Prometheus; with a
/// `folder`, files that hold secrets are looked at for their permissions. Never fails otherwise than by findings.
ConfigurationReading readConfiguration(std::string_view text, const std::string& folder = {});

/// Reads the file. Fails with NotFound or Unavailable when there is none to be read, with LimitExceeded when it is
/// larger than Limits::configBytes.
Result<ConfigurationReading> loadConfiguration(const std::string& path);

} // namespace nocturne::config
