// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>

#include "base/core/clock.h"
#include "base/core/result.h"

namespace nocturne::alerts {

/// Where backups lie in the data directory: `backups/state-20260102T030405Z.db`.
inline constexpr const char* kBackupFolder = "backups";

/// Copies `state.db` of the data directory `folder` as it is at one moment, while it is in use, into a file of its own;
/// checks that it holds, and removes all but the newest `keep` (at least one) backups. Returns the
/// path. What is there stays when it fails: with NotFound where there is no state, with Corrupt where the copy does not
/// hold, else as the disk does. Takes seconds for a large state; from any thread, one at a time.
/// Source: SQLite, "SQLite Backup API".
Result<std::string> backUpState(const std::string& folder, std::size_t keep, Timestamp now);

/// When the newest backup was made; 0 where there is none.
Timestamp newestBackup(const std::string& folder);

/// Whether three o'clock at night, by the clock on the wall here, has come since `newest`, or there is no backup yet.
bool isBackupDue(Timestamp newest, Timestamp now);

} // namespace nocturne::alerts
