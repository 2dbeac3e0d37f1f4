// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <span>
#include <string>
#include <vector>

#include <tsl/robin_set.h>

#include "engine/tsdb/head.h"
#include "engine/tsdb/head_series.h"
#include "engine/tsdb/label_index.h"
#include "engine/tsdb/write_ahead_log.h"

namespace nocturne::tsdb {

enum class CommitMode { Live, Replay };

/// What the parts of a head share. Private to this room.
///
/// `mutex` guards all but the metadata: appends look up and pin series under a shared lock, queriers copy under a
/// shared lock, creation of series, commits and removal take it alone.
class Head::State
{
public:
    /// A sample of an open transaction, which pins its series.
    struct Pending
    {
        HeadSeries* series = nullptr;
        model::Sample sample;
    };

    struct PendingExemplar
    {
        HeadSeries* series = nullptr; ///< pinned too
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

        void clear() { *this = {}; }
    };

    State(const HeadOptions& headOptions, const Clock& headClock)
        : options(headOptions)
        , clock(headClock)
        , exemplars(headOptions.maxExemplars)
    {}

    struct Pinned
    {
        HeadSeries* series = nullptr;
        storage::SeriesRef ref = 0;
    };

    /// The series named by `hint`, else by `labels`, created when new; pinned.
    Result<Pinned> pinSeries(storage::SeriesRef hint, const model::LabelSet& labels);
    /// The series named by `ref`, pinned; null when there is none any more.
    HeadSeries* pinKnown(storage::SeriesRef ref);
    /// Makes the samples visible, in their order, all at once, and unpins their series.
    storage::CommitStats commit(const Transaction& transaction, CommitMode mode);
    void forEachContent(const std::function<void(const HeadContent&)>& visit) const;
    void dropSettled(std::span<const HeadContent> contents);
    void maintain();
    /// Leaves it to the thread that is at it already, if there is one.
    void maintainIfDue();

    const HeadOptions options;
    const Clock& clock;

    mutable std::shared_mutex mutex;
    SeriesTable table;
    LabelIndex index;
    ChunkTally tally;
    HeadStats stats; // counters only
    WriteAheadLog* log = nullptr;
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

    storage::SeriesRef refOf(const HeadSeries& series) const;
    HeadSeries* findByRef(storage::SeriesRef ref) const;
    bool maintenanceDue() const;
    void maintainLocked();
    HeadSeries* findByLabels(const model::LabelSet& labels) const;
    Timestamp retentionCutoff(Timestamp now) const;
    void commitExemplars(const Transaction& transaction, Timestamp latest, WriteAheadLog::Batch& batch,
                         storage::CommitStats& result);
    void dropUpTo(Timestamp cutoff, Timestamp idleBefore);
    Timestamp cutoffForBytes(std::size_t bytes) const;
    void removeEmptySeries();
    void removeIfEmpty(std::span<const SeriesId> candidates);
    bool rankingDue() const;
    void rankSeries();
    void renumber();

    tsl::robin_set<HeadSeries*, Hash, Equal> m_byLabels;
    SeriesId m_lastId = 0;
    std::uint32_t m_epoch = 1; // upper half of references: tells apart numberings
    std::uint64_t m_createdAtRanking = 0;
    std::atomic<Clock::Monotonic::rep> m_nextMaintenance{0};
    std::mutex m_maintenanceMutex; // one at a time
};

} // namespace nocturne::tsdb
