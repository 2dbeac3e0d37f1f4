// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <optional>
#include <span>
#include <vector>

#include "base/core/clock.h"
#include "engine/tsdb/byte_io.h"

// A block is one file, numbers little-endian:
//
//   header     7 bytes "NOCTBLK", 1 byte version: 2, or 1 as it was written before there were roll-ups
//   data       pieces: time columns, each written once for all chunks that share it, and value columns
//   sections   strings, names, values, postings, groups, series, sources, one behind the other
//   footer     BlockFooter (block_format.cpp), 8 bytes its checksum, 4 bytes its size, 8 bytes "NOCTBEND"
//
// A time piece is 4 bytes checksum of what follows it, varint size, and that many bytes:
//
//   count      1 byte, 1..255
//   minimum    zigzag varint, ms since the Unix epoch
//   length     varint: maximum - minimum
//   times      integer column; nothing for chunks of native histograms and start times, which have times of their own;
//              for roll-ups see roll_up_codec.cpp
//
// A value piece is a value column, or a chunk of native histograms or start times; its size and checksum are in the
// series section.
// Short checksums are the lower half of XXH3-64, seeded with the offset of the piece in the file.
//
//   strings    4 bytes count, count * 4 bytes end of each, text: sorted, none twice
//   names      per label name, ascending: 4 bytes string, 4 bytes index of its first value, 4 bytes number of values
//   values     per name and value, ascending: 4 bytes string, 4 bytes offset in the postings
//   postings   each: varint count, varint first id, then varints: difference to the id before, less one
//   groups     per kSeriesGroup series: 4 bytes offset in the series section
//   series     per series, ascending by label set; the id is its place:
//                varint labels shared with the series before in its group, varint number of further ones,
//                each varint name, varint value; varint number of chunks;
//                varint offset of its values, less the end of those of the series before in its group;
//                per chunk: zigzag varint offset of its times, less that of the chunk before in its group;
//                           varint size of its values * 8 + kind (ChunkKind), * 4 in version 1;
//                           4 bytes checksum of them
//   sources    varints: number of files, then their numbers: the blocks that this one replaces, or of which it is
//              the roll-up; then, in a block of roll-ups, zigzag varint start of its window, varint length of it,
//              varint length of a bucket, in ms

namespace nocturne::tsdb {

inline constexpr std::size_t kSeriesGroup = 16;
inline constexpr std::uint8_t kBlockVersion = 2;

enum class BlockSection : std::uint8_t { Strings, Names, Values, Postings, Groups, Series, Sources };
inline constexpr std::size_t kBlockSections = 7;

struct SectionPlace
{
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
    std::uint64_t sum = 0; ///< XXH3-64

    bool operator==(const SectionPlace&) const = default;
};

/// What a block says of itself as a whole.
struct BlockFooter
{
    std::uint8_t version = kBlockVersion;
    Timestamp minTime = 0;
    Timestamp maxTime = 0;
    std::uint64_t samples = 0;
    std::uint64_t chunks = 0;
    std::uint64_t series = 0;
    std::array<SectionPlace, kBlockSections> sections;

    bool operator==(const BlockFooter&) const = default;
    const SectionPlace& at(BlockSection section) const { return sections[static_cast<std::size_t>(section)]; }
};

/// The window of time (start, end] that a block of roll-ups is about; `start` is a multiple of its length.
struct RollUpWindow
{
    Timestamp start = 0;
    Timestamp end = 0;
    std::int64_t resolutionMs = 0;

    bool operator==(const RollUpWindow&) const = default;
};

std::span<const std::byte> blockHeader();
/// The footer with all that stands behind it.
Bytes encodeFooter(const BlockFooter& footer);
/// The footer of a whole file; nothing when the file is no block of a version we know, is cut off, or the footer
/// damaged.
std::optional<BlockFooter> readFooter(std::span<const std::byte> file);

} // namespace nocturne::tsdb
