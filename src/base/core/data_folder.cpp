// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/core/data_folder.h"

#include <cstdlib>

namespace nocturne {

std::string defaultDataFolder()
{
    const auto variable = [](const char* name) {
        const char* value = std::getenv(name); // NOLINT: at the start, with one thread
        return value == nullptr ? std::string() : std::string(value);
    };
    if (const auto data = variable("XDG_DATA_HOME"); data.starts_with('/'))
        return data + "/nocturne";
    const auto home = variable("HOME");
    return home.empty() ? std::string() : home + "/.local/share/nocturne";
}

} // namespace nocturne
