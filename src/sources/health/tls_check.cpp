// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/health/network_checks.h"
#include "sources/health/start_tls.h"
#include "sources/health/stream_probe.h"
#include "sources/health/tcp_probe.h"

namespace nocturne::health {

namespace {

ProbeResult failedBy(const net::StreamFailure& failure)
{
    auto result = failedResult(net::toString(failure.state), failure.words);
    if (failure.certificate && failure.certificate->earliestNotAfter > 0)
        result.certificateEnds = failure.certificate->earliestNotAfter;
    return result;
}

} // namespace

ProbeResult checkTls(const CheckOptions& check, Timestamp now, const net::Patience& patience)
{
    const auto target = splitTarget(check.target);
    if (!target)
        return failedResult("invalid_request", target.error().message);
    const bool isAtOnce = check.startTls == StartTls::None;
    const net::StreamOptions options{target->first, target->second, isAtOnce, check.tls};
    return withStream(check, options, now, patience, [&](net::ByteStream& stream) {
        if (!isAtOnce) {
            if (const auto failed = speakBeforeTls(check.startTls, stream, patience))
                return failedResult(failed->state == net::FetchState::Protocol ? "starttls"
                                                                               : net::toString(failed->state),
                                    failed->words);
            if (const auto begun = stream.beginTls(options, patience); !begun)
                return failedBy(begun.error());
        }
        ProbeResult result;
        result.state = HealthState::Up;
        return result;
    });
}

} // namespace nocturne::health
