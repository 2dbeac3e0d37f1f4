// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "base/core/clock.h"

namespace nocturne::collector {

/// What became of the configuration file.
struct ConfigStatus
{
    std::string file;               ///< empty: there is none
    bool succeeded = true;          ///< whether the last reading was taken; if not, that of before is in force
    std::string error;              ///< why not, with file and line; outside text in it
    Timestamp lastSuccess = 0;      ///< when the one in force was read
    std::vector<std::string> later; ///< sections that changed and take effect at the next start

    bool operator==(const ConfigStatus&) const = default;
};

} // namespace nocturne::collector
