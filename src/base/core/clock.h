// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>

namespace nocturne {

/// Milliseconds since the Unix epoch, UTC. The unit of every stored sample.
using Timestamp = std::int64_t;

/// The two clocks of the program, injected everywhere so that tests turn the hands.
///
/// Stamps follow the wall clock, which may jump; intervals and timeouts follow the monotonic one.
/// Implementations may be called from any thread.
class Clock
{
public:
    using Monotonic = std::chrono::steady_clock::time_point;

    virtual ~Clock() = default;

    /// Wall time.
    virtual Timestamp now() const = 0;
    /// Time that never jumps; stands still while the computer sleeps.
    virtual Monotonic monotonic() const = 0;
};

/// The clocks of the operating system.
class SystemClock final : public Clock
{
public:
    Timestamp now() const override;
    Monotonic monotonic() const override;
};

} // namespace nocturne
