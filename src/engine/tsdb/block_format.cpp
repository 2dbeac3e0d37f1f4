// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// The footer: 8 bytes each of minimum and maximum time, samples, chunks, series, then for each section offset, size
// and checksum.
#include "engine/tsdb/block_format.h"

#include <algorithm>
#include <bit>
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

constexpr std::string_view kCopyEnd = "NOCTCPY";
constexpr std::size_t kNameSize = kHeader.size() - 1;
constexpr std::size_t kFooterSize = sizeof(Words);

bool placesAreWithin(const BlockFooter& footer, std::size_t start, std::size_t end)
{
    return std::ranges::all_of(footer.sections, [&](const SectionPlace& place) {
        return place.offset >= start && place.offset <= end && place.size <= end - place.offset;
    });
}

bool isKnown(std::uint8_t version) { return version != 0 && version <= kBlockVersion; }

BlockFooter footerOf(std::span<const std::byte> bytes, std::uint8_t version)
{
    Words words;
    std::memcpy(words.data(), bytes.data(), sizeof words);
    BlockFooter footer;
    footer.version = version;
    footer.minTime = static_cast<Timestamp>(words[0]);
    footer.maxTime = static_cast<Timestamp>(words[1]);
    footer.samples = words[2];
    footer.chunks = words[3];
    footer.series = words[4];
    for (std::size_t i = 0; i < kBlockSections; ++i)
        footer.sections[i] = {words[5 + 3 * i], words[6 + 3 * i], words[7 + 3 * i]};
    return footer;
}

/// The version that the header tells; nothing where it is no header of a version we know.
std::optional<std::uint8_t> headerVersion(std::span<const std::byte> file)
{
    if (file.size() < kHeader.size() || !std::ranges::equal(file.first(kNameSize), blockHeader().first(kNameSize)))
        return std::nullopt;
    const auto version = static_cast<std::uint8_t>(file[kNameSize]);
    return isKnown(version) ? std::optional(version) : std::nullopt;
}

/// The words that begin at `at`, when their checksum is right, or is after one bit was set right.
std::optional<BlockFooter> wordsAt(std::span<const std::byte> file, std::size_t at, std::uint8_t version, bool correct)
{
    std::array<std::byte, kFooterSize> words{};
    std::memcpy(words.data(), file.data() + at, words.size());
    const auto sum = loadWord(file.data() + at + kFooterSize);
    const auto found = checksum(words);
    const bool sumAlone = std::popcount(found ^ sum) == 1; // it is the checksum that has the wrong bit
    if (found != sum && !(correct && (sumAlone || correctBit(words, sum))))
        return std::nullopt;
    auto footer = footerOf(words, version);
    return placesAreWithin(footer, kHeader.size(), at) ? std::optional(footer) : std::nullopt;
}

/// Calls `visit(offset)` wherever `mark` stands, from the end of the file on, until it returns true.
template <typename Visit>
void forEachMark(std::span<const std::byte> file, std::string_view mark, Visit visit)
{
    constexpr int kMost = 64; // more are nothing that we wrote
    const std::string_view text(reinterpret_cast<const char*>(file.data()), file.size()); // NOLINT: bytes as a text
    auto at = text.rfind(mark);
    for (int seen = 0; at != std::string_view::npos && seen < kMost; ++seen) {
        if (visit(at) || at == 0)
            return;
        at = text.rfind(mark, at - 1);
    }
}

/// Its sections lie behind it, so that nothing but its own version byte tells how to read them.
std::optional<BlockFooter> footerFromCopy(std::span<const std::byte> file)
{
    std::optional<BlockFooter> footer;
    forEachMark(file, kCopyEnd, [&](std::size_t mark) {
        if (mark < kHeader.size() + kFooterSize + 12 || mark + kCopyEnd.size() >= file.size())
            return false;
        const auto version = static_cast<std::uint8_t>(file[mark + kCopyEnd.size()]);
        const auto* at = file.data() + (mark - 12 - kFooterSize);
        const std::span words(at, kFooterSize);
        if (!isKnown(version) || checksum(words) != loadWord(at + kFooterSize))
            return false;
        auto copy = footerOf(words, version);
        if (placesAreWithin(copy, mark + kCopyEnd.size() + 1, file.size()))
            footer = copy;
        return footer.has_value();
    });
    return footer;
}

} // namespace

std::span<const std::byte> blockHeader() { return bytesOf(kHeader); }

const std::size_t BlockFooter::kSize = kFooterSize + kTail;

