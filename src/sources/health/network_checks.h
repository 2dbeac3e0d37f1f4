// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/net/patience.h"
#include "sources/health/probe.h"

/// Checks of what lies below and beside HTTP. They wait, each on a thread of its own, and are done at their deadline.
namespace nocturne::health {

/// Shakes hands by TLS and says no more: whether the certificate is trusted and names the host, how long its chain
/// lasts (also of one that is refused), and which version was agreed on.
ProbeResult checkTls(const CheckOptions& check, Timestamp now, const net::Patience& patience);

/// Asks one nameserver for the records of a name, by UDP and, where the answer is too long for that, by TCP. Down where
/// the server says so, where there is no record of the type, and where an expected answer is missing.
ProbeResult checkDns(const CheckOptions& check, const net::Patience& patience);

/// Sends one echo request and waits for its reply, by the kind of socket for which no privilege is needed; where the
/// system does not give it, the reason is "not_permitted" and the words tell what to set.
ProbeResult checkIcmp(const CheckOptions& check, const net::Patience& patience);

/// Opens a WebSocket, sends the body of the check where it has one, waits for a message that meets its expectations
/// where it has some, measures a ping, and closes.
ProbeResult checkWebSocket(const CheckOptions& check, Timestamp now, const net::Patience& patience);

} // namespace nocturne::health
