// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include "base/net/byte_stream.h"
#include "sources/health/probe.h"

namespace nocturne::health {

/// Opens the stream that the check describes, lets `talk` judge what is said over it, and adds where the time went and
/// the days of the certificate. A stream that does not open is down with the words of net::FetchState.
ProbeResult withStream(const CheckOptions& check, Timestamp now, const net::Patience& patience,
                       const std::function<ProbeResult(net::ByteStream&)>& talk);

/// The same for a stream to elsewhere than `target`.
ProbeResult withStream(const CheckOptions& check, const net::StreamOptions& options, Timestamp now,
                       const net::Patience& patience, const std::function<ProbeResult(net::ByteStream&)>& talk);

} // namespace nocturne::health
