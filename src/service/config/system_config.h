// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>

namespace nocturne::config {

/// Section `system`: this computer.
struct SystemConfig
{
    bool enabled = true;
    std::chrono::milliseconds interval{5'000};
    bool processes = true;         ///< `processes.enabled`
    std::size_t topProcesses = 10; ///< `processes.top`: by CPU and by memory, so many each

    bool operator==(const SystemConfig&) const = default;
};

} // namespace nocturne::config
