// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "base/core/io_files.h"
#include "engine/tsdb/store_health.h"

namespace nocturne::tsdb {

struct DiskGuardOptions
{
    /// Below the greater of these a disk is filling.
    std::uint64_t lowFreeBytes = 0;
    double lowFreeShare = 0;
    /// Below this no samples are written.
    std::uint64_t stopFreeBytes = 0;
    /// What a file of no content holds for bad times: at most a sixteenth of the disk; 0 is none.
    std::uint64_t reserveBytes = 0;
};

/// Watches the room on the disk of a store, and keeps a reserve of it.
///
/// The reserve is a file that is removed when the disk is full, so that what matters more than samples, such as
/// acknowledgements, can still be written. What it gave is not counted as free: samples wait until there is room
/// beside it. It comes back with the room, and goes when
/// the store is closed. One thread looks at a time.
class DiskGuard
{
public:
    DiskGuard(DiskGuardOptions options, IoLayer& io, std::string folder);

    struct Finding
    {
        StoreHealth::State state = StoreHealth::State::Good; ///< Good, LowSpace or DiskFull
        std::string message;         ///< what is wrong, where, and what follows; empty when Good
        std::uint64_t freeBytes = 0; ///< on the disk, without what the reserve is owed

        bool operator==(const Finding&) const = default;
    };

    /// `isRefused` says that the disk had no room for a write though it may seem to have. Fails when there is no
    /// folder.
    Result<Finding> look(bool isRefused);
    /// Gives the reserve back: it is of use while the store runs.
    void end();
    /// The folder was made anew: looks for the reserve again.
    void forget();
    std::string reservePath() const { return m_folder + "/reserve"; }

private:
    std::uint64_t reserveFor(const DiskSpace& space) const;
    void release();
    void refill(std::uint64_t bytes);

    const DiskGuardOptions m_options;
    IoLayer& m_io;
    const std::string m_folder;
    std::uint64_t m_held = 0; // bytes of the reserve
    std::uint64_t m_owed = 0; // what it had when it was released
    bool m_known = false;     // whether it was looked for
};

} // namespace nocturne::tsdb
