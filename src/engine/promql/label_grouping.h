// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/model/label_set.h"

namespace nocturne::promql {

/// Gives each group of series that agree in some labels a number, in order of appearance: the groups of an
/// aggregation, the signatures of vector matching. Makes no label set for a series of a group that is known.
class LabelGrouping
{
public:
    enum class Keep {
        Only,   ///< the named labels
        Without ///< all but the named labels
    };

    LabelGrouping(Keep keep, std::vector<std::string> names)
        : m_keep(keep)
        , m_names(std::move(names))
    {}

    std::size_t indexOf(const model::LabelSet& series);
    /// What is left of the labels of a series.
    model::LabelSet labelsOf(const model::LabelSet& series) const;
    /// The labels of each group.
    const std::vector<model::LabelSet>& groups() const { return m_groups; }

private:
    bool isKept(std::string_view name) const;
    std::size_t hashOf(const model::LabelSet& series) const;
    bool belongs(const model::LabelSet& series, const model::LabelSet& group) const;

    Keep m_keep;
    std::vector<std::string> m_names;
    std::vector<model::LabelSet> m_groups;
    std::unordered_map<std::size_t, std::vector<std::uint32_t>> m_byHash;
};

} // namespace nocturne::promql
