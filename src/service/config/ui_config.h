// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace nocturne::config {

/// Section `ui`.
struct UiConfig
{
    enum class Theme { System, Night, Day, HighContrast };

    Theme theme = Theme::Night;
    std::string language; ///< "de", "en", "ar"; empty: the system's

    bool operator==(const UiConfig&) const = default;
};

} // namespace nocturne::config
