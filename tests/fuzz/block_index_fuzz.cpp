// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// The index of a block: sections of any bytes, with checksums aside, answer or say that they are corrupt. The input is
// cut into the six sections at the lengths that its first bytes give; what is left are the number of series.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "engine/tsdb/block_index.h"

using namespace nocturne;
using model::Matcher;

namespace {

constexpr std::size_t kSections = 6;
constexpr std::size_t kPrefix = 2 * kSections + 1;

void readAll(const tsdb::BlockIndex& index)
{
    static const auto kPattern = *Matcher::make(Matcher::Op::Regex, "a", "b.*|");
    static const auto kNot = *Matcher::make(Matcher::Op::NotEqual, "a", "b");
    for (const auto& matchers : {std::vector<Matcher>{}, {Matcher::equal("a", "b")}, {kPattern}, {kNot}}) {
        const auto ids = index.select(matchers, {});
        if (!ids)
            continue;
        tsdb::BlockIndex::Walker walker(index);
        for (const auto id : *ids) {
            if (id >= index.seriesCount())
                std::abort();
            if (walker.seek(id))
                (void)walker.labels();
        }
    }
    for (const auto name : index.names())
        (void)index.values(name);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size < kPrefix)
        return 0;
    const auto file = std::as_bytes(std::span(data, size));
    tsdb::BlockFooter footer;
    footer.series = data[kPrefix - 1];
    std::size_t at = kPrefix;
    for (std::size_t i = 0; i < kSections; ++i) {
        const auto wanted = static_cast<std::size_t>(data[2 * i]) + 256 * static_cast<std::size_t>(data[2 * i + 1]);
        const auto length = std::min(wanted, size - at);
        footer.sections[i] = {at, length, 0};
        at += length;
    }
    if (const auto index = tsdb::BlockIndex::make(file, footer))
        readAll(*index);
    (void)tsdb::readFooter(file);
    return 0;
}
