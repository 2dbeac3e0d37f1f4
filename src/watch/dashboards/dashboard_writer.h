// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "watch/dashboards/dashboard.h"

namespace nocturne::dashboards {

/// The text of `dashboard` that readDashboard() reads back to an equal one: keys in a fixed order, members with
/// their default value left out, one panel member a line, so that differences of versions read well.
std::string writeDashboard(const Dashboard& dashboard);

} // namespace nocturne::dashboards
