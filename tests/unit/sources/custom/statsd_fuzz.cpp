// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Any line reads as measurements that may be taken, or is refused with its place.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "sources/custom/statsd_line.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace nocturne;
    // NOLINTNEXTLINE: libFuzzer hands over unsigned bytes.
    const std::string_view line(reinterpret_cast<const char*>(data), size);
    const auto read = custom::readStatsdLine(line);
    if (!read) {
        const auto& where = read.error().where;
        if (!where || where->line != 1 || where->column < 1 || where->column > static_cast<int>(size) + 2)
            std::abort();
        return 0;
    }
    for (const auto& measurement : *read) {
        if (!custom::check(measurement))
            std::abort();
    }
    return 0;
}
