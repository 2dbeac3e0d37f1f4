// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "base/core/clock.h"
#include "base/core/log.h"

namespace nocturne::logs {

/// Numbers of records by level over time.
struct LogHistogram
{
    using Counts = std::array<std::uint64_t, 4>; ///< by level, debug first

    Timestamp from = 0;
    Timestamp step = 1; ///< ms of each part
    std::vector<Counts> parts;
    bool isPartial = false; ///< there may be more records than were counted

    void add(Timestamp time, LogLevel level, std::uint64_t count = 1)
    {
        if (time < from)
            return;
        const auto part = static_cast<std::size_t>((time - from) / step);
        if (part < parts.size())
            parts[part][static_cast<std::size_t>(level)] += count;
    }
    Timestamp end() const { return from + step * static_cast<Timestamp>(parts.size()); }
};

} // namespace nocturne::logs
