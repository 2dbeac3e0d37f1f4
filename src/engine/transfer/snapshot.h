// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "base/core/io_layer.h"
#include "base/core/result.h"

namespace nocturne::transfer {

struct SnapshotStats
{
    std::uint64_t files = 0;
    std::uint64_t bytes = 0;
    std::uint64_t linked = 0; ///< of the files: they share their bytes with the original, the others are copies

    bool operator==(const SnapshotStats&) const = default;
};

/// Makes `target`, which must not exist, a store as that in `folder` is at one moment, also while a process writes
/// there.
///
/// Blocks and checkpoints, which never change, are linked where both lie in one file system; the log is copied as far
/// as it goes. `target` appears whole or not at all. Fails with InvalidInput when it exists, with NotFound when
/// `folder` is no store, with LimitExceeded when the disk is full.
Result<SnapshotStats> makeSnapshot(IoLayer& io, const std::string& folder, const std::string& target);

} // namespace nocturne::transfer
