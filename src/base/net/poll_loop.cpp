// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/net/poll_loop.h"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <vector>

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace nocturne::net {

namespace {

using SteadyClock = std::chrono::steady_clock;
using std::chrono::milliseconds;

struct Watch
{
    int fd = -1;
    Readiness interest;
    std::shared_ptr<EventLoop::WatchCallback> callback;
};

struct Timer
{
    TimerId id = 0;
    EventLoop::TimerCallback callback;
};

short pollEvents(Readiness interest)
{
    return static_cast<short>((interest.readable ? POLLIN : 0) | (interest.writable ? POLLOUT : 0));
}

Readiness readiness(short events)
{
    const bool failed = (events & (POLLERR | POLLHUP | POLLNVAL)) != 0;
    return {.readable = failed || (events & POLLIN) != 0, .writable = failed || (events & POLLOUT) != 0};
}

} // namespace

struct PollLoop::State
{
    int wake = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    std::atomic<bool> stopped = false;
    std::mutex mutex;
    std::vector<std::function<void()>> posted; // under the mutex
    std::map<WatchId, Watch> watches;
    std::multimap<SteadyClock::time_point, Timer> timers;
    std::uint64_t lastId = 0;
    std::vector<pollfd> descriptors;
    std::vector<WatchId> polled;

    void runPosted()
    {
        std::uint64_t count = 0;
        [[maybe_unused]] const auto got = ::read(wake, &count, sizeof count);
        std::vector<std::function<void()>> jobs;
        {
            const std::lock_guard lock(mutex);
            jobs.swap(posted);
        }
        for (const auto& job : jobs)
            job();
    }

    void runTimers()
    {
        const auto now = SteadyClock::now();
        const auto lastOfThisRound = lastId; // a timer that restarts itself with no delay must not starve the sockets
        while (!timers.empty() && timers.begin()->first <= now && timers.begin()->second.id <= lastOfThisRound) {
            const auto timer = std::move(timers.begin()->second);
            timers.erase(timers.begin());
            timer.callback();
        }
    }

    int waitTime(milliseconds longest) const
    {
        if (!timers.empty()) {
            const auto untilNext = std::chrono::ceil<milliseconds>(timers.begin()->first - SteadyClock::now());
            longest = std::clamp(untilNext, milliseconds(0), longest);
        }
        return static_cast<int>(longest.count());
    }
};

PollLoop::PollLoop()
    : m_state(std::make_unique<State>())
{}

PollLoop::~PollLoop() { ::close(m_state->wake); }

WatchId PollLoop::watch(int fd, Readiness interest, WatchCallback callback)
{
    const auto id = ++m_state->lastId;
    m_state->watches.emplace(id, Watch{fd, interest, std::make_shared<WatchCallback>(std::move(callback))});
    return id;
}

void PollLoop::unwatch(WatchId id) { m_state->watches.erase(id); }

TimerId PollLoop::after(milliseconds delay, TimerCallback callback)
{
    const auto id = ++m_state->lastId;
    m_state->timers.emplace(SteadyClock::now() + delay, Timer{id, std::move(callback)});
    return id;
}

void PollLoop::cancel(TimerId id)
{
    std::erase_if(m_state->timers, [id](const auto& entry) { return entry.second.id == id; });
}

void PollLoop::post(std::function<void()> job)
{
    {
        const std::lock_guard lock(m_state->mutex);
        m_state->posted.push_back(std::move(job));
    }
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(m_state->wake, &one, sizeof one);
}

void PollLoop::stop()
{
    m_state->stopped = true;
    post([] {});
}

void PollLoop::run()
{
    while (!m_state->stopped.exchange(false))
        serveOnce(milliseconds(60'000));
}

bool PollLoop::runUntil(const std::function<bool()>& condition, milliseconds limit)
{
    const auto end = SteadyClock::now() + limit;
    while (!condition()) {
        const auto left = std::chrono::ceil<milliseconds>(end - SteadyClock::now());
        if (left.count() <= 0)
            return false;
        serveOnce(std::min(left, milliseconds(10))); // conditions may hang on other threads
    }
    return true;
}

void PollLoop::serveOnce(milliseconds longest)
{
    auto& state = *m_state;
    state.descriptors.assign(1, pollfd{state.wake, POLLIN, 0});
    state.polled.assign(1, 0);
    for (const auto& [id, watch] : state.watches) {
        state.descriptors.push_back(pollfd{watch.fd, pollEvents(watch.interest), 0});
        state.polled.push_back(id);
    }
    const int ready = ::poll(state.descriptors.data(), state.descriptors.size(), state.waitTime(longest));
    if (ready > 0) {
        for (std::size_t i = 1; i < state.descriptors.size(); ++i) {
            const auto found = state.watches.find(state.polled[i]);
            if (state.descriptors[i].revents == 0 || found == state.watches.end())
                continue;
            const auto callback = found->second.callback; // survives an unwatch() from within
            (*callback)(readiness(state.descriptors[i].revents));
        }
    }
    state.runTimers();
    state.runPosted();
}

} // namespace nocturne::net
