// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/promql/histogram_fold.h"

#include "engine/promql/range_series.h"

namespace nocturne::promql {

void HistogramFold::add(const Column& column, Annotations& annotations)
{
    for (std::size_t step = 0; step < column.histograms.size(); ++step) {
        const auto& histogram = column.histograms[step];
        if (!histogram) {
            continue;
        }
        auto& [total, failed] = m_steps.try_emplace(step, Step{HistogramTotal(m_isMean)}).first->second;
        if (!failed && !total.add(*histogram)) {
            failed = true;
            warnOfMixedBucketKinds(annotations, quotedName(column.labels.metricName()), m_where);
        }
    }
}

void HistogramFold::finish(Column& made, Annotations& annotations)
{
    for (auto& [step, state] : m_steps) {
        if (!isAbsent(made.values[step])) {
            annotations.warn("encountered a mix of histograms and floats for aggregation", m_where);
            made.clear(step);
            continue;
        }
        if (state.total.hintsCollided()) {
            warnOfCollidedHints(annotations, "aggregation", m_where);
        }
        if (state.total.boundsReconciled()) {
            informOfReconciledBounds(annotations, "aggregation", m_where);
        }
        if (!state.failed) {
            auto total = changed(*state.total.value(), [](auto& histogram) { histogram.compact(); });
            made.set(step, {kAbsent, std::move(total)});
        }
    }
}

} // namespace nocturne::promql
