// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

namespace nocturne::config {

/// Section `ui`: what this file chooses for the interface. What is absent is left to the person at the screen, whose
/// choices the program remembers; what is there comes before them at every start.
struct UiConfig
{
    enum class Theme { System, Night, Day, HighContrast, HighContrastLight };

    std::optional<Theme> theme;
    std::optional<std::string> language; ///< "de", "en", "ar"; empty: the system's

    bool operator==(const UiConfig&) const = default;
};

} // namespace nocturne::config
