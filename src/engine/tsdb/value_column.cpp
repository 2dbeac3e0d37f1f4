// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// A column of values:
//
//   kind     1 byte: 0..15 decimal exponent, 16 XOR
//   values   decimal: integer column of v * 10^exponent; XOR: XOR column (xor_column.cpp)
//
// A decimal v is stored only when its integer lies within 2^53 and its division by 10^exponent gives back the very
// bits of v; both operands are exact then, and division is correctly rounded, so every machine decodes alike.
#include "engine/tsdb/value_column.h"

#include <algorithm>
#include <array>
#include <bit>
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

/// The smallest exponent that makes integers of all values; `integers` are those.
std::optional<std::size_t> toIntegers(std::span<const double> values, Integers& integers)
{
    std::size_t exponent = 0;
    std::size_t last = 0; // the value that asked for this exponent
    for (std::size_t i = 0; i < values.size(); ++i) {
        auto integer = scaled(values[i], exponent);
        while (!integer && exponent + 1 < kPowers.size()) {
            integer = scaled(values[i], ++exponent);
            last = i;
        }
        if (!integer)
            return std::nullopt;
        integers[i] = *integer;
    }
    for (std::size_t i = 0; i < last; ++i) {
        const auto integer = scaled(values[i], exponent);
        if (!integer)
            return std::nullopt;
        integers[i] = *integer;
    }
    return exponent;
}

Bytes xorColumn(std::span<const double> values)
{
    Bytes column;
    column.reserve(values.size() * sizeof(double) + 16);
    column.push_back(std::byte{kXor});
    encodeXor(values, column);
    return column;
}

} // namespace

void encodeValues(std::span<const double> values, Bytes& out)
{
    Integers integers; // NOLINT: filled as far as it is read
    const auto start = out.size();
    if (const auto exponent = toIntegers(values, integers)) {
        out.push_back(static_cast<std::byte>(*exponent));
        encodeIntegers(std::span(integers).first(values.size()), out);
        if (out.size() - start <= kBulkyBytes * values.size())
            return;
    }
    const auto column = xorColumn(values);
    if (out.size() == start || column.size() < out.size() - start) {
        out.resize(start);
        out.insert(out.end(), column.begin(), column.end());
    }
}

std::optional<std::size_t> decimalPlaces(std::span<const double> values)
{
    Integers integers; // NOLINT: written only
    return toIntegers(values, integers);
}

bool decodeValues(ByteReader& in, std::span<double> values)
{
    const auto kind = in.byte();
    if (kind == kXor)
        return decodeXor(in, values);
    Integers integers; // NOLINT: filled as far as it is read
    if (in.failed() || kind >= kPowers.size() || !decodeIntegers(in, std::span(integers).first(values.size())))
        return false;
    const double power = kPowers[kind];
    if (kind == 0) {
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] = static_cast<double>(integers[i]);
    } else {
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] = static_cast<double>(integers[i]) / power;
    }
    return true;
}

} // namespace nocturne::tsdb
