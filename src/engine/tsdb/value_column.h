// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "engine/tsdb/byte_io.h"
#include "engine/tsdb/integer_column.h"

namespace nocturne::tsdb {

/// Packs 1 to kMaxColumnValues doubles, losslessly: short decimals as integers, all else as XOR, whichever is smaller.
/// The kind stands in the first byte. Any thread.
void encodeValues(std::span<const double> values, Bytes& out);

/// Reads as many values as `values` holds. False when the bytes are malformed.
bool decodeValues(ByteReader& in, std::span<double> values);

} // namespace nocturne::tsdb
