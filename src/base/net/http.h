// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/core/clock.h"
#include "base/core/secret_string.h"
#include "base/net/fetch_state.h"

namespace nocturne::net {

struct Header
{
    std::string name;
    std::string value;

    bool operator==(const Header&) const = default;
};

/// A header that we send: tokens go by headers of many names.
struct RequestHeader
{
    std::string name;
    SecretString value;

    bool operator==(const RequestHeader&) const = default;
};

enum class TlsVersion { Tls10, Tls11, Tls12, Tls13 };

/// How a server is recognised and how we show who we are. Files and texts are PEM; a text goes before its file.
struct TlsOptions
{
    std::string caFile;     ///< trusted instead of the system's authorities
    std::string certFile;   ///< our certificate and its chain
    std::string keyFile;    ///< the key of certFile
    std::string caPem;      ///< what caFile would hold
    std::string certPem;    ///< what certFile would hold
    SecretString keyPem;    ///< what keyFile would hold
    std::string crlFile;    ///< which certificates are revoked, of every authority of the chain; empty: nobody is asked
    std::string serverName; ///< the name to ask for and to verify, where it is not the URL's host
    bool insecureSkipVerify = false;
    TlsVersion minVersion = TlsVersion::Tls12;
    std::optional<TlsVersion> maxVersion; ///< none: the newest there is

    bool operator==(const TlsOptions&) const = default;
};

/// Credentials of RFC 7617.
struct BasicAuth
{
    std::string username;
    SecretString password;

    bool operator==(const BasicAuth&) const = default;
};

/// The header `Authorization: type credentials`.
struct Authorization
{
    std::string type = "Bearer";
    SecretString credentials;

    bool operator==(const Authorization&) const = default;
};

/// One thing to ask a server, with the limits that keep any answer bearable.
///
/// Redirects go to http and https only, never from https to http. At a change of host, port or scheme the headers but
/// `Accept` and `User-Agent`, the credentials, the client certificate, `serverName` and `insecureSkipVerify` stay
/// behind, a body is not sent on, and addresses of this link alone, where clouds keep their credentials, are refused
/// even where a name stands for them: who wants those writes them.
struct HttpRequest
{
    std::string url; ///< `user:password@` in it is used as basicAuth where that is not set
    std::string method = "GET";
    std::vector<RequestHeader> headers;
    std::string body;
    std::optional<BasicAuth> basicAuth;
    std::optional<Authorization> authorization;
    TlsOptions tls;
    std::chrono::milliseconds timeout{10'000};         ///< for everything: name, connection, redirects, last byte
    std::size_t maxBodyBytes = std::size_t{64} << 20U; ///< decoded
    bool acceptGzip = true;
    int maxRedirects = 5; ///< 0: a redirect is an answer like any other
    std::string proxyUrl; ///< empty: as http_proxy, https_proxy, no_proxy say; "direct": none.
                          ///< The environment's proxy is never used for loopback
    std::string noProxy;  ///< hosts, domains and CIDR blocks, by commas, that proxyUrl is not used for; "*": all
    std::vector<RequestHeader> proxyHeaders; ///< what the proxy is told when it is asked to CONNECT to an https server
    bool http2 = true;                       ///< offer HTTP/2 to https servers
    bool linkLocal = true;                   ///< may go to addresses of this link alone (169.254.0.0/16, fe80::/10)
    std::string unixSocket;                  ///< connects to this path whatever the URL's host
};

/// Where the time went, in seconds; the sum over all redirects. Phases of a connection that was there before are 0.
struct Phases
{
    double dns = 0;
    double connect = 0;
    double tls = 0;
    double firstByte = 0; ///< from the request sent to the first byte of the answer
    double transfer = 0;
    double total = 0; ///< from send() to the end, so at least the sum of the others

    bool operator==(const Phases&) const = default;
};

/// What a TLS server showed.
struct PeerCertificate
{
    std::string subject;
    std::string issuer;
    Timestamp notAfter = 0;         ///< 0 where it was not understood
    Timestamp earliestNotAfter = 0; ///< of the whole chain
    std::vector<std::string> chain; ///< subjects, the server's own first

    bool operator==(const PeerCertificate&) const = default;
};

/// A complete answer, of whatever status.
struct HttpResponse
{
    int status = 0;
    std::vector<Header> headers; ///< of the last answer, in order
    std::string body;            ///< decoded
    std::string words;           ///< of an answer that is no success: how its body begins, fit to be shown
    std::string effectiveUrl;    ///< after redirects, fit to be shown
    std::string httpVersion;     ///< "1.1"
    Phases phases;
    std::optional<PeerCertificate> certificate;

    /// The first header of that name, case ignored; empty where there is none.
    std::string_view header(std::string_view name) const;
};

/// Why there is no complete answer. The error's sentence is fit to be shown: it holds no secret and is bounded.
struct HttpFailure
{
    FetchState state = FetchState::Internal;
    Error error;
    std::string effectiveUrl;
    Phases phases;
    int status = 0; ///< of the answer that was not read to its end; 0 where there was none
};

using HttpResult = tl::expected<HttpResponse, HttpFailure>;

/// What a Retry-After header asks for (seconds or a date), from 0 up to five minutes; nothing where there is none.
std::optional<std::chrono::seconds> retryAfter(const HttpResponse& response, Timestamp now);

/// Whether two header names are the same, case ignored.
bool sameHeaderName(std::string_view a, std::string_view b);

} // namespace nocturne::net
