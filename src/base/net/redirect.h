// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "base/net/http.h"
#include "base/net/url.h"

namespace nocturne::net {

inline constexpr std::string_view kLinkLocalRefused =
    "redirect to an address of this link alone is not followed: write that address where it is meant";

/// Whether an answer of this status sends the asker elsewhere.
bool isRedirect(int status);

/// The request that follows a redirect, stripped of what the new place must not see. Fails, with the reason, where we
/// do not follow. `from` is where `request` went; `request.url` of the result is the new place.
Result<HttpRequest> redirected(const HttpRequest& request, const Url& from, int status, std::string_view location);

} // namespace nocturne::net
