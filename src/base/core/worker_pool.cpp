// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/core/worker_pool.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

namespace nocturne {

struct WorkerPool::State
{
    mutable std::mutex mutex;
    std::condition_variable_any wake;
    std::deque<Job> jobs;
    unsigned width = 1;
    std::vector<std::jthread> threads; // last, so that they end before what they use

    void run(const std::stop_token& stop)
    {
        for (;;) {
            std::unique_lock lock(mutex);
            wake.wait(lock, stop, [this] { return !jobs.empty(); });
            if (stop.stop_requested())
                return;
            const Job job = std::move(jobs.front());
            jobs.pop_front();
            lock.unlock();
            job(stop);
        }
    }
};

WorkerPool::WorkerPool(unsigned threads)
    : m_state(std::make_unique<State>())
{
    const unsigned cores = std::max(1U, std::thread::hardware_concurrency()); // that this process may use
    const unsigned count = threads != 0 ? threads : std::max(2U, cores - 1);
    m_state->width = std::min(count, cores);
    for (unsigned i = 0; i < count; ++i)
        m_state->threads.emplace_back([state = m_state.get()](const std::stop_token& stop) { state->run(stop); });
}

WorkerPool::~WorkerPool()
{
    for (auto& thread : m_state->threads)
        thread.request_stop();
    for (auto& thread : m_state->threads) // the vector stays: jobs may still ask threadCount()
        thread.join();
}

void WorkerPool::submit(Job job)
{
    {
        const std::lock_guard lock(m_state->mutex);
        m_state->jobs.push_back(std::move(job));
    }
    m_state->wake.notify_one();
}

unsigned WorkerPool::threadCount() const { return static_cast<unsigned>(m_state->threads.size()); }

unsigned WorkerPool::width() const { return m_state->width; }

std::size_t WorkerPool::waiting() const
{
    const std::lock_guard lock(m_state->mutex);
    return m_state->jobs.size();
}

} // namespace nocturne
