// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "watch/dashboards/dashboard_reader.h"
#include "watch/dashboards/dashboard_writer.h"

/// What is read is written and read back the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace nocturne::dashboards;
    const auto first = readDashboard(std::string_view(reinterpret_cast<const char*>(data), size));
    if (!first)
        return 0;
    const auto second = readDashboard(writeDashboard(*first));
    if (!second || !(*second == *first))
        std::abort();
    return 0;
}
