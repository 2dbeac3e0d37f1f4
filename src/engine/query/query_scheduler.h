// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>

#include "base/core/clock.h"
#include "base/core/result.h"
#include "base/core/worker_pool.h"

namespace nocturne::query {

/// Numbers about a scheduler, for Nocturne's own metrics. Counters run from its making.
struct SchedulerStats
{
    std::size_t queued = 0;
    std::size_t running = 0;
    std::uint64_t finished = 0; ///< ran to their end, well or not
    std::uint64_t cancelled = 0;
    std::uint64_t timedOut = 0;
    std::uint64_t refused = 0; ///< the queue was full

    bool operator==(const SchedulerStats&) const = default;
};

/// Brings queries to the workers, and ends those that are cancelled or take too long, waiting ones at once.
///
/// schedule() may be called from any thread. A thread of its own watches deadlines and stop requests; it is also
/// the one that refuses. The destructor cancels everything, waits for what runs, and must not run on a worker.
class QueryScheduler
{
public:
    /// A query that runs.
    class Ticket
    {
    public:
        virtual ~Ticket() = default;
        /// Stops at the caller's wish, at the deadline and at shutdown.
        virtual std::stop_token stop() const = 0;
        virtual double queueSeconds() const = 0;
        /// `error`, or Timeout where a Cancelled came of the deadline.
        virtual Error explain(Error error) const = 0;
    };
    using Work = std::function<void(const Ticket&)>;
    using Refuse = std::function<void(Error)>;

    /// `maxQueued` bounds the queries that wait for a worker.
    QueryScheduler(WorkerPool& pool, const Clock& clock, std::size_t maxQueued);
    ~QueryScheduler();
    QueryScheduler(const QueryScheduler&) = delete;
    QueryScheduler& operator=(const QueryScheduler&) = delete;

    /// Calls either `work`, on a worker, or `refuse`, exactly once and never before this returns to the caller.
    /// The time limit counts from now, so includes the wait.
    void schedule(std::stop_token stop, std::chrono::milliseconds timeLimit, Work work, Refuse refuse);

    SchedulerStats stats() const;

private:
    struct Job;
    struct State;
    std::shared_ptr<State> m_state; // shared with jobs that still sit in the pool
    WorkerPool& m_pool;
};

} // namespace nocturne::query
