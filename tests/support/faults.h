// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "support/fault_server.h"

/// Scripts for FaultServer. Those that answer serve request after request on one connection.
namespace nocturne::test::faults {

/// A whole answer: Content-Length is added, all else is as given. `headers` are lines without line ends.
FaultScript respond(int status, const std::vector<std::string>& headers, const std::string& body);
/// An answer by path ("/metrics"); 404 for all others.
FaultScript respondByPath(const std::map<std::string, FaultScript>& scripts);
/// One script a request, in order; the last one stays.
FaultScript inTurn(std::vector<FaultScript> scripts);

/// Reads the request and never answers.
FaultScript hang();
/// Answers the headers, then nothing.
FaultScript hangAfterHeaders();
/// Sends the answer byte by byte.
FaultScript slowBytes(const std::string& body, std::chrono::milliseconds pause);
/// Resets the connection after the request was read.
FaultScript resetBeforeAnswer();
/// Resets in the middle of the body.
FaultScript resetInBody();
/// Closes without a byte.
FaultScript closeWithoutAnswer();
/// Announces `announced` bytes, sends `body` and closes.
FaultScript truncated(const std::string& body, std::size_t announced);
/// Closes within a chunked body.
FaultScript truncatedChunks(const std::string& body);
/// `total` bytes of `#`, chunked.
FaultScript hugeChunked(std::uint64_t total);
/// Announces `total` bytes and sends them.
FaultScript hugeWithLength(std::uint64_t total);
/// A gzip body that inflates to `total` zero bytes.
FaultScript gzipBomb(std::uint64_t total);
/// Any bytes as they are, then closes.
FaultScript raw(const std::string& bytes);
/// Headers without end.
FaultScript endlessHeaders();
/// To wherever `location` says.
FaultScript redirectTo(int status, const std::string& location);
/// To itself.
FaultScript redirectLoop();

/// `text` as one gzip member.
std::string gzipped(std::string_view text);
/// `total` zero bytes as gzip members of 16 MiB; takes a thousandth of that in memory.
std::string gzippedZeros(std::uint64_t total);

} // namespace nocturne::test::faults
