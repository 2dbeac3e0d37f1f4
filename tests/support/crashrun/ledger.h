// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <string>

namespace nocturne::support {

/// What a process that feeds a store knows when it is killed: which commits were acknowledged, when, and which were
/// written since. It lies in a mapped file, so that it survives the process, and is the oracle for every loss.
///
/// Written by one process; read when that is dead.
struct Ledger
{
    static constexpr std::size_t kMostCommits = 60'000;

    std::atomic<std::uint64_t> committed{0}; ///< commits that returned
    std::atomic<std::uint64_t> begun{0};     ///< commits that may have been seen by the store
    std::atomic<std::uint64_t> written{0};   ///< commits before a write that returned
    std::atomic<std::uint64_t> checkpoints{0};
    std::atomic<std::uint64_t> merges{0};
    std::atomic<std::uint64_t> dropped{0};
    std::array<std::atomic<std::int64_t>, kMostCommits> times{}; ///< of each commit, ns of the monotonic clock

    /// Maps the ledger in `path`, which is made when it does not exist; null when that is impossible.
    static Ledger* map(const std::string& path);
    /// How many commits were acknowledged before `time`.
    std::uint64_t committedBefore(std::int64_t time) const;
    static std::int64_t now();
};

} // namespace nocturne::support
