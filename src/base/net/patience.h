// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>

#include "base/core/clock.h"
#include "base/net/event_loop.h"

namespace nocturne::net {

/// How long a thread of its own may wait: until `deadline` of the steady clock, or until it is asked to stop.
struct Patience
{
    std::stop_token stop;
    Clock::Monotonic deadline;
};

enum class Waited { Ready, Late, Stopped, Failed };

/// Waits until the descriptor is ready for anything of `interest`; an error or a hang-up counts as ready. A stop is
/// noticed at once.
Waited waitFor(int fd, Readiness interest, const Patience& patience);

} // namespace nocturne::net
