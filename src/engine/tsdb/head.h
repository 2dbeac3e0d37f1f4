// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/core/clock.h"
#include "base/core/limits.h"
#include "engine/storage/appender.h"
#include "engine/storage/commit_listener.h"
#include "engine/storage/queryable.h"
#include "engine/tsdb/exemplar_store.h"
#include "engine/tsdb/series_chunks.h"

namespace nocturne::tsdb {

struct HeadOptions
{
    /// Samples older than this are dropped, and refused when they come in; 0 keeps all.
    std::chrono::milliseconds retention{std::chrono::hours(30 * 24)};
    /// Samples older than this are refused when they come in, and not dropped later; 0 takes all.
    std::chrono::milliseconds acceptedAge{0};
    /// What samples may take in memory: beyond it the oldest go; 0 is no limit.
    std::size_t retentionBytes = std::size_t{256} << 20U;
    std::size_t maxSeries = Limits{}.totalSeries;
    std::size_t maxExemplars = 100'000;      ///< kept at most, the newest of all series together; 0: none
    std::size_t maxMetricFamilies = 200'000; ///< with metadata; further ones are not remembered
    std::chrono::milliseconds futureWindow = Limits{}.futureWindow;
    /// Samples may be older than the newest of their series by less than this; 0: not at all.
    std::chrono::milliseconds lateWindow{0};
    /// A series that got no sample for this long is idle: its raw samples are compressed, and all of it is settled.
    /// Counted from when its newest sample came in, not from the time that the sample tells.
    std::chrono::milliseconds idleTime{std::chrono::hours(1)};
    /// How often commit() runs maintain() by itself.
    std::chrono::milliseconds maintenanceInterval{std::chrono::minutes(1)};
    /// Series created until all are numbered anew; lower in tests only.
    std::uint32_t maxSeriesId = 4'000'000'000;

    bool operator==(const HeadOptions&) const = default;
};

/// Numbers about a head, for Nocturne's own metrics. Counters run from the start of the process.
struct HeadStats
{
    std::size_t series = 0;
    std::size_t chunks = 0;      ///< sealed
    std::size_t samples = 0;     ///< held
    std::size_t sampleBytes = 0; ///< sealed chunks and raw samples
    std::uint64_t samplesAppended = 0;
    std::uint64_t samplesOutOfOrder = 0;
    std::uint64_t samplesDuplicate = 0;
    std::uint64_t samplesOutOfBounds = 0;
    std::uint64_t seriesCreated = 0;
    std::uint64_t seriesRemoved = 0;
    std::uint64_t seriesRefused = 0; ///< appends refused since the head was full
    std::uint64_t commits = 0;
    Timestamp minTime = 0; ///< of all samples stored since the start; 0 while there are none
    Timestamp maxTime = 0;

    bool operator==(const HeadStats&) const = default;
};

class SettledSeries;
class WriteAheadLog;

/// What a head holds of one series.
struct HeadContent
{
    storage::SeriesRef ref = 0;
    model::LabelSet labels;
    SeriesChunks settled; ///< complete: no sample may come between any more; ready for a block
    SeriesChunks rest;
};

/// The newest samples, in memory: compressed chunks by series, found by a label index.
///
/// All functions may be called from any thread; each appender and each querier belongs to one thread at a time and
/// must not outlive the head. A commit becomes visible as a whole: select() sees all of it or nothing, and what it
/// returned does not change any more. Samples may come late by the late window; CommitStats counts what is older.
///
/// Everything that becomes visible passes through one function of the commit, which is where a log of writes hooks
/// in; everything that leaves raw form becomes a SealedChunk, and those that are settled may move into blocks.
class Head final : public storage::Appendable, public storage::Queryable
{
public:
    Head(HeadOptions options, const Clock& clock);
    ~Head() override;
    Head(const Head&) = delete;
    Head& operator=(const Head&) = delete;

    std::unique_ptr<storage::Appender> appender() override;
    Result<std::unique_ptr<storage::Querier>> querier(Timestamp minTime, Timestamp maxTime) const override;
    Result<std::vector<storage::SeriesExemplars>> exemplars(Timestamp start, Timestamp end,
                                                            std::span<const std::vector<model::Matcher>> selectors,
                                                            const std::stop_token& stop) const override;

    /// Applies retention, compresses idle series and removes empty ones. Takes the lock piece by piece, so that
    /// readers and writers go on. commit() calls it when due; another thread may as well.
    ///
    /// `ranks`: orders new series for queries as well, which a head that ends has no use for.
    void maintain(bool ranks = true);

    /// Logs all commits from now on; null ends it. `log` outlives the head or that call.
    void setLog(WriteAheadLog* log);
    /// Tells `listener` of all commits from now on; null ends it, and when that call is back it is not called again.
    void setListener(storage::CommitListener* listener);
    /// For samples that were accepted before the program started: neither checked against the clock nor logged.
    std::unique_ptr<storage::Appender> replayAppender();
    /// Visits all series, under a shared lock page by page, so that commits go on in between. Of a series idle for
    /// HeadOptions::idleTime everything is settled.
    void forEachContent(const std::function<void(const HeadContent&)>& visit) const;
    /// Drops settled chunks that a block holds by now, and series that are empty then.
    void dropSettled(const SettledSeries& settled);
    std::map<std::string, model::Metadata> metadata() const;
    /// For a replay and a checkpoint; commits add to it by themselves.
    ExemplarStore& exemplarStore();
    const ExemplarStore& exemplarStore() const;

    HeadStats stats() const;

private:
    class State;
    class HeadAppender;
    class HeadQuerier;
    std::unique_ptr<State> m_state;
};

} // namespace nocturne::tsdb
