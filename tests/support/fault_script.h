// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "support/fault_server.h"

namespace nocturne::test {

/// Reads what a server does, one line a path: `PATH FAULT ARGUMENTS`.
///
///     # comment
///     /metrics   respond 200 up 1\n
///     /flaky     reset            lines of the same path are taken in turn; the last one stays
///     /flaky     respond 200 up 1\n
///     /stream    ws-say 100 {"a":1} {"a":2}
///
/// The faults are those of faults.h and web_socket_faults.h under the names that faultNames() lists. Texts know \n \r
/// \t \s (a space) \\ and \xHH. Other paths answer 404. On failure the error says in which line and why.
tl::expected<FaultScript, std::string> readFaultScript(std::string_view text);

/// "respond STATUS TEXT", one a line.
std::string faultNames();

} // namespace nocturne::test
