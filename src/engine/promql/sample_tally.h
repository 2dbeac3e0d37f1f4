// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <mutex>
#include <span>
#include <vector>

#include "engine/promql/eval_columns.h"
#include "engine/promql/range_series.h"

namespace nocturne::promql {

/// Counts the samples that selectors hand to each step, those of overlapping windows again and again: what Prometheus
/// calls queryable samples. A histogram counts for as many as it has times the bytes of a float sample.
///
/// add functions may be called from several threads at once. Source: Prometheus 3.14, util/stats/query_stats.go.
class SampleTally
{
public:
    explicit SampleTally(std::size_t steps)
        : m_perStep(steps)
    {}

    /// The elements of one series of an instant selector, one a step.
    void addElements(const Column& column);
    /// The samples of one series in each window (edge - windowMs, edge]; where there is one edge it holds for all
    /// steps.
    void addWindows(const RangeSeries& series, const Axis& edges, std::int64_t windowMs);
    /// The same number at each step.
    void addAtEachStep(std::uint64_t samples);
    /// Counts of the same number of steps.
    void add(std::span<const std::uint64_t> perStep);

    const std::vector<std::uint64_t>& perStep() const { return m_perStep; }
    std::uint64_t total() const;

private:
    std::mutex m_mutex;
    std::vector<std::uint64_t> m_perStep;
};

} // namespace nocturne::promql
