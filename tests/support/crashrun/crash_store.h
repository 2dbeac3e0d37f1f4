// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <string>

#include "engine/tsdb/store.h"
#include "support/store_scenario.h"

namespace nocturne::support {

/// Wall time is what the feeder says; the monotonic clock is the real one, so that the store keeps its rhythm.
class FeederClock final : public Clock
{
public:
    Timestamp now() const override { return m_now; }
    Monotonic monotonic() const override { return std::chrono::steady_clock::now(); }
    void set(Timestamp now) { m_now = now; }

private:
    std::atomic<Timestamp> m_now{Fleet::kStart};
};

/// A store in a hurry: all that happens within hours happens within milliseconds.
inline tsdb::StoreOptions crashStoreOptions(const std::string& folder)
{
    using namespace std::chrono_literals;
    tsdb::StoreOptions options;
    options.folder = folder;
    options.retention = 8h;
    options.tellsDropped = false; // what was committed is looked for, and nothing else
    options.flushInterval = 5ms;
    options.syncInterval = 20ms;
    options.persistInterval = 10ms;
    options.logBytes = 200'000;
    options.windows = {1h, 3h};
    options.clockJump = {};
    options.head.maxExemplars = Fleet::kMostExemplars; // so that they give way
    options.lowFreeBytes = 0;
    options.lowFreeShare = 0;
    options.stopFreeBytes = 0;
    options.reserveBytes = 1 << 20U;
    return options;
}

} // namespace nocturne::support
