// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tsdb/side_run.h"

namespace nocturne::tsdb {

bool shareChunk(const model::HistogramSample& a, const model::HistogramSample& b)
{
    return a.histogram->schema == b.histogram->schema && a.histogram->zeroThreshold == b.histogram->zeroThreshold &&
           a.histogram->customValues == b.histogram->customValues;
}

std::size_t rawBytes(const model::HistogramSample& sample)
{
    const auto& histogram = *sample.histogram;
    const auto listBytes = [](const model::BucketList& list) {
        return list.counts.size() * sizeof(double) + list.spans.size() * sizeof(model::BucketSpan);
    };
    return sizeof sample + sizeof histogram + listBytes(histogram.positive) + listBytes(histogram.negative) +
           histogram.customValues.size() * sizeof(double);
}

} // namespace nocturne::tsdb
