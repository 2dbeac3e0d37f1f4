// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tsdb/write_ahead_log.h"

#include <utility>

#include "engine/tsdb/store_files.h"

namespace nocturne::tsdb {

namespace {

constexpr std::size_t kMostWaiting = std::size_t{4} << 20U;

} // namespace

WriteAheadLog::Batch::Batch(WriteAheadLog* log)
    : m_log(log)
{
    if (log == nullptr || log->m_closed)
        return;
    m_lock = std::unique_lock(log->m_bufferMutex);
    if (!log->m_frames)
        return;
    log->m_frames->begin();
    m_record.emplace(log->m_frames->bytes());
}

WriteAheadLog::Batch::~Batch()
{
    if (m_record)
        m_log->m_frames->end();
}

void WriteAheadLog::suspend()
{
    m_closed = true;
    m_hole = true;
    const std::lock_guard lock(m_bufferMutex);
    if (m_frames)
        (void)m_frames->take();
}

Result<void> WriteAheadLog::write()
{
    const std::lock_guard lock(m_fileMutex);
    if (const auto untold = std::exchange(m_untold, std::nullopt))
        return tl::unexpected(*untold);
    return writeLocked();
}

void WriteAheadLog::relieve()
{
    const std::unique_lock lock(m_fileMutex, std::try_to_lock);
    if (!lock)
        return;
    {
        const std::lock_guard buffer(m_bufferMutex);
        if (!m_frames || m_frames->bytes().size() < kMostWaiting)
            return;
    }
    if (const auto written = writeLocked(); !written)
        m_untold = written.error();
}

Result<void> WriteAheadLog::writeLocked()
{
    Bytes bytes;
    {
        const std::lock_guard buffer(m_bufferMutex);
        if (!m_frames || m_frames->empty())
            return {};
        bytes = m_frames->take();
    }
    auto written = m_file->write(bytes);
    m_fileBytes = m_file->size();
    if (!written)
        suspend();
    return written;
}

Result<void> WriteAheadLog::sync()
{
    std::shared_ptr<OutputFile> file;
    {
        const std::lock_guard lock(m_fileMutex);
        file = m_file;
    }
    auto synced = file ? file->sync() : Result<void>(); // without the lock, for it may take long
    if (!synced)
        suspend();
    return synced;
}

Result<void> WriteAheadLog::rotate(std::uint32_t number)
{
    const auto header = logFileHeader(number);
    auto next = OutputFile::create(m_io, pathOf(number));
    if (!next)
        return tl::unexpected(next.error());
    if (auto written = next->write(header); !written) {
        (void)m_io.remove(pathOf(number));
        return written;
    }
    if (const auto synced = m_io.syncDirectory(m_folder); !synced) {
        (void)m_io.remove(pathOf(number));
        return tl::unexpected(ioError("sync", m_folder, synced.error()));
    }

    const std::lock_guard lock(m_fileMutex);
    Bytes rest;
    {
        const std::lock_guard buffer(m_bufferMutex);
        if (m_frames)
            rest = m_frames->take();
        m_frames = std::make_unique<LogFrames>(number, header.size());
        m_number = number;
    }
    const auto old = std::exchange(m_file, std::make_shared<OutputFile>(std::move(*next)));
    m_fileBytes = m_file->size();
    m_closed = false;
    m_untold.reset(); // the hole tells of it until a checkpoint has made up for it
    const bool isEmpty = old && old->size() == header.size() && rest.empty();
    if (isEmpty)
        (void)m_io.remove(old->path()); // else every try of a checkpoint on a failing disk would leave one
    else if (old && !(old->write(rest) && old->sync()))
        m_hole = true; // until the checkpoint that follows a rotation
    return {};
}

std::uint64_t WriteAheadLog::size() const
{
    const std::lock_guard buffer(m_bufferMutex);
    return m_fileBytes + (m_frames ? m_frames->bytes().size() : 0);
}

std::string WriteAheadLog::pathOf(std::uint32_t number) const { return m_folder + "/" + logFileName(number); }

} // namespace nocturne::tsdb
