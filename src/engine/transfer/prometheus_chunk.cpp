// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// All chunks begin with 2 bytes, big-endian: the number of samples. Then, as bit streams, most significant bit first:
//
//   floats       first: varint time, 64 bits value; second: uvarint delta of time, XOR of value;
//                further: delta of delta of time (0 | 10 and 14 | 110 and 17 | 1110 and 20 | 1111 and 64 bits), XOR
//   XOR          0: the same | 10: meaningful bits where they were before | 11: 5 bits leading zeros, 6 bits length
//   histograms   1 byte flags, of which the upper two are the reset of the counter; layout; then per sample:
//                time, count, zero count, sum, positive and negative buckets; first as such, then as differences:
//                whole numbers: varbit of delta of delta, the sum XOR; floats: all XOR but for the time
//   layout       1 byte zero threshold (0: 0 | 255: 64 bits follow | n: 0.5 * 2^(n-243)), varbit schema, spans
//                positive and negative, and for schema -53 uvarbit number of custom bounds and the bounds
//   spans        uvarbit number, each: uvarbit length, varbit offset
//   bound        uvarbit n: (n - 1) / 1000 | 0: 64 bits follow
//
// Whole-numbered buckets are differences to the bucket before.
#include "engine/transfer/prometheus_chunk.h"

#include <cmath>
#include <memory>

#include "engine/transfer/bit_reader.h"

namespace nocturne::transfer {

using model::BucketList;
using model::BucketListBuilder;
using model::BucketSpan;
using model::FloatHistogram;
using model::ResetHint;

namespace {

constexpr std::size_t kMostBuckets = 20'000;    // of one side, as a store takes them
constexpr std::size_t kMostNumbers = 4'000'000; // that a chunk becomes, of those that it holds once for all samples
constexpr std::size_t kFlags = 2;               // byte
constexpr std::int64_t kFarthestBucket = std::int64_t{1} << 30U;

tl::unexpected<Error> corrupt(const char* what)
{
    return fail(Error::Kind::Corrupt, std::string("corrupt chunk: ") + what);
}

std::size_t countOf(std::span<const std::byte> chunk)
{
    return (static_cast<std::size_t>(chunk[0]) << 8U) | static_cast<std::size_t>(chunk[1]);
}

/// Sums that may wrap, as Go's do.
std::int64_t plus(std::int64_t a, std::int64_t b)
{
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}

/// A row of values, each stored as what differs from the one before.
class XorRow
{
public:
    double first(BitReader& in)
    {
        m_bits = in.bits(64);
        return std::bit_cast<double>(m_bits);
    }
    double next(BitReader& in)
    {
        if (!in.bit())
            return std::bit_cast<double>(m_bits);
        if (in.bit()) {
            m_leading = static_cast<unsigned>(in.bits(5));
            m_length = static_cast<unsigned>(in.bits(6));
            m_length = m_length == 0 ? 64 : m_length;
        }
        const auto used = m_leading + m_length;
        if (used > 64) {
            m_sound = false;
            return 0;
        }
        m_bits ^= in.bits(m_length) << (64 - used);
        return std::bit_cast<double>(m_bits);
    }
    bool sound() const { return m_sound; }

private:
    std::uint64_t m_bits = 0;
    unsigned m_leading = 0;
    unsigned m_length = 64;
    bool m_sound = true;
};

std::int64_t timeDifference(BitReader& in)
{
    static constexpr unsigned kSizes[] = {0, 14, 17, 20, 64}; // NOLINT: by the number of ones before
    unsigned ones = 0;
    while (ones < 4 && in.bit())
        ++ones;
    return ones == 0 ? 0 : in.signedBits(kSizes[ones]);
}

Result<void> decodeFloats(std::span<const std::byte> chunk, std::vector<model::Sample>& into)
{
    const auto count = countOf(chunk);
    BitReader in(chunk.subspan(2));
    XorRow values;
    std::int64_t time = 0;
    std::int64_t delta = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (i == 0)
            time = in.varint();
        else if (i == 1)
            delta = static_cast<std::int64_t>(in.uvarint());
        else
            delta = plus(delta, timeDifference(in));
        time = plus(time, delta);
        const auto value = i == 0 ? values.first(in) : values.next(in);
        if (in.failed() || !values.sound())
            return corrupt("it ends within a sample");
        into.push_back({time, value});
    }
    return {};
}

/// The positions of the buckets of one side.
struct Side
{
    std::vector<std::int32_t> indices;

