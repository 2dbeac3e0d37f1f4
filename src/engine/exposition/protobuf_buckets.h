// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "engine/exposition/protobuf_fields.h"
#include "engine/model/float_histogram.h"

/// How protobuf messages of Prometheus write the buckets of native histograms: alike in expositions and remote write.
namespace nocturne::exposition::proto {

/// What a message says of one side: spans, and counts either absolute or each as the difference to the one before.
struct BucketFields
{
    std::vector<model::BucketSpan> spans;
    std::vector<std::int64_t> deltas;
    std::vector<double> counts;

    bool named() const { return !spans.empty() || !deltas.empty(); }

    model::BucketList list(bool isFloat) &&
    {
        if (!isFloat) {
            counts.clear();
            std::uint64_t count = 0; // wraps around: nonsense in, nonsense out, and validated later
            for (const auto delta : deltas) {
                count += static_cast<std::uint64_t>(delta);
                counts.push_back(static_cast<double>(static_cast<std::int64_t>(count)));
            }
        }
        return {std::move(spans), std::move(counts)};
    }
};

inline model::BucketSpan readSpan(protozero::pbf_reader message)
{
    model::BucketSpan span;
    while (message.next()) {
        if (message.tag_and_type() == varintField(1))
            span.offset = message.get_sint32();
        else if (message.tag_and_type() == varintField(2))
            span.length = message.get_uint32();
        else
            message.skip();
    }
    return span;
}

/// A field of `repeated sint64`, packed or not.
inline void readDeltas(protozero::pbf_reader& message, std::vector<std::int64_t>& out)
{
    if (message.wire_type() != protozero::pbf_wire_type::length_delimited) {
        out.push_back(message.get_sint64());
        return;
    }
    for (const auto delta : message.get_packed_sint64())
        out.push_back(delta);
}

/// A field of `repeated double`, packed or not.
inline void readCounts(protozero::pbf_reader& message, std::vector<double>& out)
{
    if (message.wire_type() != protozero::pbf_wire_type::length_delimited) {
        out.push_back(message.get_double());
        return;
    }
    for (const auto count : message.get_packed_double())
        out.push_back(count);
}

} // namespace nocturne::exposition::proto
