// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <stop_token>
#include <utility>
#include <vector>

#include "base/core/result.h"
#include "base/core/stoppable_sort.h"
#include "engine/promql/eval_result.h"
#include "engine/promql/evaluator.h"

namespace nocturne::promql {

/// Returns early with the error of a Result.
#define NOCTURNE_TRY(expression)                                                                                       \
    if (auto&& tried = (expression); !tried) {                                                                         \
        return tl::unexpected(tried.error());                                                                          \
    }

/// What one evaluation may use and has used. May be used from several threads.
class Budget
{
public:
    Budget(const EvalOptions& options, std::stop_token stop)
        : m_options(options)
        , m_stop(std::move(stop))
    {}

    /// Fails with Cancelled once a stop was requested.
    Result<void> checkStop() const;
    const std::stop_token& stopToken() const { return m_stop; }

    Result<void> addSeries(std::size_t count);
    void addDecoded(std::size_t samples) { m_decoded += samples; }

    /// Samples in memory, decoded ones and those of columns. Fails with LimitExceeded; release() is due even then.
    Result<void> hold(std::size_t samples);
    void release(std::size_t samples) { m_held -= samples; }

    EvalStats stats() const;

private:
    const EvalOptions& m_options;
    std::stop_token m_stop;
    std::atomic<std::size_t> m_series = 0;
    std::atomic<std::size_t> m_decoded = 0;
    std::atomic<std::size_t> m_held = 0;
    std::atomic<std::size_t> m_peak = 0;
};

/// Samples held as long as this lives.
class Hold
{
public:
    explicit Hold(Budget& budget)
        : m_budget(&budget)
    {}
    Hold(Hold&& other) noexcept
        : m_budget(other.m_budget)
        , m_samples(std::exchange(other.m_samples, 0))
    {}
    Hold& operator=(Hold&& other) noexcept
    {
        std::swap(m_budget, other.m_budget);
        std::swap(m_samples, other.m_samples);
        return *this;
    }
    ~Hold() { m_budget->release(m_samples); }

    Result<void> add(std::size_t samples)
    {
        m_samples += samples;
        return m_budget->hold(samples);
    }

private:
    Budget* m_budget;
    std::size_t m_samples = 0;
};

/// Steps, elements or labels between two looks at the stop token: a few milliseconds of the slowest work on them.
inline constexpr std::size_t kWorkBetweenChecks = std::size_t{1} << 14U;

/// Calls body(first, last) for the pieces of [0, count), with a look at the stop token behind each.
template <typename Body>
Result<void> inPieces(std::size_t count, const Budget& budget, Body body)
{
    for (std::size_t first = 0; first < count;) {
        const auto last = std::min(count, first + kWorkBetweenChecks);
        body(first, last);
        NOCTURNE_TRY(budget.checkStop());
        first = last;
    }
    return {};
}

/// A stable sort; fails with Cancelled, and leaves the elements in any order, once a stop was requested.
template <typename T, typename Less>
Result<void> sortInPieces(std::vector<T>& all, const Budget& budget, Less less)
{
    return sortUnlessStopped(all, budget.stopToken(), less) ? Result<void>() : budget.checkStop();
}

} // namespace nocturne::promql
