// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/remote_write.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include <protozero/pbf_writer.hpp>
#include <snappy.h>

namespace nocturne::support {

namespace {

bool isWhole(const model::FloatHistogram& histogram)
{
    const auto whole = [](double number) { return number == std::floor(number); };
    return whole(histogram.count) && whole(histogram.zeroCount) &&
           std::ranges::all_of(histogram.positive.counts, whole) &&
           std::ranges::all_of(histogram.negative.counts, whole);
}

/// Spans, then counts in whole numbers as differences, or as they are.
void addSide(protozero::pbf_writer& message, std::uint32_t spanField, const model::BucketList& side, bool whole)
{
    for (const auto& span : side.spans) {
        protozero::pbf_writer one(message, spanField);
        one.add_sint32(1, span.offset);
        one.add_uint32(2, span.length);
    }
    if (!whole) {
        message.add_packed_double(spanField + 2, side.counts.begin(), side.counts.end());
        return;
    }
    std::vector<std::int64_t> deltas;
    double before = 0;
    for (const double count : side.counts)
        deltas.push_back(static_cast<std::int64_t>(count - std::exchange(before, count)));
    message.add_packed_sint64(spanField + 1, deltas.begin(), deltas.end());
}

void addHistogram(protozero::pbf_writer& message, const model::HistogramSample& sample)
{
    const auto& histogram = *sample.histogram;
    const bool whole = isWhole(histogram);
    if (whole)
        message.add_uint64(1, static_cast<std::uint64_t>(histogram.count));
    else
        message.add_double(2, histogram.count);
    message.add_double(3, histogram.sum);
    message.add_sint32(4, histogram.schema);
    message.add_double(5, histogram.zeroThreshold);
    if (whole)
        message.add_uint64(6, static_cast<std::uint64_t>(histogram.zeroCount));
    else
        message.add_double(7, histogram.zeroCount);
    addSide(message, 8, histogram.negative, whole);
    addSide(message, 11, histogram.positive, whole);
    message.add_enum(14, static_cast<std::int32_t>(histogram.hint));
    message.add_int64(15, sample.t);
}

} // namespace

std::string remoteWriteRequest(std::span<const WrittenSeries> series)
{
    // prometheus/prompb: WriteRequest { timeseries = 1 }, TimeSeries { labels = 1, samples = 2 },
    // Label { name = 1, value = 2 }, Sample { value = 1, timestamp = 2 }; histograms = 4 in TimeSeries, fields above
    std::string request;
    protozero::pbf_writer message(request);
    for (const auto& [labels, samples, histograms] : series) {
        protozero::pbf_writer entry(message, 1);
        for (const auto label : labels) {
            protozero::pbf_writer pair(entry, 1);
            pair.add_string(1, label.name.data(), label.name.size());
            pair.add_string(2, label.value.data(), label.value.size());
        }
        for (const auto& sample : samples) {
            protozero::pbf_writer pair(entry, 2);
            pair.add_double(1, sample.v);
            pair.add_int64(2, sample.t);
        }
        for (const auto& sample : histograms) {
            protozero::pbf_writer inner(entry, 4);
            addHistogram(inner, sample);
        }
    }
    std::string compressed;
    snappy::Compress(request.data(), request.size(), &compressed);
    return compressed;
}

} // namespace nocturne::support
