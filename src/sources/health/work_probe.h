// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <stop_token>

#include "sources/health/probe.h"

namespace nocturne::health {

/// What a probe does that has to wait: on a thread of its own. It returns when asked to stop and before `deadline`,
/// as far as the system lets it.
using Work = std::function<ProbeResult(const std::stop_token& stop, Clock::Monotonic deadline)>;

/// Runs `work` for the check and measures its time. Work that is not done within the check's timeout is left behind,
/// and the attempt has failed with "timeout".
std::unique_ptr<Probe> startWork(const CheckOptions& check, net::EventLoop& loop, const Clock& clock, Work work,
                                 Probe::Done done);

} // namespace nocturne::health
