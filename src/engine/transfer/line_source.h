// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/core/result.h"

namespace nocturne::transfer {

/// The lines of a text file, compressed by gzip or not, or of standard input, without reading it whole.
/// Used by one thread.
class LineSource
{
public:
    /// "-" is standard input. Fails with NotFound or Unavailable.
    static Result<std::unique_ptr<LineSource>> open(const std::string& path);
    ~LineSource();
    LineSource(const LineSource&) = delete;
    LineSource& operator=(const LineSource&) = delete;

    /// The next line without its line feed, valid until the next call; nothing at the end. Fails with Unavailable,
    /// with Corrupt when a compressed file is damaged or cut short, with LimitExceeded for a line over 16 MiB.
    Result<std::optional<std::string_view>> next();
    /// Goes forward to byte `offset` of the text, where a line begins. Fails with Corrupt where none does.
    Result<void> skipTo(std::uint64_t offset);
    /// Goes back to the beginning. Not of standard input.
    Result<void> rewind();
    /// A sum of the text up to offset(): it changes with every byte of it.
    std::uint64_t sum() const { return m_sum; }
    /// Of the text, behind the line that was read last.
    std::uint64_t offset() const { return m_offset; }

    /// Bytes of the file read so far, and all that it has; of standard input the latter is 0.
    std::uint64_t fileOffset() const;
    std::uint64_t fileSize() const { return m_fileSize; }
    /// Names the file by its size, beginning and end, in hex; of standard input a name that never comes again.
    const std::string& fingerprint() const { return m_fingerprint; }

private:
    struct File;
    explicit LineSource(std::unique_ptr<File> file);
    Result<bool> fill();

    std::unique_ptr<File> m_file;
    std::string m_path;
    std::string m_buffer;
    std::size_t m_next = 0;
    bool m_ended = false;
    std::uint64_t m_offset = 0;
    std::uint64_t m_sum = 0;
    std::uint64_t m_fileSize = 0;
    std::string m_fingerprint;
};

} // namespace nocturne::transfer
