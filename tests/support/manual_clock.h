// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>

#include "base/core/clock.h"

namespace nocturne::support {

/// A clock whose hands a test turns. May be used from any thread.
class ManualClock final : public Clock
{
public:
    explicit ManualClock(Timestamp now = 0)
        : m_now(now)
    {}

    Timestamp now() const override { return m_now.load(); }
    Monotonic monotonic() const override { return Monotonic(Monotonic::duration(m_monotonic.load())); }

    /// Time goes by: both clocks go on together.
    void advance(std::chrono::milliseconds duration)
    {
        m_now += duration.count();
        m_monotonic += std::chrono::duration_cast<Monotonic::duration>(duration).count();
    }
    /// Somebody sets the wall clock; the monotonic one does not notice.
    void setNow(Timestamp now) { m_now = now; }

private:
    std::atomic<Timestamp> m_now;
    std::atomic<Monotonic::rep> m_monotonic{0};
};

} // namespace nocturne::support
