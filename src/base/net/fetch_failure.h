// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>

#include "base/net/http.h"
#include "base/net/transfer.h"

namespace nocturne::net {

/// A failure with its state and sentence, the kind of error chosen by the state. Private to this room.
HttpFailure failure(FetchState state, std::string message);

/// What a finished hop failed of; only for a hop that failed by libcurl's `code` or by our own stop.
HttpFailure failureOf(const Transfer& transfer, CURLcode code, const HttpRequest& request, const Url& url);

/// What a hop was waiting for when the deadline came.
HttpFailure deadlineFailure(const Transfer& transfer, const Url& url, std::chrono::milliseconds timeout);

} // namespace nocturne::net
