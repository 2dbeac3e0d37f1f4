// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/promql/quantile.h"

namespace nocturne::promql {

/// The values of a window that moves forward over a series, kept in order, NaN first.
class SortedWindow
{
public:
    explicit SortedWindow(std::span<const double> values)
        : m_values(values)
    {}

    /// The values of [first, last) in order, valid until the next call. Neither end may go back.
    std::span<const double> moveTo(std::uint32_t first, std::uint32_t last)
    {
        if (first >= m_last) {
            m_sorted.assign(m_values.begin() + first, m_values.begin() + last);
            std::sort(m_sorted.begin(), m_sorted.end(), lessNanFirst);
        } else {
            for (auto i = m_last; i < last; ++i) {
                m_sorted.insert(std::upper_bound(m_sorted.begin(), m_sorted.end(), m_values[i], lessNanFirst),
                                m_values[i]);
            }
            for (auto i = m_first; i < first; ++i) {
                m_sorted.erase(std::lower_bound(m_sorted.begin(), m_sorted.end(), m_values[i], lessNanFirst));
            }
        }
        m_first = first;
        m_last = last;
        return m_sorted;
    }

private:
    std::span<const double> m_values;
    std::vector<double> m_sorted;
    std::uint32_t m_first = 0;
    std::uint32_t m_last = 0;
};

} // namespace nocturne::promql
