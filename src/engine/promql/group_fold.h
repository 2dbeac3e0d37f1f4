// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

#include "engine/promql/ast.h"

namespace nocturne::promql {

/// One group of an aggregation over all steps, fed column by column: sum, avg, min, max, count, group, stddev, stdvar.
/// Elements count in the order of their columns, which decides the last digits of sums.
class GroupFold
{
public:
    GroupFold(AggregateOp op, std::size_t steps);

    /// Adds one series; kAbsent where it takes no part.
    void add(const std::vector<double>& values);
    /// The values of the group, kAbsent where no series took part. Ends the fold.
    std::vector<double> finish() &&;

private:
    void addToSum(const std::vector<double>& values);
    void addToMean(const std::vector<double>& values);
    void addToVariance(const std::vector<double>& values);

    AggregateOp m_op;
    std::vector<double> m_values;       ///< kAbsent until the first element
    std::vector<double> m_compensation; ///< of sum and avg
    std::vector<double> m_counts;       ///< of avg (negative: running mean), stddev and stdvar
    std::vector<double> m_means;        ///< of stddev and stdvar
};

} // namespace nocturne::promql
