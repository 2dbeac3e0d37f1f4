// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace nocturne {

/// Base64 with padding, in lines of `lineLength` characters with CR LF between them; 0: one line. Source: RFC 4648,
/// RFC 2045.
std::string base64(std::string_view bytes, std::size_t lineLength = 0);

} // namespace nocturne