namespace {

Bytes encodeWords(const BlockFooter& footer)
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
    return out;
}

} // namespace

Bytes encodeFooter(const BlockFooter& footer)
{
    auto out = encodeWords(footer);
    appendBytes(out, bytesOf(kEnd));
    return out;
}

Bytes encodeFooterCopy(const BlockFooter& footer)
{
    auto out = encodeWords(footer);
    appendBytes(out, bytesOf(kCopyEnd));
    out.push_back(static_cast<std::byte>(footer.version));
    return out;
}

std::optional<BlockFooter> readFooter(std::span<const std::byte> file)
{
    const auto version = headerVersion(file);
    if (!version || file.size() < kHeader.size() + kFooterSize + kTail)
        return std::nullopt;
    const auto tail = file.last(kFooterSize + kTail);
    std::uint32_t size = 0;
    std::memcpy(&size, tail.data() + kFooterSize + 8, sizeof size);
    if (!std::ranges::equal(tail.last(kEnd.size()), bytesOf(kEnd)) || size != kFooterSize)
        return std::nullopt;
    return wordsAt(file, file.size() - tail.size(), *version, false);
}

std::optional<BlockFooter> rescueFooter(std::span<const std::byte> file)
{
    if (file.size() < kHeader.size() + kFooterSize + kTail)
        return std::nullopt;
    if (auto copy = footerFromCopy(file))
        return copy;
    const auto version = headerVersion(file);
    if (!version) // how the sections are to be read is not known
        return std::nullopt;
    std::optional<BlockFooter> footer;
    forEachMark(file, kEnd, [&](std::size_t mark) {
        if (mark >= kHeader.size() + kFooterSize + 12)
            footer = wordsAt(file, mark - 12 - kFooterSize, *version, true);
        return footer.has_value();
    });
    return footer ? footer : wordsAt(file, file.size() - kFooterSize - kTail, *version, true);
}

bool isCopyDamaged(std::span<const std::byte> file, const BlockFooter& footer)
{
    const auto expected = encodeFooterCopy(footer);
    const auto end = footer.at(BlockSection::Strings).offset;
    if (end < expected.size() || end > file.size())
        return false;
    const auto found = file.subspan(end - expected.size(), expected.size());
    std::size_t equal = 0;
    std::size_t informative = 0; // zeros are equal to a lot
    for (std::size_t i = 0; i < expected.size(); ++i) {
        informative += expected[i] != std::byte{0} ? 1 : 0;
        equal += expected[i] != std::byte{0} && found[i] == expected[i] ? 1 : 0;
    }
    return !std::ranges::equal(found, expected) && equal * 4 > informative;
}

bool correctBit(std::span<std::byte> bytes, std::uint64_t sum)
{
    constexpr std::size_t kMost = std::size_t{256} << 10U;
    if (bytes.size() > kMost)
        return false;
    for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
        const auto mask = std::byte{1} << (bit % 8);
        bytes[bit / 8] ^= mask;
        if (checksum(bytes) == sum)
            return true;
        bytes[bit / 8] ^= mask;
    }
    return false;
}

std::optional<std::pair<Timestamp, Timestamp>> timesIn(std::span<const std::byte> file)
{
    constexpr std::size_t kMostBytes = 4096; // of the times of 255 samples
    constexpr std::size_t kMostLookedAt = std::size_t{8} << 20U;
    constexpr std::size_t kSum = 4;
    std::optional<std::pair<Timestamp, Timestamp>> range;
    file = file.first(std::min(file.size(), kMostLookedAt));
    for (std::size_t at = kHeader.size(); at + kSum < file.size(); ++at) {
        const auto piece = file.subspan(at + kSum);
        ByteReader in(piece);
        const auto size = in.varint();
        const auto header = piece.size() - in.remaining();
        std::uint32_t sum = 0;
        std::memcpy(&sum, file.data() + at, kSum);
        if (in.failed() || size < 3 || size > kMostBytes || size > in.remaining() ||
            shortChecksum(piece.first(header + size), at) != sum)
            continue;
        ByteReader body(piece.subspan(header, size));
        (void)body.byte();
        const auto minimum = unzigzag(body.varint());
        const auto maximum = minimum + body.varint();
        const std::pair found(static_cast<Timestamp>(minimum), static_cast<Timestamp>(maximum));
        if (body.failed() || found.first > found.second)
            continue;
        range = range ? std::pair(std::min(range->first, found.first), std::max(range->second, found.second)) : found;
        at += kSum + header + size - 1;
    }
    return range;
}

} // namespace nocturne::tsdb
