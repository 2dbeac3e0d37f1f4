// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>

#include "engine/tsdb/log_file.h"
#include "sources/prometheus/write_feed.h"
#include "sources/prometheus/write_queue_files.h"

namespace nocturne::prometheus {

/// Samples that wait to be sent, on disk: they survive a restart, and a receiver that is away for hours.
///
/// A row of segments in the format of the store's log, of which about 5 bytes a sample are used. What is added lies in
/// the files before add() is back, without a sync. Where more than `maxBytes` wait the oldest segments go, and their
/// samples are counted. A request is a run of whole records, noted before it is sent, so that after a crash the very
/// same one is sent again: a receiver that has it takes no harm. Used by one thread.
class WriteQueue
{
public:
    struct Options
    {
        std::string folder;                               ///< is there; empty: the queue is in memory
        std::uint64_t maxBytes = std::uint64_t{1} << 30U; ///< of all segments
        std::size_t recordSamples = 2000;                 ///< a request has so many at most
    };
    /// Reads what waits in the folder. Fails as files do.
    static Result<std::unique_ptr<WriteQueue>> open(IoLayer& io, Options options);
    ~WriteQueue();

    /// Appends `samples`, labels as they shall be sent. Fails as files do: then all of them are dropped and counted.
    Result<void> add(std::span<const FedSample> samples);

    /// One request: its samples in their order, and where it ends.
    struct Batch
    {
        std::vector<FedSample> samples; ///< without references
        QueuePosition end;
    };
    /// What is to be sent next, nothing when the queue is empty. Asked again before done(), it is the same.
    Result<std::optional<Batch>> next();
    /// The batch that next() gave was taken, or is given up.
    void done(const Batch& batch);

    /// Samples that wait, without those of before this process where the files did not tell.
    std::size_t waiting() const { return m_waiting; }
    std::uint64_t bytes() const;
    std::uint64_t dropped() const { return m_dropped; }

private:
    class Reader;
    struct Segment
    {
        std::unique_ptr<QueueSegment> file;
        std::size_t samples = 0; ///< in all of it
    };
    struct Named
    {
        tsdb::SeriesId id = 0;
        std::uint32_t segment = 0; ///< that names it
    };

    WriteQueue(IoLayer& io, Options options, ProgressFile progress);
    Result<void> readFolder();
    Result<void> beginSegment();
    Result<void> writeRecord(std::span<const FedSample> samples);
    void dropOldest();
    void forgetDone();

    IoLayer& m_io;
    const Options m_options;
    ProgressFile m_progress;
    QueueProgress m_place;
    std::deque<Segment> m_segments;
    std::uint32_t m_lastSegment = 0;
    std::unique_ptr<tsdb::LogFrames> m_frames; // of the last segment; null: it takes no more
    std::unordered_map<storage::SeriesRef, Named> m_named;
    tsdb::SeriesId m_lastId = 0;
    std::unique_ptr<Reader> m_reader;
    std::size_t m_waiting = 0;
    std::uint64_t m_dropped = 0;
};

} // namespace nocturne::prometheus
