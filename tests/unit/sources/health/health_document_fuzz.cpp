// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a service answers on a health endpoint, from bytes to components.
#include <cstdint>
#include <cstdlib>
#include <set>
#include <string_view>

#include "sources/health/health_document.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    // NOLINTNEXTLINE: bytes as text
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    static_cast<void>(nocturne::health::parseGoDuration(text));
    const auto document = nocturne::health::parseHealthDocument(text);
    if (!document)
        return 0;
    std::set<std::string> names;
    for (const auto& component : document->components) {
        if (!names.insert(component.name).second)
            std::abort(); // each component is a series of its own
    }
    return 0;
}
