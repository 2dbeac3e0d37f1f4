// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>

#include "base/core/clock.h"

namespace nocturne::collector {

/// How fast a counter grew over the last minute, so that sources with different beats add up to a calm number.
class AppendRate
{
public:
    /// Notes that the counter stands at `appended` and gives its growth a second; 0 within the first second.
    double note(std::uint64_t appended, Clock::Monotonic now);

private:
    struct Mark
    {
        Clock::Monotonic time;
        std::uint64_t appended = 0;
    };

    std::deque<Mark> m_marks; // a second apart at least, the first one a minute old at most
};

} // namespace nocturne::collector
