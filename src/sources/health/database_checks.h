// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/net/patience.h"
#include "sources/health/probe.h"

/// Checks of databases on a server. Each connects, asks the query in a transaction that the server itself keeps from
/// writing, holds the answer against the expected value and the thresholds, counts rows of tables and connections, and
/// ends the transaction. They wait, each on a thread of its own, and are done at their deadline.
namespace nocturne::health {

/// By libpq, whose password file is left aside.
ProbeResult checkPostgreSql(const CheckOptions& check, const net::Patience& patience);

/// By MariaDB's Connector/C, without its option files. Passwords are never sent in plain text, and no file of this
/// computer is, whatever the server asks for.
ProbeResult checkMySql(const CheckOptions& check, const net::Patience& patience);

} // namespace nocturne::health
