// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <vector>

#include "engine/promql/annotations.h"
#include "engine/promql/ast.h"
#include "engine/promql/eval_columns.h"
#include "engine/promql/histogram_total.h"

namespace nocturne::promql {

/// The native histograms of one group of sum() or avg(), over all steps. Floats of the group are folded elsewhere.
class HistogramFold
{
public:
    /// Annotations are about `where`.
    HistogramFold(bool isMean, SourceRange where)
        : m_isMean(isMean)
        , m_where(where)
    {}

    void add(const Column& column, Annotations& annotations);
    /// Puts the results beside those of the floats: a step that has both has no result, with a warning.
    void finish(Column& made, Annotations& annotations);

private:
    struct Step
    {
        HistogramTotal total;
        bool failed = false;
    };

    bool m_isMean;
    SourceRange m_where;
    std::map<std::size_t, Step> m_steps; // few groups have histograms at all
};

} // namespace nocturne::promql
