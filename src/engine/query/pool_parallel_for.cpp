// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/query/pool_parallel_for.h"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>

namespace nocturne::query {

namespace {

/// One run(): helpers that come late find nothing left and leave.
struct Round
{
    const std::function<void(std::size_t)>& job;
    const std::size_t count;
    std::mutex mutex;
    std::condition_variable idle;
    std::size_t next = 0;
    std::size_t active = 0;
    std::exception_ptr failure;

    Round(const std::function<void(std::size_t)>& roundJob, std::size_t jobs)
        : job(roundJob)
        , count(jobs)
    {}

    void help()
    {
        std::unique_lock lock(mutex);
        while (next < count) {
            const auto mine = next++;
            ++active;
            lock.unlock();
            std::exception_ptr thrown;
            try {
                job(mine);
            } catch (...) { // handed to the thread that called run()
                thrown = std::current_exception();
            }
            lock.lock();
            --active;
            if (thrown) {
                failure = thrown;
                next = count;
            }
        }
        if (active == 0)
            idle.notify_all();
    }
};

} // namespace

void PoolParallelFor::run(std::size_t count, const std::function<void(std::size_t)>& job)
{
    const auto round = std::make_shared<Round>(job, count);
    const auto helpers = std::min<std::size_t>(width(), count);
    for (std::size_t i = 1; i < helpers; ++i)
        m_pool.submit([round](const std::stop_token&) { round->help(); });
    round->help();
    std::unique_lock lock(round->mutex);
    round->idle.wait(lock, [&] { return round->active == 0; });
    if (round->failure)
        std::rethrow_exception(round->failure);
}

} // namespace nocturne::query
