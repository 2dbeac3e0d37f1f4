// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "base/core/clock.h"
#include "engine/tsdb/byte_io.h"

// A block is one file, numbers little-endian:
//
//   header     7 bytes "NOCTBLK", 1 byte version: 2, or 1 as it was written before there were roll-ups
//   data       pieces: time columns, each written once for all chunks that share it, and value columns
//   copy       BlockFooter, 8 bytes its checksum, 4 bytes its size, 7 bytes "NOCTCPY", 1 byte version; not in blocks of
//              older programs. Nothing refers to it: it is looked for when the end or the beginning is damaged
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

    /// The bytes of the copy and of the footer, each with all that stands behind it.
    static const std::size_t kSize;

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
/// The same as it stands before the sections.
Bytes encodeFooterCopy(const BlockFooter& footer);
/// The footer of a whole file; nothing when the file is no block of a version we know, is cut off, or the footer
/// damaged.
std::optional<BlockFooter> readFooter(std::span<const std::byte> file);
/// The footer of a file that readFooter() knows nothing to do with, from its copy or with one wrong bit set right: the
/// checksum says whether it is. Also where bytes were added behind the end. Reads the whole file.
std::optional<BlockFooter> rescueFooter(std::span<const std::byte> file);

/// Whether the copy of a sound footer is damaged. False where there is none, as in blocks of older programs: the bytes
/// in its place are then nothing like it.
bool isCopyDamaged(std::span<const std::byte> file, const BlockFooter& footer);

/// Sets `bytes` right where one bit of them is all that is wrong with `sum`. False, leaving them as they were, when it
/// is not, or when they are more than 256 KiB, which would take minutes.
bool correctBit(std::span<std::byte> bytes, std::uint64_t sum);

/// The oldest and the newest time that the time pieces in the first 8 MiB of a file tell whose index cannot be read:
/// found by looking for their checksums. Nothing when there are none.
std::optional<std::pair<Timestamp, Timestamp>> timesIn(std::span<const std::byte> file);

} // namespace nocturne::tsdb
