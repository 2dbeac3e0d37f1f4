// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <map>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include <tsl/robin_set.h>

#include "engine/tsdb/head.h"
#include "engine/tsdb/head_series.h"
#include "engine/tsdb/label_index.h"
#include "engine/tsdb/live_series.h"
#include "engine/tsdb/write_ahead_log.h"

namespace nocturne::tsdb {

enum class CommitMode { Live, Replay };

/// What the parts of a head share. Private to this room.
///
/// `mutex` guards all but the metadata: queriers copy under a shared lock, creation of series, commits and removal take
/// it alone. Appends by reference take none: a reference stays good as long as a transaction is open that found it
/// live. To be removed a series is first condemned, so that no transaction finds it live any more, and goes when all
/// that began before have ended and left it empty.
class Head::State
{
public:
    /// A sample of an open transaction.
    struct Pending
    {
        storage::SeriesRef ref = 0;
        model::Sample sample;
    };

    struct PendingExemplar
    {
        storage::SeriesRef ref = 0;
        model::Exemplar exemplar;
    };

    /// What a transaction collects, in the order of its calls.
    struct Transaction
    {
        std::vector<Pending> samples;
        std::vector<std::pair<std::size_t, model::HistogramPtr>>
            histograms;                                            ///< in place of the value of samples[first]
        std::vector<std::pair<std::size_t, Timestamp>> startTimes; ///< of samples[first]
        std::vector<PendingExemplar> exemplars;

        /// Keeps what memory the samples took.
        void clear()
        {
            samples.clear();
            histograms.clear();
            startTimes.clear();
            exemplars.clear();
        }
    };

    State(const HeadOptions& headOptions, const Clock& headClock)
        : options(headOptions)
        , clock(headClock)
        , exemplars(headOptions.maxExemplars)
        , m_begin(headClock.monotonic())
    {}

    /// Whether `ref` names a series that takes samples; asked by those within the gate, without the lock.
    bool isLive(storage::SeriesRef ref) const
    {
        return ref >> kEpochShift == m_epoch.load() && live.has(static_cast<SeriesId>(ref));
    }
    /// The series named by `hint`, else by `labels`, created when new. Its reference is good for the commit of a
    /// transaction that entered the gate before.
    Result<storage::SeriesRef> resolve(storage::SeriesRef hint, const model::LabelSet& labels);
    /// Makes the samples visible, in their order, all at once.
    storage::CommitStats commit(const Transaction& transaction, CommitMode mode);
    void forEachContent(const std::function<void(const HeadContent&)>& visit) const;
    void dropSettled(const SettledSeries& settled);
    void relieveLog();
    void maintain(bool ranks);
    /// Leaves it to the thread that is at it already, if there is one.
    void maintainIfDue();

    const HeadOptions options;
    const Clock& clock;

    mutable std::shared_mutex mutex;
    SeriesTable table;
    LiveSeries live;      ///< changed under the lock, asked without
    TransactionGate gate; ///< each transaction enters before its first sample and leaves after the last
    LabelIndex index;
    ChunkTally tally;
    HeadStats stats; // counters only
    WriteAheadLog* log = nullptr;
    storage::CommitListener* listener = nullptr;
    /// Whether the ranks of series that have one are in the order of their label sets.
    bool isRanked = false;

    ExemplarStore exemplars; // has a lock of its own, taken last

    mutable std::shared_mutex metadataMutex;
    std::map<std::string, model::Metadata, std::less<>> metadata;

private:
    struct Hash
    {
        std::size_t operator()(const HeadSeries* series) const { return series->labels().hash(); }
        std::size_t operator()(const model::LabelSet& labels) const { return labels.hash(); }
    };
    struct Equal
    {
        using is_transparent = void;
        bool operator()(const HeadSeries* a, const HeadSeries* b) const { return a == b; }
        bool operator()(const HeadSeries* a, const model::LabelSet& b) const { return a->labels() == b; }
        bool operator()(const model::LabelSet& a, const HeadSeries* b) const { return a == b->labels(); }
    };

    static constexpr unsigned kEpochShift = 32;

    storage::SeriesRef refOf(const HeadSeries& series) const;
    HeadSeries* findByRef(storage::SeriesRef ref) const;
    HeadSeries* findPending(storage::SeriesRef ref) const;
    storage::SeriesRef revive(const HeadSeries& series);
    void prefetchAhead(std::span<const Pending> samples, std::size_t i) const;
    void condemnEmpty();
    bool removeCondemned();
    bool maintenanceDue() const;
    void maintainLocked(bool ranks);
    HeadSeries* findByLabels(const model::LabelSet& labels) const;
    Timestamp retentionCutoff(Timestamp now) const;
    std::uint32_t secondsRun() const;
    std::optional<std::uint32_t> idleBefore() const;
    std::vector<storage::StoredExemplar> commitExemplars(const Transaction& transaction, Timestamp latest,
                                                         WriteAheadLog::Batch& batch, storage::CommitStats& result);
    void dropUpTo(Timestamp cutoff, std::optional<std::uint32_t> idleBefore);
    Timestamp cutoffForBytes(std::size_t bytes) const;
    void removeEmptySeries();
    void removeIfEmpty(std::span<const SeriesId> condemned);
    bool rankingDue() const;
    void rankSeries();
    void renumber();

    const Clock::Monotonic m_begin;
    tsl::robin_set<HeadSeries*, Hash, Equal> m_byLabels;
    SeriesId m_lastId = 0;
    std::atomic<std::uint32_t> m_epoch{1};                         // upper half of references: tells apart numberings
    std::unordered_map<storage::SeriesRef, SeriesId> m_renumbered; // references of before, for open transactions
    std::vector<SeriesId> m_condemned;
    std::uint64_t m_createdAtRanking = 0;
    std::atomic<Clock::Monotonic::rep> m_nextMaintenance{0};
    std::mutex m_maintenanceMutex; // one at a time
};

} // namespace nocturne::tsdb
