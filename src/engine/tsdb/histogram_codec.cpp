// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// A chunk of native histograms:
//
//   count         1 byte, 1..255
//   schema        1 byte, signed
//   threshold     8 bytes, the zero threshold
//   bounds        varint n, then n * 8 bytes: custom bounds
//   positive      layout, below; then negative
//   times         integer column (integer_column.cpp), ms since the Unix epoch
//   hints         integer column: 0 unknown, 1 reset, 2 not reset, 3 gauge
//   columns       value column (value_column.cpp) of each: count, sum, zero count, positive buckets, negative buckets
//
//   layout        varint n, then n times: varint zigzag(offset), varint length       spans of all histograms together
//
// Numbers of 8 bytes are little-endian doubles.
#include "engine/tsdb/histogram_codec.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cstring>
#include <map>

#include "engine/tsdb/value_column.h"

namespace nocturne::tsdb {

using model::BucketList;
using model::BucketListBuilder;
using model::FloatHistogram;
using model::HistogramSample;

namespace {

constexpr std::size_t kMaxBuckets = 20'000; // of one side: far beyond what the finest schema needs
constexpr std::size_t kMaxBounds = 20'000;

using Integers = std::array<std::int64_t, kMaxColumnValues>;
using Doubles = std::array<double, kMaxColumnValues>;

tl::unexpected<Error> corrupt(const char* what)
{
    return fail(Error::Kind::Corrupt, std::string("corrupt histogram chunk: ") + what);
}

void appendDouble(Bytes& out, double value)
{
    const auto bits = std::bit_cast<std::array<std::byte, sizeof(double)>>(value);
    out.insert(out.end(), bits.begin(), bits.end());
}

double readDouble(ByteReader& in)
{
    double value = 0;
    if (const auto* at = in.take(sizeof value))
        std::memcpy(&value, at, sizeof value);
    return value;
}

/// The buckets of one side of all histograms: index to column.
class SideWriter
{
public:
    SideWriter(std::span<const HistogramSample> samples, BucketList FloatHistogram::*side)
        : m_samples(samples.size())
    {
        for (std::size_t i = 0; i < samples.size(); ++i) {
            (samples[i].histogram.get()->*side).forEach([&](std::int32_t index, double count) {
                if (count == 0)
                    return;
                auto& column = m_columns[index];
                column.resize(m_samples);
                column[i] = count;
            });
        }
    }

    void writeLayout(Bytes& out) const
    {
        BucketListBuilder builder;
        for (const auto& [index, column] : m_columns)
            builder.append(index, 0);
        const auto layout = builder.take();
        appendVarint(out, layout.spans.size());
        for (const auto& span : layout.spans) {
            appendVarint(out, zigzag(static_cast<std::uint64_t>(std::int64_t{span.offset})));
            appendVarint(out, span.length);
        }
    }
    void writeColumns(Bytes& out) const
    {
        for (const auto& [index, column] : m_columns)
            encodeValues(column, out);
    }

private:
    std::size_t m_samples;
    std::map<std::int32_t, std::vector<double>> m_columns;
};

/// The spans of one side; false when they are malformed.
bool readLayout(ByteReader& in, std::vector<std::int32_t>& indices)
{
    const auto spans = in.varint();
    std::int64_t index = 0;
    for (std::uint64_t i = 0; i < spans && !in.failed(); ++i) {
        const auto offset = static_cast<std::int64_t>(unzigzag(in.varint()));
        const auto length = in.varint();
        constexpr std::int64_t kFarthest = std::int64_t{1} << 30U;
        if ((i > 0 && offset < 0) || offset < -kFarthest || offset > kFarthest || length > kMaxBuckets - indices.size())
            return false;
        index += offset;
        for (std::uint64_t bucket = 0; bucket < length; ++bucket)
            indices.push_back(static_cast<std::int32_t>(index++));
        if (index > kFarthest)
            return false;
    }
    return !in.failed();
}

void writeColumn(std::span<const HistogramSample> samples, double FloatHistogram::*member, Bytes& out)
{
    Doubles values; // NOLINT: filled as far as it is read
    for (std::size_t i = 0; i < samples.size(); ++i)
        values[i] = samples[i].histogram.get()->*member;
    encodeValues(std::span(values).first(samples.size()), out);
}

class ChunkReader
{
public:
    explicit ChunkReader(std::span<const std::byte> chunk)
        : m_in(chunk)
    {}

