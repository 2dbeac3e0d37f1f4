// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "watch/alerts/alert_instance.h"
#include "watch/logs/log_store.h"

namespace nocturne::panels {

/// What was logged around the time an alert began, about what its labels name.
struct RelatedLogs
{
    std::vector<logs::LogRecord> records; ///< oldest first
    std::string service;                  ///< whose records these are, where a label names one
    std::string text;                     ///< else what they contain: the host of its instance
    bool isSearched = false;              ///< a label names something to look for
};
inline constexpr std::size_t kMostRelatedLogs = 8;
inline constexpr Timestamp kRelatedWithin = 5 * 60'000; ///< before and after

/// Records of the service that a label of `alert` names, else those that contain the host of its instance; of many the
/// warnings and errors first, then those nearest to the moment. Reads the store: not on a thread that draws.
RelatedLogs relatedLogs(const logs::LogStore& store, const alerts::AlertInstance& alert);

} // namespace nocturne::panels
