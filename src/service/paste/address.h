// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/core/result.h"
#include "base/net/http.h"

namespace nocturne::paste {

/// How much a word without blanks looks like an address.
enum class Likeness {
    None,
    Host,   ///< a name with a dot, an address, localhost; perhaps with a path
    Port,   ///< host:port, perhaps with a path
    Scheme, ///< any scheme and "://"
};
Likeness likenessOf(std::string_view word);

/// An address and who asks there.
struct AddressParts
{
    std::string url; ///< without user and password, and without a fragment; its scheme as written, or none
    std::optional<net::BasicAuth> user;
};

/// Takes an address apart. Schemes are http, https, ws, wss and none. Fails with InvalidInput for others, and as
/// net::parseUrl() does; no secret of the text appears in the error.
Result<AddressParts> partsOf(std::string_view word);

} // namespace nocturne::paste