    bool read(BitReader& in)
    {
        const auto spans = in.uvarbit();
        std::int64_t index = 0;
        for (std::uint64_t i = 0; i < spans && !in.failed(); ++i) {
            const auto length = in.uvarbit();
            const auto offset = in.varbit();
            if (length > kMostBuckets - indices.size() || offset < -kFarthestBucket || offset > kFarthestBucket ||
                (i > 0 && offset < 0))
                return false;
            index += offset;
            for (std::uint64_t bucket = 0; bucket < length; ++bucket)
                indices.push_back(static_cast<std::int32_t>(index++));
            if (index > kFarthestBucket || index < -kFarthestBucket)
                return false;
        }
        return !in.failed();
    }
};

/// One side of whole-numbered histograms: each bucket by its difference to the one before, and that by delta of delta.
class WholeBuckets
{
public:
    explicit WholeBuckets(std::size_t size)
        : m_values(size)
        , m_deltas(size)
    {}
    void read(BitReader& in, bool first)
    {
        for (std::size_t i = 0; i < m_values.size(); ++i) {
            const auto read = in.varbit();
            if (first) {
                m_values[i] = read;
            } else {
                m_deltas[i] = plus(m_deltas[i], read);
                m_values[i] = plus(m_values[i], m_deltas[i]);
            }
        }
    }
    BucketList list(const Side& side) const
    {
        BucketListBuilder builder;
        std::int64_t count = 0;
        for (std::size_t i = 0; i < m_values.size(); ++i) {
            count = plus(count, m_values[i]);
            if (count != 0)
                builder.append(side.indices[i], static_cast<double>(count));
        }
        return builder.take();
    }

private:
    std::vector<std::int64_t> m_values;
    std::vector<std::int64_t> m_deltas;
};

class FloatBuckets
{
public:
    explicit FloatBuckets(std::size_t size)
        : m_rows(size)
        , m_values(size)
    {}
    bool read(BitReader& in, bool first)
    {
        for (std::size_t i = 0; i < m_rows.size(); ++i) {
            m_values[i] = first ? m_rows[i].first(in) : m_rows[i].next(in);
            if (!m_rows[i].sound())
                return false;
        }
        return true;
    }
    BucketList list(const Side& side) const
    {
        BucketListBuilder builder;
        for (std::size_t i = 0; i < m_values.size(); ++i) {
            if (m_values[i] != 0)
                builder.append(side.indices[i], m_values[i]);
        }
        return builder.take();
    }

private:
    std::vector<XorRow> m_rows;
    std::vector<double> m_values;
};

/// Whole numbers by delta of delta.
class WholeRow
{
public:
    double next(BitReader& in, bool first)
    {
        if (first) {
            m_value = in.uvarbit();
        } else {
            m_delta = plus(m_delta, in.varbit());
            m_value += static_cast<std::uint64_t>(m_delta);
        }
        return static_cast<double>(m_value);
    }

private:
    std::uint64_t m_value = 0;
    std::int64_t m_delta = 0;
};

class HistogramReader
{
public:
    HistogramReader(std::span<const std::byte> chunk, bool isWhole)
        : m_in(chunk.subspan(kFlags + 1))
        , m_count(countOf(chunk))
        , m_flags(static_cast<std::uint8_t>(chunk[kFlags]))
        , m_isWhole(isWhole)
    {}

