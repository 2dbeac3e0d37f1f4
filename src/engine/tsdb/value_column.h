// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "engine/tsdb/byte_io.h"

namespace nocturne::tsdb {

/// Packs 1 to kMaxColumnValues doubles, losslessly: short decimals as integers, all else as XOR, whichever is smaller.
/// Any thread.
void encodeValues(std::span<const double> values, Bytes& out);

/// Reads as many doubles as `values` holds. False when the bytes are malformed.
bool decodeValues(ByteReader& in, std::span<double> values);

} // namespace nocturne::tsdb
