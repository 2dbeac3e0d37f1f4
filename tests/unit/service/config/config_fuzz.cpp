// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Whatever the bytes: findings have places, and what was read without errors can be explained and read again.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "service/config/explain.h"
#include "service/config/read_configuration.h"

using namespace nocturne;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    // NOLINTNEXTLINE: libFuzzer hands over unsigned bytes.
    const auto reading = config::readConfiguration({reinterpret_cast<const char*>(data), size});
    for (const auto& finding : reading.findings) {
        if (!finding.error.where || finding.error.where->line < 1 || finding.error.where->column < 1 ||
            finding.error.message.empty())
            std::abort();
    }
    if (reading.hasErrors())
        return 0;
    const auto explained = config::explain(reading.configuration);
    const auto again = config::readConfiguration(explained);
    if (again.hasErrors() || config::explain(again.configuration) != explained)
        std::abort();
    return 0;
}
