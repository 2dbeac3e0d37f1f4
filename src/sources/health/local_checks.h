// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/health/probe.h"

/// Checks of this computer. Each is run where it may wait for a disk.
namespace nocturne::health {

/// How full the file system of `target` is, in per cent of what its users may have, against the thresholds.
ProbeResult checkDisk(const CheckOptions& check);

/// How much memory is in use, in per cent, against the thresholds. `meminfo` is the text of /proc/meminfo.
ProbeResult checkMemory(const CheckOptions& check, std::string_view meminfo);
ProbeResult checkMemory(const CheckOptions& check);

/// The age of the file `target` in seconds, against the thresholds: a heartbeat of what writes it.
ProbeResult checkFile(const CheckOptions& check, Timestamp now);

/// Opens the SQLite database `target` for reading, runs the query, whose first value stands against the thresholds, and
/// counts the rows of the tables. SQLite itself refuses statements that write.
ProbeResult checkSqlite(const CheckOptions& check);

} // namespace nocturne::health
