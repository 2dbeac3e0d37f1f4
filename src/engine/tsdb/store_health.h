// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/core/result.h"
#include "engine/tsdb/damage_log.h"

namespace nocturne::tsdb {

/// How a store is doing, for a banner and for metrics.
struct StoreHealth
{
    enum class State {
        Good,
        ReadOnly, ///< opened to look at; nothing is taken in
        LowSpace, ///< the disk is filling: the oldest windows go before their time
        DiskFull, ///< nothing is written: new samples are in memory alone
        Failing   ///< writes fail for another reason: new samples are in memory alone
    };

    State state = State::Good;
    std::string message;                ///< what is wrong, where, and what helps; empty when all is well
    std::string folder;                 ///< where the samples are
    std::uint64_t freeBytes = 0;        ///< on its disk, when last looked at
    std::optional<Error::Kind> failure; ///< why writing fails, while Failing: NotFound when the folder is gone
    std::vector<Damage> damages;        ///< what could not be read since the store was opened
    bool clockJumped = false;           ///< the wall clock was set; retention waits

    bool operator==(const StoreHealth&) const = default;
};

/// A stable lower-case word: "disk_full".
constexpr std::string_view toString(StoreHealth::State state)
{
    switch (state) {
    case StoreHealth::State::Good:
        return "good";
    case StoreHealth::State::ReadOnly:
        return "read_only";
    case StoreHealth::State::LowSpace:
        return "low_space";
    case StoreHealth::State::DiskFull:
        return "disk_full";
    case StoreHealth::State::Failing:
        return "failing";
    }
    return "failing";
}

/// Numbers about a store beside those of its head. Counters run from the start of the process.
struct StoreStats
{
    std::size_t blocks = 0;
    std::size_t unreadableBlocks = 0; ///< files of which nothing is served, those put aside among them
    std::uint64_t blockBytes = 0;
    std::uint64_t blockSamples = 0;
    std::size_t rollUps = 0; ///< blocks of roll-ups
    std::uint64_t rollUpBytes = 0;
    std::uint64_t logBytes = 0;
    Timestamp oldestTime = 0; ///< of the samples, in blocks or in memory; 0 without
    std::uint64_t checkpoints = 0;
    std::uint64_t merges = 0;
    std::uint64_t blocksDropped = 0; ///< by retention
    std::uint64_t writeFailures = 0;
    std::uint64_t damages = 0;
    std::size_t unreadableRollUps = 0; ///< windows of which no roll-up can be made, for they are damaged
    std::uint64_t replayedSamples = 0;
    std::uint64_t tornBytes = 0; ///< of an unfinished record, cut from the log at the start
    double replaySeconds = 0;
    double lastSyncSeconds = 0; ///< how long the last sync of the log took

    bool operator==(const StoreStats&) const = default;
};

} // namespace nocturne::tsdb
