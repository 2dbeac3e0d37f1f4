// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// A chunk:
//
//   count    1 byte, 1..255
//   times    integer column (integer_column.cpp), ms since the Unix epoch
//   kind     1 byte: 0..15 decimal exponent, 16 XOR
//   values   decimal: integer column of v * 10^exponent; XOR: XOR column (xor_column.cpp)
//
// A decimal v is stored only when its integer lies within 2^53 and its division by 10^exponent gives back the very
// bits of v; both operands are exact then, and division is correctly rounded, so every machine decodes alike.
#include "engine/tsdb/chunk_codec.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <optional>

#include "engine/tsdb/xor_column.h"

namespace nocturne::tsdb {

namespace {

constexpr std::array<double, 16> kPowers = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                            1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
constexpr std::uint8_t kXor = 16;
constexpr double kMaxInteger = 9007199254740992.0; // 2^53
constexpr std::size_t kBulkyBytes = 4;             // per value: beyond it XOR may be smaller

using Integers = std::array<std::int64_t, kMaxColumnValues>;
using Doubles = std::array<double, kMaxColumnValues>;

/// `value` * 10^exponent when that is an integer which divides back to `value` bit for bit.
std::optional<std::int64_t> scaled(double value, std::size_t exponent)
{
    const double product = value * kPowers[exponent];
    if (!(std::abs(product) < kMaxInteger)) // also NaN
        return std::nullopt;
    const auto integer = static_cast<std::int64_t>(product + std::copysign(0.5, product));
    const double back = static_cast<double>(integer) / kPowers[exponent];
    if (std::bit_cast<std::uint64_t>(back) != std::bit_cast<std::uint64_t>(value))
        return std::nullopt;
    return integer;
}

/// The smallest exponent that makes integers of all samples; `integers` are those.
std::optional<std::size_t> toIntegers(std::span<const model::Sample> samples, Integers& integers)
{
    std::size_t exponent = 0;
    std::size_t last = 0; // the sample that asked for this exponent
    for (std::size_t i = 0; i < samples.size(); ++i) {
        auto integer = scaled(samples[i].v, exponent);
        while (!integer && exponent + 1 < kPowers.size()) {
            integer = scaled(samples[i].v, ++exponent);
            last = i;
        }
        if (!integer)
            return std::nullopt;
        integers[i] = *integer;
    }
    for (std::size_t i = 0; i < last; ++i) {
        const auto integer = scaled(samples[i].v, exponent);
        if (!integer)
            return std::nullopt;
        integers[i] = *integer;
    }
    return exponent;
}

Bytes xorColumn(std::span<const model::Sample> samples)
{
    Doubles values; // NOLINT: filled as far as it is read
    std::ranges::transform(samples, values.begin(), &model::Sample::v);
    Bytes column;
    column.reserve(samples.size() * sizeof(double) + 16);
    column.push_back(std::byte{kXor});
    encodeXor(std::span(values).first(samples.size()), column);
    return column;
}

tl::unexpected<Error> corrupt(const char* what)
{
    return fail(Error::Kind::Corrupt, std::string("corrupt chunk: ") + what);
}

} // namespace

Bytes encodeChunk(std::span<const model::Sample> samples)
{
    assert(!samples.empty() && samples.size() <= kMaxColumnValues && "a chunk has 1 to 255 samples");
    Bytes chunk;
    chunk.reserve(samples.size() * 2 + 32);
    chunk.push_back(static_cast<std::byte>(samples.size()));

    Integers integers; // NOLINT: filled as far as it is read
    std::ranges::transform(samples, integers.begin(), &model::Sample::t);
    encodeIntegers(std::span(integers).first(samples.size()), chunk);

    const auto valuesStart = chunk.size();
    if (const auto exponent = toIntegers(samples, integers)) {
        chunk.push_back(static_cast<std::byte>(*exponent));
        encodeIntegers(std::span(integers).first(samples.size()), chunk);
        if (chunk.size() - valuesStart <= kBulkyBytes * samples.size())
            return chunk;
    }
    const auto column = xorColumn(samples);
    if (chunk.size() == valuesStart || column.size() < chunk.size() - valuesStart) {
        chunk.resize(valuesStart);
        chunk.insert(chunk.end(), column.begin(), column.end());
    }
    return chunk;
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

    const auto kind = in.byte();
    if (kind == kXor) {
        if (!decodeXor(in, values.first(count)))
            return corrupt("malformed XOR values");
    } else if (kind < kPowers.size()) {
        Integers integers; // NOLINT: filled as far as it is read
        if (in.failed() || !decodeIntegers(in, std::span(integers).first(count)))
            return corrupt("malformed decimal values");
        const double power = kPowers[kind];
        if (kind == 0) {
            for (std::size_t i = 0; i < count; ++i)
                values[i] = static_cast<double>(integers[i]);
        } else {
            for (std::size_t i = 0; i < count; ++i)
                values[i] = static_cast<double>(integers[i]) / power;
        }
    } else {
        return corrupt("unknown kind of values");
    }
    if (!in.atEnd())
        return corrupt("bytes behind its end");
    return count;
}

} // namespace nocturne::tsdb
