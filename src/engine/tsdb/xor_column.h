// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "engine/tsdb/byte_io.h"

namespace nocturne::tsdb {

/// Packs doubles as XOR of neighbours, after Pelkonen et al., "Gorilla" (VLDB 2015), section 4.1.2. Every bit
/// pattern survives: NaN payloads, -0.0. For values that are no short decimals. Any thread.
void encodeXor(std::span<const double> values, Bytes& out);

/// Reads as many doubles as `values` holds. False when the bytes are malformed.
bool decodeXor(ByteReader& in, std::span<double> values);

} // namespace nocturne::tsdb
