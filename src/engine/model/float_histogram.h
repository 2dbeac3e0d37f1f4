// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/core/result.h"

namespace nocturne::model {

/// A run of neighbouring buckets, `offset` buckets behind the end of the run before it; the first one starts at
/// index `offset`.
struct BucketSpan
{
    std::int32_t offset = 0;
    std::uint32_t length = 0;

    bool operator==(const BucketSpan&) const = default;
};

/// The buckets of one side of a native histogram, ascending by index: spans and absolute counts.
struct BucketList
{
    std::vector<BucketSpan> spans;
    std::vector<double> counts; ///< of all spans, one after the other

    bool empty() const { return counts.empty(); }
    /// Calls `visit(index, count)` for each bucket. The lengths of the spans add up to the number of counts.
    template <typename Visit>
    void forEach(Visit visit) const
    {
        std::int32_t index = 0;
        std::size_t at = 0;
        for (const auto& span : spans) {
            index += span.offset;
            for (std::uint32_t i = 0; i < span.length; ++i)
                visit(index++, counts[at++]);
        }
    }
};

/// Builds a BucketList from buckets that ascend by index.
class BucketListBuilder
{
public:
    void append(std::int32_t index, double count);
    BucketList take() { return std::move(m_list); }

private:
    BucketList m_list;
    std::int32_t m_end = 0; // index behind the last bucket
};

/// One bucket with its bounds. Infinite bounds are those of custom buckets.
struct HistogramBucket
{
    double lower = 0;
    double upper = 0;
    double count = 0;
    bool lowerInclusive = false;
    bool upperInclusive = false;
};

/// What is known of a counter reset between a histogram and the one before it.
enum class ResetHint : std::uint8_t { Unknown, Reset, NotReset, Gauge };

/// What an addition or subtraction of histograms met on its way.
struct CombineOutcome
{
    bool compatible = true;        ///< false: exponential and custom buckets; nothing was changed then
    bool hintsCollided = false;    ///< one said "reset", the other "not reset"
    bool boundsReconciled = false; ///< custom bounds differed: only the common ones were kept
};

/// A native histogram with floating point counts, as PromQL computes with. A value; copies are deep.
///
/// Schema -4 to 8 has exponential buckets: with s the schema, positive bucket i covers (2^((i-1)/2^s), 2^(i/2^s)], a
/// negative one mirrors that, and the zero bucket covers [-zeroThreshold, zeroThreshold]. Schema -53 has buckets with
/// the upper bounds `customValues` and one more up to +Inf, and uses neither the negative nor the zero bucket.
///
/// Arithmetic follows Prometheus 3.14, model/histogram/float_histogram.go.
struct FloatHistogram
{
    static constexpr int kCustomSchema = -53;
    static constexpr int kMinSchema = -4;
    static constexpr int kMaxSchema = 8;

    int schema = 0;
    ResetHint hint = ResetHint::Unknown;
    double zeroThreshold = 0;
    double zeroCount = 0;
    double count = 0;
    double sum = 0;
    BucketList positive;
    BucketList negative;
    std::vector<double> customValues;

    bool usesCustomBuckets() const { return schema == kCustomSchema; }
    /// A staleness marker in the place of a histogram: its sum is the marker.
    bool isStale() const;
    /// Checks what comes from outside: schema, spans, bounds, counts below zero. Fails with InvalidInput.
    Result<void> validate() const;

    /// Same bits in schema, counts, sum, bounds and buckets, empty buckets among them. The hint does not count.
    bool operator==(const FloatHistogram& other) const;
    /// `{count:4, sum:5, (0.5,1]:1, ...}` without empty buckets.
    std::string toString() const;

    /// All buckets that the lists name and the zero bucket unless it is empty, from the lowest bound to the highest.
    /// A bucket that reaches into the zero bucket ends at its edge.
    std::vector<HistogramBucket> buckets() const;
    /// The positive or negative buckets alone, in the order of their list.
    std::vector<HistogramBucket> positiveBuckets() const;
    std::vector<HistogramBucket> negativeBuckets() const;
    HistogramBucket zeroBucket() const;

    /// Takes empty buckets out of the lists.
    FloatHistogram& compact();
    /// Multiplies all counts and the sum. A factor below zero makes a gauge.
    FloatHistogram& scale(double factor);
    /// Divides all counts and the sum; by zero leaves no buckets. A divisor below zero makes a gauge.
    FloatHistogram& divide(double divisor);
    /// Adds or subtracts `other`, in the lower of both resolutions and with the wider zero bucket.
    CombineOutcome add(const FloatHistogram& other);
    CombineOutcome subtract(const FloatHistogram& other);
    /// A copy with fewer buckets. Precondition: exponential buckets, and `target` is not above the schema.
    FloatHistogram toSchema(int target) const;
    /// Whether the counter was reset between `previous` and this: by the hint, else since a count went down.
    bool detectReset(const FloatHistogram& previous) const;
    /// Whether any count or the sum is infinite.
    bool overflows() const;

    /// What is left of the observations below (`keepLower`) or above `limit`, with an estimate of their sum.
    /// Observations are taken to lie in buckets as histogram_quantile() takes them.
    FloatHistogram trimmed(double limit, bool keepLower) const;
};

using HistogramPtr = std::shared_ptr<const FloatHistogram>;

/// A sum of histograms that carries what rounding took away, bucket by bucket.
struct HistogramKahanSum
{
    FloatHistogram sum;
    FloatHistogram compensation; ///< with the layout of `sum`

    explicit HistogramKahanSum(FloatHistogram first);
    /// When not compatible, nothing was changed.
    CombineOutcome add(const FloatHistogram& other);
    void scale(double factor);
    void divide(double divisor);
    FloatHistogram value() const;
};

/// The hint a store keeps for `next`, which follows `previous` in its series (null: a float, or nothing): gauge where
/// it is one, "not reset" where the two were compared and go on, else unknown. A reset is never told, since what stands
/// before may be dropped later. Source: Prometheus, tsdb/chunkenc/histogram_meta.go.
ResetHint storedHint(const FloatHistogram* previous, const FloatHistogram& next);

/// The upper bound of exponential bucket `index`.
double exponentialBound(std::int32_t index, int schema);
/// The bucket of `target` that holds bucket `index` of a finer schema.
std::int32_t coarserIndex(std::int32_t index, int schema, int target);

} // namespace nocturne::model
