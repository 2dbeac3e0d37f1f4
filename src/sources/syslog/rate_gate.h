// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <chrono>
#include <optional>

#include "base/core/clock.h"

namespace nocturne::syslog {

/// Lets so many a second pass, and a burst of ten seconds' worth at once. A rate of 0 lets all pass.
class RateGate
{
public:
    explicit RateGate(double perSecond)
        : m_perSecond(perSecond)
        , m_left(perSecond * kBurstSeconds)
    {}

    bool passes(Clock::Monotonic now)
    {
        if (m_perSecond == 0)
            return true;
        if (m_last)
            m_left += m_perSecond * std::chrono::duration<double>(now - *m_last).count();
        m_left = std::min(m_left, m_perSecond * kBurstSeconds);
        m_last = now;
        if (m_left < 1)
            return false;
        m_left -= 1;
        return true;
    }

private:
    static constexpr double kBurstSeconds = 10;

    double m_perSecond;
    double m_left;
    std::optional<Clock::Monotonic> m_last;
};

} // namespace nocturne::syslog
