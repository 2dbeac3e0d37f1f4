// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/custom/packed_texts.h"

#include <charconv>

namespace nocturne::custom {

std::string packTexts(const std::vector<std::string>& texts)
{
    std::string packed;
    for (const auto& text : texts)
        packed.append(std::to_string(text.size())).append(":").append(text);
    return packed;
}

std::optional<std::vector<std::string>> unpackTexts(std::string_view packed)
{
    std::vector<std::string> texts;
    while (!packed.empty()) {
        std::size_t length = 0;
        const auto [stop, error] = std::from_chars(packed.data(), packed.data() + packed.size(), length);
        const auto digits = static_cast<std::size_t>(stop - packed.data());
        if (error != std::errc() || digits >= packed.size() || *stop != ':' || length > packed.size() - digits - 1)
            return std::nullopt;
        texts.emplace_back(packed.substr(digits + 1, length));
        packed.remove_prefix(digits + 1 + length);
    }
    return texts;
}

} // namespace nocturne::custom
