// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "base/net/event_loop.h"

namespace nocturne::net {

/// An event loop on poll(2), for tests and the command line. Lives on the thread that runs it;
/// post() and stop() may be called from any.
class PollLoop final : public EventLoop
{
public:
    PollLoop();
    ~PollLoop() override;
    PollLoop(const PollLoop&) = delete;
    PollLoop& operator=(const PollLoop&) = delete;

    WatchId watch(int fd, Readiness interest, WatchCallback callback) override;
    void unwatch(WatchId id) override;
    TimerId after(std::chrono::milliseconds delay, TimerCallback callback) override;
    void cancel(TimerId id) override;

    /// Runs `job` on the loop's thread, soon, in the order of the calls.
    void post(std::function<void()> job);
    /// Makes run() return; one that is not running yet returns at once.
    void stop();

    /// Serves until stop().
    void run();
    /// Serves until `condition` holds; false when that did not happen within `limit`.
    bool runUntil(const std::function<bool()>& condition, std::chrono::milliseconds limit);

private:
    struct State;
    void serveOnce(std::chrono::milliseconds longest);

    std::unique_ptr<State> m_state;
};

} // namespace nocturne::net
