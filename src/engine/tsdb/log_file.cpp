// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// A file of records, numbers little-endian:
//
//   header    7 bytes "NOCTLOG", 1 byte version, 8 bytes number of the file
//   records   each: 4 bytes size of the payload, 8 bytes checksum, payload (log_record.cpp)
//
// The checksum is XXH3-64 over size and payload, seeded with the number of the file times 2^40 plus the offset of the
// record, so that a record in the wrong place is none.
#include "engine/tsdb/log_file.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <string_view>

#include "engine/tsdb/checksum.h"

namespace nocturne::tsdb {

namespace {

constexpr std::string_view kMagic = "NOCTLOG";
constexpr std::byte kVersion{1};
constexpr std::size_t kHeaderSize = 16;
constexpr std::size_t kSizeSize = 4;
constexpr std::size_t kFrameSize = 12;
constexpr unsigned kNumberShift = 40;

std::uint64_t seedOf(std::uint64_t number, std::uint64_t offset) { return (number << kNumberShift) + offset; }

/// Of the record at `frame`: size, then payload behind the checksum.
std::uint64_t recordChecksum(std::uint32_t size, std::span<const std::byte> payload, std::uint64_t seed)
{
    return checksum(payload, seed ^ (std::uint64_t{size} * 0x9e3779b97f4a7c15U));
}

} // namespace

Bytes logFileHeader(std::uint64_t number)
{
    Bytes header(kHeaderSize);
    std::memcpy(header.data(), kMagic.data(), kMagic.size());
    header[kMagic.size()] = kVersion;
    std::memcpy(header.data() + kMagic.size() + 1, &number, sizeof number);
    return header;
}

void LogFrames::begin()
{
    m_start = m_bytes.size();
    m_bytes.resize(m_start + kFrameSize);
}

void LogFrames::end()
{
    const auto payload = std::span(m_bytes).subspan(m_start + kFrameSize);
    if (payload.empty()) {
        m_bytes.resize(m_start);
        return;
    }
    assert(payload.size() <= UINT32_MAX && "a record has less than 4 GiB");
    const auto size = static_cast<std::uint32_t>(payload.size());
    const auto sum = recordChecksum(size, payload, seedOf(m_number, m_offset + m_start));
    std::memcpy(m_bytes.data() + m_start, &size, sizeof size);
    std::memcpy(m_bytes.data() + m_start + kSizeSize, &sum, sizeof sum);
}

Bytes LogFrames::take()
{
    m_offset += m_bytes.size();
    auto taken = std::exchange(m_bytes, {});
    m_bytes.reserve(taken.size()); // as much comes again
    return taken;
}

std::optional<LogFrame> logFrameAt(std::span<const std::byte> file, std::uint64_t number, std::uint64_t at)
{
    if (at > file.size() || file.size() - at < kFrameSize)
        return std::nullopt;
    std::uint32_t size = 0;
    std::memcpy(&size, file.data() + at, sizeof size);
    if (size == 0 || size > file.size() - at - kFrameSize)
        return std::nullopt;
    const auto payload = file.subspan(at + kFrameSize, size);
    if (recordChecksum(size, payload, seedOf(number, at)) != loadWord(file.data() + at + kSizeSize))
        return std::nullopt;
    return LogFrame{payload, at + kFrameSize + size};
}

LogReading readLogFile(std::span<const std::byte> file, std::uint64_t number, LogVisitor& visitor)
{
    LogReading reading;
    const auto header = logFileHeader(number);
    const auto stop = [&](std::uint64_t at, bool torn, std::string fault) {
        reading.goodBytes = at;
        reading.lostBytes = file.size() - at;
        reading.torn = torn;
        reading.fault = std::move(fault);
        return reading;
    };
    if (file.size() < header.size() || !std::equal(header.begin(), header.end(), file.begin()))
        return stop(0, file.size() <= header.size(), "no header of a log of this version");

    std::uint64_t at = header.size();
    while (at < file.size()) {
        if (file.size() - at < kFrameSize)
            return stop(at, true, "the last record is cut off");
        std::uint32_t size = 0;
        std::memcpy(&size, file.data() + at, sizeof size);
        const auto sum = loadWord(file.data() + at + kSizeSize);
        if (size > file.size() - at - kFrameSize)
            return stop(at, true, "the last record is cut off");
        const auto payload = file.subspan(at + kFrameSize, size);
        if (size == 0 && std::ranges::all_of(file.subspan(at), [](auto byte) { return byte == std::byte{0}; }))
            return stop(at, true, "the file ends in zeros"); // space given to it before a power cut
        if (size == 0 || recordChecksum(size, payload, seedOf(number, at)) != sum)
            return stop(at, at + kFrameSize + size == file.size(), "a record has a wrong checksum");
        if (const auto read = readLogRecord(payload, visitor); !read)
            return stop(at, false, read.error().message);
        at += kFrameSize + size;
        ++reading.records;
        reading.ended = size == 1 && payload.front() == kLogEnd;
    }
    return stop(at, false, {});
}

} // namespace nocturne::tsdb
