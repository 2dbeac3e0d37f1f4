// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstddef>
#include <stop_token>
#include <utility>

#include "base/core/result.h"
#include "engine/promql/eval_result.h"
#include "engine/promql/evaluator.h"

namespace nocturne::promql {

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

} // namespace nocturne::promql
