// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// A block of Prometheus: any bytes are read, or said to be corrupt; checksums are aside. The input begins with the
// lengths of the tombstones, 2 bytes, and of the index, 4 bytes, little-endian; then come tombstones, index and one
// file of chunks.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "engine/transfer/prometheus_block.h"

using namespace nocturne;
using transfer::PrometheusBlock;

namespace {

void readAll(PrometheusBlock& block)
{
    constexpr std::size_t kMostSeries = 200; // of one input, which may name the same series many times
    transfer::PrometheusSamples samples;
    for (std::size_t i = 0; i < std::min(block.seriesCount(), kMostSeries); ++i) {
        std::vector<std::string> damages;
        if (!block.seek(i))
            continue;
        (void)block.labels().hash();
        if (!block.read(samples, damages))
            continue;
        for (const auto& sample : samples.histograms) {
            if (!sample.histogram->validate())
                std::abort();
        }
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    constexpr std::size_t kPrefix = 6;
    if (size < kPrefix)
        return 0;
    const auto number = [&](std::size_t at, std::size_t bytes) {
        std::size_t value = 0;
        for (std::size_t i = bytes; i-- > 0;)
            value = value << 8U | data[at + i];
        return value;
    };
    auto rest = std::as_bytes(std::span(data, size)).subspan(kPrefix);
    const auto take = [&](std::size_t wanted) {
        const auto taken = rest.first(std::min(wanted, rest.size()));
        rest = rest.subspan(taken.size());
        return taken;
    };
    transfer::PrometheusFiles files;
    files.tombstones = take(number(0, 2));
    files.index = take(number(2, 4));
    files.chunks = {rest};
    if (auto block = PrometheusBlock::make(files, PrometheusBlock::Checksums::Ignore))
        readAll(*block);
    // A chunk by itself, which the fuzzer finds sooner than a way through the index.
    transfer::PrometheusSamples samples;
    (void)transfer::decodePrometheusChunk(data[0], std::as_bytes(std::span(data + 1, size - 1)), samples);
    return 0;
}
