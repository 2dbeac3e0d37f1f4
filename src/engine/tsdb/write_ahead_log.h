// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "base/core/io_files.h"
#include "engine/tsdb/log_file.h"

namespace nocturne::tsdb {

/// Records what is committed, so that a start after a crash finds it again.
///
/// Commits append to a buffer in memory; write() hands the buffer to the operating system, so that it survives the
/// death of the process, and sync() makes it survive a power cut. The log is a row of numbered files, each readable
/// by itself: rotate() begins the next. Once a write failed the file is never trusted again and takes nothing more;
/// a rotation begins anew, and what was lost in between has to be kept by a checkpoint.
///
/// A Batch is made under the lock of the head; all functions may be called from any thread.
class WriteAheadLog
{
public:
    /// Files lie in `folder`; none is made before rotate().
    WriteAheadLog(IoLayer& io, std::string folder)
        : m_io(io)
        , m_folder(std::move(folder))
    {}

    /// The record of one commit; ends with its life. Holds the log's lock.
    class Batch
    {
    public:
        /// Stays closed when `log` is null or cannot be written.
        explicit Batch(WriteAheadLog* log);
        Batch(const Batch&) = delete;
        Batch& operator=(const Batch&) = delete;
        ~Batch();

        bool isOpen() const { return m_record.has_value(); }
        /// The number of the file that the record goes into, which must name each series before its first sample.
        std::uint32_t file() const { return m_log->m_number; }
        LogRecordWriter& record() { return *m_record; }

    private:
        WriteAheadLog* m_log;
        std::unique_lock<std::mutex> m_lock;
        std::optional<LogRecordWriter> m_record;
    };

    Result<void> write();
    /// Writes when so much waits that it should not grow further, for those who commit faster than write() is called;
    /// leaves it to the thread that is at it already, if there is one. The next write() tells of a failure.
    void relieve();
    /// Syncs what was written before.
    Result<void> sync();
    /// Begins file `number`, which is greater than all before. Commits go into it from then on; the file before is
    /// written to its end and synced. On failure the log stays as it was.
    Result<void> rotate(std::uint32_t number);
    /// Takes nothing until the next rotation, as after a failure.
    void suspend();
    /// Whether something committed may be missing in the files, since a write failed and no checkpoint covers it yet.
    bool hasHole() const { return m_hole; }
    /// A checkpoint has all that was committed before the last rotation.
    void checkpointed() { m_hole = m_closed.load(); }
    /// Bytes in the current file and in the buffer.
    std::uint64_t size() const;
    std::string pathOf(std::uint32_t number) const;

private:
    Result<void> writeLocked();

    IoLayer& m_io;
    const std::string m_folder;

    mutable std::mutex m_bufferMutex; // taken last
    std::unique_ptr<LogFrames> m_frames;
    std::uint32_t m_number = 0;

    mutable std::mutex m_fileMutex; // writes and rotates one at a time
    std::shared_ptr<OutputFile> m_file;
    std::optional<Error> m_untold;             // a failure of relieve()
    std::atomic<std::uint64_t> m_fileBytes{0}; // of m_file, for those who must not wait for a disk
    std::atomic<bool> m_closed{false};         // a write failed: nothing is taken until the next rotation
    std::atomic<bool> m_hole{false};
};

} // namespace nocturne::tsdb
