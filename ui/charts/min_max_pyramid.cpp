// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/min_max_pyramid.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace nocturne::charts {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr MinMax kNothing = {kInfinity, -kInfinity};

MinMax ofValues(std::span<const double> values)
{
    // Comparisons with NaN are false, so absent values change nothing, and the loop vectorizes.
    auto result = kNothing;
    for (const double v : values) {
        result.min = v < result.min ? v : result.min;
        result.max = v > result.max ? v : result.max;
    }
    return result;
}

MinMax joined(const MinMax& a, const MinMax& b) { return {std::min(a.min, b.min), std::max(a.max, b.max)}; }

} // namespace

MinMaxPyramid::MinMaxPyramid(std::span<const double> values)
    : m_values(values)
{
    auto count = values.size();
    while (count > kFanOut) {
        const auto runs = (count + kFanOut - 1) / kFanOut;
        std::vector<MinMax> level(runs);
        for (std::size_t run = 0; run < runs; ++run) {
            const auto begin = run * kFanOut;
            const auto end = std::min(begin + kFanOut, count);
            level[run] = rangeAt(m_levels.size(), begin, end);
        }
        m_levels.push_back(std::move(level));
        count = runs;
    }
}

MinMax MinMaxPyramid::rangeAt(std::size_t level, std::size_t begin, std::size_t end) const
{
    if (level == 0)
        return ofValues(m_values.subspan(begin, end - begin));
    auto result = kNothing;
    const auto& runs = m_levels[level - 1];
    for (auto i = begin; i < end; ++i)
        result = joined(result, runs[i]);
    return result;
}

MinMax MinMaxPyramid::range(std::size_t begin, std::size_t end) const
{
    auto result = kNothing;
    end = std::min(end, m_values.size());
    for (std::size_t level = 0; begin < end; ++level) {
        const auto firstWhole = (begin + kFanOut - 1) / kFanOut;
        const auto lastWhole = end / kFanOut;
        if (level >= m_levels.size() || firstWhole >= lastWhole) {
            result = joined(result, rangeAt(level, begin, end));
            break;
        }
        result = joined(result, rangeAt(level, begin, firstWhole * kFanOut));
        result = joined(result, rangeAt(level, lastWhole * kFanOut, end));
        begin = firstWhole;
        end = lastWhole;
    }
    return result;
}

Column MinMaxPyramid::column(std::size_t begin, std::size_t end) const
{
    end = std::min(end, m_values.size());
    const auto extent = begin < end ? range(begin, end) : kNothing;
    if (extent.empty())
        return {};
    while (std::isnan(m_values[begin]))
        ++begin;
    while (std::isnan(m_values[end - 1]))
        --end;
    return {m_values[begin], extent.min, extent.max, m_values[end - 1]};
}

} // namespace nocturne::charts
