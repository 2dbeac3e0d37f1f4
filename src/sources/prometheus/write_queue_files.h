// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/core/io_files.h"

namespace nocturne::prometheus {

/// A place in a queue: the record of segment `segment` that begins at byte `offset`.
struct QueuePosition
{
    std::uint32_t segment = 0;
    std::uint64_t offset = 0;

    auto operator<=>(const QueuePosition&) const = default;
};

/// What a queue remembers over a restart.
struct QueueProgress
{
    QueuePosition done;                   ///< all before it was taken by the receiver, or given up
    std::optional<QueuePosition> sending; ///< up to there was being sent, as one request
};

/// A segment of a queue: a file that grows, or memory where there are no files.
class QueueSegment
{
public:
    /// Makes a new one; in memory when `folder` is empty.
    static Result<std::unique_ptr<QueueSegment>> create(IoLayer& io, const std::string& folder, std::uint32_t number);
    /// One of before, which does not grow.
    static std::unique_ptr<QueueSegment> open(IoLayer& io, const std::string& folder, std::uint32_t number,
                                              std::uint64_t size);

    std::uint32_t number() const { return m_number; }
    std::uint64_t size() const { return m_size; }
    Result<void> write(std::span<const std::byte> bytes);
    /// All that was written. Valid until the next write() and as long as the object.
    Result<std::span<const std::byte>> bytes();
    /// Removes the file.
    void remove();

private:
    QueueSegment(IoLayer& io, std::string path, std::uint32_t number)
        : m_io(io)
        , m_path(std::move(path))
        , m_number(number)
    {}

    IoLayer& m_io;
    std::string m_path; // empty: in memory
    std::uint32_t m_number;
    std::uint64_t m_size = 0;
    std::optional<OutputFile> m_file;
    std::vector<std::byte> m_memory;
    std::shared_ptr<const FileView> m_view;
};

/// The row of notes of how far a queue has come: appended to without syncs, since a request sent twice does no harm.
class ProgressFile
{
public:
    /// Reads what the last process noted, and begins a new file. Notes nothing when `folder` is empty.
    static Result<ProgressFile> open(IoLayer& io, const std::string& folder);

    const QueueProgress& progress() const { return m_progress; }
    void note(const QueueProgress& progress);

private:
    ProgressFile(IoLayer& io, std::string folder)
        : m_io(&io)
        , m_folder(std::move(folder))
    {}
    Result<void> begin();

    IoLayer* m_io;
    std::string m_folder;
    std::uint32_t m_number = 0;
    std::optional<OutputFile> m_file;
    QueueProgress m_progress;
};

/// The segments in a folder, ascending, with their sizes.
Result<std::vector<std::pair<std::uint32_t, std::uint64_t>>> queueSegments(IoLayer& io, const std::string& folder);

} // namespace nocturne::prometheus
