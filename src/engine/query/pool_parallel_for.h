// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>

#include "base/core/worker_pool.h"
#include "engine/promql/evaluator.h"

namespace nocturne::query {

/// Lets an evaluation that runs on a worker share its work with workers that are idle. Never waits for one that has
/// not begun, so any number may run in the same pool at once. Belongs to one evaluation.
class PoolParallelFor final : public promql::ParallelFor
{
public:
    explicit PoolParallelFor(WorkerPool& pool)
        : m_pool(pool)
    {}

    unsigned width() const override { return m_pool.width(); }
    void run(std::size_t count, const std::function<void(std::size_t)>& job) override;

private:
    WorkerPool& m_pool;
};

} // namespace nocturne::query
