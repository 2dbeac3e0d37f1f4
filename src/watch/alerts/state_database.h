// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "base/core/clock.h"
#include "base/core/log.h"
#include "base/core/result.h"
#include "base/sqlite/database.h"

namespace nocturne::alerts {

inline constexpr int kStateVersion = 4;
inline constexpr const char* kStateFile = "state.db";

/// Opens `state.db` in `folder`, which is there, or a database in memory for an empty `folder`; makes or migrates its
/// tables to `version`.
///
/// A file of an older version is copied to `state.db.before-VERSION` before it is migrated, in one transaction. One of
/// a newer version, and one of another program, is refused with InvalidInput and left alone. A damaged file is moved
/// aside to `state.db.damaged-TIME`, what can still be read of it is taken over, and `log` says so.
/// For one program at a time: the caller holds the lock of the data directory.
Result<sqlite::Database> openStateDatabase(const std::string& folder, const Clock& clock, Logger& log,
                                           int version = kStateVersion);

/// The same file, to look at alone; another program may be writing to it. Fails with NotFound where there is none, with
/// InvalidInput where it is not of this version.
Result<sqlite::Database> openStateReadOnly(const std::string& folder);

/// What `state.db` in `folder` holds now, in memory: changes to it are gone with the object, and nothing is written in
/// `folder`. Empty tables where there is no file. Fails as openStateDatabase() does, and with Corrupt.
Result<sqlite::Database> openStateCopy(const std::string& folder);

/// Copies `state.db` from one folder into another that has none, also while another program writes to it; true when
/// there was one. The copy needs no files beside it.
Result<bool> copyState(const std::string& from, const std::string& to);

/// Reads all of `state.db` in `folder`, which another program may be writing to. Fails with Corrupt where SQLite finds
/// damage, with what cures it. Succeeds where there is no file.
Result<void> checkState(const std::string& folder);

} // namespace nocturne::alerts
