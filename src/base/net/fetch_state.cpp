// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/net/fetch_state.h"

namespace nocturne::net {

std::string_view toString(FetchState state)
{
    switch (state) {
    case FetchState::Ok:
        return "ok";
    case FetchState::InvalidRequest:
        return "invalid_request";
    case FetchState::Dns:
        return "dns";
    case FetchState::Refused:
        return "refused";
    case FetchState::Unreachable:
        return "unreachable";
    case FetchState::Proxy:
        return "proxy";
    case FetchState::Timeout:
        return "timeout";
    case FetchState::Tls:
        return "tls";
    case FetchState::Reset:
        return "reset";
    case FetchState::Truncated:
        return "truncated";
    case FetchState::BodyTooLarge:
        return "body_too_large";
    case FetchState::Encoding:
        return "encoding";
    case FetchState::Redirect:
        return "redirect";
    case FetchState::Protocol:
        return "protocol";
    case FetchState::Cancelled:
        return "cancelled";
    case FetchState::Internal:
        return "internal";
    case FetchState::Redirected:
        return "redirected";
    case FetchState::Unauthorized:
        return "unauthorized";
    case FetchState::NotFound:
        return "not_found";
    case FetchState::RateLimited:
        return "rate_limited";
    case FetchState::ClientError:
        return "client_error";
    case FetchState::ServerError:
        return "server_error";
    }
    return "internal";
}

FetchState stateOfStatus(int status)
{
    if (status >= 200 && status < 300)
        return FetchState::Ok;
    if (status >= 300 && status < 400)
        return FetchState::Redirected;
    if (status == 401 || status == 403)
        return FetchState::Unauthorized;
    if (status == 404)
        return FetchState::NotFound;
    if (status == 429)
        return FetchState::RateLimited;
    if (status >= 400 && status < 500)
        return FetchState::ClientError;
    return status >= 500 && status < 600 ? FetchState::ServerError : FetchState::Protocol;
}

Error::Kind errorKind(FetchState state)
{
    switch (state) {
    case FetchState::InvalidRequest:
        return Error::Kind::InvalidInput;
    case FetchState::Timeout:
        return Error::Kind::Timeout;
    case FetchState::BodyTooLarge:
        return Error::Kind::LimitExceeded;
    case FetchState::Truncated:
    case FetchState::Encoding:
    case FetchState::Protocol:
        return Error::Kind::Corrupt;
    case FetchState::Cancelled:
        return Error::Kind::Cancelled;
    case FetchState::NotFound:
        return Error::Kind::NotFound;
    case FetchState::Internal:
        return Error::Kind::Internal;
    default:
        return Error::Kind::Unavailable;
    }
}

} // namespace nocturne::net
