// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/health/network_checks.h"
#include "sources/health/stream_probe.h"
#include "sources/health/tcp_probe.h"

namespace nocturne::health {

ProbeResult checkTls(const CheckOptions& check, Timestamp now, const net::Patience& patience)
{
    const auto target = splitTarget(check.target);
    if (!target)
        return failedResult("invalid_request", target.error().message);
    return withStream(check, {target->first, target->second, true, check.tls}, now, patience, [](net::ByteStream&) {
        ProbeResult result;
        result.state = HealthState::Up;
        return result;
    });
}

} // namespace nocturne::health
