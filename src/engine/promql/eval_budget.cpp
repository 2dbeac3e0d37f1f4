// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/promql/eval_budget.h"

#include <string>

namespace nocturne::promql {

Result<void> Budget::checkStop() const
{
    if (m_stop.stop_requested()) {
        return fail(Error::Kind::Cancelled, "the query was cancelled");
    }
    return {};
}

Result<void> Budget::addSeries(std::size_t count)
{
    if ((m_series += count) > m_options.maxSeries) {
        return fail(Error::Kind::LimitExceeded, "the query selects more than " + std::to_string(m_options.maxSeries) +
                                                    " series: narrow its selectors, or raise limits.query_series");
    }
    return {};
}

Result<void> Budget::hold(std::size_t samples)
{
    const auto held = m_held += samples;
    auto peak = m_peak.load();
    while (held > peak && !m_peak.compare_exchange_weak(peak, held)) {
    }
    if (held > m_options.maxSamples) {
        return fail(Error::Kind::LimitExceeded,
                    "the query needs more than " + std::to_string(m_options.maxSamples) +
                        " samples in memory: select fewer series, a shorter range or a longer step, or raise "
                        "limits.query_samples");
    }
    return {};
}

EvalStats Budget::stats() const
{
    EvalStats stats;
    stats.series = m_series;
    stats.samples = m_decoded;
    stats.peakSamples = m_peak;
    return stats;
}

} // namespace nocturne::promql
