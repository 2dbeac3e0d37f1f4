// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/core/result.h"
#include "service/paste/web_request.h"

namespace nocturne::paste {

/// What a curl command line asks for.
struct CurlCommand
{
    WebRequest request;
    std::vector<std::string> unused; ///< options that would matter to curl and have no effect here; no secrets in them

    bool operator==(const CurlCommand&) const = default;
};

/// Whether the first word is curl, a prompt before it or not.
bool looksLikeCurl(std::string_view text);

/// Reads a curl command line without running anything and without opening a file.
///
/// Read: -H, -u, -X, -d and the other --data options, --json, -G, -k, -L, -x, --cacert, --cert, --key, -A, -e, -b,
/// --oauth2-bearer, --url, -I. What only tells curl how to print or wait is passed over; what else there is in curl
/// stands in `unused`. Fails with InvalidInput at its place for an option that curl does not have, one without its
/// argument, a command without a URL, and as splitShellCommand() does; with LimitExceeded beyond 64 KiB.
/// Source: curl(1), version 8.
Result<CurlCommand> parseCurl(std::string_view text);

} // namespace nocturne::paste
