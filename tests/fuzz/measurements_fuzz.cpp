// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Any body reads as measurements that may be taken, or is refused with a sentence.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "service/server/measurement_body.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace nocturne;
    // NOLINTNEXTLINE: libFuzzer hands over unsigned bytes.
    const auto read = server::readMeasurements({reinterpret_cast<const char*>(data), size});
    if (!read) {
        if (read.error().message.empty())
            std::abort();
        return 0;
    }
    for (const auto& measurement : *read) {
        if (!custom::check(measurement))
            std::abort();
    }
    return 0;
}
