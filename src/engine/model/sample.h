// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cstdint>

#include "base/core/clock.h"
#include "engine/model/float_histogram.h"

namespace nocturne::model {

/// One timestamped value.
struct Sample
{
    Timestamp t = 0; ///< ms since the Unix epoch
    double v = 0;

    bool operator==(const Sample& other) const
    {
        return t == other.t && std::bit_cast<std::uint64_t>(v) == std::bit_cast<std::uint64_t>(other.v);
    }
};

/// One timestamped native histogram; never null.
struct HistogramSample
{
    Timestamp t = 0; ///< ms since the Unix epoch
    HistogramPtr histogram;
};

/// When the counter behind the sample at `t` began, as the exposition tells it; no such entry where it does not.
struct StartTime
{
    Timestamp t = 0;
    Timestamp start = 0;

    bool operator==(const StartTime&) const = default;
};

/// Ends a series: a NaN of this bit pattern, written by us alone. Source: Prometheus, model/value/value.go.
inline constexpr double kStaleMarker = std::bit_cast<double>(std::uint64_t{0x7ff0000000000002});
/// Any other NaN, as stored.
inline constexpr double kNormalNan = std::bit_cast<double>(std::uint64_t{0x7ff8000000000001});

inline bool isStaleMarker(double v)
{
    return std::bit_cast<std::uint64_t>(v) == std::bit_cast<std::uint64_t>(kStaleMarker);
}

} // namespace nocturne::model
