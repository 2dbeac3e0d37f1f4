// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/net/http.h"

namespace nocturne::net {

/// The beginning of what a server said, at most `maxBytes` in one line, fit to be shown: the `secrets` that it was sent
/// are struck out, and so is what follows the usual words for secrets (password, token, ...).
std::string redactedWords(std::string_view said, const std::vector<WipingString>& secrets,
                          std::size_t maxBytes = 2'000);

/// Whether a header of this name never holds a secret: Accept, User-Agent and the like. Any other may.
bool isPlainHeader(std::string_view name);

/// What a request carries that is nobody else's business, as it is sent: password, credentials, values of headers that
/// are not told apart from secrets, and what its URL holds. Longest first.
std::vector<WipingString> secretsOf(const HttpRequest& request);

} // namespace nocturne::net
