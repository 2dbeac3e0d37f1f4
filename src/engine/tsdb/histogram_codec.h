// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "base/core/result.h"
#include "engine/model/sample.h"
#include "engine/tsdb/byte_io.h"

namespace nocturne::tsdb {

/// Packs 1 to kMaxColumnValues histograms of one schema, zero threshold and set of custom bounds, losslessly but for
/// empty buckets, which are left out.
/// The layout of buckets is stored once, and each bucket is a column over time, so that steady buckets cost next to
/// nothing. Any thread.
Bytes encodeHistogramChunk(std::span<const model::HistogramSample> samples);

/// Unpacks a chunk and appends its histograms to `into`.
///
/// Fails with Corrupt when the bytes are no such chunk; what was appended until then is unspecified.
Result<void> decodeHistogramChunk(std::span<const std::byte> chunk, std::vector<model::HistogramSample>& into);

} // namespace nocturne::tsdb
