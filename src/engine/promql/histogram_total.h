// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "engine/model/float_histogram.h"

namespace nocturne::promql {

/// The sum or average of native histograms, one added after the other. An average stays a plain division as long as
/// the sum fits into doubles, and else turns into a running mean, as Prometheus does it.
class HistogramTotal
{
public:
    explicit HistogramTotal(bool isMean)
        : m_isMean(isMean)
    {}

    bool empty() const { return !m_total; }
    /// False when `histogram` does not go together with those before; the total is of no use then.
    bool add(const model::FloatHistogram& histogram);
    /// Precondition: not empty.
    model::HistogramPtr value() const;

    /// Whether some were counted anew and others were not.
    bool hintsCollided() const { return m_sawReset && m_sawNoReset; }
    bool boundsReconciled() const { return m_reconciled; }

private:
    model::CombineOutcome addToMean(const model::FloatHistogram& histogram);

    bool m_isMean;
    bool m_incremental = false;
    bool m_sawReset = false;
    bool m_sawNoReset = false;
    bool m_reconciled = false;
    double m_count = 0;
    std::optional<model::HistogramKahanSum> m_total;
};

} // namespace nocturne::promql
