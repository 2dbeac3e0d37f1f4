// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

#include "engine/tsdb/byte_io.h"

namespace nocturne::tsdb {

/// Most values that one column of a chunk may hold.
inline constexpr std::size_t kMaxColumnValues = 255;

/// Packs 1 to kMaxColumnValues integers: differences by 0, 1 or 2 orders, whichever is smallest, bit packed in blocks
/// of 32. Any integers survive; arithmetic wraps. Used for timestamps and for scaled decimals. Any thread.
void encodeIntegers(std::span<const std::int64_t> values, Bytes& out);

/// Reads as many integers as `values` holds. False when the bytes are malformed.
bool decodeIntegers(ByteReader& in, std::span<std::int64_t> values);

} // namespace nocturne::tsdb
