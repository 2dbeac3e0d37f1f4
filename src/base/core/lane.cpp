// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/core/lane.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace nocturne {

struct Lane::State
{
    std::mutex mutex;
    std::condition_variable wake;
    std::deque<Job> jobs;
    bool isClosed = false;
    std::thread thread;

    void run()
    {
        for (;;) {
            std::unique_lock lock(mutex);
            wake.wait(lock, [this] { return isClosed || !jobs.empty(); });
            if (jobs.empty())
                return;
            const Job job = std::move(jobs.front());
            jobs.pop_front();
            lock.unlock();
            job();
        }
    }
};

Lane::Lane()
    : m_state(std::make_unique<State>())
{}

Lane::~Lane() { finish(); }

void Lane::submit(Job job)
{
    {
        const std::lock_guard lock(m_state->mutex);
        if (m_state->isClosed)
            return;
        m_state->jobs.push_back(std::move(job));
        if (!m_state->thread.joinable())
            m_state->thread = std::thread([state = m_state.get()] { state->run(); });
    }
    m_state->wake.notify_one();
}

void Lane::finish()
{
    {
        const std::lock_guard lock(m_state->mutex);
        m_state->isClosed = true;
    }
    m_state->wake.notify_one();
    if (m_state->thread.joinable())
        m_state->thread.join();
}

} // namespace nocturne
