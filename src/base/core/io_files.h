// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <string_view>

#include "base/core/io_layer.h"
#include "base/core/result.h"

namespace nocturne {

/// Says that `action` on `path` failed with `code`: "cannot write /data/wal/1: No space left on device". The kind is
/// LimitExceeded when the disk or a quota is full, NotFound when there is no such file, else Unavailable.
Error ioError(std::string_view action, const std::string& path, int code);

/// A new file written from its start to its end; closed by the destructor. One thread writes, another may sync
/// meanwhile.
///
/// After any failure nothing more is written: what lies in the file is then not known, and it is never trusted again.
class OutputFile
{
public:
    static Result<OutputFile> create(IoLayer& io, std::string path);
    OutputFile(OutputFile&& other) noexcept;
    OutputFile& operator=(OutputFile&& other) noexcept;
    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;
    ~OutputFile();

    /// Writes all of `bytes`, in as many calls as it takes.
    Result<void> write(std::span<const std::byte> bytes);
    Result<void> sync();
    const std::string& path() const { return m_path; }
    /// Bytes written so far.
    std::uint64_t size() const { return m_size; }
    bool failed() const { return m_failed; }

private:
    OutputFile(IoLayer& io, std::string path, IoLayer::File file)
        : m_io(&io)
        , m_path(std::move(path))
        , m_file(file)
    {}

    IoLayer* m_io;
    std::string m_path;
    IoLayer::File m_file;
    std::uint64_t m_size = 0;
    std::atomic<bool> m_failed = false;
};

/// Writes `path` whole or not at all: beside it as `path`.tmp by `fill`, synced, renamed, the folder synced.
/// What is left beside after a failure is removed.
Result<void> writeWhole(IoLayer& io, const std::string& path, const std::function<Result<void>(OutputFile&)>& fill);

/// All of a file. Fails with NotFound where there is none, with Unavailable where it cannot be read to its end, as
/// those of a process that has gone and folders.
Result<std::string> wholeText(const std::string& path);

/// The folder of `path`.
std::string folderOf(const std::string& path);

} // namespace nocturne
