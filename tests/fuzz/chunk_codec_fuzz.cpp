// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// The chunk codec: any bytes decode safely, what they decode to encodes and comes back bit for bit, and so do the
// bytes themselves read as samples.
#include <array>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "engine/tsdb/chunk_codec.h"

using namespace nocturne;

namespace {

using Times = std::array<Timestamp, tsdb::kMaxColumnValues>;
using Values = std::array<double, tsdb::kMaxColumnValues>;

void requireRoundTrip(const std::vector<model::Sample>& samples)
{
    const auto chunk = tsdb::encodeChunk(samples);
    Times times{};
    Values values{};
    const auto count = tsdb::decodeChunk(chunk, times, values);
    if (!count || *count != samples.size())
        std::abort();
    for (std::size_t i = 0; i < samples.size(); ++i) {
        if (!(samples[i] == model::Sample{times[i], values[i]}))
            std::abort();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    Times times{};
    Values values{};
    const auto bytes = std::as_bytes(std::span(data, size));
    std::vector<model::Sample> samples;
    if (const auto count = tsdb::decodeChunk(bytes, times, values)) {
        for (std::size_t i = 0; i < *count; ++i)
            samples.push_back({times[i], values[i]});
        requireRoundTrip(samples);
    }
    samples.clear();
    Timestamp t = 1'700'000'000'000;
    for (std::size_t at = 0; at + 10 <= size && samples.size() < tsdb::kMaxColumnValues; at += 10) {
        std::uint16_t step = 0;
        double value = 0;
        std::memcpy(&step, data + at, sizeof step);
        std::memcpy(&value, data + at + 2, sizeof value);
        t += step;
        samples.push_back({t, value});
    }
    if (!samples.empty())
        requireRoundTrip(samples);
    return 0;
}
