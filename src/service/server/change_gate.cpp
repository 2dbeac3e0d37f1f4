// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/server/change_gate.h"

#include "base/core/text.h"
#include "service/server/access.h"

namespace nocturne::server {

std::optional<ChangeRefusal> refuseChange(const ChangeRules& rules, const HttpRequest& request)
{
    if (rules.readOnly)
        return ChangeRefusal{403, ErrorType::Unavailable,
                             "this Nocturne only looks on (--read-only): ask the one that gathers"};
    const auto host = hostOf(request.header("host"));
    if (!rules.hasToken && !(host && isLoopbackHost(*host)))
        return ChangeRefusal{403, ErrorType::Unavailable,
                             "without server.token nothing is changed but from this computer: set one"};
    const auto type = request.header("content-type");
    if (request.method == "POST" && asciiLower(trimmed(type.substr(0, type.find(';')))) != "application/json")
        return ChangeRefusal{415, ErrorType::BadData, "JSON is wanted: Content-Type: application/json"};
    return std::nullopt;
}

} // namespace nocturne::server
