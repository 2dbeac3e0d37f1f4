// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>

#include "cli/check_config.h"
#include "service/config/configuration.h"

namespace nocturne::cli {

/// Checks what a configuration names: rule files, files of targets, files with credentials. As `promtool check config`
/// a file of rules or targets that is not there is a warning where a pattern or discovery names it, missing
/// credentials are an error.
void checkReferenced(const std::string& file, const config::Configuration& configuration,
                     const std::function<void(ConfigFinding)>& add);

} // namespace nocturne::cli
