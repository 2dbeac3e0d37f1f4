// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// The footer: 8 bytes each of minimum and maximum time, samples, chunks, series, then for each section offset, size
// and checksum.
#include "engine/tsdb/block_format.h"

#include <algorithm>
#include <string_view>

#include "engine/tsdb/checksum.h"

namespace nocturne::tsdb {

namespace {

constexpr std::string_view kHeader = "NOCTBLK\2";
static_assert(kHeader.back() == kBlockVersion);
constexpr std::string_view kEnd = "NOCTBEND";
constexpr std::size_t kWords = 5 + 3 * kBlockSections;
constexpr std::size_t kTail = 8 + 4 + kEnd.size(); // checksum, size, end

using Words = std::array<std::uint64_t, kWords>;

bool placesAreWithin(const BlockFooter& footer, std::size_t start, std::size_t end)
{
    return std::ranges::all_of(footer.sections, [&](const SectionPlace& place) {
        return place.offset >= start && place.offset <= end && place.size <= end - place.offset;
    });
}

} // namespace

std::span<const std::byte> blockHeader() { return bytesOf(kHeader); }

Bytes encodeFooter(const BlockFooter& footer)
{
    Bytes out;
    appendWord(out, footer.minTime);
    appendWord(out, footer.maxTime);
    appendWord(out, footer.samples);
    appendWord(out, footer.chunks);
    appendWord(out, footer.series);
    for (const auto& place : footer.sections) {
        appendWord(out, place.offset);
        appendWord(out, place.size);
        appendWord(out, place.sum);
    }
    const auto size = static_cast<std::uint32_t>(out.size());
    appendWord(out, checksum(out));
    appendWord(out, size);
    appendBytes(out, bytesOf(kEnd));
    return out;
}

std::optional<BlockFooter> readFooter(std::span<const std::byte> file)
{
    constexpr auto kFooter = sizeof(Words);
    constexpr auto kName = kHeader.size() - 1;
    if (file.size() < kHeader.size() + kFooter + kTail ||
        !std::ranges::equal(file.first(kName), blockHeader().first(kName)))
        return std::nullopt;
    const auto version = static_cast<std::uint8_t>(file[kName]);
    if (version == 0 || version > kBlockVersion)
        return std::nullopt;
    const auto tail = file.last(kFooter + kTail);
    std::uint32_t size = 0;
    std::memcpy(&size, tail.data() + kFooter + 8, sizeof size);
    if (!std::ranges::equal(tail.last(kEnd.size()), bytesOf(kEnd)) || size != kFooter ||
        checksum(tail.first(kFooter)) != loadWord(tail.data() + kFooter))
        return std::nullopt;

    Words words;
    std::memcpy(words.data(), tail.data(), sizeof words);
    BlockFooter footer;
    footer.version = version;
    footer.minTime = static_cast<Timestamp>(words[0]);
    footer.maxTime = static_cast<Timestamp>(words[1]);
    footer.samples = words[2];
    footer.chunks = words[3];
    footer.series = words[4];
    for (std::size_t i = 0; i < kBlockSections; ++i)
        footer.sections[i] = {words[5 + 3 * i], words[6 + 3 * i], words[7 + 3 * i]};
    if (!placesAreWithin(footer, kHeader.size(), file.size() - tail.size()))
        return std::nullopt;
    return footer;
}

} // namespace nocturne::tsdb
