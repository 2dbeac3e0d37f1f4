// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <stop_token>

namespace nocturne {

/// A fixed set of threads that run jobs in the order they came: parse, evaluate, compress.
///
/// submit() may be called from any thread. A job gets the pool's stop token; one that stands for a panel's wish
/// carries its own token as well. The destructor asks all jobs to stop, drops those not begun and joins.
class WorkerPool
{
public:
    using Job = std::function<void(std::stop_token)>;

    /// `threads` of 0 stands for the number of cores less one, but two at least: one long job must not keep the next
    /// waiting.
    explicit WorkerPool(unsigned threads = 0);
    ~WorkerPool();
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;

    void submit(Job job);
    unsigned threadCount() const;
    /// How many jobs really run at once: no more than there are cores. Into so many parts is it worth to split one.
    unsigned width() const;
    /// Jobs not begun yet.
    std::size_t waiting() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace nocturne
