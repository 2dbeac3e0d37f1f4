// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace nocturne::charts {

/// Smallest and largest value of a run of samples; `min > max` when none is present.
struct MinMax
{
    double min = 0;
    double max = -1;

    bool empty() const { return min > max; }
    bool operator==(const MinMax&) const = default;
};

/// What one pixel column shows of a series.
struct Column
{
    double first = 0;
    double min = 0;
    double max = -1;
    double last = 0;

    bool empty() const { return min > max; }
    bool operator==(const Column&) const = default;
};

/// Answers min and max of any run of a column of values in a few dozen steps, from levels of 1/64 each.
///
/// Values that are NaN (absent or measured) are no part of it. Keeps a view of the values, which must outlive it;
/// immutable after construction, so it may be read from any thread.
class MinMaxPyramid
{
public:
    static constexpr std::size_t kFanOut = 64;

    MinMaxPyramid() = default;
    explicit MinMaxPyramid(std::span<const double> values);

    std::span<const double> values() const { return m_values; }
    /// Of values [begin, end).
    MinMax range(std::size_t begin, std::size_t end) const;
    /// First, smallest, largest and last of values [begin, end), so that no spike is hidden.
    Column column(std::size_t begin, std::size_t end) const;

private:
    MinMax rangeAt(std::size_t level, std::size_t begin, std::size_t end) const;

    std::span<const double> m_values;
    std::vector<std::vector<MinMax>> m_levels; // m_levels[0] holds runs of 64 values
};

} // namespace nocturne::charts
