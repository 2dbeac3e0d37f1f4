// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "base/core/result.h"
#include "engine/model/sample.h"

namespace nocturne::transfer {

/// How Prometheus encodes a chunk, by the number in its file.
enum class PrometheusEncoding : std::uint8_t { Xor = 1, Histogram = 2, FloatHistogram = 3 };

/// Samples of one series, of either kind, each ascending in time.
struct PrometheusSamples
{
    std::vector<model::Sample> floats; ///< staleness markers of histograms among them
    std::vector<model::HistogramSample> histograms;

    void clear()
    {
        floats.clear();
        histograms.clear();
    }
};

/// Unpacks a chunk of Prometheus and appends its samples. Any bytes are safe.
///
/// Fails with Corrupt when the bytes are no such chunk, with InvalidInput when `encoding` is none of those above.
/// Source: Prometheus, tsdb/chunkenc.
Result<void> decodePrometheusChunk(std::uint8_t encoding, std::span<const std::byte> chunk, PrometheusSamples& into);

} // namespace nocturne::transfer
