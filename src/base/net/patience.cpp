// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/net/patience.h"

#include <algorithm>
#include <cerrno>

#include <poll.h>

namespace nocturne::net {

Waited waitFor(int fd, Readiness interest, const Patience& patience)
{
    constexpr std::chrono::milliseconds kSlice{100};
    while (!patience.stop.stop_requested()) {
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(patience.deadline - std::chrono::steady_clock::now());
        if (left.count() <= 0)
            return Waited::Late;
        pollfd watched = {fd, static_cast<short>((interest.readable ? POLLIN : 0) | (interest.writable ? POLLOUT : 0)),
                          0};
        const int ready = ::poll(&watched, 1, static_cast<int>(std::min(left, kSlice).count()));
        if (ready > 0)
            return Waited::Ready;
        if (ready < 0 && errno != EINTR)
            return Waited::Failed;
    }
    return Waited::Stopped;
}

} // namespace nocturne::net
