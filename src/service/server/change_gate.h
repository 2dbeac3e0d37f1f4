// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "service/server/api_error.h"
#include "service/server/http_message.h"

namespace nocturne::server {

/// Who may change something.
struct ChangeRules
{
    bool hasToken = false; ///< who asks has shown one
    bool readOnly = false; ///< nothing may be changed
};

struct ChangeRefusal
{
    int status = 403;
    ErrorType type = ErrorType::Unavailable;
    std::string why;
};

/// Why `request` may not change anything, if it may not: nothing may be changed, or without a token it asks for another
/// name than one of this computer, or what it posts is not announced as JSON, which no form of a web page can.
std::optional<ChangeRefusal> refuseChange(const ChangeRules& rules, const HttpRequest& request);

} // namespace nocturne::server
