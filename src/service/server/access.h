// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/core/clock.h"
#include "service/server/http_message.h"

namespace nocturne::server {

/// Who may ask: which names the server answers to, and with which token.
struct AccessOptions
{
    std::vector<std::string> hosts; ///< names beside those of loopback, without port
    std::string token;              ///< empty: none is asked for

    bool operator==(const AccessOptions&) const = default;
};

/// The host of a Host header without its port: "[::1]", "localhost". Nothing where it is malformed.
std::optional<std::string> hostOf(std::string_view header);
/// `localhost`, 127.0.0.0/8 in four parts, `[::1]`.
bool isLoopbackHost(std::string_view host);

/// Decides, from the header alone, whether a request is let in.
///
/// Keeps web pages out that a browser on this computer shows: a foreign Host is DNS rebinding, a foreign Origin is a
/// page of another site. Tokens are kept as SHA-256 and compared in constant time; who fails too often is told
/// nothing but that for a while, and the right token is let in whatever others of its address did. Used by one thread.
class Access
{
public:
    Access(const AccessOptions& options, const HttpLimits& limits, const Clock& clock);

    /// Nothing when it is let in, else the answer.
    std::optional<HttpResponse> refuse(const HttpRequest& request, const std::string& address);

private:
    using Digest = std::array<unsigned char, 32>;
    static Digest digestOf(std::string_view text);
    bool hasToken(const HttpRequest& request) const;
    bool failedTooOften(const std::string& address);

    std::vector<std::string> m_hosts;
    std::optional<Digest> m_token;
    std::size_t m_maxFailures;
    const Clock& m_clock;
    std::map<std::string, std::deque<Clock::Monotonic>> m_failures; ///< by address, of the last minute
};

} // namespace nocturne::server
