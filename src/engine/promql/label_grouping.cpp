// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/promql/label_grouping.h"

#include <algorithm>
#include <functional>

namespace nocturne::promql {

using model::LabelSet;

bool LabelGrouping::isKept(std::string_view name) const
{
    const bool isNamed = std::find(m_names.begin(), m_names.end(), name) != m_names.end();
    return isNamed == (m_keep == Keep::Only);
}

LabelSet LabelGrouping::labelsOf(const LabelSet& series) const
{
    return m_keep == Keep::Only ? series.only(m_names) : series.without(m_names);
}

std::size_t LabelGrouping::hashOf(const LabelSet& series) const
{
    constexpr std::size_t kPrime = 0x9e3779b97f4a7c15U;
    const std::hash<std::string_view> hash;
    std::size_t all = 0;
    for (const auto label : series) {
        if (isKept(label.name)) {
            all = (all ^ hash(label.name)) * kPrime;
            all = (all ^ hash(label.value)) * kPrime;
        }
    }
    return all;
}

bool LabelGrouping::belongs(const LabelSet& series, const LabelSet& group) const
{
    std::size_t next = 0;
    for (const auto label : series) {
        if (isKept(label.name) && (next == group.size() || group[next++] != label)) {
            return false;
        }
    }
    return next == group.size();
}

std::size_t LabelGrouping::indexOf(const LabelSet& series)
{
    if (m_keep == Keep::Only && m_names.empty()) {
        if (m_groups.empty()) {
            m_groups.emplace_back();
        }
        return 0;
    }
    auto& candidates = m_byHash[hashOf(series)];
    for (const auto index : candidates) {
        if (belongs(series, m_groups[index])) {
            return index;
        }
    }
    candidates.push_back(static_cast<std::uint32_t>(m_groups.size()));
    m_groups.push_back(labelsOf(series));
    return m_groups.size() - 1;
}

} // namespace nocturne::promql
