// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/core/io_layer.h"
#include "base/core/log.h"
#include "engine/tsdb/block_set.h"
#include "engine/tsdb/head.h"
#include "engine/tsdb/store_health.h"

namespace nocturne::tsdb {

struct StoreOptions
{
    std::string folder;
    /// Of the part in memory; its retention, late window and limit on bytes are set by the store.
    HeadOptions head;
    /// Samples may be older than the newest of their series by less than this, whatever the clock says.
    std::chrono::milliseconds lateWindow = Limits{}.lateWindow;
    std::chrono::milliseconds retention{std::chrono::hours(30 * 24)}; ///< of samples; 0 keeps all
    /// How long roll-ups per 5 minutes and per hour are kept, with the samples or without; 0 keeps all.
    std::array<std::chrono::milliseconds, 2> rollUpRetention{std::chrono::hours(90 * 24), std::chrono::hours(730 * 24)};
    /// Windows of time that roll-ups come in files by; each a multiple of the one before.
    std::array<std::chrono::milliseconds, 2> rollUpWindows{std::chrono::hours(24), std::chrono::hours(16 * 24)};
    /// Whether selections tell what roll-ups remember of samples that retention dropped, at the ends of their buckets.
    bool tellsDropped = true;
    std::uint64_t maxBytes = 0; ///< of all files; 0 is no limit

    /// Commits survive the death of the process after this long, ...
    std::chrono::milliseconds flushInterval{500};
    /// ... and a power cut after this long, and what a sync takes.
    std::chrono::milliseconds syncInterval{3000};
    /// Settled samples move from the head into blocks this often, and whenever the log has grown by logBytes and by as
    /// much as the last checkpoint has.
    std::chrono::milliseconds persistInterval{std::chrono::minutes(30)};
    std::uint64_t logBytes = std::uint64_t{32} << 20U;
    /// The checkpoint of an orderly end, which makes the next start quick, is given up after this long: the log has
    /// all. None: the end waits for it.
    std::optional<std::chrono::milliseconds> endPatience;
    /// Windows that blocks are merged into. Blocks are written by windows of the first.
    std::vector<std::chrono::milliseconds> windows{std::chrono::hours(2), std::chrono::hours(6),
                                                   std::chrono::hours(24)};

    /// Below the greater of these the oldest windows go; below `stopFreeBytes` nothing is written any more.
    std::uint64_t lowFreeBytes = Limits{}.diskLowBytes;
    double lowFreeShare = 0.05;
    std::uint64_t stopFreeBytes = Limits{}.diskStopBytes;
    /// Room kept for what matters more than samples when the disk is full, at most a sixteenth of it; 0 is none.
    std::uint64_t reserveBytes = Limits{}.diskReserveBytes;

    /// When the wall clock is set by more than this nothing is dropped for age during a day; 0 trusts it always.
    std::chrono::milliseconds clockJump{std::chrono::minutes(2)};

    bool readOnly = false;
    /// Without threads the owner calls flush() and keep().
    bool threads = true;
};

/// Time series on disk: a head in memory, a log of what it took in, and blocks of what is settled.
///
/// A commit is visible at once, survives the death of the process within flushInterval and a power cut within
/// syncInterval. Of windows that are closed roll-ups are made, which are kept longer than the samples. Every
/// persistInterval a checkpoint is made: samples too old to be preceded by late ones move into blocks, the rest of the
/// head is written beside, and the log begins anew. Blocks are merged into larger windows and dropped by retention in
/// the background; readers hold snapshots, so that neither waits for the other.
///
/// When the disk fails or is full samples go on into memory, and a checkpoint brings them to disk once it is well.
/// All functions may be called from any thread. Appenders and queriers must not outlive the store.
class Store final : public storage::Appendable, public storage::Queryable
{
public:
    /// Opens or makes the store in `options.folder`, whose parent exists, and reads the log.
    ///
    /// Fails with Unavailable when another process writes there, with InvalidInput on a file system of another
    /// computer, else with what the system says about the folder. Damage does not keep it from opening: health() tells.
    static Result<std::unique_ptr<Store>> open(StoreOptions options, const Clock& clock, Logger& log, IoLayer& io);
    /// Flushes, and makes a checkpoint, so that the next start is quick: see StoreOptions::endPatience.
    ~Store() override;
    /// What the destructor does but for giving memory back, for a program that ends: nobody appends any more.
    void close();
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

    std::unique_ptr<storage::Appender> appender() override;
    Result<std::unique_ptr<storage::Querier>> querier(Timestamp minTime, Timestamp maxTime) const override;
    Result<std::vector<storage::SeriesExemplars>> exemplars(Timestamp start, Timestamp end,
                                                            std::span<const std::vector<model::Matcher>> selectors,
                                                            const std::stop_token& stop) const override;
    std::vector<std::string> losses(Timestamp minTime, Timestamp maxTime) const override;

    /// Writes and syncs: what was committed before survives a power cut. Fails with Unavailable when earlier samples
    /// could not be written and no checkpoint has made up for it yet.
    Result<void> flush();
    /// Writes without sync: what was committed before survives the death of the process.
    Result<void> write();
    /// One round of upkeep: looks at the disk, makes a checkpoint when due, merges, drops what is too old.
    void keep();
    /// Makes a checkpoint now.
    Result<void> persist();

    /// Takes finished block files of the same file system in among its own, one by one; readers see them at once. Of
    /// samples of the same time those of older blocks are kept.
    Result<void> adopt(const std::vector<std::string>& paths);
    /// Merges blocks as keep() does, and also those of windows that are still open, so that what is in several is
    /// there once. Queries go on meanwhile.
    Result<void> mergeAll();
    /// Takes an exemplar of a series, whether that has samples or not. It is not logged: the next checkpoint has it.
    ExemplarOutcome addExemplar(const model::LabelSet& series, const model::Exemplar& exemplar);
    /// The times of the oldest and the newest sample; both 0 when there are none. Blocks count as a whole.
    std::pair<Timestamp, Timestamp> timeRange() const;

    /// Reads every block from end to end; what is damaged is then in health(). Takes as long as reading the disk does.
    struct Verification
    {
        std::uint64_t blocks = 0;
        std::uint64_t samples = 0;
        std::uint64_t damagedChunks = 0;
        std::uint64_t damagedBlocks = 0; ///< of which nothing can be read, those put aside among them
        std::uint64_t rollUps = 0;       ///< blocks of roll-ups
        std::uint64_t damagedRollUps = 0;

        bool operator==(const Verification&) const = default;
    };
    Verification verify() const;
    /// Writes damaged blocks anew from what can be read, those put aside earlier too, and puts the damaged files aside.
    /// Roll-ups are made anew from the samples where these are all there.
    Result<Verification> repair();

    StoreHealth health() const;
    StoreStats stats() const;
    HeadStats headStats() const;
    ExemplarStats exemplarStats() const;
    BlockSet::Snapshot blocks() const;

    /// Tells `listener` of all commits from now on; null ends it.
    void setListener(storage::CommitListener* listener);

    /// Ends without any of the destructor's care, as a crash would. For tests.
    void abandon();

private:
    struct State;
    class StoreQuerier;
    explicit Store(std::unique_ptr<State> state);

    std::unique_ptr<State> m_state;
};

} // namespace nocturne::tsdb
