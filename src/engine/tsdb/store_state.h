// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <thread>

#include "engine/tsdb/block_merger.h"
#include "engine/tsdb/disk_guard.h"
#include "engine/tsdb/log_replay.h"
#include "engine/tsdb/roll_up_blocks.h"
#include "engine/tsdb/settled_series.h"
#include "engine/tsdb/store.h"
#include "engine/tsdb/write_ahead_log.h"

namespace nocturne::tsdb {

/// What the parts of a store share. Private to this room.
struct Store::State
{
    State(StoreOptions storeOptions, const Clock& storeClock, Logger& storeLogger, IoLayer& storeIo);
    ~State();

    Result<void> open();
    void startThreads();
    void stopThreads();

    Result<void> write();
    Result<void> sync();
    Result<void> persist();
    void persistAtEnd();
    Result<void> ensureFolder();
    void keep();
    /// Merges what is due, and tells what went wrong with the last merge.
    Result<void> mergeAll();
    /// Puts what can be read of a damaged block into a new one, and the block aside.
    Result<void> rewrite(const std::shared_ptr<const Block>& block);
    /// The same of the files that were put aside and of which nothing is served.
    Result<void> repairAside();
    /// Makes roll-ups anew where some are damaged, from the samples or from what can be read.
    Result<void> repairRollUps();
    StoreHealth health() const;
    StoreStats stats() const;
    std::pair<Timestamp, Timestamp> timeRange() const;

    const StoreOptions options;
    const Clock& clock;
    Logger& logger;
    IoLayer& io;
    const std::string logFolder;
    std::shared_ptr<DamageLog> damage = std::make_shared<DamageLog>();
    BlockSet blocks;
    std::array<BlockSet, 2> rollUps; // as kRollUpResolutions
    Head head;
    WriteAheadLog log;
    /// For keep() and the end alone.
    DiskGuard guard;
    bool abandoned = false;

private:
    Result<void> makeFolders();
    Result<void> takeLock();
    void removeUnfinished();
    Result<void> loadBlocks(bool mayWrite);
    Result<ReplayReport> readAll();
    Result<ReplayReport> readWhileWritten();

    Result<void> writeCheckpoint(std::uint32_t number, SettledSeries& settled, std::vector<std::uint64_t>& written);
    Result<void> writeBlocks(SettledSeries& settled, std::vector<std::uint64_t>& written);

    void removeBlocks(std::vector<std::uint64_t>& written);
    bool isTooLate() const { return m_deadline && clock.monotonic() > *m_deadline; }

    bool lookForFolder();
    Result<void> reviveFolder();
    Result<void> takeLockAnew();
    Result<void> checkForeignFiles() const;
    std::string lockText() const;
    Result<void> restoreBlocks(const BlockSet& set, std::uint64_t& restored);

    void logDamage();
    void watchClock();
    void watchSpace();
    void mergeDue(OpenWindows openWindows = OpenWindows::Left);
    Result<void> takeOutDamaged(const BlockList& group);
    Result<void> rewriteLocked(const std::shared_ptr<const Block>& block, bool isRepair);
    bool rollUpDue();
    struct DueRollUp
    {
        std::size_t resolution = 0; // index of kRollUpResolutions
        RollUpWindow window;
        BlockList replaced;
    };
    std::optional<DueRollUp> dueOfSamples(const BlockList& samples, const RollUpFiles& files,
                                          const RollUpFiles& coarse) const;
    std::optional<DueRollUp> dueOfRollUps(const BlockList& samples, const RollUpFiles& finer,
                                          const RollUpFiles& files) const;
    Result<void> rollUp(const DueRollUp& due);
    bool isExpired(std::size_t resolution, Timestamp end) const;
    std::uint64_t dropOldRollUps(std::uint64_t bytes, bool isAgeTrusted);
    void forgetEmptyRollUps(const BlockList& samples);
    void dropOld();
    void drop(const BlockList& dropped, const char* why);
    bool persistDue();
    Timestamp newestTime() const;
    Result<void> noted(Result<void> result);
    void noteMerge(const Result<void>& result);
    void loop(const std::stop_token& stop, std::chrono::milliseconds interval, const std::function<void()>& job);

    std::optional<IoLayer::File> m_lock;
    std::string m_lockText;                     // what the lock file says of us
    bool m_folderGone = false;                  // and not wholly made again; under m_keepMutex
    std::optional<Clock::Monotonic> m_deadline; // of the checkpoint at the end
    std::mutex m_keepMutex;                     // checkpoints, merges and retention, one at a time
    std::uint32_t m_nextLog = 1;
    std::uint64_t m_damagesLogged = 0;   // by count, and ...
    std::size_t m_damagesNamed = 0;      // ... of those that are kept
    std::set<std::string> m_damagedLogs; // of which all that can be read is in memory
    Clock::Monotonic m_lastPersist;
    std::uint64_t m_checkpointBytes = 0;       // of the last checkpoint
    std::optional<Clock::Monotonic> m_lastTry; // of a checkpoint that failed
    Clock::Monotonic m_lastLook;               // at the clocks
    Timestamp m_lastNow = 0;
    std::optional<Clock::Monotonic> m_jumpedUntil;
    std::set<std::pair<std::size_t, Timestamp>> m_emptyRollUps; // windows in which nothing can be read

    mutable std::mutex m_healthMutex;
    DiskGuard::Finding m_space;
    std::optional<Error> m_failure;      // of the log or a checkpoint
    std::optional<Error> m_mergeFailure; // of the last merge
    StoreStats m_stats;                  // counters only

    std::mutex m_wakeMutex;
    std::condition_variable_any m_wake;
    std::vector<std::jthread> m_threads;
    std::stop_source m_stop;
};

} // namespace nocturne::tsdb
