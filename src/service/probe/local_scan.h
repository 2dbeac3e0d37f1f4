// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

#include "service/probe/probe_report.h"

namespace nocturne::probe {

struct ScanOptions
{
    /// Where Prometheus, its exporters and other servers of metrics, alerts and logs usually listen.
    std::vector<std::uint16_t> ports = {9090, 9093, 9100, 9091, 9115, 9182, 9104, 9187, 9121,
                                        9113, 3000, 3001, 3100, 8428, 8080, 8081, 4000, 9464};
    std::vector<std::uint16_t> skipped = {}; ///< our own
    std::chrono::milliseconds connect{300};  ///< until a port counts as closed
    std::chrono::milliseconds total{2'000};  ///< for everything
};

/// What was found at one port.
struct LocalService
{
    std::uint16_t port = 0;
    std::string host; ///< "127.0.0.1" or "[::1]"
    Finding finding;  ///< the best of it

    bool operator==(const LocalService&) const = default;
};

/// Looks for services of this computer that could be watched: connects to 127.0.0.1 and, where nothing answers there,
/// to ::1, and asks those that answer. Goes nowhere else. Waits, for as long as `options.total` and not much longer,
/// so for a thread of its own. In the order of the ports.
std::vector<LocalService> scanLocally(const ScanOptions& options = {}, std::stop_token stop = {});

} // namespace nocturne::probe
