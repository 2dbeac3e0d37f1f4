// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// The codec of native histograms: any bytes decode safely, and what they decode to encodes and comes back the same.
#include <cstdint>
#include <cstdlib>
#include <span>
#include <vector>

#include "engine/tsdb/histogram_codec.h"

using namespace nocturne;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    std::vector<model::HistogramSample> samples;
    if (!tsdb::decodeHistogramChunk(std::as_bytes(std::span(data, size)), samples))
        return 0;
    std::vector<model::HistogramSample> again;
    if (!tsdb::decodeHistogramChunk(tsdb::encodeHistogramChunk(samples), again) || again.size() != samples.size())
        std::abort();
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const auto& before = *samples[i].histogram;
        const auto& after = *again[i].histogram;
        const bool sameThreshold =
            before.zeroThreshold == after.zeroThreshold || before.zeroThreshold != before.zeroThreshold;
        if (again[i].t != samples[i].t || before.hint != after.hint || !sameThreshold)
            std::abort();
        if (before.zeroThreshold == before.zeroThreshold && !(before == after))
            std::abort();
    }
    return 0;
}
