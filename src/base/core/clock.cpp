// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/core/clock.h"

namespace nocturne {

Timestamp SystemClock::now() const
{
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

Clock::Monotonic SystemClock::monotonic() const { return std::chrono::steady_clock::now(); }

} // namespace nocturne
