// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "base/core/result.h"
#include "watch/dashboards/dashboard.h"

namespace nocturne::dashboards {

/// Reads a dashboard file, strictly: unknown keys, kinds, units and places outside the grid are refused with line,
/// column and the cure. Expressions are not parsed here. At most 4 MiB, 500 panels, 50 targets a panel.
Result<Dashboard> readDashboard(std::string_view text);

} // namespace nocturne::dashboards