    Result<void> read(std::vector<HistogramSample>& into)
    {
        const std::size_t count = m_in.byte();
        if (count == 0)
            return corrupt("no samples");
        std::vector<std::int32_t> positive;
        std::vector<std::int32_t> negative;
        if (!readHead() || !readLayout(m_in, positive) || !readLayout(m_in, negative))
            return corrupt("malformed layout");
        Integers times; // NOLINT: filled as far as it is read
        Integers hints; // NOLINT
        if (!decodeIntegers(m_in, std::span(times).first(count)) ||
            !decodeIntegers(m_in, std::span(hints).first(count)))
            return corrupt("malformed times");
        m_histograms.assign(count, m_shared);
        for (std::size_t i = 0; i < count; ++i) {
            if (hints[i] < 0 || hints[i] > 3)
                return corrupt("unknown counter reset hint");
            m_histograms[i].hint = static_cast<model::ResetHint>(hints[i]);
        }
        for (auto member : {&FloatHistogram::count, &FloatHistogram::sum, &FloatHistogram::zeroCount}) {
            if (!readColumn([&](std::size_t i, double value) { m_histograms[i].*member = value; }))
                return corrupt("malformed values");
        }
        if (!readSide(positive, &FloatHistogram::positive) || !readSide(negative, &FloatHistogram::negative))
            return corrupt("malformed buckets");
        if (!m_in.atEnd())
            return corrupt("bytes behind its end");
        for (std::size_t i = 0; i < count; ++i)
            into.push_back({times[i], std::make_shared<const FloatHistogram>(std::move(m_histograms[i]))});
        return {};
    }

private:
    bool readHead()
    {
        m_shared.schema = static_cast<std::int8_t>(m_in.byte());
        m_shared.zeroThreshold = readDouble(m_in);
        const auto bounds = m_in.varint();
        if (bounds > kMaxBounds || bounds * sizeof(double) > m_in.remaining())
            return false;
        for (std::uint64_t i = 0; i < bounds; ++i)
            m_shared.customValues.push_back(readDouble(m_in));
        const bool known = m_shared.schema == FloatHistogram::kCustomSchema ||
                           (m_shared.schema >= FloatHistogram::kMinSchema &&
                            m_shared.schema <= FloatHistogram::kMaxSchema && bounds == 0);
        return known && !m_in.failed();
    }

    template <typename Take>
    bool readColumn(Take take)
    {
        Doubles values; // NOLINT: filled as far as it is read
        const auto column = std::span(values).first(m_histograms.size());
        if (!decodeValues(m_in, column))
            return false;
        for (std::size_t i = 0; i < column.size(); ++i)
            take(i, column[i]);
        return true;
    }

    bool readSide(const std::vector<std::int32_t>& indices, BucketList FloatHistogram::*side)
    {
        std::vector<BucketListBuilder> builders(m_histograms.size());
        for (const auto index : indices) {
            const bool good = readColumn([&](std::size_t i, double count) {
                if (count != 0)
                    builders[i].append(index, count);
            });
            if (!good)
                return false;
        }
        for (std::size_t i = 0; i < builders.size(); ++i)
            m_histograms[i].*side = builders[i].take();
        return true;
    }

    ByteReader m_in;
    FloatHistogram m_shared;
    std::vector<FloatHistogram> m_histograms;
};

} // namespace

Bytes encodeHistogramChunk(std::span<const HistogramSample> samples)
{
    assert(!samples.empty() && samples.size() <= kMaxColumnValues && "a chunk has 1 to 255 samples");
    const auto& first = *samples.front().histogram;
    Bytes chunk;
    chunk.push_back(static_cast<std::byte>(samples.size()));
    chunk.push_back(static_cast<std::byte>(first.schema));
    appendDouble(chunk, first.zeroThreshold);
    appendVarint(chunk, first.customValues.size());
    for (const double bound : first.customValues)
        appendDouble(chunk, bound);
    const SideWriter positive(samples, &FloatHistogram::positive);
    const SideWriter negative(samples, &FloatHistogram::negative);
    positive.writeLayout(chunk);
    negative.writeLayout(chunk);

    Integers integers; // NOLINT: filled as far as it is read
    std::ranges::transform(samples, integers.begin(), &HistogramSample::t);
    encodeIntegers(std::span(integers).first(samples.size()), chunk);
    std::ranges::transform(samples, integers.begin(),
                           [](const auto& sample) { return static_cast<std::int64_t>(sample.histogram->hint); });
    encodeIntegers(std::span(integers).first(samples.size()), chunk);
    for (auto member : {&FloatHistogram::count, &FloatHistogram::sum, &FloatHistogram::zeroCount})
        writeColumn(samples, member, chunk);
    positive.writeColumns(chunk);
    negative.writeColumns(chunk);
    return chunk;
}

Result<void> decodeHistogramChunk(std::span<const std::byte> chunk, std::vector<HistogramSample>& into)
{
    return ChunkReader(chunk).read(into);
}

} // namespace nocturne::tsdb
