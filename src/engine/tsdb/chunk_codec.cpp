// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// A chunk:
//
//   count    1 byte, 1..255
//   times    integer column (integer_column.cpp), ms since the Unix epoch
//   values   value column (value_column.cpp)
#include "engine/tsdb/chunk_codec.h"

#include <algorithm>
#include <array>
#include <cassert>

#include "engine/tsdb/value_column.h"

namespace nocturne::tsdb {

namespace {

using Integers = std::array<std::int64_t, kMaxColumnValues>;
using Doubles = std::array<double, kMaxColumnValues>;

tl::unexpected<Error> corrupt(const char* what)
{
    return fail(Error::Kind::Corrupt, std::string("corrupt chunk: ") + what);
}

} // namespace

Bytes encodeChunk(std::span<const model::Sample> samples)
{
    Bytes chunk;
    chunk.reserve(samples.size() * 2 + 32);
    encodeChunk(samples, chunk);
    return chunk;
}

void encodeChunk(std::span<const model::Sample> samples, Bytes& chunk)
{
    assert(samples.size() <= kMaxColumnValues && "a chunk has 1 to 255 samples");
    Integers times; // NOLINT: filled as far as it is read
    Doubles values; // NOLINT
    std::ranges::transform(samples, times.begin(), &model::Sample::t);
    std::ranges::transform(samples, values.begin(), &model::Sample::v);
    encodeChunk(std::span(times).first(samples.size()), std::span(values).first(samples.size()), chunk);
}

void encodeChunk(std::span<const Timestamp> times, std::span<const double> values, Bytes& chunk)
{
    assert(!times.empty() && times.size() <= kMaxColumnValues && "a chunk has 1 to 255 samples");
    assert(times.size() == values.size() && "each sample has a time and a value");
    chunk.push_back(static_cast<std::byte>(times.size()));
    encodeIntegers(times, chunk);
    encodeValues(values, chunk);
}

std::size_t chunkSampleCount(std::span<const std::byte> chunk)
{
    return chunk.empty() ? 0 : static_cast<std::size_t>(chunk[0]);
}

Result<std::size_t> decodeChunk(std::span<const std::byte> chunk, std::span<Timestamp> times, std::span<double> values)
{
    ByteReader in(chunk);
    const std::size_t count = in.byte();
    if (count == 0)
        return corrupt("no samples");
    assert(times.size() >= count && values.size() >= count && "the caller asks chunkSampleCount() first");
    if (!decodeIntegers(in, times.first(count)))
        return corrupt("malformed timestamps");
    if (!decodeValues(in, values.first(count)))
        return corrupt("malformed values");
    if (!in.atEnd())
        return corrupt("bytes behind its end");
    return count;
}

} // namespace nocturne::tsdb
