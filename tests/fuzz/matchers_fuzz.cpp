// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Matchers of silences: what is read is printed and read again to the same, and no text does harm.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "watch/alerts/silence.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace nocturne::alerts;
    if (size > 10'240)
        return 0;
    const std::string text(reinterpret_cast<const char*>(data), size); // NOLINT: bytes
    const auto matchers = parseMatchers(text);
    if (!matchers) {
        if (matchers.error().message.empty() || !matchers.error().where)
            std::abort();
        return 0;
    }
    const auto again = parseMatchers(toString(*matchers));
    if (!again || *again != *matchers)
        std::abort();
    return 0;
}