    Result<void> read(PrometheusSamples& into)
    {
        if (m_count == 0)
            return {};
        if (!readLayout())
            return corrupt("malformed layout of a histogram");
        WholeBuckets wholePositive(m_positive.indices.size());
        WholeBuckets wholeNegative(m_negative.indices.size());
        FloatBuckets floatPositive(m_isWhole ? 0 : m_positive.indices.size());
        FloatBuckets floatNegative(m_isWhole ? 0 : m_negative.indices.size());
        std::int64_t time = 0;
        std::int64_t delta = 0;
        for (std::size_t i = 0; i < m_count; ++i) {
            const bool first = i == 0;
            delta = first ? 0 : plus(delta, m_in.varbit());
            time = first ? m_in.varbit() : plus(time, delta);
            auto histogram = m_layout;
            readCounts(histogram, first);
            // Behind a staleness marker the buckets are left out, but for the first sample of a chunk.
            const bool isStale = model::isStaleMarker(histogram.sum);
            if (!isStale || first) {
                if (m_isWhole) {
                    wholePositive.read(m_in, first);
                    wholeNegative.read(m_in, first);
                } else if (!floatPositive.read(m_in, first) || !floatNegative.read(m_in, first)) {
                    return corrupt("malformed buckets");
                }
            }
            if (m_in.failed() || !m_sum.sound() || !m_floatCount.sound() || !m_floatZero.sound())
                return corrupt("it ends within a histogram");
            if (isStale) {
                into.floats.push_back({time, model::kStaleMarker});
                continue;
            }
            histogram.positive = m_isWhole ? wholePositive.list(m_positive) : floatPositive.list(m_positive);
            histogram.negative = m_isWhole ? wholeNegative.list(m_negative) : floatNegative.list(m_negative);
            histogram.hint = hintOf(i);
            if (const auto valid = histogram.validate(); !valid)
                return corrupt(valid.error().message.c_str());
            into.histograms.push_back({time, std::make_shared<const FloatHistogram>(std::move(histogram))});
        }
        return {};
    }

private:
    bool readLayout()
    {
        const auto threshold = m_in.bits(8);
        if (threshold == 255)
            m_layout.zeroThreshold = m_in.number();
        else if (threshold != 0)
            m_layout.zeroThreshold = std::ldexp(0.5, static_cast<int>(threshold) - 243);
        const auto schema = m_in.varbit();
        m_layout.schema = schema < -1000 || schema > 1000 ? 1000 : static_cast<int>(schema);
        if (!m_positive.read(m_in) || !m_negative.read(m_in))
            return false;
        if (!m_layout.usesCustomBuckets())
            return !m_in.failed();
        const auto bounds = m_in.uvarbit();
        if (bounds > kMostBuckets || bounds * m_count > kMostNumbers)
            return false;
        for (std::uint64_t i = 0; i < bounds && !m_in.failed(); ++i) {
            const auto thousandths = m_in.uvarbit();
            m_layout.customValues.push_back(thousandths == 0 ? m_in.number()
                                                             : static_cast<double>(thousandths - 1) / 1000);
        }
        return !m_in.failed();
    }

    void readCounts(FloatHistogram& histogram, bool first)
    {
        const auto take = [&](XorRow& row) { return first ? row.first(m_in) : row.next(m_in); };
        histogram.count = m_isWhole ? m_wholeCount.next(m_in, first) : take(m_floatCount);
        histogram.zeroCount = m_isWhole ? m_wholeZero.next(m_in, first) : take(m_floatZero);
        histogram.sum = take(m_sum);
    }

    /// A chunk is begun anew at each reset of the counter, and where none can be told.
    ResetHint hintOf(std::size_t index) const
    {
        constexpr unsigned kReset = 2;
        constexpr unsigned kGauge = 3;
        const auto flag = static_cast<unsigned>(m_flags) >> 6U;
        if (flag == kGauge)
            return ResetHint::Gauge;
        if (index > 0)
            return ResetHint::NotReset;
        return flag == kReset ? ResetHint::Reset : ResetHint::Unknown;
    }

    BitReader m_in;
    std::size_t m_count;
    std::uint8_t m_flags;
    bool m_isWhole;
    FloatHistogram m_layout;
    Side m_positive;
    Side m_negative;
    WholeRow m_wholeCount;
    WholeRow m_wholeZero;
    XorRow m_floatCount;
    XorRow m_floatZero;
    XorRow m_sum;
};

} // namespace

Result<void> decodePrometheusChunk(std::uint8_t encoding, std::span<const std::byte> chunk, PrometheusSamples& into)
{
    const bool isFloat = encoding == static_cast<std::uint8_t>(PrometheusEncoding::Xor);
    const bool isWhole = encoding == static_cast<std::uint8_t>(PrometheusEncoding::Histogram);
    if (!isFloat && !isWhole && encoding != static_cast<std::uint8_t>(PrometheusEncoding::FloatHistogram))
        return fail(Error::Kind::InvalidInput,
                    "a chunk has encoding " + std::to_string(encoding) +
                        ", which is not known: known are 1 (XOR), 2 (histogram) and 3 (float histogram)");
    if (chunk.size() < kFlags + (isFloat ? 0 : 1))
        return corrupt("too short");
    if (isFloat)
        return decodeFloats(chunk, into.floats);
    return HistogramReader(chunk, isWhole).read(into);
}

} // namespace nocturne::transfer
