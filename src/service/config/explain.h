// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "service/config/configuration.h"

namespace nocturne::config {

/// The configuration in effect as YAML, every default written out but what is left to the person at the screen;
/// readConfiguration() reads it back. Literal secrets appear as `<secret>`, user and password in URLs as `***`.
std::string explain(const Configuration& configuration);

} // namespace nocturne::config
