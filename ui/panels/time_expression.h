// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "base/core/clock.h"
#include "base/core/result.h"

namespace nocturne::panels {

/// Whether `text` follows the clock ("now", "now-1h", "now/d") rather than naming a moment.
bool isRelativeTime(std::string_view text);

/// Reads `now`, `now-1h`, `now-1d/d`, an ISO date or date and time of the local zone, or ms since the epoch.
/// `roundUp` makes `/d` mean the end of the day, as an end of a range does. Units: s m h d w M y.
/// Source: Grafana, date math of time ranges. Fails with InvalidInput and the column.
Result<Timestamp> parseTime(std::string_view text, Timestamp now, bool roundUp = false);

} // namespace nocturne::panels
