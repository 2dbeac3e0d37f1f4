// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "base/core/result.h"
#include "engine/tsdb/byte_io.h"
#include "engine/tsdb/log_record.h"

namespace nocturne::tsdb {

/// The bytes that a file of records begins with. `number` is that of the file's name.
Bytes logFileHeader(std::uint64_t number);

/// Puts records into a row of bytes that goes into a file at a known place.
class LogFrames
{
public:
    /// Records that follow byte `offset` of file `number`.
    LogFrames(std::uint64_t number, std::uint64_t offset)
        : m_number(number)
        , m_offset(offset)
    {}

    /// Opens a record: its payload is what the caller appends to bytes() before end().
    void begin();
    /// Closes the record; one with no payload vanishes.
    void end();
    Bytes& bytes() { return m_bytes; }
    /// The bytes so far, leaving none. Not between begin() and end().
    Bytes take();
    bool empty() const { return m_bytes.empty(); }

private:
    Bytes m_bytes;
    std::uint64_t m_number;
    std::uint64_t m_offset; // in the file, of m_bytes
    std::size_t m_start = 0;
};

/// How far a file of records could be read.
struct LogReading
{
    std::uint64_t records = 0;
    std::uint64_t goodBytes = 0; ///< from the start of the file to the end of the last whole record
    std::uint64_t lostBytes = 0; ///< behind them
    bool ended = false;          ///< the last record says that it is
    bool torn = false;           ///< what is lost is the tail of one record, as a crash leaves it
    std::string fault;           ///< why reading ended early; empty when it did not

    bool operator==(const LogReading&) const = default;
};

/// One record of a file.
struct LogFrame
{
    std::span<const std::byte> payload; ///< for readLogRecord()
    std::uint64_t end = 0;              ///< where the next one begins
};

/// The record at byte `at` of a file that may still grow; nothing where there is no whole and sound one.
std::optional<LogFrame> logFrameAt(std::span<const std::byte> file, std::uint64_t number, std::uint64_t at);

/// Visits all whole records of a file up to the first that is damaged: all before it is kept, nothing behind it.
LogReading readLogFile(std::span<const std::byte> file, std::uint64_t number, LogVisitor& visitor);

} // namespace nocturne::tsdb
