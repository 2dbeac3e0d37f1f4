// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>

#include "engine/tsdb/byte_io.h"
#include "engine/tsdb/integer_column.h"

namespace nocturne::tsdb {

/// Packs 1 to kMaxColumnValues doubles, losslessly: short decimals as integers, all else as XOR, whichever is smaller.
/// The kind stands in the first byte. Any thread.
void encodeValues(std::span<const double> values, Bytes& out);

/// Reads as many values as `values` holds. False when the bytes are malformed.
bool decodeValues(ByteReader& in, std::span<double> values);

/// The least number of decimal places, up to 15, that all values have exactly; nothing when one has more, or is no
/// short decimal at all (NaN, -0.0, infinities). 1 to kMaxColumnValues values.
std::optional<std::size_t> decimalPlaces(std::span<const double> values);

} // namespace nocturne::tsdb
