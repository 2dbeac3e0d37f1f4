// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/health/stream_probe.h"

#include "sources/health/tcp_probe.h"

namespace nocturne::health {

namespace {

void takeCertificate(const std::optional<net::PeerCertificate>& certificate, ProbeResult& result)
{
    if (certificate && certificate->earliestNotAfter > 0)
        result.certificateEnds = certificate->earliestNotAfter;
}

/// "TLSv1.3" as blackbox_exporter writes it, "TLS 1.3".
std::string shownVersion(const std::string& version)
{
    return version.starts_with("TLSv") ? "TLS " + version.substr(4) : version;
}

} // namespace

ProbeResult withStream(const CheckOptions& check, const net::StreamOptions& options, Timestamp now,
                       const net::Patience& patience, const std::function<ProbeResult(net::ByteStream&)>& talk)
{
    auto stream = net::ByteStream::open(options, patience);
    if (!stream) {
        auto result = failedResult(net::toString(stream.error().state), stream.error().words);
        result.phases = stream.error().phases;
        takeCertificate(stream.error().certificate, result);
        return result;
    }
    auto result = talk(*stream);
    result.phases.dns = stream->phases().dns;
    result.phases.connect = stream->phases().connect;
    result.phases.tls = stream->phases().tls;
    takeCertificate(stream->certificate(), result);
    if (!stream->tlsVersion().empty())
        result.readings.push_back({"probe_tls_version_info", "version", shownVersion(stream->tlsVersion()), 1});
    if (result.state != HealthState::Down)
        judgeCertificate(check, now, result);
    return result;
}

ProbeResult withStream(const CheckOptions& check, Timestamp now, const net::Patience& patience,
                       const std::function<ProbeResult(net::ByteStream&)>& talk)
{
    const auto target = splitTarget(check.target);
    if (!target)
        return failedResult("invalid_request", target.error().message);
    return withStream(check, {target->first, target->second, check.isTls, check.tls}, now, patience, talk);
}

} // namespace nocturne::health
