// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <random>
#include <vector>

#include "engine/model/sample.h"

namespace nocturne::bench {

inline constexpr Timestamp kStart = 1'700'000'000'000;

using Series = std::vector<model::Sample>;

/// One series of the given kind, 15 s apart, 2 % of the scrapes late.
inline Series generate(unsigned kind, std::size_t count, std::mt19937_64& random)
{
    const auto below = [&](std::uint64_t n) { return static_cast<double>(random() % n); };
    Series series;
    double level = below(1'000'000);
    for (std::size_t i = 0; i < count; ++i) {
        const auto late = random() % 50 == 0 ? static_cast<Timestamp>(random() % 400) : 0;
        double value = level;
        switch (kind % 18) {
        case 4:
        case 13:
            value = level = random() % 2000 == 0 ? 0 : level + below(200);
            break; // counter with resets
        case 5:
        case 14:
            value = 4096 * (level += below(64) - 31.5 > 0 ? 7 : -5);
            break; // bytes in pages
        case 6:
        case 15:
            value = std::round(level = level + below(40) - 20) / 100;
            break; // hundredths
        case 7:
            value = std::sin(level + static_cast<double>(i)) * 100;
            break; // full mantissa: 6 %
        case 8:
        case 16:
        case 17:
            value = level += random() % 4 == 0 ? below(3) : 0;
            break; // bucket
        default:
            break; // constant: 44 %
        }
        series.push_back({kStart + static_cast<Timestamp>(i) * 15'000 + late, value});
    }
    return series;
}

} // namespace nocturne::bench
