// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "base/core/result.h"
#include "service/server/http_message.h"

namespace nocturne::server {

/// What can go wrong, in the words of the HTTP API.
/// Source: Prometheus, web/api/v1/api.go.
enum class ErrorType { BadData, Execution, Timeout, Canceled, NotFound, NotAcceptable, Internal, Unavailable };

std::string_view toString(ErrorType type); ///< "bad_data"
int statusOf(ErrorType type);              ///< 400
/// Of an error that comes back from a query that was well-formed.
ErrorType errorTypeOf(Error::Kind kind);

/// `{"status":"error","errorType":...,"error":...}`
HttpResponse errorResponse(ErrorType type, std::string_view message);
HttpResponse badData(const Error& error);
HttpResponse queryError(const Error& error);

} // namespace nocturne::server
