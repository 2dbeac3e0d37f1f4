// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Roll-ups: any bytes decode safely, what they decode to encodes and comes back bit for bit, and so do the buckets of
// the bytes read as samples; larger buckets made of them hold as many samples. The first byte is the number of buckets,
// the second how many bytes are their times.
#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "engine/tsdb/integer_column.h"
#include "engine/tsdb/roll_up_blocks.h"
#include "engine/tsdb/roll_up_codec.h"

using namespace nocturne;
using namespace std::chrono_literals;
using storage::RollUp;

namespace {

bool isSame(const RollUp& a, const RollUp& b)
{
    const auto bits = [](double v) { return std::bit_cast<std::uint64_t>(v); };
    return a.end == b.end && a.firstTime == b.firstTime && a.lastTime == b.lastTime && a.count == b.count &&
           a.resets == b.resets && bits(a.first) == bits(b.first) && bits(a.last) == bits(b.last) &&
           bits(a.min) == bits(b.min) && bits(a.max) == bits(b.max) && bits(a.sum) == bits(b.sum) &&
           bits(a.dropped) == bits(b.dropped);
}

void requireRoundTrip(std::span<const RollUp> rollUps)
{
    const auto encoded = tsdb::encodeRollUps(rollUps);
    std::vector<RollUp> decoded;
    if (!tsdb::decodeRollUps(encoded.times, encoded.values, rollUps.size(), decoded) ||
        !std::ranges::equal(decoded, rollUps, isSame))
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size < 2)
        return 0;
    const auto bytes = std::as_bytes(std::span(data, size)).subspan(2);
    const auto times = bytes.first(std::min<std::size_t>(data[1], bytes.size()));
    std::vector<RollUp> rollUps;
    if (tsdb::decodeRollUps(times, bytes.subspan(times.size()), data[0], rollUps))
        requireRoundTrip(rollUps);

    tsdb::RollUpBuilder builder(5min);
    Timestamp t = 1'700'000'000'000;
    std::size_t samples = 0;
    for (std::size_t at = 0; at + 10 <= bytes.size(); at += 10) {
        std::uint16_t step = 0;
        double value = 0;
        std::memcpy(&step, bytes.data() + at, sizeof step);
        std::memcpy(&value, bytes.data() + at + 2, sizeof value);
        t += 1 + step;
        samples += model::isStaleMarker(value) ? 0 : 1;
        builder.add(std::span(&t, 1), std::span(&value, 1));
    }
    const auto built = builder.take();
    if (!built.empty() && built.size() <= tsdb::kMaxColumnValues)
        requireRoundTrip(built);
    std::size_t count = 0;
    for (const auto& r : tsdb::combined(built, 1h))
        count += r.count;
    if (count != samples)
        std::abort();
    return 0;
}
