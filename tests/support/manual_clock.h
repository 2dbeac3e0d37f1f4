// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>

#include "base/core/clock.h"

namespace nocturne::support {

/// Clocks whose hands a test turns. Any thread.
class ManualClock final : public Clock
{
public:
    explicit ManualClock(Timestamp now = 1'700'000'000'000)
        : m_now(now)
    {}

    Timestamp now() const override { return m_now; }
    Monotonic monotonic() const override { return Monotonic(std::chrono::milliseconds(m_monotonic)); }

    /// Both clocks move on.
    void advance(std::chrono::milliseconds by)
    {
        m_now += by.count();
        m_monotonic += by.count();
    }
    /// The wall clock jumps, the monotonic one does not.
    void setNow(Timestamp now) { m_now = now; }

private:
    std::atomic<Timestamp> m_now;
    std::atomic<std::int64_t> m_monotonic = 1'000'000;
};

} // namespace nocturne::support
