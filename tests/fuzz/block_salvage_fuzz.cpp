// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// What is read of a damaged block: any bytes as a file, and sections of any bytes, of which some have a right checksum.
// The input begins with the lengths of the sections, a bit per section that it is sound, and the number of series.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "base/core/io_files.h"
#include "engine/tsdb/block_salvage.h"
#include "engine/tsdb/checksum.h"
#include "support/crash_disk.h"

using namespace nocturne;

namespace {

constexpr std::size_t kPrefix = tsdb::kBlockSections + 2;
constexpr const char* kPath = "/data/0000000000000001.block";

/// A file whose footer is sound, since nothing is salvaged of others.
tsdb::Bytes blockOf(std::span<const std::byte> input)
{
    tsdb::BlockFooter footer;
    footer.series = std::to_integer<std::uint64_t>(input[kPrefix - 1]);
    const auto isSound = std::to_integer<unsigned>(input[kPrefix - 2]);
    const auto header = tsdb::blockHeader();
    tsdb::Bytes file(header.begin(), header.end());
    auto rest = input.subspan(kPrefix);
    for (std::size_t i = 0; i < tsdb::kBlockSections; ++i) {
        const auto section = rest.first(std::min<std::size_t>(std::to_integer<std::size_t>(input[i]), rest.size()));
        const auto wrong = ((isSound >> i) & 1U) == 0 ? 1U : 0U;
        footer.sections.at(i) = {file.size(), section.size(), tsdb::checksum(section) + 3U * wrong};
        file.insert(file.end(), section.begin(), section.end());
        rest = rest.subspan(section.size());
    }
    file.insert(file.end(), rest.begin(), rest.end());
    const auto end = tsdb::encodeFooter(footer);
    file.insert(file.end(), end.begin(), end.end());
    return file;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto input = std::as_bytes(std::span(data, size));
    (void)tsdb::rescueFooter(input);
    (void)tsdb::timesIn(input);
    if (size < kPrefix)
        return 0;
    support::CrashDisk disk;
    (void)disk.makeDirectory("/data");
    disk.close(*disk.open(kPath, IoLayer::Open::CreateNew));
    *disk.content(kPath) = blockOf(input);
    const auto block = tsdb::Block::open(disk, kPath, 1, std::make_shared<tsdb::DamageLog>());
    if (!block)
        std::abort(); // its footer is sound
    const auto salvaged = tsdb::salvageSeries(**block);
    const auto isBefore = [](const auto& a, const auto& b) { return a.labels < b.labels; };
    if (salvaged && !std::ranges::is_sorted(*salvaged, isBefore))
        std::abort();
    return 0;
}
