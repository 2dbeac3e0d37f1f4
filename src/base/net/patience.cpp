// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/net/patience.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <functional>

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace nocturne::net {

namespace {

/// Becomes readable when a stop is asked for.
class StopWatch
{
public:
    explicit StopWatch(const std::stop_token& stop)
        : m_callback(stop, [this] {
            const std::uint64_t one = 1;
            [[maybe_unused]] const auto written = ::write(m_wake.descriptor, &one, sizeof one);
        })
    {}
    StopWatch(const StopWatch&) = delete;
    StopWatch& operator=(const StopWatch&) = delete;

    int descriptor() const { return m_wake.descriptor; }

private:
    struct Wake
    {
        int descriptor = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);

        Wake() = default;
        ~Wake() { ::close(descriptor); }
        Wake(const Wake&) = delete;
        Wake& operator=(const Wake&) = delete;
    };

    Wake m_wake; // before the callback, which uses it to its end
    std::stop_callback<std::function<void()>> m_callback;
};

} // namespace

Waited waitFor(int fd, Readiness interest, const Patience& patience)
{
    const StopWatch stop(patience.stop);
    while (!patience.stop.stop_requested()) {
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(patience.deadline - std::chrono::steady_clock::now());
        if (left.count() <= 0)
            return Waited::Late;
        const int events = (interest.readable ? POLLIN : 0) | (interest.writable ? POLLOUT : 0);
        std::array<pollfd, 2> watched = {{{fd, static_cast<short>(events), 0}, {stop.descriptor(), POLLIN, 0}}};
        const auto longest = std::min(left, std::chrono::milliseconds(std::chrono::hours(1)));
        const int ready = ::poll(watched.data(), watched.size(), static_cast<int>(longest.count()));
        if (watched[0].revents != 0 && ready > 0)
            return Waited::Ready;
        if (ready < 0 && errno != EINTR)
            return Waited::Failed;
    }
    return Waited::Stopped;
}

} // namespace nocturne::net
