// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Messages of the AEGIS stream and answers of its REST side, from bytes to what is stored.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "sources/streams/aegis_message.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace nocturne::streams;
    // NOLINTNEXTLINE: bytes as text
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    AegisReader reader;
    if (const auto message = reader.read(text)) {
        for (const auto* rows : {&message->metrics.requestRate, &message->metrics.latency, &message->metrics.status}) {
            for (std::size_t i = 1; *rows && i < (*rows)->size(); ++i) {
                if ((**rows)[i - 1].start >= (**rows)[i].start)
                    std::abort(); // sorted, and one row per bucket
            }
        }
    }
    static_cast<void>(reader.readBackends(text));
    static_cast<void>(reader.readStatusRows(text));
    for (const auto topic : kTopics)
        static_cast<void>(reader.readTopic(topic, text));
    return 0;
}
