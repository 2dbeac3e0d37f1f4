// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nocturne::custom {

/// `texts` as one: each with its length in decimal and a colon before it ("3:abc0:").
std::string packTexts(const std::vector<std::string>& texts);

/// The texts that packTexts() was given; nothing where `packed` is none of its.
std::optional<std::vector<std::string>> unpackTexts(std::string_view packed);

} // namespace nocturne::custom
