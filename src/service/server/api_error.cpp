// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/server/api_error.h"

#include "service/server/json_writer.h"

namespace nocturne::server {

std::string_view toString(ErrorType type)
{
    switch (type) {
    case ErrorType::BadData:
        return "bad_data";
    case ErrorType::Execution:
        return "execution";
    case ErrorType::Timeout:
        return "timeout";
    case ErrorType::Canceled:
        return "canceled";
    case ErrorType::NotFound:
        return "not_found";
    case ErrorType::NotAcceptable:
        return "not_acceptable";
    case ErrorType::Internal:
        return "internal";
    case ErrorType::Unavailable:
        return "unavailable";
    }
    return "internal";
}

int statusOf(ErrorType type)
{
    switch (type) {
    case ErrorType::BadData:
        return 400;
    case ErrorType::Execution:
        return 422;
    case ErrorType::Timeout:
    case ErrorType::Unavailable:
        return 503;
    case ErrorType::Canceled:
        return 499;
    case ErrorType::NotFound:
        return 404;
    case ErrorType::NotAcceptable:
        return 406;
    case ErrorType::Internal:
        return 500;
    }
    return 500;
}

ErrorType errorTypeOf(Error::Kind kind)
{
    switch (kind) {
    case Error::Kind::InvalidInput:
    case Error::Kind::LimitExceeded:
        return ErrorType::Execution;
    case Error::Kind::Timeout:
        return ErrorType::Timeout;
    case Error::Kind::Cancelled:
        return ErrorType::Canceled;
    case Error::Kind::NotFound:
        return ErrorType::NotFound;
    case Error::Kind::Unavailable:
        return ErrorType::Unavailable;
    case Error::Kind::Corrupt:
    case Error::Kind::Internal:
        return ErrorType::Internal;
    }
    return ErrorType::Internal;
}

HttpResponse errorResponse(ErrorType type, std::string_view message)
{
    HttpResponse response{.status = statusOf(type), .contentType = "application/json"};
    JsonWriter(response.body)
        .beginObject()
        .key("status")
        .text("error")
        .key("errorType")
        .text(toString(type))
        .key("error")
        .text(message)
        .endObject();
    return response;
}

HttpResponse badData(const Error& error) { return errorResponse(ErrorType::BadData, error.message); }

HttpResponse queryError(const Error& error) { return errorResponse(errorTypeOf(error.kind), error.text()); }

} // namespace nocturne::server
