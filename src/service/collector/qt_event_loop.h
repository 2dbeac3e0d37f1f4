// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "base/net/event_loop.h"

namespace nocturne::collector {

/// The event loop of the Qt thread it is made on, as the network code wants it.
class QtEventLoop final : public net::EventLoop
{
public:
    QtEventLoop();
    ~QtEventLoop() override;
    QtEventLoop(const QtEventLoop&) = delete;
    QtEventLoop& operator=(const QtEventLoop&) = delete;

    net::WatchId watch(int fd, net::Readiness interest, WatchCallback callback) override;
    void unwatch(net::WatchId id) override;
    net::TimerId after(std::chrono::milliseconds delay, TimerCallback callback) override;
    void cancel(net::TimerId id) override;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace nocturne::collector
