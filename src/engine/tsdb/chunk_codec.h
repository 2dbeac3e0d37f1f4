// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "base/core/result.h"
#include "engine/model/sample.h"
#include "engine/tsdb/byte_io.h"
#include "engine/tsdb/integer_column.h"

namespace nocturne::tsdb {

/// Packs 1 to kMaxColumnValues samples into one chunk, losslessly: short decimals as integers, all else as XOR,
/// whichever is smaller. Times need not ascend. Any thread.
Bytes encodeChunk(std::span<const model::Sample> samples);
/// The same, behind what is in `chunk`.
void encodeChunk(std::span<const model::Sample> samples, Bytes& chunk);
void encodeChunk(std::span<const Timestamp> times, std::span<const double> values, Bytes& chunk);

/// The number of samples in a chunk, from its header; 0 when `chunk` is empty.
std::size_t chunkSampleCount(std::span<const std::byte> chunk);

/// Unpacks a chunk into `times` and `values`, which hold at least chunkSampleCount(chunk) elements.
///
/// Returns that count. Fails with Corrupt when the bytes are no chunk; the spans' contents are then unspecified.
Result<std::size_t> decodeChunk(std::span<const std::byte> chunk, std::span<Timestamp> times, std::span<double> values);

} // namespace nocturne::tsdb
