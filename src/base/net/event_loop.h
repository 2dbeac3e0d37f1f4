// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>

namespace nocturne::net {

using WatchId = std::uint64_t;
using TimerId = std::uint64_t;

/// What a descriptor is watched for, and what it turned out to be ready for. An error or a hang-up counts as both.
struct Readiness
{
    bool readable = false;
    bool writable = false;

    bool operator==(const Readiness&) const = default;
};

/// Where sockets and timers of one thread wait. The network code is driven by it and so runs on whichever loop the
/// composition root has: Qt's on the collector thread, PollLoop in tests and on the command line.
///
/// All functions are called on the loop's own thread; callbacks come from the loop, never from within these calls.
/// A callback may add and remove anything, itself included. Ids are never 0 and never used twice.
class EventLoop
{
public:
    using WatchCallback = std::function<void(Readiness)>;
    using TimerCallback = std::function<void()>;

    virtual ~EventLoop() = default;

    /// Calls `callback` whenever `fd` is ready for what `interest` names, level-triggered. The descriptor stays the
    /// caller's, who unwatches it before closing it; it is watched once at a time.
    virtual WatchId watch(int fd, Readiness interest, WatchCallback callback) = 0;
    /// After this the callback is not called again. Unknown ids are ignored.
    virtual void unwatch(WatchId id) = 0;
    /// Calls `callback` once, not before `delay` has passed; a delay of 0 means "soon".
    virtual TimerId after(std::chrono::milliseconds delay, TimerCallback callback) = 0;
    /// After this the callback is not called. Unknown and expired ids are ignored.
    virtual void cancel(TimerId id) = 0;
};

} // namespace nocturne::net
