// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "watch/dashboards/pack.h"

/// What is read names no path, and is found among its own metrics.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace nocturne::dashboards;
    const auto pack = readPack(std::string_view(reinterpret_cast<const char*>(data), size));
    if (!pack)
        return 0;
    if (pack->rules.find('/') != std::string::npos || pack->rules.starts_with('.'))
        std::abort();
    if (!detectPack(*pack, {pack->detect.begin(), pack->detect.end()}))
        std::abort();
    return 0;
}
