// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "base/core/result.h"

namespace nocturne::net {

/// How a fetch ended, as shown in the Targets page and used as a metric label. The first group says what
/// happened on the way, the second (by stateOfStatus()) what a complete answer with another status than 2xx means.
enum class FetchState {
    Ok,
    InvalidRequest, ///< never sent: the URL, a header or a file named by the TLS options is unusable
    Dns,            ///< the name was not resolved, or not in time
    Refused,
    Unreachable,
    Proxy,   ///< the proxy, not the target, failed
    Timeout, ///< the deadline passed; the error says in which phase
    Tls,
    Reset,     ///< the connection ended before any answer
    Truncated, ///< the connection ended within the answer
    BodyTooLarge,
    Encoding,  ///< the compressed body is broken, or compressed in a way that was not asked for
    Redirect,  ///< too many, or to where we do not follow
    Protocol,  ///< not HTTP
    Cancelled, ///< for callers that record a fetch they gave up
    Internal,

    Redirected,   ///< 3xx that names no place to go
    Unauthorized, ///< 401, 403
    NotFound,     ///< 404
    RateLimited,  ///< 429
    ClientError,  ///< any other 4xx
    ServerError,  ///< 5xx
};

/// A stable word of lower case letters and underscores: "body_too_large".
std::string_view toString(FetchState state);

/// Ok for 200 to 299, and the class of all others.
FetchState stateOfStatus(int status);

/// The kind of error a state is told as.
Error::Kind errorKind(FetchState state);

} // namespace nocturne::net
