// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <limits>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "engine/tsdb/block.h"

namespace nocturne::tsdb {

using BlockList = std::vector<std::shared_ptr<const Block>>;

/// The blocks of a store. Readers take a snapshot; one writer at a time adds, replaces and removes.
/// All functions may be called from any thread.
class BlockSet
{
public:
    using Snapshot = std::shared_ptr<const BlockList>; ///< ascending by number

    /// What the sources of a block mean: those it replaces, or those it is the roll-up of.
    enum class Sources { Replaced, RolledUp };

    BlockSet(IoLayer& io, std::string folder, std::shared_ptr<DamageLog> damage, Sources sources = Sources::Replaced);

    /// Opens all blocks in the folder. Those that cannot be opened are noted as damage and, when `mayWrite`, put aside
    /// as `*.corrupt`; those that another one replaces are left out, and removed. Blocks of samples that were put aside
    /// before and are not repaired are noted as well, unless all of them is older than `oldest`. Fails when the folder
    /// cannot be read.
    Result<void> load(bool mayWrite, Timestamp oldest = std::numeric_limits<Timestamp>::min());
    /// The files of which nothing is served, with what they held as far as it is known: found by load().
    std::vector<Damage> unreadable() const;
    /// Of those, what repair() can look at: paths of files that were put aside, with their numbers.
    std::vector<std::pair<std::string, std::uint64_t>> aside() const;
    /// Marks a file that was put aside as done: what could be read of it was saved.
    void setRepaired(const std::string& path);
    Snapshot blocks() const;
    std::uint64_t bytes() const;

    /// The path of a new block, with a number of its own.
    std::uint64_t nextNumber();
    std::string pathOf(std::uint64_t number) const;
    const std::string& folder() const { return m_folder; }
    /// Opens a block just written and shows it to readers in place of `replaced`, whose files go.
    Result<void> add(std::uint64_t number, const BlockList& replaced = {});
    /// Takes `blocks` away from readers and removes their files; those with damage are put aside, `repaired` or not.
    void remove(const BlockList& blocks, bool repaired = false);
    const std::shared_ptr<DamageLog>& damage() const { return m_damage; }

private:
    void setAside(const std::string& path, bool mayWrite);
    void lookAside(Timestamp oldest);
    void noteUnreadable(const std::string& path, const char* what, Timestamp oldest);
    void dropReplaced(BlockList& blocks, bool mayWrite);
    void removeFile(const Block& block, bool repaired);

    IoLayer& m_io;
    const std::string m_folder;
    std::shared_ptr<DamageLog> m_damage;
    const Sources m_sources;
    mutable std::mutex m_mutex;
    Snapshot m_blocks;
    std::vector<Damage> m_unreadable;
    std::uint64_t m_lastNumber = 0;
};

/// The start of the window of `length` that holds `time`. Windows are counted from the Unix epoch and are (start, start
/// + length], so that they are made of whole buckets of roll-ups.
Timestamp windowStart(Timestamp time, std::chrono::milliseconds length);

} // namespace nocturne::tsdb
