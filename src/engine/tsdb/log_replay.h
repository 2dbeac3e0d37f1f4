// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>
#include <string>

#include "base/core/io_files.h"
#include "engine/tsdb/damage_log.h"
#include "engine/tsdb/head.h"

namespace nocturne::tsdb {

/// What a replay of the log brought back.
struct ReplayReport
{
    std::uint64_t records = 0;
    std::uint64_t samples = 0;     ///< that the head did not have yet
    std::uint64_t tornBytes = 0;   ///< cut from the end of the last file, as a crash leaves them
    std::uint32_t lastFile = 0;    ///< greatest number in use; 0: none
    std::set<std::string> damaged; ///< paths of files that lost something and are left as they are

    bool operator==(const ReplayReport&) const = default;
};

/// Reads checkpoints and log files of `folder` into `head`, from the newest whole checkpoint on.
///
/// A damaged record ends its file: all before it is kept, what is lost is noted in `damage`, and the next file is read,
/// since each names its series itself. What is lost lies between the newest sample before it and the next file, or
/// `now`. When `mayWrite`, a record that a crash left unfinished is cut off, and files of which nothing can be read are
/// put aside. Fails when a file cannot be read.
Result<ReplayReport> replayLog(IoLayer& io, const std::string& folder, Head& head, DamageLog& damage, Timestamp now,
                               bool mayWrite);

/// Removes the checkpoints and log files of `folder` with numbers below `number`; those of `damaged` are put aside.
void removeLogsBefore(IoLayer& io, const std::string& folder, std::uint32_t number,
                      const std::set<std::string>& damaged);

} // namespace nocturne::tsdb
