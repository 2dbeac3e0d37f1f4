// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace nocturne::health {

/// What is kept of the body of a failed check, to be shown: its first 2,000 bytes in one line. The `secrets` that the
/// check sent are struck out, and so is what follows the usual words for secrets (password, token, ...).
std::string keptBody(std::string_view body, const std::vector<std::string>& secrets);

} // namespace nocturne::health
