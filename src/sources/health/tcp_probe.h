// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "sources/health/probe.h"

namespace nocturne::health {

/// Connects to host:port and closes again. A name is resolved on a thread of its own, so that one that hangs delays
/// nobody; its addresses are tried one after the other within the timeout.
std::unique_ptr<Probe> startTcpProbe(const CheckOptions& check, net::EventLoop& loop, const Clock& clock,
                                     Probe::Done done);

/// "host:port" and "[::1]:22" as host and port. Fails with InvalidInput.
Result<std::pair<std::string, std::string>> splitTarget(std::string_view target);

} // namespace nocturne::health
