// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/promql/histogram_total.h"

#include <memory>
#include <utility>

namespace nocturne::promql {

bool HistogramTotal::add(const model::FloatHistogram& histogram)
{
    m_sawReset = m_sawReset || histogram.hint == model::ResetHint::Reset;
    m_sawNoReset = m_sawNoReset || histogram.hint == model::ResetHint::NotReset;
    if (++m_count == 1) {
        m_total.emplace(histogram);
        return true;
    }
    const auto outcome = m_isMean ? addToMean(histogram) : m_total->add(histogram);
    m_reconciled = m_reconciled || outcome.boundsReconciled;
    return outcome.compatible;
}

model::CombineOutcome HistogramTotal::addToMean(const model::FloatHistogram& histogram)
{
    if (!m_incremental) {
        auto next = *m_total;
        const auto outcome = next.add(histogram);
        if (!outcome.compatible || !next.sum.overflows()) {
            m_total = std::move(next);
            return outcome;
        }
        m_incremental = true;
        m_total->divide(m_count - 1);
    }
    m_total->scale((m_count - 1) / m_count);
    auto share = histogram;
    return m_total->add(share.divide(m_count));
}

model::HistogramPtr HistogramTotal::value() const
{
    auto total = *m_total;
    if (m_isMean && !m_incremental) {
        total.divide(m_count);
    }
    return std::make_shared<const model::FloatHistogram>(total.value());
}

} // namespace nocturne::promql
