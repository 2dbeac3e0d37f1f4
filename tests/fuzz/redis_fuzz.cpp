// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a Redis server answers, from bytes to replies and figures.
#include <cstdint>
#include <cstdlib>
#include <set>
#include <string_view>

#include "sources/health/redis_check.h"
#include "sources/health/resp_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace nocturne::health;
    // NOLINTNEXTLINE: bytes as text
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    std::set<std::string> series;
    for (const auto& reading : readingsOfInfo(text)) {
        if (!series.insert(reading.metric + '\n' + reading.labelValue).second)
            std::abort(); // two samples of one series at one time
    }
    RespReader whole;
    whole.feed(text);
    RespReader parts;
    parts.feed(text.substr(0, size / 2));
    auto first = parts.next();
    if (first && !*first) {
        parts.feed(text.substr(size / 2));
        first = parts.next();
    }
    const auto value = whole.next();
    if (value.has_value() != first.has_value() || (value && *value != *first))
        std::abort(); // it must not matter how the bytes come
    return 0;
}
