// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/exposition/protobuf_histogram.h"

#include <algorithm>
#include <limits>
#include <memory>

#include "engine/exposition/protobuf_buckets.h"

namespace nocturne::exposition {

namespace {

using namespace proto;

ProtobufHistogram::Bucket readBucket(protozero::pbf_reader message)
{
    ProtobufHistogram::Bucket bucket;
    double floatCount = 0;
    while (message.next()) {
        switch (message.tag_and_type()) {
        case varintField(1):
            bucket.cumulativeCount = static_cast<double>(message.get_uint64());
            break;
        case doubleField(2):
            bucket.upperBound = message.get_double();
            break;
        case bytesField(3):
            bucket.exemplar = bytesOf(message);
            break;
        case doubleField(4):
            floatCount = message.get_double();
            break;
        default:
            message.skip();
        }
    }
    if (floatCount > 0)
        bucket.cumulativeCount = floatCount;
    return bucket;
}

} // namespace

Timestamp protobufTime(std::string_view bytes)
{
    std::int64_t seconds = 0;
    std::int64_t nanos = 0;
    auto message = readerOf(bytes);
    while (message.next()) {
        if (message.tag_and_type() == varintField(1))
            seconds = message.get_int64();
        else if (message.tag_and_type() == varintField(2))
            nanos = message.get_int32();
        else
            message.skip();
    }
    constexpr auto kMost = std::numeric_limits<std::int64_t>::max() / 2000;
    return std::clamp(seconds, -kMost, kMost) * 1000 + nanos / 1'000'000;
}

ProtobufHistogram readProtobufHistogram(std::string_view bytes, bool isGauge)
{
    ProtobufHistogram out;
    model::FloatHistogram native;
    BucketFields positive;
    BucketFields negative;
    double floatCount = 0;
    double floatZeroCount = 0;
    auto message = readerOf(bytes);
    while (message.next()) {
        switch (message.tag_and_type()) {
        case varintField(1):
            out.count = static_cast<double>(message.get_uint64());
            break;
        case doubleField(2):
            out.sum = message.get_double();
            break;
        case bytesField(3):
            out.buckets.push_back(readBucket(message.get_message()));
            break;
        case doubleField(4):
            floatCount = message.get_double();
            break;
        case varintField(5):
            native.schema = message.get_sint32();
            break;
        case doubleField(6):
            native.zeroThreshold = message.get_double();
            break;
        case varintField(7):
            native.zeroCount = static_cast<double>(message.get_uint64());
            break;
        case doubleField(8):
            floatZeroCount = message.get_double();
            break;
        case bytesField(9):
            negative.spans.push_back(readSpan(message.get_message()));
            break;
        case varintField(10):
        case bytesField(10):
            readDeltas(message, negative.deltas);
            break;
        case doubleField(11):
        case bytesField(11):
            readCounts(message, negative.counts);
            break;
        case bytesField(12):
            positive.spans.push_back(readSpan(message.get_message()));
            break;
        case varintField(13):
        case bytesField(13):
            readDeltas(message, positive.deltas);
            break;
        case doubleField(14):
        case bytesField(14):
            readCounts(message, positive.counts);
            break;
        case bytesField(15):
            out.start = protobufTime(bytesOf(message));
            break;
        case bytesField(16):
            out.exemplars.push_back(bytesOf(message));
            break;
        default:
            message.skip();
        }
    }
    const bool isFloat = floatCount > 0 || floatZeroCount > 0;
    const bool isNative =
        positive.named() || negative.named() || native.zeroThreshold > 0 || native.zeroCount > 0 || floatZeroCount > 0;
    if (isFloat) {
        out.count = floatCount;
        native.zeroCount = floatZeroCount;
    }
    if (isNative) {
        native.count = out.count;
        native.sum = out.sum;
        native.hint = isGauge ? model::ResetHint::Gauge : model::ResetHint::Unknown;
        native.positive = std::move(positive).list(isFloat);
        native.negative = std::move(negative).list(isFloat);
        out.native = std::make_shared<const model::FloatHistogram>(std::move(native));
    }
    return out;
}

} // namespace nocturne::exposition
