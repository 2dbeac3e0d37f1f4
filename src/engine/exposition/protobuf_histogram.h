// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/core/clock.h"
#include "engine/model/float_histogram.h"

namespace nocturne::exposition {

/// Message io.prometheus.client.Histogram.
struct ProtobufHistogram
{
    struct Bucket
    {
        double upperBound = 0;
        double cumulativeCount = 0;
        std::string_view exemplar; ///< the message, unread
    };

    double count = 0;
    double sum = 0;
    std::vector<Bucket> buckets;             ///< classic ones, as sent
    model::HistogramPtr native;              ///< null when it has none; not validated
    std::vector<std::string_view> exemplars; ///< of the native histogram, messages unread
    std::optional<Timestamp> start;
};

/// Reads the message. Throws protozero::exception where it is malformed.
ProtobufHistogram readProtobufHistogram(std::string_view bytes, bool isGauge);

/// Message google.protobuf.Timestamp in ms. Throws protozero::exception.
Timestamp protobufTime(std::string_view bytes);

} // namespace nocturne::exposition
