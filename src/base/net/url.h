// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <netinet/in.h>

#include "base/core/result.h"

namespace nocturne::net {

/// The parts of an http or https URL.
struct Url
{
    std::string scheme; ///< "http" or "https"
    std::string host;   ///< lower case; IPv6 addresses in brackets
    int port = 0;       ///< always set: 80 and 443 where the text names none
    std::string target; ///< path and query as sent, "/metrics?a=b"
    std::string user;   ///< decoded; empty where the text names none
    std::string password;

    bool operator==(const Url&) const = default;

    /// Scheme, host and port are the same, so that credentials may travel along.
    bool sameOrigin(const Url& other) const;
    /// `localhost`, names below it, 127.0.0.0/8 and ::1.
    bool isLoopback() const;
    /// An address, not a name, of 169.254.0.0/16 or fe80::/10.
    bool isLinkLocal() const;
    /// The URL without user and password.
    std::string text() const;
    /// "host:port", with the port left out where it is the scheme's own.
    std::string authority() const;
};

/// Whether an address holds on one link alone (RFC 3927, RFC 4291), the first also as IPv6 writes it.
bool isLinkLocal(const in_addr& address);
bool isLinkLocal(const in6_addr& address);

/// Reads an absolute URL. Fails with InvalidInput for another scheme, a missing host, blanks or control characters,
/// or more than 8 KiB. Secrets of the text do not appear in the error.
Result<Url> parseUrl(std::string_view text);

/// Resolves what a Location header says against the URL that answered with it.
Result<Url> resolveUrl(const Url& base, std::string_view location);

/// Whether a parameter of that name holds a secret, as far as names tell: token, key, password, signature, ...
bool soundsSecret(std::string_view name);

/// `text` made fit for messages and logs: user and password, and the values of query parameters that sound like
/// secrets (token, key, password, signature, ...) as `***`. Works on any text, valid or not.
std::string redactedUrl(std::string_view text);

/// Percent-encodes all but letters, digits and `-._~`, for a query parameter.
std::string urlEncoded(std::string_view text);

} // namespace nocturne::net
