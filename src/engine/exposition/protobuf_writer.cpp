// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Messages and fields, of io.prometheus.client (metrics.proto):
//
//   MetricFamily  1 name, 3 type, 4 metric
//   Metric        1 label, 2 gauge, 3 counter, 5 untyped, 6 timestamp_ms, 7 histogram
//   LabelPair     1 name, 2 value;  Gauge, Counter, Untyped: 1 value
//   Histogram     1 sample_count, 4 sample_count_float, 2 sample_sum, 3 bucket, 5 schema, 6 zero_threshold,
//                 7 zero_count, 8 zero_count_float, 9 negative_span, 10 negative_delta, 11 negative_count,
//                 12 positive_span, 13 positive_delta, 14 positive_count
//   Bucket        1 cumulative_count, 4 cumulative_count_float, 2 upper_bound
//   BucketSpan    1 offset, 2 length
#include "engine/exposition/protobuf_writer.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <protozero/pbf_writer.hpp>

#include "base/core/text.h"

namespace nocturne::exposition {

namespace {

using model::FloatHistogram;
using model::MetricType;
using protozero::pbf_writer;

constexpr double kMostExact = 9007199254740992.0; // 2^53

/// As the numbers of the schema's enum.
std::int32_t numberOf(MetricType type)
{
    switch (type) {
    case MetricType::Counter:
        return 0;
    case MetricType::Gauge:
        return 1;
    case MetricType::Summary:
        return 2;
    case MetricType::Histogram:
        return 4;
    case MetricType::GaugeHistogram:
        return 5;
    default:
        return 3;
    }
}

/// The field of Metric that a number of a family of `type` goes into.
std::uint32_t fieldOf(MetricType type)
{
    switch (type) {
    case MetricType::Gauge:
        return 2;
    case MetricType::Counter:
        return 3;
    default:
        return 5;
    }
}

bool isWhole(double count) { return count >= 0 && count <= kMostExact && count == std::floor(count); }

bool areWhole(const FloatHistogram& histogram)
{
    return isWhole(histogram.count) && isWhole(histogram.zeroCount) &&
           std::ranges::all_of(histogram.positive.counts, isWhole) &&
           std::ranges::all_of(histogram.negative.counts, isWhole);
}

void addPair(pbf_writer& metric, const model::Label& label)
{
    pbf_writer pair(metric, 1);
    pair.add_bytes(1, label.name.data(), label.name.size());
    pair.add_bytes(2, label.value.data(), label.value.size());
}

void addCount(pbf_writer& message, std::uint32_t wholeField, std::uint32_t floatField, double count, bool whole)
{
    if (whole)
        message.add_uint64(wholeField, static_cast<std::uint64_t>(count));
    else
        message.add_double(floatField, count);
}

/// One side of a native histogram; `spanField` + 1 holds differences of whole counts, + 2 counts.
void addSide(pbf_writer& message, std::uint32_t spanField, const model::BucketList& side, bool whole)
{
    for (const auto& [offset, length] : side.spans) {
        pbf_writer span(message, spanField);
        span.add_sint32(1, offset);
        span.add_uint32(2, length);
    }
    if (!whole) {
        message.add_packed_double(spanField + 2, side.counts.begin(), side.counts.end());
        return;
    }
    std::vector<std::int64_t> deltas;
    std::int64_t before = 0;
    for (const auto count : side.counts) {
        const auto number = static_cast<std::int64_t>(count);
        deltas.push_back(number - std::exchange(before, number));
    }
    message.add_packed_sint64(spanField + 1, deltas.begin(), deltas.end());
}

void addNative(pbf_writer& message, const FloatHistogram& histogram)
{
    constexpr std::uint32_t kNegative = 9;
    constexpr std::uint32_t kPositive = 12;
    const bool whole = areWhole(histogram);
    addCount(message, 1, 4, histogram.count, whole);
    message.add_double(2, histogram.sum);
    message.add_sint32(5, histogram.schema);
    message.add_double(6, histogram.zeroThreshold);
    addCount(message, 7, 8, histogram.zeroCount, whole);
    addSide(message, kNegative, histogram.negative, whole);
    addSide(message, kPositive, histogram.positive, whole);
    if (histogram.negative.empty() && histogram.positive.empty()) { // a span of nothing tells it from a classic one
        pbf_writer span(message, kPositive);
        span.add_sint32(1, 0);
        span.add_uint32(2, 0);
    }
}

void addClassic(pbf_writer& message, const FloatHistogram& histogram)
{
    const bool whole = areWhole(histogram);
    addCount(message, 1, 4, histogram.count, whole);
    message.add_double(2, histogram.sum);
    std::vector<double> counts(histogram.customValues.size() + 1);
    histogram.positive.forEach([&](std::int32_t index, double count) {
        if (index >= 0 && static_cast<std::size_t>(index) < counts.size())
            counts[static_cast<std::size_t>(index)] = count;
    });
    double sum = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        sum += counts[i];
        pbf_writer bucket(message, 3);
        addCount(bucket, 1, 4, sum, whole);
        const bool isLast = i == histogram.customValues.size();
        bucket.add_double(2, isLast ? std::numeric_limits<double>::infinity() : histogram.customValues[i]);
    }
}

bool isText(const model::Label& label)
{
    return !label.name.empty() && isValidUtf8(label.name) && isValidUtf8(label.value);
}

/// One Metric into `family`; `addValue(metric)` adds what it is about.
template <typename AddValue>
Result<void> addMetric(std::string& family, std::span<const model::Label> labels, std::optional<Timestamp> timestamp,
                       AddValue addValue)
{
    if (!std::ranges::all_of(labels, isText))
        return fail(Error::Kind::InvalidInput, "a label without a name, or not in UTF-8, cannot be written");
    pbf_writer message(family);
    pbf_writer metric(message, 4);
    for (const auto& label : labels)
        addPair(metric, label);
    addValue(metric);
    if (timestamp)
        metric.add_int64(6, *timestamp);
    return {};
}

} // namespace

Result<void> ProtobufWriter::family(std::string_view name, MetricType type)
{
    if (name.empty() || !isValidUtf8(name))
        return fail(Error::Kind::InvalidInput, "a metric without a name, or not in UTF-8, cannot be written");
    finish();
    m_type = type;
    pbf_writer message(m_family);
    message.add_bytes(1, name.data(), name.size());
    message.add_enum(3, numberOf(type));
    return {};
}

Result<void> ProtobufWriter::series(std::span<const model::Label> labels, double value,
                                    std::optional<Timestamp> timestamp)
{
    return addMetric(m_family, labels, timestamp, [&](pbf_writer& metric) {
        pbf_writer message(metric, fieldOf(m_type));
        message.add_double(1, value);
    });
}

Result<void> ProtobufWriter::histogram(std::span<const model::Label> labels, const FloatHistogram& histogram,
                                       std::optional<Timestamp> timestamp)
{
    return addMetric(m_family, labels, timestamp, [&](pbf_writer& metric) {
        pbf_writer message(metric, 7);
        if (histogram.usesCustomBuckets())
            addClassic(message, histogram);
        else
            addNative(message, histogram);
    });
}

void ProtobufWriter::finish()
{
    if (m_family.empty())
        return;
    protozero::write_varint(std::back_inserter(m_out), m_family.size());
    m_out += m_family;
    m_family.clear();
}

} // namespace nocturne::exposition
